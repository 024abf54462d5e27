"""A recognizer written in a policy, and the version of the policy format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..recognizers.pattern import PatternRecognizer

__all__ = ["POLICY_VERSION", "CustomRecognizer"]

POLICY_VERSION = 1


@dataclass(frozen=True, slots=True)
class CustomRecognizer:
    """A user-written recognizer: patterns with scores, context words, and example texts.

    In `hits` each expected finding is between « and »; `misses` have none.
    """

    name: str
    entity: str
    patterns: Sequence[tuple[str, float]]
    context: Sequence[str] = ()
    ignore_case: bool = False
    needs_context: bool = False
    hits: Sequence[str] = ()
    misses: Sequence[str] = ()

    def recognizers(self) -> list[PatternRecognizer]:
        """Return a recognizer for each pattern."""
        return [
            PatternRecognizer(
                name=self.name,
                entity=self.entity,
                regex=regex,
                score=score,
                certain=False,
                context=tuple(self.context),
                needs_context=self.needs_context,
                ignore_case=self.ignore_case,
            )
            for regex, score in self.patterns
        ]

    def failures(self) -> list[str]:
        """Return the examples on which it fails, as written."""
        return [example for example in (*self.hits, *self.misses) if not self._holds(example)]

    def _holds(self, example: str) -> bool:
        expected: list[tuple[int, int]] = []
        plain, begin = "", 0
        for ch in example:
            if ch == "«":
                begin = len(plain)
            elif ch == "»":
                expected.append((begin, len(plain)))
            else:
                plain += ch
        found = {(hit.start, hit.end) for recognizer in self.recognizers() for hit in recognizer.find(plain)}
        return found == set(expected)

    def to_dict(self) -> dict[str, Any]:
        """Return the recognizer as a policy writes it."""
        return {
            "name": self.name,
            "entity": self.entity,
            "patterns": [{"regex": regex, "score": score} for regex, score in self.patterns],
            "context": list(self.context),
            "ignore_case": self.ignore_case,
            "needs_context": self.needs_context,
            "examples": {"hits": list(self.hits), "misses": list(self.misses)},
        }
