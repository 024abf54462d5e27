"""CSV and TSV: cells are replaced, every other byte stays (RFC 4180, and the delimiters that people use)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import FileError
from ..columns import is_head
from ..document import Document, Segment
from ..text import decode_text, encode_text, warnings_of

__all__ = ["open_table"]

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: int
    start: int
    end: int
    value: str
    is_quoted: bool


def open_table(data: bytes, media_type: str) -> Document:
    """Read a table. A first row of names is not data, but describes the cells below.

    Raises:
        FileError: a quotation mark is never closed.
    """
    text, mark, encoding = decode_text(data)
    delimiter = "\t" if media_type == "text/tab-separated-values" else _delimiter(text)
    cells = _cells(text, delimiter)
    first = [cell.value for cell in cells if cell.row == 0]
    heads = first if is_head(first) else []
    known = [cell for cell in cells if cell.value.strip() and not (heads and cell.row == 0)]
    # Heads are scanned too, each by itself: one of them may be a name.
    read = [*(cell for cell in cells if heads and cell.row == 0 and cell.value.strip()), *known]
    segments = [_segment(cell, heads) for cell in read]

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        written: list[str] = []
        position = 0
        changes = sorted(zip(read, pieces, strict=True), key=lambda change: change[0].start)
        for cell, (value,) in changes:
            if value != cell.value:
                written += (text[position : cell.start], _written(value, cell.is_quoted, delimiter))
                position = cell.end
        return encode_text("".join((*written, text[position:])), mark, encoding)

    return Document(segments, rebuild, media_type, warnings_of(encoding))


def _segment(cell: _Cell, heads: Sequence[str]) -> Segment:
    if heads and cell.row == 0:
        return Segment(f"row 1, column {cell.column + 1}", (cell.value,))
    head = heads[cell.column].strip() if cell.column < len(heads) else ""
    return Segment(
        f"row {cell.row + 1}, column {cell.column + 1}",
        (cell.value,),
        context=f"{head}: " if head else "",
        column=f"{cell.column}\0{head}",
    )


def _delimiter(text: str) -> str:
    """Return the delimiter that occurs equally often in each of the first lines; of several, the most frequent."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES] if line.strip()]
    counts = {mark: [line.count(mark) for line in lines] for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: (min(counts[mark], default=0), sum(counts[mark])))


def _cells(text: str, delimiter: str) -> list[_Cell]:
    quoted = re.compile(r'"((?:[^"]|"")*+)"')
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*+")
    cells: list[_Cell] = []
    position = row = column = 0
    while position < len(text):
        begin = quoted.match(text, position)
        if begin is None and text[position] == '"':
            raise FileError("A quotation mark in this table is never closed.", row=row + 1, column=column + 1)
        if begin is not None:
            rest = plain.match(text, begin.end())
            end = rest.end() if rest else begin.end()
            value = begin[1].replace('""', '"') + text[begin.end() : end]
        else:
            match = plain.match(text, position)
            end = match.end() if match else position
            value = text[position:end]
        cells.append(_Cell(row, column, position, end, value, begin is not None))
        position = end
        if text.startswith(delimiter, position):
            position, column = position + 1, column + 1
        elif position < len(text):
            position += 2 if text.startswith("\r\n", position) else 1
            row, column = row + 1, 0
    return cells


def _written(value: str, is_quoted: bool, delimiter: str) -> str:
    if is_quoted or any(ch in value for ch in (delimiter, '"', "\r", "\n")):
        return '"' + value.replace('"', '""') + '"'
    return value
