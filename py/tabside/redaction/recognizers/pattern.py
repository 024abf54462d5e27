"""A recognizer as data: a pattern, what must hold of its matches, the words that speak for it, and its own tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..detection import Detection

__all__ = ["PatternRecognizer", "has_context"]

# How far from a match a context word may stand. What labels a value mostly stands before it.
CONTEXT_BEFORE = 60
CONTEXT_AFTER = 25
CONTEXT_RAISE = 0.35


@dataclass(frozen=True, slots=True)
class PatternRecognizer:
    """Finds what a regular expression matches, if its check holds.

    The expression must be linear: no quantifier inside another over the same characters; a test feeds each one
    100,000 hostile characters. A group named `value` narrows the finding to itself. `check` gets the value as
    written. A match without a check, or with `certain` False, is a claim of shape alone.

    - `context`: words near the match that raise its score; with `needs_context` there is no finding without one.
    - `context_excuses`: a value that fails its check is still reported, at score 0.5, when a context word stands near.
    - `hits`: texts with each expected finding between `«` and `»`. `misses`: texts in which it finds nothing.
    """

    name: str
    entity: str
    regex: str
    score: float
    check: Callable[[str], bool] | None = None
    certain: bool = True
    context: Sequence[str] = ()
    needs_context: bool = False
    context_excuses: bool = False
    ignore_case: bool = False
    country: str | None = None
    hits: Sequence[str] = ()
    misses: Sequence[str] = ()

    @property
    def entities(self) -> frozenset[str]:
        return frozenset((self.entity,))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield what stands in a folded text, in order."""
        for match in _compiled(self.regex, self.ignore_case).finditer(text):
            group = "value" if "value" in match.re.groupindex else 0
            start, end = match.span(group)
            if start == end:
                continue
            detection = self._judge(text, start, end)
            if detection is not None:
                yield detection

    def _judge(self, text: str, start: int, end: int) -> Detection | None:
        holds = self.check is None or self.check(text[start:end])
        if not holds and not self.context_excuses:
            return None
        near = bool(self.context) and has_context(text, start, end, tuple(self.context))
        if not near and (self.needs_context or not holds):
            return None
        reasons = ["pattern"]
        if self.check is not None:
            reasons.append("check holds" if holds else "check fails")
        if near:
            reasons.append("context word")
        score = min(self.score + CONTEXT_RAISE * near, 1.0) if holds else 0.5
        return Detection(self.entity, start, end, score, self.name, self.certain and holds, tuple(reasons))


def has_context(text: str, start: int, end: int, words: tuple[str, ...]) -> bool:
    """Say whether one of the words stands shortly before a stretch, or right after it, as a whole word in any case.

    A figure or a low line ends a word too: `SSN123456789` and `aws_secret_key` hold `ssn` and `secret key`.
    """
    singles, phrases = _vocabulary(words)
    begin = max(0, start - CONTEXT_BEFORE)
    if 0 < begin < start and text[begin - 1].isalpha():
        while begin < start and text[begin].isalpha():
            begin += 1  # Half a word is none.
    for piece in (text[begin:start], text[end : end + CONTEXT_AFTER]):
        found = _WORD.findall(piece.lower())
        if not found:
            continue
        if not singles.isdisjoint(found):
            return True
        if phrases and len(found) > 1:
            spaced = f" {' '.join(found)} "
            if any(phrase in spaced for phrase in phrases):
                return True
    return False


_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=256)
def _vocabulary(words: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the single words, and the phrases between spaces."""
    split = [_WORD.findall(word.lower()) for word in words]
    singles = frozenset(parts[0] for parts in split if len(parts) == 1)
    return singles, tuple(f" {' '.join(parts)} " for parts in split if len(parts) > 1)


@lru_cache(maxsize=512)
def _compiled(regex: str, ignore_case: bool) -> re.Pattern[str]:
    return re.compile(regex, re.IGNORECASE if ignore_case else 0)
