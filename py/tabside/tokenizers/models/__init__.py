"""Models: from a piece of text to the tokens of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ...errors import TokenizerError
from ..config import Config, build

__all__ = ["Model", "Pieces", "model_from"]

Pieces = tuple[list[int], list[str], list[tuple[int, int]]]
"""Ids, tokens and offsets (in the piece of text) in parallel. Caches share them: never change them."""


class Model(Protocol):
    """What a tokenizer asks of its model."""

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


def _wordpiece(config: Config) -> Model:
    from .wordpiece import WordPiece

    return WordPiece.from_config(config)


_BUILDERS = {"WordPiece": _wordpiece}


def model_from(config: object) -> Model:
    """Build the model that a tokenizer.json describes; old files name no type."""
    if isinstance(config, Mapping) and "type" not in config:
        if "continuing_subword_prefix" in config:
            return _wordpiece(config)
        raise TokenizerError("tokenizer.json: the model names no type")
    return build(config, _BUILDERS, "model")
