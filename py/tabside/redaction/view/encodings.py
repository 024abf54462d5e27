"""HTML character references and percent-encoded characters, which mail and web software leaves in text.

Both may be applied repeatedly: `&amp;#64;` and `%2540` are double encodings of `@`.
"""

from __future__ import annotations

import re

__all__ = ["ENCODED", "decode"]

# One character: a reference, or percent-encoded UTF-8 (RFC 3629, table 3-7 of the Unicode Standard).
_REFERENCE = r"&(?:amp;){0,4}(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,24});"
_PERCENT = (
    r"%(?:25){0,4}(?:[2-7][0-9A-Fa-f]|[Cc][2-9A-Fa-f]%(?:25){0,4}[89ABab][0-9A-Fa-f]|[Dd][0-9A-Fa-f]%(?:25){0,4}[89ABab][0-9A-Fa-f]"
    r"|[Ee][0-9A-Fa-f](?:%(?:25){0,4}[89ABab][0-9A-Fa-f]){2}|[Ff][0-4](?:%(?:25){0,4}[89ABab][0-9A-Fa-f]){3})"
)
ENCODED = re.compile(f"{_REFERENCE}|{_PERCENT}")
# Neither starts another encoded character nor ends the surrounding text. (For web addresses the view decides.)
_KEPT = frozenset("%&<>\"'\\^`{|}")


def decode(piece: str) -> str | None:
    """Return the character that an encoded one stands for, or None if it should stay.

    >>> decode("&#64;"), decode("&amp;nbsp;"), decode("%2540"), decode("%C3%A9"), decode("%22")
    ('@', '\\xa0', '@', 'é', None)
    """
    if piece[0] == "&":
        return _reference(piece)
    try:
        decoded = bytes.fromhex(re.sub("%(?:25)*", "", piece)).decode()
    except ValueError:
        return None
    if len(decoded) != 1 or decoded in _KEPT or not decoded.isprintable():
        return None
    return decoded


def _reference(piece: str) -> str | None:
    from html import unescape

    decoded = piece
    while "&amp;" in decoded and decoded != "&amp;":
        decoded = decoded.replace("&amp;", "&", 1)
    decoded = unescape(decoded)
    return decoded if len(decoded) == 1 else None
