"""A folded view: its text, and the stretches of the original that its characters stand for."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field

from .confusables import skeleton

__all__ = ["FoldedText", "Pieces", "composed"]


@dataclass(frozen=True, slots=True)
class FoldedText:
    """The plain view and its alignment: pieces in order, each either copied one to one or replaced as a whole."""

    text: str = field(repr=False)
    original: str = field(repr=False)
    view_starts: array[int] = field(repr=False)
    original_starts: array[int] = field(repr=False)
    copied: bytearray = field(repr=False)

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map a stretch of the view to the stretch of the original that it stands for.

        >>> from tabside.redaction.view.folding import fold
        >>> view = fold("SSN \\uff11\\u200b2")
        >>> view.text, view.to_original(4, 6)
        ('SSN 12', (4, 7))
        """
        if start >= end:
            at = self._edges(start)[0] if start < len(self.text) else len(self.original)
            return at, at
        return self._edges(start)[0], self._edges(end - 1)[1]

    def _edges(self, index: int) -> tuple[int, int]:
        """Return start and end in the original of one character of the view."""
        # Of pieces at the same position, all but the last were dropped and have nothing in the view.
        piece = bisect_right(self.view_starts, index) - 1
        begin = self.original_starts[piece]
        if self.copied[piece]:
            at = begin + index - self.view_starts[piece]
            return at, at + 1
        following = piece + 1
        # Another part of the same replacement: `ff` from one ligature, and then a space between them.
        while following < len(self.copied) and self.original_starts[following] == begin and not self.copied[following]:
            following += 1
        return begin, self.original_starts[following] if following < len(self.copied) else len(self.original)


class Pieces:
    """The pieces of a view, in order."""

    __slots__ = ("_copied", "_length", "_original_starts", "_texts", "_view_starts")

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._view_starts, self._original_starts, self._copied = array("q"), array("q"), bytearray()
        self._length = 0

    def add(self, text: str, begin: int, is_copy: bool) -> None:
        """Add a piece that stands for the original from `begin` on."""
        self._texts.append(text)
        self._view_starts.append(self._length)
        self._original_starts.append(begin)
        self._copied.append(is_copy)
        self._length += len(text)

    def over(self, original: str, text: str | None = None) -> FoldedText:
        """Return the view. `text` is what the pieces make, if it is known."""
        text = skeleton("".join(self._texts)) if text is None else text
        return FoldedText(text, original, self._view_starts, self._original_starts, self._copied)


def composed(first: FoldedText, second: FoldedText) -> FoldedText:
    """Return the view of a view, aligned with the original of the first."""
    view = Pieces()
    starts, ends = first.view_starts, [*first.view_starts[1:], len(first.text)]
    begins = [*second.original_starts, len(first.text)]
    views = [*second.view_starts, len(second.text)]
    piece = latest = 0
    for index, is_copy in enumerate(second.copied):
        position, end = begins[index], begins[index + 1]
        at = views[index]
        if not is_copy:
            latest = first.to_original(position, position)[0]
            view.add(second.text[at : views[index + 1]], latest, False)
            continue
        while piece < len(starts) and (ends[piece] < position or ends[piece] == position > starts[piece]):
            piece += 1
        while piece < len(starts) and starts[piece] < end:
            start, stop = max(starts[piece], position), min(ends[piece], end)
            begin = first.original_starts[piece] + (start - starts[piece] if first.copied[piece] else 0)
            # What was dropped before a space that came in between has nothing in the view.
            if begin >= latest:
                view.add(second.text[at + start - position : at + stop - position], begin, bool(first.copied[piece]))
            if ends[piece] > end:
                break
            piece += 1
    return view.over(first.original, second.text)
