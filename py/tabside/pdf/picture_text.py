"""Text that was read in a picture of a page (OCR), as characters with places on the page."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..runtime.pdfium import Batch
from .engine_document import EngineDocument, Picture
from .glyphs import Box, Glyph
from .leaks import folded
from .options import PdfOptions
from .page_text import PageText

if TYPE_CHECKING:
    from ..ocr.page import Page, Word

__all__ = ["read_picture"]

_POINTS_PER_INCH = 72
# Of a word's height: beyond its edges there may be a letter that was not read.
_MARGIN = 0.12
_INVISIBLE = (3, 7)
_BASELINE = 0.2

Point = tuple[float, float]


async def read_picture(document: EngineDocument, page: int, options: PdfOptions, drawn: Sequence[Glyph]) -> PageText:
    """Draw a loaded page and read it. Words that `drawn` characters show, letter by letter, are left out.

    Raises:
        SessionError: onnxruntime failed.
    """
    import numpy as np

    assert options.reader is not None
    picture = await document.render(page, options.ocr_dpi / _POINTS_PER_INCH, grey=False)
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 4)
    read = await options.reader.read(np.ascontiguousarray(pixels[:, :, 2::-1]), dpi=options.ocr_dpi)
    place = await _to_page(document, page, picture)
    return _text_of(read, place, [glyph for glyph in drawn if glyph.mode not in _INVISIBLE])


def _text_of(read: Page, place: Callable[[Point], Point], drawn: Sequence[Glyph]) -> PageText:
    text = list(read.text)
    owners = [-1] * len(text)
    lines = [0] * len(text)
    glyphs: list[Glyph] = []
    for number, line in enumerate(read.lines):
        for word in line.words:
            letters = [_glyph(word, index, place) for index in range(len(word.text))]
            if not letters:
                continue
            if _is_drawn(word.text, letters, drawn):
                # The same offsets, but nothing to be found.
                text[word.start : word.end] = " " * len(word.text)
                continue
            for index, glyph in enumerate(letters):
                owners[word.start + index] = len(glyphs)
                lines[word.start + index] = number
                glyphs.append(glyph)
    return PageText("".join(text), glyphs, owners, lines)


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


async def _to_page(document: EngineDocument, page: int, picture: Picture) -> Callable[[Point], Point]:
    """Return what maps a pixel of a rendered page to its place in the page's user space, in points."""
    width, height = picture.width, picture.height
    batch = Batch()
    address = batch.call("malloc", 48)
    # Device coordinates are whole pixels, so whole sides are mapped and divided.
    for index, (x, y) in enumerate(((0, 0), (width, 0), (0, height))):
        where = address.plus(16 * index)
        batch.call("FPDF_DeviceToPage", page, 0, 0, width, height, 0, x, y, where, where.plus(8))
    data = batch.read(address, 48)
    batch.call("free", address)
    result = (await document.pdfium.run(batch))[data.step]
    assert isinstance(result, bytes)
    x0, y0, xr, yr, xd, yd = struct.unpack("<6d", result)
    right, down = ((xr - x0) / width, (yr - y0) / width), ((xd - x0) / height, (yd - y0) / height)

    def place(point: Point) -> Point:
        x, y = point
        return x0 + x * right[0] + y * down[0], y0 + x * right[1] + y * down[1]

    return place
