"""Convert the notes of recognizers and model on a detection into `Reason`s."""

from __future__ import annotations

from collections.abc import Mapping

from ..reasons import Reason
from .detection import Detection

__all__ = ["reasons_of", "weighed"]

# A recognizer's note, and its kind of reason. A detail may follow: `context word: passport`.
_KINDS: Mapping[str, str] = {
    "pattern": "pattern",
    "check holds": "check_passed",
    "check fails": "check_failed",
    "numbering plan": "numbering_plan",
    "context word": "context",
    "model": "model",
    "other": "other",
}

_OF_ACCOUNT = 0.02


def reasons_of(found: Detection) -> tuple[Reason, ...]:
    """Return a detection's reasons, in order.

    >>> reasons_of(Detection("SSN", 0, 11, 1, "us_ssn", True, ("pattern", "context word: ssn")))
    (Reason(kind='pattern', detail='us_ssn', score=None), Reason(kind='context', detail='ssn', score=None))
    """
    return tuple(_reason(said, found.source) for said in found.reasons)


def weighed(score: float, read: float) -> tuple[Reason, ...]:
    """Return the reason for a score that name lists derived from the model's `read`; empty if the change is negligible.

    >>> weighed(0.8312, 0.1), weighed(0.5, 0.501)
    ((Reason(kind='lexicon_raised', detail=None, score=0.8312),), ())
    """
    if abs(score - read) < _OF_ACCOUNT:
        return ()
    return (Reason("lexicon_raised" if score > read else "lexicon_lowered", None, round(score, 4)),)


def _reason(said: Reason | str, source: str) -> Reason:
    if isinstance(said, Reason):
        return said
    word, _, detail = said.partition(": ")
    kind = _KINDS.get(word)
    if kind is None:
        return Reason("other", said)
    return Reason(kind, detail or (source if kind == "pattern" else None))
