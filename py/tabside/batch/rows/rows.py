"""Rows in transit between a format's reader and a format's writer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...errors import TabsideError
from ..errors import NotTextError, TooLongError

__all__ = ["Output", "Rows", "as_type", "checked_text", "with_results"]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a partition. All sequences have one entry per row.

    `texts` holds the text column, with None for null or an error. `errors` maps the index of
    an unreadable row to its error. `raw` is the unchanged row, for setting it aside. The
    other columns' values are in `records`, or in `table` for Parquet. `endings` are the line breaks of a text
    file. `columns` are the columns in order, if the format has an order.
    """

    numbers: Sequence[int]
    texts: Sequence[str | None]
    errors: Mapping[int, TabsideError]
    raw: Sequence[bytes | None]
    spans: Sequence[tuple[int, int] | None]
    records: Sequence[dict[str, Any]] = ()
    table: Any = None
    endings: Sequence[str] = field(default=())
    columns: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """Rows to be written: `records`, or a `table`. `types` are the Arrow types of the task's columns."""

    records: Sequence[dict[str, Any]]
    table: Any
    types: Mapping[str, Any]
    endings: Sequence[str] = ()
    columns: Sequence[str] = ()


def with_results(
    rows: Rows, kept: Sequence[int], values: Sequence[Mapping[str, Any]], types: Mapping[str, Any]
) -> Output:
    """Return the rows at the indices `kept`, in order, with columns set to `values`, one mapping per kept row."""
    columns = list(dict.fromkeys([*rows.columns, *types])) if rows.columns else []
    if rows.table is None:
        records = [{**rows.records[index], **results} for index, results in zip(kept, values, strict=True)]
        return Output(records, None, types, [rows.endings[index] for index in kept] if rows.endings else (), columns)
    import pyarrow as pa

    table = rows.table.take(pa.array(kept, pa.int64()))
    for name, kind in types.items():
        column = pa.array([results[name] for results in values], kind)
        at = table.schema.get_field_index(name)
        if at < 0:
            table = table.append_column(name, column)
        else:
            replaced = table.schema.field(at)
            # A column of null only has a type without strings.
            kept_as = replaced if not pa.types.is_null(replaced.type) else replaced.with_type(kind)
            table = table.set_column(at, kept_as, as_type(column, kept_as.type))
    return Output((), table, types, columns=columns)


def as_type(column: Any, kind: Any) -> Any:
    """Convert texts to the type of the column they replace: large, view, or dictionary."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return as_type(column, kind.value_type).dictionary_encode().cast(kind)
    return column.cast(kind)


def checked_text(value: Any, max_chars: int) -> str | None:
    """Return the text, or None for null.

    Raises:
        NotTextError: it is not a string, or contains a null character, as binary data does.
        TooLongError: it has more than `max_chars` characters.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        raise NotTextError(f"The text column holds a value of type {type(value).__name__}, not a text.")
    if "\0" in value:
        raise NotTextError("The text column holds binary data: there is a null character in it.")
    if len(value) > max_chars:
        raise TooLongError(f"The text has {len(value):,} characters; the limit is {max_chars:,} (--max-chars).")
    return value
