"""Wait for a condition of a page, or for what a page caused, instead of a fixed time."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

LOOK_EVERY_MS = 50


def wait_until(page: Page, condition: str | Callable[[], object], timeout_s: float = 60) -> None:
    """Wait until a JavaScript expression, or a function of the test, is true; Playwright's events arrive meanwhile.

    Playwright's own `wait_for_function` evaluates text in the page, which the site's policy forbids.

    Raises:
        AssertionError: it was not true within the limit.
    """
    deadline = time.monotonic() + timeout_s
    while not (page.evaluate(condition) if isinstance(condition, str) else condition()):
        assert time.monotonic() < deadline, f"not true within {timeout_s} s: {condition}"
        page.wait_for_timeout(LOOK_EVERY_MS)
