"""Share one load among concurrent callers: it continues while at least one of them waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

__all__ = ["SharedLoads"]

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")
Event = TypeVar("Event")
Listener = Callable[[Event], None]


class SharedLoads(Generic[Key, Result, Event]):
    """Loads by key, and for each event loop its own: a future belongs to the loop it was created in.

    A failed or cancelled load is forgotten, so that the next call tries again. `is_stale` says which finished results
    must be loaded anew.
    """

    def __init__(self, is_stale: Callable[[Result], bool] = lambda result: False) -> None:
        self._is_stale = is_stale
        self._by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Key, _Load[Result, Event]]] = (
            WeakKeyDictionary()
        )

    async def get(
        self,
        key: Key,
        work: Callable[[Listener[Event]], Awaitable[Result]],
        listener: Listener[Event] | None = None,
    ) -> Result:
        """Await the load of this key, begun with `work` unless it is running or has a result.

        `work` receives a function that passes an event on to the listeners of all who wait. When the last of them is
        cancelled, so is the work.
        """
        loads = self._by_loop.setdefault(asyncio.get_running_loop(), {})
        load = loads.get(key)
        if load is None or load.is_over(self._is_stale):
            load = loads[key] = _Load(work)
        return await load.wait(listener)


class _Load(Generic[Result, Event]):
    def __init__(self, work: Callable[[Listener[Event]], Awaitable[Result]]) -> None:
        self._listeners: list[Listener[Event]] = []
        self._waiting = 0
        self._is_abandoned = False
        self._task: asyncio.Future[Result] = asyncio.ensure_future(work(self._tell))

    def is_over(self, is_stale: Callable[[Result], bool]) -> bool:
        """Whether a new load is due: this one failed, was abandoned, or its result is stale."""
        if self._is_abandoned or not self._task.done():
            return self._is_abandoned
        return self._task.cancelled() or self._task.exception() is not None or is_stale(self._task.result())

    async def wait(self, listener: Listener[Event] | None) -> Result:
        if listener is not None:
            self._listeners.append(listener)
        self._waiting += 1
        try:
            # Shielded: a cancelled caller must not cancel the load for the others.
            return await asyncio.shield(self._task)
        finally:
            self._waiting -= 1
            if listener is not None:
                self._listeners.remove(listener)
            if not self._waiting and not self._task.done():
                self._is_abandoned = True
                self._task.cancel()

    def _tell(self, event: Any) -> None:
        for listener in self._listeners:
            listener(event)
