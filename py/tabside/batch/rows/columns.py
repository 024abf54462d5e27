"""The columns of JSONL as Parquet, with one type each over the whole corpus.

JSON has no column types. If each part had the types of its own rows, a column that is empty in one and text in another
would make the folder unreadable as one table. All rows are therefore read once before the work begins.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..job import Job
from ..plan.partitions import Partition
from .readers import read_partition
from .streams import Streams

__all__ = ["Columns", "columns_of", "storable"]

MOST_FIELDS = 256


@dataclass(frozen=True, slots=True)
class Columns:
    """Arrow types by name, in order of first occurrence.

    None stands for values without a common type, or with a type that Parquet lacks: they are written as JSON.
    """

    types: Mapping[str, Any]

    def array(self, name: str, values: Sequence[Any]) -> Any:
        """Return the values of a column as an Arrow array."""
        import pyarrow as pa

        kind = self.types[name]
        values = [storable(value) for value in values]
        if kind is None:
            texts = [None if value is None else json.dumps(value, ensure_ascii=False) for value in values]
            return pa.array(texts, pa.string())
        try:
            return pa.array(values, kind)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            # Integers beside fractions, and too large for an exact double, as in most JSON readers.
            return pa.array([_rounded(value, kind) for value in values], kind)


def columns_of(job: Job, partitions: Iterable[Partition]) -> Columns:
    """Read the JSONL among the partitions, and return the columns of its rows. Raises InputError."""
    types: dict[str, Any] = {}
    streams = Streams()
    for partition in partitions:
        if partition.format != "jsonl":
            continue
        rows = read_partition(job, partition, streams)
        records = [record for index, record in enumerate(rows.records) if index not in rows.errors]
        for name in dict.fromkeys(name for record in records for name in record):
            found = _kind([record.get(name) for record in records])
            types[name] = _merged(types[name], found) if name in types else found
    streams.close()
    return Columns({storable(name): _final(kind, is_text=name == job.column) for name, kind in types.items()})


def storable(value: Any) -> Any:
    """Return a JSON value with lone surrogates, which UTF-8 cannot encode, as U+FFFD."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [storable(item) for item in value]
    return {storable(name): storable(item) for name, item in value.items()} if isinstance(value, dict) else value


def _kind(values: Sequence[Any]) -> Any:
    import pyarrow as pa

    try:
        return pa.array([storable(value) for value in values]).type
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError):
        return None


def _merged(before: Any, found: Any) -> Any:
    import pyarrow as pa

    if before is None or found is None or before == found:
        return before if before == found else None
    try:
        schemas = [pa.schema([("x", kind)]) for kind in (before, found)]
        return pa.unify_schemas(schemas, promote_options="permissive").field(0).type
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return None


def _final(kind: Any, *, is_text: bool) -> Any:
    import pyarrow as pa

    if is_text or (kind is not None and pa.types.is_null(kind)):
        return pa.string()
    return None if kind is None or not _is_storable(kind) else kind


def _is_storable(kind: Any) -> bool:
    """Whether Parquet can hold a type: objects need keys, and not different ones in each row."""
    import pyarrow as pa

    if pa.types.is_list(kind):
        return _is_storable(kind.value_type)
    if not pa.types.is_struct(kind):
        return True
    return 0 < kind.num_fields <= MOST_FIELDS and all(
        _is_storable(kind.field(at).type) for at in range(kind.num_fields)
    )


def _rounded(value: Any, kind: Any) -> Any:
    import pyarrow as pa

    if isinstance(value, list):
        return [_rounded(item, kind.value_type) for item in value]
    if isinstance(value, dict):
        return {name: _rounded(item, kind.field(name).type) for name, item in value.items()}
    return float(value) if isinstance(value, int) and pa.types.is_floating(kind) else value
