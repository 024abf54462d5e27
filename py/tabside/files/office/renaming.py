"""Renamed sheets and table columns, and the references to them."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..markup import escaped, replaced
from .formula import renamed

__all__ = ["Change", "Renames", "called", "with_renames"]

Change = tuple[int, int, str]
"""A stretch of a part's source, and what takes its place."""


@dataclass(frozen=True, slots=True)
class Renames:
    """New names by old ones: of sheets (in casefold) and of columns of tables."""

    sheets: Mapping[str, str] = field(default_factory=dict, repr=False)
    columns: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __bool__(self) -> bool:
        return bool(self.sheets or self.columns)


def called(source: str, names: Sequence[tuple[int, int]], renames: Renames) -> list[Change]:
    """Return the changes to the names of sheets, at these spans, by which others call them."""
    found = ((start, end, html.unescape(source[start:end])) for start, end in names)
    return [
        (start, end, escaped(renames.sheets[name.casefold()]))
        for start, end, name in found
        if name.casefold() in renames.sheets
    ]


def with_renames(
    source: str, formulas: Sequence[tuple[int, int]], changes: Sequence[Change], renames: Renames
) -> list[Change]:
    """Rewrite formulas that name a renamed sheet, with their changed texts."""
    changes = sorted(changes)
    kept: list[Change] = []
    index = 0
    for start, end in sorted(formulas):
        while index < len(changes) and changes[index][0] < start:
            kept.append(changes[index])
            index += 1
        inside: list[Change] = []
        while index < len(changes) and changes[index][1] <= end:
            first, last, new = changes[index]
            inside.append((first - start, last - start, new))
            index += 1
        formula = html.unescape(replaced(source[start:end], inside))
        new = renamed(formula, renames.sheets, renames.columns)
        if new != formula:
            kept.append((start, end, escaped(new).replace("&#39;", "'")))
        else:
            kept += [(first + start, last + start, text) for first, last, text in inside]
    return [*kept, *changes[index:]]
