"""Reasons for a finding, as data and as an English sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Reason", "sentence"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a finding, or one that is missing. Contains nothing of the text except a recognizer's context
    word.

    | kind | detail | score |
    |---|---|---|
    | `model` | the label | 1 - P(O), the mean over the words |
    | `pattern` | the recognizer | |
    | `check_passed`, `check_failed` | | |
    | `numbering_plan` | | |
    | `context`, `context_missing` | the context word, if known | |
    | `agreement` | the other detector | its score |
    | `overrode` | the overridden claim: `PHONE by phone` | the claim's score |
    | `propagation` | the detector of the other mention | its score |
    | `lexicon_raised`, `lexicon_lowered` | | the score after name lists and surrounding words |
    | `below_threshold` | the label | the threshold |
    | `not_looked_for` | | |
    | `chosen` | by a person | |
    | `other` | in words | |
    """

    kind: str
    detail: str | None = None
    score: float | None = None


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


def sentence(reasons: Sequence[Reason]) -> str:
    """Format reasons as a sentence; an empty string if there are none.

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
