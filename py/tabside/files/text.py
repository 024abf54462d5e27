"""Plain text and Markdown, and the encodings of all files that are text."""

from __future__ import annotations

import codecs

from ..errors import FileError
from .document import Document, Segment

__all__ = ["decode_text", "open_text"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode_text(data: bytes) -> tuple[str, bytes, str]:
    """Return the text, the byte order mark and the encoding: UTF-8, or what the mark says, or Windows-1252.

    Raises:
        FileError: it is in none of them.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding), mark, encoding
    try:
        return data.decode("utf-8"), b"", "utf-8"
    except UnicodeDecodeError:
        if b"\0" in data:
            raise FileError("This is no text file: it holds bytes that no text has.") from None
    return _decoded(data, "cp1252"), b"", "cp1252"


def encode_text(text: str, mark: bytes, encoding: str, errors: str = "replace") -> bytes:
    """Write what `decode_text` read; what the encoding has no sign for becomes `?`, or what `errors` says."""
    return mark + text.encode(encoding, errors)


def open_text(data: bytes, media_type: str) -> Document:
    """Read a text as one segment."""
    text, mark, encoding = decode_text(data)
    segments = [Segment("text", (text,))]
    warnings = [] if encoding != "cp1252" else ["The file is not UTF-8; it was read as Windows-1252."]
    return Document(segments, lambda pieces: encode_text(pieces[0][0], mark, encoding), media_type, warnings)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileError(f"This is no text in {encoding}, at byte {error.start}.") from None
