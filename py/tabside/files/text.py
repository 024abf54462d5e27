"""Plain text and Markdown, and the encodings of all text formats."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from ..errors import FileError
from .document import Document, Segment

__all__ = ["decode_text", "encode_text", "open_text", "warnings_of"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


_EMPHASIS = re.compile(r"((?<=[^\W\d_])\*{1,3}(?=[^\W\d_]))")


def decode_text(data: bytes) -> tuple[str, bytes, str]:
    """Return the text, the byte order mark and the encoding: UTF-8, or that of the mark, or Windows-1252.

    UTF-16 without a mark is recognized by its zero bytes.

    Raises:
        FileError: it is in none of these encodings.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding), mark, encoding
    if b"\0" in data:
        without_mark = _utf_16(data)
        if without_mark:
            return _decoded(data, without_mark), b"", without_mark
    try:
        return data.decode("utf-8"), b"", "utf-8"
    except UnicodeDecodeError:
        if b"\0" in data:
            raise FileError("This is no text file: it holds bytes that no text has.") from None
    return _decoded(data, "cp1252"), b"", "cp1252"


def _utf_16(data: bytes) -> str:
    """Return the encoding of UTF-16 text without a mark: every other byte is 0, or most are."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.4 * half and not even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and not odd else ""


def encode_text(text: str, mark: bytes, encoding: str, errors: str = "replace") -> bytes:
    """Encode the text that `decode_text` read. Characters missing from the encoding become `?`, or as `errors` says."""
    return mark + text.encode(encoding, errors)


def open_text(data: bytes, media_type: str) -> Document:
    """Open plain text or Markdown as a document of one segment."""
    text, mark, encoding = decode_text(data)
    # In Markdown a part of a word may be emphasized. Marks are kept and not read.
    pieces = _EMPHASIS.split(text) if media_type == "text/markdown" else [text]
    segments = [Segment("text", pieces[::2])]

    def rebuild(written: Sequence[Sequence[str]]) -> bytes:
        changed = list(pieces)
        changed[::2] = written[0]
        for at in range(1, len(pieces), 2):
            if changed[at + 1].startswith(pieces[at]):  # Nothing is left that these marks emphasize.
                changed[at], changed[at + 1] = "", changed[at + 1].removeprefix(pieces[at])
        return encode_text("".join(changed), mark, encoding)

    return Document(segments, rebuild, media_type, warnings_of(encoding))


def warnings_of(encoding: str) -> list[str]:
    """Return warnings about guesses."""
    return ["The file is not UTF-8; it was read as Windows-1252."] if encoding == "cp1252" else []


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileError(f"This is no text in {encoding}, at byte {error.start}.") from None
