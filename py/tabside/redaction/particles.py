"""The small words inside surnames: `van der Meer`, `da Conceição`, `bin Rashid`.

The model knows some of them, and a lower-case word in a text with capitals needs much to be taken for a name
(`casing.py`). Once the names around are found, they are part of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .detection import Detection

__all__ = ["with_particles"]

_NAMES = frozenset(("GIVEN_NAME", "SURNAME"))
# Behind a name, what the model takes for a town may be a surname: `Quinten van Ginkel`.
_PARTICLED = _NAMES | {"CITY"}
_ANY = (
    r"(?:v[ao]n|de[nrlims]?|d[aio]s?|du|del+[ao]?|d[ae]gli|las?|les?|los|te[nr]?|zu[mr]?|het|'t|'s|in|bint?|ibn|al|el|af|av|op"
    r"|und zu|an|de')"
)
_BETWEEN = re.compile(rf"[ \t]{{1,2}}(?P<particles>(?:{_ANY}[ \t]{{1,2}}){{1,3}})(?:d'|l'|al-|el-)?", re.IGNORECASE)
_LONGEST = 24
# What begins a surname where no name stands before: two small ones, or one with a capital.
_LEADING = re.compile(
    r"(?<![\w'])(?:(?P<two>(?:[vV][ao]n|uit|op) (?:de[nr]?|het|'t|dem)|in 't)|De|Del|Del+a|D[ai]|D[io]s|L[ae]|Los|Las"
    r"|Te[nr]|V[ao]n|Zu[mr]|El|Al|Mac|Ben|Bin|St\.) \Z"
)
_LONGEST_LEADING = 12


def with_particles(detections: Sequence[Detection], text: str) -> list[Detection]:
    """Return the detections, names longer by the particles before them. Sorted and without overlaps, in and out."""
    longer: list[Detection] = []
    for found in detections:
        if found.entity in _PARTICLED:
            before = longer[-1] if longer else None
            found = found.at(_beginning(found, before, text), found.end)
        longer.append(found)
    return longer


def _beginning(found: Detection, before: Detection | None, text: str) -> int:
    gap = found.start - before.end if before is not None else found.start
    if before is not None and before.entity in _NAMES and gap <= _LONGEST:
        between = _BETWEEN.fullmatch(text, before.end, found.start)
        if between is not None:
            return between.start("particles")
    leading = _LEADING.search(text, max(found.start - gap, found.start - _LONGEST_LEADING), found.start)
    if found.entity not in _NAMES or leading is None or (found.entity != "SURNAME" and leading["two"] is None):
        return found.start
    return leading.start()
