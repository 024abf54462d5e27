"""Escapes in a quoted text that stays: `\\/` and `\\u263A` remain as they are beside a value that is replaced."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from ...redaction.operators.placeholders import PLACEHOLDER

__all__ = ["with_escapes_kept"]

# A pair of surrogates is one character.
_UNIT = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u.{4}|\\.|[^\\]", re.DOTALL)


def with_escapes_kept(raw: str, value: str, new: str, write: Callable[[str], str]) -> str:
    """Write a new text, and what it shares with `value` as in `raw`, its source between quotation marks.

    Only what stands between placeholders, in one text or the other, is known to be shared. `write` writes the rest.

    >>> with_escapes_kept(r"http:\\/\\/a.b Ann", "http://a.b Ann", "http://a.b [GIVEN_NAME_1]", str)
    'http:\\\\/\\\\/a.b [GIVEN_NAME_1]'
    """
    shared = _shared(value, new) if "\\" in raw else None
    if shared is None:
        return write(new)
    units = _UNIT.findall(raw)
    try:
        if json.loads(f'["{raw}"]', strict=False) != [value] or len(units) != len(value):
            return write(new)
    except ValueError:  # It has escapes that JSON has not.
        return write(new)
    written: list[str] = []
    at = 0
    for old_start, start, length in shared:
        written += (write(new[at:start]), *units[old_start : old_start + length])
        at = start + length
    return "".join((*written, write(new[at:])))


def _shared(value: str, new: str) -> list[tuple[int, int, int]] | None:
    """Return what both texts have: start in either, length. None if neither has placeholders for the other."""
    return _between(new, value, is_turned=True) or _between(value, new, is_turned=False)


def _between(marked: str, other: str, *, is_turned: bool) -> list[tuple[int, int, int]] | None:
    """Find what stands between the placeholders of one text in the other."""
    matches = list(PLACEHOLDER.finditer(marked))
    edges = [0, *(edge for match in matches for edge in match.span()), len(marked)]
    found: list[tuple[int, int, int]] = []
    at = 0
    for number, (start, end) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
        piece = marked[start:end]
        is_last = number == len(matches)
        place = 0 if number == 0 else len(other) - len(piece) if is_last else other.find(piece, at)
        if place < at or not other.startswith(piece, place):
            return None
        found.append((place, start, len(piece)) if is_turned else (start, place, len(piece)))
        at = place + len(piece)
    return found if matches else None
