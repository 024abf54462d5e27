"""Presidio's own `AnalyzerEngine` and `AnonymizerEngine` with tabside's recognizer and server."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from presidio_anonymizer import AnonymizerEngine, DeanonymizeEngine
from presidio_anonymizer.entities import OperatorConfig, OperatorResult, RecognizerResult

from tabside.integrations.presidio import TabsideRecognizer
from tabside.server.presidio_operators import Span, anonymized

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("default")]

TEXT = "I am Annabel Lindqvist, annabel@example.org, of 12 Harbour Street, Bristol."
KEY = "0123456789abcdef"


@pytest.fixture(scope="module")
def engine() -> AnalyzerEngine:
    nlp = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": "blank"}])
    nlp.nlp = {"en": spacy.blank("en")}
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.add_recognizer(TabsideRecognizer())
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en"])


def test_the_recognizer_works_in_presidios_engine(engine: AnalyzerEngine) -> None:
    results = sorted(engine.analyze(TEXT, language="en"), key=lambda one: one.start)

    shown = [(one.entity_type, TEXT[one.start : one.end]) for one in results]
    assert shown[:2] == [("PERSON", "Annabel Lindqvist"), ("EMAIL_ADDRESS", "annabel@example.org")]
    assert shown[2][0] == "LOCATION"
    assert engine.analyze(TEXT, language="en", entities=["EMAIL_ADDRESS"])[0].entity_type == "EMAIL_ADDRESS"
    assert AnonymizerEngine().anonymize(TEXT, results).text.startswith("I am <PERSON>, <EMAIL_ADDRESS>, of <LOCATION>")


@pytest.mark.parametrize(
    "operator",
    [
        {"type": "replace"},
        {"type": "replace", "new_value": "X"},
        {"type": "redact"},
        {"type": "keep"},
        {"type": "mask", "masking_char": "#", "chars_to_mask": 4, "from_end": True},
        {"type": "mask", "masking_char": "#", "chars_to_mask": 99, "from_end": False},
        {"type": "hash", "hash_type": "sha256", "salt": "0123456789abcdef"},
        {"type": "hash", "hash_type": "sha512", "salt": "0123456789abcdef"},
    ],
)
def test_operators_give_what_presidios_give(operator: dict[str, Any]) -> None:
    spans = [(5, 12, "PERSON"), (24, 43, "EMAIL_ADDRESS")]
    theirs = AnonymizerEngine().anonymize(
        TEXT,
        [RecognizerResult(entity, start, end, 0.9) for start, end, entity in spans],
        {"DEFAULT": OperatorConfig.from_json(dict(operator))},
    )
    ours = anonymized(TEXT, [Span(entity, start, end, 0.9) for start, end, entity in spans], {"DEFAULT": operator})

    assert ours["text"] == theirs.text
    assert [(one["start"], one["end"], one["text"], one["operator"]) for one in ours["items"]] == [
        (one.start, one.end, one.text, one.operator) for one in theirs.items
    ]


def test_what_we_encrypt_presidio_decrypts() -> None:
    ours = anonymized("I am Annabel.", [Span("PERSON", 5, 12)], {"DEFAULT": {"type": "encrypt", "key": KEY}})
    items = [OperatorResult(one["start"], one["end"], one["entity_type"]) for one in ours["items"]]
    back = DeanonymizeEngine().deanonymize(ours["text"], items, {"DEFAULT": OperatorConfig("decrypt", {"key": KEY})})

    assert back.text == "I am Annabel."
