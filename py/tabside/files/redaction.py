"""Redact a file in its own format: read, find, unify columns, replace, check for remaining values.

All segments of a file are one text for the redactor: a name found once is found in every cell, and the same
value gets the same placeholder everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Literal

from ..errors import InputError
from ..pictures.picture import format_of
from ..redaction.operators.operators import Operator, OperatorSpec
from .choice import Choice
from .document import Document, Segment
from .finding import find
from .joining import Pieces
from .media_types import MEDIA_TYPES
from .opening import is_pdf, open_document
from .picture.redaction import PictureRedaction, redact_picture
from .result import FileFinding, FileRedaction, as_redaction, mistaken, reserve
from .review import Review
from .settling import check_nothing_left, left_in_names
from .transcoding import Transcoding

if TYPE_CHECKING:
    from ..ocr.reader import Reader
    from ..pdf.options import PdfOptions
    from ..redaction.operators.placeholders import PlaceholderMap
    from ..redaction.redactor import PolicySource, Redactor

__all__ = ["name_for", "redact_file"]


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
    encoding: str | None = None,
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

    `encoding` is that of a text which is not UTF-8, such as a table in "shift_jis"; without it Windows-1252 is assumed.

    Raises:
        FileError: the file cannot be read: damaged, locked, too large, or of an unknown format.
        UnscannedError: a part of it could not be scanned, or a found value is still in the result.
        InputError: a value to hide without letters or digits; see also `Redactor.redact`.
    """
    if not iscoroutinefunction(getattr(redactor, "anonymize_document", None)):
        raise InputError("A blocking redactor cannot be used in an asynchronous call: use tabside.sync.redact_file.")
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
    transcoding = Transcoding(encoding, name)
    document = open_document(transcoding.read(data), name)
    found = await find(document, redactor, choice)
    result = document.rebuild(
        [Pieces(segment).replaced(findings) for segment, findings in zip(document.segments, found.applied, strict=True)]
    )
    check_nothing_left(document, found.applied, result)
    left = left_in_names(document, found.applied)
    return as_redaction(
        transcoding.write(result), name_for(name, document), document, found, mapping, warnings=tuple(left)
    )


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
