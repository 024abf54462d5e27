"""The encoding of an HTML page: UTF-8, or the one declared by its `<meta>` or `<?xml …?>`."""

from __future__ import annotations

import codecs
import re

from ...errors import FileError
from ..text import decode_text

__all__ = ["decode_html"]

_CHARSET = re.compile(rb"""(?i)<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""")
# Encodings that browsers read besides UTF-8 and Windows-1252, by Python's names. In the latter ones only ASCII is
# reliable.
_CODECS = re.compile(r"iso8859-|cp12|cp87|cp9|koi8|mac-|euc_|gb|big5|shift_jis|tis_620|iso2022_jp|hz")
_SHIFTING = ("iso2022_jp", "hz")


def decode_html(data: bytes) -> tuple[str, bytes, str]:
    """Decode like `decode_text`; text that is not UTF-8 is decoded as the page declares.

    Raises:
        FileError: it is in none of these encodings.
    """
    named = _CHARSET.search(data[:4096])
    try:
        codec = codecs.lookup(named[1].decode("ascii")).name if named else ""
    except LookupError:
        codec = ""
    is_other = _CODECS.match(codec) is not None and codec not in ("iso8859-1", "cp1252")
    if is_other and (codec in _SHIFTING or not _is_utf_8(data)):
        try:
            return data.decode(codec), b"", codec
        except UnicodeDecodeError:
            raise FileError("This page is not in the encoding that it names.") from None
    return decode_text(data)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
