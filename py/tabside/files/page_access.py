"""Open a PDF or a picture for a review page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .choice import choice_of

if TYPE_CHECKING:
    from ..ocr.reader import Reader
    from ..pdf.options import PdfOptions
    from ..redaction.redactor import Redactor
    from .paged.review import PageReview

__all__ = ["open_pages"]


async def open_pages(
    data: bytes,
    name: str,
    redactor: Redactor,
    *,
    pdf: PdfOptions | None = None,
    reader: Reader | None = None,
    on_page: Callable[[int, int], None] | None = None,
    **options: Any,
) -> PageReview:
    """Read a PDF or a picture, find personal data in it, and keep it open: see `files.paged.review.PageReview`.

    `on_page` is told how many pages have been read, and how many there are. The other options are those of
    `redact_file`. Close the review when it is done.

    Raises:
        FileError: the file cannot be read, or is neither a PDF nor a picture.
        UnscannedError: a part of it could not be scanned.
    """
    from .pages import open_review

    return await open_review(data, name, redactor, choice_of(**options), pdf, reader, on_page)
