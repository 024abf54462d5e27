"""Remove characters and pixels from a page, and draw boxes over them."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence

from ..errors import UnscannedError
from ..runtime.pdfium import Batch
from .engine_document import EngineDocument
from .glyphs import Box, Glyph
from .marks import Mark, Quad, glyph_quad, shrunk

__all__ = ["remove_from_page"]

_EDGE_PT = 0.3
_MARGIN_PT = 0.3
_LABEL = struct.Struct("<if4d")
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
    batch = Batch()
    await _draw(document, page, marks, batch)
    written = batch.call("FPDFPage_GenerateContent", page)
    if not (await document.pdfium.run(batch))[written.step]:
        raise UnscannedError("What was found could not be removed from a page of this PDF.")


async def _draw(document: EngineDocument, page: int, marks: Sequence[Mark], batch: Batch) -> None:
    """Draw all boxes, then their labels."""
    boxes = b"".join(struct.pack("<8f", *(side for at in shrunk(mark, -_MARGIN_PT) for side in at)) for mark in marks)
    labels, texts = _labels(marks)
    address = await document.number("malloc", len(boxes) + len(labels) + len(texts) + 8)
    if not address:
        raise UnscannedError("What was found could not be removed from a page of this PDF.")
    batch.write(address, boxes)
    batch.call("draw_boxes", page, len(marks), address)
    if labels:
        batch.write(address, b"Helvetica\0")
        font = batch.call("FPDFText_LoadStandardFont", document.handle, address)
        batch.write(address, labels + texts)
        batch.call("draw_labels", document.handle, page, font, len(labels) // _LABEL.size, address)
        batch.call("FPDFFont_Close", font)
    batch.call("free", address)


def _packed(quad: Quad) -> bytes:
    # FS_QUADPOINTSF: left top, right top, left bottom, right bottom.
    left_bottom, right_bottom, right_top, left_top = quad
    return struct.pack("<8f", *left_top, *right_top, *left_bottom, *right_bottom)


def _labels(marks: Sequence[Mark]) -> tuple[bytes, bytes]:
    """Return the records of labels, as large as their boxes allow, and their texts. Small boxes have none."""
    records: list[bytes] = []
    texts = b""
    for mark in marks:
        if not mark.label or not mark.label.isascii():
            continue
        size = min(mark.height * _LABEL_HEIGHT, mark.length / (_LETTER_EM * len(mark.label)))
        if size < _LABEL_LEAST_PT:
            continue
        turn = math.radians(mark.angle)
        cos, sin = math.cos(turn), math.sin(turn)
        slack = max(0.0, mark.length - _LETTER_EM * size * len(mark.label)) / 2
        rise = (mark.height - size) / 2 + _BASELINE * size
        x, y = mark.quad[0]
        x, y = x + slack * cos - rise * sin, y + slack * sin + rise * cos
        records.append(_LABEL.pack(len(texts), size, cos, sin, x, y))
        texts += mark.label.encode("utf-16-le") + b"\0\0"
    return b"".join(records), texts
