"""The browser extension in Chromium: its own engine and model, on pages of this machine.

Most tests run the side panel's page in a tab, where they can look at it. This machine's address is granted by the
manifest, since no one can click the browser's prompt for a permission here. test_extension_alone runs it as released.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from .accessibility import serious
from .extension_browser import (
    NAMES,
    REDACTED,
    TEXT,
    ExtensionBrowser,
    extension_browser,
    focused_button,
    insert,
    nothing_learned,
    paste,
    seen,
    wait_until_seen,
)
from .page_wait import wait_until


@pytest.fixture(scope="module")
def browser_with_it(
    playwright_driver: Playwright, granted_extension: Path, chat: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ExtensionBrowser]:
    """A Chromium with the extension, enabled on the chat page's site."""
    profile = tmp_path_factory.mktemp("profile")
    with extension_browser(playwright_driver, granted_extension, profile, chat) as running:
        panel = running.open_panel()
        running.enable(panel, chat)
        expect(panel.locator("#sites")).to_contain_text(chat.rstrip("/"))
        panel.close()
        yield running
    raw = [path for path in profile.rglob("*") if path.is_file() and holds_a_name(path.read_bytes())]
    assert not raw, f"the profile holds names in {raw}"


@pytest.fixture(scope="module")
def panel(browser_with_it: ExtensionBrowser) -> Iterator[Page]:
    """The side panel's page, ready. The first test runs without it."""
    opened = browser_with_it.open_panel()
    expect(opened.locator("#engine")).to_have_text("Ready")
    yield opened
    opened.close()


@pytest.fixture
def page(browser_with_it: ExtensionBrowser, chat: str) -> Iterator[Page]:
    """The chat page."""
    opened = browser_with_it.visit(chat)
    yield opened
    opened.close()


def holds_a_name(data: bytes) -> bool:
    return any(name.encode(code) in data for name in NAMES for code in ("utf-8", "utf-16-le"))


def answer(page: Page, html: str) -> None:
    """Let the page show an answer of the model."""
    page.evaluate("(html) => document.querySelector('#answers').insertAdjacentHTML('beforeend', html)", html)


def test_nothing_is_inserted_or_sent_while_the_panel_is_closed(page: Page) -> None:
    paste(page, "#area", TEXT)
    wait_until_seen(page, "Nothing was inserted or sent. The side panel of tabside is closed.")
    wait_until(page, lambda: focused_button(page) == "Open tabside")
    page.keyboard.press("Escape")
    wait_until_seen(page, "Nothing was", gone=True)
    page.locator("#area").press_sequentially("Hello")
    page.locator("#area").press("Enter")
    wait_until_seen(page, "Nothing was inserted or sent.")
    assert page.evaluate("sent") == []
    nothing_learned(page)


def test_a_paste_is_replaced_before_the_page_gets_it_and_answers_are_restored(panel: Page, page: Page) -> None:
    for selector in ("#area", "#rich"):
        paste(page, selector, TEXT)
        wait_until_seen(page, "to be replaced")
        assert all(name in seen(page) for name in NAMES)
        nothing_learned(page)
        insert(page)
        wait_until_seen(page, "to be replaced", gone=True)
        expect(page.locator("#area")).to_have_value(REDACTED)
    expect(page.locator("#rich")).to_have_text(REDACTED)

    answer(page, "<p>Dear [GIVEN_NAME_1] <b>Given_Name_1</b>, <i>x</i></p><ul><li>[EMAIL_1]</li></ul>")
    wait_until_seen(page, "Dear Annabel")
    wait_until_seen(page, "annabel@example.org")
    nothing_learned(page)


def test_a_text_is_sent_once_it_was_read(panel: Page, page: Page) -> None:
    area = page.locator("#area")
    area.press_sequentially("All is well.")
    area.press("Enter")
    page.wait_for_function("sent.length === 1")

    area.fill("")
    area.press_sequentially("I am Annabel Lindqvist.")
    area.press("Enter")
    insert(page)
    expect(area).to_have_value("I am [GIVEN_NAME_1] [SURNAME_1].")
    assert page.evaluate("sent") == ["All is well."]
    area.press("Enter")
    page.wait_for_function("sent.length === 2")
    assert page.evaluate("sent[1]") == "I am [GIVEN_NAME_1] [SURNAME_1]."


@pytest.mark.long
def test_buttons_and_forms_wait_too(panel: Page, page: Page) -> None:
    page.locator("#line").press_sequentially("I am Annabel.")
    page.locator("#go").click()
    insert(page)
    wait_until_seen(page, "to be replaced", gone=True)
    expect(page.locator("#line")).to_have_value("I am [GIVEN_NAME_1].")
    assert page.evaluate("sent") == []
    page.locator("#go").click()
    page.wait_for_function("sent.length === 1")
    page.locator("#line").press("Enter")
    page.wait_for_function("sent.length === 2")

    page.locator("#area").press_sequentially("Ask Lindqvist, annabel@example.org.")
    page.locator("#send").click()
    insert(page)
    page.locator("#send").click()
    page.wait_for_function("sent.length === 3")
    assert "annabel@example.org" not in json.dumps(page.evaluate("sent"))


@pytest.mark.long
def test_cancel_and_events_of_the_page_insert_nothing(panel: Page, page: Page) -> None:
    paste(page, "#area", TEXT)
    wait_until_seen(page, "to be replaced")
    page.evaluate("""() => {
      const box = document.querySelector("tabside-review");
      for (const target of [box, document.activeElement, window])
        for (const [type, Made] of [["click", MouseEvent], ["keydown", KeyboardEvent], ["keypress", KeyboardEvent]])
          target.dispatchEvent(new Made(type, { key: "Enter", bubbles: true, composed: true }));
      box.click();
    }""")
    assert "to be replaced" in seen(page)
    expect(page.locator("#area")).to_have_value("")
    page.keyboard.press("Escape")
    wait_until_seen(page, "to be replaced", gone=True)
    expect(page.locator("#area")).to_have_value("")
    nothing_learned(page)


@pytest.mark.long
def test_pictures_are_refused(panel: Page, page: Page) -> None:
    page.evaluate("""async () => {
      const canvas = new OffscreenCanvas(2, 2);
      canvas.getContext("2d");
      const picture = await canvas.convertToBlob({ type: "image/png" });
      await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
    }""")
    page.locator("#rich").focus()
    page.keyboard.press("Control+V")
    wait_until_seen(page, "Pictures and other files are not read here.")
    assert page.locator("#rich").inner_html() == ""


@pytest.mark.long
def test_an_answer_is_restored_while_it_grows_and_survives_a_reload_of_the_page(panel: Page, page: Page) -> None:
    paste(page, "#area", TEXT)
    insert(page)
    answer(page, "<p id=p>Dear </p>")
    for piece in ("[GIVEN", "_NAME_1]", ", hello [", "SURNAME_1]"):
        page.evaluate("(piece) => { document.querySelector('#p').firstChild.data += piece; }", piece)
    page.evaluate("document.querySelector('#p').append(document.createElement('hr'), ' and 2 more')")
    wait_until_seen(page, "Dear Annabel, hello Lindqvist")
    wait_until_seen(page, "and 2 more")
    assert page.locator("#p").text_content() == "Dear [GIVEN_NAME_1], hello [SURNAME_1] and 2 more"
    nothing_learned(page)

    page.reload()
    answer(page, "<p>Bye [GIVEN_NAME_1]</p>")
    wait_until_seen(page, "Bye Annabel")


@pytest.mark.long
def test_names_can_be_forgotten_and_a_site_disabled(
    browser_with_it: ExtensionBrowser, panel: Page, page: Page, chat: str
) -> None:
    paste(page, "#area", TEXT)
    insert(page)
    answer(page, "<p>Bye [GIVEN_NAME_1]</p>")
    wait_until_seen(page, "Bye Annabel")
    panel.get_by_role("button", name="Forget all names").click()
    wait_until_seen(page, "Bye [GIVEN_NAME_1]")
    wait_until_seen(page, "Bye Annabel", gone=True)

    panel.get_by_role("button", name=f"Disable {chat.rstrip('/')}").click()
    expect(panel.locator("#sites")).to_be_empty()
    paste(page, "#area", TEXT)
    wait_until_seen(page, "tabside is not enabled on this site any more.")
    nothing_learned(page)
    browser_with_it.enable(panel, chat)
    expect(panel.locator("#sites")).to_contain_text(chat.rstrip("/"))


@pytest.mark.long
def test_the_panel_is_accessible(panel: Page) -> None:
    assert not serious(panel)
