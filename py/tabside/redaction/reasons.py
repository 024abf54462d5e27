"""Why something was found: what recognizers say in short, made into `Reason`s, and `Reason`s made into a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..types import Reason
from .detection import Detection

__all__ = ["reasons_of", "sentence", "weighed"]

# What recognizers say, and the kind of reason that it is. A detail may follow: `context word: passport`.
_KINDS: Mapping[str, str] = {
    "pattern": "pattern",
    "check holds": "check_passed",
    "check fails": "check_failed",
    "numbering plan": "numbering_plan",
    "context word": "context",
    "model": "model",
    "other": "other",
}

_WITH_DETAIL: Mapping[str, str] = {
    "model": "the model reads it as {detail}",
    "pattern": "the pattern {detail} matches",
    "context": 'the context word "{detail}" stands near',
    "context_missing": 'no context word such as "{detail}" stands near',
    "agreement": "{detail} found the same",
    "overrode": "it overrode {detail}",
    "propagation": "{detail} found another mention of it",
    "below_threshold": "{detail} falls short of the threshold",
    "other": "{detail}",
}
_ALONE: Mapping[str, str] = {
    "lexicon_raised": "lists of names and the words around it raise the score",
    "lexicon_lowered": "no list of names knows it, which lowers the score",
    "check_passed": "its check digits hold",
    "check_failed": "its check digits do not hold",
    "numbering_plan": "the numbering plan has such numbers",
    "context": "a context word stands near",
    "context_missing": "no context word stands near",
    "not_looked_for": "its kind is not looked for",
    "chosen": "a person chose it",
}


_OF_ACCOUNT = 0.02


def reasons_of(found: Detection) -> tuple[Reason, ...]:
    """Return a detection's reasons, in its order.

    >>> reasons_of(Detection("SSN", 0, 11, 1, "us_ssn", True, ("pattern", "context word: ssn")))
    (Reason(kind='pattern', detail='us_ssn', score=None), Reason(kind='context', detail='ssn', score=None))
    """
    return tuple(_reason(said, found.source) for said in found.reasons)


def weighed(score: float, read: float) -> tuple[Reason, ...]:
    """Return what to say of a score that lists of names made of what the model `read`: nothing if of no account.

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


def sentence(reasons: Sequence[Reason]) -> str:
    """Say reasons in a sentence; the empty string when there are none.

    >>> sentence([Reason("model", "CITY", 0.913), Reason("overrode", "STATE by model", 0.4)])
    'The model reads it as CITY (0.91); it overrode STATE by model (0.40).'
    """
    parts = [_clause(reason) for reason in reasons]
    text = "; ".join(part for part in parts if part)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _clause(reason: Reason) -> str:
    if reason.detail is not None and reason.kind in _WITH_DETAIL:
        words = _WITH_DETAIL[reason.kind].replace("{detail}", reason.detail)
    else:
        words = _ALONE.get(reason.kind, reason.kind.replace("_", " "))
    return words if reason.score is None else f"{words} ({reason.score:.2f})"
