"""One started engine for all tests that only call it, so that Python and the model start once for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .engine_page import open_engine, redact
from .watch import Watch, origin, watching

RESET = """async () => {
  if (engine.state !== "ready") await engine.load();
  events.length = 0;
  engine.calls.mappings = new engine.calls.mappings.constructor();
}"""


@pytest.fixture(scope="package")
def started(browser: Browser, server: str) -> Iterator[tuple[Page, Watch]]:
    """The page that `shared_engine` hands out, and its record."""
    watch = Watch({origin(server)})
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    with watching(context, watch, timeout_ms=180_000):
        page = open_engine(context.new_page(), server)
        redact(page, "Mail ada@example.org.")
        yield page, watch


@pytest.fixture
def shared_engine(started: tuple[Page, Watch]) -> Iterator[Page]:
    """A page whose `engine` is ready, with the default model and the default options.

    Shared by all tests that ask for it: they find the state "ready", no events and no text to restore, in any order.
    They share storage, the window cache and what was loaded on demand. A test that needs these as on a first visit,
    other options or altered files opens its own engine on `page`.
    """
    page, watch = started
    page.set_default_timeout(180_000)
    page.evaluate(RESET)
    yield page
    # Fails the test that caused them, not the last one.
    problems = watch.unexpected()
    watch.problems.clear()
    watch.requests.clear()
    assert not problems, "\n".join(problems)
