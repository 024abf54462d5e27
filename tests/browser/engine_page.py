"""A page with nothing but the JavaScript API, for tests of the engine itself."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from playwright.sync_api import Error, Page

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


def end_worker(page: Page, script: str) -> None:
    """End a worker in the middle of its work, as a browser does when memory runs out."""
    worker = next(each for each in page.workers if each.url.endswith(f"/{script}"))
    # The worker may end before it can answer.
    with suppress(Error):
        worker.evaluate("self.close()")
