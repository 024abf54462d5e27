"""Truncate inputs as asked, and report it: by callback, or else by a warning."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import InputError
from .base import Encoding, ModelInput
from .token_windows import frame_of

__all__ = ["Cut", "OnTruncated", "TruncationWarning", "Truncations", "cut_end"]

OnTruncated = Callable[[int, int, int], None]
"""Hears the number of the input, how many tokens it has, and how many the model read."""


_STRATEGIES = {
    None: "", True: "longest_first", False: "refuse", "do_not_truncate": "refuse", "longest_first": "longest_first",
    "only_first": "only_first", "only_second": "only_second",
}  # fmt: skip
_PADDINGS = (None, True, False, "longest", "max_length", "do_not_pad")


@dataclass(frozen=True, slots=True)
class Cut:
    """A call's `truncation` and `max_length`: a limit of `limit` tokens, and the strategy, empty for the default."""

    strategy: str
    limit: int

    @classmethod
    def of(cls, truncation: bool | str | None, max_length: int | None, padding: bool | str | None, limit: int) -> Cut:
        """Check transformers' tokenizer arguments. `padding` never changes a result here, so any value will do.

        Raises:
            InputError: one is out of range.
        """
        if truncation not in _STRATEGIES:
            raise InputError(
                "truncation must be True, False, longest_first, only_first, only_second or do_not_truncate."
            )
        if padding not in _PADDINGS:
            raise InputError("padding must be True, False, longest, max_length or do_not_pad.")
        if max_length is None:
            return cls(_STRATEGIES[truncation], limit)
        if isinstance(max_length, bool) or not isinstance(max_length, int) or max_length < 4:
            raise InputError("max_length must be a number of at least 4 tokens.")
        return cls(_STRATEGIES[truncation], min(limit, max_length))

    def require(self, number: int, tokens: int) -> None:
        """Raise InputError for an input over the limit if the caller forbade truncation."""
        if self.strategy == "refuse" and tokens > self.limit:
            raise InputError(f"Input {number} has {tokens} tokens, and the limit is {self.limit}: truncation is off.")


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
