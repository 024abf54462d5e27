"""Compile user-written patterns so that matching is linear in the length of the text.

Python's `re` backtracks, and cannot be stopped once it runs. A pattern is therefore analyzed before it is compiled, and
refused unless three conditions hold:

- Every repeat has an upper bound, and no match is longer than `LONGEST` characters.
- There are no back-references or conditionals on groups, and look-arounds are bounded too.
- The steps to try a match at one position, added over its parts, are at most `MOST_STEPS`. A repeat that may end at
  several positions multiplies the steps of the rest. A repeat that is possessive, or whose characters cannot begin the
  rest, ends at one position.

The work is then at most `MOST_STEPS` steps for each character of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

from ...errors import PolicyError

__all__ = ["LONGEST", "MOST_STEPS", "compile_safely", "compile_wildcard"]

LONGEST = 1000
MOST_STEPS = 5000
_STARS = 2
_STAR = 65
"""Places where the characters of a star may end."""
_ANY = frozenset(range(129))
# The last class stands for all non-ASCII characters.
_OTHER = 128


@lru_cache(maxsize=512)
def compile_safely(regex: str, ignore_case: bool = False) -> re.Pattern[str]:
    """Compile a regular expression with bounded matching time.

    >>> compile_safely(r"EMP-[0-9]{4,8}").pattern
    'EMP-[0-9]{4,8}'

    Raises:
        PolicyError: it is invalid, or could take long; the message says how to rewrite it.
    """
    parser: Any = import_module("re._parser")
    if not isinstance(regex, str) or not 0 < len(regex) <= LONGEST:
        raise PolicyError(f"A pattern is a text of 1 to {LONGEST} characters.")
    try:
        parsed = parser.parse(regex, re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError, RecursionError) as error:
        at = getattr(error, "pos", None)
        raise PolicyError(f"The pattern is no regular expression{'' if at is None else f': position {at}'}.") from None
    longest = _longest(parsed)
    if longest > LONGEST:
        raise PolicyError(f"The pattern could match more than {LONGEST} characters: give its repeats lower bounds.")
    if longest == 0:
        raise PolicyError("The pattern matches nothing but the empty text.")
    if _effort(list(parsed), _ANY)[1] > MOST_STEPS:
        raise PolicyError(
            "The pattern could be tried in too many ways: make what follows a repeat begin with another character, "
            "lower the bounds, or make repeats possessive, such as {1,40}+."
        )
    return re.compile(regex, re.IGNORECASE if ignore_case else 0)


@lru_cache(maxsize=512)
def compile_wildcard(wildcard: str, ignore_case: bool = False) -> re.Pattern[str]:
    """Compile a wildcard that matches whole words: `*` is up to 64 characters except white space, `?` is one.

    Between two stars, the text is matched where it occurs first, so that not every pair of places is tried.

    >>> bool(compile_wildcard("ACME-*").fullmatch("ACME-Oslo"))
    True

    Raises:
        PolicyError: it has more than two stars, nothing but stars, or too much behind a star.
    """
    if not isinstance(wildcard, str) or not 0 < len(wildcard) <= LONGEST:
        raise PolicyError(f"A wildcard is a text of 1 to {LONGEST} characters.")
    joined = re.sub(r"\*+", "*", wildcard)
    if joined.count("*") > _STARS or not joined.strip("*? "):
        raise PolicyError("A wildcard has at most two stars, and other characters beside them.")
    if _STAR * len(joined.partition("*")[2].replace("*", "")) > MOST_STEPS:
        raise PolicyError(f"Behind its first star, a wildcard has at most {MOST_STEPS // _STAR} characters.")
    pieces = [_wild(piece) for piece in re.split(r"([*?]*\*[*?]*)", joined)]
    if len(pieces) == 5:
        # text, star, text, star, text
        pieces[1:3] = [f"(?>{pieces[1]}?{pieces[2]})"]
    return re.compile(rf"(?<!\w){''.join(pieces)}(?!\w)", re.IGNORECASE if ignore_case else 0)


def _wild(piece: str) -> str:
    """Translate text, or a run with stars: what may end at several places is then one repeat."""
    if "*" in piece:
        least = piece.count("?")
        return f"\\S{{{least},{least + 64 * piece.count('*')}}}"
    return "".join(r"\S" if ch == "?" else re.escape(ch) for ch in piece)


def _longest(parsed: Any) -> int:
    """Return the maximum length of a match. Refuse unbounded repeats and back-references."""
    longest = 0
    for name, argument in _parts(parsed):
        if name in ("GROUPREF", "GROUPREF_EXISTS", "GROUPREF_IGNORE"):
            raise PolicyError("The pattern refers back to a group; write out what it may match.")
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _low, high, repeated = argument
            if int(high) > LONGEST:
                raise PolicyError("A repeat in the pattern has no bound: write {0,40} for *, and {1,40} for +.")
            longest += int(high) * _longest(repeated)
        elif name == "BRANCH":
            longest += max(_longest(branch) for branch in argument[1])
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            longest += _longest(argument[-1] if name == "SUBPATTERN" else argument)
        elif name in ("ASSERT", "ASSERT_NOT"):
            _longest(argument[1])
        elif name != "AT":
            longest += 1
    return longest


def _effort(parts: Sequence[tuple[Any, Any]], following: frozenset[int]) -> tuple[int, int]:
    """Return upper bounds for the number of ways a sequence can match at one position, and for the steps to try them
    all.

    `following` are the characters that may come after it.
    """
    ways = steps = 1
    for index in range(len(parts) - 1, -1, -1):
        its_ways, its_steps = _effort_of_one(str(parts[index][0]), parts[index][1], following)
        # Each way of this part is followed by an attempt at the rest.
        ways, steps = its_ways * ways, its_steps + its_ways * steps
        if steps > MOST_STEPS:
            return ways, steps
        following = _first([parts[index]], following)
    return ways, steps


def _effort_of_one(name: str, argument: Any, following: frozenset[int]) -> tuple[int, int]:
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _effort_of_repeat(name, argument, following)
    if name == "BRANCH":
        branches = [_effort(list(branch), following) for branch in argument[1]]
        return sum(ways for ways, _ in branches), sum(steps for _, steps in branches)
    if name == "SUBPATTERN":
        return _effort(list(argument[-1]), following)
    if name == "ATOMIC_GROUP":
        return 1, _effort(list(argument), following)[1]
    if name in ("ASSERT", "ASSERT_NOT"):
        return 1, _effort(list(argument[1]), _ANY)[1]
    return 1, 1


def _effort_of_repeat(name: str, argument: Any, following: frozenset[int]) -> tuple[int, int]:
    low, high, repeated = int(argument[0]), int(argument[1]), list(argument[2])
    begins = _first(repeated, following)
    ways, steps = _effort(repeated, begins | following)
    if ways > 1:
        # Each round may be tried in each of its ways, after each way of those before it.
        ways, steps = ways ** min(high, 64), steps * sum(ways**done for done in range(min(high, 64)))
        return (1, steps) if name == "POSSESSIVE_REPEAT" else (ways * (high - low + 1), steps)
    is_settled = name == "POSSESSIVE_REPEAT" or not begins & following
    return 1 if is_settled else high - low + 1, high * steps + 1


def _first(parts: Sequence[tuple[Any, Any]], following: frozenset[int]) -> frozenset[int]:
    """Return the characters with which a sequence can begin if `following` may come after it."""
    if not parts:
        return following
    name, argument = str(parts[0][0]), parts[0][1]
    rest = parts[1:]
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return _first(rest, following)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        begins = _first(list(argument[2]), _first(rest, following))
        return begins | _first(rest, following) if int(argument[0]) == 0 else begins
    if name == "BRANCH":
        behind = _first(rest, following)
        return frozenset().union(*(_first(list(branch), behind) for branch in argument[1]))
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _first(list(argument[-1] if name == "SUBPATTERN" else argument), _first(rest, following))
    return _class(name, argument)


def _class(name: str, argument: Any) -> frozenset[int]:
    """Return the characters of one position of a pattern, in both cases; if in doubt, all."""
    if name == "LITERAL":
        return _cases(argument)
    if name == "IN":
        if any(str(kind) == "NEGATE" for kind, _ in argument):
            inside = frozenset().union(*(_class(str(kind), value) for kind, value in argument if str(kind) != "NEGATE"))
            return (_ANY - inside) | {_OTHER}
        return frozenset().union(*(_class(str(kind), value) for kind, value in argument))
    if name == "RANGE":
        low, high = argument
        inside = frozenset().union(*(_cases(code) for code in range(low, min(high, _OTHER) + 1)))
        return inside | {_OTHER} if high >= _OTHER else inside
    if name == "CATEGORY":
        return _category(str(argument))
    return _ANY


_CATEGORIES = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}


def _category(name: str) -> frozenset[int]:
    kind = name.rsplit("_", 1)[-1]
    inside = frozenset(code for code in range(_OTHER) if re.match(_CATEGORIES.get(kind, "(?s:.)"), chr(code)))
    return ((_ANY - inside) if "_NOT_" in name else inside) | {_OTHER}


def _cases(code: int) -> frozenset[int]:
    ch = chr(code)
    # The Kelvin sign is a k in another case, the long s an s, the dotless i an i.
    others = {_OTHER} if ch.lower() in "iks" else set()
    return frozenset(min(ord(other[0]), _OTHER) for other in (ch, ch.lower(), ch.upper())) | others


def _parts(parsed: Any) -> Iterator[tuple[str, Any]]:
    for name, argument in parsed:
        yield str(name), argument
