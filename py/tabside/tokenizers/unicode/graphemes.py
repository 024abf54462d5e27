"""Grapheme clusters (UAX #29), as far as a charsmap needs them.

Hangul syllables, flags, emoji sequences and Indic conjuncts are not joined. Their code points take three or four bytes
each, and clusters of more than five bytes are processed code point by code point anyway.
"""

from __future__ import annotations

import re
from functools import cache

from .sets import char_class, ranges

__all__ = ["graphemes"]

_PREPENDED = (
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U000113d1\U0001193f"
    "\U00011941\U00011a84-\U00011a89\U00011d46\U00011f02"
)
# Cc, Cf, Zl and Zp without Extend and Prepend characters; unassigned default-ignorable code points as well.
_CONTROL = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ud800-\udfff"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e001f\U000e0080-\U000e00ff"
    "\U000e01f0-\U000e0fff"
)


@cache
def _cluster() -> re.Pattern[str]:
    attaching = char_class(ranges("GRAPHEME_ATTACHING"))
    return re.compile(f"\r\n|[{_CONTROL}]|[{_PREPENDED}]*[^{_CONTROL}{_PREPENDED}]?[{attaching}]*")


def graphemes(text: str) -> list[str]:
    r"""Return the clusters of a text.

    >>> [len(cluster) for cluster in graphemes("e\u0301\r\nx")]
    [2, 2, 1]
    """
    return [match.group() for match in _cluster().finditer(text) if match.group()]
