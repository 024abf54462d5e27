"""Worksheets of an .xlsx file: cells with numbers and texts, and the column of each shared string.

A number that is replaced becomes a text in its cell, and its formula is kept. The order and the quotation marks of
the cell's attributes, which XML parsers ignore, record how the cell was written before. Restoring therefore gives a
number again.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from ..budget import Budget
from ..columns import entity_of_head, head_roles, is_head
from ..document import Role, Segment
from ..markup import Token, attributes, escaped, tokens
from ..reading import is_plain_number
from .cells import Cell, Number, cell_pattern, odd_pattern, place_of
from .elements import OpenElement, Stretch
from .number_formats import EPOCH_1900, number_of, shown_number
from .well_formed import not_xml
from .xml_part import XmlPart

__all__ = ["SharedStringsPart", "SheetPart", "heads_of"]

_DATA = re.compile(r"<(?P<prefix>[A-Za-z_][\w.-]*:)?sheetData\s*>")
_KIND = re.compile(r"(?P<name>\st\s*=\s*)(?P<value>\"[a-zA-Z]*\"|'[a-zA-Z]*')")
_STYLE = re.compile(r"\ss\s*=\s*[\"']([0-9]+)[\"']")
# The kind of a cell that was a number and said nothing of it, that said it was one, and that was a date in words.
_WAS_PLAIN, _WAS_NUMBER, _WAS_DATE = ' t="str"', "'str'", " t ='str'"


_LONGEST_INDEX = 9


class SheetPart(XmlPart):
    """A worksheet. `strings` maps each shared string to its first column and row; `inline` lists texts in cells.

    `date_styles` are the numbers of the cell formats that show a number as a date, counted from `epoch`.
    """

    def __init__(
        self, name: str, data: bytes, date_styles: frozenset[str] = frozenset(), epoch: datetime = EPOCH_1900,
        budget: Budget | None = None,
    ) -> None:  # fmt: skip
        self.strings: dict[int, tuple[str, int]] = {}
        self.inline: list[tuple[str, str, int]] = []
        self.top: list[tuple[int, str, int]] = []
        self._cell = ("", 0)
        self._numbers = array("q")
        self._columns: dict[str, str] = {}
        self._pattern, self._odd = cell_pattern(""), odd_pattern("")
        self._prefix = ""
        self._date_styles, self._epoch = date_styles, epoch
        super().__init__(name, data, is_own=True, budget=budget)

    def _read(self) -> None:
        """Read the cells by a pattern of their own: there may be hundreds of thousands."""
        begin = _DATA.search(self.source)
        if begin is None:
            super()._read()
            return
        self._prefix = prefix = begin["prefix"] or ""
        self._pattern, self._odd = cell_pattern(prefix), odd_pattern(prefix)
        end = self.source.find(f"</{prefix}sheetData", begin.end())
        self.read_range(0, begin.end())
        position = begin.end()
        for match in self._pattern.finditer(self.source, begin.end(), end):
            if match["row"] is not None:
                self._odd_row(match)
            elif match["attributes"] is None:
                # A comment, or a cell with more in it than a formula and a value.
                close = self.source.find(f"</{prefix}c>", match.end()) if match["other"] else match.end()
                stop = (close + len(prefix) + 4) if match["other"] else match.end()
                if match.start() >= position and close >= 0:
                    self._other_cell(match.start(), stop)
                    position = stop
            elif match.start() >= position:
                self._simple_cell(match)
        self.read_range(end, len(self.source))

    def _odd_row(self, match: re.Match[str]) -> None:
        token = next(tokens(self.source, *match.span()))
        found = [one for one in attributes(self.source, token) if not one.name.startswith("xmlns")]
        self.attributes_of(token, "row", "x", found)

    def _other_cell(self, start: int, end: int) -> None:
        self._cell = place_of(self.source[start : self.source.find(">", start)])
        self.read_range(start, end)
        odd = self._odd.match(self.source, start, end)
        if odd is not None:
            self._value(start, odd["attributes"], odd["value"])

    def _simple_cell(self, match: re.Match[str]) -> None:
        said = match["attributes"]
        if match["text"] is not None:
            column, row = place_of(said)
            first, last = match.span("text")
            self._add_inline([Stretch(first, last, html.unescape(match["text"]), escaped, first)], column, row)
            return
        if match["formula"] and any(mark in match["formula"] for mark in '"&![{'):
            column, row = place_of(said)
            self.formula(*match.span("formula"), f"cell {column}{row or ''}, formula")
        if match["value"]:
            self._value(match.start(), said, match["value"])

    def _value(self, start: int, said: str, value: str) -> None:
        """Take note of a number or date, or of where a shared string stands."""
        kind = _KIND.search(said)
        what = kind["value"][1:-1] if kind else "n"
        if what == "s":
            if (index := value.strip()).isdecimal() and len(index) <= _LONGEST_INDEX:
                number = int(index)
                column, row = place_of(said)
                if number not in self.strings:
                    self.strings[number] = (column, row)
                if not self.top or self.top[0][2] == row:
                    self.top.append((number, column, row))
        elif what in ("n", "d", "str"):
            self._numbers.append(start)

    def read_text(self, token: Token, elements: Sequence[OpenElement]) -> None:
        if elements and elements[-1].name == "v" and elements[-1].family == "x":
            return
        super().read_text(token, elements)

    def add_paragraph(self, closed: OpenElement) -> None:
        if closed.name != "is":
            super().add_paragraph(closed)
            return
        self._add_inline(closed.texts or [], *self._cell)

    def _add_inline(self, stretches: Sequence[Stretch], column: str, row: int) -> None:
        before = len(self.segments)
        self.add(stretches, where=f", cell {column}{row or ''}", column=self._told(column, ""))
        if len(self.segments) > before:
            self.inline.append((self.segments[-1].text, column, row))

    def with_heads(self, heads: Mapping[str, str], row_of_heads: int) -> None:
        """Give the cells their column's head, and read the numbers that may be personal."""
        roles = dict(zip(heads, head_roles(list(heads.values())), strict=True))
        for index, (text, column, row) in zip(_inline_of(self), self.inline, strict=True):
            head = heads.get(column, "")
            if heads and row == row_of_heads:
                self.segments[index] = _with(self.segments[index], "", None, roles.get(column, "text"))
            elif head and text:
                self.segments[index] = _with(self.segments[index], f"{head}: ", self._told(column, head), "text")
        self._columns.clear()
        told_by_head = {column for column, head in heads.items() if entity_of_head(head) is not None}
        numbers, self._numbers = self._numbers, array("q")
        for start in numbers:
            cell = self._cell_at(start)
            self._number(start, cell, heads.get(cell.column, ""), is_told=cell.column in told_by_head)

    def _told(self, column: str, head: str) -> str:
        """Return the name of a column, one object for all of its cells."""
        told = self._columns.get(column)
        if told is None:
            told = self._columns[column] = f"{self.name} {column}\0{head}"
        return told

    def _cell_at(self, start: int) -> Cell:
        match = self._pattern.match(self.source, start)
        if match is None or match["value"] is None:
            match = self._odd.match(self.source, start)
        if match is None:
            raise not_xml()
        said = match["attributes"]
        return Cell(*place_of(said), said, *match.span("value"))

    def _number(self, start: int, cell: Cell, head: str, *, is_told: bool) -> None:
        style = _STYLE.search(cell.attributes)
        is_date = (style[1] if style else "0") in self._date_styles
        value = raw = html.unescape(self.source[cell.first : cell.last])
        kind = _KIND.search(cell.attributes)
        is_text = kind is not None and kind["value"][1:-1] == "str"
        if not is_text:
            value = shown_number(raw.strip(), self._epoch if is_date else None)
            if not is_told and not (is_date and value != raw) and is_plain_number(value):
                return
        role: Role = "text" if is_text and not value.isdigit() else "number"
        self.add(
            (Number(cell.first, cell.last, value, escaped, cell=start),),
            where=f", cell {cell.column}{cell.row or ''}",
            context=f"{head}: " if head else "",
            column=self._told(cell.column, head),
            role=role,
        )

    def written(self, stretch: Stretch, new: str) -> str:
        if not isinstance(stretch, Number):
            return super().written(stretch, new)
        return escaped(self._kind_and_value(self._cell_at(stretch.cell), stretch.value, new)[1])

    def further(self, stretch: Stretch, new: str) -> list[tuple[int, int, str]]:
        """Record that a cell's value is a text now, or a number again."""
        if not isinstance(stretch, Number):
            return super().further(stretch, new)
        cell = self._cell_at(stretch.cell)
        said, _ = self._kind_and_value(cell, stretch.value, new)
        start = stretch.cell + len(f"<{self._prefix}c")
        return [(start, start + len(cell.attributes), said)] if said != cell.attributes else []

    def _kind_and_value(self, cell: Cell, shown: str, new: str) -> tuple[str, str]:
        """Return the attributes and the value of a cell that says something new."""
        said = cell.attributes
        kind = _KIND.search(said)
        if new == shown:
            return said, html.unescape(self.source[cell.first : cell.last])
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


def _with(segment: Segment, context: str, column: str | None, role: Role) -> Segment:
    return Segment(
        segment.place, segment.pieces, context, column, segment.entity, segment.fixed, role, segment.soft,
        segment.is_copy, segment.limit,
    )  # fmt: skip


class SharedStringsPart(XmlPart):
    """The shared strings of an .xlsx file, in order: one segment for each that contains a letter or digit."""

    def __init__(self, name: str, data: bytes, budget: Budget | None = None) -> None:
        self._count = -1
        self.indices: list[int] = []
        super().__init__(name, data, is_own=True, budget=budget)

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
                self.segments[number] = _with(segment, context, told, role)


def heads_of(sheet: SheetPart, texts: Mapping[int, str]) -> tuple[Mapping[str, str], int]:
    """Return the head of each column, and the row of the heads; empty if the first row is data."""
    cells = [*((texts.get(index, ""), column, row) for index, column, row in sheet.top), *sheet.inline]
    if not cells:
        return {}, 0
    first = min(row for _, _, row in cells)
    heads = {column: text for text, column, row in cells if row == first}
    return (heads, first) if is_head(list(heads.values())) else ({}, 0)
