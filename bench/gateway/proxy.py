"""Measure how much `tabside proxy` adds to the time to the first token.

    PYTHONPATH=py:. TABSIDE_CACHE=models/.cache python -m bench.gateway.proxy

The upstream is the tests' own server on loopback, so the remaining time is the proxy's. Run it on an idle machine.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

import httpx

from tabside.server.engine import EngineOptions, EnginePool
from tabside.server.proxy import ProxyOptions, build_proxy
from tests.unit.server.fake_upstream import FakeUpstream, served

from .texts import letter

ROUNDS = 20


def first_token_s(client: httpx.Client, address: str, messages: Sequence[object]) -> float:
    """Ask for a stream; return the seconds to its first piece of text."""
    began = time.perf_counter()
    first = 0.0
    body = {"model": "m", "messages": messages, "stream": True}
    with client.stream("POST", f"{address}/v1/chat/completions", json=body) as answer:
        for line in answer.iter_lines():
            if not first and '"content"' in line:
                first = time.perf_counter() - began
    return first


def report(name: str, ask: Callable[[str, int], float], upstream: str, proxy: str) -> None:
    """Print the medians with and without the proxy, asked in turns."""
    pairs = [(ask(upstream, number), ask(proxy, number)) for number in range(ROUNDS)]
    direct, through = (statistics.median(times) * 1000 for times in zip(*pairs, strict=True))
    print(f"{name}: direct {direct:.1f} ms, through the proxy {through:.1f} ms, added {through - direct:.1f} ms")


def main() -> None:
    """Measure a new text of 2,000 characters, and a history in which only the last message is new."""
    fake = FakeUpstream()
    fake.letters = 40
    pool = EnginePool(EngineOptions(processes=1))
    history = [
        {"role": "user", "content": letter(500, 2000)},
        {"role": "assistant", "content": letter(501, 600)},
        {"role": "user", "content": letter(502, 2000)},
        {"role": "assistant", "content": "Fine."},
    ]
    with (
        served(fake.app()) as upstream,
        served(build_proxy(ProxyOptions(upstream), pool)) as proxy,
        httpx.Client(timeout=60) as client,
    ):

        def new(address: str, number: int) -> float:
            return first_token_s(client, address, [{"role": "user", "content": letter(number, 2000)}])

        def last(address: str, number: int) -> float:
            question = {"role": "user", "content": f"Please write to Tom Becker about parcel {number}, thanks."}
            return first_token_s(client, address, [*history, question])

        for number in range(900, 903):
            new(proxy, number)
            last(proxy, number)
        report("2,000 new characters", new, upstream, proxy)
        report("only the last message new", last, upstream, proxy)


if __name__ == "__main__":
    main()
