"""Custom rules in the Redact view: written, tried while typing, applied, and saved with the policy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .accessibility import serious, sideways_scroll
from .redact_page import output, redact

TEXT = "Ask Maria Lindqvist about staff E123456, heron and Oslo."


@pytest.fixture
def rules(ready: Page) -> Iterator[Page]:
    """The shared page with a text and the dialog open; the rules are removed afterwards."""
    redact(ready, TEXT)
    ready.get_by_role("button", name=re.compile("kinds")).click()
    ready.get_by_test_id("redact-rules").click()
    yield ready
    ready.get_by_test_id("redact-rules").click()
    # A reopened dialog needs a moment, and hidden elements do not count.
    expect(ready.get_by_role("dialog", name="Your own rules")).to_be_visible()
    remove = ready.locator(".rules-form").get_by_role("button", name=re.compile("^Remove"))
    while remove.count():
        remove.first.click()
    ready.get_by_test_id("rules-done").click()
    expect(ready.get_by_test_id("redact-rules")).to_have_text("Own rules")
    ready.get_by_role("button", name="Done").click()


def field(page: Page, place: str) -> Locator:
    return page.locator(f"[data-field='{place}']")


def test_rules_are_tried_while_they_are_typed_and_then_apply(rules: Page, tmp_path: Path) -> None:
    expect(rules.get_by_test_id("rules-text")).to_have_value(TEXT)
    rules.get_by_role("button", name="Add a recognizer").click()
    expect(field(rules, "recognizers.0.name")).to_be_focused()
    rules.keyboard.type("employee")
    field(rules, "recognizers.0.entity").fill("employee id")
    field(rules, "recognizers.0.patterns.0.regex").fill("E[0-9]+")
    expect(rules.get_by_text("write {0,40} for *, and {1,40} for +.", exact=False).first).to_be_visible()
    expect(field(rules, "recognizers.0.patterns.0.regex")).to_have_attribute("aria-invalid", "true")
    field(rules, "recognizers.0.patterns.0.regex").fill("E[0-9]{6}")
    field(rules, "recognizers.0.context").fill("staff")
    field(rules, "recognizers.0.hits").fill("staff «E1»")
    rules.get_by_role("button", name="Add what is always private").click()
    rules.keyboard.type("heron")
    rules.get_by_role("button", name="Add what is never private").click()
    rules.keyboard.type("Oslo")
    expect(rules.get_by_test_id("rules-matches").locator("li")).to_have_count(3)
    expect(rules.get_by_test_id("rules-summary")).to_have_text("3 matches; 1 example not as said.")
    expect(rules.get_by_test_id("rules-matches")).to_contain_text('The context word "staff" stands near')
    expect(rules.get_by_text("Failing examples: “staff «E1»”")).to_be_visible()
    for width in (375, 1280):
        rules.set_viewport_size({"width": width, "height": 800})
        assert serious(rules) == []
        assert sideways_scroll(rules) <= 0
    field(rules, "recognizers.0.hits").fill("")
    rules.get_by_test_id("rules-done").click()
    expect(rules.get_by_test_id("redact-rules")).to_have_text("Own rules (3)")
    with rules.expect_download() as download:
        rules.get_by_role("button", name="Export").click()
    download.value.save_as(tmp_path / "policy.json")
    assert json.loads((tmp_path / "policy.json").read_text()) == {
        "tabside_policy": 1,
        "recognizers": [
            {
                "name": "employee",
                "entity": "EMPLOYEE_ID",
                "patterns": [{"regex": "E[0-9]{6}", "score": 0.5}],
                "context": ["staff"],
            }
        ],
        "operator": "placeholder",
        "deny": ["heron"],
        "allow": ["Oslo"],
    }
    # Findings of custom rules alone are found with fewer entities too.
    rules.get_by_label("Mask Surname").select_option("never")
    rules.get_by_role("button", name="Done").click()
    expect(output(rules)).to_have_text(
        "Ask <GIVEN_NAME> Lindqvist about staff <EMPLOYEE_ID>, <CUSTOM> and Oslo.".replace("<", "[").replace(">", "_1]")
    )
    rules.get_by_role("button", name=re.compile("kinds")).click()
    rules.get_by_label("Mask Surname").select_option("always")
