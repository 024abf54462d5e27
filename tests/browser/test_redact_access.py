"""Accessibility of the Redact view: axe-core, small windows, the dark theme, the focus."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .accessibility import serious
from .redact_page import REDACTED, TEXT, output, redact, status


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious(ready: Page, theme: str, width: int) -> None:
    ready.set_viewport_size({"width": width, "height": 800})
    ready.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    try:
        output(ready).locator("mark").nth(1).click()
        expect(status(ready)).to_have_text("6 findings, 1 kept.")
        assert serious(ready) == []
        overflow = ready.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0
        ready.get_by_role("button", name=re.compile("kinds")).click()
        assert serious(ready) == []
        ready.keyboard.press("Escape")
    finally:
        ready.set_viewport_size({"width": 1280, "height": 800})
        ready.emulate_media(color_scheme="light")


def test_the_focus_is_kept_while_the_run_button_is_off(ready: Page) -> None:
    run = ready.get_by_test_id("redact-run")
    run.focus()
    ready.keyboard.press("Enter")
    expect(status(ready)).to_have_text(re.compile("findings in"))
    expect(run).to_be_focused()


def test_models_can_be_seen_and_deleted_and_nothing_typed_is_lost(ready: Page, server: str) -> None:
    ready.get_by_test_id("nav-models").click()
    expect(ready).to_have_title("Models: tabside")
    card = ready.locator('[data-model="nationaldesignstudio/rampart"]')
    expect(card).to_contain_text("Stored in this browser")
    expect(card).to_contain_text("15 MB")
    expect(card).to_contain_text("National Design Studio")
    assert serious(ready) == []
    card.get_by_role("button", name="Delete Rampart").click()
    expect(card).to_contain_text("Not downloaded")
    ready.get_by_test_id("nav-redact").click()
    expect(ready.get_by_test_id("redact-input")).to_have_value(TEXT)
    expect(output(ready)).to_have_text(REDACTED)
    redact(ready, TEXT)


def test_a_view_begins_at_its_top_and_is_found_again_as_it_was_left(ready: Page) -> None:
    ready.set_viewport_size({"width": 375, "height": 500})
    top = "() => [document.querySelector('h1').textContent, Math.round(scrollY)]"
    ready.evaluate("() => scrollTo({ top: 300, behavior: 'instant' })")
    # By address, since a link at the top of the page is out of view.
    ready.evaluate("() => { location.hash = '#/models'; }")
    expect(ready.get_by_role("heading", level=1)).to_have_text("Models")
    expect(ready.get_by_role("main")).to_be_focused()
    assert ready.evaluate(top) == ["Models", 0]
    ready.go_back()
    expect(ready.get_by_role("heading", level=1)).to_have_text("Redact personal data")
    expect(ready.get_by_role("main")).to_be_focused()
    assert ready.evaluate(top)[1] == 300
