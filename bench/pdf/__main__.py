"""Redact PDFs of many programs and measure them: `python -m bench.pdf`.

Needs `pip install reportlab fpdf2 weasyprint pdfminer.six`, and Chromium, LibreOffice, pdfTeX, rsvg-convert and
poppler; what is not installed is left out. Prints a table in Markdown; docs/pdf.md has it.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import io
import itertools
import os
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pypdf
from PIL import Image

from tabside import Redactor, ocr
from tabside.errors import TabsideError
from tabside.files import FileRedaction, open_pages, redact_file
from tabside.files.paged.review import PageReview, Quad
from tabside.ocr.reader import Reader
from tabside.pdf import PdfOptions
from tabside.pdf.leaks import Needles, folded, leaks_in_bytes

from .measures import displacement, odd_pixels, page_cost
from .producers import PRODUCERS, Letter, letter
from .scans import scans

_LEAST = 4
Make = Callable[[Sequence[tuple[int, Letter]]], Iterator[bytes]]
_NONE: frozenset[str] = frozenset()


@dataclass
class Tally:
    """Sums over the files of a producer. `left` are the values that were found and can still be read, by reader."""

    files: int = 0
    values: int = 0
    found: int = 0
    found_in_text: int = 0
    left: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    displaced: float = 0.0
    odd: float = 0.0
    milliseconds: list[float] = field(default_factory=list)

    def row(self) -> str:
        """Return the cells of a row in the table."""
        ms = sorted(self.milliseconds)
        of_text, of_pdf = (100 * found / max(1, self.values) for found in (self.found_in_text, self.found))
        return " | ".join(
            (
                f"{self.files - len(self.refused)} of {self.files}", str(self.values),
                f"{of_text:.1f}", f"{of_pdf:.1f}",
                str(len(self.left)), f"{self.displaced:.3f}", f"{100 * self.odd:.3f}",
                f"{ms[len(ms) // 2]:.0f}" if ms else "",
            )
        )  # fmt: skip


async def main() -> int:
    """Make, redact, read again, compare and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.pdf", description=__doc__)
    parser.add_argument("--files", type=int, default=56, help="of each producer")
    parser.add_argument("--producer", action="append", help="only these; repeatable")
    parser.add_argument("--ocr-every", type=int, default=8, help="read each nth result by OCR, too")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    redactor, reader = await Redactor.create(), await ocr.load_reader()
    whole = Tally()
    print("| producer | files written | values | found in .txt % | found in the PDF % | found and left | displaced pt |"
          " odd pixels % | ms a page, without detection |")  # fmt: skip
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    makers = {name: make for name, (make, is_installed) in PRODUCERS.items() if is_installed()} | {"scans": scans}
    for place, (name, make) in enumerate(makers.items(), 1):
        if options.producer and name not in options.producer:
            continue
        letters = [(seed, letter(seed)) for seed in range(100_000 * place, 100_000 * place + options.files)]
        tally = Tally()
        # Playwright's own loop needs a thread without one.
        made = await asyncio.to_thread(_all, make, letters)
        for (seed, one), data in zip(letters, made, strict=True):
            uses_ocr = name == "scans"
            reads = reader if uses_ocr or seed % options.ocr_every == 0 else None
            await measure(tally, one, data, redactor, reads, uses_ocr=uses_ocr)
        print(f"| {name} | {tally.row()} |", *tally.left, *dict.fromkeys(tally.refused), flush=True)
        _add(whole, tally)
    print(f"| **all** | {whole.row()} |")
    return 0


def _all(make: Make, letters: Sequence[tuple[int, Letter]]) -> list[bytes]:
    return list(make(letters))


def _add(whole: Tally, tally: Tally) -> None:
    for key in ("files", "values", "found", "found_in_text", "left", "refused", "milliseconds"):
        setattr(whole, key, getattr(whole, key) + getattr(tally, key))
    whole.displaced, whole.odd = max(whole.displaced, tally.displaced), max(whole.odd, tally.odd)


async def measure(
    tally: Tally, one: Letter, data: bytes, redactor: Redactor, reader: Reader | None, *, uses_ocr: bool
) -> None:
    """Redact one file and its text, and add what came out."""
    tally.files += 1
    options = PdfOptions(boxes="plain", reader=reader if uses_ocr else None)
    try:
        async with _opened(data, redactor, options) as review:
            boxes = await _boxes(review)
            before = [await review.render(page, 1.0) for page in range(len(review.sizes))]
            done = await review.redact()
    except TabsideError as error:
        tally.refused.append(f"{error.code}: {error.message}")
        return
    shown = _text_of(data) if not uses_ocr else "\n".join((*one.paragraphs, *map(": ".join, one.rows)))
    values = [value for value in one.values if folded(value) in folded(shown)]
    as_text = await redact_file(_as_text(one, values), "a.txt", redactor)
    texts = await read_by_all(done.data, reader)
    tally.values += len(values)
    tally.found_in_text += sum(_is_gone(value, [as_text.data.decode()]) for value in values)
    tally.found += sum(_is_gone(value, list(texts.values())) for value in values)
    tally.left += _left(done, texts)
    if not uses_ocr:
        tally.displaced = max(tally.displaced, await displacement(data, done.data))
    tally.odd = max(tally.odd, await odd_pixels(before, boxes, done.data))
    if not uses_ocr:
        tally.milliseconds.append(await page_cost(data, done))
    else:
        started = time.process_time()
        await redact_file(data, "a.pdf", redactor, pdf=options)
        tally.milliseconds.append(1_000 * (time.process_time() - started) / len(before))


@asynccontextmanager
async def _opened(data: bytes, redactor: Redactor, options: PdfOptions) -> AsyncIterator[PageReview]:
    review = await open_pages(data, "a.pdf", redactor, pdf=options)
    try:
        yield review
    finally:
        await review.close()


async def _boxes(review: PageReview) -> list[list[Quad]]:
    boxes: list[list[Quad]] = []
    for page in range(len(review.sizes)):
        own = [one.stretch for one in review.findings if one.stretch and one.stretch.page == page]
        boxes.append(list(itertools.chain.from_iterable(await review.boxes(page, own))))
    return boxes


async def read_by_all(data: bytes, reader: Reader | None) -> Mapping[str, str]:
    """Return what each reader makes of a PDF; OCR only if a `reader` is given."""
    extract_text = importlib.import_module("pdfminer.high_level").extract_text
    texts = {
        "pypdf": "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages),
        "pdfminer.six": extract_text(io.BytesIO(data)),
        "pdftotext": _text_of(data),
    }
    if reader is not None:
        texts["OCR"] = await _by_ocr(data, reader)
    return texts


async def _by_ocr(data: bytes, reader: Reader) -> str:
    return "\n".join([(await reader.read(page)).text for page in await asyncio.to_thread(_drawn, data)])


def _drawn(data: bytes) -> list[np.ndarray]:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.pdf")
        source.write_bytes(data)
        subprocess.run(["pdftoppm", "-r", "200", "-gray", "-png", source, Path(folder, "a")], check=True)
        return [np.asarray(Image.open(drawn).convert("L")) for drawn in sorted(Path(folder).glob("*.png"))]


def _text_of(data: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.pdf")
        source.write_bytes(data)
        done = subprocess.run(["pdftotext", source, "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def _as_text(one: Letter, values: Sequence[str]) -> bytes:
    """The same text as a file: that of forms holds the rows alone."""
    rows = "\n".join(map(": ".join, one.rows))
    is_whole = all(value in values for value in one.values)
    return ("\n\n".join((*one.paragraphs, rows)) if is_whole else rows).encode()


def _is_gone(value: str, texts: Sequence[str]) -> bool:
    """Whether no word of a value, of four letters or more, can be read in any of the texts."""
    words = [word for word in map(folded, value.split()) if len(word) >= _LEAST] or [folded(value)]
    return not any(word in folded(text.replace("-\n", "")) for word in words for text in texts)


def _left(done: FileRedaction, texts: Mapping[str, str]) -> list[str]:
    """Return where a value that was found can still be read; those that also stand elsewhere on purpose count, too."""
    values = {one.text for one in done.findings if len(folded(one.text)) > _LEAST}
    needles = Needles(values)
    left = [f"{reader}: {value}" for reader, text in texts.items() for value in needles.counts(text)]
    return left + [leak.where for leak in leaks_in_bytes(done.data, needles, _NONE)]


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
