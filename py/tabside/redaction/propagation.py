"""Once a name is found, its other mentions in the same document are found too.

A model sees a name where the sentence helps it and misses the same name in a list. What it was sure of anywhere is
looked for everywhere: whole words only, in the same case, in capitals, or with a capital where the found one has one. A
word that is found in lower case only, or that is short, is not looked for: it would hit ordinary words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ..types import Reason
from .detection import Detection

__all__ = ["propagate"]

_WORD = re.compile(r"(?<![^\W_])(?:[^\W\d_]++(?:['-][^\W\d_]++)*+(?![^\W_])|[^\W_]{6,}+)")
_PROPAGATED = frozenset(
    ("GIVEN_NAME", "SURNAME", "PASSPORT", "DRIVERS_LICENSE", "GOVERNMENT_ID", "TAX_ID", "BANK_ACCOUNT")
)
_SHORTEST = 3
_SURE = 0.75
SCORE = 0.6


def propagate(detections: Sequence[Detection], text: str) -> list[Detection]:
    """Return detections of further mentions. `detections` are sorted, overlap nowhere, and index `text`.

    Linear in the length of the text.
    """
    values = _values(detections, text)
    if not values:
        return []
    starts = [found.start for found in detections]
    further: list[Detection] = []
    for match in _WORD.finditer(text):
        first = values.get(match[0])
        if first is None:
            continue
        before = bisect_right(starts, match.start()) - 1
        if before >= 0 and detections[before].end > match.start():
            continue
        reasons = (Reason("propagation", first.source, round(first.score, 4)),)
        further.append(Detection(first.entity, match.start(), match.end(), SCORE, "propagation", False, reasons))
    return further


def _values(detections: Sequence[Detection], text: str) -> dict[str, Detection]:
    """Return each spelling to look for and where it was first found."""
    values: dict[str, Detection] = {}
    for found in detections:
        if found.entity not in _PROPAGATED or found.score < _SURE:
            continue
        for match in _WORD.finditer(text, found.start, found.end):
            word = match[0]
            if len(word) < _SHORTEST or (word.islower() and word.isalpha()):
                continue
            for spelling in {word, word.upper(), word.title() if word.isupper() and len(word) > _SHORTEST else word}:
                values.setdefault(spelling, found)
    return values
