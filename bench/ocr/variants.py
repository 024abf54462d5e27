"""Variants of a page: skewed, and as a poor grey scan."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

__all__ = ["ASKEW", "VARIANTS", "make", "straightened"]

ASKEW = 1.5
"""Degrees counterclockwise."""
VARIANTS = ("clean", "askew", "noisy")
_QUALITY = 40


def make(page: Image.Image, variant: str) -> npt.NDArray[np.uint8]:
    """Return the grey pixels of a variant of a page."""
    grey = page.convert("L")
    if variant == "askew":
        grey = grey.rotate(ASKEW, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if variant == "noisy":
        grey = _noisy(grey)
    return np.asarray(grey)


def straightened(points: npt.NDArray[np.float64], variant: str, height: int, width: int) -> npt.NDArray[np.float64]:
    """Return where points of the variant lie in the page as it was drawn."""
    if variant != "askew":
        return points
    angle = np.radians(ASKEW)
    x, y = points[..., 0] - width / 2, points[..., 1] - height / 2
    return np.stack(
        [np.cos(angle) * x - np.sin(angle) * y + width / 2, np.sin(angle) * x + np.cos(angle) * y + height / 2], axis=-1
    )


def _noisy(grey: Image.Image) -> Image.Image:
    """Blur, shade unevenly, add noise, and compress as a poor scanner does."""
    import io

    random = np.random.default_rng(7)
    pixels = np.asarray(grey.filter(ImageFilter.GaussianBlur(1.1)), np.float32) / 255 * 180 + 45
    shade = Image.fromarray(random.normal(0, 6, (6, 5)).astype(np.float32)).resize(grey.size, Image.Resampling.BICUBIC)
    pixels += np.asarray(shade) + random.normal(0, 14, pixels.shape)
    written = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(written, "JPEG", quality=_QUALITY)
    return Image.open(io.BytesIO(written.getvalue()))
