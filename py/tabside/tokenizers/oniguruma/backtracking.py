"""Refuse patterns on which Python's `re` could backtrack for ever: it cannot be stopped once it runs.

A tokenizer.json comes from whoever made the model. Nested repeats such as `(a+)+$` double the steps with each
character. A pattern is refused where a repeat can be tried in several ways within another repeat, and where more than
one unbounded repeat has to give characters back; what is left takes at most the square of a text's length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from ...errors import TokenizerError

__all__ = ["refuse_backtracking"]

_LARGE = 32
"""A repeat of at most so many rounds is a factor, not a power of the text's length."""
_MOST_WAYS = 5_000
_MOST_PARTS = 20_000
_LAST = 0x10FFFF
Ranges = tuple[tuple[int, int], ...]
Parts = Sequence[tuple[Any, Any]]
_ANY: Ranges = ((0, _LAST),)
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


@dataclass(frozen=True, slots=True)
class _Ways:
    """In how many ways a part can match at one place: `factor` times the text's length to the power of `degree`."""

    degree: int = 0
    factor: int = 1


def refuse_backtracking(translated: str) -> None:
    """Check a pattern that is translated for Python's `re`.

    Raises:
        TokenizerError: matching could take exponential time, or more than the square of the text's length.
    """
    parser: Any = import_module("re._parser")
    try:
        ways = _Check().sequence(list(parser.parse(translated)), (), False)
    except (ValueError, OverflowError, RecursionError):
        raise TokenizerError("A regex of the tokenizer cannot be translated.") from None
    if ways.degree > 1 or ways.factor > _MOST_WAYS:
        raise _too_slow()


class _Check:
    def __init__(self) -> None:
        self._parts = 0

    def sequence(self, parts: Parts, following: Ranges, may_fail: bool) -> _Ways:
        """Return the ways of parts in a row. `following` may come after them; `may_fail` if that can fail to match."""
        degree, factor = 0, 1
        for at in range(len(parts) - 1, -1, -1):
            name, argument = str(parts[at][0]), parts[at][1]
            ways = self.part(name, argument, following, may_fail)
            degree, factor = degree + ways.degree, min(factor * ways.factor, _MOST_WAYS + 1)
            following = _first(parts[at : at + 1], following)
            may_fail = may_fail or not _always_matches(name, argument)
        return _Ways(degree, factor)

    def part(self, name: str, argument: Any, following: Ranges, may_fail: bool) -> _Ways:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise _too_slow()
        if name in _REPEATS:
            return self.repeat(name, argument, following, may_fail)
        if name == "BRANCH":
            return self.branch([list(branch) for branch in argument[1]], following, may_fail)
        if name == "SUBPATTERN":
            return self.sequence(list(argument[-1]), following, may_fail)
        if name in ("ATOMIC_GROUP", "ASSERT", "ASSERT_NOT"):
            # It has one way for those outside, and its own ways inside.
            inside = self.sequence(list(argument if name == "ATOMIC_GROUP" else argument[1]), (), False)
            if inside.degree > 1:
                raise _too_slow()
        return _Ways()

    def repeat(self, name: str, argument: Any, following: Ranges, may_fail: bool) -> _Ways:
        low, high, body = int(argument[0]), int(argument[1]), list(argument[2])
        begins = _first(body, ())
        around = _union(begins, following)
        is_possessive = name == "POSSESSIVE_REPEAT"
        # What fails behind a repeat is tried again with each way of each round.
        inside = self.sequence(body, around, (may_fail and not is_possessive) or low > 1)
        if high > 1 and (inside.degree or inside.factor > 1):
            rounds = min(high, _LARGE + 1)
            if rounds > _LARGE or inside.degree or inside.factor**rounds > _MOST_WAYS:
                raise _too_slow()
            inside = _Ways(0, inside.factor**rounds)
        if is_possessive or low == high or not may_fail or not _meet(begins, following):
            return _Ways() if is_possessive else inside
        if high - low > _LARGE:
            return _Ways(inside.degree + 1, inside.factor)
        return _Ways(inside.degree, min(inside.factor * (high - low + 1), _MOST_WAYS + 1))

    def branch(self, branches: Sequence[Parts], following: Ranges, may_fail: bool) -> _Ways:
        ways = [self.sequence(branch, following, may_fail) for branch in branches]
        degree = max(one.degree for one in ways)
        if not may_fail:
            return _Ways(degree, max(one.factor for one in ways))
        firsts = [_first(branch, following) for branch in branches]
        seen: Ranges = ()
        is_apart = True
        for first in firsts:
            is_apart = is_apart and not _meet(seen, first)
            seen = _union(seen, first)
        factors = [one.factor for one in ways]
        return _Ways(degree, max(factors) if is_apart else sum(factors))


def _always_matches(name: str, argument: Any) -> bool:
    """Whether a part matches whatever the text is: the empty text at least."""
    if name in _REPEATS:
        return int(argument[0]) == 0 or all(_always_matches(str(one[0]), one[1]) for one in argument[2])
    if name == "SUBPATTERN":
        return all(_always_matches(str(one[0]), one[1]) for one in argument[-1])
    if name == "ATOMIC_GROUP":
        return all(_always_matches(str(one[0]), one[1]) for one in argument)
    if name == "BRANCH":
        return any(all(_always_matches(str(one[0]), one[1]) for one in branch) for branch in argument[1])
    return False


def _first(parts: Parts, following: Ranges) -> Ranges:
    """Return the characters with which parts in a row can begin, where `following` may come after them."""
    first: Ranges = ()
    for part in parts:
        name, argument = str(part[0]), part[1]
        if name in ("AT", "ASSERT", "ASSERT_NOT"):
            # It can fail after any character that is given back.
            return _ANY
        if name in _REPEATS:
            first = _union(first, _first(list(argument[2]), ()))
            if int(argument[0]) and not _always_matches(name, argument):
                return first
            continue
        if name == "BRANCH":
            for branch in argument[1]:
                first = _union(first, _first(list(branch), ()))
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            first = _union(first, _first(list(argument[-1] if name == "SUBPATTERN" else argument), ()))
        else:
            return _union(first, _ranges(name, argument))
        if not _always_matches(name, argument):
            return first
    return _union(first, following)


def _ranges(name: str, argument: Any) -> Ranges:
    """Return the characters of one position; all where that is not plain."""
    if name == "LITERAL":
        return ((argument, argument),)
    if name == "NOT_LITERAL":
        return _complement(((argument, argument),))
    if name == "RANGE":
        return (tuple(argument),)
    if name == "IN":
        parts = [(str(kind), value) for kind, value in argument]
        inside = _merged(pair for kind, value in parts if kind != "NEGATE" for pair in _ranges(kind, value))
        return _complement(inside) if parts[0][0] == "NEGATE" else inside
    return _ANY


def _merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return tuple(merged)


def _union(one: Ranges, other: Ranges) -> Ranges:
    return _merged((*one, *other)) if one and other else one or other


def _complement(ranges: Ranges) -> Ranges:
    gaps: list[tuple[int, int]] = []
    start = 0
    for low, high in ranges:
        if low > start:
            gaps.append((start, low - 1))
        start = high + 1
    return (*gaps, (start, _LAST)) if start <= _LAST else tuple(gaps)


def _meet(one: Ranges, other: Ranges) -> bool:
    """Whether two sets of characters have one in common."""
    at = to = 0
    while at < len(one) and to < len(other):
        if one[at][1] < other[to][0]:
            at += 1
        elif other[to][1] < one[at][0]:
            to += 1
        else:
            return True
    return False


def _too_slow() -> TokenizerError:
    return TokenizerError("A regex of the tokenizer could take too long: a repeat in it can match in too many ways.")
