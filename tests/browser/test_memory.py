"""Memory: released when the engine is disposed of or idle, and constant while it works.

`npm run test:long` takes the real model, 20 rounds and 10,000 redactions, and draws docs/images/memory.svg.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Page

from .engine_page import open_engine
from .fault_server import FaultServer, fault_server
from .memory_plot import Series, write_plot
from .page_wait import wait_until
from .tiny_model import RAMPART, serve_tiny
from .watch import Watch, origin

LONG = os.environ.get("TABSIDE_LONG") == "1"
RUNS = 10_000
ROUNDS = 20 if LONG else 3
WARM_UP_ROUNDS = 10 if LONG else 1
"""They leave what is made once: the page's own modules, and code that the browser compiles better after a while."""
LARGEST_GROWTH = 1.05
LARGEST_SLOPE_BYTES = 100
"""Per redaction, in the second half of a run: 17 bytes on 30 November 2026, of 122 MB."""
LARGEST_SLOW_DOWN = 1.1
TEXT = "Mail ada@example.org."
PLOT = Path(__file__).parents[2] / "docs" / "images" / "memory.svg"

MEASURED: dict[str, Series] = {}


@pytest.fixture
def faults(server: str, watch: Watch) -> Iterator[FaultServer]:
    with fault_server(server) as made:
        watch.origins.add(origin(made.address))
        yield made


@pytest.fixture
def model(faults: FaultServer) -> str:
    return RAMPART if LONG else serve_tiny(faults)


@pytest.fixture(scope="module", autouse=True)
def plot() -> Iterator[None]:
    yield
    if LONG and len(MEASURED) == 2:
        write_plot(PLOT, list(MEASURED.values()))


def bytes_of(page: Page) -> int:
    """Return the memory in bytes of the page and its workers."""
    measured: dict[str, Any] = page.evaluate("performance.measureUserAgentSpecificMemory()")
    return int(measured["bytes"])


def wait_until_no_worker(page: Page) -> None:
    """Workers end shortly after they are told to; one that Chromium is measuring, up to a minute later."""
    wait_until(page, lambda: not page.workers, 80)


@pytest.mark.long
@pytest.mark.timeout(3600 if LONG else 280)
def test_dispose_gives_all_memory_back(page: Page, faults: FaultServer, model: str) -> None:
    open_engine(page, faults.address)
    loaded, disposed = [], []
    last = WARM_UP_ROUNDS + ROUNDS - 1
    for number in range(last + 1):
        page.evaluate("([text, model]) => engine.redact(text, { model }).then(() => null)", [TEXT, model])
        if measured := LONG or number in (WARM_UP_ROUNDS, last):
            loaded.append(bytes_of(page))
        page.evaluate("engine.dispose()")
        # The test's own references are not the engine's.
        page.evaluate("events.length = 0")
        wait_until_no_worker(page)
        if measured:
            # Chromium's measurement waits a minute for a worker that is just ending.
            page.wait_for_timeout(1000)
            disposed.append(bytes_of(page))
    print(f"\nbytes after each round of load and dispose: {disposed}; while loaded: {loaded}")
    if LONG:
        lines = {"loaded": loaded, "disposed of": disposed}
        MEASURED["rounds"] = Series("Load and dispose", "round", list(range(1, len(loaded) + 1)), lines)
    assert disposed[-1] <= LARGEST_GROWTH * disposed[WARM_UP_ROUNDS if LONG else 0]


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_many_redactions_neither_leak_nor_slow_down(page: Page, faults: FaultServer, model: str) -> None:
    open_engine(page, faults.address)
    tenth = RUNS // 10
    run = """async ([text, model, count]) => {
      const times = [];
      for (let i = 0; i < count; i++) {
        const began = performance.now();
        const { text: redacted } = await engine.redact(text, { model });
        if (redacted.includes("@")) throw new Error("not redacted");
        times.push(performance.now() - began);
      }
      events.length = 0;
      return times;
    }"""
    page.evaluate(run, [TEXT, model, 50])
    held, medians = [bytes_of(page)], []
    for _ in range(10):
        medians.append(median(page.evaluate(run, [TEXT, model, tenth])))
        held.append(bytes_of(page))
    print(f"\n{RUNS} redactions: bytes after each tenth {held}; medians in ms {[round(ms, 1) for ms in medians]}")
    if LONG:
        runs = [tenth * index for index in range(11)]
        MEASURED["runs"] = Series("Short redactions in one session", "redactions", runs, {"loaded": held})
    assert held[-1] <= LARGEST_GROWTH * held[0]
    assert held[10] - held[5] <= LARGEST_SLOPE_BYTES * RUNS // 2
    assert medians[-1] <= LARGEST_SLOW_DOWN * medians[0]
