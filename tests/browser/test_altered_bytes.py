"""A proxy alters each kind of byte that the engine runs, once and always.

What is wrong never runs; what is told is typed; what was wrong once is asked for again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from .engine_page import IMPORT, open_engine
from .fault_server import Fault, FaultServer, fault_server
from .test_offline import REGISTER
from .watch import Watch, origin, watching

TEXT = "Ask for Ada Lovelace at ada@example.org, IBAN DE89 3704 0044 0532 0130 00."
REDACT = "text => fails(engine.redact(text)).then((error) => error && [error.code, error.details.file])"
REDACT_DOCX = "bytes => fails(engine.redactFile(new Uint8Array(bytes), { name: 'x.docx' }))"
EMPTY_ZIP = list(b"PK\x05\x06" + bytes(18))
"""No document, but reading it imports what no snapshot holds."""

SNAPSHOT = r"snapshot/.*/python\.bin$"
AT_THE_START = (
    r"vendor/pyodide/.*/pyodide\.mjs$",
    r"vendor/pyodide/.*/pyodide\.asm\.js$",
    r"vendor/pyodide/.*/pyodide\.asm\.wasm$",
    r"vendor/pyodide/.*/pyodide-lock\.json$",
    r"vendor/onnxruntime-web/.*/ort\.wasm\.min\.mjs$",
    r"vendor/onnxruntime-web/.*/ort-wasm-simd-threaded\.mjs$",
    r"vendor/onnxruntime-web/.*/ort-wasm-simd-threaded\.wasm$",
    r"models/nationaldesignstudio/rampart/manifest\.json$",
)
LATE = (
    r"vendor/pyodide/.*/python_stdlib\.zip$",
    r"wheels/[0-9a-f]+/tabside-.*\.whl$",
    r"wheels/[0-9a-f]+/phonenumberslite-.*\.whl$",
)
"""Fetched at a start without a snapshot, or from within the first import that needs more than the snapshot."""
NUMPY = r"vendor/pyodide/.*/numpy-.*\.whl$"


def listed(faults: FaultServer) -> list[dict[str, str]]:
    """Return the site's own list of its files."""
    script = faults.content("/site-files.js", "")[2].decode()
    files: list[dict[str, str]] = json.loads(script.removeprefix("self.SITE_FILES = ").removesuffix(";\n"))["files"]
    return files


def altered(faults: FaultServer, pattern: str) -> Fault:
    """Return the fault of a file with one byte changed, at its length."""
    path = next(file["path"] for file in listed(faults) if re.search(pattern, file["path"]))
    body = bytearray(faults.content(f"/{path}", "")[2])
    body[len(body) // 2] ^= 1
    return Fault(body=bytes(body))


@pytest.fixture
def faults(server: str, watch: Watch) -> Iterator[FaultServer]:
    with fault_server(server) as made:
        watch.origins.add(origin(made.address))
        watch.expect("Failed to load resource")
        yield made


@pytest.fixture
def workered(browser: Browser, watch: Watch) -> Iterator[BrowserContext]:
    """A fresh, watched profile in which service workers are allowed."""
    with watching(browser.new_context(reduced_motion="reduce", service_workers="allow"), watch) as made:
        yield made


def open_behind_worker(context: BrowserContext, faults: FaultServer) -> Page:
    """Open the engine on a page behind the site's service worker."""
    page = context.new_page()
    page.goto(faults.address)
    page.evaluate(REGISTER, f"{faults.address}frame/offline.js")
    page.reload()
    return open_engine(page, faults.address)


def new_engine(page: Page) -> None:
    """Start anew, with nothing in the browser's own cache."""
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.evaluate("engine.dispose().then(() => { engine = make(); })")


def assert_refused(page: Page, pattern: str) -> None:
    code, file = page.evaluate(REDACT, TEXT)
    assert code == "download.integrity", pattern
    assert re.search(pattern, file), (pattern, file)


def test_what_is_altered_always_never_runs(page: Page, faults: FaultServer) -> None:
    open_engine(page, faults.address)
    for pattern in AT_THE_START:
        faults.on(pattern, always=altered(faults, pattern))
        assert_refused(page, pattern)
        faults.heal()
        new_engine(page)
    assert page.evaluate(REDACT, TEXT) is None


def test_what_is_altered_once_is_asked_for_again(page: Page, faults: FaultServer) -> None:
    open_engine(page, faults.address)
    for pattern in (*AT_THE_START, SNAPSHOT):
        faults.on(pattern, altered(faults, pattern))
    assert page.evaluate(REDACT, TEXT) is None
    for pattern in (*AT_THE_START, SNAPSHOT):
        assert len(faults.paths(pattern)) >= 2, pattern
    # Python has started from the snapshot all the same.
    assert not faults.paths(LATE[0])


SCRIPTS = [pattern for pattern in AT_THE_START if pattern.endswith("js$")]


def test_the_bytes_of_a_script_that_run_are_those_that_were_compared(page: Page, faults: FaultServer) -> None:
    """A host that forbids caching answers the first request rightly, and each further one with another script."""
    kept_nowhere = {"cache-control": "no-store"}
    open_engine(page, faults.address)
    for pattern in SCRIPTS:
        other = Fault(body=b"throw new Error('Bytes ran that nobody had compared.');", headers=kept_nowhere)
        faults.on(pattern, Fault(headers=kept_nowhere), always=other)
    assert page.evaluate(REDACT, TEXT) is None
    for pattern in SCRIPTS:
        # Each of onnxruntime's workers asks for its own; all but the first are refused what they get.
        assert "pyodide" not in pattern or len(faults.paths(pattern)) == 1, pattern


@pytest.mark.long
def test_without_a_right_snapshot_python_starts_plainly_from_files_that_are_compared(
    page: Page, faults: FaultServer
) -> None:
    open_engine(page, faults.address)
    wrong = altered(faults, SNAPSHOT)
    for pattern in LATE:
        faults.on(SNAPSHOT, always=wrong)
        faults.on(pattern, always=altered(faults, pattern))
        assert_refused(page, pattern)
        faults.heal()
        new_engine(page)
    faults.on(SNAPSHOT, always=wrong)
    assert page.evaluate(REDACT, TEXT) is None
    assert page.evaluate("caches.has('tabside-snapshot')") is False


@pytest.mark.long
def test_files_that_an_import_fetches_are_compared(page: Page, faults: FaultServer) -> None:
    open_engine(page, faults.address)
    assert page.evaluate(REDACT, TEXT) is None
    for pattern in LATE:
        wrong = altered(faults, pattern)
        faults.on(pattern, wrong, wrong)
        failed = page.evaluate(REDACT_DOCX, EMPTY_ZIP)
        assert failed["code"] == "download.integrity", pattern
        assert re.search(pattern, failed["details"]["file"])
        page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    # The next call asks again.
    assert page.evaluate(REDACT_DOCX, EMPTY_ZIP)["code"].startswith("file.")


@pytest.mark.long
def test_a_package_of_pyodides_is_compared(page: Page, faults: FaultServer) -> None:
    open_engine(page, faults.address)
    faults.on(NUMPY, always=altered(faults, NUMPY))
    failed = page.evaluate("fails(engine.embed(['a']))")
    assert failed["code"] == "download.integrity"
    assert re.search(NUMPY, failed["details"]["file"])
    faults.heal()
    assert page.evaluate("engine.embed(['a']).then(() => null)") is None


ALTER_STORED = """async (name) => {
  for (const cache_name of await caches.keys()) {
    const cache = await caches.open(cache_name);
    for (const request of await cache.keys()) {
      if (!request.url.endsWith(name)) continue;
      const stored = await cache.match(request);
      const bytes = new Uint8Array(await stored.arrayBuffer());
      bytes[bytes.length >> 1] ^= 1;
      await cache.put(request, new Response(bytes, { headers: stored.headers }));
      return true;
    }
  }
  return false;
}"""
WAIT_FOR_SNAPSHOT = """async () => {
  const cache = await caches.open("tabside-snapshot");
  while (!(await cache.keys()).length) await new Promise((resolve) => setTimeout(resolve, 50));
}"""


@pytest.mark.long
def test_a_snapshot_that_was_kept_is_compared_at_each_start(page: Page, faults: FaultServer) -> None:
    open_engine(page, faults.address)
    assert page.evaluate(REDACT, TEXT) is None
    page.evaluate(WAIT_FOR_SNAPSHOT)
    assert page.evaluate(ALTER_STORED, "python.bin") is True
    faults.forget_requests()
    page.evaluate("engine.dispose().then(() => { engine = make(); })")
    assert page.evaluate(REDACT, TEXT) is None
    # Neither the altered copy nor a plain start: the right one again, from the browser's own cache or the site.
    assert not faults.paths(LATE[0])


def test_behind_the_service_worker_what_is_altered_is_told(workered: BrowserContext, faults: FaultServer) -> None:
    late, wasm = LATE[0], AT_THE_START[2]
    faults.on(late, always=altered(faults, late))
    page = open_behind_worker(workered, faults)
    assert page.evaluate(REDACT, TEXT) is None
    failed = page.evaluate(REDACT_DOCX, EMPTY_ZIP)
    assert failed["code"] == "download.integrity"
    assert re.search(late, failed["details"]["file"])
    faults.heal()
    assert page.evaluate(REDACT_DOCX, EMPTY_ZIP)["code"] == "file.invalid"
    # What was right once is stored, and taken from there whatever the site sends now.
    faults.on(wasm, always=altered(faults, wasm))
    new_engine(page)
    assert page.evaluate(REDACT, TEXT) is None


DIGEST = """async (path) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await (await fetch(path)).arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}"""
STORED = ("app.js", "worker/worker.js", "pyodide.asm.js", "python.bin", "ort-wasm-simd-threaded.wasm")


@pytest.mark.long
def test_what_the_service_worker_stored_is_compared_again(workered: BrowserContext, faults: FaultServer) -> None:
    page = open_behind_worker(workered, faults)
    assert page.evaluate(REDACT, TEXT) is None
    page.evaluate(REGISTER, f"{faults.address}frame/offline.js")
    assert page.evaluate("offline.keep()") is True
    for name in STORED:
        assert page.evaluate(ALTER_STORED, name) is True
    # A service worker that is started anew knows nothing of what it compared before.
    session = workered.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    page.goto(faults.address)
    page.evaluate(IMPORT, f"{faults.address}tabside.js")
    assert page.evaluate(REDACT, TEXT) is None
    # The right file is there again, in place of the wrong one.
    for name in STORED:
        entry = next(file for file in listed(faults) if file["path"].endswith(name))
        assert page.evaluate(DIGEST, f"{faults.address}{entry['path']}") == entry["sha256"], name
