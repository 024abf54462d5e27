"""A pattern for Python's `re`, parsed, with the set of characters of each position.

A part is `(name, argument)`, as Python's parser has it, except that every part that matches one character is
`("SET", Runs)`. Under `(?i:…)` a set holds the characters of the other case too.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from ...errors import TokenizerError
from .code_points import EVERYTHING, Runs, complement, union

__all__ = ["REPEATS", "Parts", "always_matches", "first_of", "meet", "parse"]

Parts = Sequence[tuple[str, Any]]
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_IGNORES_CASE = 2
# `re` takes these for i, k and s where case does not matter.
_FOLDED_TO_ASCII: Runs = [(0x130, 0x132), (0x17F, 0x180), (0x212A, 0x212B)]


def parse(translated: str) -> Parts:
    """Parse a pattern.

    Raises:
        TokenizerError: Python's `re` does not know it.
    """
    parser: Any = import_module("re._parser")
    try:
        return _parts(parser.parse(translated), False)
    except (ValueError, OverflowError, RecursionError, parser.error):
        raise TokenizerError("A regex of the tokenizer cannot be translated.") from None


def _parts(parsed: Any, ignores_case: bool) -> Parts:
    return [_part(str(name), argument, ignores_case) for name, argument in parsed]


def _part(name: str, argument: Any, ignores_case: bool) -> tuple[str, Any]:
    if name in REPEATS:
        return name, (int(argument[0]), int(argument[1]), _parts(argument[2], ignores_case))
    if name == "BRANCH":
        return name, [_parts(branch, ignores_case) for branch in argument[1]]
    if name == "SUBPATTERN":
        added, taken_away = int(argument[1]), int(argument[2])
        ignores_case = (ignores_case or bool(added & _IGNORES_CASE)) and not taken_away & _IGNORES_CASE
        return name, _parts(argument[-1], ignores_case)
    if name == "ATOMIC_GROUP":
        return name, _parts(argument, ignores_case)
    if name in ("ASSERT", "ASSERT_NOT"):
        looks_back = int(argument[0]) < 0
        return ("LOOK_BACK" if looks_back else "LOOK_AHEAD"), _parts(argument[1], ignores_case)
    if name in ("LITERAL", "NOT_LITERAL", "IN", "ANY"):
        runs = _runs(name, argument)
        return "SET", _both_cases(runs) if ignores_case else runs
    return name, argument  # AT, GROUPREF and what this dialect lacks.


def _runs(name: str, argument: Any) -> Runs:
    """Return the characters of one position; all where that is not plain."""
    if name == "LITERAL":
        return [(argument, argument + 1)]
    if name == "NOT_LITERAL":
        return complement([(argument, argument + 1)])
    if name == "RANGE":
        return [(argument[0], argument[1] + 1)]
    if name == "IN":
        parts = [(str(kind), value) for kind, value in argument]
        if any(kind == "CATEGORY" for kind, _ in parts):
            return EVERYTHING
        inside = union(*(_runs(kind, value) for kind, value in parts if kind != "NEGATE"))
        return complement(inside) if parts[0][0] == "NEGATE" else inside
    return EVERYTHING


def _both_cases(runs: Runs) -> Runs:
    if not runs or runs[-1][1] > 128:
        return EVERYTHING
    swapped = [ord(chr(number).swapcase()) for first, end in runs for number in range(first, end)]
    return union(runs, [(number, number + 1) for number in swapped], _FOLDED_TO_ASCII)


def always_matches(part: tuple[str, Any]) -> bool:
    """Return whether a part matches whatever the text is: the empty text at least."""
    name, argument = part
    if name in REPEATS:
        return argument[0] == 0 or all(map(always_matches, argument[2]))
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return all(map(always_matches, argument))
    if name == "BRANCH":
        return any(all(map(always_matches, branch)) for branch in argument)
    return False


def first_of(parts: Parts, following: Runs) -> Runs:
    """Return the characters with which parts in a row can begin, where `following` may come after them."""
    first: Runs = []
    for part in parts:
        name, argument = part
        if name == "SET":
            return union(first, argument)
        if name in REPEATS:
            first = union(first, first_of(argument[2], []))
        elif name == "BRANCH":
            first = union(first, *(first_of(branch, []) for branch in argument))
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            first = union(first, first_of(argument, []))
        else:
            # An anchor or a look around can fail after any character that is given back.
            return EVERYTHING
        if not always_matches(part):
            return first
    return union(first, following)


def meet(one: Runs, other: Runs) -> bool:
    """Return whether two sets have a character in common.

    >>> meet([(1, 3)], [(3, 5)]), meet([(1, 4)], [(3, 5)])
    (False, True)
    """
    at = to = 0
    while at < len(one) and to < len(other):
        if one[at][1] <= other[to][0]:
            at += 1
        elif other[to][1] <= one[at][0]:
            to += 1
        else:
            return True
    return False
