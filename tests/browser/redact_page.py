"""The Redact view with the real model, loaded once for all tests that only use it, and access to its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .watch import Watch, watched_view

TEXT = "My name is Maria Lindqvist. Write to maria@example.com or call Daniel Reyes, IBAN DE89 3704 0044 0532 0130 00."
REDACTED = (
    "My name is [GIVEN_NAME_1] [SURNAME_1]. Write to [EMAIL_1] or call [GIVEN_NAME_2] [SURNAME_2], IBAN [IBAN_1]."
)


@pytest.fixture(scope="package")
def visit(browser: Browser, server: str) -> Iterator[tuple[Page, Watch]]:
    """A page with a ready engine, shared by the tests that only use it, and its record so far."""
    may = ("clipboard-read", "clipboard-write")
    with watched_view(browser, server, timeout_ms=60_000, permissions=may) as (page, watch):
        redact(page, TEXT)
        yield page, watch


@pytest.fixture
def ready(visit: tuple[Page, Watch]) -> Page:
    """The shared page with TEXT redacted, and everything else as on a first visit."""
    page, _ = visit
    page.keyboard.press("Escape")  # a dialog that a failed test left open
    page.get_by_test_id("redact-operator").select_option("placeholder")
    page.get_by_test_id("redact-restore-input").fill("")
    move_slider(page, BALANCED)
    redact(page, "Nothing here.")
    redact(page, TEXT)
    expect(output(page)).to_have_text(REDACTED)
    return page


def long_text(sentences: int) -> str:
    """Return a text that takes seconds to redact. None of its windows repeats, since repeated ones are cached."""
    return "".join(f"The meeting of week {number} was moved to the other room again. " for number in range(sentences))


BALANCED = 6
"""The step of the sensitivity that a first visit has."""


def move_slider(page: Page, step: int) -> None:
    page.get_by_test_id("redact-sensitivity").evaluate(
        """(slider, step) => {
            if (slider.value === String(step)) return;
            slider.value = step;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        step,
    )


def output(page: Page) -> Locator:
    return page.get_by_test_id("redact-output")


def rows(page: Page) -> Locator:
    """Return the rows of the findings, without the detail rows of open ones."""
    return page.get_by_test_id("redact-findings").locator("tbody tr:not(.finding-detail)")


def status(page: Page) -> Locator:
    return page.get_by_test_id("status")


def redact(page: Page, text: str) -> None:
    page.get_by_test_id("redact-input").fill(text)
    page.get_by_test_id("redact-run").click()
    expect(status(page)).to_have_text(re.compile(r"^(\d+ finding|Nothing was found).* in .*s\.$"), timeout=120_000)
    expect(page.get_by_test_id("redact-run")).to_be_enabled()
