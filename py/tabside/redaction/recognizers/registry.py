"""Which recognizers there are, and which of them a redactor asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..detection import Detection
from . import address, credentials, crypto, finance, identity, internet
from .card import CardRecognizer
from .iban import IbanRecognizer
from .phone import PhoneRecognizer

__all__ = ["Recognizer", "Registry"]


class Recognizer(Protocol):
    """Finds personal data in a folded text without a model. Pure: the same text gives the same detections."""

    @property
    def name(self) -> str: ...

    @property
    def entities(self) -> frozenset[str]: ...

    def find(self, text: str) -> Iterator[Detection]: ...


@dataclass(frozen=True, slots=True)
class Registry:
    """A set of recognizers. Immutable: `adding` and `only` return others."""

    recognizers: Sequence[Recognizer]

    @classmethod
    def default(cls, phone_regions: Sequence[str] = ("US",)) -> Registry:
        """Return every built-in recognizer; phone numbers without a + are read as numbers of these regions."""
        tables = (internet, finance, identity, crypto, credentials, address)
        patterns = [recognizer for table in tables for recognizer in table.RECOGNIZERS]
        return cls((*patterns, CardRecognizer(), IbanRecognizer(), PhoneRecognizer(tuple(phone_regions))))

    @property
    def entities(self) -> frozenset[str]:
        return frozenset().union(*(recognizer.entities for recognizer in self.recognizers))

    def adding(self, recognizers: Iterable[Recognizer]) -> Registry:
        """Return a registry with further recognizers."""
        return Registry((*self.recognizers, *recognizers))

    def only(self, entities: frozenset[str]) -> Registry:
        """Return a registry of those that find any of these entities."""
        return Registry([recognizer for recognizer in self.recognizers if recognizer.entities & entities])
