"""A compiled Oniguruma pattern."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache

from ...errors import TokenizerError
from .budget import Budget
from .translation import translate

__all__ = ["OnigurumaPattern"]


class OnigurumaPattern:
    """A compiled Oniguruma regex. ASCII texts, the usual case, use a second version with small classes."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._budget: Budget | None = None

    @classmethod
    def literal(cls, text: str) -> OnigurumaPattern:
        """Return a pattern that matches exactly `text`."""
        literal = cls(text)
        literal._ascii = literal._unicode = re.compile(re.escape(text))
        return literal

    @cached_property
    def _ascii(self) -> re.Pattern[str]:
        return _compiled(translate(self.pattern, ascii_only=True))

    @cached_property
    def _unicode(self) -> re.Pattern[str]:
        return _compiled(translate(self.pattern))

    def check(self) -> None:
        """Prepare for texts of strangers, or a pattern of one.

        Raises TokenizerError if the pattern cannot be used, or could take exponential time. `spans` then raises it for
        a text on which the pattern could take more than some seconds.
        """
        self._ascii  # noqa: B018
        self._budget = _budget(self.pattern)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return (start, end) of each match. As in Oniguruma, an empty match directly after another match does not
        count."""
        compiled = self._ascii if text.isascii() else self._unicode
        if self._budget is not None and not self._budget.covers(text):
            return _by_places(compiled, text, self._budget.meter(text))
        spans: list[tuple[int, int]] = []
        for match in compiled.finditer(text):
            if match.start() == match.end():
                return spans + _with_empty_matches(compiled, text, match.start(), spans[-1][1] if spans else -1)
            spans.append(match.span())
        return spans


def _with_empty_matches(compiled: re.Pattern[str], text: str, position: int, last_end: int) -> list[tuple[int, int]]:
    """Return the matches from `position` on. The search restarts after an empty match, where Python goes on
    differently."""
    spans: list[tuple[int, int]] = []
    while match := compiled.search(text, position):
        start, end = match.span()
        if start == end == last_end:
            position += 1
            if position > len(text):
                break
            continue
        spans.append((start, end))
        position = last_end = end
    return spans


def _by_places(compiled: re.Pattern[str], text: str, charge: Callable[[int], None]) -> list[tuple[int, int]]:
    """Return the same matches, and have each try charged before it is made."""
    spans: list[tuple[int, int]] = []
    position, last_end = 0, -1
    while position <= len(text):
        charge(position)
        match = compiled.match(text, position)
        if match is None or match.end() == position == last_end:
            position += 1
            continue
        spans.append(match.span())
        position = last_end = match.end()
    return spans


@lru_cache(maxsize=32)
def _budget(pattern: str) -> Budget:
    return Budget(translate(pattern))


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except (re.error, RecursionError, OverflowError, ValueError):
        raise TokenizerError("a regex of the tokenizer cannot be translated") from None
