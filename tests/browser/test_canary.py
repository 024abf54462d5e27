"""A device that computes wrongly is rejected before anything is scanned: wrong sessions in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Error, Page

from tests.browser.engine_page import open_engine, redact, workers_of
from tests.browser.fault_server import FaultServer, fault_server
from tests.browser.pinned_script import WASM, WEBGPU, serve_instead
from tests.browser.watch import Watch, origin

TEXT = "Ask for Ada Lovelace at ada@example.org."

LYING_ORT = """
import * as real from "%(url)s";
export * from "%(url)s";
const lie = %(lie)s;
export const InferenceSession = {
  async create(...given) {
    const session = await real.InferenceSession.create(...given);
    const run = session.run.bind(session);
    session.run = async (feeds) => {
      self.runs = (self.runs ?? 0) + 1;
      const results = await run(feeds);
      for (const name of session.outputNames) {
        const { type, dims } = results[name];
        const data = Float32Array.from(await results[name].getData());
        lie(data);
        results[name] = new real.Tensor(type, data, dims);
      }
      return results;
    };
    return session;
  },
};
"""

TWICE = "(data) => data.forEach((value, at) => { data[at] = 2 * value; })"
"""Further lies are in tests/unit/test_canary.py, for both sides."""
HONEST = "() => {}"


def serve_lies(faults: FaultServer, lie: str, *scripts: str) -> None:
    """Serve an onnxruntime that answers wrongly."""
    serve_instead(faults, {script: LYING_ORT % {"url": f"./real-{script}", "lie": lie} for script in scripts})


@pytest.fixture
def faults(server: str, watch: Watch) -> Iterator[FaultServer]:
    with fault_server(server) as made:
        watch.origins.add(origin(made.address))
        yield made


def notes(page: Page) -> list[str]:
    found: list[str] = page.evaluate("events.flatMap(e => e.data.note ?? [])")
    return found


def runs(page: Page) -> int:
    """Return how often the session has been run, the canary included."""
    counts = []
    for worker in workers_of(page, "ort-worker.js"):
        with suppress(Error):  # of an engine that was disposed of, and ends just now
            counts.append(int(worker.evaluate("self.runs ?? 0")))
    return sum(counts)


def test_a_wasm_that_lies_is_refused_and_an_honest_one_is_tried_once(page: Page, faults: FaultServer) -> None:
    serve_lies(faults, TWICE, WASM)
    open_engine(page, faults.address)
    failed: dict[str, Any] = page.evaluate("text => fails(engine.redact(text))", TEXT)
    assert failed["code"] == "session.wrong-results"
    assert failed["details"] == {"device": "wasm", "reason": "values"}
    assert page.evaluate("engine.state") == "error"
    # Nothing of that was remembered: the canary runs with the next session, and then never again.
    serve_lies(faults, HONEST, WASM)
    for expected in (1, 0):
        page.evaluate("engine.dispose()")
        page.evaluate("engine.load()")
        assert runs(page) == expected
    assert "ada@example.org" not in redact(page, TEXT)["text"]
    assert page.evaluate("engine.state") == "ready"


def test_a_webgpu_that_lies_is_set_aside_for_wasm_and_where_that_lies_too_nothing_is_scanned(
    webgpu_page: Page, faults: FaultServer
) -> None:
    serve_lies(faults, TWICE, WASM, WEBGPU)
    page = open_engine(webgpu_page, faults.address)
    page.evaluate("engine = make({ device: 'webgpu' })")
    failed = page.evaluate("text => fails(engine.redact(text))", TEXT)
    assert failed["code"] == "session.wrong-results", failed
    assert failed["details"]["device"] == "wasm"
    assert page.evaluate("engine.state") == "error"

    serve_lies(faults, TWICE, WEBGPU)
    page.evaluate("engine.dispose().then(() => { events.length = 0; })")
    assert "Ada" not in redact(page, TEXT)["text"]
    assert notes(page) == ["WebGPU gives wrong results on this device: running on WASM."]
    assert page.evaluate("engine.state") == "ready"
    workers = workers_of(page, "ort-worker.js")
    assert len(workers) == page.evaluate("Math.min(navigator.hardwareConcurrency, 4)"), "the one that lies still runs"
