"""UTF-8 of texts that may contain lone surrogates. They count as U+FFFD, since the Rust library cannot take them."""

from __future__ import annotations

import re

__all__ = ["utf8", "utf8_length"]

_SURROGATE = re.compile("[\ud800-\udfff]")


def utf8(text: str) -> bytes:
    r"""Return the bytes of a text.

    >>> utf8("a\ud800")
    b'a\xef\xbf\xbd'
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text).encode("utf-8")


def utf8_length(character: str) -> int:
    """Return the number of UTF-8 bytes of a character."""
    number = ord(character)
    return 1 if number < 0x80 else 2 if number < 0x800 else 3 if number < 0x10000 else 4
