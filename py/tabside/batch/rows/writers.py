"""Write a partition's rows in a format, and rejected rows beside them."""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...errors import TabsideError
from ..plan.partitions import Partition
from .columns import Columns, storable
from .plain_rows import plain_rows
from .rows import Output, Rows

__all__ = ["csv_content", "encode", "encode_rejected"]

KEPT_BYTES = 1 << 20
"""A rejected row of more bytes is named by its place in the input, which has it still."""


def encode(output: Output, form: str, column: str, *, delimiter: str = ",", columns: Columns | None = None) -> bytes:
    """Encode the rows as a file of that format: the same rows give the same bytes.

    `columns` are those of JSONL rows as Parquet.
    """
    if form == "parquet":
        return _parquet(output, columns)
    records = output.records if output.table is None else plain_rows(output.table)
    if form == "jsonl":
        return b"".join(_json_line(record) for record in records)
    if form == "csv":
        return csv_content(([_cell(record[name]) for name in output.columns] for record in records),
                           output.columns, delimiter)  # fmt: skip
    endings = output.endings or ["\n"] * len(records)
    lines = (f"{record[column] or ''}{ending}" for record, ending in zip(records, endings, strict=True))
    return b"".join(_utf8(line) for line in lines)


def encode_rejected(partition: Partition, rows: Rows, errors: Mapping[int, TabsideError]) -> bytes:
    """Return rejected rows as JSONL: position (`row` counts from 1), typed error, and the row itself."""
    return b"".join(_json_line(_rejected(partition, rows, index, errors[index])) for index in sorted(errors))


def _rejected(partition: Partition, rows: Rows, index: int, error: TabsideError) -> dict[str, Any]:
    raw, span = rows.raw[index], rows.spans[index]
    rejected: dict[str, Any] = {
        "source": partition.url,
        "row": rows.numbers[index] + 1,
        "code": error.code,
        "message": error.message,
    }
    if span is not None:
        rejected["start"], rejected["end"] = span
    if raw is None and rows.table is not None and index < len(rows.table):
        raw = _row_as_json(rows.table, index)
    if raw is not None and len(raw) <= KEPT_BYTES:
        try:
            rejected["raw"] = raw.decode()
        except UnicodeDecodeError:
            rejected["raw_base64"] = base64.b64encode(raw).decode()
    return rejected


def _row_as_json(table: Any, index: int) -> bytes | None:
    """Return a table row as JSON, or None if it is too large or contains strings that are not UTF-8."""
    row = table.slice(index, 1)
    if row.nbytes > KEPT_BYTES:
        return None
    try:
        return _json_line(plain_rows(row)[0]).rstrip(b"\n")
    except UnicodeDecodeError:
        return None


def _json_line(record: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False, default=_plain).encode() + b"\n"
    except UnicodeEncodeError:  # lone surrogates, which only escapes can express
        return json.dumps(record, default=_plain).encode() + b"\n"


def csv_content(rows: Iterable[Sequence[Any]], header: Sequence[str] = (), delimiter: str = ",") -> bytes:
    """Return rows as CSV, after a header if given, with LF line breaks."""
    written: list[str] = []
    # With CR LF as the line break, csv quotes any field that contains one of both.
    writer = csv.writer(_Lines(written), delimiter=delimiter, lineterminator="\r\n")
    if header:
        writer.writerow(header)
    writer.writerows(rows)
    return _utf8("".join(written))


class _Lines:
    """A file-like object for csv that receives one row per call."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def write(self, row: str) -> int:
        self._lines.append(row.removesuffix("\r\n") + "\n")
        return len(row)


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return value.hex() if isinstance(value, bytes) else value


def _parquet(output: Output, columns: Columns | None) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = output.table if output.table is not None else _table(output, columns)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _table(output: Output, columns: Columns | None) -> Any:
    """Build a table from records. Text and CSV have no `columns` and contain only strings."""
    import pyarrow as pa

    arrays = {}
    for name in dict.fromkeys([*(columns.types if columns else output.columns), *output.types]):
        values = [record.get(name) for record in output.records]
        if columns and name in columns.types:
            arrays[name] = columns.array(name, values)
        else:
            arrays[name] = pa.array([storable(value) for value in values], output.types.get(name, pa.string()))
    return pa.table(arrays)


def _utf8(text: str) -> bytes:
    """Encode a text. Lone surrogates, which UTF-8 cannot encode, become U+FFFD."""
    encoded: bytes = storable(text).encode()
    return encoded


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
