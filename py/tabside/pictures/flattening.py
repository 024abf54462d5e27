"""Fill the transparent parts of a picture with one colour, so that nothing can hide behind them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["FILLED", "flat"]

FILLED = "Transparent parts are filled: with one colour, behind which nothing can hide."
_LIGHT = 128
_MOSTLY = 0.5


def flat(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return RGB pixels of RGBA ones, on white, or on black where most is transparent and what can be seen is light."""
    alpha = pixels[..., 3:].astype(np.float32) / 255
    colors = pixels[..., :3].astype(np.float32)
    seen = float(alpha.sum())
    mean = float((colors * alpha).sum()) / (3 * seen) if seen else 0.0
    ground = 0.0 if mean > _LIGHT and float((alpha < 1).mean()) > _MOSTLY else 255.0
    shown: npt.NDArray[np.uint8] = np.rint(colors * alpha + ground * (1 - alpha)).astype(np.uint8)
    return shown
