"""Redact PDFs and pictures without a review: open them as for a review, and write them with all findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import FileUnsupportedError
from ..pdf.engines import is_available
from ..pdf.options import PdfOptions
from ..pictures.picture import format_of
from .choice import Choice
from .opening import is_pdf
from .paged.pdf_review import PdfReview
from .paged.picture_review import PictureReview
from .paged.review import PageReview
from .result import FileRedaction

if TYPE_CHECKING:
    from ..ocr.reader import Reader
    from ..redaction.redactor import Redactor

__all__ = ["has_engine", "open_review", "opening_options", "redact_pages"]


def has_engine() -> bool:
    """Whether PDFs can be redacted in place; otherwise only their text can be extracted."""
    return is_available()


async def open_review(
    data: bytes, name: str, redactor: Redactor, choice: Choice, options: PdfOptions | None = None,
    reader: Reader | None = None, on_page: Callable[[int, int], None] | None = None,
) -> PageReview:  # fmt: skip
    """Open a PDF or a picture; see `PdfReview.open` and `PictureReview.open`.

    Raises:
        FileUnsupportedError: by its name it is neither.
    """
    if format_of(name) is not None:
        return await PictureReview.open(data, name, redactor, choice, reader, on_page)
    if is_pdf(name):
        return await PdfReview.open(data, name, redactor, choice, options, reader, on_page)
    raise FileUnsupportedError("Only PDFs and pictures are reviewed page by page.")


def opening_options(options: PdfOptions | None, password: str, *, ocr: bool) -> PdfOptions | None:
    """Add a password and the wish to read pictures to a PDF's options, unless they say so themselves."""
    if password and not (options is not None and options.password):
        options = replace(options or PdfOptions(), password=password)
    if ocr and not (options is not None and options.ocr):
        options = replace(options or PdfOptions(), ocr=True)
    return options


async def redact_pages(
    data: bytes, name: str, redactor: Redactor, choice: Choice, options: PdfOptions | None, reader: Reader | None = None
) -> FileRedaction:
    """Redact a PDF or a picture; see `redact_file`.

    Raises:
        FileError: it cannot be read, or has pages with unreadable text.
        RemovalError: a value is still in the result.
        UnscannedError: a part could not be scanned.
    """
    review = await open_review(data, name, redactor, choice, options, reader)
    try:
        return await review.redact()
    finally:
        await review.close()
