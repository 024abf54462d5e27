"""Wait for a condition instead of a fixed time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")
LOOK_EVERY_S = 0.02


def until(condition: Callable[[], Result], timeout_s: float = 60) -> Result:
    """Return the condition's first true value.

    Raises:
        AssertionError: it was not true within the limit.
    """
    deadline = time.monotonic() + timeout_s
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not true within {timeout_s} s, last {value!r}"
        time.sleep(LOOK_EVERY_S)
    return value


async def until_async(condition: Callable[[], Result], timeout_s: float = 60) -> Result:
    """Return the condition's first true value; other tasks run meanwhile.

    Raises:
        AssertionError: it was not true within the limit.
    """
    async with asyncio.timeout(timeout_s):
        while not (value := condition()):  # noqa: ASYNC110  conditions of other threads set no event
            await asyncio.sleep(LOOK_EVERY_S)
        return value
