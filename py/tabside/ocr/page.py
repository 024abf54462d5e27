"""The result of reading a page: words with their positions, and one text in reading order that maps back to them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .box import Box, Quad

__all__ = ["SURE", "Line", "Page", "Word"]

SURE = 0.9
"""A word whose least sure letter scores lower is marked: about half of the wrong words, and 2 % of the right ones."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page.

    - `start`, `end`: where its letters stand in `Page.text`, in code points.
    - `box`: the line that it was read in; `edges`: where in that box each letter begins and the last one ends, in
      pixels from its left edge, so one more than letters.
    - `scores`: the recogniser's score of each letter, 0 to 1.
    """

    text: str = field(repr=False)
    start: int
    box: Box = field(repr=False)
    edges: Sequence[float] = field(repr=False)
    scores: Sequence[float] = field(repr=False)

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def confidence(self) -> float:
        """The score of the least sure letter."""
        return min(self.scores)

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE

    @property
    def quad(self) -> Quad:
        """Corners in pixels of the page, clockwise from where the word begins."""
        return self.box.quad(self.edges[0], self.edges[-1])

    def quad_of(self, start: int, end: int) -> Quad:
        """Return the corners of its letters from `start` to `end`, offsets in `Page.text`."""
        return self.box.quad(
            self.edges[max(start, self.start) - self.start], self.edges[min(end, self.end) - self.start]
        )


@dataclass(frozen=True, slots=True)
class Line:
    """Adjacent words; `start` and `end` are offsets in `Page.text`."""

    words: Sequence[Word]

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


@dataclass(frozen=True, slots=True)
class Page:
    """The result of reading an image of `width` by `height` pixels.

    `text` has the lines in reading order. Words are a space apart, cells of a row a tab, rows a line break, blocks an
    empty line; a word that was hyphenated at a line's end is whole again. `rotation` is by how many degrees clockwise
    the image has to be turned to stand upright. `unread` are boxes of lines that could not be read: handwriting, other
    scripts, or patterns that were taken for text. Its repr shows no text.
    """

    width: int
    height: int
    rotation: int
    text: str = field(repr=False)
    lines: Sequence[Line] = field(repr=False)
    unread: Sequence[Box] = field(default=(), repr=False)

    @property
    def words(self) -> Iterator[Word]:
        """All words, in reading order."""
        return (word for line in self.lines for word in line.words)

    @property
    def confidence(self) -> float:
        """The mean score of all letters; 1 where there is none."""
        scores = [score for word in self.words for score in word.scores]
        return sum(scores) / len(scores) if scores else 1.0

    def words_between(self, start: int, end: int) -> list[Word]:
        """Return the words that hold a letter of the text from `start` to `end`."""
        words = list(self.words)
        first = max(0, bisect_right([word.start for word in words], start) - 1)
        return [word for word in words[first:] if word.start < end and word.end > start]
