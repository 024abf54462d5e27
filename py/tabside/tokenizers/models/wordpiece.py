"""WordPiece: greedy longest match from left to right (Schuster and Nakajima 2012, as in BERT)."""

from __future__ import annotations

from ...errors import TokenizerError
from ..config import Config, affix, integer, text
from ..limits import check_lengths
from .model import Pieces
from .vocabulary import Vocabulary, vocabulary_from

__all__ = ["WordPiece"]


class WordPiece(Vocabulary):
    """WordPiece model. A word that is too long or cannot be built from the vocabulary becomes one unknown token."""

    def __init__(
        self,
        vocab: dict[str, int],
        unk_token: str = "[UNK]",
        continuing_subword_prefix: str = "##",
        max_input_chars_per_word: int = 100,
    ) -> None:
        super().__init__(vocab)
        self.unk_token = unk_token
        self.continuing_subword_prefix = continuing_subword_prefix
        self.max_input_chars_per_word = max_input_chars_per_word
        self._longest = max(map(len, vocab), default=0)

    @classmethod
    def from_config(cls, config: Config) -> WordPiece:
        """Build from the "model" of a tokenizer.json."""
        vocab = vocabulary_from(config)
        check_lengths(vocab)
        return cls(
            vocab,
            text(config, "unk_token"),
            affix(config, "continuing_subword_prefix"),
            integer(config, "max_input_chars_per_word"),
        )

    def tokenize(self, text: str) -> Pieces:
        """Return the pieces of a word.

        >>> WordPiece({"un": 0, "##aff": 1, "##able": 2}).tokenize("unaffable")[1]
        ['un', '##aff', '##able']
        """
        vocab = self.vocab
        length = len(text)
        if length > self.max_input_chars_per_word:
            return self._unknown(length)
        whole = vocab.get(text)
        if whole is not None:
            return [whole], [text], [(0, length)]
        ids: list[int] = []
        tokens: list[str] = []
        offsets: list[tuple[int, int]] = []
        start, prefix, longest = 0, "", self._longest
        while start < length:
            for end in range(min(length, start + longest), start, -1):
                token = prefix + text[start:end]
                token_id = vocab.get(token)
                if token_id is not None:
                    break
            else:
                return self._unknown(length)
            ids.append(token_id)
            tokens.append(token)
            offsets.append((start, end))
            start, prefix = end, self.continuing_subword_prefix
        return ids, tokens, offsets

    def _unknown(self, length: int) -> Pieces:
        unknown = self.vocab.get(self.unk_token)
        if unknown is None:
            raise TokenizerError("WordPiece: the vocabulary lacks the unknown token")
        return [unknown], [self.unk_token], [(0, length)]
