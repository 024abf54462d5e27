"""Measured samples by side, and their statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

SIDES = ("tabside", "peer", "tuned")
"""`peer` is Transformers.js with default settings; `tuned` has our threads, its best dtype and our batches."""


@dataclass(frozen=True)
class Target:
    """A target of the project: for a ratio to another side, or for tabside's own median.

    An upper limit, or a lower limit if more is better.
    """

    peer: float | None = None
    tuned: float | None = None
    own: float | None = None


@dataclass
class Series:
    """One row of the table. Samples are in `unit`; a ratio is tabside's median divided by another side's."""

    name: str
    unit: str
    target: Target | None = None
    more_is_better: bool = False
    samples: dict[str, list[float]] = field(default_factory=dict)

    def add(self, side: str, *values: float) -> None:
        self.samples.setdefault(side, []).extend(values)

    def median(self, side: str) -> float | None:
        return median(self.samples[side]) if side in self.samples else None

    def ratio(self, side: str) -> float | None:
        ours, theirs = self.median("tabside"), self.median(side)
        return ours / theirs if ours is not None and theirs else None

    def reached(self) -> bool | None:
        """Whether everything measured meets its target; None if nothing can be compared."""
        if self.target is None:
            return None
        pairs = [
            (self.ratio("peer"), self.target.peer),
            (self.ratio("tuned"), self.target.tuned),
            (self.median("tabside"), self.target.own),
        ]
        verdicts = [
            value >= bound if self.more_is_better else value <= bound
            for value, bound in pairs
            if value is not None and bound is not None
        ]
        return all(verdicts) if verdicts else None


def percentile(values: Sequence[float], share: float) -> float:
    """Return the percentile of the values, by the nearest-rank method.

    >>> percentile([1, 2, 3, 4], 0.95)
    4
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def exponent(points: Mapping[int, float]) -> float:
    """Return the exponent of time against size, from the last two sizes: 1 is linear, 2 quadratic.

    >>> exponent({10: 2.0, 100: 20.0})
    1.0
    """
    from math import log

    (small, before), (large, after) = sorted(points.items())[-2:]
    return log(after / before) / log(large / small)
