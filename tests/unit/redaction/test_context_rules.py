"""Rules for case, neighbors and other mentions, which complement the model."""

from __future__ import annotations

import time

import pytest

from tabside.redaction.detection import Detection
from tabside.redaction.model.decoding import for_model
from tabside.redaction.settling.addresses import complete_corners, without_lone_numbers
from tabside.redaction.settling.propagation import propagate
from tabside.redaction.words.casing import casing


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("We met Herrera in town today.", "Herrera", "capital"),
        ("We met herrera and Anna in town.", "herrera", "lower"),
        ("We met herrera in town.", "herrera", "rather lower"),
        ("we met herrera in town.", "herrera", "none"),
        ("Yes, i met herrera and Anna.", "herrera", "none"),
        ("Herrera came.", "Herrera", "none"),
        ("It rained. Herrera came.", "Herrera", "none"),
        ('He said "Herrera came" and left.', "Herrera", "none"),
        ("It was\nHerrera who came.", "Herrera", "none"),
        ("WE MET HERRERA IN TOWN.", "HERRERA", "none"),
        ("The True Story Of Herrera And Others", "Herrera", "none"),
        ("Anna was here.\n\nnobody met herrera in town", "herrera", "none"),
        ("We saw 漢字 there.", "漢字", "none"),
        ("We saw 12 there.", "12", "none"),
        ("x", "x", "none"),
    ],
)
def test_casing(text: str, word: str, expected: str) -> None:
    start = text.index(word)
    assert casing(text, start, start + len(word)) == expected


def found(text: str, *parts: tuple[str, str, float]) -> list[Detection]:
    """Create a detection for each piece of the text, in order."""
    detections, position = [], 0
    for entity, piece, score in parts:
        start = text.index(piece, position)
        position = start + len(piece)
        detections.append(Detection(entity, start, position, score, "model"))
    return detections


@pytest.mark.parametrize(
    ("text", "parts", "kept"),
    [
        ("song at #15", [("BUILDING_NUMBER", "15", 0.4)], []),
        ("house 15", [("BUILDING_NUMBER", "15", 0.9)], ["15"]),
        (
            "15 Main Street",
            [("BUILDING_NUMBER", "15", 0.4), ("STREET_NAME", "Main Street", 0.9)],
            ["15", "Main Street"],
        ),
        (
            "Main Street 15",
            [("STREET_NAME", "Main Street", 0.9), ("BUILDING_NUMBER", "15", 0.4)],
            ["Main Street", "15"],
        ),
        ("Level 3", [("STREET_NAME", "Level", 0.4), ("BUILDING_NUMBER", "3", 0.4)], ["Level"]),
        ("501 c 3", [("BUILDING_NUMBER", "501", 0.5), ("BUILDING_NUMBER", "3", 0.5)], []),
        ("15" + " " * 60 + "Oslo", [("BUILDING_NUMBER", "15", 0.4), ("CITY", "Oslo", 0.9)], ["Oslo"]),
        ("15 and Ann", [("BUILDING_NUMBER", "15", 0.4), ("GIVEN_NAME", "Ann", 0.9)], ["Ann"]),
    ],
)
def test_lone_numbers(text: str, parts: list[tuple[str, str, float]], kept: list[str]) -> None:
    detections = without_lone_numbers(found(text, *parts))
    assert [text[detection.start : detection.end] for detection in detections] == kept


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Meet at the corner of Main St and Oak Rd today", ["the corner of ", " and "]),
        ("Ecke Main St und Oak Rd", ["Ecke ", " und "]),
        ("Main St and Oak Rd", []),
        ("the corner of my eye, Main St and Oak Rd", []),
    ],
)
def test_corners(text: str, claims: list[str]) -> None:
    detections = found(text, ("STREET_NAME", "Main St", 0.9), ("STREET_NAME", "Oak Rd", 0.9))
    assert [text[claim.start : claim.end] for claim in complete_corners(detections, text)] == claims


@pytest.mark.parametrize(
    ("text", "parts", "further"),
    [
        ("Ann wrote. Ann left. ANN!", [("GIVEN_NAME", "Ann", 0.9)], ["Ann", "ANN"]),
        ("Ann wrote. Anna left, ann too.", [("GIVEN_NAME", "Ann", 0.9)], []),
        ("ANNA wrote. Anna left.", [("GIVEN_NAME", "ANNA", 0.9)], ["Anna"]),
        ("will wrote. We will, Will.", [("GIVEN_NAME", "will", 0.9)], []),
        ("Al wrote. Al left.", [("GIVEN_NAME", "Al", 0.9)], []),
        ("Ann wrote. Ann left.", [("GIVEN_NAME", "Ann", 0.5)], []),
        ("Ann Lee wrote. Lee left.", [("GIVEN_NAME", "Ann", 0.9), ("SURNAME", "Lee", 0.9)], ["Lee"]),
        ("van Hoff belt. van Hoff en Hoff", [("SURNAME", "van Hoff", 0.9)], ["van Hoff", "Hoff"]),
        ("Oslo is Oslo.", [("CITY", "Oslo", 0.9)], []),
        ("ID F162823540116 and F162823540116", [("DRIVERS_LICENSE", "F162823540116", 0.9)], ["F162823540116"]),
    ],
)
def test_other_mentions(text: str, parts: list[tuple[str, str, float]], further: list[str]) -> None:
    mentions = propagate(found(text, *parts), text)
    assert [text[mention.start : mention.end] for mention in mentions] == further


def test_every_other_mention_is_found() -> None:
    text = "Ann and Bob. " * 80_000
    assert len(propagate(found(text, ("GIVEN_NAME", "Ann", 0.9)), text)) == 79_999


@pytest.mark.long
def test_other_mentions_take_linear_time() -> None:
    begin = time.process_time()
    test_every_other_mention_is_found()
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> Ann\n>> Bob\n a > b", "  Ann\n   Bob\n a > b"),
        (">", " "),
        ("a\n\t> b", "a\n   b"),
        ("none", "none"),
    ],
)
def test_quote_marks_are_blanked(text: str, expected: str) -> None:
    assert for_model(text) == expected
    assert len(for_model(text)) == len(text)
