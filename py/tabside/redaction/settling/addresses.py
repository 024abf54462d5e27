"""Rules for the parts of an address, applied after sources have been weighed.

A lone number that the model weakly takes for a building number is dropped unless an address is near. The corner of
two streets is one place: `the corner of` and the `and` between them are part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..detection import Detection
from ..entities import ADDRESS

__all__ = ["complete_corners", "without_lone_numbers"]

_NEAR = 30
_SURE, _LIKELY = 0.8, 0.6
_CORNER = re.compile(
    r"(?<!\w)(?:(?:the )?(?:corner|intersection|crossing) of(?: the)?|ecke|angle de|esquina de)\s{1,2}",
    re.IGNORECASE,
)
_AND = re.compile(r"\.?,?\s{1,2}(?:and|&|/|et|und|y|e|en)\s{1,2}(?:the )?", re.IGNORECASE)


def without_lone_numbers(detections: Sequence[Detection]) -> list[Detection]:
    """Drop doubtful building numbers without another part of an address nearby. `detections` are sorted."""
    address = [found for found in detections if found.entity in ADDRESS]
    lone: set[int] = set()
    for index, found in enumerate(address):
        if found.entity != "BUILDING_NUMBER" or found.score >= _SURE:
            continue
        neighbors = (*address[max(0, index - 1) : index], *address[index + 1 : index + 2])
        if not any(_is_near(found, other) for other in neighbors):
            lone.add(id(found))
    return [found for found in detections if id(found) not in lone]


def _is_near(found: Detection, other: Detection) -> bool:
    return other.score >= _LIKELY and other.start - found.end < _NEAR and found.start - other.end < _NEAR


def complete_corners(detections: Sequence[Detection], text: str) -> list[Detection]:
    """Return claims for the words that join two streets into a corner. `detections` are sorted, without overlaps."""
    address = [found for found in detections if found.entity in ADDRESS]
    starts = {found.start for found in address}
    spans = [match.span() for match in _CORNER.finditer(text) if match.end() in starts]
    if spans:
        spans += [
            (before.end, after.start)
            for before, after in pairwise(address)
            if after.entity in ("STREET_NAME", "BUILDING_NUMBER") and _AND.fullmatch(text, before.end, after.start)
        ]
    return [Detection("STREET_NAME", start, end, 0.8, "corner", False, ("pattern",)) for start, end in spans]
