"""Explanations: why a finding was made, and why any other stretch of text was not."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

import pytest

from tabside.errors import InputError
from tabside.redaction import Redactor
from tabside.types import Finding, Reason, TokenPrediction
from tests.unit.redaction.classifier_fake import WordClassifier

WORDS: dict[str, str | tuple[str, float]] = {
    "Ann": "B-GIVEN_NAME", "Smith": ("B-SURNAME", 0.9), "Nice": ("B-CITY", 0.1), "4111": ("B-PHONE", 0.8),
}  # fmt: skip


class Counted(WordClassifier):
    """Counts the model calls."""

    runs = 0

    async def predict_tokens(self, text: str, **options: Any) -> AsyncIterator[TokenPrediction]:
        self.runs += 1
        async for token in super().predict_tokens(text, **options):
            yield token


def redactor() -> Redactor:
    return Redactor(WordClassifier(WORDS))


def kinds(finding: Finding) -> list[str]:
    return [reason.kind for reason in finding.reasons]


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        ("Ann is here", "GIVEN_NAME", ["model"]),
        ("mail ann@example.com", "EMAIL", ["pattern"]),
        ("pay 5500 0000 0000 0004 now", "CREDIT_CARD", ["pattern", "check_passed"]),
        ("credit card 5500 0000 0000 0004", "CREDIT_CARD", ["pattern", "check_passed", "context"]),
        ("credit card 5500 0000 0000 0005", "CREDIT_CARD", ["pattern", "check_failed", "context"]),
        ("pay 4111 1111 1111 1111 now", "CREDIT_CARD", ["pattern", "check_passed", "overrode"]),
    ],
)
async def test_a_finding_says_why(text: str, entity: str, expected: list[str]) -> None:
    findings = [found for found in await redactor().analyze(text) if found.entity == entity]
    assert [kinds(found) for found in findings] == [expected]
    assert findings[0].explanation.endswith(".")
    json.dumps(asdict(findings[0]))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("My Visa card: 5500 0000 0000 0004", "card"),
        ("IBAN DE89 3704 0044 0532 0130 00", "iban"),
        ("Passport number: X48203175", "passport number"),
        ("DNI 54362315K", "dni"),
    ],
)
async def test_a_finding_names_its_context_word(text: str, word: str) -> None:
    (found,) = await Redactor(WordClassifier({})).analyze(text)
    assert [reason.detail for reason in found.reasons if reason.kind == "context"] == [word]
    assert f'"{word}"' in found.explanation


async def test_another_mention_says_where_it_comes_from() -> None:
    classifier = WordClassifier({"Smith": ("B-SURNAME", 0.9)})
    findings = await Redactor(classifier).analyze("Smith came. SMITH went.")
    assert [found.reasons for found in findings] == [
        (Reason("model", "SURNAME", 0.9),),
        (Reason("propagation", "model", 0.9),),
    ]
    assert findings[1].explanation == "Model found another mention of it (0.90)."


async def test_two_sources_agree() -> None:
    classifier = WordClassifier({"202": "B-PHONE", "456": "I-PHONE", "1111": "I-PHONE"})
    (found,) = await Redactor(classifier).analyze("Call 202-456-1111")
    assert set(kinds(found)) >= {"pattern", "agreement", "model"}
    assert [reason.detail for reason in found.reasons if reason.kind == "pattern"] == ["phone"]


async def test_reasons_hold_nothing_of_the_text_and_make_no_difference() -> None:
    text = "credit card 5500 0000 0000 0004, Ann Smith"
    for found in await redactor().analyze(text):
        value = text[found.start : found.end]
        assert value not in json.dumps([asdict(reason) for reason in found.reasons])
        assert found == Finding(found.entity, found.start, found.end, found.score, found.source)


async def test_explain_gives_the_scores_that_fell_short() -> None:
    text = "Ann was seen in Nice"
    explanation = await redactor().explain(text, 0, len(text))
    assert [found.entity for found in explanation.findings] == ["GIVEN_NAME"]
    by_word = {text[word.start : word.end]: word for word in explanation.words}
    assert by_word["Nice"].score < by_word["Nice"].threshold
    assert max(by_word["Nice"].labels, key=lambda label: by_word["Nice"].labels[label]) == "CITY"
    assert by_word["seen"].labels == {}
    assert by_word["Ann"].score >= by_word["Ann"].threshold


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("5500 0000 0000 0005", "credit_card", ["check_failed", "context_missing"]),
        ("DE89 3704 0044 0532 0130 01", "iban", ["check_failed", "context_missing"]),
    ],
)
async def test_explain_names_the_recognizers_that_came_near(text: str, source: str, expected: list[str]) -> None:
    before = "order "
    explanation = await Redactor(WordClassifier({})).explain(before + text, len(before), len(before + text))
    near = next(miss for miss in explanation.near if miss.source == source)
    assert (near.start, near.end) == (len(before), len(before + text))
    assert set(expected) <= {reason.kind for reason in near.reasons}


async def test_explain_says_what_is_not_looked_for() -> None:
    explanation = await redactor().explain("ann@example.com", 0, 15, entities=["CITY"])
    assert explanation.findings == []
    assert [reason.kind for reason in explanation.near[0].reasons][-1] == "not_looked_for"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 99)])
async def test_explain_wants_a_stretch_of_the_text(start: int, end: int) -> None:
    with pytest.raises(InputError):
        await redactor().explain("Ann", start, end)


async def test_the_same_text_is_settled_again_without_the_model() -> None:
    classifier = Counted(WORDS)
    red = Redactor(classifier)
    text = "Ann was seen in Nice, ann@example.com"
    assert [found.entity for found in await red.analyze(text)] == ["GIVEN_NAME", "EMAIL"]
    low = await red.analyze(text, threshold=0.05, reuse=True)
    assert [found.entity for found in low] == ["GIVEN_NAME", "CITY", "EMAIL"]
    only = await red.analyze(text, threshold=0.05, entities=["CITY", "EMAIL"], reuse=True)
    assert [found.entity for found in only] == ["CITY", "EMAIL"]
    await red.explain(text, 0, 3)
    assert classifier.runs == 1
    assert await red.analyze(text, threshold=0.05) == low
    await red.analyze("Ann", reuse=True)
    assert classifier.runs == 3
