"""Convert offsets between code points (Python) and UTF-16 code units (JavaScript)."""

from __future__ import annotations

from bisect import bisect_left

__all__ = ["Utf16Offsets"]


class Utf16Offsets:
    """Converts offsets into one text. Code points beyond U+FFFF take two code units (RFC 2781); lone surrogates one.

    >>> offsets = Utf16Offsets("a😀b")
    >>> offsets.to_utf16(2), offsets.to_code_points(3)
    (3, 2)
    """

    def __init__(self, text: str) -> None:
        # Usual texts have none: isascii and max are single passes in C.
        plain = text.isascii() or not text or max(text) <= "\uffff"
        self._astral = [] if plain else [i for i, char in enumerate(text) if char > "\uffff"]
        self._units = [position + i for i, position in enumerate(self._astral)]

    def to_utf16(self, offset: int) -> int:
        """Return the code-unit offset of a code-point offset."""
        return offset + bisect_left(self._astral, offset) if self._astral else offset

    def to_code_points(self, offset: int) -> int:
        """Return the code-point offset of a code-unit offset; one in the middle of a pair means its start."""
        return offset - bisect_left(self._units, offset) if self._units else offset
