"""Particles inside surnames: `van der Meer`, `da Conceição`, `bin Rashid`.

The model knows some of them, and a lower-case word in a text with capitals needs strong evidence to be a name
(`casing.py`). Once the names around them are found, the particles are added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..detection import Detection
from ..entities import NAMES
from ..words.common_words import is_common
from ..words.particles import BEFORE_SURNAME, BETWEEN_NAMES, SMALL, SMALL_TITLED
from ..words.titles import LONGEST_TITLE, TITLE

__all__ = ["with_particles"]

# After a name, a word that the model takes for a town may be a surname: `Quinten van Ginkel`.
_PARTICLED = NAMES | {"CITY"}
_BETWEEN = re.compile(
    rf"[ \t]{{1,2}}(?P<particles>(?:{BETWEEN_NAMES}[ \t]{{1,2}}){{1,3}})(?:d'|l'|al-|el-)?", re.IGNORECASE
)
_LONGEST = 24
_LONGEST_LEADING = 12
_BEGINS = re.compile(r"(?:\A|[.!?:;(\n][ \t]{0,2})\Z")
_ARTICLED = re.compile(r"[vV][ao]n (?:de[nr]|het|'t) ")
# Continuations of a town's name: `Bergen op Zoom`, `Alphen aan den Rijn`, `Neustadt an der Aisch`, `Villeneuve sur
# Lot`.
_TOWN_GOES_ON = re.compile(
    r" (?:op|aan(?: de[nr]?)?|an de[rm]|ob der|sur|sous|upon) (?P<last>[A-ZÀ-ÖØ-ÞĲ][^\W\d_]{2,})(?![^\W_])"
)


# `Giovanni XXII`, `Henry Wells III`: not `I`, which is a word, nor what begins a word.
_NUMERAL = re.compile(r" (?:XX?I{1,3}|XX?IV|XX?VI{0,3}|XI[XV]|I{2,3}|I[VX]|VI{1,3})(?![\w/'’-]|\.[0-9])")


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
    if before is not None and before.entity in NAMES and gap <= _LONGEST:
        between = _BETWEEN.fullmatch(text, before.end, found.start)
        if between is not None:
            return between.start("particles")
    begin = max(found.start - gap, found.start - _LONGEST_LEADING)
    leading = BEFORE_SURNAME.search(text, begin, found.start)
    if leading is not None:
        if found.entity == "SURNAME" or (leading["two"] is not None and _may_be_surname(found, leading["two"])):
            return leading.start()
        return found.start
    return found.start if found.entity not in NAMES else _small_beginning(found.start, begin, text)


def _small_beginning(start: int, begin: int, text: str) -> int:
    """Return the start of a surname with a single particle, or its own start."""
    small = SMALL_TITLED.search(text, begin, start)
    if small is None:
        return start
    is_titled = TITLE.search(text, max(0, small.start() - LONGEST_TITLE), small.start()) is not None
    if is_titled or (
        SMALL.match(text, small.start(), start) and _BEGINS.search(text, max(0, small.start() - 3), small.start())
    ):
        return small.start()
    return start


def _may_be_surname(found: Detection, particles: str) -> bool:
    """Whether a surname follows two particles: no town has an article, but `uit de Haag` may be one."""
    return found.entity in NAMES or _ARTICLED.fullmatch(f"{particles} ") is not None


def _end(found: Detection, text: str) -> int:
    """Return the end of a town's name that continues after a particle, or of a name behind which a number stands."""
    if found.entity in NAMES:
        number = _NUMERAL.match(text, found.end)
        return found.end if number is None or not text[found.end - 1].islower() else number.end()
    if found.entity != "CITY":
        return found.end
    further = _TOWN_GOES_ON.match(text, found.end)
    return found.end if further is None or is_common(further["last"]) else further.end()
