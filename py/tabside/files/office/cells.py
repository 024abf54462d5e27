"""Cells and rows of a worksheet as one pattern reads them: there may be hundreds of thousands of them in a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from .elements import Stretch

__all__ = ["Cell", "Number", "cell_pattern", "odd_pattern", "place_of"]

_PLACE = re.compile(r"\sr\s*=\s*[\"'](?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})[\"']")


class Cell(NamedTuple):
    """A cell with a number, or one that was: its column and row, its attributes, and where its value lies."""

    column: str
    row: int
    attributes: str
    first: int
    last: int


@dataclass(slots=True)
class Number(Stretch):
    """A cell's value, and where the cell begins. All else is read again when it changes: there may be very many."""

    cell: int = 0


def place_of(attributes: str) -> tuple[str, int]:
    place = _PLACE.search(attributes)
    return (place["column"], int(place["row"])) if place else ("", 0)


def cell_pattern(prefix: str) -> re.Pattern[str]:
    """Match the cells that hold a formula and a value, or one text, at most, and whatever else has to be read.

    An attribute that is none of a cell's own may be anybody's words, so that its cell is read as all other XML.
    """
    p = re.escape(prefix)
    own = r"\s+(?:r|s|t|cm|vm|ph)\s*=\s*(?:\"[A-Za-z0-9]*\"|'[A-Za-z0-9]*')"
    of_formula = (
        r"\s+(?:t|ref|si|ca|aca|dt2D|dtr|del1|del2|r1|r2|bx|xml:space)\s*=\s*"
        r"(?:\"[A-Za-z0-9:$]*\"|'[A-Za-z0-9:$]*')"
    )
    of_row = (
        r"\s+(?:r|spans|s|customFormat|ht|hidden|customHeight|outlineLevel|collapsed|thickTop|thickBot|ph|\w+:dyDescent)"
        r"\s*=\s*(?:\"[A-Za-z0-9.: ]*\"|'[A-Za-z0-9.: ]*')"
    )
    space = r"(?:\s+xml:space\s*=\s*[\"']preserve[\"'])?"
    return re.compile(
        rf"<{p}c(?P<attributes>(?:{own})*+)\s*(?:/>|>(?:<{p}f(?:{of_formula})*+\s*(?:/>|>(?P<formula>[^<]*)</{p}f>))?"
        rf"(?:<{p}v{space}>(?P<value>[^<]*)</{p}v>|<{p}v\s*/>"
        rf"|<{p}is><{p}t{space}>(?P<text>[^<]*)</{p}t></{p}is>)?</{p}c>)"
        rf"|(?P<row><{p}row(?=[\s/>])(?!(?:{of_row})*+\s*/?>)[^<>]*>)"
        rf"|(?P<other><{p}c[\s>])|<!--(?:[^-]++|-(?!->))*+-->|<\?[^>]*>"
    )


def odd_pattern(prefix: str) -> re.Pattern[str]:
    """Match any other cell with a value, up to the value."""
    p = re.escape(prefix)
    inside = rf"(?:[^<]++|<(?!/{p}c[\s>]|{p}v[\s>]))*+"
    return re.compile(rf"<{p}c(?P<attributes>(?:\s[^<>]*?)?)>{inside}<{p}v(?:\s[^<>]*)?>(?P<value>[^<]+)")
