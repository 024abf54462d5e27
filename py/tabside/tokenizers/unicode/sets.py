"""Sets of code points, unpacked from `tables` on first use."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache

__all__ = ["BLANKS", "WHITESPACE", "char_class", "contains", "pattern", "ranges", "unpack"]

# White_Space of PropList.txt, the same as Rust's char::is_whitespace. Unchanged since Unicode 6.3.
WHITESPACE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
BLANKS = WHITESPACE.replace("\u2000-\u200a", "".join(map(chr, range(0x2000, 0x200B))))
"""The same as single characters, for str.strip."""


def unpack(packed: str) -> list[tuple[int, int]]:
    """Return the runs of a packed set as (first, past the last).

    >>> unpack("1t q 6 q")
    [(65, 91), (97, 123)]
    """
    numbers = [int(word, 36) for word in packed.split()]
    runs, position = [], 0
    for gap, length in zip(numbers[::2], numbers[1::2], strict=True):
        position += gap
        runs.append((position, position + length))
        position += length
    return runs


@cache
def ranges(name: str) -> list[tuple[int, int]]:
    """Return the runs of the set `name` of tables.py."""
    from . import tables

    return unpack(getattr(tables, name))


def char_class(runs: Iterable[tuple[int, int]]) -> str:
    r"""Return the runs as the inside of a regex character class.

    >>> char_class([(65, 91), (95, 96)])
    '\\U00000041-\\U0000005a\\U0000005f'
    """
    return "".join(f"\\U{first:08x}" if end == first + 1 else f"\\U{first:08x}-\\U{end - 1:08x}" for first, end in runs)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a regex that matches one code point of the set `name`."""
    return re.compile(f"[{char_class(ranges(name))}]")


@cache
def contains(name: str) -> Callable[[str], bool]:
    """Return the membership test of the set `name`, for single characters."""
    borders = [border for run in ranges(name) for border in run]

    @cache
    def is_member(character: str) -> bool:
        return bisect_right(borders, ord(character)) % 2 == 1

    return is_member
