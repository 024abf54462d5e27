"""A recognizer as data: a pattern, what must hold of its matches, the words that speak for it, and its own tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..detection import Detection
from .context import (
    CLOSE,
    CONTEXT_BEFORE,
    LONG,
    Mentions,
    context_distance,
    context_reason,
    may_have_context,
    vocabulary,
)
from .necessity import Needs, can_match, needs_of

__all__ = ["PatternRecognizer"]

CONTEXT_RAISE = 0.35


@dataclass(frozen=True, slots=True)
class PatternRecognizer:
    """Finds what a regular expression matches, if its check holds.

    The expression must be linear: no quantifier inside another over the same characters; a test feeds each one
    100,000 hostile characters. A group named `value` narrows the finding to itself. `check` gets the value as
    written. A match without a check, or with `certain` False, is a claim of shape alone.

    - `context`: words near the match that raise its score, the nearer the more; with `needs_context` there is no
      finding without one `within` so many characters. With `context_proves` a value is certain when one stands right
      before it.
    - `context_excuses`: a value that fails its check is still reported, at score 0.5, when a context word stands near.
    - `optional`: asked only where its entity is named as wanted; without that, it would mask what names nobody.
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
    within: int = CONTEXT_BEFORE
    context_proves: bool = False
    context_excuses: bool = False
    ignore_case: bool = False
    country: str | None = None
    optional: bool = False
    hits: Sequence[str] = ()
    misses: Sequence[str] = ()

    @property
    def entities(self) -> frozenset[str]:
        return frozenset((self.entity,))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield what stands in a folded text, in order."""
        pattern, needs = _compiled(self.regex, self.ignore_case)
        if not can_match(text, needs) or (self.needs_context and not may_have_context(text, tuple(self.context))):
            return
        # In long texts the words are looked for once, in short ones around each match.
        is_long = bool(self.context) and len(text) > LONG
        mentions: Mentions | None = None
        for match in pattern.finditer(text):
            group = "value" if "value" in match.re.groupindex else 0
            start, end = match.span(group)
            if start == end:
                continue
            if not self.context and self.check is None:
                yield Detection(self.entity, start, end, self.score, self.name, self.certain, ("pattern",))
                continue
            if is_long and mentions is None:
                mentions = Mentions.of(text, vocabulary(((tuple(self.context), 0),)))
            detection = self._judge(text, start, end, mentions)
            if detection is not None:
                yield detection

    def _judge(self, text: str, start: int, end: int, mentions: Mentions | None) -> Detection | None:
        holds = self.check is None or self.check(text[start:end])
        if not holds and not self.context_excuses:
            return None
        away, index = None, -1
        if mentions is not None:
            away, index = mentions.nearest(start, end) or (None, -1)
        elif self.context:
            away = context_distance(text, start, end, tuple(self.context))
        near = away is not None and away <= self.within
        if not near and (self.needs_context or not holds):
            return None
        reasons = ["pattern"]
        if self.check is not None:
            reasons.append("check holds" if holds else "check fails")
        if near:
            reasons.append(
                context_reason(text, start, end, tuple(self.context))
                if mentions is None
                else mentions.reason(text, index)
            )
        raised = CONTEXT_RAISE - away / 1000 if near and away is not None else 0
        score = min(self.score + raised, 1.0) if holds else 0.5
        certain = holds and (self.certain or (self.context_proves and away is not None and away <= CLOSE))
        return Detection(self.entity, start, end, score, self.name, certain, tuple(reasons))


@lru_cache(maxsize=512)
def _compiled(regex: str, ignore_case: bool) -> tuple[re.Pattern[str], Needs]:
    flags = re.IGNORECASE if ignore_case else 0
    return re.compile(regex, flags), needs_of(regex, flags)
