"""Reading a partition: text, JSONL and CSV by records, so that a broken row costs one row; Parquet with pyarrow."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from ..errors import InputError, TabsideError
from .errors import BrokenRowError, EncodingError, MissingColumnError, TooLongError
from .job import Job
from .partitions import Partition, record_spans
from .places import Place
from .rows import Rows, checked_text

__all__ = ["csv_header", "read_partition", "row_as_json"]

_BOM = b"\xef\xbb\xbf"
_DELIMITERS = (",", ";", "\t")

Parse = Callable[[bytes], tuple[dict[str, Any], Any, str]]


def read_partition(job: Job, partition: Partition) -> Rows:
    """Read the rows of a partition; those that cannot be read come with their errors.

    Raises:
        OSError: the input cannot be read.
        InputError: it is not what it was when the run was planned.
    """
    if partition.format == "parquet":
        return _read_parquet(job, partition)
    if partition.end - partition.start > job.limits.max_record_bytes:
        # The plan gives a row of that size a partition of its own.
        return _unread(partition, job)
    parse = _parser(job, partition)
    content = Place(partition.url).read(partition.start, partition.end)
    return _read_records(job, partition, content, parse)


def _unread(partition: Partition, job: Job) -> Rows:
    error = TooLongError(
        f"The row has {partition.end - partition.start:,} bytes and was not read; "
        f"the limit is {job.limits.max_chars:,} characters (--max-chars)."
    )
    return Rows([partition.first_row], [None], {0: error}, [None], [(partition.start, partition.end)], records=[{}])


def _parser(job: Job, partition: Partition) -> Parse:
    if partition.format == "jsonl":
        return lambda raw: _parse_json(raw, job)
    if partition.format == "csv":
        header, delimiter = csv_header(job, Place(partition.url))
        # The longest field that csv takes is a setting of the process.
        csv.field_size_limit(job.limits.max_record_bytes)
        return lambda raw: _parse_csv(raw, job, header, delimiter)
    return lambda raw: _parse_text(raw, job)


def _read_records(job: Job, partition: Partition, content: bytes, parse: Parse) -> Rows:
    whole = job.whole_files and partition.format == "text"
    spans = [(0, len(content))] if whole else list(record_spans([content], quoted=partition.format == "csv"))
    kept: list[tuple[int, tuple[int, int], bytes]] = []
    for index, (start, end) in enumerate(spans):
        raw = content[start:end]
        if partition.start + start == 0:
            raw = raw.removeprefix(_BOM)
        if raw.strip() or partition.format == "text":
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
        record = json.loads(text)
    except json.JSONDecodeError as error:
        # Not chained: its `doc` is the row.
        raise BrokenRowError(f"The row is not JSON: wrong at its character {error.pos}.") from None
    except (RecursionError, ValueError):
        raise BrokenRowError("The row is JSON that is nested too deeply, or holds too long a number.") from None
    if not isinstance(record, dict):
        raise BrokenRowError("The row is JSON, but no object.")
    if job.column not in record:
        raise MissingColumnError("The row has not got the text column.")
    if job.task == "redact" and "findings" in record:
        raise MissingColumnError("The row has a column findings already; rename it first.")
    return record, record[job.column], ""


def csv_header(job: Job, place: Place) -> tuple[list[str], str]:
    """Return a CSV file's columns and its delimiter: the one under which the text column is there.

    Raises:
        InputError: there is no text column, or two columns share a name.
    """
    start, end = next(record_spans(place.blocks(), quoted=True), (0, 0))
    try:
        text = place.read(start, min(end, job.limits.max_record_bytes)).removeprefix(_BOM).decode(job.encoding)
    except UnicodeDecodeError:
        raise InputError(f"The first line of {place.name} is not {job.encoding}.") from None
    delimiters = ("\t",) if place.name.lower().endswith(".tsv") else _DELIMITERS
    headers = [(next(csv.reader([text], delimiter=delimiter), []), delimiter) for delimiter in delimiters]
    for header, delimiter in headers:
        if job.column in header:
            if len(set(header)) != len(header) or (job.task == "redact" and "findings" in header):
                raise InputError(f"{place.name} has two columns of one name, or a column findings; rename one.")
            return header, delimiter
    raise InputError(f"{place.name} has no column of that name; choose one with --column: {', '.join(headers[0][0])}.")


def _parse_csv(raw: bytes, job: Job, header: list[str], delimiter: str) -> tuple[dict[str, Any], Any, str]:
    text = _decode(raw, job)
    try:
        # Untranslated line ends, because csv keeps those that stand between quotes.
        lines = io.StringIO(text, newline="")
        fields = next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise BrokenRowError("The row is not CSV: look at its quotes.") from error
    if len(fields) != len(header):
        raise BrokenRowError(f"The row has {len(fields)} fields, the header {len(header)}.")
    record = dict(zip(header, fields, strict=True))
    return record, record[job.column], ""


def _read_parquet(job: Job, partition: Partition) -> Rows:
    import pyarrow as pa

    numbers = list(range(partition.first_row, partition.first_row + partition.end - partition.start))
    try:
        table = pa.Table.from_batches(list(_row_group(partition)))
    except (pa.ArrowException, OSError) as error:
        broken = BrokenRowError(f"The Parquet file is damaged here ({type(error).__name__}).")
        nothing = [None] * len(numbers)
        return Rows(numbers, nothing, dict.fromkeys(range(len(numbers)), broken), nothing, nothing, records=[{}])
    if job.column not in table.column_names or table.num_rows != len(numbers):
        raise InputError("An input changed while the run was going on.")
    column = table.column(job.column)
    texts: list[str | None] = []
    errors: dict[int, TabsideError] = {}
    for index in range(len(column)):
        text = None
        try:
            text = checked_text(column[index].as_py(), job.limits.max_chars)
        except UnicodeDecodeError:
            errors[index] = EncodingError("The text is not UTF-8, as Parquet's texts have to be.")
        except TabsideError as error:
            errors[index] = error
        texts.append(text)
    nothing = [None] * len(numbers)
    return Rows(numbers, texts, errors, nothing, nothing, table=table)


def _row_group(partition: Partition) -> Iterator[Any]:
    import pyarrow.parquet as pq

    system, path = Place(partition.url).open()
    position = 0
    with pq.ParquetFile(path, filesystem=system) as file:
        for batch in file.iter_batches(batch_size=1024, row_groups=[partition.row_group]):
            start, end = max(partition.start - position, 0), min(partition.end - position, len(batch))
            if start < end:
                yield batch.slice(start, end - start)
            position += len(batch)
            if position >= partition.end:
                return


def row_as_json(table: Any, index: int) -> bytes | None:
    """Return a row of a table as JSON, or None when there are texts in it that are not UTF-8."""
    try:
        row = table.slice(index, 1).to_pylist()[0]
    except UnicodeDecodeError:
        return None
    return json.dumps(row, default=_plain).encode("utf-8", "surrogatepass")


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
