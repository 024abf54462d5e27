"""The engines compared: tabside with either recognizer, and Tesseract, with equal settings."""

from __future__ import annotations

import asyncio
import csv
import io
import os
import resource
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import process_time

import numpy as np
import numpy.typing as npt

from .evaluate import ReadWord
from .texts import LANGUAGES

__all__ = ["Tabside", "Tesseract"]


class Tabside:
    """tabside.ocr on CPython."""

    def __init__(self, *, fast: bool = False) -> None:
        from tabside import ocr

        self._reader = asyncio.run(ocr.load_reader(fast=fast))

    def read(self, pixels: npt.NDArray[np.uint8], language: str) -> tuple[list[ReadWord], float]:
        """Return the words and the CPU seconds that they took."""
        start = process_time()
        page = asyncio.run(self._reader.read(pixels))
        seconds = process_time() - start
        return [
            ReadWord(
                word.text,
                np.array(word.quad),
                [np.array(word.quad_of(at, at + 1)) for at in range(word.start, word.end)],
            )
            for word in page.words
        ], seconds


class Tesseract:
    """Debian's tesseract-ocr, told the right language."""

    def read(self, pixels: npt.NDArray[np.uint8], language: str) -> tuple[list[ReadWord], float]:
        """Return the words and the CPU seconds that they took. It gives boxes of words, not of letters."""
        from PIL import Image

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "page.png"
            Image.fromarray(pixels).save(path, dpi=(200, 200))
            before = _child_seconds()
            command = ["tesseract", str(path), "-", "-l", LANGUAGES[language].tesseract, "tsv"]
            answer = subprocess.run(
                command, capture_output=True, check=True, text=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
            )
            seconds = _child_seconds() - before
        rows = csv.DictReader(io.StringIO(answer.stdout), delimiter="\t", quoting=csv.QUOTE_NONE)
        return [word for row in rows for word in _word(row)], seconds


def _child_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _word(row: Mapping[str, str]) -> Sequence[ReadWord]:
    text = (row["text"] or "").strip()
    if row["level"] != "5" or not text:
        return ()
    left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
    quad = np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]])
    return (ReadWord(text, quad, [quad] * len(text)),)
