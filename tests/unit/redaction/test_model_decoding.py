"""From token predictions to detections: thresholds, whole words, bridges, splits."""

from __future__ import annotations

import pytest

from tabside.redaction.model.decoding import DecodeOptions, ModelDecoder, decode
from tabside.types import TokenPrediction
from tests.unit.redaction.classifier_fake import LABELS, scores

Token = tuple[str, str, float]
"""A piece of text (`##` in front: it continues a word), its label, and how much of the mass that label has."""


def decoded(tokens: list[Token], options: DecodeOptions | None = None) -> list[tuple[str, str]]:
    text, predictions = "", []
    for piece, label, mass in tokens:
        starts_word = not piece.startswith("##")
        word = piece if starts_word else piece[2:]
        start = len(text) + len(word) - len(word.lstrip())
        text += word
        predictions.append(TokenPrediction(start, len(text), 0, starts_word, scores(label, mass)))
    decoder = ModelDecoder(LABELS)
    for prediction in predictions:
        decoder.add(prediction)
    found = decode(decoder.finish(), text, options or DecodeOptions())
    assert [detection.source for detection in found] == ["model"] * len(found)
    return [(detection.entity, text[detection.start : detection.end]) for detection in found]


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        pytest.param([("Ann", "O", 0.0)], [], id="nothing"),
        pytest.param([("Ann", "B-GIVEN_NAME", 0.9)], [("GIVEN_NAME", "Ann")], id="one"),
        pytest.param([("Ann", "B-GIVEN_NAME", 0.31)], [("GIVEN_NAME", "Ann")], id="doubt-suffices"),
        pytest.param([("Ann", "B-GIVEN_NAME", 0.29)], [], id="below-threshold"),
        pytest.param(
            [("Gar", "O", 0.0), ("##cia", "I-SURNAME", 0.8), ("##s", "O", 0.0)],
            [("SURNAME", "Garcias")],
            id="whole-word",
        ),
        pytest.param(
            [("Ann", "B-GIVEN_NAME", 0.9), (" Smith", "B-SURNAME", 0.9)],
            [("GIVEN_NAME", "Ann"), ("SURNAME", "Smith")],
            id="two-entities",
        ),
        pytest.param([("New", "B-CITY", 0.9), (" York", "I-CITY", 0.9)], [("CITY", "New York")], id="inside-joins"),
        pytest.param(
            [("Ann", "B-GIVEN_NAME", 0.9), (" Bob", "B-GIVEN_NAME", 0.9)],
            [("GIVEN_NAME", "Ann"), ("GIVEN_NAME", "Bob")],
            id="begin-splits",
        ),
        pytest.param(
            [("Garcia", "B-SURNAME", 0.9), ("-", "O", 0.0), ("Lopez", "I-SURNAME", 0.9)],
            [("SURNAME", "Garcia-Lopez")],
            id="hyphen-joins",
        ),
        pytest.param(
            [("Ann", "B-GIVEN_NAME", 0.9), (",", "O", 0.0), (" Bob", "I-GIVEN_NAME", 0.9)],
            [("GIVEN_NAME", "Ann"), ("GIVEN_NAME", "Bob")],
            id="comma-parts-names",
        ),
        pytest.param(
            [("Rio", "B-CITY", 0.9), (" de", "I-CITY", 0.15), (" Janeiro", "I-CITY", 0.9)],
            [("CITY", "Rio de Janeiro")],
            id="bridge-over-a-doubtful-word",
        ),
        pytest.param(
            [("Rio", "B-CITY", 0.9), (" or", "I-CITY", 0.05), (" Lima", "I-CITY", 0.9)],
            [("CITY", "Rio"), ("CITY", "Lima")],
            id="no-bridge-below-the-floor",
        ),
        pytest.param(
            [("Rio", "B-CITY", 0.9), (" de", "I-CITY", 0.15), (" o", "O", 0.0)],
            [("CITY", "Rio")],
            id="no-bridge-to-nowhere",
        ),
        pytest.param(
            [
                ("(", "B-PHONE", 0.9),
                ("415", "I-PHONE", 0.9),
                (")", "I-PHONE", 0.9),
                (" 555", "I-PHONE", 0.9),
                (".", "I-PHONE", 0.9),
            ],
            [("PHONE", "(415) 555")],
            id="opening-in-closing-out",
        ),
        pytest.param(
            [("Lugo", "B-CITY", 0.9), (" (", "I-CITY", 0.5), ("Zqwr", "I-CITY", 0.2), (")", "I-CITY", 0.5)],
            [("CITY", "Lugo")],
            id="no-brackets-in-a-town",
        ),
        pytest.param(
            [("Hoff", "B-SURNAME", 0.9), (" belt", "I-SURNAME", 0.2), (" Mieke", "I-SURNAME", 0.9)],
            [("SURNAME", "Hoff"), ("SURNAME", "Mieke")],
            id="no-bridge-over-a-verb",
        ),
        pytest.param(
            [("Jan", "B-SURNAME", 0.9), (" van", "I-SURNAME", 0.2), (" Hoff", "I-SURNAME", 0.9)],
            [("SURNAME", "Jan van Hoff")],
            id="bridge-over-a-particle",
        ),
        pytest.param([(",", "B-CITY", 0.9), (" Rio", "I-CITY", 0.9)], [("CITY", "Rio")], id="no-leading-comma"),
    ],
)
def test_decode(tokens: list[Token], expected: list[tuple[str, str]]) -> None:
    assert decoded(tokens) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (DecodeOptions(threshold=0.5), []),
        (DecodeOptions(threshold=0.4), []),
        (DecodeOptions(threshold=0.2), [("CITY", "Rio")]),
        (DecodeOptions(threshold=0.5, by_entity={"CITY": 0.2}), [("CITY", "Rio")]),
        (DecodeOptions(threshold=0.1, by_entity={"CITY": 0.6}), []),
    ],
)
def test_thresholds(options: DecodeOptions, expected: list[tuple[str, str]]) -> None:
    assert decoded([("Rio", "B-CITY", 0.45)], options) == expected


def test_clean_words_are_forgotten() -> None:
    decoder = ModelDecoder(LABELS)
    for index in range(1000):
        decoder.add(TokenPrediction(index * 2, index * 2 + 1, 0, True, scores("O", 0.0)))
    assert decoder.finish() == []


def test_entities_come_from_the_labels() -> None:
    assert ModelDecoder(LABELS).entities == {"GIVEN_NAME", "SURNAME", "PHONE", "CITY"}
