"""The protocol of a tokenizer model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

__all__ = ["Model", "Pieces"]

Pieces = tuple[list[int], list[str], list[tuple[int, int]]]
"""Ids, tokens and offsets (in the piece of text) in parallel. Caches share them: never change them."""


class Model(Protocol):
    """The interface a tokenizer expects of its model."""

    def tokenize(self, text: str) -> Pieces:
        """Return the tokens of one piece of text."""

    def token_to_id(self, token: str) -> int | None:
        """Return the id of the token."""

    def id_to_token(self, token_id: int) -> str | None:
        """Return the token of the id."""

    def get_vocab(self) -> Mapping[str, int]:
        """Return the vocabulary."""

    def get_vocab_size(self) -> int:
        """Return the number of tokens."""
