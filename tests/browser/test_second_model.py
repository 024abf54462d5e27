"""A second model in the Redact view: a token classifier trained by the test, its labels shown before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.unit import trained_tagger

from .accessibility import serious, sideways_scroll
from .redact_page import output, redact, rows, status
from .test_added_models import add_zip, card, zipped
from .watch import Watch, watched_view

TEXT = "Maria Lindqvist saw agent heron, and a heron flew by the firm falcon. Then the film otter."
PLAIN = "[GIVEN_NAME_1] [SURNAME_1] saw agent heron, and a heron flew by the firm falcon. Then the film otter."
BOTH = (
    "[GIVEN_NAME_1] [SURNAME_1] saw agent [PERSON_1], and a heron flew by the firm [ORGANIZATION_1]."
    " Then the film otter."
)
ID = "local/tagger"


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str) -> Iterator[tuple[Page, Watch]]:
    """A page to which the tagger was added, and its record. The tests build on each other."""
    with watched_view(browser, server, timeout_ms=60_000) as (page, watch):
        page.get_by_test_id("nav-models").click()
        add_zip(page, "tagger.zip", zipped(trained_tagger.tagger_files()))
        expect(card(page, ID)).to_contain_text("Finds personal data")
        page.get_by_test_id("nav-redact").click()
        yield page, watch


@pytest.fixture
def page(visit: tuple[Page, Watch]) -> Page:
    return visit[0]


def open_choices(page: Page) -> None:
    page.get_by_role("button", name=re.compile("kinds")).click()


def close_choices(page: Page) -> None:
    page.get_by_role("button", name="Done").click()


def test_labels_are_shown_and_nothing_is_used_before_they_are_confirmed(page: Page) -> None:
    redact(page, TEXT)
    expect(output(page)).to_have_text(PLAIN)
    open_choices(page)
    choice = page.get_by_test_id("redact-second-model")
    choice.select_option(ID)
    labels = page.get_by_role("dialog", name="What its labels mean")
    expect(labels).to_contain_text(re.compile(r"local/tagger \([\d.]+ .B\)"))
    expect(labels.get_by_label("Kind of PER")).to_have_value("PERSON")
    expect(labels.get_by_label("Kind of ORG")).to_have_value("ORGANIZATION")
    expect(labels.get_by_label("Kind of MISC")).to_have_value("")
    for label in ("PER", "ORG"):
        labels.get_by_label(f"Kind of {label}").select_option("")
    expect(page.get_by_test_id("second-model-use")).to_be_disabled()
    labels.get_by_role("button", name="Cancel").click()

    expect(choice).to_have_value("")
    close_choices(page)
    redact(page, TEXT)
    expect(output(page)).to_have_text(PLAIN)


def test_it_finds_what_it_learned_and_says_that_it_did(page: Page) -> None:
    open_choices(page)
    page.get_by_test_id("redact-second-model").select_option(ID)
    page.get_by_test_id("second-model-use").click()
    expect(page.get_by_label("Mask Organization")).to_have_value("always")
    close_choices(page)
    expect(page.get_by_role("button", name=re.compile("second model"))).to_be_visible()
    expect(output(page)).to_have_text(BOTH)
    expect(rows(page).filter(has_text="heron")).to_contain_text("Model local/tagger")


def test_the_meaning_of_a_label_can_be_changed_and_files_follow(page: Page) -> None:
    open_choices(page)
    page.get_by_test_id("second-model-labels").click()
    page.get_by_label("Kind of MISC").select_option("USERNAME")
    page.get_by_label("Kind of ORG").select_option("")
    page.get_by_test_id("second-model-use").click()
    expect(page.get_by_label("Mask Organization")).to_have_value("never")
    close_choices(page)
    expect(output(page)).to_have_text(
        "[GIVEN_NAME_1] [SURNAME_1] saw agent [PERSON_1], and a heron flew by the firm falcon."
        " Then the film [USERNAME_1]."
    )
    notes: list[FilePayload] = [
        {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": b"note\nthen the agent heron called\n"}
        for name in ("one", "two")
    ]
    page.get_by_label("Choose a text file, or files").set_input_files(notes)
    page.get_by_test_id("files-run").click()
    expect(status(page)).to_have_text(re.compile(r"^2 of 2 files redacted, 2 findings"))
    page.get_by_role("button", name="Remove all").click()


def test_it_is_no_longer_used_once_it_is_removed(page: Page) -> None:
    page.get_by_test_id("nav-models").click()
    card(page, ID).get_by_role("button", name="Remove").click()
    expect(card(page, ID)).to_have_count(0)
    page.get_by_test_id("nav-redact").click()
    expect(page.get_by_role("button", name=re.compile("second model"))).to_have_count(0)
    redact(page, TEXT)
    expect(output(page)).to_have_text(PLAIN)


def test_a_text_that_it_cannot_read_is_not_redacted(page: Page, visit: tuple[Page, Watch]) -> None:
    page.get_by_test_id("nav-models").click()
    broken = trained_tagger.tagger_files(onnx=trained_tagger.weights(words=8))
    add_zip(page, "broken.zip", zipped(broken))
    expect(card(page, "local/broken")).to_be_visible()
    page.get_by_test_id("nav-redact").click()
    visit[1].expect("indices element out of data bounds")
    open_choices(page)
    page.get_by_test_id("redact-second-model").select_option("local/broken")
    page.get_by_test_id("second-model-use").click()
    close_choices(page)
    page.get_by_test_id("redact-input").fill(f"{TEXT} Once more.")
    page.get_by_test_id("redact-run").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing is passed off as clean")
    expect(output(page)).to_have_text(PLAIN)
    expect(page.get_by_text("Your text has changed since")).to_be_visible()


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (375, "dark")])
def test_axe_finds_nothing_serious_in_the_labels(page: Page, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    open_choices(page)
    page.get_by_test_id("second-model-labels").click()
    expect(page.get_by_role("dialog", name="What its labels mean")).to_be_visible()
    assert serious(page) == []
    assert sideways_scroll(page) <= 0
    page.get_by_role("button", name="Cancel").click()
    close_choices(page)
