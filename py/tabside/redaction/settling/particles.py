"""Particles inside surnames: `van der Meer`, `da Conceição`, `bin Rashid`.

The model knows some of them, and a lower-case word in a text with capitals needs strong evidence to be a name
(`casing.py`). Once the names around them are found, the particles are added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..detection import Detection
from ..words.common_words import TITLE, is_common

__all__ = ["with_particles"]

_NAMES = frozenset(("GIVEN_NAME", "SURNAME"))
# After a name, a word that the model takes for a town may be a surname: `Quinten van Ginkel`.
_PARTICLED = _NAMES | {"CITY"}
_ANY = (
    r"(?:v[ao]n|de[nrlims]?|d[aio]s?|du|del+[ao]?|d[ae]gli|las?|les?|los|te[nr]?|zu[mr]?|het|'t|'s|bint?|ibn|al|el|af|av|op"
    r"|in(?= +'t)|an(?= +de[mr])|und zu|de')"
)
_BETWEEN = re.compile(rf"[ \t]{{1,2}}(?P<particles>(?:{_ANY}[ \t]{{1,2}}){{1,3}})(?:d'|l'|al-|el-)?", re.IGNORECASE)
_LONGEST = 24
# Particles that begin a surname without a name before it: two small ones, or one with a capital.
_LEADING = re.compile(
    r"(?<![\w'])(?:(?P<two>(?:[vV][ao]n|uit|op) (?:de[nr]?|het|'t|dem)|in 't)|De|Del|Del+a|D[ai]|D[io]s|L[ae]|Los|Las"
    r"|Te[nr]|V[ao]n|Zu[mr]|El|Al|Mac|Ben|Bin|St\.) \Z"
)
_LONGEST_LEADING = 12
# A single particle: at the start of a sentence, for writers who never capitalize it, and after a title.
_SMALL = re.compile(r"(?<![\w'])(?:v[ao]n|te[nr]|zu[mr]) \Z")
_SMALL_TITLED = re.compile(r"(?<![\w'])(?:v[ao]n|te[nr]?|zu[mr]?|de[ln]?|da|di|do|dos|du|el|al|bin|ben) \Z")
_BEGINS = re.compile(r"(?:\A|[.!?:;(\n][ \t]{0,2})\Z")
_LONGEST_TITLE = 16
_ARTICLED = re.compile(r"[vV][ao]n (?:de[nr]|het|'t) ")
# Continuations of a town's name: `Bergen op Zoom`, `Alphen aan den Rijn`, `Neustadt an der Aisch`, `Villeneuve sur
# Lot`.
_TOWN_GOES_ON = re.compile(
    r" (?:op|aan(?: de[nr]?)?|an de[rm]|ob der|sur|sous|upon) (?P<last>[A-ZÀ-ÖØ-ÞĲ][^\W\d_]{2,})(?![^\W_])"
)


def with_particles(detections: Sequence[Detection], text: str) -> list[Detection]:
    """Return the detections, names extended by preceding particles. Sorted and without overlaps, in and out."""
    longer: list[Detection] = []
    for found in detections:
        if found.entity in _PARTICLED:
            before = longer[-1] if longer else None
            found = found.at(_beginning(found, before, text), _end(found, text))
        longer.append(found)
    return longer


def _beginning(found: Detection, before: Detection | None, text: str) -> int:
    gap = found.start - before.end if before is not None else found.start
    if before is not None and before.entity in _NAMES and gap <= _LONGEST:
        between = _BETWEEN.fullmatch(text, before.end, found.start)
        if between is not None:
            return between.start("particles")
    begin = max(found.start - gap, found.start - _LONGEST_LEADING)
    leading = _LEADING.search(text, begin, found.start)
    if leading is not None:
        if found.entity == "SURNAME" or (leading["two"] is not None and _may_be_surname(found, leading["two"])):
            return leading.start()
        return found.start
    return found.start if found.entity not in _NAMES else _small_beginning(found.start, begin, text)


def _small_beginning(start: int, begin: int, text: str) -> int:
    """Return the start of a surname with a single particle, or its own start."""
    small = _SMALL_TITLED.search(text, begin, start)
    if small is None:
        return start
    is_titled = TITLE.search(text, max(0, small.start() - _LONGEST_TITLE), small.start()) is not None
    if is_titled or (
        _SMALL.match(text, small.start(), start) and _BEGINS.search(text, max(0, small.start() - 3), small.start())
    ):
        return small.start()
    return start


def _may_be_surname(found: Detection, particles: str) -> bool:
    """Whether a surname follows two particles: no town has an article, but `uit de Haag` may be one."""
    return found.entity in _NAMES or _ARTICLED.fullmatch(f"{particles} ") is not None


def _end(found: Detection, text: str) -> int:
    """Return the end of a town's name that continues after a particle."""
    if found.entity != "CITY":
        return found.end
    further = _TOWN_GOES_ON.match(text, found.end)
    return found.end if further is None or is_common(further["last"]) else further.end()
