"""Failures of network, storage and browser during the main task: a typed error, and the next call works."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from scripts import chrome

from .engine_page import end_worker, open_engine, redact
from .fault_server import Fault, FaultServer, fault_server
from .page_wait import wait_until
from .watch import Watch, origin

TEXT = "Ask for Ada Lovelace at ada@example.org."
MODEL = "nationaldesignstudio/rampart"
WEIGHTS = rf"/models/{MODEL}/onnx/.*\.onnx$"
MANIFEST = f"models/{MODEL}/manifest.json"
WEIGHTS_BYTES = 14_693_379
PATIENCE = {"fruitless_tries": 2, "first_ms": 10, "longest_ms": 50, "stall_ms": 1500}
# The browser's own console errors for failed requests.
NETWORK_ERRORS = "Failed to load resource|ERR_"


@pytest.fixture
def faults(server: str, watch: Watch) -> Iterator[FaultServer]:
    with fault_server(server) as made:
        watch.origins.add(origin(made.address))
        yield made


def engine_on(page: Page, faults: FaultServer) -> Page:
    open_engine(page, faults.address)
    page.evaluate("patience => { engine = make({ patience }); }", PATIENCE)
    return page


def assert_usable(page: Page) -> None:
    assert "ada@example.org" not in redact(page, TEXT)["text"]
    assert page.evaluate("engine.state") == "ready"


def stored_names(page: Page) -> list[str]:
    """Return the complete files in storage: those with a record."""
    names: list[str] = page.evaluate(
        """async () => (await (await caches.open("tabside-models-v2")).keys())
            .map((request) => request.url).filter((url) => !url.includes("&start="))
            .map((url) => new URL(url).pathname)"""
    )
    return names


BAD_FILES = {
    "missing": (Fault(status=404), "download.not-found"),
    "refused": (Fault(status=403), "download.failed"),
    "server down": (Fault(status=503), "download.failed"),
    "truncated": (Fault(body=bytes(1_000_000)), "download.integrity"),
    "altered": (Fault(flip=7_000_000), "download.integrity"),
    "too long": (Fault(body=bytes(WEIGHTS_BYTES + 1)), "download.integrity"),
    "slow, then silent": (Fault(stall=0), "download.stalled"),
    "cut off half-way": (Fault(cut=WEIGHTS_BYTES // 2, ranges=False), "download.failed"),
}


def assert_file_fails(page: Page, faults: FaultServer, fault: Fault, code: str) -> None:
    faults.on(WEIGHTS, always=fault)
    failed = page.evaluate("text => fails(engine.redact(text))", TEXT)
    assert failed["code"] == code, fault
    assert failed["details"]["file"].startswith("onnx/"), fault
    assert failed["details"]["source"].startswith(faults.address), fault
    assert page.evaluate("engine.state") == "error", fault
    assert not [name for name in stored_names(page) if name.endswith(".onnx")], fault
    faults.heal()


def test_a_bad_model_file_is_a_typed_error_is_not_kept_and_the_next_call_asks_again(
    page: Page, faults: FaultServer, watch: Watch
) -> None:
    """One engine meets all faults in turn: an error that were remembered would show as the next one."""
    watch.expect(NETWORK_ERRORS)
    engine_on(page, faults)
    for fault, code in BAD_FILES.values():
        assert_file_fails(page, faults, fault, code)
    assert_usable(page)


@pytest.mark.long  # the same faults, and a right file after each of them
@pytest.mark.parametrize(("fault", "code"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_after_each_bad_model_file_the_next_call_works(
    page: Page, faults: FaultServer, watch: Watch, fault: Fault, code: str
) -> None:
    watch.expect(NETWORK_ERRORS)
    engine_on(page, faults)
    assert_file_fails(page, faults, fault, code)
    assert_usable(page)


BAD_MANIFESTS = {
    "no JSON": b"<html>",
    "empty": b"{}",
    "another schema": None,
}


def test_a_manifest_that_is_not_the_sites_own_is_a_typed_error(page: Page, faults: FaultServer) -> None:
    real = json.loads(faults.content(f"/{MANIFEST}", "")[2])
    engine_on(page, faults)
    for name, body in BAD_MANIFESTS.items():
        wrong = json.dumps({**real, "schema_version": 2}).encode() if body is None else body
        faults.files[MANIFEST] = ("application/json", wrong)
        assert page.evaluate("text => fails(engine.redact(text))", TEXT)["code"] == "download.integrity", name
        assert page.evaluate("fails(engine.plan())")["code"] == "download.integrity", name
        assert not faults.paths(WEIGHTS), name
    del faults.files[MANIFEST]
    assert_usable(page)


BAD_SITES = {
    "site.json is missing": ("/site.json", Fault(status=404)),
    "site.json is no JSON": ("/site.json", Fault(body=b"<html>")),
    "site.json does not come": ("/site.json", Fault(stall=0)),
    "the worker's script is missing": ("/worker/worker.js", Fault(status=404)),
    "the script of onnxruntime's worker is missing": ("/worker/ort/ort-worker.js", Fault(status=404)),
    "onnxruntime is missing": ("/vendor/onnxruntime-web/.*", Fault(status=404)),
    "onnxruntime is cut off": (r"/vendor/onnxruntime-web/.*\.wasm", Fault(cut=500_000)),
    "Pyodide is missing": ("/vendor/pyodide/.*", Fault(status=404)),
}


def assert_site_fails(page: Page, faults: FaultServer, pattern: str, fault: Fault) -> None:
    faults.on(pattern, always=fault)
    # As on a first visit: the browser has none of the parts that it got while others were lacking.
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.evaluate("async patience => { await engine.dispose(); engine = make({ patience }); }", PATIENCE)
    failed = page.evaluate("text => fails(engine.redact(text))", TEXT)
    assert failed["code"] == "runtime.unavailable", pattern
    assert page.evaluate("engine.state") == "error", pattern
    faults.heal()


def test_a_site_that_lacks_a_part_is_a_typed_error(page: Page, faults: FaultServer, watch: Watch) -> None:
    """One page meets all faults in turn, each with an engine of its own; the last one works once all is there."""
    watch.expect(NETWORK_ERRORS + "|wasm|Aborted|abort")
    open_engine(page, faults.address)
    for pattern, fault in BAD_SITES.values():
        assert_site_fails(page, faults, pattern, fault)
    assert_usable(page)


@pytest.mark.long  # the same faults, and a whole site after each of them
@pytest.mark.parametrize(("pattern", "fault"), BAD_SITES.values(), ids=BAD_SITES.keys())
def test_after_each_lacking_part_the_next_call_works(
    page: Page, faults: FaultServer, watch: Watch, pattern: str, fault: Fault
) -> None:
    watch.expect(NETWORK_ERRORS + "|wasm|Aborted|abort")
    open_engine(page, faults.address)
    assert_site_fails(page, faults, pattern, fault)
    assert_usable(page)


def test_without_simd_the_error_says_so(page: Page, faults: FaultServer) -> None:
    page.add_init_script("WebAssembly.validate = () => !window.noSimd; window.noSimd = true;")
    engine_on(page, faults)
    failed = page.evaluate("text => fails(engine.redact(text))", TEXT)
    assert failed["code"] == "runtime.no-simd"
    assert page.evaluate("engine.state") == "error"
    page.evaluate("window.noSimd = false")
    assert_usable(page)


def test_a_worker_killed_mid_run_is_a_typed_error(shared_engine: Page) -> None:
    for script in ("worker.js", "ort-worker.js"):
        shared_engine.evaluate(
            "text => { events.length = 0; window.call = fails(engine.redact(many(text, 2000))); }", f"{script}: {TEXT}"
        )
        wait_until(shared_engine, "events.some(({ event }) => event === 'job')")
        end_worker(shared_engine, script)
        assert shared_engine.evaluate("window.call")["code"] == "session.worker-lost", script
        assert shared_engine.evaluate("engine.state") == "error", script
        assert_usable(shared_engine)


def test_storage_that_is_full_keeps_the_model_in_memory_and_says_so(page: Page, faults: FaultServer) -> None:
    engine_on(page, faults)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Storage.overrideQuotaForOrigin", {"origin": origin(faults.address), "quotaSize": 2_000_000})
    assert_usable(page)
    notes = page.evaluate("events.flatMap(({ data }) => data.note ?? [])")
    # Browsers may report more room than there is; the error then appears when the first part is stored.
    (note,) = [note for note in notes if "kept in memory for this visit only" in note]
    assert note.startswith(("There is not enough room", "This browser's storage did not take the model"))
    # The files that fitted may stay; the weights did not fit.
    assert not [name for name in stored_names(page) if name.endswith(".onnx")]
    assert_usable(page)


def test_storage_that_fills_up_midway_loses_nothing(page: Page, faults: FaultServer) -> None:
    faults.on(WEIGHTS, always=Fault(bytes_per_second=6_000_000))
    engine_on(page, faults)
    cdp = page.context.new_cdp_session(page)
    page.evaluate("text => { window.call = engine.redact(text); }", TEXT)
    wait_until(page, "events.some(({ event, data }) => event === 'progress' && data.loaded_all > 4_000_000)")
    cdp.send("Storage.overrideQuotaForOrigin", {"origin": origin(faults.address), "quotaSize": 100_000})
    assert "ada@example.org" not in page.evaluate("window.call")["text"]
    notes = page.evaluate("events.flatMap(({ data }) => data.note ?? [])")
    assert "This browser's storage did not take the model: it is kept in memory for this visit only." in notes
    assert not [name for name in stored_names(page) if name.endswith(".onnx")]
    assert_usable(page)


@pytest.fixture
def storeless(tmp_path: Path, browser: Browser) -> Iterator[Page]:
    """A page in a profile that forbids sites to store anything ("block all cookies")."""
    (tmp_path / "Default").mkdir()
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(settings), encoding="utf-8")
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=chrome.find(), args=list(chrome.ARGUMENTS)
    )
    yield context.new_page()
    context.close()


def test_storage_that_is_refused_keeps_the_model_in_memory_and_says_so(storeless: Page, faults: FaultServer) -> None:
    engine_on(storeless, faults)
    assert storeless.evaluate("caches.open('x').then(() => 'allowed', (error) => error.name)") != "allowed"
    assert_usable(storeless)
    notes = storeless.evaluate("events.flatMap(({ data }) => data.note ?? [])")
    assert "This browser lets the page store nothing: models are kept in memory for this visit only." in notes
    faults.forget_requests()
    assert_usable(storeless)
    assert faults.paths() == []
