"""Reading order: from lines anywhere on a page to one text.

Pages are cut along the white space between blocks (Nagy and Seth 1984, "Hierarchical representation of optically
scanned documents", the XY cut). White space that runs down a page separates columns of prose. Tables and forms have
short cells, so there it does not, and rows are read across.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from .box import Box
from .page import Line, Page, Word
from .words import Piece

__all__ = ["page_of"]

# In heights of a line.
_COLUMN_GAP, _CELL_GAP, _BLOCK_GAP = 1.0, 1.5, 0.9
# Than between most lines: a letter may be double-spaced.
_WIDER = 1.5
# Text lines of a column of prose are long and nearly fill it.
_PROSE_LETTERS, _PROSE_LINES, _FILLED = 18, 3, 0.6
# The detector's boxes have some white above and below.
_INK = 0.7


@dataclass(frozen=True, slots=True)
class _Item:
    """A line's place along and across the text's direction, in pixels."""

    pieces: Sequence[Piece]
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def letters(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


def page_of(read: Sequence[Sequence[Piece]], unread: Sequence[Box], width: int, height: int, rotation: int) -> Page:
    """Put the words of lines into one text. Boxes are those of the image as it is; lines without words are left out."""
    lines = [line for line in read if line]
    along, across = _directions([line[0].box for line in lines])
    items = [_item(line, along, across) for line in lines]
    writer = _Writer()
    for block in _blocks(items):
        for number, row in enumerate(_rows(block)):
            writer.begin_row(row[0], is_first=number == 0)
            for index, item in enumerate(row):
                gap = item.left - row[index - 1].right if index else 0.0
                writer.add(item, "" if index == 0 else "\t" if gap > _CELL_GAP * item.height else " ")
    return Page(width, height, rotation, "".join(writer.text), writer.lines, unread)


class _Writer:
    """Puts lines one after the other into a text, and keeps where each word begins."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.lines: list[Line] = []
        self._length = 0

    def begin_row(self, following: _Item, *, is_first: bool) -> None:
        """End the previous row. A word with a hyphen at its end continues in the next row of the same block."""
        if not self.lines:
            return
        last = self.lines[-1].words[-1]
        if is_first or not _goes_on(last.text, following.pieces[0].text):
            self._put("\n\n" if is_first else "\n")
        elif following.pieces[0].text[0].islower():
            self.text[-1] = last.text[:-1]
            self._length -= 1
            self.lines[-1] = Line([*self.lines[-1].words[:-1], _without_hyphen(last)])

    def add(self, item: _Item, separator: str) -> None:
        """Put the words of a line, after what parts it from the cell before."""
        self._put(separator)
        words: list[Word] = []
        for index, piece in enumerate(item.pieces):
            if index:
                self._put(" ")
            words.append(Word(piece.text, self._length, piece.box, piece.edges, piece.scores))
            self._put(piece.text)
        self.lines.append(Line(words))

    def _put(self, text: str) -> None:
        self.text.append(text)
        self._length += len(text)


def _goes_on(last: str, following: str) -> bool:
    return len(last) > 2 and last[-1] in "-‐" and last[-2].isalpha() and following[0].isalpha()


def _without_hyphen(word: Word) -> Word:
    # The hyphen's place stays with the letter before it, so that it is covered too.
    return Word(word.text[:-1], word.start, word.box, (*word.edges[:-2], word.edges[-1]), word.scores[:-1])


def _directions(boxes: Sequence[Box]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return unit vectors along the lines and across them, downwards: the median of lines that are long enough."""
    if not boxes:
        return (1.0, 0.0), (0.0, 1.0)
    longest = sorted(boxes, key=lambda box: -box.width)[: max(1, len(boxes) // 2)]
    x, y = median(box.axis[0] for box in longest), median(box.axis[1] for box in longest)
    size = math.hypot(x, y)
    return (x / size, y / size), (-y / size, x / size)


def _item(line: Sequence[Piece], along: tuple[float, float], across: tuple[float, float]) -> _Item:
    box = line[0].box
    at = box.center[0] * along[0] + box.center[1] * along[1]
    middle = box.center[0] * across[0] + box.center[1] * across[1]
    return _Item(
        line, at - box.width / 2, at + box.width / 2, middle - box.height * _INK / 2, middle + box.height * _INK / 2
    )


def _blocks(items: Sequence[_Item]) -> list[list[_Item]]:
    """Return blocks of rows in reading order."""
    if len(items) < 2:
        return [list(items)] if items else []
    size = median(item.height for item in items)
    for left, right in _cuts([(item.left, item.right) for item in items], _COLUMN_GAP * size):
        before = [item for item in items if item.right <= left]
        after = [item for item in items if item.left >= right]
        if _is_prose(before) and _is_prose(after):
            return [*_blocks(before), *_blocks(after)]
    rows = [(item.top, item.bottom) for item in items]
    gaps = [end - start for start, end in _cuts(rows, 0.0)]
    cuts = _cuts(rows, max(_BLOCK_GAP * size, _WIDER * median(gaps) if gaps else 0.0))
    if not cuts:
        return [list(items)]
    edges = [-math.inf, *(top for top, _ in cuts), math.inf]
    bands = [[item for item in items if upper <= item.top and item.bottom <= lower] for upper, lower in pairwise(edges)]
    return [block for band in bands for block in _blocks(band)]


def _cuts(spans: Sequence[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """Return the stretches at least this long that no span lies in, between the first and the last span."""
    found: list[tuple[float, float]] = []
    end = math.inf
    for start, stop in sorted(spans):
        if start - end >= least:
            found.append((end, start))
        end = stop if end == math.inf else max(end, stop)
    return found


def _is_prose(items: Sequence[_Item]) -> bool:
    if len(items) < _PROSE_LINES:
        return False
    width = max(item.right for item in items) - min(item.left for item in items)
    return (
        median(item.letters for item in items) >= _PROSE_LETTERS
        and median(item.right - item.left for item in items) >= _FILLED * width
    )


def _rows(items: Sequence[_Item]) -> list[list[_Item]]:
    """Return the lines of a block, those side by side in one row, from left to right."""
    rows: list[list[_Item]] = []
    for item in sorted(items, key=lambda item: item.top + item.bottom):
        fitting = [row for row in rows[-3:] if _is_beside(item, row)]
        if fitting:
            fitting[-1].append(item)
        else:
            rows.append([item])
    return [sorted(row, key=lambda item: item.left) for row in rows]


def _is_beside(item: _Item, row: Sequence[_Item]) -> bool:
    def overlap(other: _Item) -> float:
        return min(item.bottom, other.bottom) - max(item.top, other.top)

    nearest = min(row, key=lambda other: max(item.left - other.right, other.left - item.right))
    return overlap(nearest) > 0.5 * min(item.height, nearest.height) and not any(
        min(item.right, other.right) - max(item.left, other.left) > 0.5 * min(item.height, other.height)
        for other in row
    )
