"""What callers give and get: any iterable in, results in its order out, and no item lost to another's fault."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar

from ..errors import BatchError, TabsideError

__all__ = ["Items", "OnError", "Results", "Source", "batch_error"]

Item = TypeVar("Item")
Result = TypeVar("Result")
Items = Iterable[Item] | AsyncIterable[Item]
OnError = Callable[[int, TabsideError], None]


class Source(Generic[Item]):
    """Takes from an iterable, or from an asynchronous one, some at a time."""

    def __init__(self, items: Items[Item]) -> None:
        self._items = aiter(items) if isinstance(items, AsyncIterable) else iter(items)

    async def take(self, count: int) -> list[Item]:
        """Return the next items, at most `count`; none when there are no more."""
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
    """Gathers one result an item. `on_error` hears (number of the item, its error) as errors come."""

    def __init__(self, on_error: OnError | None = None) -> None:
        self.values: list[Result | None] = []
        self.errors: dict[int, TabsideError] = {}
        self._on_error = on_error

    def add(self, value: Result) -> None:
        self.values.append(value)

    def fail(self, error: TabsideError) -> None:
        self.errors[len(self.values)] = error
        self.values.append(None)
        if self._on_error is not None:
            self._on_error(len(self.values) - 1, error)

    def finish(self, outcome: Sequence[Any] | None = None) -> list[Result]:
        """Return the results; None stands for a failed item where `on_error` has heard of it.

        `outcome` is what the caller makes of the results, where that is something else.

        Raises:
            BatchError: some items failed, and nobody was told; it holds the results of the others.
            TabsideError: no item succeeded; the first one's error.
        """
        if self.errors and self._on_error is None:
            first = min(self.errors)
            if len(self.errors) == len(self.values):
                raise self.errors[first]
            raise batch_error(len(self.values), self.errors, self.values if outcome is None else outcome)
        return self.values  # type: ignore[return-value]  # None only where the caller asked for it


def batch_error(count: int, errors: Mapping[int, TabsideError], results: Any) -> BatchError:
    """Return the error of a batch of `count` inputs, some of which failed; `results` are those of the others."""
    first = min(errors)
    return BatchError(
        f"{len(errors)} of {count} inputs failed, the first of them number {first}: {errors[first].message} "
        "The others' results are in this error's `results`.",
        results=results,
        errors=errors,
    )
