"""Worksheets of an .xlsx file: numbers and inline texts in cells, and the column of each shared string.

A number is read as it is shown, a date as a date. A replaced one becomes an inline text, so that nothing of it
remains; its formula is removed too.
"""

from __future__ import annotations

import html
import re
import sys
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ..columns import is_head
from ..document import Segment
from ..markup import Token, attributes, escaped
from .number_formats import EPOCH_1900, shown_number
from .xml_part import OpenElement, Stretch, XmlPart

__all__ = ["SharedStringsPart", "SheetPart", "heads_of"]

_COLUMN = re.compile(r"([A-Z]+)([0-9]+)")


class SheetPart(XmlPart):
    """A worksheet. `strings` lists the cells with shared strings: index, column, row; `inline` those with inline text.

    `date_styles` are the numbers of the cell formats that show a number as a date, counted from `epoch`. After
    `rebuild`, `lost_formulas` tells whether formulas were removed.
    """

    def __init__(
        self, name: str, data: bytes, date_styles: frozenset[str] = frozenset(), epoch: datetime = EPOCH_1900
    ) -> None:
        self.strings: list[tuple[int, str, int]] = []
        self.inline: list[tuple[str, str, int]] = []
        self.lost_formulas = False
        self._cell = ("", 0)
        self._is_cell_text = False
        self._date_styles, self._epoch = date_styles, epoch
        # Shared formulas (ECMA-376, 18.3.1.40): the cell with the text of one, and the cells that only refer to it.
        self._masters: dict[str, int] = {}
        self._followers: dict[str, list[tuple[int, int]]] = {}
        super().__init__(name, data)

    def _text(self, token: Token, elements: Sequence[OpenElement]) -> None:
        cell = next((one.tag for one in reversed(elements) if one.name == "c"), None)
        if cell is not None and elements[-1].name == "f":
            self._formula(token, elements[-1].tag)
            return
        if cell is None or elements[-1].name != "v":
            super()._text(token, elements)
            return
        found = {attribute.name: attribute.value for attribute in attributes(self.source, cell)}
        match = _COLUMN.fullmatch(found.get("r", ""))
        column, row = self._cell
        value = html.unescape(self.source[token.start : token.end]).strip()
        kind = found.get("t", "n")
        if kind == "s":
            if value.isdigit():
                self.strings.append((int(value), column, row))
        elif kind in ("n", "str", "d"):
            if kind == "n":
                value = shown_number(value, self._epoch if found.get("s", "0") in self._date_styles else None)
            end = self.source.find("</" + cell.name, token.end)
            end = self.source.find(">", end) + 1
            style = f' s="{found["s"]}"' if "s" in found else ""
            place = f' r="{found["r"]}"' if match else ""
            prefix = cell.name.rpartition(":")[0]
            colon = f"{prefix}:" if prefix else ""

            def write(new: str) -> str:
                inside = f'<{colon}is><{colon}t xml:space="preserve">{escaped(new)}</{colon}t></{colon}is>'
                return f'<{cell.name}{place}{style} t="inlineStr">{inside}</{cell.name}>'

            self.segments.append(
                Segment(f"{self.name}, cell {column}{row or ''}", (value,), column=f"{self.name} {column}\0")
            )
            self.stretches.append([Stretch(cell.start, end, value, write)])

    def _attributes(self, token: Token, local: str) -> None:
        super()._attributes(token, local)
        if local == "c":
            found = {attribute.name: attribute.value for attribute in attributes(self.source, token)}
            match = _COLUMN.fullmatch(found.get("r", ""))
            self._cell = (match[1], int(match[2])) if match else ("", 0)
        elif local == "f":
            found = {attribute.name: attribute.value for attribute in attributes(self.source, token)}
            number = found.get("si")
            if number is not None and token.is_empty:
                self._followers.setdefault(number, []).append((token.start, token.end))
            elif number is not None:
                self._masters[number] = token.start

    def _ended(self, name: str) -> None:
        self._is_cell_text = name == "is"

    def add(self, stretches: list[Stretch], *, where: str = "", context: str = "", entity: str | None = None) -> None:
        before = len(self.segments)
        column, row = self._cell
        super().add(
            stretches,
            where=f", cell {column}{row or ''}" if self._is_cell_text else where,
            context=context,
            entity=entity,
        )
        if self._is_cell_text and len(self.segments) > before:
            self.segments[-1] = replace(self.segments[-1], column=f"{self.name} {column}\0")
            self.inline.append((self.segments[-1].text, column, row))
        self._is_cell_text = False

    def _formula(self, token: Token, tag: Token) -> None:
        """Read a formula. One that contains personal data is removed, and its value stays."""
        end = self.source.find(">", token.end) + 1
        value = html.unescape(self.source[token.start : token.end])
        self.add([Stretch(tag.start, end, value, lambda _new: "")], where=", formula")

    def with_heads(self, heads: Mapping[str, str]) -> None:
        """Give the cells their column's head."""
        for index, segment in enumerate(self.segments):
            if segment.column is not None:
                column = segment.column.rstrip("\0").rpartition(" ")[2]
                head = heads.get(column, "")
                # The head itself is not a cell of the column.
                if head and segment.text == head:
                    self.segments[index] = replace(segment, column=f"{self.name} heads\0")
                else:
                    context = f"{head}: " if head else ""
                    self.segments[index] = replace(segment, context=context, column=f"{segment.column}{head}")

    def rebuild(self, pieces: Sequence[Sequence[str]]) -> bytes:
        """Write the sheet. If a cell is replaced as a whole, its formula is not written separately."""
        kept: list[Sequence[str]] = []
        whole = self._whole(pieces)
        for segment, stretches, values in zip(self.segments, self.stretches, pieces, strict=True):
            is_inside = segment.column is None and _holds(whole, stretches[0].start)
            kept.append([one.value for one in stretches] if is_inside else values)
        return super().rebuild(kept)

    def _whole(self, pieces: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
        """Return the spans of cells that are replaced as a whole."""
        return sorted(
            (stretches[0].start, stretches[0].end)
            for segment, stretches, values in zip(self.segments, self.stretches, pieces, strict=True)
            if segment.column is not None and values[0] != stretches[0].value
        )

    def _consequences(self, pieces: Sequence[Sequence[str]]) -> list[tuple[int, int, str]]:
        """Remove the formulas whose text was in a cell that lost it."""
        whole = self._whole(pieces)
        lost = {
            stretches[0].start
            for stretches, values in zip(self.stretches, pieces, strict=True)
            if values[0] != stretches[0].value
        }
        gone = [number for number, start in self._masters.items() if start in lost or _holds(whole, start)]
        self.lost_formulas = bool(lost)
        return [
            (start, end, "")
            for number in gone
            for start, end in self._followers.get(number, ())
            if not _holds(whole, start)
        ]


def _holds(stretches: Sequence[tuple[int, int]], position: int) -> bool:
    """Whether a position lies in one of these sorted stretches."""
    before = bisect_right(stretches, (position, sys.maxsize)) - 1
    return before >= 0 and position < stretches[before][1]


class SharedStringsPart(XmlPart):
    """The shared strings of an .xlsx file, in order: one segment for each that contains a letter or digit."""

    def __init__(self, name: str, data: bytes) -> None:
        self._count = -1
        self.indices: list[int] = []
        super().__init__(name, data)

    def texts(self) -> dict[int, str]:
        return {index: segment.text for index, segment in zip(self.indices, self.segments, strict=True)}

    def _ended(self, name: str) -> None:
        if name == "si":
            self._count += 1

    def add(self, stretches: list[Stretch], *, where: str = "", context: str = "", entity: str | None = None) -> None:
        before = len(self.segments)
        super().add(stretches, where=where, context=context, entity=entity)
        if len(self.segments) > before:
            self.indices.append(self._count)

    def with_columns(self, columns: Mapping[int, tuple[str, str]]) -> None:
        """Give each string its first column: the column's name, and its head."""
        for number, (index, segment) in enumerate(zip(self.indices, self.segments, strict=True)):
            if index in columns:
                column, head = columns[index]
                context = f"{head}: " if head else ""
                self.segments[number] = replace(segment, context=context, column=f"{column}\0{head}")


def heads_of(sheet: SheetPart, texts: Mapping[int, str]) -> tuple[Mapping[str, str], int]:
    """Return the head of each column, and the row of the heads; empty if the first row is data."""
    cells = [*((texts.get(index, ""), column, row) for index, column, row in sheet.strings), *sheet.inline]
    if not cells:
        return {}, 0
    first = min(row for _, _, row in cells)
    heads = {column: text for text, column, row in cells if row == first}
    return (heads, first) if is_head(list(heads.values())) else ({}, 0)
