"""Values that a file splits into pieces, such as runs: record where each piece starts, and restore the split."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ..redaction.operators.placeholders import PLACEHOLDER, next_spelling
from ..types import Finding
from .document import Segment
from .joining import Pieces

if TYPE_CHECKING:
    from ..redaction.operators.placeholders import PlaceholderMap

__all__ = ["placed", "with_cuts"]

_AT_END = re.compile(rf"({PLACEHOLDER.pattern})\Z")

Cuts = tuple[int, ...]


def with_cuts(
    segments: Sequence[Segment],
    applied: Sequence[Sequence[Finding]],
    mapping: PlaceholderMap,
    before: PlaceholderMap | None,
) -> tuple[list[list[Finding]], PlaceholderMap]:
    """Remember how values lay over pieces; one that lies in several ways gets a spelling for each.

    `before` is the mapping of earlier files, whose placeholders keep their meaning.
    """
    cut = [
        [tuple(pieces.cuts(finding)) for finding in findings] if (pieces := _pieces(segment, findings)) else None
        for segment, findings in zip(segments, applied, strict=True)
    ]
    table = _Spellings(dict(mapping.originals), dict(mapping.cuts))
    if before is not None:
        table.taken.update(before.originals)
    for findings, cuts in zip(applied, cut, strict=True):
        if cuts is not None:
            table.taken.update(one.replacement or "" for one, at in zip(findings, cuts, strict=True) if not at)
    changed = [
        list(findings)
        if cuts is None
        else [replace(one, replacement=table.spelling(one, at)) for one, at in zip(findings, cuts, strict=True)]
        for findings, cuts in zip(applied, cut, strict=True)
    ]
    return changed, replace(mapping, originals=table.originals, cuts=table.cuts)


def _pieces(segment: Segment, findings: Sequence[Finding]) -> Pieces | None:
    return Pieces(segment) if findings and len(segment.pieces) > 1 else None


@dataclass(slots=True)
class _Spellings:
    """Placeholders by value and cuts; `taken` are those of a value in one piece."""

    originals: dict[str, str] = field(repr=False)
    cuts: dict[str, Sequence[int]]
    taken: set[str] = field(default_factory=set)
    _known: dict[tuple[str, Cuts], str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._known = {(self.originals[name], tuple(at)): name for name, at in self.cuts.items()}

    def spelling(self, finding: Finding, at: Cuts) -> str | None:
        name = finding.replacement or ""
        value = self.originals.get(name)
        if not at or value is None or not PLACEHOLDER.fullmatch(name):
            return finding.replacement
        own = self._known.get((value, at))
        if own is None:
            own = next_spelling(name, self.originals) if name in self.taken or name in self.cuts else name
            self._known[value, at] = own
            self.originals[own], self.cuts[own] = value, at
        return own


def placed(segment: Segment, mapping: PlaceholderMap, restore: Callable[[str], str]) -> list[str] | None:
    """Put values back into the pieces that they came from; None where none lay over several, or an editor changed them.

    `restore` puts originals into the text of one piece.
    """
    if not mapping.cuts or len(segment.pieces) < 2:
        return None
    written = [""] * len(segment.pieces)
    is_cut = False
    for number, piece in enumerate(segment.pieces):
        match = _AT_END.search(piece)
        name = match[1] if match is not None else ""
        targets = _targets(segment, number, len(mapping.cuts.get(name, ())))
        if match is None or targets is None:
            written[number] += restore(piece)
            continue
        is_cut = True
        first, *others = _parts(mapping.originals[name], mapping.cuts[name])
        written[number] += restore(piece[: match.start()]) + first
        for target, part in zip(targets, others, strict=True):
            written[target] += part
    return written if is_cut and "".join(written) == restore(segment.text) else None


def _targets(segment: Segment, number: int, count: int) -> list[int] | None:
    """Return the pieces that receive the rest of a value; pieces between them are empty unless they were edited."""
    targets: list[int] = []
    at = number
    while len(targets) < count:
        at += 1
        if at >= len(segment.pieces) or at in segment.fixed:
            return None
        if at not in segment.soft:
            targets.append(at)
        if len(targets) < count and segment.pieces[at]:
            return None
    return targets or None


def _parts(value: str, cuts: Sequence[int]) -> list[str]:
    edges = [0, *cuts, len(value)]
    return [value[start:end] for start, end in pairwise(edges)]
