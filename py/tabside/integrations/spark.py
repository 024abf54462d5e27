"""Redaction in Spark: functions for `DataFrame.mapInPandas` and `DataFrame.mapInArrow`, and the schema of their
results.

    from tabside.integrations import spark
    redacted = df.mapInPandas(spark.redact("text"), schema=spark.redacted_schema(df.schema, "text"))

The text column is replaced, `findings` lists the detections, and `redaction_error` holds the error code of a failed
row. A failed row has no text: text that could not be scanned is never passed through. Each Python worker of Spark
loads the model once. Set `spark.python.worker.reuse` (its default) and install `tabside[spark]` on the executors.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..batch.engines.tasks import BatchTask, create_task
from ..batch.job import Job, Limits
from ..batch.pseudonyms import Secret
from ..batch.rows.rows import checked_text
from ..errors import InputError, TabsideError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from pyspark.sql.types import StructType

__all__ = ["ERROR", "FINDINGS", "redact", "redact_arrow", "redacted_schema"]

FINDINGS, ERROR = "findings", "redaction_error"


def redact(
    column: str = "text", *, secret: Secret | None = None, max_chars: int = 1_000_000, **options: Any
) -> Callable[[Iterator[pd.DataFrame]], Iterator[pd.DataFrame]]:
    """Return a function for `mapInPandas` that redacts a column.

    `options` are those of `tabside.batch.Job`: `model`, `dtype`, `entities`, `threshold`, `operator`, `operators`,
    `reversible`. With a `secret`, pseudonyms are the same in all partitions.

    Raises:
        InputError, KeyMissingError: the options are invalid. Raised at once, not on the executors.
    """
    job = _job(column, secret, max_chars, options)

    def redact_frames(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for frame in frames:
            _check(column, list(frame.columns))
            # Spark passes null in a text column as None or NaN, depending on pandas' version.
            values = [None if value is None or value != value else value for value in frame[column]]
            done = _redact(job, values)
            yield frame.assign(**{column: done.texts, FINDINGS: done.findings, ERROR: done.errors})

    return redact_frames


def redact_arrow(
    column: str = "text", *, secret: Secret | None = None, max_chars: int = 1_000_000, **options: Any
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return a function for `mapInArrow` that redacts a column, like `redact`, without a conversion to pandas."""
    job = _job(column, secret, max_chars, options)

    def redact_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        for batch in batches:
            _check(column, batch.schema.names)
            done = _redact(job, batch.column(column).to_pylist())
            findings = _task(job).types()[FINDINGS]
            columns = dict(zip(batch.schema.names, batch.columns, strict=True))
            columns[column] = pa.array(done.texts, pa.string())
            columns[FINDINGS] = pa.array(done.findings, findings)
            columns[ERROR] = pa.array(done.errors, pa.string())
            yield pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))

    return redact_batches


def redacted_schema(schema: StructType, column: str = "text") -> StructType:
    """Return the schema that `redact` and `redact_arrow` produce for rows of `schema`.

    Raises:
        InputError: the text column is missing, or a result column already exists.
    """
    from pyspark.sql import types as t

    _check(column, schema.names)
    finding = t.StructType(
        [
            t.StructField("entity", t.StringType()),
            t.StructField("start", t.LongType()),
            t.StructField("end", t.LongType()),
            t.StructField("score", t.DoubleType()),
            t.StructField("source", t.StringType()),
            t.StructField("replacement", t.StringType()),
        ]
    )
    kept = [t.StructField(column, t.StringType()) if field.name == column else field for field in schema.fields]
    added = [t.StructField(FINDINGS, t.ArrayType(finding)), t.StructField(ERROR, t.StringType())]
    return t.StructType([*kept, *added])


def _check(column: str, names: Sequence[str]) -> None:
    """Raise InputError if the text column is missing or a result column exists."""
    if column not in names:
        raise InputError(f"There is no column {column}.")
    if len(set(names)) != len(names):
        raise InputError("Two columns have one name; rename one.")
    if taken := [name for name in (FINDINGS, ERROR) if name in names]:
        raise InputError(f"There is a column {taken[0]} already, where results would go; rename it first.")


@dataclass(frozen=True, slots=True)
class _Redacted:
    """Columns of equal length. Rows with a code in `errors` have None elsewhere."""

    texts: list[str | None]
    findings: list[list[dict[str, Any]] | None]
    errors: list[str | None]


def _job(column: str, secret: Secret | None, max_chars: int, options: dict[str, Any]) -> Job:
    # Device and dtype are chosen on the driver, so that all executors use the same ones.
    return Job("redact", (), "", column=column, secret=secret, limits=Limits(max_chars), **options).resolved()


def _redact(job: Job, values: Sequence[Any]) -> _Redacted:
    """Redact the values of the text column. A value that is not a string, or that fails, gets an error code."""
    texts: dict[int, str] = {}
    errors: list[str | None] = [None] * len(values)
    for index, value in enumerate(values):
        try:
            text = checked_text(value, job.limits.max_chars)
        except TabsideError as error:
            errors[index] = error.code
            continue
        if text is not None:
            texts[index] = text
    redacted = _Redacted([None] * len(values), [None] * len(values), errors)
    results = _runner().run(_task(job).run(list(texts.values())))
    for index, result in zip(texts, results, strict=True):
        if isinstance(result, TabsideError):
            redacted.errors[index] = result.code
        else:
            redacted.texts[index], redacted.findings[index] = result[job.column], result[FINDINGS]
    return redacted


_tasks: dict[str, BatchTask] = {}
_runners: list[asyncio.Runner] = []


def _runner() -> asyncio.Runner:
    """Return the event loop of this Python worker, which is reused for its lifetime."""
    if not _runners:
        _runners.append(asyncio.Runner())
    return _runners[0]


def _task(job: Job) -> BatchTask:
    """Return the task; its model is loaded once per Python worker."""
    key = json.dumps(job.identity(), sort_keys=True)
    if key not in _tasks:
        _tasks[key] = _runner().run(create_task(job, threads=1))
    return _tasks[key]
