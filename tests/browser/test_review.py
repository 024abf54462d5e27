"""Review in the Redact view: reasons, decisions and undo, manual findings, sensitivity."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from .accessibility import serious, sideways_scroll
from .redact_page import BALANCED, REDACTED, TEXT, move_slider, output, redact, rows, status
from .watch import Watch

ALIKE = "Maria came late. Maria left early. Daniel stayed with Maria Lindqvist."
# The model is unsure about the digits, and no rule claims them: their check digit is wrong.
DOUBTFUL = "Send 5500 0000 0000 0005 over the quay to Maria."
MISSED = "The heron flew over the quay. My name is Maria. The heron came back."


def mark(page: Page, number: int) -> Locator:
    return output(page).locator("mark").nth(number)


def detail(page: Page) -> Locator:
    return page.get_by_test_id("finding-detail")


def card(page: Page) -> Locator:
    return page.get_by_test_id("selection-card")


def select_in_source(page: Page, text: str) -> None:
    """Select the first mention of a text in the source."""
    page.get_by_test_id("redact-input").evaluate(
        """(area, text) => {
            const start = area.value.indexOf(text);
            area.focus();
            area.setSelectionRange(start, start + text.length);
        }""",
        text,
    )


def select_in_result(page: Page, text: str) -> None:
    """Select the first mention of a text outside the marks, as with the mouse."""
    output(page).evaluate(
        """(node, text) => {
            document.activeElement.blur();
            const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const start = walker.currentNode.data.indexOf(text);
                if (start === -1) continue;
                getSelection().setBaseAndExtent(walker.currentNode, start, walker.currentNode, start + text.length);
                return;
            }
        }""",
        text,
    )


# --- why, and why not


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "The model reads it as given name, score "),
        (2, "The pattern of the rule “email” matches"),
        (5, "Its check digits are valid"),
    ],
)
def test_each_finding_says_why(ready: Page, number: int, expected: str) -> None:
    why = rows(ready).nth(number).get_by_role("button", name=re.compile("^Why"))
    expect(why).to_have_attribute("aria-expanded", "false")
    why.focus()
    ready.keyboard.press("Enter")
    expect(why).to_have_attribute("aria-expanded", "true")
    expect(why).to_be_focused()
    expect(detail(ready).get_by_role("listitem").filter(has_text=expected)).to_have_count(1)
    expect(output(ready)).to_have_text(REDACTED)
    ready.keyboard.press("Enter")
    expect(detail(ready)).to_have_count(0)


def test_w_on_a_mark_opens_its_reasons(ready: Page) -> None:
    mark(ready, 2).focus()
    ready.keyboard.press("w")
    expect(detail(ready)).to_have_attribute("data-finding", "2")
    expect(rows(ready).nth(2).get_by_role("button", name=re.compile("^Why"))).to_be_focused()


def test_any_selected_text_says_why_it_was_not_found(ready: Page) -> None:
    redact(ready, DOUBTFUL)
    select_in_source(ready, "5500 0000 0000 0005 over")
    expect(card(ready)).to_be_visible()
    ready.keyboard.press("Alt+Enter")
    expect(ready.get_by_test_id("selection-kind")).to_be_focused()
    why = ready.get_by_test_id("selection-explain")
    why.focus()
    ready.keyboard.press("Enter")
    expect(why).to_have_attribute("aria-expanded", "true")
    expect(card(ready)).to_contain_text("Its check digits are invalid")
    expect(card(ready).get_by_role("row").filter(has_text="over")).to_contain_text("0.30")
    expect(status(ready)).to_have_text(re.compile("The model's best score is .* is needed"))
    ready.keyboard.press("Escape")
    expect(ready.get_by_test_id("redact-input")).to_be_focused()
    expect(card(ready)).to_be_hidden()
    ready.keyboard.press("Alt+Enter")
    expect(ready.get_by_test_id("selection-kind")).to_be_focused()
    ready.keyboard.press("Escape")


# --- decisions, and the way back


def test_letters_judge_a_finding_and_the_next_one_follows(ready: Page) -> None:
    mark(ready, 0).focus()
    ready.keyboard.press("a")
    expect(status(ready)).to_have_text("Accepted. 6 findings.")
    expect(mark(ready, 0)).to_have_attribute("data-label", "Given name ✓")
    expect(mark(ready, 1)).to_be_focused()
    expect(rows(ready).nth(0)).to_contain_text("Accepted")
    ready.keyboard.press("Control+z")
    expect(status(ready)).to_have_text("Undone: accepted. 6 findings.")
    expect(mark(ready, 0)).to_have_attribute("data-label", "Given name")
    expect(ready.get_by_test_id("redact-undo")).to_be_disabled()


def test_what_was_done_is_done_with_all_alike(ready: Page) -> None:
    redact(ready, ALIKE)
    expect(output(ready)).to_have_text(re.compile(r"^\[GIVEN_NAME_1\] came late\. \[GIVEN_NAME_1\] left"))
    mark(ready, 0).focus()
    ready.keyboard.press("Enter")
    expect(output(ready)).to_have_text(re.compile(r"^Maria came late\. \[GIVEN_NAME_1\] left"))
    ready.keyboard.press("s")
    expect(output(ready)).to_have_text(
        re.compile(r"^Maria came late\. Maria left early\. \[GIVEN_NAME_1\] stayed with Maria ")
    )
    expect(status(ready)).to_have_text(re.compile(r"^Kept: all 3 alike\. \d findings, 3 kept\.$"))
    ready.get_by_test_id("redact-undo").click()
    ready.get_by_test_id("redact-undo").click()
    expect(output(ready)).to_have_text(re.compile(r"^\[GIVEN_NAME_1\] came late\. \[GIVEN_NAME_1\] left"))


def test_a_finding_grows_and_shrinks_by_words(ready: Page) -> None:
    mark(ready, 0).focus()
    ready.keyboard.press("Shift+ArrowRight")
    expect(output(ready)).to_have_text(re.compile(r"^My name is \[GIVEN_NAME_1\] Write to"))
    expect(rows(ready).nth(0)).to_contain_text("Maria Lindqvist.")
    expect(mark(ready, 0)).to_be_focused()
    ready.keyboard.press("Alt+Shift+ArrowLeft")
    expect(rows(ready).nth(0)).to_contain_text("is Maria Lindqvist.")
    ready.keyboard.press("Alt+Shift+ArrowRight")
    ready.keyboard.press("Shift+ArrowLeft")
    # Releasing a manual finding restores the original finding there.
    expect(output(ready)).to_have_text(REDACTED)
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_text("This is the exact original.")).to_be_visible()


def test_a_finding_gets_another_kind(ready: Page) -> None:
    mark(ready, 1).focus()
    ready.keyboard.press("t")
    kind = detail(ready).get_by_role("combobox", name="Kind")
    expect(kind).to_be_focused()
    kind.select_option("CITY")
    expect(output(ready)).to_have_text(REDACTED.replace("[SURNAME_1]", "[CITY_1]").replace("SURNAME_2", "SURNAME_1"))
    expect(rows(ready).nth(1).locator("td.column-source")).to_have_text("You")
    expect(detail(ready)).to_contain_text("You chose it")


# --- findings of one's own


def test_selected_text_is_redacted_with_all_alike_and_restored(ready: Page) -> None:
    redact(ready, MISSED)
    select_in_source(ready, "heron")
    ready.keyboard.press("Alt+Enter")
    ready.get_by_test_id("selection-kind").select_option("SURNAME")
    expect(card(ready)).to_contain_text("all 2 alike")
    ready.get_by_test_id("selection-redact").press("Enter")
    expected = "The [SURNAME_1] flew over the quay. My name is [GIVEN_NAME_1]. The [SURNAME_1] came back."
    expect(output(ready)).to_have_text(expected)
    expect(status(ready)).to_have_text("2 stretches added: surname. 3 findings.")

    ready.get_by_role("button", name="Copy").click()
    expect(status(ready)).to_have_text("Copied.")
    assert ready.evaluate("() => navigator.clipboard.readText()") == expected
    redact(ready, MISSED)
    expect(output(ready)).to_have_text(expected)
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_text("This is the exact original.")).to_be_visible()
    assert output(ready).text_content() == MISSED


def test_what_is_selected_in_the_result_is_redacted(ready: Page) -> None:
    select_in_result(ready, "Write")
    expect(card(ready)).to_be_visible()
    ready.get_by_test_id("selection-kind").select_option("CITY")
    ready.get_by_test_id("selection-redact").click()
    expect(output(ready)).to_have_text(REDACTED.replace("Write", "[CITY_1]"))
    expect(card(ready)).to_be_hidden()


# --- sensitivity, help


def test_the_result_follows_the_slider_without_a_request(ready: Page, visit: tuple[Page, Watch]) -> None:
    redact(ready, DOUBTFUL)
    found = rows(ready).count()
    visit[1].requests.clear()
    move_slider(ready, 0)
    expect(output(ready)).to_have_text(DOUBTFUL.replace("Maria", "[GIVEN_NAME_1]"))
    expect(status(ready)).to_have_text("1 finding.")
    expect(ready.get_by_test_id("redact-sensitivity")).to_have_attribute("aria-valuetext", "Threshold 0.90")
    move_slider(ready, BALANCED)
    expect(rows(ready)).to_have_count(found)
    assert found > 1
    assert visit[1].requests == []


def test_a_question_mark_shows_the_keys(ready: Page) -> None:
    output(ready).focus()
    ready.keyboard.press("?")
    help_dialog = ready.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_dialog).to_be_visible()
    assert serious(ready) == []
    ready.keyboard.press("Escape")
    expect(help_dialog).to_be_hidden()
    ready.get_by_test_id("redact-input").press("?")
    expect(help_dialog).to_be_hidden()


@pytest.fixture
def tall(ready: Page) -> Iterator[Page]:
    yield ready
    ready.set_viewport_size({"width": 1280, "height": 800})
    ready.emulate_media(color_scheme="light")


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (375, "dark")])
def test_axe_finds_nothing_serious_in_review(tall: Page, width: int, theme: str) -> None:
    tall.set_viewport_size({"width": width, "height": 800})
    tall.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    mark(tall, 0).focus()
    tall.keyboard.press("a")
    tall.keyboard.press("w")
    expect(detail(tall)).to_be_visible()
    select_in_source(tall, "Write")
    expect(card(tall)).to_be_visible()
    tall.keyboard.press("Alt+Enter")
    tall.get_by_test_id("selection-explain").click()
    expect(card(tall).get_by_role("table")).to_be_visible()
    assert serious(tall) == []
    assert sideways_scroll(tall) <= 0
    tall.keyboard.press("Escape")


def test_the_reviewed_text_is_the_one_that_was_scanned(ready: Page) -> None:
    ready.get_by_test_id("redact-input").fill(TEXT + " And more.")
    select_in_source(ready, "And more")
    expect(card(ready)).to_be_hidden()
