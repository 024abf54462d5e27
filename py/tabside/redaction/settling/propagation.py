"""Propagation: once a name is found, find its other mentions in the same document.

A model finds a name in a helpful sentence and misses the same name in a list. A name found with confidence anywhere
is therefore searched everywhere: whole words only, in the same case, in capitals, or capitalized if the found one is. A
word found only in lower case, or a short one, is not searched: it would match ordinary words. Particles that
a surname was found with, `van ` of `van Dommelen`, are included in its other mentions, and so is an initial before it.
Each half of a double name, `Leutner` of `Leutner-Kross`, and its genitive, `Leutners`, are mentions as well.

A name that was found with a low score in at least two places counts as certain.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from ...reasons import Reason
from ..detection import Detection
from ..entities import DOCUMENT_NUMBERS, NAMES
from ..words.lexicon import WORD, WORD_IN_SMALL, look_up, plain
from ..words.ordinary import languages_of

__all__ = ["propagate"]

# A genitive's `'s` belongs to no name.
_WORD = re.compile(r"(?<![^\W_])(?:[^\W\d_]++(?:['-](?!s(?![^\W_]))[^\W\d_]++)*+(?![^\W_])|[^\W_]{6,}+)")
_PROPAGATED = NAMES | DOCUMENT_NUMBERS - {"ROUTING_NUMBER"}
# One letter alone may end a sentence: `in Unit B. Leutner left`.
_INITIAL = re.compile(r"(?<![^\W_])(?:(?:[A-ZÀ-ÖØ-ÞĀ-Ž]\. ?){2,}|(?<![^\W_] )[A-ZÀ-ÖØ-ÞĀ-Ž]\. ?)\Z")
_LONGEST_INITIAL = 8
_SHORTEST = 3
# Of a half of a double name, or a name with a genitive's ending.
_SHORTEST_PART = 4
_SURE = 0.6
_SHORTEST_SMALL = 5
_LONGEST_LEAD = 12
SCORE = 0.6


def propagate(detections: Sequence[Detection], text: str) -> list[Detection]:
    """Return detections of further mentions. `detections` are sorted, without overlaps, and index `text`.

    Linear in the length of the text.
    """
    values = _values(detections, text)
    if not values:
        return []
    starts = [found.start for found in detections]
    further: list[Detection] = []
    for match in _WORD.finditer(text):
        if match[0] not in values:
            continue
        first, lead = values[match[0]]
        before = bisect_right(starts, match.start()) - 1
        taken_to = detections[before].end if before >= 0 else 0
        if taken_to > match.start():
            continue
        start = match.start() - len(lead)
        if start < taken_to or not text.startswith(lead, start):
            start = match.start()
        initial = _INITIAL.search(text, max(taken_to, start - _LONGEST_INITIAL), start)
        if initial is not None and first.entity in NAMES and match[0][0].isupper():
            start = initial.start()
        reasons = (Reason("propagation", first.source, round(first.score, 4)),)
        further.append(Detection(first.entity, start, match.end(), SCORE, "propagation", False, reasons))
    return further


def _spellings(word: str) -> set[str]:
    """Return the possible spellings of a name elsewhere; in lower case only if it is not a common word."""
    spellings = {word, word.upper()}
    if word.isupper() and len(word) > _SHORTEST:
        spellings.add(word.title())
    if word[0].isupper() and not word.isupper():
        parts = [part for part in word.split("-") if len(part) >= _SHORTEST_PART and part[0].isupper()]
        spellings.update(part for part in (*parts, f"{word}s") if len(part) > _SHORTEST_PART and not _is_word(part))
    spelled = plain(word)
    if len(word) >= _SHORTEST_SMALL and not look_up(spelled) & (WORD | WORD_IN_SMALL) and not languages_of(spelled):
        spellings.add(word.lower())
    return spellings


def _found_often(detections: Sequence[Detection], text: str) -> set[str]:
    """Return the values of names that are found in two places or more, and are no word."""
    counts = Counter(text[found.start : found.end] for found in detections if found.entity in NAMES)
    return {value for value, count in counts.items() if count > 1 and not any(map(_is_word, value.split()))}


def _is_word(word: str) -> bool:
    spelled = plain(word)
    return look_up(spelled) & (WORD | WORD_IN_SMALL) != 0 or languages_of(spelled) != 0


def _values(detections: Sequence[Detection], text: str) -> dict[str, tuple[Detection, str]]:
    """Return each spelling to search, its first finding, and the particles before it there."""
    values: dict[str, tuple[Detection, str]] = {}
    often = _found_often(detections, text)
    for found in detections:
        if found.entity not in _PROPAGATED:
            continue
        if found.score < _SURE and text[found.start : found.end] not in often:
            continue
        for match in _WORD.finditer(text, found.start, found.end):
            word = match[0]
            if len(word) < _SHORTEST or (word.islower() and word.isalpha()):
                continue
            lead = text[found.start : match.start()] if match.start() - found.start <= _LONGEST_LEAD else ""
            lead = lead if lead.islower() and lead.endswith(" ") else ""
            for spelling in _spellings(word):
                values.setdefault(spelling, (found, lead))
    return values
