"""Leak tests: references between Python and JavaScript, sessions, Python's heap. test_memory covers the rest."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from .engine_page import open_engine
from .fault_server import FaultServer, fault_server
from .tiny_model import serve_tiny
from .watch import Watch, origin

RUNS = 1000 if os.environ.get("TABSIDE_LONG") == "1" else 200
TEXT = "Mail ada@example.org."


@pytest.fixture
def faults(server: str, watch: Watch) -> Iterator[FaultServer]:
    with fault_server(server) as made:
        watch.origins.add(origin(made.address))
        yield made


@pytest.mark.both
@pytest.mark.timeout(280)
def test_many_redactions_leave_no_proxy_behind(page: Page, faults: FaultServer) -> None:
    model = serve_tiny(faults)
    open_engine(page, faults.address)
    result = page.evaluate(
        """async ([text, model, runs]) => {
          const run = async (count) => {
            for (let i = 0; i < count; i++) {
              const { text: redacted } = await engine.redact(text, { model });
              if (redacted.includes("@")) throw new Error("not redacted");
            }
          };
          await run(50);
          await engine.diagnostics({ trace_proxies: true });
          const before = await engine.diagnostics();
          await run(runs);
          return { before, after: await engine.diagnostics() };
        }""",
        [TEXT, model, RUNS],
    )
    before, after = result["before"], result["after"]
    print(f"\n{RUNS} redactions: {after}")
    assert after["pyproxies"] == before["pyproxies"]
    assert after["js_references"] <= before["js_references"] + 5
    assert after["sessions"] == before["sessions"] == 1
    assert after["calls_in_python"] == 0
    assert after["python_heap_bytes"] == before["python_heap_bytes"]
