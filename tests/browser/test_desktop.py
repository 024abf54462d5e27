"""The page as a part of the desktop: the clipboard's text by a button, and files that the desktop opens."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from .redact_page import TEXT, status

LAUNCHES = """
Object.defineProperty(globalThis, "launchQueue", { value: { setConsumer: (take) => { globalThis.launch = take; } } });
"""
"""Keeps what the page does with a launch: a browser that tests start has no desktop that launches it."""


def test_the_clipboards_text_is_pasted_by_a_button(ready: Page) -> None:
    ready.evaluate("(text) => navigator.clipboard.writeText(text)", "Call Daniel Reyes.")
    ready.get_by_test_id("redact-paste").click()
    expect(ready.get_by_test_id("redact-input")).to_have_value("Call Daniel Reyes.")
    ready.evaluate("() => navigator.clipboard.writeText('')")
    ready.get_by_test_id("redact-paste").click()
    expect(status(ready)).to_have_text("There is no text in the clipboard.")
    expect(ready.get_by_test_id("redact-input")).to_have_value("Call Daniel Reyes.")


def test_files_that_the_desktop_opens_are_taken_in_whatever_view(browser: Browser, server: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    try:
        context.add_init_script(LAUNCHES)
        page = context.new_page()
        page.goto(f"{server}/#/models")
        expect(page.locator(".view-models h1")).to_be_visible()
        launch = """([...files]) => globalThis.launch({
            files: files.map(([name, text]) => ({ getFile: async () => new File([text], name) })),
        })"""
        page.evaluate(launch, [["letter.txt", TEXT]])
        expect(page.get_by_test_id("redact-input")).to_have_value(TEXT)
        page.evaluate(launch, [["a.csv", "name\nMaria"], ["b.json", "{}"]])
        expect(page.get_by_test_id("file-row")).to_have_count(2)
        page.evaluate(launch, [])
        expect(page.get_by_test_id("file-row")).to_have_count(2)
    finally:
        context.close()
