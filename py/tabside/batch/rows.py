"""Rows between a format's reader and a format's writer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import TabsideError
from .errors import NotTextError, TooLongError

__all__ = ["Output", "Rows", "checked_text", "with_results"]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a partition. All sequences have one entry a row.

    `texts` holds what stood in the text column, None for null or where there is an error; `errors` maps the index of
    a row that could not be read to what is wrong with it; `raw` is the row as it was, for keeping it aside. The
    values of the other columns are in `records`, or in `table` for Parquet. `endings` are the line ends of a text
    file.
    """

    numbers: Sequence[int]
    texts: Sequence[str | None]
    errors: Mapping[int, TabsideError]
    raw: Sequence[bytes | None]
    spans: Sequence[tuple[int, int] | None]
    records: Sequence[dict[str, Any]] = ()
    table: Any = None
    endings: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Output:
    """Rows that go out: `records`, or a `table`. `types` are the Arrow types of the columns that the task adds."""

    records: Sequence[dict[str, Any]]
    table: Any
    types: Mapping[str, Any]
    endings: Sequence[str] = ()


def with_results(
    rows: Rows, kept: Sequence[int], values: Sequence[Mapping[str, Any]], types: Mapping[str, Any]
) -> Output:
    """Return the rows at the indices `kept`, in their order, with columns set to `values`, one mapping a kept row."""
    if rows.table is None:
        records = [{**rows.records[index], **results} for index, results in zip(kept, values, strict=True)]
        return Output(records, None, types, [rows.endings[index] for index in kept] if rows.endings else ())
    import pyarrow as pa

    table = rows.table.take(pa.array(kept, pa.int64()))
    for name, kind in types.items():
        column = pa.array([results[name] for results in values], kind)
        at = table.schema.get_field_index(name)
        if at < 0:
            table = table.append_column(name, column)
        else:
            wide = pa.types.is_large_string(table.schema.field(at).type)
            table = table.set_column(at, name, column.cast(pa.large_string()) if wide else column)
    return Output((), table, types)


def checked_text(value: Any, max_chars: int) -> str | None:
    """Return the text, or None for null.

    Raises:
        NotTextError: it is no text, or one with a null character, as binary data has.
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
