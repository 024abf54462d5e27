"""Record a page's faults: console errors, uncaught errors, requests to anywhere but the site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError


@dataclass
class Watch:
    """The record of a browser context. A test that provokes an error announces it with `expect`."""

    origins: set[str]
    requests: list[str] = field(default_factory=list)
    """URLs of all requests so far, in order."""
    problems: list[str] = field(default_factory=list)
    expected: list[re.Pattern[str]] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        """Watch all pages of a context, including later ones."""
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)

    def expect(self, pattern: str) -> None:
        """Allow problems that match a regular expression."""
        self.expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        """Return the problems not covered by an `expect`."""
        return [problem for problem in self.problems if not any(known.search(problem) for known in self.expected)]

    def _on_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if request.url.startswith(("data:", "blob:")):
            return
        if origin(request.url) not in self.origins:
            self.problems.append(f"request outside the site: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console error: {message.text} ({message.location.get('url', '')})")

    def _on_error(self, error: WebError) -> None:
        self.problems.append(f"uncaught error: {error.error}")


@contextmanager
def watching(context: BrowserContext, watch: Watch, *, timeout_ms: int = 60_000) -> Iterator[BrowserContext]:
    """Watch a browser context, and close it. Fails on whatever it did that no `expect` allows."""
    context.set_default_timeout(timeout_ms)
    watch.attach(context)
    yield context
    context.close()
    assert not watch.unexpected(), "\n".join(watch.unexpected())


@contextmanager
def watched_view(
    browser: Browser, address: str, *, timeout_ms: int = 120_000, permissions: Sequence[str] = ()
) -> Iterator[tuple[Page, Watch]]:
    """Open a view in a fresh, watched profile that the tests of a file share. Yields the page and its record so far."""
    watch = Watch({origin(address)})
    context = browser.new_context(
        reduced_motion="reduce", viewport={"width": 1280, "height": 800}, service_workers="block"
    )
    context.grant_permissions(list(permissions))
    with watching(context, watch, timeout_ms=timeout_ms):
        page = context.new_page()
        page.goto(address)
        yield page, watch


def origin(url: str) -> str:
    """Return a URL's origin.

    >>> origin("http://127.0.0.1:8000/a?b")
    'http://127.0.0.1:8000'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
