"""Find lines of text: prepare the detector's input, and turn its output map into rotated boxes.

The detector gives each pixel the probability of lying in the shrunk core of a text line (Liao et al. 2020, DB).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .box import Box
from .components import Runs, components
from .enclosing import smallest_box
from .resampling import Image, resized

__all__ = ["Tile", "boxes", "detector_size", "tensor", "tiles"]

LONG_SIDE = 1280
"""Pixels of the longer side that the detector sees: 110 dpi for A4. More helps clean pages and hurts noisy ones."""
SHORT_SIDE = 640
"""The shorter side is not shrunk below this: screenshots of long chats are many times higher than wide."""
LEAST_DPI = 110
"""If the size of the paper is known, large sheets get the same resolution as A4."""
STEP = 32
"""The detector halves its input five times."""
THRESHOLD, LEAST_SCORE, GROWTH = 0.2, 0.4, 1.4
"""The values with which PP-OCRv6 tiny was released."""
LEAST_AREA, LEAST_SIDE = 9, 3
TILE, OVERLAP = 1280, 128
"""Sides of the pieces that larger inputs are cut into, and what each sees beyond its own edges."""
MEAN = np.array([0.485, 0.456, 0.406], np.float32) * 255
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32) * 255


@dataclass(frozen=True, slots=True)
class Tile:
    """One model input, and the part of its output that counts: rows and columns as (start, end) in the whole."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    kept_rows: tuple[int, int]
    kept_columns: tuple[int, int]


def detector_size(height: int, width: int, dpi: float | None = None) -> tuple[int, int]:
    """Return height and width in which the detector sees an image, multiples of 32; images are never enlarged much.

    >>> detector_size(2339, 1654), detector_size(9000, 1080), detector_size(40, 300)
    ((1280, 896), (5344, 640), (64, 288))
    >>> detector_size(6622, 4677, dpi=200)
    (3648, 2560)
    """
    ratio = max(LONG_SIDE / max(height, width), SHORT_SIDE / min(height, width), LEAST_DPI / dpi if dpi else 0.0)
    ratio = min(1.0, ratio)
    return _to_step(height * ratio), _to_step(width * ratio)


def _to_step(pixels: float) -> int:
    return max(2 * STEP, round(pixels / STEP) * STEP)


def tensor(image: Image, height: int, width: int) -> npt.NDArray[np.float32]:
    """Return the detector's input (1, 3, H, W)."""
    shown = (np.broadcast_to(resized(image, height, width), (height, width, 3)) - MEAN) / DEVIATION
    return np.ascontiguousarray(shown.transpose(2, 0, 1)[None])


def tiles(height: int, width: int) -> Iterator[Tile]:
    """Cut an input into pieces that overlap, so that memory does not grow with it."""
    for rows, kept_rows in _pieces(height):
        for columns, kept_columns in _pieces(width):
            yield Tile(rows, columns, kept_rows, kept_columns)


def _pieces(size: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    if size <= TILE + 2 * OVERLAP:
        yield (0, size), (0, size)
        return
    for start in range(0, size, TILE):
        end = min(start + TILE, size)
        yield (max(0, start - OVERLAP), min(size, end + OVERLAP)), (start, end)


def boxes(probabilities: npt.NDArray[np.float32], height: int, width: int) -> list[Box]:
    """Return the text lines of an image (height, width) from the detector's map (H, W), from top to bottom."""
    rows, columns = probabilities.shape
    sums = np.zeros((rows, columns + 1), np.float64)
    np.cumsum(probabilities, axis=1, dtype=np.float64, out=sums[:, 1:])
    found = [_box(runs, sums) for runs in components(probabilities > THRESHOLD)]
    in_image = [box.scaled(width / columns, height / rows) for box in found if box is not None]
    return sorted(in_image, key=lambda box: (box.center[1], box.center[0]))


def _box(runs: Runs, sums: npt.NDArray[np.float64]) -> Box | None:
    if runs.area < LEAST_AREA:
        return None
    score = (sums[runs.rows, runs.ends] - sums[runs.rows, runs.starts]).sum() / runs.area
    if score < LEAST_SCORE:
        return None
    core = smallest_box(runs.outline())
    # From the outermost pixels' places to their edges.
    center = core.center[0] + 0.5, core.center[1] + 0.5
    core = Box(center, core.width + 1, core.height + 1, core.axis)
    return core.grown(GROWTH) if min(core.width, core.height) >= LEAST_SIDE else None
