"""The bridge's event loop: ready callbacks run at the next message, in order; new ones at the message after that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest

from tabside.bridge.loop import hasten


class Loop:
    """An event loop run by hand, with a host that counts wake-ups."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.woken = 0
        self.run_ready = hasten(self.loop, self._wake)
        self.said: list[str] = []

    def _wake(self) -> None:
        self.woken += 1

    def say(self, word: str, then: Callable[[], object] = lambda: None) -> asyncio.Handle:
        def speak() -> None:
            self.said.append(word)
            then()

        return self.loop.call_soon(speak)


@pytest.fixture
def made() -> Iterator[Loop]:
    made = Loop()
    yield made
    made.loop.close()


def test_callbacks_run_in_order_at_one_message(made: Loop) -> None:
    for word in "abc":
        made.say(word)
    assert (made.woken, made.said) == (1, [])
    made.run_ready()
    assert (made.woken, made.said) == (1, ["a", "b", "c"])


def test_what_a_callback_calls_for_waits_for_the_next_message(made: Loop) -> None:
    made.say("a", then=lambda: made.say("c"))
    made.say("b")
    made.run_ready()
    assert (made.woken, made.said) == (2, ["a", "b"])
    made.run_ready()
    assert (made.woken, made.said) == (2, ["a", "b", "c"])


def test_a_cancelled_callback_does_not_run(made: Loop) -> None:
    made.say("a").cancel()
    made.say("b")
    made.run_ready()
    assert made.said == ["b"]


def test_callbacks_behind_one_that_ends_python_are_not_lost(made: Loop) -> None:
    def end() -> None:
        raise SystemExit(1)

    made.say("a", then=end)
    made.say("b")
    with pytest.raises(SystemExit):
        made.run_ready()
    assert made.woken == 2
    made.run_ready()
    assert made.said == ["a", "b"]


def test_a_task_runs_to_its_end(made: Loop) -> None:
    async def twice() -> str:
        await asyncio.sleep(0)
        made.said.append("slept")
        return "done"

    task = made.loop.create_task(twice())
    while not task.done():
        made.run_ready()
    assert (task.result(), made.said) == ("done", ["slept"])
