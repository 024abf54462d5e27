"""UTF-8 of texts that may hold lone surrogates, which the Rust library cannot be given. They count as U+FFFD."""

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
    """Return how many bytes a character takes."""
    number = ord(character)
    return 1 if number < 0x80 else 2 if number < 0x800 else 3 if number < 0x10000 else 4
