"""The review of a file that consists of pages: its data, and the interface that PDFs and pictures share."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ...errors import InputError
from ...redaction.operators.placeholders import ENTITY_NAME
from ...types import Finding
from ..result import FileRedaction
from ..review import READER

if TYPE_CHECKING:
    from ...redaction.operators.placeholders import PlaceholderMap

__all__ = [
    "NO_DECISIONS", "Area", "Decisions", "Image", "PageFinding", "PageReview", "PageSize", "Quad", "Stretch", "chosen",
    "stretches_of",
]  # fmt: skip

Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Corners, clockwise or not, (x, y) from the top left corner of the page as shown, in units of its `PageSize`."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """The size of a page as shown: in points for a PDF, in pixels for a picture."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Image:
    """A rendered page: RGBA, rows from the top, opaque."""

    width: int
    height: int
    pixels: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a page's text. `layer` is 0 for what is drawn, 1 for what OCR has read on a page of a PDF.

    `start` and `end` count code points. They mean something to the review they come from, and to no other.
    """

    page: int
    layer: int
    start: int
    end: int
    text: str = field(default="", repr=False)
    entity: str = "CUSTOM"
    """The entity that the reader chose."""


@dataclass(frozen=True, slots=True)
class PageFinding:
    """A finding. `number` identifies it in the review; `stretch` is None for one that stands beside the pages."""

    number: int
    place: str = field(repr=False)
    finding: Finding = field(repr=False)
    stretch: Stretch | None
    text: str = field(default="", repr=False)
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page that a reader drew: everything in it goes. In units of the page's size, from its top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    entity: str = "CUSTOM"

    @property
    def quad(self) -> Quad:
        return (self.left, self.bottom), (self.right, self.bottom), (self.right, self.top), (self.left, self.top)

    def covers(self, point: tuple[float, float]) -> bool:
        """Whether a point lies in it."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


@dataclass(frozen=True, slots=True)
class Decisions:
    """A reader's decisions: numbers of findings to keep, further stretches of text to redact, and areas."""

    kept: Set[int] = frozenset()
    added: Sequence[Stretch] = ()
    areas: Sequence[Area] = ()

    def check(self, sizes: Sequence[PageSize]) -> None:
        """Compare with the pages.

        Raises:
            InputError: a page that does not exist, an area without extent or off the page, an invalid entity.
        """
        named: Sequence[Stretch | Area] = (*self.added, *self.areas)
        for one in named:
            if not 0 <= one.page < len(sizes):
                raise InputError("There is no such page.", page=one.page + 1)
            if not ENTITY_NAME.fullmatch(one.entity):
                raise InputError("An entity's name is of capital letters, digits and low lines, 64 at most.")
        for area in self.areas:
            size = sizes[area.page]
            if not (0 <= area.left < area.right <= size.width and 0 <= area.top < area.bottom <= size.height):
                raise InputError("An area lies on its page and has an extent.", page=area.page + 1)


NO_DECISIONS = Decisions()


class PageReview(Protocol):
    """An open file. It is closed when it is needed no more: it holds memory, a PDF also an engine."""

    sizes: Sequence[PageSize]
    findings: Sequence[PageFinding]
    unsure: Sequence[Stretch]
    """Words that OCR may have read wrongly."""
    warnings: Sequence[str]

    async def render(self, page: int, scale: float) -> Image:
        """Draw a page without boxes. `scale`: pixels per unit of its size."""
        ...

    async def boxes(self, page: int, stretches: Sequence[Stretch]) -> list[list[Quad]]:
        """Return the boxes that cover each of some stretches of one page."""
        ...

    def search(self, value: str) -> list[Stretch]:
        """Return where a value occurs on the pages, whatever its case and spaces."""
        ...

    async def under(self, area: Area) -> list[Stretch]:
        """Return the text in an area."""
        ...

    async def redact(self, decisions: Decisions = NO_DECISIONS, mapping: PlaceholderMap | None = None) -> FileRedaction:
        """Write the redacted file and prove it. May be called again with other decisions.

        `mapping` is that of other files, instead of the one that the review was opened with.

        Raises:
            InputError: the decisions do not fit the pages.
            RemovalError, UnscannedError: see `redact_file`.
        """
        ...

    async def close(self) -> None:
        """Release everything."""
        ...


def chosen(findings: Sequence[Finding], added: Sequence[Stretch]) -> list[Finding]:
    """Add a reader's stretches to the findings of the same text. Findings that they touch become part of them."""
    settled = sorted(findings, key=lambda one: one.start)
    for stretch in added:
        touched = [one for one in settled if one.start < stretch.end and stretch.start < one.end]
        start = min([stretch.start, *(one.start for one in touched)])
        end = max([stretch.end, *(one.end for one in touched)])
        inside = next((one for one in touched if one.start == start and one.end == end), None)
        own = inside or Finding(stretch.entity, start, end, 1.0, READER)
        settled = sorted([*(one for one in settled if one not in touched), own], key=lambda one: one.start)
    return settled


def stretches_of(
    texts: Sequence[tuple[int, int, str]], value: str, fold: Callable[[str], str]
) -> list[Stretch]:  # fmt: skip
    """Return the places of a value in texts (page, layer, text), as `fold` compares them."""
    key = fold(value)
    found: list[Stretch] = []
    for page, layer, text in texts if key else ():
        letters = [(letter, place) for place, original in enumerate(text) for letter in fold(original)]
        whole = "".join(letter for letter, _ in letters)
        at = whole.find(key)
        while at >= 0:
            start, end = letters[at][1], letters[at + len(key) - 1][1] + 1
            found.append(Stretch(page, layer, start, end, text[start:end]))
            at = whole.find(key, at + len(key))
    return found
