"""python-stdnum's modules, imported on first use, with faster versions of two of its steps."""

from __future__ import annotations

import string
import sys
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from types import ModuleType
from typing import Any

__all__ = ["stdnum_module"]


@lru_cache(maxsize=256)
def stdnum_module(name: str) -> Any:
    """Import a module of python-stdnum, which needs `ssl` for online lookups. Pyodide lacks it; they are unused."""
    try:
        import ssl  # noqa: F401
    except ImportError:
        sys.modules["ssl"] = ModuleType("ssl")
    _quicken(import_module("stdnum.util"), import_module("stdnum.numdb"))
    return import_module(f"stdnum.{name}")


@lru_cache(maxsize=1)
def _quicken(util: Any, numdb: Any) -> None:
    """Let python-stdnum skip cleaning for numbers that need none, and look places up in an index.

    Its `clean` loops over each character three times, which is two thirds of the time of a check, and each check calls
    it, some several times. Modules import it by name, so it must be replaced before they are imported. `NumDB`
    iterates over all places of a country for each number.
    """
    clean = util.clean

    def quick_clean(number: str, deletechars: str = "") -> str:
        # No ASCII character is replaced by another. One module deletes a letter.
        is_plain = number.__class__ is str and number.isalnum() and number.isascii()
        if is_plain and _PUNCTUATION.issuperset(deletechars):
            return number
        return str(clean(number, deletechars))

    util.clean = quick_clean
    find = numdb.NumDB._find
    indexes: dict[int, tuple[list[_Place], _Index | None]] = {}

    def quick_find(number: str, places: list[_Place]) -> list[tuple[str, dict[str, str]]]:
        known = indexes.get(id(places))
        if known is None or known[0] is not places:
            # Holding the list keeps its id from being reused.
            known = indexes[id(places)] = places, _index(places)
        if known[1] is None or not number:
            return list(find(number, places))
        length, lows, of = known[1]
        part = number[:length]
        at = bisect_right(lows, part) - 1
        if at < 0 or len(part) < length or part > of[at][2]:
            return [(number, {})]
        rest = number[length:]
        return [(part, dict(of[at][3])), *(quick_find(rest, of[at][4]) if rest else ())]

    numdb.NumDB._find = staticmethod(quick_find)


_PUNCTUATION = frozenset(string.punctuation + " ")
_Place = tuple[int, str, str, dict[str, str], list[Any]]
"""Of a `NumDB`: how many characters of a number say it, from which to which, what is said of it, places within it."""

_Index = tuple[int, Sequence[str], Sequence[_Place]]
"""How many characters, those that places begin with, in order, and the places."""


def _index(places: Sequence[_Place]) -> _Index | None:
    """Return an index of places, or None if some overlap or have other lengths."""
    of = sorted(places, key=lambda place: place[1])
    apart = all(before[2] < place[1] for before, place in pairwise(of))
    if not of or not apart or len({place[0] for place in of}) > 1:
        return None
    return of[0][0], [place[1] for place in of], of
