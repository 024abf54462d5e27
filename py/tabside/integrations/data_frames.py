"""Redact columns of data frames: pandas, polars, pyarrow, DuckDB and whatever else narwhals reads.

from tabside import frames
done = frames.redact(df, columns=["name", "note"])
done.frame, done.mapping
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import narwhals as nw

from ..errors import InputError
from ..redaction.conversation import Readings, redact_turn
from ..restoring import Known, restore_text
from ..sync import run
from ..types import Finding

if TYPE_CHECKING:
    from ..redaction.operators.placeholders import PlaceholderMap
    from ..redaction.redactor import Redactor

__all__ = ["FrameRedaction", "redact", "redact_async", "restore"]


@dataclass(frozen=True, slots=True)
class FrameRedaction:
    """A redacted frame of the same kind, how many values of each entity went by column, and the way back.

    The repr shows no text.
    """

    frame: Any = field(repr=False)
    mapping: PlaceholderMap = field(repr=False)
    counts: Mapping[str, Mapping[str, int]]


def redact(frame: Any, *, columns: Sequence[str] | None = None, redactor: Any = None, **options: Any) -> FrameRedaction:
    """Redact the columns of text of a frame, blocking; see `redact_async`.

    `redactor` may be one of `tabside.sync` or of `tabside`; without one it is made with `options`.
    """
    return run(redact_async(frame, columns=columns, redactor=redactor, **options))


async def redact_async(
    frame: Any,
    *,
    columns: Sequence[str] | None = None,
    redactor: Any = None,
    mapping: PlaceholderMap | None = None,
    **options: Any,
) -> FrameRedaction:
    """Redact columns of a frame under one mapping: the same value gets the same placeholder in all cells.

    - `columns`: which to read; when None, all columns of text. Others stay as they are, and so do nulls.
    - `mapping`: that of an earlier frame to go on from.
    - `options`: those of `Redactor.create`.

    A cell is read behind its column's name, as in a table. A lazy frame is collected.

    Raises:
        InputError: a column is missing or holds no text. UnscannedError: a cell could not be scanned.
    """
    eager = _eager(frame)
    names = _columns(eager, columns)
    reader = await _redactor(redactor, options)
    cells = {name: _cells(eager, name) for name in names}
    # A value that comes again in its column is read once.
    distinct = {name: list(dict.fromkeys(one for one in cells[name] if one is not None)) for name in names}
    read = [f"{_head(name)}{value}" for name in names for value in distinct[name]]
    turn = await redact_turn(read, _behind_heads(reader, names), Readings(), mapping=mapping)
    written = iter(zip(turn.texts, turn.findings, strict=True))
    counts: dict[str, dict[str, int]] = {}
    made = eager
    for name in names:
        table: dict[str, str] = {}
        counts[name] = {}
        for value in distinct[name]:
            text, findings = next(written)
            table[value] = text.removeprefix(_head(name))
            for finding in findings:
                counts[name][finding.entity] = counts[name].get(finding.entity, 0) + 1
        series = [None if value is None else table[value] for value in cells[name]]
        made = made.with_columns(nw.new_series(name, series, nw.String(), backend=eager.implementation))
    return FrameRedaction(made.to_native(), turn.mapping, counts)


def restore(frame: Any, mapping: PlaceholderMap, *, columns: Sequence[str] | None = None) -> Any:
    """Put originals back into the columns of text of a frame, and return it.

    Raises:
        InputError: a column is missing or holds no text.
    """
    eager = _eager(frame)
    known = Known.of(mapping)
    for name in _columns(eager, columns):
        cells = [None if one is None else restore_text(one, known).text for one in _cells(eager, name)]
        eager = eager.with_columns(nw.new_series(name, cells, nw.String(), backend=eager.implementation))
    return eager.to_native()


class _Behind:
    """Reads cells behind their column's name, and lets no finding reach into that."""

    def __init__(self, redactor: Redactor, heads: Iterable[str]) -> None:
        self._redactor = redactor
        self._heads = sorted(heads, key=len, reverse=True)

    async def analyze(self, text: str) -> Sequence[Finding]:
        head = next((len(one) for one in self._heads if text.startswith(one)), 0)
        found = await self._redactor.analyze(text)
        return [
            Finding(one.entity, max(one.start, head), one.end, one.score, one.source, None, one.reasons)
            for one in found
            if one.end > head
        ]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._redactor, name)


def _behind_heads(redactor: Redactor, names: Iterable[str]) -> Any:
    return _Behind(redactor, [_head(name) for name in names])


def _head(name: str) -> str:
    return f"{name}: "


async def _redactor(given: Any, options: Mapping[str, Any]) -> Redactor:
    if given is None:
        from ..redaction.redactor import Redactor

        return await Redactor.create(**options)
    made: Redactor = getattr(given, "_target", given)
    return made


def _eager(frame: Any) -> nw.DataFrame[Any]:
    try:
        made = nw.from_native(frame)
    except TypeError:
        raise InputError("This is no data frame that narwhals reads.") from None
    return made.collect() if isinstance(made, nw.LazyFrame) else made


def _columns(frame: nw.DataFrame[Any], asked: Sequence[str] | None) -> list[str]:
    schema = frame.schema
    names = list(asked) if asked is not None else [name for name in schema if _is_text(frame, name)]
    for name in names:
        if name not in schema:
            raise InputError("A column that is asked for is not in the frame.")
        if not _is_text(frame, name):
            raise InputError("A column that is asked for holds no text; turn it into text first.")
    return names


def _cells(frame: nw.DataFrame[Any], name: str) -> list[Any]:
    """Return a column's values; what pandas has for no value (NaN, NA) is None."""
    return [None if is_null else one for one, is_null in zip(frame[name], frame[name].is_null(), strict=True)]


def _is_text(frame: nw.DataFrame[Any], name: str) -> bool:
    kind = frame.schema[name]
    if kind == nw.Object:
        return all(one is None or isinstance(one, str) for one in _cells(frame, name))
    return bool(kind == nw.String or kind in (nw.Categorical, nw.Enum))
