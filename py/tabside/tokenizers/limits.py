"""Limits on a tokenizer.json: a file of a few bytes must not fill the memory or take hours.

Each limit is far above the values in published tokenizers. With these limits a text of 1 MB takes seconds and less
than 500 MB.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import TokenizerError

__all__ = [
    "LONGEST_AFFIX",
    "MOST_TEMPLATE_PIECES",
    "check_growth",
    "check_lengths",
    "check_padding",
    "check_pairs",
    "check_parts",
    "check_replacement",
    "check_windows",
    "token_id",
    "whole_number",
]

LARGEST_ID = 2**31 - 1
LONGEST_PADDING = 1 << 18
LONGEST_AFFIX = 64
"""Characters of a prefix or suffix that the model puts around each piece."""
MOST_TEMPLATE_PIECES = 64
_MOST_PARTS = 100
_LONGEST_REGEXES = 4_000
"""One `\\p{L}` becomes a class of 677 ranges, which takes 20 ms to check. GPT-4o's regex has 274 characters."""
_MOST_LENGTHS = 48
"""Published vocabularies have up to 17 lengths of tokens that begin with the same character."""
_FREE = 64
_GROWTH = 20
"""NFKD makes 18 code points of U+FDFA."""
_GROWTH_BY_REPLACING = 8
_MOST_PADDED = 1 << 22
_MOST_PAIRS = 20_000


def whole_number(value: Any, what: str, most: int) -> int:
    """Return a number between 0 and `most`. Raises TokenizerError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise TokenizerError(f"tokenizer.json: {what} is not a whole number between 0 and {most:,}")
    return value


def token_id(value: Any, what: str) -> int:
    """Return the id of a token. Raises TokenizerError for what is none."""
    return whole_number(value, what, LARGEST_ID)


def check_parts(config: Mapping[str, Any]) -> None:
    """Raise TokenizerError if a tokenizer has too many parts, each of which reads the whole text, or long regexes."""
    regexes = 0
    for name in ("normalizer", "pre_tokenizer", "post_processor", "decoder"):
        count, waiting = 0, [config.get(name)]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Mapping):
                count += "type" in one
                regexes += len(str(one.get("Regex", "")))
                waiting += one.values()
            elif isinstance(one, list):
                waiting += one
            if count > _MOST_PARTS:
                raise TokenizerError(f"tokenizer.json: the {name} has more than {_MOST_PARTS} parts")
    if regexes > _LONGEST_REGEXES:
        raise TokenizerError(f"tokenizer.json: its regexes have more than {_LONGEST_REGEXES:,} characters together")


def check_lengths(tokens: Iterable[str]) -> None:
    """Raise TokenizerError if tokens that begin with one character have too many lengths: each of these is tried."""
    lengths: dict[str, set[int]] = {}
    for token in tokens:
        lengths.setdefault(token[:1], set()).add(len(token))
    if max(map(len, lengths.values()), default=0) > _MOST_LENGTHS:
        raise TokenizerError(f"tokenizer.json: tokens with the same first character have over {_MOST_LENGTHS} lengths")


def check_growth(before: int, after: int) -> None:
    """Raise TokenizerError if normalizing makes far more characters of a text than it has."""
    if after > _GROWTH * before + _FREE:
        raise _grows()


def check_replacement(before: int, after: int) -> None:
    """Raise TokenizerError if replacing, or adding characters, makes a text many times as long."""
    if after > _GROWTH_BY_REPLACING * before + _FREE:
        raise _grows()


def check_windows(windows: int, max_length: int, length: int) -> None:
    """Raise TokenizerError if truncation to so many windows would multiply the tokens."""
    if windows * (max_length + 32) > 16 * length + 100_000:
        raise TokenizerError("truncation would cut this text into too many windows: take a larger max_length")


def check_padding(length: int, encodings: int) -> None:
    """Raise TokenizerError if padding the windows of one text would fill the memory."""
    if length * encodings > _MOST_PADDED:
        raise TokenizerError("padding would make too many tokens of this text")


def check_pairs(windows: int, of_each: int) -> None:
    """Raise TokenizerError if joining each window of a text with each of another makes too many."""
    if windows * of_each > _MOST_PAIRS:
        raise TokenizerError("these texts have too many windows to pair each with each")


def _grows() -> TokenizerError:
    return TokenizerError("the tokenizer makes this text many times as long, and is refused")
