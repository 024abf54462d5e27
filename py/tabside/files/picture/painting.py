"""Paint over boxes: all pixels under them are replaced."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from ...ocr.box import Box

__all__ = ["painted", "under"]

COLOR = 0
"""Black."""


def painted(pixels: npt.NDArray[np.uint8], boxes: Iterable[Box]) -> npt.NDArray[np.uint8]:
    """Return a copy of an image (H, W) or (H, W, 3) with black boxes."""
    copy = pixels.copy()
    for box in boxes:
        (top, bottom), (left, right), mask = under(box, *pixels.shape[:2])
        copy[top:bottom, left:right][mask] = COLOR
    return copy


def under(box: Box, height: int, width: int) -> tuple[tuple[int, int], tuple[int, int], npt.NDArray[np.bool_]]:
    """Return rows, columns and a mask of the pixels that a box touches in an image of this size."""
    corners = box.quad(0.0, box.width)
    left = max(0, math.floor(min(x for x, _ in corners)))
    right = max(left, min(width, math.ceil(max(x for x, _ in corners))))
    top = max(0, math.floor(min(y for _, y in corners)))
    bottom = max(top, min(height, math.ceil(max(y for _, y in corners))))
    x = np.arange(left, right)[None, :] + 0.5 - box.center[0]
    y = np.arange(top, bottom)[:, None] + 0.5 - box.center[1]
    ux, uy = box.axis
    # Half a pixel's extent along each axis: whatever a box touches is painted.
    reach = (abs(ux) + abs(uy)) / 2
    mask = (np.abs(x * ux + y * uy) < box.width / 2 + reach) & (np.abs(y * ux - x * uy) < box.height / 2 + reach)
    return (top, bottom), (left, right), mask
