"""The page in other languages: the browser's, a chosen one, and written from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from .redact_page import REDACTED, TEXT, output

VIEWS = ("redact", "classify", "search", "models", "speed")


@contextmanager
def page_in(browser: Browser, server: str, locale: str) -> Iterator[Page]:
    """Open the page in a browser that prefers this language, with nothing stored."""
    context = browser.new_context(locale=locale, reduced_motion="reduce")
    try:
        page = context.new_page()
        page.goto(server)
        yield page
    finally:
        context.close()


def overflow(page: Page) -> int:
    """Return how far the page is wider than the window, in CSS pixels."""
    width: int = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    return width


def wide(page: Page) -> list[str]:
    """Return the elements that reach out of the window."""
    reaching: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('main *')]"
        ".filter((node) => node.getBoundingClientRect().right > innerWidth)"
        ".map((node) => `${node.tagName}.${node.className}`)"
    )
    return reaching


def test_a_french_browser_gets_the_page_in_french(browser: Browser, server: str) -> None:
    with page_in(browser, server, "fr-CA") as page:
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        expect(page.get_by_role("heading", level=1)).to_have_text("Caviarder des données personnelles")
        expect(page.get_by_test_id("nav-search")).to_have_text("Rechercher")
        expect(page).to_have_title("Caviarder des données personnelles: tabside")
        expect(page.get_by_test_id("redact-run")).to_have_text(re.compile(r"Télécharger \d+\sMo et caviarder"))


def test_a_chosen_language_stays_and_so_does_what_was_typed(browser: Browser, server: str) -> None:
    with page_in(browser, server, "en-US") as page:
        page.get_by_test_id("redact-input").fill(TEXT)
        page.get_by_test_id("redact-operator").select_option("mask")
        page.get_by_test_id("language").select_option("de")
        expect(page.get_by_role("heading", level=1)).to_have_text("Personenbezogene Daten schwärzen")
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.get_by_test_id("redact-input")).to_have_value(TEXT)
        expect(page.get_by_test_id("redact-operator")).to_have_value("mask")
        page.get_by_test_id("redact-operator").select_option("placeholder")
        page.get_by_test_id("redact-run").click()
        expect(output(page)).to_have_text(REDACTED, timeout=120_000)
        expect(page.get_by_test_id("status")).to_have_text(re.compile(r"6 Funde in .*\d s\."))
        page.set_viewport_size({"width": 375, "height": 800})
        assert overflow(page) <= 0, wide(page)
        page.get_by_test_id("language").select_option("en")
        asked = page.get_by_test_id("language-ask")
        expect(asked).to_contain_text("Sprache wechseln?")
        asked.get_by_role("button", name="Abbrechen").click()
        expect(output(page)).to_have_text(REDACTED)
        expect(page.get_by_test_id("language")).to_have_value("de")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Personenbezogene Daten schwärzen")


@pytest.mark.parametrize("width", [1280, 375])
def test_no_view_is_wider_than_the_window_from_right_to_left_either(browser: Browser, server: str, width: int) -> None:
    with page_in(browser, server, "de") as page:
        page.set_viewport_size({"width": width, "height": 800})
        for view in VIEWS:
            page.goto(f"{server}/#/{view}")
            expect(page.locator(f".view-{view} h1")).to_be_visible()
            for direction in ("ltr", "rtl"):
                page.evaluate("direction => { document.documentElement.dir = direction }", direction)
                assert overflow(page) <= 0, (view, direction)
            brand, nav = (page.locator(name).bounding_box() for name in (".brand", ".site-nav"))
            assert brand is not None
            assert nav is not None
            assert brand["x"] > nav["x"] or brand["y"] < nav["y"], "the header does not run from right to left"
