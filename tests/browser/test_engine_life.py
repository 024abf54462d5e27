"""Events that end an engine or a part of it, after which the next call works: memory, dead workers, hostile files,
idle."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from .engine_page import end_worker, model_requests, open_engine, redact, workers_of
from .fault_server import FaultServer, fault_server
from .page_wait import wait_until
from .pinned_script import WASM, serve_instead
from .test_memory import wait_until_no_worker
from .tiny_model import fail_when_long, keep_weights_elsewhere, serve_tiny
from .watch import Watch, origin

SHORT = "Mail ada@example.org."
MEDIUM = "Mail ada@example.org" + " and so on" * 12
LONG = "Mail ada@example.org" + " and so on" * 20

SMALL_HEAP_ORT = """
const Memory = WebAssembly.Memory;
WebAssembly.Memory = function (given) { return new Memory({ ...given, maximum: 4000 }); };
WebAssembly.Memory.prototype = Memory.prototype;
export * from "./real-ort.wasm.min.mjs";
"""
"""A WASM heap of at most 250 MB."""


@pytest.fixture
def faults(server: str, watch: Watch) -> Iterator[FaultServer]:
    with fault_server(server) as made:
        watch.origins.add(origin(made.address))
        yield made


def assert_usable(page: Page, model: str) -> None:
    assert redact(page, SHORT, {"model": model})["text"] == "Mail [EMAIL_1]."
    assert page.evaluate("engine.state") == "ready"


def test_a_failed_job_leaves_the_queue_alone_and_memory_that_runs_out_is_told(
    page: Page, faults: FaultServer, watch: Watch
) -> None:
    watch.expect("indices element out of data bounds|Failed to allocate|bad_alloc")
    serve_instead(faults, {WASM: SMALL_HEAP_ORT})
    model = serve_tiny(faults, fail_when_long)
    open_engine(page, faults.address)
    queue = """([model, texts]) => Promise.all(texts.map((text) =>
      engine.redact(text, { model }).then(({ text }) => text, ({ code }) => code)))"""
    assert page.evaluate(queue, [model, [SHORT, LONG, SHORT]]) == [
        "Mail [EMAIL_1].",
        "redaction.unscanned",
        "Mail [EMAIL_1].",
    ]
    assert page.evaluate("engine.state") == "ready"
    assert page.evaluate(queue, [model, [MEDIUM, SHORT]]) == ["session.out-of-memory"] * 2
    assert page.evaluate("engine.state") == "error"
    assert_usable(page, model)
    # A worker that dies while nobody waits for it is noticed too.
    page.evaluate("events.length = 0")
    end_worker(page, "ort-worker.js")
    wait_until(page, "engine.state === 'error'")
    assert page.evaluate("events.map(({ data }) => data.error?.code)") == ["session.worker-lost"]
    assert_usable(page, model)


def test_a_model_with_weights_elsewhere_is_refused_and_leaves_the_engine_usable(
    page: Page, faults: FaultServer
) -> None:
    model = serve_tiny(faults, keep_weights_elsewhere)
    open_engine(page, faults.address)
    failed = page.evaluate("([text, model]) => fails(engine.redact(text, { model }))", [SHORT, model])
    assert (failed["code"], failed["details"]["reason"]) == ("session.refused", "external-data")
    assert not faults.paths(r"weights\.bin")
    assert page.evaluate("engine.diagnostics()")["sessions"] == 0
    serve_tiny(faults)
    page.evaluate("engine.dispose()")
    assert_usable(page, model)


def test_an_engine_rests_and_the_next_call_loads_from_storage(page: Page, faults: FaultServer, watch: Watch) -> None:
    model = serve_tiny(faults)
    open_engine(page, faults.address)
    page.evaluate("engine = make({ idleUnload: 1 })")
    assert page.evaluate("model => engine.prepare({ model })", model) is False
    assert not faults.paths(r"\.onnx"), "nothing large is downloaded before somebody asks for it"
    redacted = redact(page, SHORT, {"model": model})["text"]
    assert page.evaluate("engine.isLoaded('tests/tiny')")
    wait_until_no_worker(page)
    last = page.evaluate("events.findLast(({ event }) => event === 'state').data")
    assert last == {"state": "idle", "rested": True}
    assert not page.evaluate("engine.isLoaded('tests/tiny')")
    watch.requests.clear()
    # The page owns the mapping, which therefore survives the idle state.
    assert page.evaluate("text => engine.restore(text)", redacted) == SHORT
    assert page.evaluate("model => engine.prepare({ model })", model) is True
    assert page.evaluate("engine.isLoaded('tests/tiny')")
    assert_usable(page, model)
    assert model_requests(watch.requests) == []


HANG = "setTimeout(() => { for (;;); }, 0)"


def test_a_cancel_that_is_not_answered_ends_the_worker_and_keeps_what_the_page_has(
    page: Page, faults: FaultServer
) -> None:
    model = serve_tiny(faults)
    open_engine(page, faults.address)
    redacted = redact(page, SHORT, {"model": model})["text"]
    workers_of(page, "worker.js")[0].evaluate(HANG)
    page.evaluate(
        """([text, model]) => {
          const stop = new AbortController();
          window.codes = Promise.all([
            fails(engine.redact(text, { model, signal: stop.signal })), fails(engine.redact(text, { model })),
          ]).then((errors) => errors.map(({ code }) => code));
          stop.abort();
        }""",
        [SHORT, model],
    )
    assert page.evaluate("window.codes") == ["cancelled", "session.worker-lost"]
    assert page.evaluate("engine.state") == "idle"
    assert page.evaluate("text => engine.restore(text)", redacted) == SHORT
    assert_usable(page, model)


def test_after_the_sites_data_are_cleared_the_engine_starts_again(page: Page, faults: FaultServer) -> None:
    model = serve_tiny(faults)
    open_engine(page, faults.address)
    assert_usable(page, model)
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": faults.address.rstrip("/"), "storageTypes": "all"})
    for _ in range(2):
        page.evaluate("engine.dispose()")
        assert_usable(page, model)
