"""Measure how many 500-character texts a second /analyze handles: `tabside serve` alone, or with Presidio's server.

    tabside serve --workers 2 --port 8485
    PYTHONPATH=. python -m bench.gateway.serve http://127.0.0.1:8485 [http://127.0.0.1:5002]

The servers are measured alternately, a few seconds each. Run it on an idle machine.
"""

from __future__ import annotations

import asyncio
import sys
import time

import httpx

from .texts import letter

SECONDS = 8
CLIENTS = 4
TURNS = 3


async def turn(address: str, first: int) -> list[float]:
    """Ask from several clients for some seconds; return how long each answer took."""
    taken: list[float] = []
    end = time.perf_counter() + SECONDS

    async def ask(client: httpx.AsyncClient, place: int) -> None:
        number = first + place
        while (began := time.perf_counter()) < end:
            number += CLIENTS
            body = {"text": letter(number, 500), "language": "en"}
            (await client.post(f"{address}/analyze", json=body)).raise_for_status()
            taken.append(time.perf_counter() - began)

    async with httpx.AsyncClient(timeout=60) as client:
        await asyncio.gather(*(ask(client, place) for place in range(CLIENTS)))
    return taken


def main() -> None:
    """Print requests a second, and the median and 95th percentile of the times."""
    addresses = sys.argv[1:]
    taken: dict[str, list[float]] = {address: [] for address in addresses}
    for number in range(TURNS):
        for address in addresses:
            taken[address] += asyncio.run(turn(address, 100_000 * (number + 1)))
    for address, times in taken.items():
        times.sort()
        median, high = times[len(times) // 2] * 1000, times[int(len(times) * 0.95)] * 1000
        print(f"{address}: {len(times) / (SECONDS * TURNS):.1f} a second, median {median:.0f} ms, p95 {high:.0f} ms")


if __name__ == "__main__":
    main()
