"""The reading order of a page's lines: an XY-cut that distinguishes columns of running text from tables.

Columns are read one after the other; rows of a table, and labels with their values, are read across. After Nagy and
Seth, Hierarchical representation of optically scanned documents (1984), with gutters taken before horizontal gaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from .words import Line, Word

__all__ = ["reading_order"]

_MOST_WORDS = 6_000
_DEEPEST = 150
_GUTTER_EM = 1.0
_LEAST_LINES = 3
_FULL_LINE = 0.75
_FULL_LINES = 0.5
_COLUMN_EM = 8


def reading_order(lines: Sequence[Line]) -> list[Line]:
    """Return lines in reading order. A line across two columns is returned as two."""
    if sum(len(line.words) for line in lines) > _MOST_WORDS:
        return list(lines)
    return _with_centred_labels(list(_ordered(list(lines), 0)))


def _with_centred_labels(lines: list[Line]) -> list[Line]:
    """Read a label before the two lines of the cell beside it, if it is centered on them, instead of between them."""
    for number in range(1, len(lines) - 1):
        above, label, below = lines[number - 1 : number + 2]
        steps = above.y - label.y, label.y - below.y
        is_between = all(0.2 * label.size < step < 0.95 * label.size for step in steps)
        if is_between and all(label.right < each.left or each.right < label.left for each in (above, below)):
            lines[number - 1 : number + 1] = [label, above]
    return lines


def _ordered(lines: list[Line], depth: int) -> Iterator[Line]:
    if len(lines) < _LEAST_LINES or depth > _DEEPEST:
        yield from lines
        return
    parts = _columns(lines) or _bands(lines)
    if len(parts) == 1:
        yield from lines
        return
    for part in parts:
        yield from _ordered(part, depth + 1)


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the columns of running text separated by gutters over all these lines, or an empty list."""
    size = median(line.size for line in lines)
    words = sorted((word for line in lines for word in line.words), key=lambda word: word.left)
    edges: list[float] = []
    reach = words[0].right
    for word in words[1:]:
        if word.left - reach >= _GUTTER_EM * size:
            edges.append((word.left + reach) / 2)
        reach = max(reach, word.right)
    if not edges:
        return []
    parts = [_between(lines, left, right) for left, right in zip([None, *edges], [*edges, None], strict=True)]
    return parts if all(_is_running_text(part, size) for part in parts) else []


def _between(lines: Sequence[Line], left: float | None, right: float | None) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        words = tuple(
            word for word in line.words if (left is None or word.left > left) and (right is None or word.left < right)
        )
        if words:
            found.append(line if len(words) == len(line.words) else Line(words, _baseline(words), line.size))
    return found


def _baseline(words: Sequence[Word]) -> float:
    return max(words, key=lambda word: (word.size, word.right - word.left)).y


def _is_running_text(lines: Sequence[Line], size: float) -> bool:
    if len(lines) < _LEAST_LINES:
        return False
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    full = sum(line.right - line.left >= _FULL_LINE * (right - left) for line in lines)
    several = sum(len(line.words) > 1 for line in lines)
    return right - left >= _COLUMN_EM * size and min(full, several) >= _FULL_LINES * len(lines)


def _bands(lines: list[Line]) -> list[list[Line]]:
    """Cut at the largest vertical gap, which separates lines across the columns from those above or below."""
    if not _may_have_columns(lines):
        return [lines]
    gaps = [earlier.y - later.y - later.size for earlier, later in pairwise(lines)]
    number = gaps.index(max(gaps)) + 1
    return [lines[:number], lines[number:]]


def _may_have_columns(lines: Sequence[Line]) -> bool:
    """Whether a gap in a line, or lines beside each other, may belong to a gutter of some of these lines."""
    gutter = _GUTTER_EM * median(line.size for line in lines)
    return min(line.right for line in lines) + gutter <= max(line.left for line in lines) or any(
        later.left - earlier.right >= gutter for line in lines for earlier, later in pairwise(line.words)
    )
