"""Texts of Office files with their own syntax: link addresses, sheet names, headers; in both directions."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from ..markup import escaped

__all__ = ["as_sheet", "from_address", "from_sheet", "in_address", "in_header", "is_in_files"]

# An address on somebody's own machine or network.
_IN_FILES = re.compile(r"(?i)file:|[a-z]:[\\/]|\\\\|//")
_BRACKET = re.compile(r"[\[\]{}]")
_BRACKETS = re.compile(r"(?i)%(?:5B|5D|7B|7D)")
_NAMED_IN = re.compile(
    r"\(([A-Z][A-Z0-9_]{0,63}_[0-9]{1,9}[a-z]{0,6})\)"
    r"|(?<![^\W_])_([A-Z][A-Z0-9_]{0,63}?_[0-9]{1,9}[a-z]{0,6})_(?![^\W_])"
)
_IN_SHEETS = str.maketrans("[]:*?/\\", "()_____")
_IN_PLAIN_SHEETS = str.maketrans("[]:*?/\\", "_______")
_PLAIN = re.compile(r"[^\W\d]\w*")
LONGEST_SHEET = 31


def is_in_files(address: str) -> bool:
    """Whether an address is on somebody's own machine or network."""
    return _IN_FILES.match(address) is not None


def from_address(value: str) -> str:
    """Read an address with plain brackets, so that a placeholder in it can be restored."""
    return _BRACKETS.sub(lambda match: unquote(match[0]), value)


def in_address(value: str) -> str:
    """Write an address that contains a placeholder, so that it stays an address."""
    return escaped(_BRACKET.sub(lambda match: f"%{ord(match[0]):X}", value))


def in_header(value: str) -> str:
    """Write text of a sheet's header, where & begins a code."""
    return escaped(value.replace("&", "&&"))


def from_sheet(value: str) -> str:
    """Read a sheet's name as `as_sheet` wrote it, so that it leads back.

    >>> from_sheet("(SURNAME_1) 2024"), from_sheet("_SURNAME_1_"), from_sheet("SALES_2024_Q1")
    ('[SURNAME_1] 2024', '[SURNAME_1]', 'SALES_2024_Q1')
    """
    return _NAMED_IN.sub(lambda match: f"[{match[1] or match[2]}]", value)


def as_sheet(before: str) -> Callable[[str], str]:
    """Return what writes another name of a sheet: 31 characters at most, without those that references are made of.

    A name that formulas write without quotation marks gets one for which that holds too: so they come back exactly.
    """
    table = _IN_PLAIN_SHEETS if _PLAIN.fullmatch(before) else _IN_SHEETS
    return lambda new: escaped(new.translate(table)[:LONGEST_SHEET])
