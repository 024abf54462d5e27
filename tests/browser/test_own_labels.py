"""Labels of one's own in the Classify view, with the real embedder."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tabside import sync

from .accessibility import serious, sideways_scroll
from .watch import Watch, watched_view

MAILS = ["where is the parcel", "money back please", "cannot log in", "return my payment", "", "late delivery"]
WANTED = ["Delivery", "Refund", "Account", "Refund", "", "Delivery"]


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str) -> Iterator[tuple[Page, Watch]]:
    """A page whose labels are learned, shared by the tests, and its record so far."""
    with watched_view(browser, f"{server}#/classify") as (page, watch):
        page.get_by_role("button", name="Mails to support").click()
        classify(page)
        yield page, watch


@pytest.fixture
def own(visit: tuple[Page, Watch]) -> Page:
    """The shared page with its example set of labels and texts."""
    page, _ = visit
    page.get_by_role("button", name="Mails to support").click()
    return page


def status(page: Page) -> Locator:
    return page.get_by_test_id("status")


def classify(page: Page) -> None:
    run = page.get_by_test_id("classify-run")
    expect(run).to_be_enabled()
    run.click()
    expect(run).to_be_enabled(timeout=120_000)
    expect(status(page)).to_have_text(re.compile(r"^\d+ texts? classified in .*s\."))


def verdicts(page: Page) -> list[str]:
    return page.get_by_test_id("classify-output").locator(".verdict").all_text_contents()


def fill_labels(page: Page, *labels: tuple[str, str, str]) -> None:
    rows = page.get_by_test_id("own-labels").locator(".own-label")
    while rows.count() < len(labels):
        page.get_by_test_id("own-add").click()
    for at, (name, description, examples) in enumerate(labels):
        rows.nth(at).get_by_label("Label", exact=True).fill(name)
        rows.nth(at).get_by_label("What it means").fill(description)
        rows.nth(at).get_by_label("Examples (optional)").fill(examples)


def table(page: Page) -> Locator:
    return page.get_by_test_id("results-rows").locator("tr")


def column(page: Page, number: int) -> list[str]:
    return table(page).locator(f"td:nth-child({number})").all_text_contents()


@pytest.mark.smoke
def test_examples_are_learned_and_the_accuracy_is_shown(own: Page) -> None:
    classify(own)

    assert verdicts(own) == ["Refund", "Delivery", "Account", "Delivery", "Refund"]
    accuracy = own.get_by_test_id("own-accuracy")
    expect(accuracy).to_contain_text(re.compile(r"\d+% of 12 examples right"))
    expect(accuracy).to_contain_text("Measured by 5-fold cross-validation")
    expect(accuracy).to_contain_text("Always choosing the most frequent label would give 33%")
    expect(accuracy.locator("tbody tr")).to_have_count(3)


def test_descriptions_are_compared_without_examples(own: Page) -> None:
    own.get_by_role("button", name="Topics by description").click()
    expect(own.get_by_test_id("own-method")).to_contain_text("Texts are compared with what the labels mean")
    classify(own)

    assert verdicts(own) == ["Sport", "Money", "Health"]
    expect(own.get_by_test_id("own-accuracy")).to_contain_text("The accuracy is unknown")


def test_what_is_missing_is_said_before_anything_runs(own: Page) -> None:
    fill_labels(own, ("Refund", "", "a"), ("Refund", "", "b"))
    own.get_by_test_id("classify-run").click()
    expect(status(own)).to_have_text("Two labels have the same name.")
    fill_labels(own, ("Refund", "", "money"), ("", "", "b"))
    own.get_by_test_id("own-learn").click()
    expect(status(own)).to_have_text("A label has no name yet.")
    fill_labels(own, ("Refund", "", "money"), ("Delivery", "", ""))
    expect(own.get_by_test_id("own-method")).to_contain_text("Still without: Delivery.")


def test_a_changed_label_is_learned_anew(own: Page) -> None:
    classify(own)
    fill_labels(own, ("Chargeback", "", "I want my money back.\nYou charged me twice."))
    expect(own.get_by_text("Something has changed since.")).to_be_visible()
    expect(own.get_by_test_id("own-accuracy")).to_have_text("")
    classify(own)

    assert verdicts(own)[0] == "Chargeback"


def test_a_saved_classifier_is_read_by_python_and_opened_again(own: Page, tmp_path: Path) -> None:
    classify(own)
    before = verdicts(own)
    with own.expect_download() as saved:
        own.get_by_test_id("own-save").click()
    path = tmp_path / "labels.json"
    saved.value.save_as(path)

    there = sync.Classifier.load(path)
    texts = own.get_by_test_id("classify-input").input_value().splitlines()
    assert [one["label"] for one in there(texts)] == before
    assert "money back for order" not in path.read_text(encoding="utf-8")

    own.get_by_role("button", name="Topics by description").click()
    own.get_by_test_id("classify-input").fill("\n".join(texts))
    own.get_by_test_id("own-file").set_input_files(path)
    expect(own.get_by_test_id("own-loaded")).to_contain_text("labels: Refund, Delivery, and Account")
    classify(own)
    assert verdicts(own) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "no classifier of tabside's"),
        (
            '{"format": "tabside-classifier", "version": 2, "labels": [], "embedder": {"model": "a/b"}}',
            "another version",
        ),
    ],
)
def test_a_wrong_file_is_refused(own: Page, tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    own.get_by_test_id("own-file").set_input_files(tmp_path / "x.json")

    expect(own.get_by_role("alert")).to_contain_text("These labels cannot be used")
    expect(own.get_by_role("alert")).to_contain_text(message)
    expect(own.get_by_test_id("own-labels")).to_be_visible()


def test_a_damaged_classifier_is_refused_when_it_is_used(own: Page, tmp_path: Path) -> None:
    label = {"name": "x", "description": "", "examples": 0, "intercept": 0, "weights": [0.5]}
    plain: dict[str, Any] = {
        "format": "tabside-classifier", "version": 1, "method": "zero-shot", "evaluation": None,
        "embedder": {"model": "sentence-transformers/all-MiniLM-L6-v2", "revision": "x", "dtype": "int8",
                     "sha256": "0" * 64, "pooling": "mean"},
        "labels": [label, {**label, "name": "y"}],
    }  # fmt: skip
    (tmp_path / "x.json").write_text(json.dumps(plain), encoding="utf-8")
    own.get_by_test_id("own-file").set_input_files(tmp_path / "x.json")
    expect(own.get_by_test_id("own-loaded")).to_be_visible()
    own.get_by_test_id("classify-run").click()

    expect(own.get_by_role("alert")).to_contain_text("the loaded model has other weights")
    expect(own.get_by_test_id("engine-state")).to_have_attribute("data-state", "ready")


def workbook(path: Path, head: list[str], rows: list[list[str]]) -> Path:
    made = openpyxl.Workbook()
    for row in (head, *rows):
        made.active.append(row)
    made.save(path)
    return path


def test_a_table_is_labelled_filtered_and_saved(own: Page, tmp_path: Path) -> None:
    rows = [[str(number), text] for number, text in enumerate(MAILS * 30)]
    own.get_by_test_id("classify-table-file").set_input_files(workbook(tmp_path / "mails.xlsx", ["id", "body"], rows))
    expect(own.get_by_test_id("classify-table")).to_contain_text("mails.xlsx: 180 rows.")
    expect(own.get_by_text("150 texts", exact=True)).to_be_visible()
    classify(own)

    expect(table(own)).to_have_count(100)
    own.get_by_role("button", name="Show 80 more").click()
    assert column(own, 3) == [label or "–" for label in WANTED] * 30
    own.get_by_test_id("results-label").select_option("Refund")
    expect(own.get_by_test_id("results-count")).to_have_text("60 of 180 texts")
    own.get_by_test_id("results-words").fill("PAYMENT")
    expect(table(own)).to_have_count(30)
    own.get_by_test_id("results-order").select_option("unsure")
    scores = [float(score) for score in column(own, 4)]
    assert scores == sorted(scores)

    with own.expect_download() as saved:
        own.get_by_test_id("results-csv").click()
    saved.value.save_as(tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as lines:
        read = list(csv.reader(lines))
    assert read[0] == ["id", "body", "label", "score"]
    assert {(body, label) for _, body, label, _ in read[1:]} == {("return my payment", "Refund")}
    own.get_by_role("button", name="Clear").click()
    expect(own.get_by_test_id("classify-input")).to_be_visible()


def test_examples_come_from_a_table(own: Page, tmp_path: Path) -> None:
    lines = ["text;category", *(f"{text};{label}" for text, label in zip(MAILS, WANTED, strict=True) if label)]
    (tmp_path / "examples.csv").write_text("\n".join(lines), encoding="utf-8")
    own.get_by_test_id("own-table-file").set_input_files(tmp_path / "examples.csv")

    expect(own.get_by_test_id("own-method")).to_contain_text("Learned from 5 examples")
    names = own.get_by_test_id("own-labels").get_by_label("Label", exact=True)
    assert [names.nth(at).input_value() for at in range(names.count())] == ["Delivery", "Refund", "Account"]
    own.get_by_test_id("own-learn").click()
    expect(own.get_by_test_id("own-accuracy")).to_contain_text("a label has a single example")


def test_a_file_that_is_no_table_is_refused(own: Page, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    own.get_by_test_id("classify-table-file").set_input_files(tmp_path / "x.xlsx")

    expect(own.get_by_role("alert")).to_contain_text("This file cannot be read")
    expect(own.get_by_test_id("classify-input")).to_be_visible()


def test_nothing_is_requested_once_the_model_is_here(own: Page, visit: tuple[Page, Watch]) -> None:
    visit[1].requests.clear()
    own.context.set_offline(True)
    try:
        classify(own)
    finally:
        own.context.set_offline(False)
    assert visit[1].requests == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious(own: Page, tmp_path: Path, theme: str, width: int) -> None:
    rows = [[text] for text in MAILS * 4]
    own.get_by_test_id("classify-table-file").set_input_files(workbook(tmp_path / "mails.xlsx", ["body"], rows))
    expect(own.get_by_test_id("classify-table")).to_contain_text("20 rows")
    classify(own)
    own.set_viewport_size({"width": width, "height": 800})
    own.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    try:
        assert serious(own) == []
        assert sideways_scroll(own) <= 0
    finally:
        own.set_viewport_size({"width": 1280, "height": 800})
        own.emulate_media(color_scheme="light")
