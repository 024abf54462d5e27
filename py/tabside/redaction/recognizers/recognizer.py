"""The recognizer interface."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from ..detection import Detection

__all__ = ["Recognizer"]


class Recognizer(Protocol):
    """Finds personal data in a folded text without a model. Pure: the same text gives the same detections."""

    @property
    def name(self) -> str: ...

    @property
    def entities(self) -> frozenset[str]: ...

    def find(self, text: str) -> Iterator[Detection]: ...
