"""The review of a PDF: its pages and other parts as segments, its engine kept open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...errors import FileTooLargeError, FileUnsupportedError
from ...ocr import load_reader
from ...pdf.engines import start_engine
from ...pdf.leaks import folded
from ...pdf.marks import Quad as UserQuad
from ...pdf.marks import marks_of
from ...pdf.options import PdfOptions
from ...pdf.placement import Placement, Point, placement
from ...pdf.reading import OpenPdf, PageContent, open_pdf_file, page_content
from ...pdf.redaction import WrittenPdf, write_redacted
from ...runtime.pdfium import Pdfium
from ...types import Finding
from ..choice import Choice
from ..document import Document, Segment
from ..finding import Found, detect, with_replacements
from ..media_types import MEDIA_TYPES
from ..picture.confusions import figures_for_letters, letters_for_figures
from ..result import FileCarrier, FileFinding, FileRedaction, as_redaction
from .attached_files import AttachedFiles
from .propagation import propagated, with_propagated
from .review import NO_DECISIONS, Area, Decisions, Image, PageFinding, PageSize, Quad, Stretch, chosen, stretches_of

if TYPE_CHECKING:
    from ...ocr.reader import Reader
    from ...redaction.operators.placeholders import PlaceholderMap
    from ...redaction.redactor import Redactor

__all__ = ["PdfReview"]

_MOST_BYTES = 256 * 1024 * 1024
_ENCRYPTED = ":enc1:"
# Parts of a point to which areas of the page are mapped.
_FINE = 16


class PdfReview:
    """See `PageReview`."""

    def __init__(
        self, name: str, engine: Pdfium, file: OpenPdf, attached: AttachedFiles, document: Document,
        found: Sequence[list[Finding]], redactor: Redactor, choice: Choice,
    ) -> None:  # fmt: skip
        self._name, self._engine, self._file, self._document = name, engine, file, document
        self._attached = attached
        self._found, self._redactor, self._choice = found, redactor, choice
        self._layers = _layers(file)
        self.sizes: Sequence[PageSize] = [PageSize(*size) for size in file.sizes]
        self.warnings: Sequence[str] = document.warnings
        self.findings: Sequence[PageFinding] = [
            self._finding(number, segment, one)
            for number, (segment, one) in enumerate(
                (segment, one) for segment, findings in enumerate(found) for one in findings
            )
        ]
        self.unsure: Sequence[Stretch] = [
            Stretch(page, 1, start, end, read.text[start:end])
            for page, read in sorted(file.read.items())
            for start, end in read.unsure
        ]

    @classmethod
    async def open(
        cls, data: bytes, name: str, redactor: Redactor, choice: Choice, options: PdfOptions | None,
        reader: Reader | None = None, on_page: Callable[[int, int], None] | None = None,
    ) -> PdfReview:  # fmt: skip
        """Read a PDF and find personal data in it.

        Raises:
            FileError: it cannot be read, or has pages with unreadable text.
            UnscannedError: a part could not be scanned.
        """
        if len(data) > _MOST_BYTES:
            raise FileTooLargeError("This file is larger than 256 MB.")
        options = options or PdfOptions()
        is_loaded = reader is None and options.reader is None and options.ocr is True
        reader = reader or options.reader or (await load_reader() if is_loaded else None)
        options = replace(options, reader=reader)
        engine = await start_engine(options.limits)
        try:
            file = await open_pdf_file(engine, data, options, on_page)
            attached = AttachedFiles(file.attachments)
            warnings = (*file.warnings, *attached.warnings)
            document = Document([*_segments(file), *attached.segments], _unused, MEDIA_TYPES["pdf"], warnings)
            detected = await detect(document, redactor, choice)
            pages = propagated([text for _, text in file.texts], detected[: len(file.texts)])
            found = [*pages, *detected[len(file.texts) :]]
            return cls(name, engine, file, attached, document, found, redactor, choice)
        except BaseException:
            await engine.close()
            raise

    async def render(self, page: int, scale: float) -> Image:
        document = self._file.document
        loaded = await document.load_page(page)
        try:
            picture = await document.render(loaded, scale, colors="rgba")
        finally:
            await document.close_page(loaded)
        return Image(picture.width, picture.height, picture.pixels)

    async def boxes(self, page: int, stretches: Sequence[Stretch]) -> list[list[Quad]]:
        content, placed = await self._content(page)
        found: list[list[Quad]] = []
        for one in stretches:
            text = content.texts[one.layer]
            marks = marks_of(text.within(one.start, min(one.end, len(text.text))))
            found.append([_shown(mark.quad, placed.to_shown) for mark in marks])
        return found

    def search(self, value: str) -> list[Stretch]:
        texts = [(page, layer, text) for (page, layer), (_, text) in zip(self._layers, self._file.texts, strict=True)]
        return stretches_of(texts, value, folded)

    async def under(self, area: Area) -> list[Stretch]:
        content, placed = await self._content(area.page)
        return [
            Stretch(area.page, layer, start, end, text.text[start:end], area.entity)
            for layer, text in enumerate(content.texts)
            for start, end in text.under(lambda point: area.covers(placed.to_shown(point)))
        ]

    async def redact(self, decisions: Decisions = NO_DECISIONS, mapping: PlaceholderMap | None = None) -> FileRedaction:
        decisions.check(self.sizes)
        choice = self._choice if mapping is None else replace(self._choice, mapping=mapping)
        areas: dict[int, list[UserQuad]] = {}
        added = list(decisions.added)
        for area in decisions.areas:
            _, placed = await self._content(area.page)
            areas.setdefault(area.page, []).append(_upright(area.quad, placed.to_page))
            added += await self.under(area)
        kept = [one for number, one in enumerate(self.findings) if number not in decisions.kept]
        settled = self._chosen(kept, added)
        found = await self._with_replacements(settled, choice)
        first, last = len(self._file.texts), len(self._file.texts) + len(self._file.beside)
        beside = dict(zip(self._file.beside, found.applied[first:last], strict=True))
        attachments = self._attached.written(found.applied[last:])
        written = await write_redacted(
            self._engine, await self._file.copied(), found.applied[:first], beside, areas, attachments
        )
        return self._result(written, found, choice.mapping)

    async def close(self) -> None:
        await self._engine.close()
        if self._file.reader is not None:
            await self._file.reader.dispose()

    def _finding(self, number: int, segment: int, one: Finding) -> PageFinding:
        is_page = segment < len(self._layers)
        whole = FileFinding.within(self._document.segments[segment], one)
        stretch = Stretch(*self._layers[segment], one.start, one.end, whole.text, one.entity) if is_page else None
        return PageFinding(number, whole.place, one, stretch, whole.text, whole.before, whole.after)

    def _chosen(self, kept: Sequence[PageFinding], added: Sequence[Stretch]) -> list[list[Finding]]:
        """Return the findings of each segment that a reader left or added."""
        numbers = {one.number for one in kept}
        settled: list[list[Finding]] = []
        number = 0
        for segment, findings in enumerate(self._found):
            own = [one for at, one in enumerate(findings, number) if at in numbers]
            number += len(findings)
            is_page = segment < len(self._layers)
            here = [one for one in added if is_page and (one.page, one.layer) == self._layers[segment]]
            settled.append(chosen(own, here))
        return settled

    async def _with_replacements(self, settled: Sequence[Sequence[Finding]], choice: Choice) -> Found:
        texts = [text for _, text in self._file.texts]
        own, further = with_propagated(texts, settled[: len(texts)])
        found = await with_replacements(
            self._document, [*own, *settled[len(texts) :]], self._redactor, choice
        )  # fmt: skip
        if any(_ENCRYPTED in (one.replacement or "") for one in found.redaction.findings):
            raise FileUnsupportedError(
                "Encrypted values do not fit on the pages of a PDF: choose placeholders, or take its text alone."
            )
        pages = further(found.applied[: len(texts)])
        return replace(found, applied=[*pages, *found.applied[len(texts) :]])

    def _result(self, written: WrittenPdf, found: Found, mapping: PlaceholderMap | None) -> FileRedaction:
        report = [FileCarrier(one.kind, one.count, one.outcome) for one in written.carriers]
        said = (*written.warnings, *(one.sentence for one in written.carriers))
        return as_redaction(written.data, self._name, self._document, found, mapping, warnings=said, report=report)

    async def _content(self, page: int) -> tuple[PageContent, Placement]:
        document = self._file.document
        loaded = await document.load_page(page)
        try:
            content = await page_content(self._file, page, loaded)
            size = self.sizes[page]
            columns, rows = max(1, round(size.width * _FINE)), max(1, round(size.height * _FINE))
            fine = await placement(document, loaded, columns, rows)
        finally:
            await document.close_page(loaded)
        x, y = columns / size.width, rows / size.height
        right, down = (fine.right[0] * x, fine.right[1] * x), (fine.down[0] * y, fine.down[1] * y)
        return content, Placement(fine.origin, right, down)


def _shown(quad: UserQuad, place: Callable[[Point], Point]) -> Quad:
    first, second, third, fourth = (place(corner) for corner in quad)
    return first, second, third, fourth


def _upright(quad: Quad, place: Callable[[Point], Point]) -> UserQuad:
    """Return an area in user space, from its lower left corner: a page may be shown turned."""
    xs, ys = zip(*(place(corner) for corner in quad), strict=True)
    return (min(xs), min(ys)), (max(xs), min(ys)), (max(xs), max(ys)), (min(xs), max(ys))


def _layers(file: OpenPdf) -> list[tuple[int, int]]:
    """Return the page and the layer of each text: a page's second one is what OCR has read."""
    layers: list[tuple[int, int]] = []
    for index, _ in file.texts:
        layers.append((index, 1 if layers and layers[-1][0] == index else 0))
    return layers


def _segments(file: OpenPdf) -> list[Segment]:
    pages: list[Segment] = []
    for (index, text), (_, layer) in zip(file.texts, _layers(file), strict=True):
        # What OCR takes for letters in numbers is figures; each text keeps its length.
        shown = letters_for_figures(figures_for_letters(text)) if layer else text
        pages.append(Segment(f"page {index + 1}, picture" if layer else f"page {index + 1}", (shown,)))
    return pages + [Segment(place, (text,)) for text, place in file.beside.items()]


def _unused(_: Iterable[object]) -> bytes:
    raise AssertionError("a PDF is written by its own writer")
