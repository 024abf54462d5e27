"""The written forms of a placeholder: brackets, separators, endings. Data only, used by `matching.py`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

__all__ = ["BRACKETS", "EXACT", "Bracket", "plain", "squashed"]

EXACT = re.compile(r"\[([A-Z][A-Z0-9_]{0,63})_([0-9]{1,9})([a-z]{0,6})\]")
"""A placeholder as it is given out."""

_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x00A0: " ", 0x202F: " "}
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_SEPARATORS = re.compile(rf"[\\_\- {_INVISIBLE}]+")

BODY = re.compile(rf"[A-Za-z0-9_\-\\ '’{_INVISIBLE}]*")
"""The characters that may be between brackets."""

NUMBERED = re.compile(
    rf"[ {_INVISIBLE}]*(?P<head>[A-Za-z](?:.*[^0-9])?)(?P<number>[0-9]{{1,9}})(?P<letters>[A-Za-z]{{0,6}})"
    rf"(?P<ending>['’][sS]?)?[ {_INVISIBLE}]*"
)
"""A body: the entity's words, a number, the letters of a spelling, a possessive ending."""

JOINED = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:\\?_[A-Za-z0-9]+)*")
"""A placeholder without brackets, as far as it goes."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """A pair of brackets, and how a value is written inside them."""

    opening: str
    closings: Sequence[str]
    write: Callable[[str], str] | None = None


def _percent(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


_ASIAN = ("【】", "〔〕", "〖〗", "《》", "〈〉", "⟨⟩", "⟦⟧", "❲❳")
BRACKETS: Sequence[Bracket] = (
    Bracket("&lbrack;", ("&rbrack;",), html.escape),
    Bracket("&lsqb;", ("&rsqb;",), html.escape),
    Bracket("&#x5b;", ("&#x5d;",), html.escape),
    Bracket("&#91;", ("&#93;",), html.escape),
    Bracket("&lt;", ("&gt;",), html.escape),
    Bracket("%5B", ("%5D", "%5d"), _percent),
    Bracket("%5b", ("%5d", "%5D"), _percent),
    Bracket("\\[", ("\\]", "]")),
    Bracket("\\{", ("\\}", "}")),
    Bracket("\\<", ("\\>", ">")),
    Bracket("{{", ("}}",)),
    Bracket("[", ("]", "\\]")),
    Bracket("{", ("}",)),
    Bracket("<", ("/>", ">")),
    *(Bracket(pair[0], (pair[1],)) for pair in _ASIAN),
)
"""Longest opening first. Round brackets and quotation marks are not among them: they stay around the value."""


def plain(text: str) -> str:
    """Return the text with full-width forms and hard spaces as ASCII. The length stays the same.

    >>> plain("［ＣＩＴＹ＿１］")
    '[CITY_1]'
    """
    return text if text.isascii() else text.translate(_PLAIN)


def squashed(words: str) -> str:
    """Return words in lower case, without separators and invisible characters.

    >>> squashed("Given\\\\_Name")
    'givenname'
    """
    return _SEPARATORS.sub("", words).lower()
