"""A vocabulary: tokens to ids and back."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import TokenizerError
from ..config import Config, get
from ..limits import token_id

__all__ = ["Vocabulary", "vocabulary_from"]


class Vocabulary:
    """Base class of the models with a plain vocabulary."""

    def __init__(self, vocab: dict[str, int]) -> None:
        self.vocab = vocab
        self._tokens: dict[int, str] | None = None

    def token_to_id(self, token: str) -> int | None:
        """Return the id of the token."""
        return self.vocab.get(token)

    def id_to_token(self, token_id: int) -> str | None:
        """Return the token of the id."""
        if self._tokens is None:
            self._tokens = {number: token for token, number in self.vocab.items()}
        return self._tokens.get(token_id)

    def get_vocab(self) -> Mapping[str, int]:
        """Return the vocabulary."""
        return self.vocab

    def get_vocab_size(self) -> int:
        """Return the number of tokens."""
        return len(self.vocab)


def vocabulary_from(config: Config) -> dict[str, int]:
    """Return the "vocab" of a model, after checking it."""
    vocab = get(config, "vocab", dict)
    if not set(map(type, vocab.values())) <= {int}:  # about 30,000 entries, on the path to the first result
        raise TokenizerError("tokenizer.json: 'vocab' must map tokens to numbers")
    for number in (min(vocab.values(), default=0), max(vocab.values(), default=0)):
        token_id(number, "the id of a token")
    return vocab
