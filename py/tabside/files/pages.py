"""Redact PDFs in place: their pages and other parts as segments, through the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import FileTooLargeError, FileUnsupportedError
from ..ocr import load_reader
from ..pdf.engines import is_available, start_engine
from ..pdf.leaks import folded
from ..pdf.options import PdfOptions
from ..pdf.reading import OpenPdf, open_pdf_file
from ..pdf.redaction import write_redacted
from ..types import Finding
from .choice import Choice
from .document import Document, Segment
from .finding import find
from .media_types import MEDIA_TYPES
from .picture.confusions import figures_for_letters, letters_for_figures
from .result import FileCarrier, FileRedaction, as_redaction

if TYPE_CHECKING:
    from ..ocr.reader import Reader
    from ..redaction.redactor import Redactor

__all__ = ["has_engine", "redact_pages"]

_MOST_BYTES = 256 * 1024 * 1024
_ENCRYPTED = ":enc1:"
_LONG = 8


def has_engine() -> bool:
    """Whether PDFs can be redacted in place; otherwise only their text can be extracted."""
    return is_available()


async def redact_pages(
    data: bytes, name: str, redactor: Redactor, choice: Choice, options: PdfOptions | None, reader: Reader | None = None
) -> FileRedaction:
    """Redact a PDF; see `redact_file`.

    Raises:
        FileError: it cannot be read, or has pages with unreadable text.
        RemovalError: a value is still in the result.
        UnscannedError: a part could not be scanned.
    """
    if len(data) > _MOST_BYTES:
        raise FileTooLargeError("This file is larger than 256 MB.")
    options = options or PdfOptions()
    if reader is None and options.ocr:
        reader = options.reader or await load_reader()
    if reader is not None:
        options = replace(options, reader=reader)
    engine = await start_engine(options.limits)
    try:
        file = await open_pdf_file(engine, data, options)
        document = Document(_segments(file), _unused, MEDIA_TYPES["pdf"], tuple(file.warnings))
        found = await find(document, redactor, choice)
        if any(_ENCRYPTED in (one.replacement or "") for one in found.redaction.findings):
            raise FileUnsupportedError(
                "Encrypted values do not fit on the pages of a PDF: choose placeholders, or take its text alone."
            )
        pages = _everywhere([text for _, text in file.texts], found.applied[: len(file.texts)])
        beside = dict(zip(file.beside, found.applied[len(file.texts) :], strict=True))
        written = await write_redacted(engine, file, pages, beside)
    finally:
        await engine.close()
    report = [FileCarrier(one.kind, one.count, one.outcome) for one in written.carriers]
    said = (*written.warnings, *(one.sentence for one in written.carriers))
    return as_redaction(written.data, name, document, found, choice.mapping, warnings=said, report=report)


def _everywhere(texts: Sequence[str], found: Sequence[Sequence[Finding]]) -> list[list[Finding]]:
    """Add each place of a found value, ignoring spaces and case: for example a letter-spaced word."""
    values: dict[str, Finding] = {}
    for text, findings in zip(texts, found, strict=True):
        for one in findings:
            if len(key := folded(text[one.start : one.end])) >= _LONG:
                values.setdefault(key, one)
    complete: list[list[Finding]] = []
    for text, findings in zip(texts, found, strict=True):
        letters = [(letter, place) for place, original in enumerate(text) for letter in folded(original)]
        whole = "".join(letter for letter, _ in letters)
        taken = list(findings)
        for key, like in values.items():
            at = whole.find(key)
            while at >= 0:
                start, end = letters[at][1], letters[at + len(key) - 1][1] + 1
                if not any(one.start < end and start < one.end for one in taken):
                    taken.append(replace(like, start=start, end=end, source="propagation"))
                at = whole.find(key, at + len(key))
        complete.append(sorted(taken, key=lambda one: one.start))
    return complete


def _segments(file: OpenPdf) -> list[Segment]:
    pages: list[Segment] = []
    for number, (index, text) in enumerate(file.texts):
        is_picture = number > 0 and file.texts[number - 1][0] == index
        # What OCR takes for letters in numbers is figures; each text keeps its length.
        shown = letters_for_figures(figures_for_letters(text)) if is_picture else text
        pages.append(Segment(f"page {index + 1}, picture" if is_picture else f"page {index + 1}", (shown,)))
    return pages + [Segment(place, (text,)) for text, place in file.beside.items()]


def _unused(_: Sequence[Sequence[str]]) -> bytes:
    raise AssertionError("a PDF is written by its own writer")
