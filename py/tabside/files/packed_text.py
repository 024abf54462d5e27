"""Text that is packed as Base64 inside another text, such as Word's `fldData` or `atob("…")` in a script."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field

__all__ = ["PackedText", "unpack"]

_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{2,}={0,2}\s*")
# A shorter value is Base64 by chance too often, unless it has words in it, and is as an encoder writes it.
_SHORT, _SHORTEST = 16, 8
_WORDS = re.compile(r"[\w .,:;@'’+/&()\[\]-]*[^\W\d_][\w .,:;@'’+/&()\[\]-]*")
# Of a text that was read in the right encoding nearly all is printable.
_MOST_UNPRINTABLE = 0.02


@dataclass(frozen=True, slots=True)
class PackedText:
    """A text that was unpacked, and how to pack another one in its place."""

    text: str = field(repr=False)
    encoding: str
    # Where a line of Base64 was broken, and by what.
    line: int
    line_end: str

    def pack(self, text: str) -> str:
        packed = base64.b64encode(text.encode(self.encoding, "replace")).decode("ascii")
        if not self.line:
            return packed
        return self.line_end.join(packed[at : at + self.line] for at in range(0, len(packed), self.line))


def unpack(value: str, *, is_named: bool = False) -> PackedText | None:
    """Return the text in a value that is Base64 as a whole; None where there is none.

    `is_named`: something beside the value says that it is Base64, so that it may be short.

    >>> unpack("V2lsaGVsbWluYSBLcmFzdGVuYmVyZw==").text, unpack("QW5u", is_named=True).text
    ('Wilhelmina Krastenberg', 'Ann')
    >>> unpack("Wilhelmina Krastenberg"), unpack("QW5u"), unpack("20260101")
    (None, None, None)
    """
    if not _BASE64.fullmatch(value):
        return None
    stripped = value.strip()
    joined = "".join(stripped.split())
    if len(joined) % 4 or not joined:
        return None
    if not is_named and (len(joined) < _SHORTEST or (joined.isalpha() and len(joined) < 2 * _SHORT)):
        return None
    try:
        data = base64.b64decode(joined, validate=True)
    except binascii.Error:
        return None
    for encoding in ("utf-8", "utf-16-le"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not is_named and len(joined) < _SHORT and not _is_short(text, joined):
            continue
        odd = sum(not (ch.isprintable() or ch in "\t\r\n\0\ufeff") or not ch.isascii() for ch in text)
        strange = sum(not (ch.isprintable() or ch in "\t\r\n\ufeff") for ch in text)
        if strange <= _MOST_UNPRINTABLE * len(text) and (odd <= 0.5 * len(text)) and any(ch.isalnum() for ch in text):
            line = re.search(r"\s+", stripped)
            return PackedText(text, encoding, line.start() if line else 0, line[0] if line else "")
    return None


def _is_short(text: str, packed: str) -> bool:
    return _WORDS.fullmatch(text) is not None and base64.b64encode(text.encode()).decode("ascii") == packed
