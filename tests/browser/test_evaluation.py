"""Texts of the project's own set in a real Chromium: the findings equal those on CPython."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

from tabside import sync
from tabside.evaluation import Example, load, sample

from .engine_page import redact
from .test_redaction import code_points

OWN_SET = Path(__file__).parents[1] / "data" / "pii" / "pii.jsonl"


class Found(NamedTuple):
    text: str
    entity: str
    start: int
    end: int
    source: str


def texts() -> list[Example]:
    """Return 40 texts in all languages, with most kinds of perturbation."""
    chosen = sample([example for example in load(OWN_SET) if len(example.text) < 250], 40)
    assert len({example.tags["language"] for example in chosen}) == 7
    assert len({example.tags.get("perturbation") for example in chosen}) > 4
    return chosen


def in_the_tab(page: Page, text: str) -> set[Found]:
    return {
        Found(
            text,
            finding["entity"],
            code_points(text, finding["start"]),
            code_points(text, finding["end"]),
            finding["source"],
        )
        for finding in redact(page, text)["findings"]
    }


def test_a_sample_of_the_own_set_gives_the_findings_that_cpython_gives(shared_engine: Page) -> None:
    redactor = sync.Redactor.create()
    tab: set[Found] = set()
    native: set[Found] = set()
    for example in texts():
        tab |= in_the_tab(shared_engine, example.text)
        native |= {
            Found(example.text, finding.entity, finding.start, finding.end, finding.source)
            for finding in redactor.redact(example.text).findings
        }
    # int8 kernels round differently in WebAssembly, so a word near the threshold may be found on one side only.
    # Findings of recognizers must be identical.
    assert {found for found in tab ^ native if found.source != "model"} == set()
    assert len(tab & native) >= 0.97 * max(len(tab), len(native))
    assert len(native) > 80
