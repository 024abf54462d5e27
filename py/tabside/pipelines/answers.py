"""Convert token spans into answers within a context."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .base import Encoding

__all__ = ["Span", "align", "merge"]


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `[start, end]` of an encoding, both included."""

    score: float
    start: int
    end: int


def align(encoding: Encoding, span: Span, to_words: bool) -> tuple[int, int]:
    """Return the (start, end) of a span's text, optionally widened to whole words."""
    start, end = span.start, span.end
    if to_words:
        words, owners = encoding.word_ids, encoding.sequence_ids
        while start > 0 and words[start - 1] == words[start] and owners[start - 1] == owners[start]:
            start -= 1
        while end + 1 < len(words) and words[end + 1] == words[end] and owners[end + 1] == owners[end]:
            end += 1
    return encoding.offsets[start][0], encoding.offsets[end][1]


def merge(found: Iterable[tuple[int, int, float, str]]) -> list[dict[str, Any]]:
    """Merge (start, end, score, context) with the same words, ignoring case. Scores add up.

    >>> merge([(0, 2, 0.5, "He is he"), (6, 8, 0.25, "He is he")])
    [{'score': 0.75, 'start': 0, 'end': 2, 'answer': 'He'}]
    """
    answers: dict[str, dict[str, Any]] = {}
    for start, end, score, context in found:
        answer = context[start:end]
        known = answers.setdefault(answer.lower(), {"score": 0.0, "start": start, "end": end, "answer": answer})
        known["score"] += score
    return list(answers.values())
