"""The map between a page's user space and the page as shown."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from ..runtime.pdfium import Batch
from .engine_document import EngineDocument

__all__ = ["Placement", "Point", "placement"]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Placement:
    """Maps places on a page as shown (x to the right, y downwards from its top left corner) to its user space and back.

    `origin` is the top left corner in user space, `right` and `down` are steps of one unit as shown.
    """

    origin: Point
    right: Point
    down: Point

    def to_page(self, point: Point) -> Point:
        """Return a shown place in the page's user space, in points."""
        x, y = point
        return (
            self.origin[0] + x * self.right[0] + y * self.down[0],
            self.origin[1] + x * self.right[1] + y * self.down[1],
        )

    def to_shown(self, point: Point) -> Point:
        """Return where a place of the page's user space is shown."""
        x, y = point[0] - self.origin[0], point[1] - self.origin[1]
        scale = self.right[0] * self.down[1] - self.right[1] * self.down[0]
        return (x * self.down[1] - y * self.down[0]) / scale, (y * self.right[0] - x * self.right[1]) / scale


async def placement(document: EngineDocument, page: int, columns: int, rows: int) -> Placement:
    """Return the map of a loaded page that is shown in `columns` by `rows` units."""
    batch = Batch()
    address = batch.call("malloc", 48)
    # Device coordinates are whole numbers, so whole sides are mapped and divided.
    for index, (x, y) in enumerate(((0, 0), (columns, 0), (0, rows))):
        where = address.plus(16 * index)
        batch.call("FPDF_DeviceToPage", page, 0, 0, columns, rows, 0, x, y, where, where.plus(8))
    data = batch.read(address, 48)
    batch.call("free", address)
    result = (await document.pdfium.run(batch))[data.step]
    assert isinstance(result, bytes)
    x0, y0, xr, yr, xd, yd = struct.unpack("<6d", result)
    return Placement(
        (x0, y0), ((xr - x0) / columns, (yr - y0) / columns), ((xd - x0) / rows, (yd - y0) / rows)
    )  # fmt: skip
