"""Which files are read, by their names' endings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import FileTooLargeError, FileUnsupportedError
from .document import Document

__all__ = ["MEDIA_TYPES", "open_document", "packages_for"]

MEDIA_TYPES: Mapping[str, str] = {
    "txt": "text/plain",
    "text": "text/plain",
    "log": "text/plain",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "rst": "text/x-rst",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "geojson": "application/json",
    "jsonl": "application/jsonl",
    "ndjson": "application/jsonl",
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "application/xhtml+xml",
    "eml": "message/rfc822",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}
_TEXT = ("txt", "text", "log", "md", "markdown", "rst", "yaml", "yml")
_MOST_BYTES = 256 * 1024 * 1024
_DEEPEST = 4
_INSTEAD = {
    "doc": "Save it as .docx.",
    "xls": "Save it as .xlsx.",
    "ppt": "Save it as .pptx.",
    "msg": "Save it as .eml.",
    "rtf": "Save it as .docx.",
    "odt": "Save it as .docx.",
    "ods": "Save it as .xlsx.",
}


def packages_for(name: str) -> Sequence[str]:
    """Return the packages that reading a file of this name needs beside tabside's own: for micropip or pip.

    >>> packages_for("letter.pdf"), packages_for("table.csv")
    (('pypdf',), ())
    """
    return ("pypdf",) if _ending(name) == "pdf" else ()


def open_document(data: bytes, name: str, depth: int = 0) -> Document:
    """Read a file by its name's ending. `depth` counts the files that it lies in.

    Raises:
        FileUnsupportedError: no such kind of file can be read.
        FileError: it is broken, locked or too large.
    """
    ending = _ending(name)
    media_type = MEDIA_TYPES.get(ending)
    if media_type is None:
        hint = _INSTEAD.get(ending, f"There are: {', '.join(MEDIA_TYPES)}.")
        raise FileUnsupportedError(f"Files of this kind cannot be read. {hint}")
    if len(data) > _MOST_BYTES:
        raise FileTooLargeError("This file is larger than 256 MB.")
    if depth > _DEEPEST:
        raise FileTooLargeError(f"Files lie in each other more than {_DEEPEST} deep.")
    if ending in _TEXT:
        from .text import open_text

        return open_text(data, media_type)
    if ending in ("csv", "tsv"):
        from .table import open_table

        return open_table(data, media_type)
    if "json" in media_type:
        from .json import open_json

        return open_json(data, media_type)
    if "html" in media_type:
        from .html import open_html

        return open_html(data, media_type)
    if ending == "eml":
        from .mail import open_mail

        return open_mail(data, media_type, open_inner=open_document, depth=depth)
    if ending == "pdf":
        from .pdf import open_pdf

        return open_pdf(data, media_type)
    from .office import open_office

    return open_office(data, media_type, kind=ending, open_inner=open_document, depth=depth)


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
