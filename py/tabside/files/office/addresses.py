"""Texts of Office files with their own syntax: link addresses, sheet names, headers; in both directions."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from ..markup import escaped

__all__ = ["as_sheet", "from_address", "from_reference", "in_address", "in_header", "in_reference", "is_in_files"]

# An address on somebody's own machine or network.
_IN_FILES = re.compile(r"(?i)file:|[a-z]:[\\/]|\\\\|//")
_BRACKETS = re.compile(r"(?i)%(?:5B|5D|7B|7D)")
_NAMED_IN = re.compile(r"\(([A-Z][A-Z0-9_]{0,63}_[0-9]{1,9}[a-z]{0,6})\)")
_IN_SHEETS = str.maketrans("[]:*?/\\", "()_____")


def is_in_files(address: str) -> bool:
    """Whether an address is on somebody's own machine or network."""
    return _IN_FILES.match(address) is not None


def from_address(value: str) -> str:
    """Read an address with plain brackets, so that a placeholder in it can be restored."""
    return _BRACKETS.sub(lambda match: unquote(match[0]), value)


def in_address(value: str) -> str:
    """Write an address that contains a placeholder, so that it stays an address."""
    return escaped(quote(value, safe=":/?&=#@%+,;~!$'()*"))


def in_header(value: str) -> str:
    """Write text of a sheet's header, where & begins a code."""
    return escaped(value.replace("&", "&&"))


def from_reference(value: str) -> str:
    """Read the output of `in_reference` and `as_sheet`, so that it can be restored."""
    return _NAMED_IN.sub(r"[\1]", value)


def in_reference(value: str) -> str:
    """Write a reference to a sheet: square brackets would mean another workbook there."""
    return escaped(value.translate(_IN_SHEETS))


def as_sheet(value: str) -> str:
    """Write a sheet's name: 31 characters at most, without the characters used in references."""
    return escaped(value.translate(_IN_SHEETS)[:31])
