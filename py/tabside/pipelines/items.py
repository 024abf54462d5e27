"""Inputs and results of a call: any iterable, results in the same order, and separate failures for each item."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar

from ..errors import BatchError, InputError, TabsideError

__all__ = ["Items", "OnError", "Results", "Source", "batch_error"]

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
Result = TypeVar("Result")
Items = Iterable[Item] | AsyncIterable[Item]
OnError = Callable[[int, TabsideError], None]


class Source(Generic[Item]):
    """Takes items from an iterable or asynchronous iterable, some at a time."""

    def __init__(self, items: Items[Item]) -> None:
        if not isinstance(items, Iterable | AsyncIterable):
            raise InputError(f"An input is a text, or an iterable of them, not {type(items).__name__}.")
        self._items = aiter(items) if isinstance(items, AsyncIterable) else iter(items)

    async def take(self, count: int) -> list[Item]:
        """Return the next items, at most `count`; an empty list at the end."""
        if not isinstance(self._items, AsyncIterator):
            return list(islice(self._items, count))
        taken: list[Item] = []
        while len(taken) < count:
            try:
                taken.append(await anext(self._items))
            except StopAsyncIteration:
                break
        return taken


class Results(Generic[Result]):
    """Collects one result per item. `on_error` is called with (number of the item, its error) as errors occur."""

    def __init__(self, on_error: OnError | None = None) -> None:
        self.values: list[Result | None] = []
        self.errors: dict[int, TabsideError] = {}
        self._on_error = on_error

    def add(self, value: Result) -> None:
        self.values.append(value)

    async def collect(self, outcomes: AsyncIterable[Outcome | TabsideError], make: Callable[[Outcome], Result]) -> None:
        """Add `make(outcome)` for each outcome, in order; an outcome that is an error fails its item."""
        async for outcome in outcomes:
            if isinstance(outcome, TabsideError):
                self.fail(outcome)
            else:
                self.add(make(outcome))

    def fail(self, error: TabsideError) -> None:
        self.errors[len(self.values)] = error
        self.values.append(None)
        if self._on_error is not None:
            self._on_error(len(self.values) - 1, error)

    def finish(self, outcome: Sequence[Any] | None = None) -> list[Result]:
        """Return the results. None stands for a failed item that `on_error` was called for.

        `outcome` is what the caller derived from the results, if it differs from them.

        Raises:
            BatchError: some items failed without an `on_error`; it holds the results of the others.
            TabsideError: no item succeeded; this is the first one's error.
        """
        if self.errors and self._on_error is None:
            first = min(self.errors)
            if len(self.errors) == len(self.values):
                raise self.errors[first]
            raise batch_error(len(self.values), self.errors, self.values if outcome is None else outcome)
        return self.values  # type: ignore[return-value]  # None only where the caller asked for it


def batch_error(count: int, errors: Mapping[int, TabsideError], results: Any) -> BatchError:
    """Return the error for a batch of `count` inputs of which some failed; `results` are those of the others."""
    first = min(errors)
    return BatchError(
        f"{len(errors)} of {count} inputs failed, the first of them number {first}: {errors[first].message} "
        "The others' results are in this error's `results`.",
        results=results,
        errors=errors,
    )
