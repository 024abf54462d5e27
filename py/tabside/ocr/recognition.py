"""Read one line: prepare the recognizer's input, and turn its scores into letters with positions.

The recognizer gives scores over classes for each step along the line. Class 0 means no letter. A class that continues
for several steps is one letter (Graves et al. 2006, "Connectionist Temporal Classification").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .resampling import Floats

__all__ = ["HEIGHT", "Letter", "letters", "padded_width", "tensor"]

HEIGHT = 48
"""Pixels: the height of the lines that the recogniser was trained on."""
_STEP = 32


@dataclass(frozen=True, slots=True)
class Letter:
    """One character of a line, its middle in pixels from the line's left edge, and its score."""

    text: str
    at: float
    score: float


def padded_width(width: int) -> int:
    """Return the width that a line is fed with: with few different ones onnxruntime needs less memory.

    >>> padded_width(20), padded_width(333)
    (64, 352)
    """
    return max(2 * _STEP, -(-width // _STEP) * _STEP)


def tensor(shown: Floats) -> npt.NDArray[np.float32]:
    """Return the recogniser's input (1, 3, 48, W) of a crop (48, W, 1 or 3), 0 to 255; grey fills it up."""
    height, width, _ = shown.shape
    fed = np.zeros((1, 3, height, padded_width(width)), np.float32)
    fed[0, :, :, :width] = (shown / 127.5 - 1).transpose(2, 0, 1)
    return fed


def letters(scores: npt.NDArray[np.float32], classes: Sequence[str], fed_width: int, scale: float) -> list[Letter]:
    """Return the letters of a line from scores (steps, classes).

    `fed_width`: pixels that were fed; `scale`: pixels of the image for one of them.
    """
    best = scores.argmax(axis=1)
    changes = np.flatnonzero(np.diff(best)) + 1
    starts, ends = np.concatenate([[0], changes]), np.concatenate([changes, [len(best)]])
    per_step = fed_width / len(best) * scale
    return [
        Letter(classes[best[start]], (start + end) / 2 * per_step, float(scores[start:end, best[start]].max()))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        if best[start] != 0
    ]
