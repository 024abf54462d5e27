"""Take the screenshots of README and docs from a running site.

Run `python3 -m scripts.generate.screenshots ADDRESS`.
"""

from __future__ import annotations

import sys

from playwright.sync_api import Browser, Page, expect, sync_playwright

from .. import chrome
from ..paths import ROOT

FOLDER = ROOT / "docs" / "images"
TIMEOUT_MS = 120_000


def redact_example(page: Page, address: str) -> None:
    """Open the page and redact its example letter, keeping one finding."""
    page.goto(address)
    run = page.get_by_test_id("redact-run")
    expect(run).to_be_enabled()
    page.get_by_role("button", name="Example").click()
    run.click()
    expect(page.get_by_test_id("redact-output").locator("mark").first).to_be_visible()
    expect(run).to_be_enabled()
    page.locator("mark", has_text="CITY").first.click()
    page.mouse.move(0, 0)
    page.evaluate("scrollTo(0, 0)")


def take(browser: Browser, address: str) -> None:
    """Take every screenshot."""
    expect.set_options(timeout=TIMEOUT_MS)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    redact_example(page, address)
    page.screenshot(path=FOLDER / "redact.png")
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=FOLDER / "redact-dark.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 375, "height": 812})
    page.locator(".result-pane").scroll_into_view_if_needed()
    page.screenshot(path=FOLDER / "redact-phone.png")
    context.close()


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome.find(), args=list(chrome.ARGUMENTS))
        take(browser, sys.argv[1])
        browser.close()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    main()
