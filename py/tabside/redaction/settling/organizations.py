"""Drop people and towns inside names of companies: `Johnson Controls`, `Goldman Sachs`, `Amberhof GmbH`.

An organization known to `tables/organizations.py` is evidence against the model's claims inside it. In a name with a
legal form, an adjacent given name and surname are kept, because a firm may be named after its owner.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ..detection import Detection
from ..entities import NAMES, NAMES_AND_PLACES
from ..recognizers.tables.organizations import BY_FORM, BY_NAME
from ..words.lexicon import GIVEN, SURNAME, look_up, plain
from .guessed_names import GUESSING

__all__ = ["without_organizations"]


def without_organizations(found: Sequence[Detection], text: str) -> list[Detection]:
    """Return the detections without those of names and places inside the name of an organization."""
    if not any(_is_checked(one) for one in found):
        return list(found)
    spans = sorted(
        [(one.start, one.end, False) for one in BY_NAME.find(text)]
        + [
            (one.start, one.end, True)
            for one in BY_FORM.find(text)
            if not _is_owner(text[one.start : one.end].split()[:2])
        ]
    )
    if not spans:
        return list(found)
    starts = [start for start, _end, _by_form in spans]
    kept: list[Detection] = []
    for one in found:
        at = bisect_right(starts, one.start) - 1
        if not (_is_checked(one) and at >= 0 and one.end <= spans[at][1]):
            kept.append(one)
    return kept


def _is_checked(one: Detection) -> bool:
    return one.source in GUESSING and (one.entity in NAMES_AND_PLACES or one.entity == "STREET_NAME")


def _is_owner(words: Sequence[str]) -> bool:
    """Whether a name begins with a given name and a surname."""
    if len(words) < len(NAMES):
        return False
    kinds = [look_up(plain(word)) for word in words]
    return bool(kinds[0] & GIVEN and kinds[1] & SURNAME)
