"""Decoders: from tokens back to a text."""

from __future__ import annotations

from typing import Protocol

from ..config import Config, build

__all__ = ["Decoder", "decoder_from"]


class Decoder(Protocol):
    """Turns tokens into the parts of a text."""

    def decode_chain(self, tokens: list[str]) -> list[str]:
        """Return the parts of the text, which only need to be joined."""


def _wordpiece(config: Config) -> Decoder:
    from .wordpiece import WordPiece

    return WordPiece.from_config(config)


_BUILDERS = {"WordPiece": _wordpiece}


def decoder_from(config: object) -> Decoder:
    """Build the decoder that a tokenizer.json describes."""
    return build(config, _BUILDERS, "decoder")
