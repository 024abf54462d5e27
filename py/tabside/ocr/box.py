"""Rotated boxes. Plain Python: results are made of these."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["Box", "Quad"]

Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Corners in pixels, (x, y), clockwise from the beginning of the text's upper edge. Pixel 0 spans 0 to 1."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rotated rectangle in pixels: centre, size, and the unit vector along the text."""

    center: tuple[float, float]
    width: float
    height: float
    axis: tuple[float, float]

    def quad(self, start: float, end: float) -> Quad:
        """Return the corners of the part from `start` to `end`, in pixels from the left edge."""
        (cx, cy), (ux, uy) = self.center, self.axis
        left, top = -self.width / 2, -self.height / 2

        def corner(along: float, across: float) -> tuple[float, float]:
            return cx + ux * along - uy * across, cy + uy * along + ux * across

        return (
            corner(left + start, top),
            corner(left + end, top),
            corner(left + end, -top),
            corner(left + start, -top),
        )

    def grown(self, ratio: float) -> Box:
        """Return the box grown on all sides by area * ratio / perimeter.

        The detector is trained on text regions shrunk by that distance (Liao et al. 2020, "Real-time Scene Text
        Detection with Differentiable Binarization", eq. 10).
        """
        distance = self.width * self.height * ratio / (2 * (self.width + self.height))
        return Box(self.center, self.width + 2 * distance, self.height + 2 * distance, self.axis)

    def scaled(self, by_x: float, by_y: float) -> Box:
        """Return the box in an image that is larger by these factors, which are nearly the same."""
        (cx, cy), (ux, uy) = self.center, self.axis
        along = math.hypot(ux * by_x, uy * by_y)
        across = math.hypot(uy * by_x, ux * by_y)
        axis = (ux * by_x / along, uy * by_y / along)
        return Box((cx * by_x, cy * by_y), self.width * along, self.height * across, axis)

    def turned_back(self, turns: int, width: float, height: float) -> Box:
        """Return the box in an image (height, width) that `numpy.rot90(image, turns)` was read of.

        >>> Box((10.0, 90.0), 8.0, 4.0, (1.0, 0.0)).turned_back(1, 100, 60)
        Box(center=(10.0, 10.0), width=8.0, height=4.0, axis=(0.0, 1.0))
        """
        (x, y), (ux, uy) = self.center, self.axis
        center, axis = (
            ((x, y), (ux, uy)),
            ((width - y, x), (-uy, ux)),
            ((width - x, height - y), (-ux, -uy)),
            ((y, height - x), (uy, -ux)),
        )[turns % 4]
        return Box(center, self.width, self.height, (axis[0] + 0.0, axis[1] + 0.0))

    def is_near(self, other: Box) -> bool:
        """Whether the upright rectangles around both boxes touch."""
        own, theirs = self._bounds(), other._bounds()
        return own[0] <= theirs[2] and theirs[0] <= own[2] and own[1] <= theirs[3] and theirs[1] <= own[3]

    def _bounds(self) -> tuple[float, float, float, float]:
        (cx, cy), (ux, uy) = self.center, self.axis
        reach_x = (abs(ux) * self.width + abs(uy) * self.height) / 2
        reach_y = (abs(uy) * self.width + abs(ux) * self.height) / 2
        return cx - reach_x, cy - reach_y, cx + reach_x, cy + reach_y
