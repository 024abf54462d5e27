"""Connected components of a binary mask, as runs of pixels: NumPy alone, no loop over pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Runs", "components"]

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Runs:
    """Horizontal runs of one component: row, first column, and the column after the last one."""

    rows: Integers
    starts: Integers
    ends: Integers

    @property
    def area(self) -> int:
        return int((self.ends - self.starts).sum())

    def outline(self) -> npt.NDArray[np.float64]:
        """Return the outermost pixels of each row (N, 2) as (x, y): all corners of the convex hull are among them."""
        rows, first = np.unique(self.rows, return_index=True)
        last = np.append(first[1:], len(self.rows)) - 1
        left = np.stack([self.starts[first], rows], axis=1)
        right = np.stack([self.ends[last] - 1, rows], axis=1)
        return np.concatenate([left, right]).astype(np.float64)


def components(mask: npt.NDArray[np.bool_]) -> list[Runs]:
    """Return the 8-connected components of a mask (H, W), from top to bottom.

    Runs of neighbouring rows are joined, and each component takes the number of its first run: the least number is
    passed on until nothing changes.
    """
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    if not len(rows):
        return []
    labels = _labels(rows, starts, ends, mask.shape[1])
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    return [Runs(rows[group], starts[group], ends[group]) for group in np.split(order, cuts)]


def _labels(rows: Integers, starts: Integers, ends: Integers, width: int) -> Integers:
    upper, lower = _touching(rows, starts, ends, width)
    labels = np.arange(len(rows))
    while True:
        least = np.minimum(labels[upper], labels[lower])
        passed_on = labels.copy()
        np.minimum.at(passed_on, upper, least)
        np.minimum.at(passed_on, lower, least)
        passed_on = passed_on[passed_on]
        if np.array_equal(passed_on, labels):
            return labels
        labels = passed_on


def _touching(rows: Integers, starts: Integers, ends: Integers, width: int) -> tuple[Integers, Integers]:
    """Return pairs of runs, one below the other, that touch at a side or a corner."""
    stride = width + 2
    below = (rows + 1) * stride
    first = np.searchsorted(rows * stride + ends, below + starts)
    last = np.searchsorted(rows * stride + starts, below + ends, side="right")
    # Keys of other rows may lie between; only the next row counts.
    first = np.maximum(first, np.searchsorted(rows, rows + 1))
    last = np.minimum(last, np.searchsorted(rows, rows + 1, side="right"))
    counts = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(len(rows)), counts)
    lower = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    return upper, lower
