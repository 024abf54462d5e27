"""Names in names of things: `Parkinson's disease`, `Hilbert's basis theorem`, `Morbus Crohn` identify nobody.

A few words of medicine and mathematics directly before or after the name indicate the thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..detection import Detection

__all__ = ["without_eponyms"]

_NAMES = frozenset(("GIVEN_NAME", "SURNAME", "CITY", "PERSON"))
_SOURCES = frozenset(("model", "propagation", "name_form"))
_THING = (
    "disease|syndrome|disorder|dementia|lymphoma|palsy|chorea|thyroiditis|anaemia|anemia|fracture|reflex|sign|score|scale"
    "|theorem|lemma|conjecture|inequality|equation|totient|transform|algorithm|paradox|distribution|criterion"
    "|formula|constant|hypothesis|polynomials?|numbers|matrix|process|krankheit|syndrom|erkrankung|thyreoiditis|zeichen|lymphom|satz"
    "|ziekte|syndroom"
)
_BEHIND = re.compile(
    r"(?:['’]s?)?(?:[–-][A-ZÀ-Þ][^\W\d_]{1,20})?"
    r"(?: (?:basis|limit|incompleteness|totient|last|first|small|lymphocytic))?[ -]"
    rf"(?:{_THING})(?![^\W_])",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?<![^\W_])(?:Morbus|maladie d[e']|syndrome d[e']|enfermedad de|síndrome de|malattia di|morbo di|sindrome di"
    r"|doença de|síndrome do|ziekte van|syndroom van|teorema d[ei]|théorème d[e']|Satz von|stelling van)[ ]?\Z",
    re.IGNORECASE,
)
_LONGEST = 20


def without_eponyms(detections: Sequence[Detection], text: str) -> list[Detection]:
    """Drop claims of names that belong to a disease or a theorem."""
    return [found for found in detections if not _is_eponym(found, text)]


def _is_eponym(found: Detection, text: str) -> bool:
    if found.entity not in _NAMES or found.source not in _SOURCES:
        return False
    return (
        _BEHIND.match(text, found.end) is not None
        or _BEFORE.search(text, max(0, found.start - _LONGEST), found.start) is not None
    )
