"""Word cache for BERT's family: encode each whitespace-separated word once and remember the result.

BERT's normalizer, pre-tokenizer and WordPiece never look across whitespace, so the encoding of a text is that of its
words in sequence. Since this holds for any text, all texts share one cache.
"""

from __future__ import annotations

import re

from .encoding import Encoding
from .models.model import Model
from .models.wordpiece import WordPiece
from .normalized import NormalizedString
from .normalizers import Normalizer
from .normalizers.bert import BertNormalizer
from .pre_tokenized import PreTokenizedString, Split
from .pre_tokenizers import PreTokenizer
from .pre_tokenizers.bert import BertPreTokenizer
from .unicode.sets import WHITESPACE

__all__ = ["LONGEST_WORD_KEPT", "WORDS_KEPT", "WordCache", "word_cache_for"]

LONGEST_WORD_KEPT = 64
WORDS_KEPT = 32_768
# Cleaning removes the control characters among White_Space before the text is split on them.
_CLEANED_WHITESPACE = re.sub("[\x0b\x0c\x85]", "", WHITESPACE)

Word = tuple[list[int], list[str], list[tuple[int, int]], list[int], int]
"""Ids, tokens, offsets in the word, BERT's words counted from 0, and how many of these there are."""


def word_cache_for(model: Model, normalizer: Normalizer | None, pre_tokenizer: PreTokenizer | None) -> WordCache | None:
    """Return a cache if the parts are BERT's, else None."""
    if not isinstance(model, WordPiece) or not isinstance(pre_tokenizer, BertPreTokenizer):
        return None
    if normalizer is not None and not isinstance(normalizer, BertNormalizer):
        return None
    return WordCache(model, normalizer, pre_tokenizer)


class WordCache:
    """Encodes texts word by word."""

    def __init__(self, model: WordPiece, normalizer: BertNormalizer | None, pre_tokenizer: BertPreTokenizer) -> None:
        self._model = model
        self._normalizer = normalizer
        self._pre_tokenizer = pre_tokenizer
        cleans = normalizer is not None and normalizer.clean_text
        self._words = re.compile(f"[^{_CLEANED_WHITESPACE if cleans else WHITESPACE}]+")
        self._known: dict[str, Word] = {}

    def encode(self, splits: list[Split], type_id: int, word_index: int | None) -> Encoding:
        """Encode the pieces between added tokens, which must be unchanged slices of the original."""
        ids: list[int] = []
        tokens: list[str] = []
        offsets: list[tuple[int, int]] = []
        word_ids: list[int | None] = []
        words = 0
        for piece, token_id in splits:
            if token_id is not None:
                ids.append(token_id)
                tokens.append(piece.text)
                offsets.append((piece.start, piece.end))
                word_ids.append(words)
                words += 1
            else:
                words = self._encode_piece(piece, words, ids, tokens, offsets, word_ids)
        if word_index is not None:
            word_ids = [word_index] * len(ids)
        return Encoding(ids, tokens, offsets, word_ids, type_id)

    def _encode_piece(
        self,
        piece: NormalizedString,
        words: int,
        ids: list[int],
        tokens: list[str],
        offsets: list[tuple[int, int]],
        word_ids: list[int | None],
    ) -> int:
        """Append the tokens of a piece and return the number of words so far."""
        known, shift = self._known, piece.start
        for match in self._words.finditer(piece.text):
            text = match.group()
            word = known.get(text)
            if word is None:
                word = self._analyze(text)
                if len(text) <= LONGEST_WORD_KEPT:
                    if len(known) >= WORDS_KEPT:
                        known.clear()
                    known[text] = word
            piece_ids, piece_tokens, piece_offsets, piece_words, count = word
            ids += piece_ids
            tokens += piece_tokens
            position = match.start() + shift
            if len(piece_ids) == 1:
                start, end = piece_offsets[0]
                offsets.append((start + position, end + position))
                word_ids.append(words)
            else:
                offsets += [(start + position, end + position) for start, end in piece_offsets]
                word_ids += [index + words for index in piece_words]
            words += count
        return words

    def _analyze(self, text: str) -> Word:
        normalized = NormalizedString(text)
        if self._normalizer is not None:
            self._normalizer.normalize(normalized)
        pieces = PreTokenizedString([(normalized, None)])
        self._pre_tokenizer.pre_tokenize(pieces)
        ids: list[int] = []
        tokens: list[str] = []
        offsets: list[tuple[int, int]] = []
        words: list[int] = []
        for index, (piece, _) in enumerate(pieces.splits):
            piece_ids, piece_tokens, piece_offsets = self._model.tokenize(piece.text)
            ids += piece_ids
            tokens += piece_tokens
            offsets += [piece.original_offsets(start, end) for start, end in piece_offsets]
            words += [index] * len(piece_ids)
        return ids, tokens, offsets, words, len(pieces.splits)
