"""Text that OCR has read in a picture of a page, as characters with positions on the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..ocr.box import Box as PixelBox
from .engine_document import EngineDocument
from .glyphs import Box, Glyph
from .leaks import folded
from .marks import Mark
from .page_text import PageText
from .placement import Point, placement

if TYPE_CHECKING:
    from ..ocr.page import Page, Word
    from ..ocr.reader import Reader

__all__ = ["read_picture"]

_POINTS_PER_INCH = 72
# Of a word's height: beyond its edges there may be a letter that was not read.
_MARGIN = 0.12
_INVISIBLE = (3, 7)
_BASELINE = 0.2


async def read_picture(
    document: EngineDocument, page: int, reader: Reader, dpi: int, drawn: Sequence[Glyph],
    near: Sequence[Mark] | None = None,
) -> PageText:  # fmt: skip
    """Draw a loaded page at `dpi` and read it, or only its lines that touch a mark of `near`.

    Words that `drawn` characters show, letter by letter, are left out.

    Raises:
        SessionError: onnxruntime failed.
    """
    import numpy as np

    picture = await document.render(page, dpi / _POINTS_PER_INCH, colors="bgrx")
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 4)
    placed = await placement(document, page, picture.width, picture.height)
    boxes = None if near is None else [_pixel_box(mark, placed.to_shown) for mark in near]
    read = await reader.read(np.ascontiguousarray(pixels[:, :, 2::-1]), dpi=dpi, near=boxes)
    return _text_of(read, placed.to_page, [glyph for glyph in drawn if glyph.mode not in _INVISIBLE])


def _pixel_box(mark: Mark, place: Callable[[Point], Point]) -> PixelBox:
    """Return the upright box around a mark in the picture of its page."""
    xs, ys = zip(*map(place, mark.quad), strict=True)
    center = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return PixelBox(center, max(xs) - min(xs), max(ys) - min(ys), (1.0, 0.0))


def _text_of(read: Page, place: Callable[[Point], Point], drawn: Sequence[Glyph]) -> PageText:
    text = list(read.text)
    owners = [-1] * len(text)
    lines = [0] * len(text)
    glyphs: list[Glyph] = []
    unsure: list[tuple[int, int]] = []
    for number, line in enumerate(read.lines):
        for word in line.words:
            letters = [_glyph(word, index, place) for index in range(len(word.text))]
            if not letters:
                continue
            if _is_drawn(word.text, letters, drawn):
                # The same offsets, but nothing to be found.
                text[word.start : word.end] = " " * len(word.text)
                continue
            if not word.is_sure:
                unsure.append((word.start, word.end))
            for index, glyph in enumerate(letters):
                owners[word.start + index] = len(glyphs)
                lines[word.start + index] = number
                glyphs.append(glyph)
    return PageText("".join(text), glyphs, owners, lines, unsure=unsure)


def _glyph(word: Word, index: int, place: Callable[[Point], Point]) -> Glyph:
    margin = _MARGIN * word.box.height
    start = word.edges[index] - (margin if index == 0 else 0)
    end = word.edges[index + 1] + (margin if index == len(word.text) - 1 else 0)
    corners = [place(corner) for corner in word.box.quad(start, end)]
    (left_top, right_top, _, left_bottom) = corners
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    height = math.dist(left_top, left_bottom)
    angle = math.degrees(math.atan2(right_top[1] - left_top[1], right_top[0] - left_top[0])) % 360
    origin = tuple(low + _BASELINE * (high - low) for low, high in zip(left_bottom, left_top, strict=True))
    return Glyph(
        number=-1, text=word.text[index], box=box, loose=box, origin=(origin[0], origin[1]), angle=angle,
        size=height, mode=0, is_mapped=True, is_hyphen=False,
    )  # fmt: skip


def _is_drawn(text: str, letters: Sequence[Glyph], drawn: Sequence[Glyph]) -> bool:
    """Whether characters of the page show the same word at the same place."""
    whole = letters[0].box
    for letter in letters[1:]:
        whole = whole.joined(letter.box)
    there = [
        glyph.text
        for glyph in drawn
        if whole.left <= glyph.box.center[0] <= whole.right and whole.bottom <= glyph.box.center[1] <= whole.top
    ]
    return bool(there) and sorted(folded("".join(there))) == sorted(folded(text))
