"""Unigram (Kudo 2018): find the most probable segmentation of a text with the Viterbi algorithm."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import TokenizerError
from ..config import Config, flag, get
from ..limits import check_lengths, token_id
from ..unicode.utf8 import utf8
from .model import Pieces

__all__ = ["Unigram"]

_UNKNOWN_PENALTY = 10.0
_TEXTS_KEPT = 16_384
_LONGEST_TEXT_KEPT = 256


class Unigram:
    """Unigram model. `vocab` lists tokens with their log probabilities; a token's position is its id."""

    def __init__(self, vocab: list[tuple[str, float]], unk_id: int | None = None, byte_fallback: bool = False) -> None:
        if unk_id is not None and unk_id >= len(vocab):
            raise TokenizerError("Unigram: unk_id is not in the vocabulary")
        self.vocab = vocab
        self.unk_id = unk_id
        self.byte_fallback = byte_fallback
        self._ids = {token: index for index, (token, _) in enumerate(vocab)}
        self._unknown_score = min((score for _, score in vocab), default=0.0) - _UNKNOWN_PENALTY
        self._lengths = _lengths_by_first(self._ids)
        self._known: dict[str, Pieces] = {}

    @classmethod
    def from_config(cls, config: Config) -> Unigram:
        """Build from the "model" of a tokenizer.json."""
        vocab = get(config, "vocab", list)
        if not all(isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], str) for entry in vocab):
            raise TokenizerError("Unigram: the vocabulary is not a list of tokens with scores")
        check_lengths(token for token, _ in vocab)
        return cls(
            [(token, float(score)) for token, score in vocab],
            None if config.get("unk_id") is None else token_id(config["unk_id"], "'unk_id'"),
            flag(config, "byte_fallback", False),
        )

    def tokenize(self, text: str) -> Pieces:
        """Return the tokens of a text. Unknown stretches keep their text and get the unknown token's id."""
        known = self._known.get(text)
        if known is not None:
            return known
        ids: list[int] = []
        tokens: list[str] = []
        offsets: list[tuple[int, int]] = []
        for start, end in self._best_path(text):
            token = text[start:end]
            token_id = self._ids.get(token)
            if token_id is None:
                fallback = self._bytes(token) if self.byte_fallback else None
                if fallback is not None:
                    ids += fallback
                    tokens += [self.vocab[byte][0] for byte in fallback]
                    offsets += [(start, end)] * len(fallback)
                    continue
                token_id = self._unknown()
            ids.append(token_id)
            tokens.append(token)
            offsets.append((start, end))
        pieces = ids, tokens, offsets
        if len(text) <= _LONGEST_TEXT_KEPT:
            if len(self._known) >= _TEXTS_KEPT:
                self._known.clear()
            self._known[text] = pieces
        return pieces

    def _unknown(self) -> int:
        if self.unk_id is None:
            raise TokenizerError("Unigram: there is an unknown token, and no unk_id")
        return self.unk_id

    def _bytes(self, token: str) -> list[int] | None:
        ids = []
        for byte in utf8(token):
            token_id = self._ids.get(f"<0x{byte:02X}>")
            if token_id is None:
                return None
            ids.append(token_id)
        return ids

    def _best_path(self, text: str) -> list[tuple[int, int]]:
        """Return the segments of the best path; adjacent unknown segments are joined."""
        size = len(text)
        scores: list[float] = [0.0] * (size + 1)
        begins: list[int] = [-1] * (size + 1)
        known: list[bool] = [True] * (size + 1)
        ids, vocab, lengths, unk_id = self._ids, self.vocab, self._lengths, self.unk_id
        for start in range(size):
            here = scores[start]
            single = False
            for length in lengths.get(text[start], ()):
                end = start + length
                if end > size:
                    break
                token_id = ids.get(text[start:end])
                if token_id is None:
                    continue
                single = single or length == 1
                score = vocab[token_id][1] + here
                if begins[end] < 0 or score > scores[end]:
                    scores[end], begins[end], known[end] = score, start, token_id != unk_id
            if not single:
                end, score = start + 1, self._unknown_score + here
                if begins[end] < 0 or score > scores[end]:
                    self._unknown()
                    scores[end], begins[end], known[end] = score, start, False
        stretches: list[tuple[int, int]] = []
        end, joins = size, False
        while end > 0:
            start = begins[end]
            if joins and not known[end]:
                stretches[-1] = (start, stretches[-1][1])
            else:
                stretches.append((start, end))
            end, joins = start, not known[end]
        stretches.reverse()
        return stretches

    def token_to_id(self, token: str) -> int | None:
        """Return the id of the token."""
        return self._ids.get(token)

    def id_to_token(self, token_id: int) -> str | None:
        """Return the token of the id."""
        return self.vocab[token_id][0] if 0 <= token_id < len(self.vocab) else None

    def get_vocab(self) -> Mapping[str, int]:
        """Return the vocabulary."""
        return self._ids

    def get_vocab_size(self) -> int:
        """Return the number of tokens."""
        return len(self.vocab)


def _lengths_by_first(tokens: Mapping[str, int]) -> dict[str, list[int]]:
    """Return, for each first character, the lengths of the tokens that start with it."""
    lengths: dict[str, set[int]] = {}
    for token in tokens:
        if token:
            lengths.setdefault(token[0], set()).add(len(token))
    return {first: sorted(found) for first, found in lengths.items()}
