"""A detection: one source's claim about a stretch of text, before sources are weighed against each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from ..reasons import Reason

__all__ = ["Detection", "detection_of"]


class Detection(NamedTuple):
    """One source's claim. Offsets count code points of the text that the source read, end exclusive.

    A tuple, since a list of numbers creates one per entry: in the tab a frozen dataclass takes three times as long.

    `certain` is True if more than the shape supports the type: a check digit, a fixed prefix, a scheme.
    `reasons` states why, without any of the text; `check holds` is short for a `Reason` (`reasons.py`).
    """

    entity: str
    start: int
    end: int
    score: float
    source: str
    certain: bool = False
    reasons: Sequence[Reason | str] = ()

    def at(self, start: int, end: int) -> Detection:
        """Return the same claim for another stretch."""
        if start == self.start and end == self.end:
            return self
        return Detection(self.entity, start, end, self.score, self.source, self.certain, self.reasons)


detection_of: Callable[[tuple[str, int, int, float, str, bool, Sequence[Reason | str]]], Detection] = partial(
    tuple.__new__, Detection
)
"""Makes a detection of all that it holds, in half the time that calling the class takes: lists make thousands."""
