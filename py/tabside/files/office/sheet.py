"""Worksheets of an .xlsx file: cells with numbers and texts, and the column of each shared string.

A number that is replaced becomes a text in its cell, and its formula is kept. The order and the quotation marks of
the cell's attributes, which XML parsers ignore, record how the cell was written before. Restoring therefore gives a
number again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from ..columns import entity_of_head, head_roles, is_head
from ..document import Role
from ..markup import Token, escaped
from ..reading import is_plain_number
from .elements import OpenElement, Stretch
from .number_formats import EPOCH_1900, number_of, shown_number
from .xml_part import XmlPart

__all__ = ["SharedStringsPart", "SheetPart", "heads_of"]

_DATA = re.compile(r"<(?P<prefix>[A-Za-z_][\w.-]*:)?sheetData\s*>")
_PLACE = re.compile(r"\sr\s*=\s*[\"'](?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})[\"']")
_KIND = re.compile(r"(?P<name>\st\s*=\s*)(?P<value>\"[a-zA-Z]*\"|'[a-zA-Z]*')")
_STYLE = re.compile(r"\ss\s*=\s*[\"']([0-9]+)[\"']")
# The kind of a cell that was a number and said nothing of it, that said it was one, and that was a date in words.
_WAS_PLAIN, _WAS_NUMBER, _WAS_DATE = ' t="str"', "'str'", " t ='str'"


class _Cell(NamedTuple):
    """A cell with a number, or one that was: where it and its value lie, and its attributes."""

    start: int
    first: int
    last: int
    value: str
    column: str
    row: int
    attributes: str
    name: str


class SheetPart(XmlPart):
    """A worksheet. `strings` maps each shared string to its first column and row; `inline` lists texts in cells.

    `date_styles` are the numbers of the cell formats that show a number as a date, counted from `epoch`.
    """

    def __init__(
        self, name: str, data: bytes, date_styles: frozenset[str] = frozenset(), epoch: datetime = EPOCH_1900
    ) -> None:
        self.strings: dict[int, tuple[str, int]] = {}
        self.inline: list[tuple[str, str, int]] = []
        self.top: list[tuple[int, str, int]] = []
        self._cell = ("", 0)
        self._numbers: list[_Cell] = []
        self._changed: dict[int, tuple[_Cell, str]] = {}
        self._date_styles, self._epoch = date_styles, epoch
        super().__init__(name, data, is_own=True)

    def _read(self) -> None:
        """Read the cells by a pattern of their own: there may be hundreds of thousands."""
        begin = _DATA.search(self.source)
        if begin is None:
            super()._read()
            return
        prefix = begin["prefix"] or ""
        end = self.source.find(f"</{prefix}sheetData", begin.end())
        self.read_range(0, begin.end())
        position = begin.end()
        for match in _cells(prefix, self.source, begin.end(), end):
            if match["attributes"] is None:
                # A comment, or a cell with more in it than a formula and a value.
                close = self.source.find(f"</{prefix}c>", match.end()) if match["other"] else match.end()
                stop = (close + len(prefix) + 4) if match["other"] else match.end()
                if match.start() >= position and close >= 0:
                    self._other_cell(match.start(), stop)
                    position = stop
            elif match.start() >= position:
                self._simple_cell(match, prefix)
        self.read_range(end, len(self.source))

    def _other_cell(self, start: int, end: int) -> None:
        place = _PLACE.search(self.source, start, self.source.find(">", start))
        self._cell = (place["column"], int(place["row"])) if place else ("", 0)
        self.read_range(start, end)

    def _simple_cell(self, match: re.Match[str], prefix: str) -> None:
        said, value = match["attributes"], match["value"]
        place = _PLACE.search(said)
        column, row = (place["column"], int(place["row"])) if place else ("", 0)
        if match["formula"] and any(mark in match["formula"] for mark in '"&![{'):
            self.formula(*match.span("formula"), f"cell {column}{row or ''}, formula")
        if not value:
            return
        kind = _KIND.search(said)
        what = kind["value"][1:-1] if kind else "n"
        if what == "s":
            if value.strip().isdigit():
                number = int(value)
                if number not in self.strings:
                    self.strings[number] = (column, row)
                if not self.top or self.top[0][2] == row:
                    self.top.append((number, column, row))
        elif what in ("n", "d", "str"):
            first, last = match.span("value")
            self._numbers.append(_Cell(match.start(), first, last, value, column, row, said, f"{prefix}c"))

    def read_text(self, token: Token, elements: Sequence[OpenElement]) -> None:
        if elements and elements[-1].name == "v" and elements[-1].family == "x":
            return
        super().read_text(token, elements)

    def add_paragraph(self, closed: OpenElement) -> None:
        if closed.name != "is":
            super().add_paragraph(closed)
            return
        column, row = self._cell
        before = len(self.segments)
        self.add(closed.texts or [], where=f", cell {column}{row or ''}", column=f"{self.name} {column}\0")
        if len(self.segments) > before:
            self.inline.append((self.segments[-1].text, column, row))

    def with_heads(self, heads: Mapping[str, str], row_of_heads: int) -> None:
        """Give the cells their column's head, and read the numbers that may be personal."""
        roles = dict(zip(heads, head_roles(list(heads.values())), strict=True))
        for index, (text, column, row) in zip(_inline_of(self), self.inline, strict=True):
            head = heads.get(column, "")
            if heads and row == row_of_heads:
                self.segments[index] = replace(self.segments[index], column=None, role=roles.get(column, "text"))
            else:
                context = f"{head}: " if head and text else ""
                told = f"{self.name} {column}\0{head}"
                self.segments[index] = replace(self.segments[index], context=context, column=told)
        told_by_head = {column for column, head in heads.items() if entity_of_head(head) is not None}
        for cell in self._numbers:
            self._number(cell, heads.get(cell.column, ""), is_told=cell.column in told_by_head)
        self._numbers.clear()

    def _number(self, cell: _Cell, head: str, *, is_told: bool) -> None:
        style = _STYLE.search(cell.attributes)
        is_date = (style[1] if style else "0") in self._date_styles
        raw = html.unescape(cell.value)
        value = raw
        kind = _KIND.search(cell.attributes)
        is_text = kind is not None and kind["value"][1:-1] == "str"
        if not is_text:
            value = shown_number(raw.strip(), self._epoch if is_date else None)
            if not is_told and not (is_date and value != raw) and is_plain_number(value):
                return
        role: Role = "text" if is_text and not value.isdigit() else "number"
        stretch = Stretch(cell.first, cell.last, value, lambda new: escaped(self._kind_and_value(cell, value, new)[1]))
        self._changed[cell.first] = (cell, value)
        self.add(
            [stretch],
            where=f", cell {cell.column}{cell.row or ''}",
            context=f"{head}: " if head else "",
            column=f"{self.name} {cell.column}\0{head}",
            role=role,
        )

    def further(self, stretch: Stretch, new: str) -> list[tuple[int, int, str]]:
        """Record that a cell's value is a text now, or a number again."""
        changed = self._changed.get(stretch.start)
        if changed is None:
            return super().further(stretch, new)
        cell, shown = changed
        said, _ = self._kind_and_value(cell, shown, new)
        start = cell.start + 1 + len(cell.name)
        return [(start, start + len(cell.attributes), said)] if said != cell.attributes else []

    def _kind_and_value(self, cell: _Cell, shown: str, new: str) -> tuple[str, str]:
        """Return the attributes and the value of a cell that says something new."""
        said = cell.attributes
        kind = _KIND.search(said)
        if new == shown:
            return said, html.unescape(cell.value)
        if kind is None:
            return f"{_WAS_PLAIN}{said}", new
        if kind["value"] == '"n"':
            return f"{said[: kind.start('value')]}{_WAS_NUMBER}{said[kind.end('value') :]}", new
        if kind["value"] == '"d"':
            return f"{said[: kind.start()]}{_WAS_DATE}{said[kind.end() :]}", new
        style = _STYLE.search(said)
        back = number_of(new, self._epoch if (style[1] if style else "0") in self._date_styles else None)
        if back is not None and kind.start() == 0 and said.startswith(_WAS_PLAIN):
            return said[len(_WAS_PLAIN) :], back
        if kind[0] == _WAS_DATE:
            return f'{said[: kind.start()]} t="d"{said[kind.end() :]}', new
        if back is not None and kind["value"] == _WAS_NUMBER:
            return f'{said[: kind.start("value")]}"n"{said[kind.end("value") :]}', back
        return said, new


def _inline_of(sheet: SheetPart) -> Iterator[int]:
    marked = f"{sheet.name}, cell "
    return (
        index for index, one in enumerate(sheet.segments) if one.column is not None and one.place.startswith(marked)
    )  # fmt: skip


def _cells(prefix: str, source: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the cells that hold a formula and a value at most, and whatever else has to be read."""
    p = re.escape(prefix)
    pattern = re.compile(
        rf"<{p}c(?P<attributes>(?:\s[^<>]*?)?)(?:/>|>(?:<{p}f(?:\s[^<>]*?)?(?:/>|>(?P<formula>[^<]*)</{p}f>))?"
        rf"(?:<{p}v(?:\s[^<>]*)?>(?P<value>[^<]*)</{p}v>|<{p}v\s*/>)?</{p}c>)"
        rf"|(?P<other><{p}c[\s>])|<!--(?:[^-]++|-(?!->))*+-->|<\?[^>]*>"
    )
    return pattern.finditer(source, start, end)


class SharedStringsPart(XmlPart):
    """The shared strings of an .xlsx file, in order: one segment for each that contains a letter or digit."""

    def __init__(self, name: str, data: bytes) -> None:
        self._count = -1
        self.indices: list[int] = []
        super().__init__(name, data, is_own=True)

    def texts(self) -> dict[int, str]:
        return {index: segment.text for index, segment in zip(self.indices, self.segments, strict=True)}

    def ended(self, element: OpenElement) -> None:
        if element.name == "si":
            self._count += 1

    def add_paragraph(self, closed: OpenElement) -> None:
        super().add_paragraph(closed)
        self.indices += [self._count] * (len(self.segments) - len(self.indices))

    def with_columns(self, columns: Mapping[int, tuple[str, str, Role]]) -> None:
        """Give each string its first column: the column's name, its head, and how it is read."""
        for number, (index, segment) in enumerate(zip(self.indices, self.segments, strict=True)):
            if index in columns:
                column, head, role = columns[index]
                context = f"{head}: " if head else ""
                told = f"{column}\0{head}" if column else None
                self.segments[number] = replace(segment, context=context, column=told, role=role)


def heads_of(sheet: SheetPart, texts: Mapping[int, str]) -> tuple[Mapping[str, str], int]:
    """Return the head of each column, and the row of the heads; empty if the first row is data."""
    cells = [*((texts.get(index, ""), column, row) for index, column, row in sheet.top), *sheet.inline]
    if not cells:
        return {}, 0
    first = min(row for _, _, row in cells)
    heads = {column: text for text, column, row in cells if row == first}
    return (heads, first) if is_head(list(heads.values())) else ({}, 0)
