"""Names of companies are no people; they are found as ORGANIZATION where that is asked for."""

from __future__ import annotations

import pytest

from tabside.redaction import Redactor
from tabside.redaction.detection import Detection
from tabside.redaction.settling.organizations import without_organizations
from tests.unit.redaction.classifier_fake import WordClassifier


def left(text: str, *names: str) -> list[str]:
    found = [Detection("SURNAME", text.index(name), text.index(name) + len(name), 0.99, "model") for name in names]
    return [text[one.start : one.end] for one in without_organizations(found, text)]


@pytest.mark.parametrize(
    ("text", "names", "kept"),
    [
        ("Johnson Controls and Goldman Sachs rose.", ("Johnson", "Goldman Sachs"), []),
        ("Cisco Meraki units", ("Cisco Meraki",), []),
        ("Heron Maschinenbau GmbH & Co. KG, Zwqt", ("Heron", "Zwqt"), ["Zwqt"]),
        ("an Zwqt & Qwzty Ltd gezahlt", ("Zwqt", "Qwzty"), []),
        ("Officine Zwqt S.p.A. e la signora Zwqt", ("Zwqt",), []),
        ("Klaus Weber GmbH", ("Klaus", "Weber"), ["Klaus", "Weber"]),  # called as its owner
        ("Mr Johnson controls it. Ask Sachs.", ("Johnson", "Sachs"), ["Johnson", "Sachs"]),
        ("Theresa met Anna at the limited sale", ("Theresa", "Anna"), ["Theresa", "Anna"]),
    ],
)
def test_organizations_speak_against_people(text: str, names: tuple[str, ...], kept: list[str]) -> None:
    assert left(text, *names) == kept


def test_what_recognizers_found_stays() -> None:
    text = "Heron Foods Ltd"
    found = [Detection("SURNAME", 0, 5, 0.9, "deny")]
    assert without_organizations(found, text) == found


async def test_found_on_request_only() -> None:
    redactor = Redactor(WordClassifier({"Ann": "B-GIVEN_NAME"}))
    text = "Ann works for Amberhof Maschinenbau GmbH and for Goldman Sachs."

    assert [one.entity for one in await redactor.analyze(text)] == ["GIVEN_NAME"]
    asked = await redactor.analyze(text, policy={"tabside_policy": 1, "entities": {"also": ["ORGANIZATION"]}})
    assert [text[one.start : one.end] for one in asked] == ["Ann", "Amberhof Maschinenbau GmbH", "Goldman Sachs"]
