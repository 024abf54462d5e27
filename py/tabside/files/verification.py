"""Search a redacted file, whichever tool redacted it, for the originals in a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from ..errors import FileError
from ..redaction.view.folding import fold
from .document import Document
from .locked import unlocked
from .opening import inner_opener, is_pdf, open_document
from .settling import is_telling

if TYPE_CHECKING:
    from ..pdf.attachments import Attachment
    from ..redaction.operators.placeholders import PlaceholderMap

__all__ = ["FileLeak", "verify_file"]

_CODES = ("utf-8", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class FileLeak:
    """A place where a value remains, and its page if known. Contains no value."""

    where: str
    page: int | None = None


async def verify_file(data: bytes, name: str, mapping: PlaceholderMap, *, password: str = "") -> list[FileLeak]:
    """Return each place of a file that still contains an original of `mapping`.

    Names count as whole words. Values with an @ or nine digits count wherever they occur, also in parts that are not
    text. A word that stays on purpose, because it has another meaning there, is listed too.

    Raises:
        FileError: the file cannot be read.
    """
    values = [value for placeholder, value in mapping.originals.items() if value != placeholder and value.strip()]
    if not is_pdf(name):
        opened = unlocked(data, name, password)
        return list(dict.fromkeys(_in_document(open_document(opened, name), opened, values)))
    from ..pdf.engines import start_engine
    from ..pdf.verification import find_leaks
    from ..runtime.pdfium import Limits

    def holds_value(attachment: Attachment) -> bool:
        try:
            inner = inner_opener(len(attachment.data or b""))(attachment.data or b"", attachment.name, 1)
        except FileError:
            # Its bytes alone were searched.
            return False
        return any(True for _ in _in_document(inner, attachment.data or b"", values))

    engine = await start_engine(Limits())
    try:
        leaks = await find_leaks(engine, data, values, password, holds_value)
        return [FileLeak(leak.where, leak.page) for leak in leaks]
    finally:
        await engine.close()


def _in_document(document: Document, data: bytes, values: Sequence[str]) -> Iterator[FileLeak]:
    folded = {fold(value).text.casefold() for value in values}
    for segment in document.segments:
        text = fold(segment.text).text.casefold()
        if any(_stands_in(value, text) for value in folded):
            yield FileLeak(segment.place)
    telling = [value for value in values if is_telling(value)]
    forms = {form.encode(code) for value in telling for form in (value, escape(value)) for code in _CODES}
    if any(form in part for part in document.parts(data) for form in forms):
        yield FileLeak("a part of the file")


def _stands_in(value: str, text: str) -> bool:
    """Whether a value occurs in a text as whole words."""
    at = text.find(value)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(value) : at + len(value) + 1]
        if not (before.isalnum() and value[:1].isalnum()) and not (after.isalnum() and value[-1:].isalnum()):
            return True
        at = text.find(value, at + 1)
    return False
