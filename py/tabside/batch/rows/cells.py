"""Additional text columns: list them, and read the texts in their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ...errors import InputError, TabsideError
from ..io.places import Place
from ..job import Job
from .rows import Rows, checked_text
from .unread import is_text_type, names_of_columns

__all__ = ["Cell", "cells_of", "with_all_columns"]


class Cell(NamedTuple):
    """A cell of a further column: its row in the partition, its column, and its text or the reason why it has none."""

    row: int
    column: str
    text: str | TabsideError


def with_all_columns(job: Job, places: Sequence[Place]) -> Job:
    """Return the job with the names of all columns in its inputs, if it takes all.

    Raises:
        InputError: an input has no columns with texts, or one of `more_columns` is in none of them.
    """
    if not job.all_columns and not job.more_columns:
        return job
    if any(place.format == "text" for place in places):
        raise InputError("Texts have no columns.")
    found: dict[str, bool] = {}
    for place in places:
        for name, is_text in names_of_columns(job, place).items():
            found[name] = found.get(name, False) or is_text
    if not job.all_columns:
        if missing := [number for number, name in enumerate(job.more_columns, 2) if name not in found]:
            raise InputError(f"No input has the column that --column named as number {missing[0]}.")
        return job
    texts = [name for name, is_text in found.items() if is_text]
    if not texts:
        raise InputError("The inputs have no columns with texts.")
    column = job.column if job.column in texts else texts[0]
    return replace(job, column=column, more_columns=tuple(name for name in texts if name != column))


def cells_of(job: Job, rows: Rows, indices: Sequence[int]) -> Iterator[Cell]:
    """Yield the cells with texts in the further columns, in the rows at these indices; numbers are no texts.

    With `all_columns` keys count that only some rows of JSONL have.
    """
    columns = list(job.more_columns)
    if job.all_columns and rows.table is None:
        keys = dict.fromkeys(key for index in indices for key in rows.records[index])
        columns = [key for key in keys if key != job.column]
    for column in columns:
        values = rows.table.column(column) if rows.table is not None and column in rows.table.column_names else None
        for index in indices:
            if rows.table is None:
                value = rows.records[index].get(column)
            else:
                value = values[index].as_py() if values is not None and is_text_type(values.type) else None
            if not isinstance(value, str) or not value.strip():
                continue
            try:
                text = checked_text(value, job.limits.max_chars)
            except TabsideError as error:
                yield Cell(index, column, error)
            else:
                if text is not None:
                    yield Cell(index, column, text)
