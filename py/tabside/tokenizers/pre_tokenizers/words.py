"""Pre-tokenizers that split at whitespace, punctuation, digits or a given character."""

from __future__ import annotations

import re
from functools import cache

from ...errors import TokenizerError
from ..config import Config, flag, integer, text
from ..normalized import NormalizedString
from ..pre_tokenized import Behavior, PreTokenizedString, cut, matches_of
from ..unicode.sets import WHITESPACE, char_class, pattern, ranges
from .behavior import behavior_from

__all__ = ["CharDelimiterSplit", "Digits", "FixedLength", "Punctuation", "Whitespace", "WhitespaceSplit"]

_NO_WHITESPACE = re.compile(f"[^{WHITESPACE}]+")


@cache
def _words() -> re.Pattern[str]:
    word = char_class(ranges("RUST_WORD"))
    return re.compile(f"[{word}]+|[^{word}{WHITESPACE}]+")


def _found(piece: NormalizedString, wanted: re.Pattern[str]) -> list[NormalizedString]:
    return [piece.slice(match.start(), match.end()) for match in wanted.finditer(piece.text)]


def _cut_at(piece: NormalizedString, delimiter: re.Pattern[str], behavior: Behavior) -> list[NormalizedString]:
    spans = (match.span() for match in delimiter.finditer(piece.text))
    return [piece.slice(first, last) for first, last in cut(matches_of(spans, len(piece.text)), behavior)]


class Whitespace:
    r"""Splits into the matches of `\w+|[^\w\s]+`."""

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Cut in place."""
        pre_tokenized.split(lambda _, piece: _found(piece, _words()))


class WhitespaceSplit:
    """Splits at whitespace."""

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Cut in place."""
        pre_tokenized.split(lambda _, piece: _found(piece, _NO_WHITESPACE))


class CharDelimiterSplit:
    """Splits at a delimiter."""

    def __init__(self, delimiter: str) -> None:
        self._kept = re.compile(f"[^{re.escape(delimiter)}]+")

    @classmethod
    def from_config(cls, config: Config) -> CharDelimiterSplit:
        """Build from a tokenizer.json."""
        return cls(text(config, "delimiter"))

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Cut in place."""
        pre_tokenized.split(lambda _, piece: _found(piece, self._kept))


class Punctuation:
    """Splits at punctuation, as BERT defines it."""

    def __init__(self, behavior: Behavior = "isolated") -> None:
        self.behavior = behavior

    @classmethod
    def from_config(cls, config: Config) -> Punctuation:
        """Build from a tokenizer.json."""
        return cls(behavior_from(config, "Isolated"))

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Cut in place."""
        delimiter = pattern("BERT_PUNCTUATION")
        pre_tokenized.split(lambda _, piece: _cut_at(piece, delimiter, self.behavior))


class Digits:
    """Isolates numbers, or each digit. Digits are all code points of category N."""

    def __init__(self, individual_digits: bool = False) -> None:
        self.individual_digits = individual_digits

    @classmethod
    def from_config(cls, config: Config) -> Digits:
        """Build from a tokenizer.json."""
        return cls(flag(config, "individual_digits"))

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Cut in place."""
        delimiter = pattern("RUST_NUMERIC")
        behavior: Behavior = "isolated" if self.individual_digits else "contiguous"
        pre_tokenized.split(lambda _, piece: _cut_at(piece, delimiter, behavior))


class FixedLength:
    """Splits into pieces of `length` code points."""

    def __init__(self, length: int = 5) -> None:
        if length < 1:
            raise TokenizerError("FixedLength: the length must be positive")
        self.length = length

    @classmethod
    def from_config(cls, config: Config) -> FixedLength:
        """Build from a tokenizer.json."""
        return cls(integer(config, "length", 5))

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Cut in place."""
        pre_tokenized.split(
            lambda _, piece: [
                piece.slice(first, min(first + self.length, len(piece.text)))
                for first in range(0, len(piece.text), self.length)
            ]
        )
