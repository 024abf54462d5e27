"""Columns beside the text column: a run copies them as they are, so it has to name them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from ..io.csv_rows import csv_header
from ..io.places import Place
from ..io.records import BOM, record_spans
from ..job import Job

__all__ = ["unread_columns"]

_MOST_NAMES = 200


def unread_columns(job: Job, places: Iterable[Place]) -> list[str]:
    """Return the names of the columns that a run does not look at, in the order in which they come up.

    Of JSONL the first row of each file counts. A file that cannot be read names none; the run itself reports it.
    """
    names: dict[str, None] = {}
    for place in places:
        names.update(dict.fromkeys(_columns(job, place)))
        if len(names) > _MOST_NAMES:
            break
    names.pop(job.column, None)
    return list(names)[:_MOST_NAMES]


def _columns(job: Job, place: Place) -> Sequence[str]:
    form = place.format
    if form == "csv":
        return csv_header(job, place)[0]
    if form == "parquet":
        import pyarrow.parquet as pq

        system, path = place.open()
        with pq.ParquetFile(path, filesystem=system) as file:
            return list(file.schema_arrow.names)
    if form != "jsonl":
        return ()
    start, end = next(record_spans(place.blocks(), b""), (0, 0))
    try:
        record = json.loads(place.read(start, min(end, job.limits.max_record_bytes)).removeprefix(BOM))
    except (ValueError, RecursionError):
        return ()
    return [str(name) for name in record] if isinstance(record, dict) else ()
