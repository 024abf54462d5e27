"""Text recognized in an image of a page, as characters with positions on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..runtime.pdfium import Batch
from .engine_document import EngineDocument
from .glyphs import Box, Glyph
from .options import PdfOptions, ReadWord
from .page_text import PageText, page_text

__all__ = ["read_picture"]

_POINTS_PER_INCH = 72
_PIXELS_AROUND = 3


async def read_picture(document: EngineDocument, page: int, options: PdfOptions) -> PageText:
    """Render a loaded page, recognize its text, and return it; the characters have the positions of the words."""
    assert options.ocr is not None
    picture = await document.render(page, options.ocr_dpi / _POINTS_PER_INCH, grey=False)
    words = await options.ocr(picture)
    corners = await _to_page(document, page, picture.width, picture.height)
    return page_text(list(_glyphs(words, corners)))


def _glyphs(words: Sequence[ReadWord], corners: Sequence[tuple[float, float]]) -> Iterator[Glyph]:
    """Divide each word's box among its letters; `corners` are those of pixel (0, 0), (1, 0) and (0, 1)."""
    (x0, y0), (xr, yr), (xd, yd) = corners
    right, down = (xr - x0, yr - y0), (xd - x0, yd - y0)
    angle = _angle(right)
    number = 0
    for word in words:
        left, top, end, bottom = word.box
        top, bottom = top - _PIXELS_AROUND, bottom + _PIXELS_AROUND
        letters = word.text.strip()
        step = (end - left) / max(1, len(letters))
        for index, letter in enumerate(letters):
            # A word's first and last letters extend beyond its edge: an unrecognized letter may be there.
            a = left + index * step - (_PIXELS_AROUND if index == 0 else 0)
            b = left + (index + 1) * step + (_PIXELS_AROUND if index == len(letters) - 1 else 0)
            points = [(x0 + x * right[0] + y * down[0], y0 + x * right[1] + y * down[1])
                      for x, y in ((a, bottom), (b, top))]  # fmt: skip
            (x1, y1), (x2, y2) = points
            box = Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
            origin_y = bottom - 0.2 * (bottom - top)
            yield Glyph(
                number=number, text=letter, box=box, loose=box,
                origin=(x0 + a * right[0] + origin_y * down[0], y0 + a * right[1] + origin_y * down[1]),
                angle=angle, size=0.9 * (bottom - top) * _length(down), mode=0, is_mapped=True, is_hyphen=False,
            )  # fmt: skip
            number += 1


async def _to_page(document: EngineDocument, page: int, width: int, height: int) -> list[tuple[float, float]]:
    """Return the positions of pixels (0, 0), (1, 0) and (0, 1) on the page, in points of its user space."""
    import struct

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
    return [
        (x0, y0),
        (x0 + (xr - x0) / width, y0 + (yr - y0) / width),
        (x0 + (xd - x0) / height, y0 + (yd - y0) / height),
    ]


def _angle(vector: tuple[float, float]) -> float:
    import math

    return round(math.degrees(math.atan2(vector[1], vector[0]))) % 360


def _length(vector: tuple[float, float]) -> float:
    import math

    return math.hypot(*vector)
