"""Texts of Office files that have rules of their own: addresses of links, names of sheets, headers; both ways."""

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
    """Say whether an address is one on somebody's own machine or network."""
    return _IN_FILES.match(address) is not None


def from_address(value: str) -> str:
    """Read an address, with brackets as they are, so that a placeholder in it leads back."""
    return _BRACKETS.sub(lambda match: unquote(match[0]), value)


def in_address(value: str) -> str:
    """Write an address in which a placeholder stands, so that it stays one."""
    return escaped(quote(value, safe=":/?&=#@%+,;~!$'()*"))


def in_header(value: str) -> str:
    """Write text of a sheet's header, where & begins a code."""
    return escaped(value.replace("&", "&&"))


def from_reference(value: str) -> str:
    """Read what `in_reference` and `as_sheet` wrote, so that it leads back."""
    return _NAMED_IN.sub(r"[\1]", value)


def in_reference(value: str) -> str:
    """Write what names a sheet: square brackets would mean another workbook there."""
    return escaped(value.translate(_IN_SHEETS))


def as_sheet(value: str) -> str:
    """Write a sheet's name: 31 characters at most, without those that references are made of."""
    return escaped(value.translate(_IN_SHEETS)[:31])
