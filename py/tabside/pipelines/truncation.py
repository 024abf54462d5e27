"""Report truncated inputs: by callback, or else by a warning."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

from .base import Encoding, ModelInput
from .token_windows import frame_of

__all__ = ["OnTruncated", "TruncationWarning", "Truncations", "cut_end"]

OnTruncated = Callable[[int, int, int], None]
"""Hears the number of the input, how many tokens it has, and how many the model read."""


class TruncationWarning(UserWarning):
    """A text was longer than the model's limit, and the rest of it was ignored."""


class Truncations:
    """Collects the truncations of one call."""

    def __init__(self, on_truncated: OnTruncated | None) -> None:
        self._on_truncated = on_truncated
        self._numbers: list[int] = []

    def note(self, number: int, tokens: int, limit: int) -> None:
        """Record an input of `tokens` tokens if it exceeds the limit."""
        if tokens <= limit:
            return
        self._numbers.append(number)
        if self._on_truncated is not None:
            self._on_truncated(number, tokens, limit)

    def finish(self, limit: int) -> None:
        """Issue one warning for all of them, unless the caller was notified of each."""
        if self._numbers and self._on_truncated is None:
            warnings.warn(
                f"{len(self._numbers)} inputs have more than the {limit} tokens that the model reads, the first of "
                f"them number {self._numbers[0]}; the rest of each does not count. Cut them into passages, or pass "
                "on_truncated to be told of each.",
                TruncationWarning,
                stacklevel=3,
            )


def cut_end(encoding: Encoding, max_length: int, tag: Any) -> ModelInput[Any]:
    """Keep the beginning of a text and the special tokens around it."""
    frame = frame_of(encoding)
    kept = min(frame.end, frame.start + max(max_length - frame.special_tokens, 0))

    def around(values: Sequence[int]) -> list[int]:
        return [*values[:kept], *values[frame.end :]]

    return ModelInput(around(encoding.ids), around(encoding.type_ids), tag)
