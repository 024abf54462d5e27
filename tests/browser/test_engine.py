"""The engine's life cycle: stages, failed starts, cancellation, devices, further packages."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile

import pytest
from playwright.sync_api import Page, Route

from .engine_page import open_engine, redact
from .page_wait import wait_until
from .watch import Watch

TINY = "tiny-1.0-py3-none-any.whl"
TEXT = "Ask for Ada Lovelace at ada@example.org."


def stages(page: Page) -> list[tuple[str, str]]:
    found = page.evaluate(
        "events.filter(e => e.event === 'stage' && !e.data.note).map(e => [e.data.stage, e.data.state])"
    )
    return [(stage, state) for stage, state in found]


def test_a_start_posts_every_stage_and_overlaps_them(page: Page, server: str) -> None:
    open_engine(page, server)
    assert page.evaluate("engine.state") == "idle"
    page.evaluate("engine.load()")
    said = stages(page)
    for stage in ("runtime", "packages", "model", "session"):
        assert said.count((stage, "start")) == said.count((stage, "done")) == 1
    # Python boots while the model loads: neither waits for the other.
    assert said.index(("model", "start")) < said.index(("runtime", "done"))
    assert page.evaluate("engine.state") == "ready"
    assert page.evaluate("events.filter(e => e.event === 'state').map(e => e.data.state)") == ["loading", "ready"]


def test_nothing_is_requested_before_the_first_call(page: Page, server: str, watch: Watch) -> None:
    open_engine(page, server)
    page.wait_for_load_state("networkidle")
    assert not [url for url in watch.requests if re.search("pyodide|/models/|worker/worker.js", url)]


@pytest.mark.long  # one of the wrong size leads to the same start
def test_without_its_snapshot_python_starts_plainly(page: Page, server: str, watch: Watch) -> None:
    watch.expect("python.bin")
    page.context.route("**/python.bin", lambda route: route.abort())
    assert "ada@example.org" not in redact(open_engine(page, server), TEXT)["text"]


def test_with_a_snapshot_of_the_wrong_size_python_starts_plainly(page: Page, server: str) -> None:
    page.context.route("**/python.bin", lambda route: route.fulfill(body=b"not a snapshot"))
    assert "ada@example.org" not in redact(open_engine(page, server), TEXT)["text"]


def test_a_stage_that_hangs_is_given_up_and_neither_that_nor_a_failed_start_poisons_the_next(
    page: Page, server: str, watch: Watch
) -> None:
    watch.expect("pyodide.asm.wasm|ERR_FAILED|Failed to fetch")
    page.context.route("**/pyodide.asm.wasm", lambda route: None)
    open_engine(page, server)
    page.evaluate("stage_patience => { engine = make({ stage_patience }); }", {"told_ms": 500, "given_up_ms": 2000})
    assert page.evaluate("text => fails(engine.redact(text))", TEXT)["code"] == "runtime.stalled"
    assert ("runtime", "stalled") in stages(page)
    page.context.unroute("**/pyodide.asm.wasm")

    page.context.route("**/pyodide.asm.wasm", lambda route: route.abort())
    page.evaluate("engine = make()")
    failed = page.evaluate("text => fails(engine.redact(text))", TEXT)
    assert failed["code"] == "runtime.unavailable"
    assert page.evaluate("engine.state") == "error"
    page.context.unroute("**/pyodide.asm.wasm")
    assert "ada@example.org" not in redact(page, TEXT)["text"]
    assert page.evaluate("engine.state") == "ready"


def test_a_stage_that_hangs_can_be_cancelled_and_the_same_engine_starts_afresh(page: Page, server: str) -> None:
    page.context.route("**/pyodide.asm.wasm", lambda route: None)
    open_engine(page, server)
    failed = page.evaluate(
        """text => new Promise((resolve) => {
          let call;
          const onEvent = ({ event, data }) => event === "stage" && data.state === "stalled" && engine.cancel(call.id);
          engine = make({ onEvent, stage_patience: { told_ms: 500, given_up_ms: 600000 } });
          call = engine.redact(text);
          fails(call).then(resolve);
        })""",
        TEXT,
    )
    assert failed["code"] == "cancelled"
    assert page.evaluate("engine.state") == "idle"
    page.context.unroute("**/pyodide.asm.wasm")
    assert "ada@example.org" not in redact(page, TEXT)["text"]


@pytest.mark.smoke
def test_a_scan_can_be_cancelled_and_the_engine_stays_ready(shared_engine: Page) -> None:
    shared_engine.evaluate(
        "text => { window.call = engine.redact(many(text, 3000)); window.failed = fails(call); }", TEXT
    )
    wait_until(shared_engine, "events.some(({ event }) => event === 'job')")
    failed = shared_engine.evaluate("engine.cancel(call.id), failed")
    assert failed["code"] == "cancelled"
    assert shared_engine.evaluate("engine.state") == "ready"
    assert "ada@example.org" not in redact(shared_engine, TEXT)["text"]


def test_one_worker_that_remembers_nothing_finds_what_many_that_remember_find(shared_engine: Page) -> None:
    edited = f"{TEXT} And ask Maria Lindqvist. {TEXT}"
    many = "\n\n".join(f"Note {number}: {TEXT} The weather was fine." for number in range(40))
    texts = [TEXT, edited, TEXT, many]
    answers = shared_engine.evaluate(
        """async texts => {
          const plain = make({ remember: false, workers: 1 });
          const answers = [];
          for (const text of texts) answers.push([await engine.redact(text), await plain.redact(text)]);
          const workers = [(await engine.diagnostics()).workers, (await plain.diagnostics()).workers];
          await plain.dispose();
          return { answers, workers, most: Math.min(navigator.hardwareConcurrency, 4) };
        }""",
        texts,
    )
    assert answers["workers"] == [answers["most"], 1]
    for one, other in answers["answers"]:
        assert one["text"] == other["text"]
        assert one["findings"] == other["findings"]


def test_an_abort_signal_cancels_a_download_and_the_next_call_loads_again(page: Page, server: str) -> None:
    open_engine(page, server)
    waiting: list[Route] = []
    page.context.route("**/model_*.onnx", lambda route: waiting.append(route))
    page.evaluate(
        """text => {
          window.controller = new AbortController();
          window.failed = fails(engine.redact(text, { signal: controller.signal }));
        }""",
        TEXT,
    )
    wait_until(page, lambda: waiting)
    failed = page.evaluate("controller.abort(), failed")
    assert failed["code"] == "cancelled"
    assert page.evaluate("engine.state") == "idle"
    page.context.unroute("**/model_*.onnx")
    assert "ada@example.org" not in redact(page, TEXT)["text"]


def test_webgpu_that_is_not_there_falls_back_to_wasm_and_says_so(page: Page, server: str) -> None:
    open_engine(page, server)
    page.evaluate("engine = make({ device: 'webgpu' })")
    assert "ada@example.org" not in redact(page, TEXT)["text"]
    notes = page.evaluate("events.flatMap(e => e.data.note ?? [])")
    assert "WebGPU is not available here: running on WASM." in notes


@pytest.mark.smoke
def test_wrong_arguments_get_typed_errors_and_leave_the_engine_usable(shared_engine: Page) -> None:
    for call in (
        "engine.redact(null)",
        "engine.redact('x', { operator: 'shred' })",
        "engine.redact('x', { entities: ['SHOE_SIZE'] })",
        "engine.redact('x', { threshold: 7 })",
    ):
        assert shared_engine.evaluate(f"fails({call})")["code"] == "input.invalid", call
    assert (
        shared_engine.evaluate("fails(engine.redact('x', { model: 'nobody/nothing' }))")["code"]
        == "manifest.unknown-model"
    )
    assert shared_engine.evaluate("fails(engine.restore('x'))")["code"] == "input.restore"
    assert "ada@example.org" not in redact(shared_engine, TEXT)["text"]


def test_dispose_ends_calls_in_flight_and_a_later_call_starts_anew(shared_engine: Page) -> None:
    failed = shared_engine.evaluate(
        """async text => {
          const call = fails(engine.redact(many(text, 500)));
          await engine.dispose();
          return call;
        }""",
        TEXT,
    )
    assert failed["code"] == "cancelled"
    assert shared_engine.evaluate("engine.state") == "idle"
    assert "ada@example.org" not in redact(shared_engine, TEXT)["text"]


def test_micropip_installs_further_wheels_from_the_sites_own_index(page: Page, server: str) -> None:
    """From nowhere else, and none that the site was not built with."""
    open_engine(page, server)
    assert page.evaluate("engine.install(['pypdf'])") is None
    # The watch on this page fails the test if any other host is contacted.
    assert page.evaluate("fails(engine.install(['not-on-this-site']))")["code"] != "cancelled"

    wheel = tiny_wheel()
    digest = hashlib.sha256(wheel).hexdigest()
    page.context.route(
        "**/wheels/simple/tiny/index.html",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<!doctype html><a href="/wheels/{TINY}#sha256={digest}">{TINY}</a>',
        ),
    )
    page.context.route(f"**/wheels/{TINY}", lambda route: route.fulfill(body=wheel))
    assert page.evaluate("fails(engine.install(['tiny']))")["code"] == "download.integrity"


def tiny_wheel() -> bytes:
    """Build a minimal wheel."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("tiny.py", "")
        archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", "")
    return buffer.getvalue()
