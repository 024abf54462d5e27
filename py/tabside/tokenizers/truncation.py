"""Truncate one or two encodings to a maximum length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import TokenizerError
from .encoding import Direction, Encoding

__all__ = ["Strategy", "Truncation", "truncate_encodings"]

Strategy = Literal["longest_first", "only_first", "only_second"]


@dataclass(frozen=True, slots=True)
class Truncation:
    """Truncation parameters: `max_length` tokens in all, windows that share `stride` tokens."""

    max_length: int = 512
    stride: int = 0
    strategy: Strategy = "longest_first"
    direction: Direction = "right"

    def __post_init__(self) -> None:
        if self.strategy not in ("longest_first", "only_first", "only_second"):
            raise TokenizerError("the truncation strategy must be longest_first, only_first or only_second")
        if self.direction not in ("left", "right"):
            raise TokenizerError("the truncation direction must be left or right")
        if self.max_length < 0 or self.stride < 0:
            raise TokenizerError("max_length and stride must not be negative")


def truncate_encodings(encoding: Encoding, pair: Encoding | None, truncation: Truncation, max_length: int) -> None:
    """Truncate in place so that both together have at most `max_length` tokens.

    Raises TokenizerError when the sequence to cut is missing, or too short to reach the length.
    """
    stride, direction = truncation.stride, truncation.direction
    if max_length == 0:
        encoding.truncate(0, stride, direction)
        if pair is not None:
            pair.truncate(0, stride, direction)
        return
    total = len(encoding) + (len(pair) if pair is not None else 0)
    surplus = total - max_length
    if surplus <= 0:
        return
    if truncation.strategy == "longest_first":
        if pair is None:
            encoding.truncate(max_length, stride, direction)
            return
        first, second = _shares(len(encoding), len(pair), max_length)
        encoding.truncate(first, stride, direction)
        pair.truncate(second, stride, direction)
        return
    target = encoding if truncation.strategy == "only_first" else pair
    if target is None:
        raise TokenizerError("only_second asks for a second sequence, and there is none")
    if len(target) <= surplus:
        raise TokenizerError("the sequence to truncate is too short to respect max_length")
    target.truncate(len(target) - surplus, stride, direction)


def _shares(first: int, second: int, max_length: int) -> tuple[int, int]:
    """Return how many tokens each sequence keeps: cut the longer one first, then both to half.

    >>> _shares(10, 3, 8), _shares(10, 9, 7)
    ((5, 3), (4, 3))
    """
    shorter, longer = sorted((first, second))
    longer = shorter if shorter > max_length else max(shorter, max_length - shorter)
    if shorter + longer > max_length:
        shorter = max_length // 2
        longer = shorter + max_length % 2
    return (longer, shorter) if first > second else (shorter, longer)
