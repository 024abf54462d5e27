"""Several callers share one load."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tabside.shared_loads import SharedLoads


class Work:
    """Waits until told to go on, and counts how often it was begun and cancelled."""

    def __init__(self) -> None:
        self.begun = self.cancelled = 0
        self.go_on = asyncio.Event()
        self.failure: Exception | None = None

    async def __call__(self, tell: Callable[[int], None]) -> int:
        self.begun += 1
        number = self.begun
        try:
            tell(number)
            await self.go_on.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.failure:
            raise self.failure
        return number


async def start(*calls: asyncio.Task[int]) -> None:
    """Let new tasks run until they wait."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_callers_share_one_load_and_its_events() -> None:
    loads, work = SharedLoads[str, int, int](), Work()
    heard: list[list[int]] = [[], []]
    calls = [asyncio.create_task(loads.get("a", work, heard[i].append)) for i in range(2)]
    await start(*calls)
    work.go_on.set()

    assert await asyncio.gather(*calls) == [1, 1]
    assert (work.begun, heard) == (1, [[1], [1]])
    assert await loads.get("a", work) == 1
    assert await loads.get("b", work) == 2


async def test_a_load_goes_on_while_one_caller_waits_and_ends_with_the_last() -> None:
    loads, work = SharedLoads[str, int, int](), Work()
    first, second = (asyncio.create_task(loads.get("a", work)) for _ in range(2))
    await start(first, second)
    first.cancel()
    await start()
    assert work.cancelled == 0

    second.cancel()
    await start()
    assert work.cancelled == 1
    work.go_on.set()
    assert await loads.get("a", work) == 2, "an abandoned load is not joined"


async def test_a_failed_load_is_tried_again() -> None:
    loads, work = SharedLoads[str, int, int](), Work()
    work.go_on.set()
    work.failure = ValueError("no")
    with pytest.raises(ValueError, match="no"):
        await loads.get("a", work)
    work.failure = None

    assert await loads.get("a", work) == 2


async def test_a_stale_result_is_loaded_anew() -> None:
    loads, work = SharedLoads[str, int, int](lambda number: number == 1), Work()
    work.go_on.set()

    assert [await loads.get("a", work) for _ in range(3)] == [1, 2, 2]
