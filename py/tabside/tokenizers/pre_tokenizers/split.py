"""Split where a pattern matches."""

from __future__ import annotations

from ..config import Config, flag
from ..normalized import NormalizedString
from ..oniguruma import OnigurumaPattern
from ..pattern_config import pattern_from
from ..pre_tokenized import Behavior, PreTokenizedString, cut, matches_of
from .behavior import behavior_from

__all__ = ["Split"]


class Split:
    """Splits at a pattern. `invert` treats the text between the matches as the delimiter."""

    def __init__(self, pattern: OnigurumaPattern, behavior: Behavior, invert: bool = False) -> None:
        self.pattern = pattern
        self.behavior = behavior
        self.invert = invert

    @classmethod
    def from_config(cls, config: Config) -> Split:
        """Build from a tokenizer.json."""
        return cls(pattern_from(config), behavior_from(config), flag(config, "invert"))

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Cut in place."""
        pre_tokenized.split(lambda _, piece: self._cut(piece))

    def _cut(self, piece: NormalizedString) -> list[NormalizedString]:
        matches = matches_of(self.pattern.spans(piece.text), len(piece.text))
        if self.invert:
            matches = [(first, last, not matched) for first, last, matched in matches]
        return [piece.slice(first, last) for first, last in cut(matches, self.behavior)]
