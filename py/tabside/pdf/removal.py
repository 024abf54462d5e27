"""Remove characters and pixels from a page, and draw boxes over them."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence

from ..errors import UnscannedError
from ..runtime.pdfium import Batch, Ref
from .engine_document import EngineDocument
from .glyphs import Box, Glyph
from .marks import Mark, Quad, glyph_quad, shrunk

__all__ = ["remove_from_page"]

_EDGE_PT = 0.3
_MARGIN_PT = 0.3
_FILL_ALTERNATE = 1
_LABEL_HEIGHT = 0.72
_LABEL_LEAST_PT = 3.0
_BASELINE = 0.22
# Helvetica's widths vary; a capital or a digit takes 0.72 em at most, except W.
_LETTER_EM = 0.66


async def remove_from_page(
    document: EngineDocument,
    page: int,
    glyphs: Sequence[Glyph],
    marks: Sequence[Mark],
    images: Sequence[Box],
) -> None:
    """Remove `glyphs` and draw `marks`. Where a mark lies on one of `images`, its pixels are removed too.

    One call for all areas of the page: separate calls would leave private copies of a form behind, with the other
    values in them.

    Raises:
        UnscannedError: the engine could not remove them.
    """
    quads: list[Quad] = [glyph_quad(glyph) for glyph in glyphs]
    quads += [
        shrunk(mark, _EDGE_PT) for mark in marks if mark.is_seen or any(mark.bounds.meets(image) for image in images)
    ]
    if quads:
        data = b"".join(_packed(quad) for quad in quads)
        batch = Batch()
        address = batch.call("malloc", len(data))
        batch.write(address, data)
        done = batch.call("EPDFText_RedactInQuads", page, address, len(quads), 1, 0)
        batch.call("free", address)
        if not (await document.pdfium.run(batch))[done.step]:
            raise UnscannedError("What was found could not be removed from a page of this PDF.")
    font = await document.number("malloc", 10)
    batch = Batch()
    batch.write(font, b"Helvetica\0")
    helvetica = batch.call("FPDFText_LoadStandardFont", document.handle, font)
    for mark in marks:
        _draw_box(batch, page, mark)
        if mark.label:
            _draw_label(batch, document.handle, page, helvetica, mark)
    written = batch.call("FPDFPage_GenerateContent", page)
    batch.call("FPDFFont_Close", helvetica)
    batch.call("free", font)
    if not (await document.pdfium.run(batch))[written.step]:
        raise UnscannedError("What was found could not be removed from a page of this PDF.")


def _packed(quad: Quad) -> bytes:
    # FS_QUADPOINTSF: left top, right top, left bottom, right bottom.
    left_bottom, right_bottom, right_top, left_top = quad
    return struct.pack("<8f", *left_top, *right_top, *left_bottom, *right_bottom)


def _draw_box(batch: Batch, page: int, mark: Mark) -> None:
    corners = shrunk(mark, -_MARGIN_PT)
    path = batch.call("FPDFPageObj_CreateNewPath", *corners[0])
    for corner in corners[1:]:
        batch.call("FPDFPath_LineTo", path, *corner)
    batch.call("FPDFPath_Close", path)
    batch.call("FPDFPageObj_SetFillColor", path, 0, 0, 0, 255)
    batch.call("FPDFPath_SetDrawMode", path, _FILL_ALTERNATE, 0)
    batch.call("FPDFPage_InsertObject", page, path)


def _draw_label(batch: Batch, document: int, page: int, font: Ref, mark: Mark) -> None:
    """Write the label in white, as large as the box allows. A box that is too small has none."""
    size = min(mark.height * _LABEL_HEIGHT, mark.length / (_LETTER_EM * len(mark.label)))
    if size < _LABEL_LEAST_PT or not mark.label.isascii():
        return
    text = mark.label.encode("utf-16-le") + b"\0\0"
    address = batch.call("malloc", len(text))
    batch.write(address, text)
    shown = batch.call("FPDFPageObj_CreateTextObj", document, font, size)
    batch.call("FPDFText_SetText", shown, address)
    batch.call("free", address)
    turn = math.radians(mark.angle)
    cos, sin = math.cos(turn), math.sin(turn)
    slack = max(0.0, mark.length - _LETTER_EM * size * len(mark.label)) / 2
    rise = (mark.height - size) / 2 + _BASELINE * size
    x, y = mark.quad[0]
    x, y = x + slack * cos - rise * sin, y + slack * sin + rise * cos
    batch.call("FPDFPageObj_Transform", shown, cos, sin, -sin, cos, x, y)
    batch.call("FPDFPageObj_SetFillColor", shown, 255, 255, 255, 255)
    batch.call("FPDFPage_InsertObject", page, shown)
