"""Read the rows of a table or list of texts: CSV, TSV, Excel, JSON lines, or a text a line. Nothing is written back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from ..errors import FileError, FileTooLargeError, FileUnsupportedError, InputError
from .budget import MOST_BYTES
from .csv_rows import csv_rows
from .text import decode_text, warnings_of

__all__ = ["ROW_KINDS", "Rows", "read_rows"]

ROW_KINDS = ("csv", "tsv", "xlsx", "jsonl", "ndjson", "json", "txt")
MOST_ROWS = 100_000
_MOST_COLUMNS = 1_000
_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_HEAD = 60
_BY_ITSELF = "\x1f"


@dataclass(frozen=True, slots=True)
class Rows:
    """The named columns of a table, and its rows: a text for each column, empty where there is no value."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    warnings: tuple[str, ...] = ()

    def column(self, name: str) -> list[str]:
        """Return the texts of a column. Raises InputError; the message lists the columns."""
        if name not in self.columns:
            raise InputError(f"There is no column of that name; there are: {', '.join(self.columns)}.")
        at = self.columns.index(name)
        return [row[at] for row in self.rows]


def read_rows(data: bytes, name: str) -> Rows:
    """Read a file by its extension, one of `ROW_KINDS`.

    The first row of a table names its columns if its cells are all different, short and no numbers; else they are
    numbered. JSON is a list of objects or of texts, JSON lines one object or text a line. Of an Excel file the first
    sheet is read; dates are written as 2024-03-01.

    Raises:
        FileUnsupportedError: it is none of these.
        FileTooLargeError: more than 100,000 rows, 1,000 columns or 256 MB.
        FileError: it is damaged, or holds no rows.
    """
    kind = PurePath(name).suffix.lower().lstrip(".")
    if kind not in ROW_KINDS:
        raise FileUnsupportedError(f"Rows are read from {', '.join(f'.{one}' for one in ROW_KINDS)}.")
    if len(data) > MOST_BYTES:
        raise FileTooLargeError("This file is larger than 256 MB.")
    if kind == "xlsx":
        from .office.sheet_rows import read_sheet

        sheet, warnings = read_sheet(data)
        return _table(sheet, warnings)
    text, _, encoding = decode_text(data)
    warnings = warnings_of(encoding)
    if kind == "txt":
        lines = [line.strip() for line in text.splitlines()]
        return _checked(("text",), [(line,) for line in lines if line], warnings)
    if kind in ("csv", "tsv"):
        return _table(_csv_rows(text, "\t" if kind == "tsv" else _delimiter(text)), warnings)
    return _records(_json_values(text, kind), warnings)


def _delimiter(text: str) -> str:
    """Return the delimiter that the first line has most of; without any, the table has one column."""
    first = text.lstrip().split("\n", 1)[0]
    best = max(_DELIMITERS, key=first.count)
    return best if best in first else _BY_ITSELF


def _csv_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv_rows(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise FileError("This table cannot be read: a cell is over 131,072 characters, or not closed.") from None


def _table(source: Iterator[list[str]], warnings: Sequence[str]) -> Rows:
    rows: list[list[str]] = []
    for row in source:
        if any(cell.strip() for cell in row):
            rows.append(row)
        if len(rows) > MOST_ROWS + 1:
            raise _too_long()
    width = max(map(len, rows), default=0)
    if width > _MOST_COLUMNS:
        raise FileTooLargeError(f"This table has more than {_MOST_COLUMNS:,} columns.")
    heads = [cell.strip() for cell in rows[0]] if rows else []
    if _names_columns(heads):
        columns = [*heads, *(f"column {number + 1}" for number in range(len(heads), width))]
        rows = rows[1:]
    else:
        columns = [f"column {number + 1}" for number in range(width)]
    filled = [(*row, *[""] * (width - len(row))) for row in rows]
    return _checked(tuple(columns), filled, warnings)


def _names_columns(heads: Sequence[str]) -> bool:
    if not heads or len(set(heads)) != len(heads):
        return False
    return all(0 < len(head) <= _LONGEST_HEAD and not head.replace(".", "").isdigit() for head in heads)


def _json_values(text: str, kind: str) -> Iterator[Any]:
    if kind == "json":
        values = _parsed(text, 1)
        if not isinstance(values, list):
            raise FileError("This JSON is no list of objects or texts.")
        yield from values
        return
    # Not splitlines: JSON may hold U+2028, which is no end of a line there.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _parsed(line, number)


def _parsed(text: str, number: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise FileError(f"Line {number} is not JSON.") from None


def _records(values: Iterator[Any], warnings: Sequence[str]) -> Rows:
    records: list[Mapping[str, Any]] = []
    for value in values:
        records.append(value if isinstance(value, Mapping) else {"text": value})
        if len(records) > MOST_ROWS:
            raise _too_long()
    columns = tuple(dict.fromkeys(name for record in records for name in record))
    if len(columns) > _MOST_COLUMNS:
        raise FileTooLargeError(f"These objects have more than {_MOST_COLUMNS:,} keys.")
    return _checked(columns, [tuple(_shown(record.get(name)) for name in columns) for record in records], warnings)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _checked(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], warnings: Sequence[str]) -> Rows:
    if not rows or not columns:
        raise FileError("This file holds no rows.")
    if len(rows) > MOST_ROWS:
        raise _too_long()
    return Rows(columns, tuple(rows), tuple(warnings))


def _too_long() -> FileTooLargeError:
    return FileTooLargeError(f"This file holds more than {MOST_ROWS:,} rows. Divide it, or use tabside batch.")
