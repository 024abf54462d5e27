"""Scans of invented letters: pages of LaTeX drawn at 200 dpi, slightly grey and askew, as JPEG in a PDF."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from .producers import Letter, latex

__all__ = ["scans"]

_DPI = 200
_QUALITY = 75


def scans(letters: Sequence[tuple[int, Letter]]) -> Iterator[bytes]:
    """Draw each letter, turn it by up to a degree, add noise, and put it into a PDF as a picture."""
    from PIL import Image

    for (seed, _), data in zip(letters, latex([(seed | 1, one) for seed, one in letters]), strict=True):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "a.pdf")
            source.write_bytes(data)
            subprocess.run(
                ["pdftoppm", "-r", str(_DPI), "-gray", "-png", "-singlefile", source, Path(folder, "a")], check=True
            )
            with Image.open(Path(folder, "a.png")) as page:
                turned = page.convert("L").rotate((seed % 5 - 2) * 0.5, Image.Resampling.BICUBIC, fillcolor=255)
        noise = np.random.default_rng(seed).normal(0, 6, (turned.height, turned.width))
        grey = np.clip(np.asarray(turned, np.float64) * 0.94 + 8 + noise, 0, 255).astype(np.uint8)
        out = io.BytesIO()
        Image.fromarray(grey).save(out, "PDF", resolution=_DPI, quality=_QUALITY)
        yield out.getvalue()
