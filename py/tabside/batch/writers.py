"""Writing a partition's rows in a format, and rejected rows beside them."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import TabsideError
from .partitions import Partition
from .rows import Output, Rows

__all__ = ["encode", "encode_rejected"]

KEPT_BYTES = 1 << 20
"""A rejected row of more bytes is named by its place in the input, which has it still."""


def encode(output: Output, form: str, column: str) -> bytes:
    """Return the rows as a file of that format: the same rows, the same bytes."""
    if form == "parquet":
        return _parquet(output)
    records = output.table.to_pylist() if output.table is not None else output.records
    if form == "jsonl":
        return b"".join(_json_line(record) for record in records)
    if form == "csv":
        return _csv(records)
    endings = output.endings or ["\n"] * len(records)
    lines = (f"{record[column] or ''}{ending}" for record, ending in zip(records, endings, strict=True))
    return b"".join(_utf8(line) for line in lines)


def encode_rejected(partition: Partition, rows: Rows, errors: Mapping[int, TabsideError]) -> bytes:
    """Return rejected rows as JSONL: where each stands (`row` counts from 1), its typed error, and the row itself."""
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
    if raw is None and rows.table is not None:
        from .readers import row_as_json

        raw = row_as_json(rows.table, index)
    if raw is not None and len(raw) <= KEPT_BYTES:
        try:
            rejected["raw"] = raw.decode()
        except UnicodeDecodeError:
            rejected["raw_base64"] = base64.b64encode(raw).decode()
    return rejected


def _json_line(record: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False, default=_plain).encode() + b"\n"
    except UnicodeEncodeError:  # lone surrogates, which only escapes can carry
        return json.dumps(record, default=_plain).encode() + b"\n"


def _csv(records: Iterable[Mapping[str, Any]]) -> bytes:
    buffer = io.StringIO()
    writer: Any = None
    for record in records:
        if writer is None:
            writer = csv.DictWriter(buffer, list(record), restval="", extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
        writer.writerow({name: _cell(value) for name, value in record.items()})
    return _utf8(buffer.getvalue())


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=_plain) if isinstance(value, dict | list) else value


def _parquet(output: Output) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = output.table if output.table is not None else _table(output)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _table(output: Output) -> Any:
    """Build a table from records; a column whose values have no common Arrow type becomes one of JSON texts."""
    import pyarrow as pa

    names = dict.fromkeys(name for record in output.records for name in record)
    arrays = {}
    for name in names:
        values = [_storable(record.get(name)) for record in output.records]
        try:
            arrays[name] = pa.array(values, output.types.get(name))
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            arrays[name] = pa.array([None if v is None else json.dumps(v, ensure_ascii=False) for v in values])
    return pa.table(arrays)


def _utf8(text: str) -> bytes:
    """Encode a text; lone surrogates, which UTF-8 cannot hold, become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _storable(value: Any) -> Any:
    return _utf8(value).decode() if isinstance(value, str) and not value.isascii() else value


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
