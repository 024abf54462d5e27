"""A page with nothing but the JavaScript API, for tests of the engine itself."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, Worker

IMPORT = """async (url) => {
  window.tabside = await import(url);
  window.events = [];
  window.make = (options = {}) => tabside.createEngine({ onEvent: (event) => events.push(event), ...options });
  window.engine = make();
  // A long text no window of which comes twice: what comes again is remembered.
  window.many = (text, times) => Array.from({ length: times }, (_, number) => `${text} ${number + 1}.`).join(" ");
  // What a rejected call says, as plain data.
  window.fails = (promise) => promise.then(() => null, ({ code, message, details }) => ({ code, message, details }));
}"""


def open_engine(page: Page, site: str) -> Page:
    """Import tabside.js on a page of the site. The page then has `engine`, `make(options)`, `events`, `fails(promise)`.

    `many(text, times)` repeats a text.
    """
    page.goto(f"{site}site.json")
    page.evaluate(IMPORT, f"{site}tabside.js")
    return page


def redact(page: Page, text: str, options: dict[str, Any] | None = None) -> dict[str, Any]:
    """Redact a text with the page's engine."""
    result: dict[str, Any] = page.evaluate("([text, options]) => engine.redact(text, options)", [text, options or {}])
    return result


def model_requests(urls: list[str]) -> list[str]:
    """Return the requests for model files, excluding manifests."""
    return [url for url in urls if "/models/" in url and not url.endswith("/manifest.json")]


def workers_of(page: Page, script: str) -> list[Worker]:
    """Return the page's workers that run a script: `worker.js`, the engine's, or `ort-worker.js`."""
    return [each for each in page.workers if urlsplit(each.url).path.endswith(f"/{script}")]


def end_worker(page: Page, script: str) -> None:
    """End a worker in the middle of what it does, as a browser does that runs out of memory."""
    worker = workers_of(page, script)[0]
    # It may be gone before it can answer.
    with suppress(Error):
        worker.evaluate("self.close()")
