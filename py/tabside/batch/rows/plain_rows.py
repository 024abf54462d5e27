"""Rows of an Arrow table as plain data, for formats with only strings, numbers and lists."""

from __future__ import annotations

import math
from typing import Any

__all__ = ["plain_rows"]


def plain_rows(table: Any) -> list[dict[str, Any]]:
    """Return rows: dates and times as strings, durations as `5 ns`, NaN and infinities as None."""
    columns = [[_value(value) for value in table.column(name)] for name in table.column_names]
    return [dict(zip(table.column_names, row, strict=True)) for row in zip(*columns, strict=True)]


def _value(scalar: Any) -> Any:
    import pyarrow as pa

    kind = scalar.type
    if not scalar.is_valid:
        return None
    if pa.types.is_nested(kind):
        return _nested(scalar, kind)
    if pa.types.is_temporal(kind):
        # Not through Python: its times end at microseconds, and at the year 9999.
        return f"{scalar.value} {kind.unit}" if pa.types.is_duration(kind) else scalar.cast(pa.string()).as_py()
    value = scalar.as_py()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _nested(scalar: Any, kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_struct(kind):
        return {kind.field(at).name: _value(scalar[at]) for at in range(kind.num_fields)}
    if pa.types.is_map(kind):
        return [_nested(pair, pair.type) for pair in scalar.values]
    if pa.types.is_dictionary(kind) or pa.types.is_union(kind):
        return scalar.as_py()
    return [_value(item) for item in scalar.values]
