"""Characters and objects of a page, as the engine reports them."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["GLYPH_BYTES", "OBJECT_BYTES", "Box", "Glyph", "PageObject", "parse_glyphs", "parse_objects"]

GLYPH_BYTES = 120
OBJECT_BYTES = 28
_GLYPH = struct.Struct("<6i6d6fd4f")
_OBJECT = struct.Struct("<3i4f")
_LAST = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a page's user space: points, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def joined(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left), min(self.bottom, other.bottom),
            max(self.right, other.right), max(self.top, other.top),
        )  # fmt: skip

    def meets(self, other: Box) -> bool:
        """Say whether the two have an area in common."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def grown(self, by: float) -> Box:
        """Return the box with each side moved outwards (inwards, but not past the middle, if `by` is negative)."""
        x, y = max(by, -self.width / 2), max(by, -self.height / 2)
        return Box(self.left - x, self.bottom - y, self.right + x, self.top + y)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A drawn character.

    - `number`: its index among the page's characters, generated ones included.
    - `text`: what it stands for; empty where the font does not say.
    - `box`: around its ink; a space's has no area. `loose`: with the font's ascent and descent.
    - `angle`: direction of writing in degrees, counter-clockwise. `size`: font size in points, as drawn.
    - `mode`: text rendering mode (ISO 32000-1, 9.3.6); 3 is invisible.
    - `is_mapped`: whether the font gives it a Unicode value.
    """

    number: int
    text: str
    box: Box
    loose: Box
    origin: tuple[float, float]
    angle: float
    size: float
    mode: int
    is_mapped: bool
    is_hyphen: bool


@dataclass(frozen=True, slots=True)
class PageObject:
    """An object of a page: its handle in the engine, its type (1 text, 2 path, 3 image, 4 shading, 5 form), its box."""

    handle: int
    type: int
    box: Box | None


def parse_glyphs(data: bytes) -> Iterator[Glyph]:
    """Read the records that `read_glyphs` wrote, without the spaces and line ends that the engine made up."""
    for number, record in enumerate(_GLYPH.iter_unpack(data)):
        code, generated, hyphen, map_error, _, mode, left, right, bottom, top, x, y, a, b, c, d, _, _, size, *loose = (
            record
        )
        if generated == 1:
            continue
        if not all(map(math.isfinite, (left, right, bottom, top, x, y, *loose))):
            continue
        yield Glyph(
            number=number,
            text=_text(code),
            box=Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top)),
            loose=Box(loose[0], min(loose[3], loose[1]), loose[2], max(loose[3], loose[1])),
            origin=(x, y),
            angle=math.degrees(math.atan2(b, a)) % 360 if a or b else 0.0,
            size=abs(size) * (math.hypot(c, d) or 1.0),
            mode=mode,
            is_mapped=map_error != 1,
            is_hyphen=hyphen == 1,
        )


def parse_objects(data: bytes) -> Iterator[PageObject]:
    """Read the records that `read_page_objects` and `read_form_objects` wrote."""
    for handle, kind, has_bounds, left, bottom, right, top in _OBJECT.iter_unpack(data):
        yield PageObject(handle, kind, Box(left, bottom, right, top) if has_bounds else None)


def _text(code: int) -> str:
    code &= 0xFFFFFFFF
    if code in (0, 0xFFFE, 0xFFFF) or code > _LAST or 0xD800 <= code < 0xE000:
        return ""
    return chr(code)
