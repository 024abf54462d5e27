"""Normalizers: what is done to a text before it is cut up. Each works in place on a NormalizedString."""

from __future__ import annotations

from typing import Protocol

from ..config import Config, build
from ..normalized import NormalizedString

__all__ = ["Normalizer", "normalizer_from"]


class Normalizer(Protocol):
    """Changes a text and keeps its alignment."""

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""


class Sequence:
    """One normalizer after the other."""

    def __init__(self, normalizers: list[Normalizer]) -> None:
        self.normalizers = normalizers

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        for normalizer in self.normalizers:
            normalizer.normalize(normalized)


def _bert(config: Config) -> Normalizer:
    from .bert import BertNormalizer

    return BertNormalizer.from_config(config)


_BUILDERS = {"BertNormalizer": _bert}


def normalizer_from(config: object) -> Normalizer:
    """Build the normalizer that a tokenizer.json describes."""
    return build(config, _BUILDERS, "normalizer")
