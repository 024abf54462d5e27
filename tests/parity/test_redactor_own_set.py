"""A fixed sample of the project's own texts stays above known bounds; docs/evaluation.md has the whole set.

A change that lowers a number below its bound fails within seconds. In `npm run test:long` all texts are read.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tabside import sync
from tabside.evaluation import Score, load, measure, sample
from tabside.evaluation.kinds import ANSWERS
from tests.parity.conftest import LONG

pytestmark = pytest.mark.both

SETS = Path(__file__).parents[1] / "data" / "pii"
OWN_SET = SETS / "pii.jsonl"


@pytest.fixture(scope="module")
def score() -> Score:
    texts = load(OWN_SET)
    short = [text for text in texts if len(text.text) < 300]
    redactor = sync.Redactor.create()
    chosen = texts if LONG else sample(short, 100)
    return measure([(text, redactor.analyze(text.text)) for text in chosen], ANSWERS)


def test_the_sample_is_found(score: Score) -> None:
    total = score.overall
    assert total.spans > 300
    assert total.found / total.spans >= 0.95
    assert total.leaked / total.chars <= 0.03


def test_little_else_is_masked(score: Score) -> None:
    assert score.over_share <= 0.015


def test_structured_values_are_found(score: Score) -> None:
    tallies = [tally for kind, tally in score.kinds.items() if kind not in {"PERSON", "GPE", "STREET_ADDRESS"}]
    spans, found = (sum(getattr(tally, name) for tally in tallies) for name in ("spans", "found"))
    assert spans > 100
    assert found / spans >= 0.97


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "spans", "found", "over"), [("unseen.jsonl", 800, 0.96, 0.055), ("unseen_again.jsonl", 130, 0.95, 0.01)]
)
def test_texts_that_were_written_blind_stay_found(name: str, spans: int, found: float, over: float) -> None:
    redactor = sync.Redactor.create()
    score = measure([(text, redactor.analyze(text.text)) for text in load(SETS / name)], ANSWERS)
    assert score.overall.spans > spans
    assert score.overall.found / score.overall.spans >= found
    assert score.over_share <= over
