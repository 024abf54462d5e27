"""Measures of a redacted PDF against the one before: displaced letters, odd pixels, time."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from tabside.files import FileRedaction
from tabside.files.paged.review import Image, Quad
from tabside.pdf import PdfOptions
from tabside.pdf.engine_document import EngineDocument, Picture
from tabside.pdf.glyphs import Glyph
from tabside.pdf.leaks import folded
from tabside.pdf.proof import difference
from tabside.pdf.reading import open_pdf_file
from tabside.pdf.redaction import write_redacted
from tabside.pdf.wasmtime_engine import WasmtimePdfium
from tabside.types import Finding

__all__ = ["displacement", "odd_pixels", "page_cost"]

_MARGIN = 3


async def displacement(before: bytes, after: bytes) -> float:
    """Return the farthest that a letter of the result is from the same letter of the source, in points."""
    async with WasmtimePdfium() as first:
        file = await open_pdf_file(first, before, PdfOptions())
        old = await _glyphs(file.document)
    async with WasmtimePdfium() as second:
        new = await _glyphs(await EngineDocument.open(second, after))
    farthest = 0.0
    for old_page, new_page in zip(old, new, strict=True):
        places: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for one in old_page:
            places[one.text].append(one.origin)
        known = {text: np.asarray(points) for text, points in places.items()}
        for one in new_page:
            if not one.text.strip():
                continue
            if one.text not in known:
                return math.inf
            farthest = max(farthest, float(np.hypot(*(known[one.text] - one.origin).T).min()))
    return farthest


async def _glyphs(document: EngineDocument) -> list[list[Glyph]]:
    return [await document.glyphs(await document.load_page(index)) for index in range(document.pages)]


async def odd_pixels(before: Sequence[Image], boxes: Sequence[Sequence[Quad]], after: bytes) -> float:
    """Return the largest share of a page's pixels outside the boxes that differ from all their neighbors."""
    worst = 0.0
    async with WasmtimePdfium() as engine:
        document = await EngineDocument.open(engine, after)
        for index, (image, quads) in enumerate(zip(before, boxes, strict=True)):
            rgba = np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 4)
            grey = _grey(rgba)
            drawn = await document.render(await document.load_page(index), 1.0, colors="rgba")
            new = _grey(np.frombuffer(drawn.pixels, np.uint8).reshape(drawn.height, drawn.width, 4))
            masks = [_mask(quad) for quad in quads]
            old_picture = Picture(image.width, image.height, 1, grey.tobytes())
            worst = max(worst, difference(old_picture, Picture(drawn.width, drawn.height, 1, new.tobytes()), masks))
    return worst


def _grey(rgba: np.ndarray) -> np.ndarray:
    return rgba[..., :3].mean(axis=2).astype(np.uint8)


def _mask(quad: Quad) -> tuple[int, int, int, int]:
    xs, ys = zip(*quad, strict=True)
    return (
        math.floor(min(xs)) - _MARGIN, math.floor(min(ys)) - _MARGIN,
        math.ceil(max(xs)) + _MARGIN, math.ceil(max(ys)) + _MARGIN,
    )  # fmt: skip


async def page_cost(data: bytes, done: FileRedaction) -> float:
    """Return the CPU milliseconds a page to read, write and prove a PDF again with the same findings."""
    values = {folded(one.text): one.finding.entity for one in done.findings}
    async with WasmtimePdfium() as engine:
        started = time.process_time()
        file = await open_pdf_file(engine, data, PdfOptions(boxes="plain"))
        spent = time.process_time() - started
        found = [_found(text, values) for _, text in file.texts]
        beside = {text: _found(text, values) for text in file.beside}
        pages = file.document.pages
        started = time.process_time()
        await write_redacted(engine, file, found, beside)
        return 1_000 * (spent + time.process_time() - started) / pages


def _found(text: str, values: dict[str, str]) -> list[Finding]:
    letters = [(letter, place) for place, original in enumerate(text) for letter in folded(original)]
    whole = "".join(letter for letter, _ in letters)
    taken: list[tuple[int, int, str]] = []
    for value, entity in sorted(values.items(), key=lambda one: -len(one[0])):
        at = whole.find(value) if len(value) > 2 else -1
        while at >= 0:
            start, end = letters[at][1], letters[at + len(value) - 1][1] + 1
            if all(end <= other or start >= last for other, last, _ in taken):
                taken.append((start, end, entity))
            at = whole.find(value, at + len(value))
    return [Finding(entity, start, end, 1.0, "bench", replacement="") for start, end, entity in sorted(taken)]
