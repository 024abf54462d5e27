"""The project's own texts match their description in docs/evaluation.md."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tabside.evaluation import Example, load, split
from tabside.evaluation.kinds import ANSWERS

FOLDER = Path(__file__).parents[2] / "data" / "pii"
LANGUAGES = {"en", "es", "fr", "de", "it", "pt", "nl"}
PERTURBATIONS = {
    "zero-width",
    "soft hyphen",
    "full-width",
    "mathematical",
    "homoglyph",
    "combining",
    "odd space",
    "odd dash",
    "line break",
    "html entities",
    "percent-encoding",
    "lower case",
    "upper case",
}


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return load(FOLDER / "pii.jsonl")


def blocks(folder: str) -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted((FOLDER / folder).glob("*.txt"))]
    return [block.split("\n", 1)[1].strip() for text in texts for block in ("\n" + text).split("\n@ ")[1:]]


@pytest.mark.parametrize(("folder", "least"), [("templates", 300), ("hard", 200)])
def test_enough_is_written_by_hand_and_nothing_twice(folder: str, least: int) -> None:
    written = blocks(folder)
    assert len(written) >= least
    assert [block for block, count in Counter(written).items() if count > 1] == []


def test_the_file_is_no_burden() -> None:
    assert (FOLDER / "pii.jsonl").stat().st_size < 3_000_000


def test_all_languages_traditions_and_perturbations_are_there(examples: list[Example]) -> None:
    counts = {
        tag: Counter(example.tags.get(tag) for example in examples)
        for tag in ("language", "tradition", "perturbation", "genre")
    }
    assert set(counts["language"]) == LANGUAGES
    assert set(counts["perturbation"]) == PERTURBATIONS | {None}
    assert min(counts["perturbation"].values()) >= 40
    assert len(counts["tradition"]) > 15 + 9
    assert counts["genre"]["negative"] >= 50


def test_every_template_was_used(examples: list[Example]) -> None:
    templates = {example.template for example in examples}
    assert len(templates) == len(blocks("templates")) + len(blocks("hard"))
    tune, report = (split(examples, half) for half in ("tune", "report"))
    assert not {example.template for example in tune} & {example.template for example in report}
    assert 0.4 < len(tune) / len(examples) < 0.6


def test_spans_stand_apart_and_have_values(examples: list[Example]) -> None:
    for example in examples:
        ends = [0, *(span.end for span in example.spans)]
        assert all(end <= span.start for end, span in zip(ends, example.spans, strict=False)), example.text
        assert all(any(ch.isalnum() for ch in example.text[span.start : span.end]) for span in example.spans)


def test_no_slot_or_mark_is_left(examples: list[Example]) -> None:
    assert [example.text for example in examples if any(mark in example.text for mark in ("{{", "[[", "<<pad"))] == []


def test_negatives_hold_nothing(examples: list[Example]) -> None:
    assert not any(example.spans for example in examples if example.tags["genre"] == "negative")


def test_only_logins_and_dates_have_no_counterpart(examples: list[Example]) -> None:
    kinds = {span.kind for example in examples for span in example.spans}
    assert kinds - set(ANSWERS) == {"LOGIN", "DATE_TIME"}
    assert "PERSON" in kinds


def test_lines_are_entries_of_presidio_evaluators_format() -> None:
    lines = (FOLDER / "pii.jsonl").read_text(encoding="utf-8").split("\n")
    entry = json.loads(lines[0])
    assert set(entry) >= {"full_text", "spans", "template_id"}
