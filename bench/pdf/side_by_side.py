"""Compare redacted pictures of letters with another tool's: `python -m bench.pdf.side_by_side FOLDER`.

The first run draws NAME.png and redacts it; what lies in the folder as NAME.presidio.png (see presidio_pictures.py) is
read, too. A value is gone if OCR reads none of its words of four letters or more. Prints a table in Markdown.
"""

from __future__ import annotations

import asyncio
import io
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pypdf
from PIL import Image

from tabside import Redactor, ocr
from tabside.files import redact_file
from tabside.ocr.reader import Reader
from tabside.pdf.leaks import folded

from .producers import Letter, letter
from .scans import scans

_FILES = 20
_FIRST = 2_000_000
_LEAST = 4


async def main(folder: Path) -> None:
    """Draw, redact, read and print."""
    letters = [(seed, letter(seed)) for seed in range(_FIRST, _FIRST + _FILES)]
    await asyncio.to_thread(_draw, folder, letters)
    redactor, reader = await Redactor.create(), await ocr.load_reader()
    started = time.process_time()
    for seed, _ in letters:
        done = await redact_file(_bytes_of(folder / f"{seed}.png"), "a.png", redactor, reader=reader)
        _write(folder / f"{seed}.tabside.png", done.data)
    seconds = (time.process_time() - started) / _FILES
    print("| tool | pictures | values | gone % | of names | of numbers and addresses | CPU s a picture |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for tool, took in (("tabside", f"{seconds:.1f}"), ("presidio", "")):
        gone: dict[str, list[bool]] = {"name": [], "number": []}
        for seed, one in letters:
            for kind, is_gone in (await _gone(folder / f"{seed}.{tool}.png", one, reader)).items():
                gone[kind] += is_gone
        every = gone["name"] + gone["number"]
        if every:
            shares = " | ".join(f"{100 * sum(each) / len(each):.1f}" for each in (every, gone["name"], gone["number"]))
            print(f"| {tool} | {_FILES} | {len(every)} | {shares} | {took} |", flush=True)


def _draw(folder: Path, letters: list[tuple[int, Letter]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for (seed, _), data in zip(letters, scans(letters), strict=True):
        picture = pypdf.PdfReader(io.BytesIO(data)).pages[0].images[0]
        Image.open(io.BytesIO(picture.data)).convert("L").save(folder / f"{seed}.png")


async def _gone(path: Path, one: Letter, reader: Reader) -> Mapping[str, list[bool]]:
    pixels = await asyncio.to_thread(_pixels, path)
    if pixels is None:
        return {}
    read = folded((await reader.read(pixels)).text)
    gone: dict[str, list[bool]] = {"name": [], "number": []}
    for value, kind in one.values.items():
        words = [word for word in map(folded, value.split()) if len(word) >= _LEAST] or [folded(value)]
        gone["name" if kind == "PERSON" else "number"].append(not any(word in read for word in words))
    return gone


def _pixels(path: Path) -> np.ndarray | None:
    return np.asarray(Image.open(path).convert("L")) if path.exists() else None


def _bytes_of(path: Path) -> bytes:
    return path.read_bytes()


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
