"""Prefilter: characters a text must contain before a regex can match.

Most recognizers look for things that most texts do not contain. Analyzing a pattern once gives sets of characters or
character pairs; every match contains an element of each set. Comparing them with the text takes a tenth of a search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from itertools import product
from operator import add
from typing import Any

__all__ = ["Needs", "can_match", "needs_of"]

Needs = tuple[frozenset[str], ...]
"""A match holds something of each of these sets."""

# Larger sets are rarely missing from a text, and slow to compare.
_LARGEST = 64
_MOST_SETS = 3
# Characters that match an ASCII letter when case is ignored, besides its two cases.
_LOOKALIKES = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}
# Rough frequency of a character in prose, in thousandths. A pair is estimated well below its rarer character.
_FREQUENT = {" ": 170, **dict.fromkeys("etaoinsr", 60), **dict.fromkeys("hldcum", 30), **dict.fromkeys("fpgwyb.,", 15)}


def needs_of(regex: str, flags: int = 0) -> Needs:
    """Return the sets that every match of a regex needs, the rarest first; empty if unknown.

    >>> [sorted(need) for need in needs_of("[0-9]+(?:@x|@y)")]
    [['@x', '@y'], ['@'], ['x', 'y']]
    """
    parser: Any = import_module("re._parser")
    parsed = parser.parse(regex, flags)
    found = list(dict.fromkeys(_needs(list(parsed), bool(parsed.state.flags & re.IGNORECASE))))
    return tuple(sorted(found, key=_frequency)[:_MOST_SETS])


def can_match(text: str, needs: Needs) -> bool:
    """Whether a text contains an element of each set."""
    held = _held(text)
    # A loop, since a generator would take as long as the test itself.
    for need in needs:  # noqa: SIM110
        if need.isdisjoint(held):
            return False
    return True


@lru_cache(maxsize=1)
def _held(text: str) -> frozenset[str]:
    """Return the characters and pairs of the text that all recognizers are currently reading."""
    return frozenset(text).union(map(add, text, text[1:]))


def _needs(parts: Sequence[tuple[Any, Any]], ignore_case: bool) -> Iterator[frozenset[str]]:
    """Yield the needs of a sequence: those of its parts, and pairs of adjacent characters."""
    before: frozenset[str] | None = None
    for operator, argument in parts:
        characters = _characters(str(operator), argument, ignore_case)
        if characters is not None:
            if len(characters) <= _LARGEST:
                yield characters
            if before is not None and len(before) * len(characters) <= _LARGEST:
                yield frozenset(map("".join, product(before, characters)))
        else:
            yield from _needs_of_part(str(operator), argument, ignore_case)
        before = characters


def _needs_of_part(name: str, argument: Any, ignore_case: bool) -> Iterator[frozenset[str]]:
    if name == "SUBPATTERN":
        _group, added, _removed, inner = argument
        yield from _needs(list(inner), ignore_case or bool(added & re.IGNORECASE))
    elif name == "ATOMIC_GROUP":
        yield from _needs(list(argument), ignore_case)
    elif name == "ASSERT":
        yield from _needs(list(argument[1]), ignore_case)
    elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, _most, inner = argument
        if least:
            yield from _needs(list(inner), ignore_case)
    elif name == "BRANCH":
        rarest = [min(_needs(list(branch), ignore_case), key=_frequency, default=None) for branch in argument[1]]
        together = frozenset[str]().union(*(need for need in rarest if need is not None))
        if None not in rarest and len(together) <= _LARGEST:
            yield together


def _characters(name: str, argument: Any, ignore_case: bool) -> frozenset[str] | None:
    """Return the characters of a single-character part; None for other parts, and for large sets."""
    if name == "LITERAL":
        codes = [argument]
    elif name == "IN":
        codes = []
        for operator, inner in argument:
            if str(operator) == "LITERAL":
                codes.append(inner)
            elif str(operator) == "RANGE" and inner[1] - inner[0] < _LARGEST:
                codes += range(inner[0], inner[1] + 1)
            else:
                return None
    else:
        return None
    plain = frozenset(map(chr, codes))
    if not ignore_case:
        return plain
    if not all(map(str.isascii, plain)):
        return None
    return plain.union(*(ch.lower() + ch.upper() + _LOOKALIKES.get(ch.lower(), "") for ch in plain))


def _frequency(need: frozenset[str]) -> float:
    """Estimate how often a text contains an element of a set, for comparison."""
    return sum(_of_character(one) if len(one) == 1 else _of_pair(*one) for one in need)


def _of_character(ch: str) -> int:
    return _FREQUENT.get(ch, 5)


def _of_pair(first: str, second: str) -> float:
    return _of_character(first) * _of_character(second) / 1000
