"""A recognizer as data: a pattern, a check of its matches, context words, and its own tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..detection import Detection, detection_of
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
    """Finds matches of a regular expression whose check holds.

    The expression must be linear: no nested quantifiers over the same characters. A test runs each one on
    100,000 hostile characters. A group named `value` narrows the finding to itself. `check` receives the value as
    written. A match without a check, or with `certain=False`, is supported by its shape alone.

    - `context`: words near the match that raise its score, more the nearer they are. With `needs_context` there is no
      finding without one `within` this many characters. With `context_proves` a value is certain if one directly
      precedes it.
    - `context_excuses`: a value that fails its check is still reported, at score 0.5, if a context word is near.
    - `optional`: used only if its entity is requested by name, because it would mask text that identifies nobody.
    - `hits`: texts with each expected finding between `«` and `»`. `misses`: texts without findings.
    """

    name: str
    entity: str
    regex: str
    score: float
    check: Callable[[str], bool] | None = None
    certain: bool = True
    context: tuple[str, ...] = ()
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
        """Yield the matches in a folded text, in order."""
        pattern, group, needs = _compiled(self.regex, self.ignore_case)
        if not can_match(text, needs) or (self.needs_context and not may_have_context(text, self.context)):
            return iter(())
        return self._find_near(text, pattern, group) if self.context else self._find_alone(text, pattern, group)

    def _find_near(self, text: str, pattern: re.Pattern[str], group: str | int) -> Iterator[Detection]:
        """Yield matches for which context words may count."""
        # In long texts the words are searched once, in short ones around each match.
        is_long = len(text) > LONG
        mentions: Mentions | None = None
        check = self.check
        for match in pattern.finditer(text):
            start, end = match.span(group)
            if start == end:
                continue
            holds = check is None or check(text[start:end])
            if not holds and not self.context_excuses:
                continue
            if is_long and mentions is None:
                mentions = Mentions.of(text, vocabulary(((self.context, 0),)))
            detection = self._judge(text, start, end, mentions, holds)
            if detection is not None:
                yield detection

    def _find_alone(self, text: str, pattern: re.Pattern[str], group: str | int) -> Iterator[Detection]:
        """Yield matches without context words: in a list this is done for each of thousands."""
        check, entity, score, name, certain = self.check, self.entity, self.score, self.name, self.certain
        reasons = _PATTERN if check is None else _CHECK_HOLDS
        for match in pattern.finditer(text):
            start, end = match.span(group)
            if start < end and (check is None or check(text[start:end])):
                yield detection_of((entity, start, end, score, name, certain, reasons))

    def _judge(self, text: str, start: int, end: int, mentions: Mentions | None, holds: bool) -> Detection | None:
        reasons = _PATTERN if self.check is None else _CHECK_HOLDS if holds else _CHECK_FAILS
        if mentions is None:
            away, index = context_distance(text, start, end, self.context), -1
        else:
            away, index = mentions.nearest(start, end) or _FAR
        if away is None or away > self.within:
            if self.needs_context or not holds:
                return None
            return detection_of((self.entity, start, end, self.score, self.name, self.certain, reasons))
        word = context_reason(text, start, end, self.context) if mentions is None else mentions.reason(text, index)
        score = min(self.score + CONTEXT_RAISE - away / 1000, 1.0) if holds else 0.5
        certain = holds and (self.certain or (self.context_proves and away <= CLOSE))
        return detection_of((self.entity, start, end, score, self.name, certain, (*reasons, word)))


_FAR = (None, -1)
_PATTERN = ("pattern",)
_CHECK_HOLDS = ("pattern", "check holds")
_CHECK_FAILS = ("pattern", "check fails")


@lru_cache(maxsize=512)
def _compiled(regex: str, ignore_case: bool) -> tuple[re.Pattern[str], str | int, Needs]:
    flags = re.IGNORECASE if ignore_case else 0
    pattern = re.compile(regex, flags)
    return pattern, "value" if "value" in pattern.groupindex else 0, needs_of(regex, flags)
