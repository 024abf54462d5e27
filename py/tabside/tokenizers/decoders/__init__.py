"""Decoders: turn tokens back into text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..config import Config, build, get
from ..limits import check_growth

__all__ = ["Decoder", "decoder_from"]


class Decoder(Protocol):
    """Turns tokens into parts of a text."""

    def decode_chain(self, tokens: list[str]) -> list[str]:
        """Return the parts of the text, ready to be joined."""


class Sequence:
    """Applies several decoders in order."""

    def __init__(self, decoders: list[Decoder]) -> None:
        self.decoders = decoders

    def decode_chain(self, tokens: list[str]) -> list[str]:
        """Pass the output of each decoder to the next one."""
        length = sum(map(len, tokens)) + len(tokens)
        for decoder in self.decoders:
            tokens = decoder.decode_chain(tokens)
            check_growth(length, sum(map(len, tokens)))
        return tokens


def _wordpiece(config: Config) -> Decoder:
    from .wordpiece import WordPiece

    return WordPiece.from_config(config)


def _byte_level(config: Config) -> Decoder:
    from ..pre_tokenizers.byte_level import ByteLevel

    return ByteLevel.from_config(config)


def _metaspace(config: Config) -> Decoder:
    from ..pre_tokenizers.metaspace import Metaspace

    return Metaspace.from_config(config)


def _replace(config: Config) -> Decoder:
    from ..normalizers.text import Replace

    return Replace.from_config(config)


def _sequence(config: Config) -> Decoder:
    return Sequence([decoder_from(part) for part in get(config, "decoders", list)])


def _pieces(config: Config) -> Decoder:
    from . import pieces

    match config["type"]:
        case "BPEDecoder":
            return pieces.BPEDecoder.from_config(config)
        case "CTC":
            return pieces.CTC.from_config(config)
        case "Strip":
            return pieces.Strip.from_config(config)
        case "ByteFallback":
            return pieces.ByteFallback()
    return pieces.Fuse()


_BUILDERS: dict[str, Callable[[Config], Decoder]] = {
    "WordPiece": _wordpiece,
    "ByteLevel": _byte_level,
    "Metaspace": _metaspace,
    "Replace": _replace,
    "Sequence": _sequence,
    **dict.fromkeys(("BPEDecoder", "CTC", "Strip", "ByteFallback", "Fuse"), _pieces),
}


def decoder_from(config: object) -> Decoder:
    """Build the decoder that a tokenizer.json describes."""
    return build(config, _BUILDERS, "decoder")
