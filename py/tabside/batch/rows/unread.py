"""List the columns that a run does not scan. They are copied unchanged, so the report names them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..io.csv_rows import csv_header
from ..io.places import Place
from ..io.records import BOM, record_spans
from ..job import Job

__all__ = ["is_text_type", "names_of_columns", "unread_columns"]

_MOST_NAMES = 200


def unread_columns(job: Job, places: Iterable[Place]) -> list[str]:
    """Return the names of the columns that a run does not look at, in the order in which they come up.

    Of JSONL the first row of each file counts. A file that cannot be read names none; the run itself reports it.
    """
    names: dict[str, None] = {}
    for place in places:
        found = names_of_columns(job, place).items()
        names.update(dict.fromkeys(name for name, is_text in found if not (job.all_columns and is_text)))
        if len(names) > _MOST_NAMES:
            break
    for taken in (job.column, *job.more_columns):
        names.pop(taken, None)
    return list(names)[:_MOST_NAMES]


def names_of_columns(job: Job, place: Place) -> Mapping[str, bool]:
    """Return the columns of an input, and whether texts are in them; of JSONL those of the first row."""
    form = place.format
    if form == "csv":
        return dict.fromkeys(csv_header(job, place)[0], True)
    if form == "parquet":
        import pyarrow.parquet as pq

        system, path = place.open()
        with pq.ParquetFile(path, filesystem=system) as file:
            return {field.name: is_text_type(field.type) for field in file.schema_arrow}
    if form != "jsonl":
        return {}
    start, end = next(record_spans(place.blocks(), b""), (0, 0))
    try:
        record = json.loads(place.read(start, min(end, job.limits.max_record_bytes)).removeprefix(BOM))
    except (ValueError, RecursionError):
        return {}
    return {str(name): isinstance(value, str) for name, value in record.items()} if isinstance(record, dict) else {}


def is_text_type(kind: Any) -> bool:
    """Whether values of an Arrow type are texts."""
    import pyarrow as pa

    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner))
