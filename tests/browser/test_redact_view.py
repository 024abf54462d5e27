"""User interactions in the Redact view, with the real model: read, decide, restore."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .redact_page import REDACTED, TEXT, output, redact, rows, status
from .watch import Watch


@pytest.mark.smoke
def test_every_finding_has_a_label_and_a_row(ready: Page) -> None:
    labels = ["Given name", "Surname", "Email", "Given name", "Surname", "IBAN"]
    marks = output(ready).locator("mark")
    assert marks.evaluate_all("nodes => nodes.map((node) => node.dataset.label)") == labels
    shown = marks.evaluate_all("nodes => nodes.map((node) => getComputedStyle(node, '::after').content)")
    assert shown == [f'"{label}"' for label in labels]
    assert rows(ready).locator(".entity-chip").all_text_contents() == labels
    assert rows(ready).locator(".finding-text").all_text_contents() == [
        "Maria", "Lindqvist", "maria@example.com", "Daniel", "Reyes", "DE89 3704 0044 0532 0130 00",
    ]  # fmt: skip
    assert rows(ready).locator("td.column-source").all_text_contents() == [
        "Model", "Model", "Rule: email", "Model", "Model", "Rule: IBAN",
    ]  # fmt: skip


def test_a_finding_is_kept_and_redacted_again_without_a_request(ready: Page, visit: tuple[Page, Watch]) -> None:
    visit[1].requests.clear()
    mark = output(ready).locator('mark[data-finding="2"]')
    kept = REDACTED.replace("[EMAIL_1]", "maria@example.com")

    mark.click()
    expect(output(ready)).to_have_text(kept)
    expect(mark).to_have_attribute("aria-pressed", "false")
    expect(status(ready)).to_have_text("6 findings, 1 kept.")
    rows(ready).nth(2).get_by_role("button", name="Redact").click()
    expect(output(ready)).to_have_text(REDACTED)

    rows(ready).nth(2).locator(".finding-text").click()
    expect(output(ready)).to_have_text(kept)
    mark.focus()
    ready.keyboard.press("Enter")
    expect(output(ready)).to_have_text(REDACTED)
    expect(mark).to_be_focused()
    assert visit[1].requests == []


def test_arrow_keys_walk_through_the_marks(ready: Page) -> None:
    output(ready).focus()
    ready.keyboard.press("Tab")
    expect(output(ready).locator("mark").nth(0)).to_be_focused()
    ready.keyboard.press("ArrowRight")
    ready.keyboard.press("ArrowDown")
    ready.keyboard.press("ArrowLeft")
    expect(output(ready).locator("mark").nth(1)).to_be_focused()
    ready.keyboard.press("Space")
    expect(output(ready)).to_have_text(REDACTED.replace("[SURNAME_1]", "Lindqvist").replace("SURNAME_2", "SURNAME_1"))


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("mask", r"My name is \*+ \*+\. Write to \S+ or call .*"),
        ("hash", r"My name is \S*[0-9a-f]{8}\S* \S*[0-9a-f]{8}\S*\. Write to .*"),
        ("remove", r"My name is  \. Write to  or call  , IBAN \."),
        ("keep", re.escape(TEXT)),
    ],
)
def test_another_operator_applies_at_once(ready: Page, operator: str, expected: str) -> None:
    ready.get_by_test_id("redact-operator").select_option(operator)
    expect(output(ready)).to_have_text(re.compile(f"^{expected}$"))
    expect(output(ready).locator("mark")).to_have_count(6)


def test_kinds_are_left_out_or_get_an_operator_of_their_own(ready: Page) -> None:
    chooser = ready.get_by_role("button", name=re.compile("kinds"))
    chooser.click()
    ready.get_by_label("Mask Email").select_option("never")
    ready.get_by_role("combobox", name="Replace IBAN with").select_option("remove")
    ready.get_by_role("button", name="Done").click()
    expected = REDACTED.replace("[EMAIL_1]", "maria@example.com").replace("[IBAN_1]", "")
    expect(output(ready)).to_have_text(expected)
    expect(rows(ready)).to_have_count(5)
    expect(chooser).to_have_text("34 of 38 kinds, 1 special")

    chooser.click()
    ready.get_by_role("button", name="All always").click()
    ready.get_by_role("combobox", name="Replace IBAN with").select_option("")
    ready.keyboard.press("Escape")
    expect(output(ready)).to_have_text(REDACTED)
    expect(chooser).to_have_text("All kinds")

    chooser.click()
    ready.get_by_role("button", name="As the policy").click()
    ready.keyboard.press("Escape")
    expect(chooser).to_have_text("35 of 38 kinds")


def test_a_changed_text_is_said_to_be_changed(ready: Page) -> None:
    ready.get_by_test_id("redact-input").press_sequentially("!")
    expect(ready.get_by_text("Your text has changed since.")).to_be_visible()
    expect(output(ready)).to_have_text(REDACTED)


@pytest.mark.smoke
def test_restore_gives_the_exact_original(ready: Page) -> None:
    text = "MARIA  Lindqvist\t(maria@Example.com)\n\n  [EMAIL_1] stays; 👋 Maria.\n"
    redact(ready, text)
    assert "Lindqvist" not in (output(ready).text_content() or "")
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_role("heading", name="Restored")).to_be_visible()
    assert output(ready).text_content() == text
    ready.get_by_role("button", name="Show the redacted text").click()
    expect(output(ready).locator("mark").first).to_be_visible()


def test_restore_puts_the_names_back_into_an_edited_text(ready: Page) -> None:
    ready.get_by_test_id("restore-key").select_option("text")
    ready.get_by_test_id("redact-restore-input").fill(
        "Hello [GIVEN_NAME_2]!\nAnswer to [EMAIL_1], please: [GIVEN_NAME_2]"
    )
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_role("heading", name="Restored")).to_be_visible()
    assert output(ready).text_content() == "Hello Daniel!\nAnswer to maria@example.com, please: Daniel"


@pytest.mark.smoke
def test_restore_never_takes_the_names_of_another_text(ready: Page) -> None:
    redact(ready, "Maria Lindqvist has cancer.")
    ill = output(ready).text_content() or ""
    redact(ready, "Daniel Reyes ordered a lamp.")
    ready.get_by_test_id("redact-restore-input").fill(ill)
    ready.get_by_test_id("redact-restore").click()
    expect(output(ready)).to_have_text("Maria Lindqvist has cancer.")

    ready.get_by_test_id("redact-restore-input").fill(f"{ill} Edited, of [CITY_9].")
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_role("alert")).to_contain_text("Choose whose key restores it")

    ready.get_by_test_id("restore-key").select_option("text")
    ready.get_by_test_id("redact-restore").click()
    expect(output(ready)).to_have_text("Daniel Reyes has cancer. Edited, of [CITY_9].")
    expect(ready.get_by_text("Nothing is known of this placeholder: [CITY_9]")).to_be_visible()


def test_restore_says_when_there_is_nothing_to_bring_back(ready: Page) -> None:
    ready.get_by_test_id("redact-restore-input").fill("Nothing of mine.")
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_text("No placeholder of this result is in it")).to_be_visible()
    ready.get_by_test_id("redact-restore-input").fill("")
    ready.get_by_test_id("redact-operator").select_option("mask")
    expect(output(ready)).to_have_text(re.compile(r"^My name is \*+"))
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_role("alert")).to_contain_text("The original cannot be restored")
    expect(output(ready)).to_have_text(re.compile(r"^My name is \*+"))


def test_copy_and_download_give_the_redacted_text(ready: Page, tmp_path: Path) -> None:
    ready.get_by_role("button", name="Copy").click()
    expect(status(ready)).to_have_text("Copied.")
    assert ready.evaluate("() => navigator.clipboard.readText()") == REDACTED
    with ready.expect_download() as download:
        ready.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "text.redacted.txt"
    download.value.save_as(tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == REDACTED


def test_a_report_on_a_pasted_text_is_saved_and_holds_no_value(ready: Page) -> None:
    with ready.expect_download() as saving:
        ready.get_by_role("button", name="Save report").click()
    report = saving.value.path().read_text(encoding="utf-8")
    assert saving.value.suggested_filename == "report.html"
    assert all(shown in report for shown in ("line 1", "IBAN", "EMAIL"))
    assert not [value for value in ("Maria", "Lindqvist", "maria@example.com", "DE89") if value in report]
    expect(status(ready)).to_have_text("The report is saved to your downloads. It holds none of the values.")
