"""Normalizers: change a text before it is split. Each works in place on a NormalizedString."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..config import Config, build, get
from ..normalized import NormalizedString

__all__ = ["Normalizer", "normalizer_from"]


class Normalizer(Protocol):
    """Changes a text and keeps its alignment."""

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""


class Sequence:
    """Applies several normalizers in order."""

    def __init__(self, normalizers: list[Normalizer]) -> None:
        self.normalizers = normalizers

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        for normalizer in self.normalizers:
            normalizer.normalize(normalized)


def _bert(config: Config) -> Normalizer:
    from .bert import BertNormalizer

    return BertNormalizer.from_config(config)


def _form(config: Config) -> Normalizer:
    from .unicode import NormalizationForm

    return NormalizationForm(get(config, "type", str))


def _precompiled(config: Config) -> Normalizer:
    from .precompiled import Precompiled

    return Precompiled.from_config(config)


def _sequence(config: Config) -> Normalizer:
    return Sequence([normalizer_from(part) for part in get(config, "normalizers", list)])


def _text(config: Config) -> Normalizer:
    from . import text

    match config["type"]:
        case "Strip":
            return text.Strip.from_config(config)
        case "Prepend":
            return text.Prepend.from_config(config)
        case "Append":
            return text.Append.from_config(config)
        case "Replace":
            return text.Replace.from_config(config)
        case "StripAccents":
            return text.StripAccents()
        case "Lowercase":
            return text.Lowercase()
        case "Nmt":
            return text.Nmt()
    return text.ByteLevel()


_TEXT_NORMALIZERS = ("Strip", "Prepend", "Append", "Replace", "StripAccents", "Lowercase", "Nmt", "ByteLevel")
_BUILDERS: dict[str, Callable[[Config], Normalizer]] = {
    "BertNormalizer": _bert,
    "Precompiled": _precompiled,
    "Sequence": _sequence,
    **dict.fromkeys(("NFC", "NFD", "NFKC", "NFKD"), _form),
    **dict.fromkeys(_TEXT_NORMALIZERS, _text),
}


def normalizer_from(config: object) -> Normalizer:
    """Build the normalizer that a tokenizer.json describes."""
    return build(config, _BUILDERS, "normalizer")
