"""Models of one's own in the Redact view: asked for typed labels, reading alone, their labels kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests.unit import trained_tagger
from tests.unit.encoders.tiny_gliner import gliner_files

from .accessibility import serious, sideways_scroll
from .redact_page import output, redact, rows, status
from .test_added_models import add_zip, card, zipped
from .watch import Watch, watched_view

TEXT = "Maria Lindqvist wrote to maria@example.com: where is film"
ASKED, TAGGER = "local/asked", "local/tagger"


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str) -> Iterator[tuple[Page, Watch]]:
    """A page to which both models were added, and its record. The tests build on each other."""
    with watched_view(browser, server, timeout_ms=60_000) as (page, watch):
        page.get_by_test_id("nav-models").click()
        add_zip(
            page, "asked.zip", zipped({name: data for name, data in gliner_files().items() if name != "config.json"})
        )
        expect(card(page, ASKED)).to_contain_text("Finds what you name")
        add_zip(page, "tagger.zip", zipped(trained_tagger.tagger_files()))
        expect(card(page, TAGGER)).to_be_visible()
        page.get_by_test_id("nav-redact").click()
        yield page, watch


@pytest.fixture
def page(visit: tuple[Page, Watch]) -> Page:
    return visit[0]


def choose(page: Page, model: str) -> Locator:
    """Choose a model, and return the dialog with its labels."""
    page.get_by_role("button", name=re.compile("kinds")).click()
    page.get_by_test_id("redact-second-model").select_option(model)
    return page.get_by_role("dialog", name="What its labels mean")


def use(page: Page) -> None:
    page.get_by_test_id("second-model-use").click()
    page.get_by_role("button", name="Done").click()


def test_a_model_is_asked_for_labels_that_are_typed(page: Page) -> None:
    labels = choose(page, ASKED)
    expect(labels).to_contain_text(re.compile(r"local/asked \([\d.]+ .B\)"))
    expect(page.get_by_test_id("second-model-use")).to_be_disabled()
    labels.get_by_label("Label 1", exact=True).fill("person")
    expect(labels.get_by_label("Kind of person")).to_have_value("PERSON")
    page.get_by_test_id("asked-add").click()
    labels.get_by_label("Label 2", exact=True).fill("film")
    expect(labels.get_by_label("Kind of film")).to_have_value("own")
    labels.get_by_role("button", name="Remove label 1").click()
    use(page)

    redact(page, TEXT)
    expect(output(page)).to_have_text("[GIVEN_NAME_1] [SURNAME_1] wrote to [EMAIL_1]: where is [FILM_1]")
    expect(rows(page).filter(has_text="film")).to_contain_text("Model local/asked")


def test_a_tagger_reads_alone_and_files_follow(page: Page) -> None:
    labels = choose(page, TAGGER)
    labels.get_by_label("Read texts with this model and the rules only").check()
    use(page)

    expect(page.get_by_role("button", name=re.compile("another model"))).to_be_visible()
    redact(page, "Maria Lindqvist at maria@example.com saw agent heron.")
    expect(output(page)).to_have_text("Maria Lindqvist at [EMAIL_1] saw agent [PERSON_1].")
    notes: list[FilePayload] = [
        {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": b"note\nMaria saw agent heron by the river\n"}
        for name in ("one", "two")
    ]
    page.get_by_label("Choose a text file, or files").set_input_files(notes)
    page.get_by_test_id("files-run").click()
    expect(status(page)).to_have_text(re.compile(r"^2 of 2 files redacted, 2 findings"))
    page.get_by_role("button", name="Remove all").click()


def test_what_was_said_of_labels_is_there_at_the_next_visit(page: Page) -> None:
    page.reload()
    labels = choose(page, ASKED)
    expect(labels.get_by_label("Label 1", exact=True)).to_have_value("film")
    expect(labels.get_by_label("Kind of film")).to_have_value("own")
    labels.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Done").click()
    labels = choose(page, TAGGER)
    expect(labels.get_by_label("Read texts with this model and the rules only")).to_be_checked()
    use(page)


def test_the_page_s_own_model_is_not_downloaded_where_another_reads_alone(browser: Browser, server: str) -> None:
    with watched_view(browser, f"{server}#/models", timeout_ms=60_000) as (page, watch):
        add_zip(page, "tagger.zip", zipped(trained_tagger.tagger_files()))
        expect(card(page, TAGGER)).to_be_visible()
        page.get_by_test_id("nav-redact").click()
        labels = choose(page, TAGGER)
        labels.get_by_label("Read texts with this model and the rules only").check()
        use(page)
        redact(page, "Maria Lindqvist saw agent heron.")
        expect(output(page)).to_have_text("Maria Lindqvist saw agent [PERSON_1].")
        assert not [url for url in watch.requests if ".onnx" in url]


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (375, "dark")])
def test_axe_finds_nothing_serious_in_typed_labels(page: Page, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    labels = choose(page, ASKED)
    expect(labels).to_be_visible()
    page.get_by_test_id("asked-add").click()
    assert serious(page) == []
    assert sideways_scroll(page) <= 0
    labels.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Done").click()
    page.set_viewport_size({"width": 1280, "height": 800})


def test_what_was_said_is_forgotten_with_the_model(page: Page) -> None:
    page.get_by_test_id("nav-models").click()
    card(page, ASKED).get_by_role("button", name="Remove").click()
    expect(card(page, ASKED)).to_have_count(0)
    page.reload()
    add_zip(page, "asked.zip", zipped(gliner_files()))
    expect(card(page, ASKED)).to_be_visible()
    page.get_by_test_id("nav-redact").click()
    labels = choose(page, ASKED)
    expect(labels.get_by_label("Label 1", exact=True)).to_have_value("")
