"""A page with a worker that downloads models like the engine does, controlled from Python."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from scripts.paths import NODE_MODULES

from .fault_server import FaultServer, script_page

PATIENCE = {
    "fruitless_tries": 6,
    "tries": 20,
    "first_ms": 5,
    "longest_ms": 30,
    "longest_asked_ms": 1500,
    "stall_ms": 400,
    "offline_ms": 500,
}
"""Milliseconds where the real ones are seconds."""
PART_BYTES = 8192

PAGE_SCRIPT = """
const running = new Set();
/** Workers that have nothing to do; only a crash ends one. */
const idle = [];
window.call = (method, params, crash_ms = null) => new Promise((resolve) => {
  const worker = idle.pop() ?? new Worker("downloader.js", { type: "module" });
  const failed = (code, message = "") => ({ ok: false, error: { code, message, details: {} } });
  let timer = 0;
  const entry = { worker };
  const end = (answer, alive) => {
    clearTimeout(timer);
    running.delete(entry);
    if (alive) idle.push(worker);
    else worker.terminate();
    resolve(answer);
  };
  entry.crash = () => end(failed("crashed"), false);
  running.add(entry);
  worker.onmessage = ({ data }) => end(data, true);
  worker.onerror = (event) => { event.preventDefault(); end(failed("untyped", event.message), false); };
  worker.postMessage({ method, params });
  if (crash_ms !== null) timer = setTimeout(entry.crash, crash_ms);
});
window.start = (method, params) => { window.answer = call(method, params); };
window.cancelAll = () => running.forEach(({ worker }) => worker.postMessage({ cancel: true }));
window.crashAll = () => running.forEach((entry) => entry.crash());
/** Run visits one after the other for each schedule, several schedules at a time. */
window.runAll = async (schedules, at_once) => {
  const answers = new Array(schedules.length);
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < schedules.length; i = next++) {
      answers[i] = [];
      for (const { method, params, crash_ms } of schedules[i]) answers[i].push(await call(method, params, crash_ms));
    }
  };
  await Promise.all(Array.from({ length: at_once }, lane));
  return answers;
};
window.ready = true;
"""

HARNESS_FILES: Mapping[str, bytes | tuple[str, bytes]] = {
    **script_page(PAGE_SCRIPT),
    "downloader.js": ("text/javascript", Path(__file__).with_name("downloader.js").read_bytes()),
    # Of the site this is in a bundle only.
    **{
        f"noble/{path.name}": ("text/javascript", path.read_bytes())
        for path in (NODE_MODULES / "@noble" / "hashes").glob("*.js")
    },
}


def open_harness(page: Page, server: FaultServer, address: str | None = None) -> None:
    """Open the test page, at another of the server's addresses if one is given."""
    server.files.update(HARNESS_FILES)
    page.goto((address or server.address) + "test.html")
    page.wait_for_function("window.ready")


def call(page: Page, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Call the worker; return `{ok, result | error}`."""
    answer: dict[str, Any] = page.evaluate("([method, params]) => call(method, params)", [method, dict(params)])
    return answer


def ensure(page: Page, model: str, **params: Any) -> dict[str, Any]:
    """Bring a model into storage, with short timeouts."""
    return call(page, "ensure", _ensuring(model, params))


def start_ensure(page: Page, model: str, **params: Any) -> None:
    """Start `ensure`; `finish` returns its answer."""
    page.evaluate("([method, params]) => start(method, params)", ["ensure", _ensuring(model, params)])


def finish(page: Page) -> dict[str, Any]:
    """Await the call begun by `start_ensure`."""
    answer: dict[str, Any] = page.evaluate("window.answer")
    return answer


def cancel(page: Page) -> dict[str, Any]:
    """Cancel the call begun by `start_ensure`."""
    page.evaluate("cancelAll()")
    return finish(page)


def crash(page: Page) -> dict[str, Any]:
    """End the worker of the call begun by `start_ensure`."""
    page.evaluate("crashAll()")
    return finish(page)


def _ensuring(model: str, params: Mapping[str, Any]) -> dict[str, Any]:
    return {"model": model, "patience": PATIENCE, "part_bytes": PART_BYTES, **params}


def model_files(
    model: str, contents: Mapping[str, bytes], piece_bytes: int | None = None
) -> dict[str, bytes | tuple[str, bytes]]:
    """Return the files of a model, manifest included, for a FaultServer. Roles are derived from the names."""
    described = manifest(model, contents, piece_bytes)
    return {
        f"models/{model}/manifest.json": ("application/json", json.dumps(described).encode()),
        **{f"models/{model}/{path}": content for path, content in contents.items()},
    }


def manifest(model: str, contents: Mapping[str, bytes], piece_bytes: int | None = None) -> dict[str, Any]:
    """Return a valid manifest; given a piece size, it includes the hashes of pieces."""
    roles = {"config.json": "config", "tokenizer.json": "tokenizer", "model.onnx": "model"}
    files = []
    for path, content in contents.items():
        entry: dict[str, Any] = {"path": path, "bytes": len(content), "sha256": sha256(content)}
        entry["role"] = roles.get(path, "other")
        if piece_bytes is not None:
            pieces = [content[at : at + piece_bytes] for at in range(0, len(content), piece_bytes)]
            entry["pieces"] = {"bytes": piece_bytes, "sha256": [sha256(piece) for piece in pieces]}
        files.append({**entry, "dtype": "q4"} if entry["role"] == "model" else entry)
    return {
        "schema_version": 1,
        "id": model,
        "revision": "main",
        "task": "token-classification",
        "title": "Test",
        "summary": "Made by a test.",
        "license": {"spdx": "Apache-2.0", "url": "https://example.org/", "attribution": "none"},
        "max_length": 512,
        "labels": None,
        "default_dtype": {"wasm": "q4", "webgpu": "q4", "cpu": "q4"},
        "files": files,
        "sources": [{"type": "hub"}],
    }


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
