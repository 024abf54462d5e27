"""Positions of boxes: one per line of a finding, in the page's user space, rotated like the text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .glyphs import Box, Glyph
from .words import direction, upright

__all__ = ["Mark", "Quad", "glyph_quad", "marks_of"]

Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Corners: left bottom, right bottom, right top, left top, as the text is read."""

# Shares of the font size (em).
_BELOW, _ABOVE = 0.2, 0.78
_CELL_GAP = 2.5
_MOST_LEAN = 60.0
# The share in the middle of a character's box that the engine is told to remove.
_CORE = 0.2
_LEAST_PT = 0.02


@dataclass(frozen=True, slots=True)
class Mark:
    """A box to draw: `quad` its corners, `angle` its direction in degrees, `label` its text.

    `is_seen`: OCR found what it hides, so whatever is drawn there has to go.
    """

    quad: Quad
    angle: float = 0
    label: str = ""
    is_seen: bool = False

    @property
    def bounds(self) -> Box:
        """The upright box around it."""
        xs, ys = [x for x, _ in self.quad], [y for _, y in self.quad]
        return Box(min(xs), min(ys), max(xs), max(ys))

    @property
    def length(self) -> float:
        """Its extent along the text, in points."""
        return math.dist(self.quad[0], self.quad[1])

    @property
    def height(self) -> float:
        """Its extent across the text, in points."""
        return math.dist(self.quad[1], self.quad[2])


def marks_of(glyphs: Iterable[tuple[int, Glyph]], label: str = "", *, is_seen: bool = False) -> list[Mark]:
    """Return the boxes over characters, which come with their line numbers; the first box has the label."""
    groups: dict[tuple[int, float], list[Glyph]] = {}
    for line, glyph in glyphs:
        groups.setdefault((line, direction(glyph)), []).append(glyph)
    marks: list[Mark] = []
    for (_, angle), group in groups.items():
        marks += [Mark(_around(part, angle), angle, is_seen=is_seen) for part in _parts(group)]
    if marks and label:
        longest = max(marks, key=lambda mark: mark.length)
        marks[marks.index(longest)] = replace(longest, label=label)
    return marks


def glyph_quad(glyph: Glyph) -> Quad:
    """Return a small area in a character's middle: the engine removes everything an area touches, and neighbors
    overlap."""
    box = glyph.box if glyph.box.width > 0 and glyph.box.height > 0 else glyph.loose
    x, y = box.center
    half_x, half_y = max(box.width * _CORE / 2, _LEAST_PT), max(box.height * _CORE / 2, _LEAST_PT)
    return _upright_quad(Box(x - half_x, y - half_y, x + half_x, y + half_y))


def box_quad(box: Box) -> Quad:
    """Return the corners of an upright box."""
    return _upright_quad(box)


def shrunk(mark: Mark, by: float) -> Quad:
    """Return a mark's corners moved inwards by some points, so that characters that only touch its edge stay."""
    x, y = (sum(corner[axis] for corner in mark.quad) / 4 for axis in (0, 1))
    along, across = (max(0.2, 1 - 2 * by / max(side, 0.01)) for side in (mark.length, mark.height))
    turn = math.radians(mark.angle)
    cos, sin = math.cos(turn), math.sin(turn)
    corners: list[tuple[float, float]] = []
    for corner in mark.quad:
        dx, dy = corner[0] - x, corner[1] - y
        u, v = (dx * cos + dy * sin) * along, (-dx * sin + dy * cos) * across
        corners.append((x + u * cos - v * sin, y + u * sin + v * cos))
    return corners[0], corners[1], corners[2], corners[3]


def _parts(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Cut a line's characters at gaps wider than spaces: nothing is covered between cells."""
    placed = sorted(((upright(glyph), glyph) for glyph in glyphs), key=lambda one: one[0].left)
    parts: list[list[Glyph]] = []
    reach = 0.0
    for one, glyph in placed:
        if parts and one.left - reach <= _CELL_GAP * one.size:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
            reach = one.right
        reach = max(reach, one.right)
    return parts


def _around(glyphs: Sequence[Glyph], angle: float) -> Quad:
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    placed = [upright(glyph) for glyph in glyphs]
    left, right = min(one.left for one in placed), max(one.right for one in placed)
    for one in placed:
        # Stems that lean reach beyond the baseline's ends.
        lean = math.tan(math.radians(max(-_MOST_LEAN, min(one.glyph.lean, _MOST_LEAN)))) * one.size
        left = min(left, one.left - _BELOW * lean, one.left + _ABOVE * lean)
        right = max(right, one.right - _BELOW * lean, one.right + _ABOVE * lean)
    bottom = min(one.y - _BELOW * one.size for one in placed)
    top = max(one.y + _ABOVE * one.size for one in placed)
    if angle % 90 == 0:
        for glyph in glyphs:
            if glyph.box.width <= 0:
                continue
            for x, y in ((glyph.box.left, glyph.box.bottom), (glyph.box.right, glyph.box.top)):
                along, across = x * cos + y * sin, -x * sin + y * cos
                left, right = min(left, along), max(right, along)
                bottom, top = min(bottom, across), max(top, across)

    def back(u: float, v: float) -> tuple[float, float]:
        return u * cos - v * sin, u * sin + v * cos

    return back(left, bottom), back(right, bottom), back(right, top), back(left, top)


def _upright_quad(box: Box) -> Quad:
    return (box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top)
