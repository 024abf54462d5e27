"""Prove that a redacted PDF contains none of the removed values, and that the rest of its pages is unchanged.

The engine and pypdf read the result again. A value may remain only where the redactor meant it to stay, as
another word of the page. Otherwise RemovalError is raised, which names the place and never the value.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import RemovalError, UnscannedError
from ..runtime.pdfium import Pdfium
from .engine_document import EngineDocument, Picture
from .graph import opened, quiet
from .leaks import Needles, leaks_in_bytes, leaks_in_graph
from .marks import Mark
from .page_text import page_text
from .placement import placement
from .text_operators import texts_of

__all__ = ["PageRecord", "expected_text", "prove", "record_page"]

_PIXELS_PER_POINT = 1.0
_MARGIN = 3
_DIFFERENT = 64
_PIECE = 32
_MOST_DIFFERENT = 0.002
# So much of a page is a drawing that went or moved.
_DAMAGED = 0.01


@dataclass(frozen=True, slots=True)
class PageRecord:
    """A changed page before redaction: its image, and its boxes in pixels (left, top, right, bottom).

    `reads` reads the text of its pictures once more, if OCR read it before.
    """

    picture: Picture = field(repr=False)
    masks: Sequence[tuple[int, int, int, int]]
    reads: Callable[[EngineDocument, int], Awaitable[str]] | None = None


async def record_page(
    document: EngineDocument,
    page: int,
    marks: Sequence[Mark],
    reads: Callable[[EngineDocument, int], Awaitable[str]] | None = None,
) -> PageRecord:
    """Render a page before it is changed."""
    picture = await document.render(page, _PIXELS_PER_POINT)
    place = (await placement(document, page, picture.width, picture.height)).to_shown
    masks: list[tuple[int, int, int, int]] = []
    for mark in marks:
        columns, rows = zip(*map(place, mark.quad), strict=True)
        left, top = math.floor(min(columns)) - _MARGIN, math.floor(min(rows)) - _MARGIN
        masks.append((left, top, math.ceil(max(columns)) + _MARGIN, math.ceil(max(rows)) + _MARGIN))
    return PageRecord(picture, masks, reads)


def expected_text(text: str, removed: Iterable[tuple[int, int]]) -> str:
    """Return a page's text without the removed stretches."""
    kept: list[str] = []
    at = 0
    for start, end in sorted(removed):
        kept += [text[at:start], "\x00"] if start >= at else []
        at = max(at, end)
    return "".join((*kept, text[at:]))


async def prove(
    pdfium: Pdfium, result: bytes, values: Iterable[str], expected: Sequence[str], records: Mapping[int, PageRecord]
) -> list[str]:
    """Search the result for values. `expected` has the correct text of each page, `records` the changed pages.

    Returns warnings about changes of appearance outside the boxes.

    Raises:
        RemovalError: a value remains; its details name the page or the kind of place.
    """
    needles = Needles(values)
    standing = [needles.counts(text) for text in expected]
    allowed = frozenset(value for counts in standing for value in counts)
    with quiet():
        graph = opened(result)
        for leak in (*leaks_in_bytes(result, needles, allowed), *leaks_in_graph(graph, needles, allowed)):
            raise RemovalError(f"A value that was found is still in {leak.where} of this PDF.", where=leak.where)
        second = texts_of(graph)
    document = await EngineDocument.open(pdfium, result)
    if document.pages != len(expected) or len(second) != len(expected):
        raise RemovalError("The result has lost pages.", where="pages")
    warnings: list[str] = []
    for index in range(document.pages):
        page = await document.load_page(index)
        record = records.get(index)
        texts = [second[index]]
        if record is not None:
            # The engine reads an unchanged page as it read it before.
            texts.append(page_text(await document.glyphs(page)).text)
            if record.reads is not None:
                texts.append(await record.reads(document, page))
        for read in texts:
            if needles.counts(read).keys() - standing[index].keys():
                raise RemovalError(f"A value that was found is still on page {index + 1}.", page=index + 1)
        if record is not None:
            share = difference(record.picture, await document.render(page, _PIXELS_PER_POINT), record.masks)
            if share > _DAMAGED:
                raise UnscannedError(f"Page {index + 1} of this PDF would come out damaged, so nothing is written.")
            if share > _MOST_DIFFERENT:
                warnings.append(f"Page {index + 1} looks different outside the boxes: {share:.1%} of it.")
        await document.close_page(page)
    await document.close()
    return warnings


def difference(before: Picture, after: Picture, masks: Sequence[tuple[int, int, int, int]]) -> float:
    """Return the share of pixels outside `masks` (left, top, right, bottom) that differ from all their neighbors."""
    if (before.width, before.height) != (after.width, after.height):
        return 1.0
    width, height = before.width, before.height
    old, new = (_masked(picture, masks) for picture in (before, after))
    odd = 0
    # Most of a page is the same: it is compared by pieces of rows first.
    for row in range(height):
        start, end = row * width, (row + 1) * width
        if old[start:end] == new[start:end]:
            continue
        for first in range(start, end, _PIECE):
            last = min(first + _PIECE, end)
            if old[first:last] == new[first:last]:
                continue
            for at, (a, b) in enumerate(zip(old[first:last], new[first:last], strict=True), first):
                if abs(a - b) > _DIFFERENT:
                    odd += not (_has_like(old, at, width, b) and _has_like(new, at, width, a))
    return odd / (width * height)


def _masked(picture: Picture, masks: Sequence[tuple[int, int, int, int]]) -> bytearray:
    pixels = bytearray(picture.pixels)
    for left, top, right, bottom in masks:
        left, right = max(0, left), min(picture.width, right)
        if left < right:
            for row in range(max(0, top), min(picture.height, bottom)):
                pixels[row * picture.width + left : row * picture.width + right] = bytes(right - left)
    return pixels


def _has_like(pixels: bytearray, at: int, width: int, value: int) -> bool:
    """Whether the pixel or a neighbour of it is like a value."""
    column = at % width
    first, last = max(0, column - 1) - column, min(width - 1, column + 1) - column
    for row in (at - width, at, at + width):
        if 0 <= row < len(pixels) and any(
            abs(one - value) <= _DIFFERENT for one in pixels[row + first : row + last + 1]
        ):
            return True
    return False
