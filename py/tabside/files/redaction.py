"""Redact a file in its own format: read, find, unify columns, replace, check for remaining values.

All segments of a file are one text for the redactor: a name found once is found in every cell, and the same
value gets the same placeholder everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Literal

from ..errors import UnscannedError
from ..pictures.picture import format_of
from ..redaction.operators.operators import Operator, OperatorSpec
from ..types import Finding
from .document import Document, Segment
from .finding import Choice, find, is_telling
from .joining import with_replacements
from .lookup import Lookup
from .media_types import MEDIA_TYPES
from .opening import is_pdf, open_document
from .picture.redaction import PictureRedaction, redact_picture
from .result import FileFinding, FileRedaction, as_redaction, mistaken, reserve
from .review import Review

if TYPE_CHECKING:
    from ..ocr.reader import Reader
    from ..pdf.options import PdfOptions
    from ..redaction.operators.placeholders import PlaceholderMap
    from ..redaction.redactor import PolicySource, Redactor

__all__ = ["name_for", "redact_file"]

_NAMES = frozenset(("GIVEN_NAME", "SURNAME", "PERSON"))
_WORD = re.compile(r"[^\W\d_]{3,}")
_CODES = ("utf-8", "utf-16-le")


async def redact_file(
    data: bytes,
    name: str,
    redactor: Redactor,
    *,
    entities: Iterable[str] | None = None,
    threshold: float | None = None,
    operator: OperatorSpec | Operator | None = None,
    operators: Mapping[str, OperatorSpec | Operator] | None = None,
    policy: PolicySource = None,
    mapping: PlaceholderMap | None = None,
    keep: Iterable[str] = (),
    hide: Mapping[str, str] | None = None,
    pdf: PdfOptions | Literal["text"] | None = None,
    reader: Reader | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> FileRedaction:
    """Redact a file of the format that its name states; see `media_types.MEDIA_TYPES`.

    The options are those of `Redactor.redact`. With `mapping`, that of earlier files, the same value gets the
    same placeholder in all of them, and the resulting mapping restores all of them. A reader's decisions about
    the findings: `keep` are values that stay, as in `FileFinding.text`; `hide` are additional values
    to mask wherever they occur as whole words, each with its entity. The model is not run again on the last file.

    A PDF stays a PDF, see `tabside.pdf`; `pdf` are its options. With "text", or without the extra `pdf`, only its
    text is written into a new file.

    In pictures, text is read by `reader` (`tabside.ocr`), or by one that is loaded for this file, and painted over:
    they cannot be restored. Pictures in PDFs are read where there is a `reader`, or `PdfOptions.ocr` asks for it.

    Raises:
        FileError: the file cannot be read: damaged, locked, too large, or of an unknown format.
        UnscannedError: a part of it could not be scanned, or a found value is still in the result.
        InputError: a value to hide without letters or digits; see also `Redactor.redact`.
    """
    choice = Choice(
        None if entities is None else frozenset(entities), threshold, operator, operators, policy, mapping,
        Review.of(keep, hide), on_progress,
    )  # fmt: skip
    if format_of(name) is not None:
        return _of_picture(name, await redact_picture(data, name, redactor, choice, reader), mapping)
    if is_pdf(name) and pdf != "text":
        from .pages import has_engine, redact_pages

        if pdf is not None or has_engine():
            return await redact_pages(data, name, redactor, choice, pdf, reader)
    document = open_document(data, name)
    found = await find(document, redactor, choice)
    pieces = [
        with_replacements(segment, findings) for segment, findings in zip(document.segments, found.applied, strict=True)
    ]
    result = document.rebuild(pieces)
    _check_nothing_left(document, found.applied, result)
    left = _left_in_names(document, found.applied)
    return as_redaction(result, name_for(name, document), document, found, mapping, warnings=tuple(left))


def name_for(name: str, document: Document) -> str:
    """Return the name of the output: a PDF's text may have to become a text file."""
    is_text = document.media_type == "text/plain" and name.lower().endswith(".pdf")
    return f"{name[:-4]}.txt" if is_text else name


def _of_picture(name: str, done: PictureRedaction, mapping: PlaceholderMap | None) -> FileRedaction:
    findings = [
        FileFinding.within(Segment(place, (done.text,)), finding)
        for place, finding in zip(done.places, done.findings, strict=True)
    ]
    media_type = MEDIA_TYPES[name.rpartition(".")[2].lower()]
    warnings = list(dict.fromkeys((*done.warnings, *mistaken(done.text, mapping))))
    return FileRedaction(done.data, name, media_type, findings, warnings, reserve(done.text, done.mapping))


def _left_in_names(document: Document, applied: Sequence[Sequence[Finding]]) -> Iterator[str]:
    """Warn of names of bookmarks, styles and the like that contain the name of a person who was found."""
    words = {
        word.casefold()
        for segment, findings in zip(document.segments, applied, strict=True)
        for finding in findings
        if finding.entity in _NAMES
        for word in _WORD.findall(segment.text[finding.start : finding.end])
    }
    count = sum(not words.isdisjoint(_WORD.findall(name.casefold())) for name in set(document.names))
    if count:
        yield f"Names of parts, bookmarks, tables or ranges stay as they are, and hold names that were found: {count}."


def _check_nothing_left(document: Document, applied: Sequence[Sequence[Finding]], result: bytes) -> None:
    """Fail if an unambiguous replaced value is anywhere in the result."""
    values = {
        value
        for segment, findings in zip(document.segments, applied, strict=True)
        for finding in findings
        if is_telling(value := segment.text[finding.start : finding.end]) and value not in (finding.replacement or "")
    }
    # Bytes as characters with the same codes, so that one search covers all of them.
    forms = {form.encode(code, "surrogatepass") for one in values for form in (one, escape(one)) for code in _CODES}
    lookup = Lookup(form.decode("latin-1") for form in forms)
    for part in document.parts(result):
        if any(True for _ in lookup.find(part.decode("latin-1"))):
            raise UnscannedError("A value that was found is still in a part of the file that stays as it is.")
