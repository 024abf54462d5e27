"""Find the boxes that cover a stretch of a page's text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .box import Box
from .page import Page, Word

__all__ = ["covering_boxes"]

MARGIN = 0.07
"""A share of the line's height: 3 pixels at 200 dpi. Without it, edges of letters showed at one value in twenty."""
_LEAST_MARGIN = 2.0


def covering_boxes(page: Page, spans: Iterable[tuple[int, int]]) -> list[Box]:
    """Return boxes that hide stretches of the text (start, end), words in a row under one box.

    At a word's begin or end a box reaches to the middle of the space beside it, for a first letter may not have been
    read; inside of a word it ends between two letters.
    """
    return [box for start, end in spans for box in _boxes(page.words_between(start, end), start, end)]


def _boxes(words: list[Word], start: int, end: int) -> Iterator[Box]:
    run: list[Word] = []
    for word in words:
        if run and run[-1].box != word.box:
            yield _box(run, start, end)
            run = []
        run.append(word)
    if run:
        yield _box(run, start, end)


def _box(words: list[Word], start: int, end: int) -> Box:
    first, last = words[0], words[-1]
    left = first.edges[max(start, first.start) - first.start]
    right = last.edges[min(end, last.end) - last.start]
    whole = first.box
    margin = max(_LEAST_MARGIN, MARGIN * whole.height)
    middle = (left + right) / 2 - whole.width / 2
    center = whole.center[0] + whole.axis[0] * middle, whole.center[1] + whole.axis[1] * middle
    return Box(center, right - left + 2 * margin, whole.height + 2 * margin, whole.axis)
