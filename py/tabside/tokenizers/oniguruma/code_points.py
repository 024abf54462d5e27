"""Sets of code points as sorted, disjoint runs (first, past the last)."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["EVERYTHING", "Runs", "complement", "intersection", "to_class", "union"]

Runs = list[tuple[int, int]]
EVERYTHING: Runs = [(0, 0x110000)]


def union(*sets: Iterable[tuple[int, int]]) -> Runs:
    """Return the union of two sets.

    >>> union([(1, 3)], [(2, 5), (9, 10)])
    [(1, 5), (9, 10)]
    """
    runs: Runs = []
    for first, end in sorted(run for runs in sets for run in runs):
        if runs and first <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((first, end))
    return runs


def complement(runs: Runs) -> Runs:
    """Return the complement of a set.

    >>> complement([(0, 5), (9, 0x110000)])
    [(5, 9)]
    """
    gaps, position = [], 0
    for first, end in runs:
        if position < first:
            gaps.append((position, first))
        position = end
    if position < 0x110000:
        gaps.append((position, 0x110000))
    return gaps


def intersection(first: Runs, second: Runs) -> Runs:
    """Return the intersection of two sets."""
    return complement(union(complement(first), complement(second)))


def to_class(runs: Runs, *, ascii_only: bool) -> str:
    r"""Return a regex for one code point of the set.

    >>> to_class([(65, 91), (0x4E00, 0xA000)], ascii_only=True)
    '[\\x41-\\x5a]'
    """
    if ascii_only:
        runs = [(first, min(end, 128)) for first, end in runs if first < 128]
    if runs == EVERYTHING or (ascii_only and runs == [(0, 128)]):
        return "(?s:.)"
    if not runs:
        return "(?!)"
    body = "".join(_escape(first) + (f"-{_escape(end - 1)}" if end > first + 1 else "") for first, end in runs)
    return f"[{body}]"


def _escape(number: int) -> str:
    return f"\\x{number:02x}" if number < 0x100 else f"\\U{number:08x}"
