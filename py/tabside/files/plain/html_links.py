"""Links that contain their content (RFC 2397): `data:text/plain;base64,…`."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from urllib.parse import quote as urlquote
from urllib.parse import unquote

from ...errors import FileUnsupportedError
from ..markup import escaped

__all__ = ["PACKED_LINK", "PICTURE", "PICTURE_DATA", "in_link", "is_font", "unpacked_link"]

PICTURE = re.compile(r"(?i)\bdata:(?:image/(?!svg)|audio/|video/|font/|application/(?:font|x-font))")
PICTURE_DATA = rf"(?P<picture>{PICTURE.pattern}[^,\"'<>\s]{{0,200}},[A-Za-z0-9+/=%_-]*)".replace("(?i)", "")
PACKED_LINK = re.compile(r"(?i)\s*data:[^,;\"'>]*(?:;(?!base64)[^,;]*)*(;base64)?,")

_NO_TEXT = re.compile(r"[\0-\x08\x0e-\x1a]")
_FONTS = (b"wOFF", b"wOF2", b"OTTO", b"true", b"ttcf", b"\0\1\0\0")
# An Embedded OpenType font has this mark at byte 34.
_EOT_MARK = b"LP"


def is_font(value: str) -> bool:
    """Whether the Base64 of a link is a font, by its first bytes.

    >>> is_font("d09GMgABAAAAAA=="), is_font("QW5uIFNtaXRo")
    (True, False)
    """
    head = re.sub(r"\s", "", unquote(value[:200]))[:64]
    try:
        data = base64.b64decode(head[: len(head) // 4 * 4])
    except ValueError:
        return False
    return data.startswith(_FONTS) or data[34:36] == _EOT_MARK


def unpacked_link(value: str, *, is_base64: bool) -> str:
    """Read what a link holds.

    Raises:
        FileUnsupportedError: it is no text.
    """
    if not is_base64:
        return unquote(value)
    try:
        text = base64.b64decode(re.sub(r"\s", "", unquote(value))).decode("utf-8")
    except ValueError:
        text = "\0"
    if _NO_TEXT.search(text):
        raise FileUnsupportedError("A link in this page holds a file that cannot be read.")
    return text


def in_link(packed: re.Match[str], mark: str) -> Callable[[str], str]:
    """Return the function that writes another text into a link between these quotation marks."""

    def write(new: str) -> str:
        link = packed[0] + (urlquote(new) if packed[1] is None else base64.b64encode(new.encode()).decode("ascii"))
        return escaped(link) if mark else f'"{escaped(link)}"'

    return write
