"""Read a partition: text, JSONL and CSV by records, so that a broken row costs one row; Parquet with pyarrow."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ...errors import InputError, TabsideError
from ..errors import BrokenRowError, EncodingError, MissingColumnError, TooLongError
from ..io.csv_rows import Header, csv_header, parse_fields
from ..io.places import Place, unreadable
from ..io.records import BOM, record_spans
from ..job import Job
from ..plan.partitions import Partition
from .rows import Rows, checked_text
from .streams import Streams

__all__ = ["read_partition"]

CHANGED = "An input changed while the run was going on. Start again, with an empty output folder."

Parse = Callable[[bytes], tuple[dict[str, Any], Any, str]]


def read_partition(job: Job, partition: Partition, streams: Streams | None = None) -> Rows:
    """Read the rows of a partition. Unreadable rows are returned with their errors.

    Raises:
        InputError: the input cannot be read, or changed since the run was planned.
    """
    try:
        return _read(job, partition, streams or Streams())
    except OSError as error:
        raise unreadable(Place(partition.url), error) from error


def _read(job: Job, partition: Partition, streams: Streams) -> Rows:
    if partition.format == "parquet":
        return _read_parquet(job, partition, streams)
    header = csv_header(job, Place(partition.url)) if partition.format == "csv" else None
    columns = header[0] if header else [job.column] * (partition.format == "text")
    if partition.end - partition.start > job.limits.max_record_bytes:
        # The plan gives a row of that size its own partition.
        return _unread(partition, job, columns)
    content = streams.content(partition)
    if len(content) != partition.end - partition.start:
        raise InputError(CHANGED)
    return replace(_read_records(job, partition, content, header), columns=columns)


def _unread(partition: Partition, job: Job, columns: Sequence[str]) -> Rows:
    error = TooLongError(
        f"The row has {partition.end - partition.start:,} bytes and was not read; "
        f"the limit is {job.limits.max_chars:,} characters (--max-chars)."
    )
    span = (partition.start, partition.end)
    return Rows([partition.first_row], [None], {0: error}, [None], [span], records=[{}], columns=columns)


def _parser(job: Job, partition: Partition, header: Header | None) -> Parse:
    if partition.format == "jsonl":
        return lambda raw: _parse_json(raw, job)
    if header is not None:
        return lambda raw: _parse_csv(raw, job, header)
    return lambda raw: _parse_text(raw, job)


def _read_records(job: Job, partition: Partition, content: bytes, header: Header | None) -> Rows:
    parse = _parser(job, partition, header)
    spans: Sequence[tuple[int, int]] = [(0, len(content))]
    if not (job.whole_files and partition.format == "text"):
        spans = list(record_spans([content], header[1].encode() if header else b""))
    # Empty lines are not rows. Blank lines are not rows in JSONL either; in a file with tabs they are fields.
    blank = b"\r\n" if header else None
    kept: list[tuple[int, tuple[int, int], bytes]] = []
    for index, (start, end) in enumerate(spans):
        raw = content[start:end]
        if partition.start + start == 0:
            raw = raw.removeprefix(BOM)
        if raw.strip(blank) or partition.format == "text":
            kept.append((partition.first_row + index, (partition.start + start, partition.start + end), raw))
    texts: list[str | None] = []
    records: list[dict[str, Any]] = []
    endings: list[str] = []
    errors: dict[int, TabsideError] = {}
    for index, (_, _, raw) in enumerate(kept):
        record: dict[str, Any] = {}
        text, ending = None, ""
        try:
            record, value, ending = parse(raw)
            text = checked_text(value, job.limits.max_chars)
        except TabsideError as error:
            errors[index] = error
        texts.append(text)
        records.append(record)
        endings.append(ending)
    return Rows(
        [number for number, _, _ in kept],
        texts,
        errors,
        [raw for _, _, raw in kept],
        [span for _, span, _ in kept],
        records,
        endings=endings if partition.format == "text" else (),
    )


def _decode(raw: bytes, job: Job) -> str:
    try:
        return raw.decode(job.encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"The row is not {job.encoding}: wrong at its byte {error.start}. Name the encoding with --encoding."
        ) from None


def _parse_text(raw: bytes, job: Job) -> tuple[dict[str, Any], Any, str]:
    text = _decode(raw, job)
    if job.whole_files:
        return {job.column: text}, text, ""
    line = text.removesuffix("\n").removesuffix("\r")
    return {job.column: line}, line, text[len(line) :]


def _parse_json(raw: bytes, job: Job) -> tuple[dict[str, Any], Any, str]:
    text = _decode(raw, job)
    try:
        record = json.loads(text, parse_float=_finite, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        # Not chained: its `doc` is the row.
        raise BrokenRowError(f"The row is not JSON: wrong at its character {error.pos}.") from None
    except (RecursionError, ValueError):
        raise BrokenRowError("The row is JSON that is nested too deeply, or holds too long a number.") from None
    if not isinstance(record, dict):
        raise BrokenRowError("The row is JSON, but no object.")
    if job.column not in record:
        raise MissingColumnError("The row has not got the text column.")
    if taken := job.taken(record):
        raise MissingColumnError(f"The row has a column {taken[0]} already, where results would go; rename it first.")
    return record, record[job.column], ""


def _finite(number: str) -> float:
    """Return a finite JSON number; 1e400 would be written as Infinity, which is not JSON. Raises BrokenRowError."""
    value = float(number)
    if value in (float("inf"), float("-inf")):
        raise BrokenRowError("The row holds a number that is too large.")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object. A duplicate key would lose a value. Raises BrokenRowError."""
    record = dict(pairs)
    if len(record) != len(pairs):
        raise BrokenRowError("The row has a key twice in one object.")
    return record


def _parse_csv(raw: bytes, job: Job, header: Header) -> tuple[dict[str, Any], Any, str]:
    record = parse_fields(_decode(raw, job), header)
    return record, record[job.column], ""


def _read_parquet(job: Job, partition: Partition, streams: Streams) -> Rows:
    import pyarrow as pa

    numbers = list(range(partition.first_row, partition.first_row + partition.end - partition.start))
    try:
        table = streams.table(partition)
    except (pa.ArrowException, OSError) as error:
        broken = BrokenRowError(f"The Parquet file is damaged here ({type(error).__name__}).")
        nothing = [None] * len(numbers)
        errors: dict[int, TabsideError] = dict.fromkeys(range(len(numbers)), broken)
        table = streams.empty_table(partition)
        return Rows(numbers, nothing, errors, nothing, nothing, table=table, columns=table.column_names)
    if job.column not in table.column_names or table.num_rows != len(numbers):
        raise InputError(CHANGED)
    column = table.column(job.column)
    texts: list[str | None] = []
    errors = {}
    for index in range(len(column)):
        text = None
        try:
            text = checked_text(_value(column[index], job.limits.max_chars), job.limits.max_chars)
        except UnicodeDecodeError:
            errors[index] = EncodingError("The text is not UTF-8, as Parquet's texts have to be.")
        except TabsideError as error:
            errors[index] = error
        texts.append(text)
    nothing = [None] * len(numbers)
    return Rows(numbers, texts, errors, nothing, nothing, table=table, columns=table.column_names)


def _value(scalar: Any, max_chars: int) -> Any:
    """Return a cell's content. Raises TooLongError if it has too many bytes to be copied."""
    import pyarrow as pa

    kind = scalar.type
    if scalar.is_valid and (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        size = scalar.as_buffer().size
        if size > 4 * max_chars:
            raise TooLongError(f"The text has {size:,} bytes; the limit is {max_chars:,} characters (--max-chars).")
    return scalar.as_py()
