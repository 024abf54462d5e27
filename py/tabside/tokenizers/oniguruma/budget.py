r"""Limit the steps that an untrusted pattern may take on a text.

Even a pattern that `backtracking.py` accepts can be quadratic: `\s+$` reads a run of spaces again from each of its
positions. The cost of one attempt is known in advance: a repeat followed by something that may fail reads at most the
run of its own characters. If the sum over a text may exceed the budget, matching proceeds position by position and
adds up these costs. Beyond the budget it raises an error instead of running for minutes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...errors import TokenizerError
from .backtracking import LARGE, degree_of, too_slow, ways_of
from .code_points import EVERYTHING, Runs, to_class, union
from .parsed import REPEATS, Parts, always_matches, first_of, parse

__all__ = ["Budget"]

_STEPS = 30_000_000
_STEPS_A_CHARACTER = 16
"""A step takes about 50 ns. Text of 1 MB, 46 million steps, takes up to 3 s (CPython 3.11, 2026-11)."""
_MOST_FIXED = 5_000


@dataclass(frozen=True)
class _Alternative:
    """The cost of one attempt at an alternative.

    The attempt begins with one of `first` and reads at most up to the `fixed + 1`-th character that is not in `reach`.
    It takes at most that distance to the power of `degree`, times `weight`. With degree 0 only `fixed` characters are
    read in vain.
    """

    first: Runs
    reach: Runs
    fixed: int
    degree: int
    weight: float

    @cached_property
    def run(self) -> re.Pattern[str]:
        """A run of the characters that its repeats read."""
        return re.compile(f"(?:{to_class(self.reach, ascii_only=False)})++")

    @cached_property
    def stretch(self) -> re.Pattern[str]:
        """All that it can read from a place where it can begin."""
        read = f"(?:{to_class(self.reach, ascii_only=False)})*+"
        begins = f"(?={to_class(self.first, ascii_only=False)})" if self.first != EVERYTHING else ""
        return re.compile(f"{begins}(?:{read}(?s:.)){{0,{self.fixed}}}+{read}")

    def cost(self, distance: int) -> float:
        return self.weight * (distance**self.degree if self.degree else 0.1 * (self.fixed + 1))


class Budget:
    """The costs of a pattern that is translated for Python's `re`.

    Raises:
        TokenizerError: it could take exponential time, or more than the square of a text's length at one place.
    """

    def __init__(self, translated: str) -> None:
        parts = parse(translated)
        ways_of(parts)
        alternatives = parts[0][1] if len(parts) == 1 and parts[0][0] == "BRANCH" else [parts]
        self._alternatives = [_measured(alternative) for alternative in alternatives]

    def covers(self, text: str) -> bool:
        """Return whether no search for all matches in a text can exceed the budget."""
        length = len(text)
        most = _STEPS + _STEPS_A_CHARACTER * length
        if length * sum(alternative.cost(length + 1) for alternative in self._alternatives) <= most:
            return True
        costs = 0.0
        for alternative in self._alternatives:
            longest = 0
            if alternative.degree:
                longest = max((run.end() - run.start() for run in alternative.run.finditer(text)), default=0)
            costs += alternative.cost((alternative.fixed + 1) * (longest + 1))
        return length * costs <= most

    def meter(self, text: str) -> Callable[[int], None]:
        """Return a function that charges a try at a place, and raises TokenizerError when the budget is used up."""
        left = float(_STEPS + _STEPS_A_CHARACTER * len(text))

        def charge(place: int) -> None:
            nonlocal left
            for alternative in self._alternatives:
                stretch = alternative.stretch.match(text, place) if alternative.degree else None
                left -= alternative.cost(stretch.end() - place + 1 if stretch else 1)
            if left < 0:
                raise TokenizerError(
                    f"A regex of the tokenizer takes too long on this text of {len(text):,} characters: "
                    "split the text, or use another model."
                )

        return charge


def _measured(parts: Parts) -> _Alternative:
    measure = _Measure()
    degree, fixed = measure.sequence(parts, [], False)
    if degree > 2 or fixed > _MOST_FIXED:
        raise too_slow()
    weight = ways_of(parts).factor * (1 + measure.parts / 16)
    return _Alternative(first_of(parts, EVERYTHING), union(*measure.reach[: measure.in_vain]), fixed, degree, weight)


class _Measure:
    """Walks over the parts, and returns (degree, fixed) for each, as in `_Alternative`."""

    def __init__(self) -> None:
        self.reach: list[Runs] = []
        self.in_vain = 0
        """How many of these stand before, or in, the last part whose reading can be in vain."""
        self.parts = 0

    def sequence(self, parts: Parts, following: Runs, may_fail: bool) -> tuple[int, int]:
        """Measure parts in a row. `following` may come after them; `may_fail` if that can fail to match."""
        behind: list[tuple[Runs, bool]] = []
        for part in reversed(parts):
            behind.append((following, may_fail))
            following = first_of([part], following)
            may_fail = may_fail or not always_matches(part)
        degree = fixed = given_back = 0
        for part, (following, may_fail) in zip(parts, reversed(behind), strict=True):
            part_degree, part_fixed = self.part(part, following, may_fail)
            if part_degree:
                # It is tried again with each way of what stands before it.
                degree = max(degree, given_back + part_degree)
                given_back += degree_of(part, following, may_fail)
                self.in_vain = len(self.reach)
            fixed += part_fixed
        return degree, fixed

    def part(self, part: tuple[str, Any], following: Runs, may_fail: bool) -> tuple[int, int]:
        name, argument = part
        self.parts += 1
        if name == "SET":
            return 0, 1
        if name in REPEATS:
            return self.repeat(argument, following, may_fail)
        if name == "BRANCH":
            measured = [self.sequence(branch, following, may_fail) for branch in argument]
            return max(degree for degree, _ in measured), max(fixed for _, fixed in measured)
        if name in ("SUBPATTERN", "ATOMIC_GROUP"):
            return self.sequence(argument, following, may_fail)
        if name == "LOOK_AHEAD":
            # What it reads is read again: it is never progress.
            return self.sequence(argument, [], True)
        if name == "LOOK_BACK":
            degree, fixed = self.sequence(argument, [], True)
            if degree:
                raise too_slow()
            return 0, fixed
        if name == "GROUPREF":
            self.reach.append(EVERYTHING)
            return 1, 0
        return 0, 0

    def repeat(self, argument: tuple[int, int, Parts], following: Runs, may_fail: bool) -> tuple[int, int]:
        low, high, body = argument
        is_long = high > LARGE
        is_in_vain = is_long and (may_fail or low > LARGE)
        around = union(first_of(body, []), following)
        degree, fixed = self.sequence(body, around, is_in_vain or low > 1 or (may_fail and high > 1))
        if not is_long:
            return degree, fixed * high
        # Also where it is not in vain: another part of the same alternative, behind it, may be.
        self.reach.append(_characters(body))
        if _looks_far_ahead(body):
            is_in_vain, degree = True, degree + 1
        return (max(degree, 1), 0) if is_in_vain else (degree, fixed * max(low, 1))


def _looks_far_ahead(parts: Parts) -> bool:
    """Return whether parts hold a look ahead with a long repeat: a repeat of them reads it in each round."""
    for name, argument in parts:
        if name == "LOOK_AHEAD" and _Measure().sequence(argument, [], True)[0]:
            return True
        if name in ("SUBPATTERN", "ATOMIC_GROUP", "LOOK_AHEAD") and _looks_far_ahead(argument):
            return True
        if name in REPEATS and _looks_far_ahead(argument[2]):
            return True
        if name == "BRANCH" and any(map(_looks_far_ahead, argument)):
            return True
    return False


def _characters(parts: Parts) -> Runs:
    """Return every character that parts can read."""
    found: list[Runs] = []
    for name, argument in parts:
        if name == "SET":
            found.append(argument)
        elif name in REPEATS:
            found.append(_characters(argument[2]))
        elif name == "BRANCH":
            found += map(_characters, argument)
        elif name in ("SUBPATTERN", "ATOMIC_GROUP", "LOOK_AHEAD", "LOOK_BACK"):
            found.append(_characters(argument))
        elif name == "GROUPREF":
            return EVERYTHING
    return union(*found)
