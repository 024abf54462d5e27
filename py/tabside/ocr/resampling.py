"""Resize and rotate images in NumPy. Images are uint8 (H, W, 1) or (H, W, 3)."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from .box import Box

__all__ = ["Image", "crop", "resized"]

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


def resized(image: Image, height: int, width: int) -> Floats:
    """Return the image in another size, 0 to 255: the mean over each area when it shrinks, else bilinear."""
    rows = _resized_axis(image, height)
    shown: Floats = np.swapaxes(_resized_axis(np.swapaxes(rows, 0, 1), width), 0, 1)
    return shown


def _resized_axis(values: npt.NDArray[np.uint8] | Floats, size: int) -> Floats:
    before = values.shape[0]
    if size == before:
        same: Floats = values.astype(np.float32)
        return same
    trailing = (-1,) + (1,) * (values.ndim - 1)
    if size > before:
        places = np.clip((np.arange(size) + 0.5) * (before / size) - 0.5, 0, before - 1)
        lower = np.floor(places).astype(np.int64)
        part = (places - lower).astype(np.float32).reshape(trailing)
        upper = np.minimum(lower + 1, before - 1)
        larger: Floats = (values[lower] * (1 - part) + values[upper] * part).astype(np.float32)
        return larger
    # Sums up to each row; of integers they are exact, and take half the memory.
    kind = np.uint32 if values.dtype == np.uint8 else np.float64
    sums = np.zeros((before + 1, *values.shape[1:]), kind)
    np.cumsum(values, axis=0, dtype=kind, out=sums[1:])
    edges = np.arange(size + 1) * (before / size)
    lower = np.clip(np.floor(edges).astype(np.int64), 0, before)
    upper = np.minimum(lower + 1, before)
    at_edges = sums[lower] + (edges - lower).reshape(trailing) * (sums[upper] - sums[lower])
    smaller: Floats = (np.diff(at_edges, axis=0) / (before / size)).astype(np.float32)
    return smaller


def crop(image: Image, box: Box, height: int) -> Floats:
    """Return what a rotated box shows, `height` pixels high and upright, 0 to 255; bilinear, averaged when it shrinks.

    Its width keeps the proportions. Beyond the image's edge the outermost pixels repeat.
    """
    width = max(height // 3, math.ceil(height * box.width / box.height))
    finer = max(1, round(box.height / height))
    along = ((np.arange(width * finer) + 0.5) / (width * finer) - 0.5) * box.width
    across = ((np.arange(height * finer) + 0.5) / (height * finer) - 0.5) * box.height
    (cx, cy), (ux, uy) = box.center, box.axis
    x = np.clip(cx + along[None, :] * ux - across[:, None] * uy - 0.5, 0, image.shape[1] - 1)
    y = np.clip(cy + along[None, :] * uy + across[:, None] * ux - 0.5, 0, image.shape[0] - 1)
    left, top = x.astype(np.int32), y.astype(np.int32)
    right, bottom = np.minimum(left + 1, image.shape[1] - 1), np.minimum(top + 1, image.shape[0] - 1)
    in_x = (x - left)[..., None].astype(np.float32)
    in_y = (y - top)[..., None].astype(np.float32)
    upper = image[top, left] * (1 - in_x) + image[top, right] * in_x
    lower = image[bottom, left] * (1 - in_x) + image[bottom, right] * in_x
    shown: Floats = upper * (1 - in_y) + lower * in_y
    if finer > 1:
        shown = shown.reshape(height, finer, width, finer, -1).mean(axis=(1, 3))
    return shown
