"""Refuse patterns on which Python's `re` could backtrack practically forever: a running match cannot be stopped.

A tokenizer.json comes from the author of the model and is not trusted. Nested repeats such as `(a+)+$` double the
steps with each character. A pattern is refused if a repeat can match in several ways inside another repeat, or if
more than one unbounded repeat may have to give characters back. Accepted patterns take at most quadratic time at each
position of a text. `budget.py` limits that for each text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...errors import TokenizerError
from .code_points import Runs, union
from .parsed import REPEATS, Parts, always_matches, first_of, meet

__all__ = ["LARGE", "Ways", "degree_of", "too_slow", "ways_of"]

LARGE = 32
"""A repeat of at most so many rounds is a factor, not a power of the text's length."""
_MOST_WAYS = 5_000
_MOST_PARTS = 20_000


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways in which a part can match at one position: `factor` times the text's length to the power of `degree`."""

    degree: int = 0
    factor: int = 1


def ways_of(parts: Parts) -> Ways:
    """Return the ways in which a whole pattern, or one of its alternatives, can match at one place.

    Raises:
        TokenizerError: matching could take exponential time, or more than the square of the text's length.
    """
    ways = _Check().sequence(parts, [], False)
    if ways.degree > 1 or ways.factor > _MOST_WAYS:
        raise too_slow()
    return ways


def degree_of(part: tuple[str, Any], following: Runs, may_fail: bool) -> int:
    """Return the degree of a part's ways, where `following` may come after it, and can fail if `may_fail`."""
    return _Check().part(part, following, may_fail).degree


class _Check:
    def __init__(self) -> None:
        self._parts = 0

    def sequence(self, parts: Parts, following: Runs, may_fail: bool) -> Ways:
        """Return the ways of parts in a row. `following` may come after them; `may_fail` if that can fail to match."""
        degree, factor = 0, 1
        for part in reversed(parts):
            ways = self.part(part, following, may_fail)
            degree, factor = degree + ways.degree, min(factor * ways.factor, _MOST_WAYS + 1)
            following = first_of([part], following)
            may_fail = may_fail or not always_matches(part)
        return Ways(degree, factor)

    def part(self, part: tuple[str, Any], following: Runs, may_fail: bool) -> Ways:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise too_slow()
        name, argument = part
        if name in REPEATS:
            return self.repeat(name, argument, following, may_fail)
        if name == "BRANCH":
            return self.branch(argument, following, may_fail)
        if name == "SUBPATTERN":
            return self.sequence(argument, following, may_fail)
        # These have one way for those outside, and their own ways inside.
        looks = name in ("ATOMIC_GROUP", "LOOK_AHEAD", "LOOK_BACK")
        if looks and self.sequence(argument, [], False).degree > 1:
            raise too_slow()
        return Ways()

    def repeat(self, name: str, argument: tuple[int, int, Parts], following: Runs, may_fail: bool) -> Ways:
        low, high, body = argument
        begins = first_of(body, [])
        around = union(begins, following)
        is_possessive = name == "POSSESSIVE_REPEAT"
        # What fails behind a repeat is tried again with each way of each round.
        inside = self.sequence(body, around, (may_fail and not is_possessive) or low > 1)
        if high > 1 and (inside.degree or inside.factor > 1):
            rounds = min(high, LARGE + 1)
            if rounds > LARGE or inside.degree or inside.factor**rounds > _MOST_WAYS:
                raise too_slow()
            inside = Ways(0, inside.factor**rounds)
        if is_possessive or low == high or not may_fail or not meet(begins, following):
            return Ways() if is_possessive else inside
        if high - low > LARGE:
            return Ways(inside.degree + 1, inside.factor)
        return Ways(inside.degree, min(inside.factor * (high - low + 1), _MOST_WAYS + 1))

    def branch(self, branches: list[Parts], following: Runs, may_fail: bool) -> Ways:
        ways = [self.sequence(branch, following, may_fail) for branch in branches]
        degree = max(one.degree for one in ways)
        if not may_fail:
            return Ways(degree, max(one.factor for one in ways))
        seen: Runs = []
        is_apart = True
        for branch in branches:
            first = first_of(branch, following)
            is_apart = is_apart and not meet(seen, first)
            seen = union(seen, first)
        factors = [one.factor for one in ways]
        return Ways(degree, max(factors) if is_apart else sum(factors))


def too_slow() -> TokenizerError:
    return TokenizerError("A regex of the tokenizer could take too long: a repeat in it can match in too many ways.")
