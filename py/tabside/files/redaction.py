"""Redact a file in its own format: read, find, unify columns, replace, check for remaining values.

All segments of a file are one text for the redactor: a name found once is found in every cell, and the same
value gets the same placeholder everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Literal

from ..errors import InputError
from ..pictures.picture import format_of
from ..redaction.operators.operators import Operator, OperatorSpec
from .as_written import with_written
from .choice import choice_of
from .finding import find
from .joining import Pieces
from .locked import NOT_LOCKED, unlocked
from .opening import is_pdf, open_document
from .restoration import restored
from .result import FileRedaction, as_redaction, name_for
from .settling import check_nothing_left, left_in_names
from .transcoding import Transcoding

if TYPE_CHECKING:
    from ..ocr.reader import Reader
    from ..pdf.options import PdfOptions
    from ..redaction.operators.placeholders import PlaceholderMap
    from ..redaction.redactor import PolicySource, Redactor

__all__ = ["redact_file"]


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
    password: str = "",
    ocr: bool = False,
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
    they cannot be restored. With `ocr`, pictures in other files are read, too, about a second each; those in PDFs also
    where there is a `reader`, or `PdfOptions.ocr` asks for it.

    `encoding` is that of a text which is not UTF-8, such as a table in "shift_jis"; without it Windows-1252 is assumed.

    `password` opens a locked Office file; its result is not locked, with a warning. It is that of PDFs, too, unless
    their options have one.

    Raises:
        FileError: the file cannot be read: damaged, locked, too large, or of an unknown format.
        UnscannedError: a part of it could not be scanned, or a found value is still in the result.
        InputError: a value to hide without letters or digits; see also `Redactor.redact`.
    """
    if not iscoroutinefunction(getattr(redactor, "anonymize_document", None)):
        raise InputError("A blocking redactor cannot be used in an asynchronous call: use tabside.sync.redact_file.")
    choice = choice_of(
        entities=entities, threshold=threshold, operator=operator, operators=operators, policy=policy, mapping=mapping,
        keep=keep, hide=hide, on_progress=on_progress,
    )  # fmt: skip
    if format_of(name) is not None or (is_pdf(name) and pdf != "text"):
        from .pages import has_engine, opening_options, redact_pages

        if format_of(name) is not None or pdf is not None or has_engine():
            options = opening_options(None if pdf == "text" else pdf, password, ocr=ocr)
            return await redact_pages(data, name, redactor, choice, options, reader)
    transcoding = Transcoding(encoding, name)
    opened = unlocked(data, name, password)
    original = transcoding.read(opened)
    document = open_document(original, name)
    found = await find(document, redactor, choice)
    result = document.rebuild(
        [Pieces(segment).replaced(findings) for segment, findings in zip(document.segments, found.applied, strict=True)]
    )
    check_nothing_left(document, found.applied, result)
    warnings = [*left_in_names(document, found.applied), *([NOT_LOCKED] if opened is not data else [])]
    done = as_redaction(result, name_for(name, document), document, found, mapping, warnings=warnings)
    result, key = with_written(original, result, done.mapping, mapping, partial(_restored, name))
    done = replace(done, data=transcoding.write(result), mapping=key)
    if not ocr:
        return done
    from .paged.inner_pictures import with_read_pictures

    return await with_read_pictures(done, redactor, choice, reader)


def _restored(name: str, data: bytes, mapping: PlaceholderMap) -> bytes:
    return restored(data, name, mapping).data
