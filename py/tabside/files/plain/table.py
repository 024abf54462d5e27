"""CSV and TSV: cells are replaced, every other byte stays (RFC 4180, and the delimiters that people use)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

from ..columns import column_of, entity_of_head, head_roles, is_head
from ..document import Document, Place, Role, Segment
from ..reading import is_plain_number
from ..text import decode_text, encode_text, warnings_of

__all__ = ["open_table"]

_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 200
_SAMPLE_CELLS = 20_000
_SAMPLE_CHARACTERS = 200_000
# Behind so many quotation marks that close nothing, none is taken for one that spans lines.
_MOST_STRAY = 100


class _Cell(NamedTuple):
    """A cell's position in the source and its value, quoted or raw."""

    row: int
    column: int
    start: int
    end: int
    value: str
    is_quoted: bool


def open_table(data: bytes, media_type: str) -> Document:
    """Read a table. A first row of names is not data, but describes the cells below.

    Cells that are plain numbers, and have no head that says otherwise, are passed by.
    """
    text, mark, encoding = decode_text(data)
    delimiter = "\t" if media_type == "text/tab-separated-values" else _delimiter(text)
    first = {cell.column: cell.value for cell in _cells(text, delimiter, until_row=1)}
    heads = [first.get(column, "").strip() for column in range(max(first, default=-1) + 1)]
    heads = heads if is_head(heads) else []
    roles = head_roles(heads)
    is_told = [entity_of_head(head) is not None for head in heads]
    read: list[_Cell] = []
    segments: list[Segment] = []
    for cell in _cells(text, delimiter):
        if not any(map(str.isalnum, cell.value)):
            continue
        if heads and cell.row == 0:
            segments.append(Segment(f"row 1, column {cell.column + 1}", (cell.value,), role=roles[cell.column]))
        elif (cell.column < len(heads) and is_told[cell.column]) or not is_plain_number(cell.value):
            segments.append(_segment(cell, heads[cell.column] if cell.column < len(heads) else ""))
        else:
            continue
        read.append(cell)

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        written: list[str] = []
        position = 0
        for cell, (value,) in zip(read, pieces, strict=True):
            if value != cell.value:
                written += (text[position : cell.start], _written(value, cell.is_quoted, delimiter))
                position = cell.end
        return encode_text("".join((*written, text[position:])), mark, encoding)

    def write(is_quoted: bool, value: str) -> str:
        return _written(value, is_quoted, delimiter)

    places = [Place(cell.start, cell.end, partial(write, cell.is_quoted)) for cell in read]
    return Document(segments, rebuild, media_type, warnings_of(encoding), places=places)


def _segment(cell: _Cell, head: str) -> Segment:
    stripped = cell.value.strip()
    role: Role = "number" if stripped.isascii() and stripped.isdigit() else "text"
    return Segment(
        f"row {cell.row + 1}, column {cell.column + 1}",
        (cell.value,),
        context=f"{head}: " if head else "",
        column=column_of("", cell.column, head),
        role=role,
    )


def _delimiter(text: str) -> str:
    """Return the delimiter by which most of the first rows have the same number of cells; of several, the most cells.

    Rows are read as they are with each of them, so that what stands in quotes counts for none.
    """
    scores = {mark: _evenness(text, mark) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: scores[mark])


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """Return which part of the rows has the most common number of cells, above one, and that number."""
    widths: Counter[int] = Counter()
    sample = text[:_SAMPLE_CHARACTERS]
    for _ in islice(_cells(sample, delimiter, until_row=_SAMPLE_ROWS, widths=widths), _SAMPLE_CELLS):
        pass
    several = [(count, cells) for cells, count in widths.items() if cells > 1]
    if not several:
        return 0.0, 1
    count, cells = max(several)
    return round(count / sum(widths.values()), 1), cells


def _cells(
    text: str, delimiter: str, *, until_row: int | None = None, widths: Counter[int] | None = None
) -> Iterator[_Cell]:
    """Yield the cells that are not empty, in order, and count in `widths` how many cells rows have.

    A quotation mark that is never closed, or not before a delimiter, is a sign as others. Linear in the length of the
    text.
    """
    mark = re.escape(delimiter)
    quoted = re.compile(rf'"((?:[^"]|"")*+)"(?=[{mark}\r\n]|\Z)')
    # Python's csv and others read on behind a closed quotation mark.
    half_quoted = re.compile(rf'"(?:[^"\r\n]|"")*+"[^{mark}\r\n]*+')
    plain = re.compile(rf"[^{mark}\r\n]*+")
    nothing = re.compile(rf"{mark}+")
    position = row = column = stray = 0
    has_value = False
    while position < len(text):
        empty = nothing.match(text, position)
        if empty is not None:
            column += empty.end() - position
            position = empty.end()
            continue
        match = None
        is_quoted = False
        if text[position] == '"':
            match = quoted.match(text, position) if stray < _MOST_STRAY else None
            is_quoted = match is not None
            stray += not is_quoted
            match = match or half_quoted.match(text, position)
        match = match or plain.match(text, position)
        end = match.end() if match else position
        if end > position:
            value = match[1].replace('""', '"') if is_quoted and match else text[position:end]
            yield _Cell(row, column, position, end, value, is_quoted)
            has_value = True
        position = end
        if text.startswith(delimiter, position):
            position, column = position + 1, column + 1
        elif position < len(text):
            position += 2 if text.startswith("\r\n", position) else 1
            if widths is not None and has_value:
                widths[column + 1] += 1
            row, column, has_value = row + 1, 0, False
            if row == until_row:
                return
    if widths is not None and has_value:
        widths[column + 1] += 1


def _written(value: str, is_quoted: bool, delimiter: str) -> str:
    """Write a cell in quotes where it had them, or needs them; one that was raw has none of what needs them."""
    if is_quoted or any(ch in value for ch in (delimiter, "\r", "\n")):
        return '"' + value.replace('"', '""') + '"'
    return value
