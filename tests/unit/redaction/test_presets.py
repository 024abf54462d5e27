"""The presets keep their promises: with recognizers only and a model that knows Ann Lee."""

from __future__ import annotations

from typing import Any

import pytest

from tabside.redaction import Redactor
from tabside.redaction.recognizers import PatternRecognizer, Registry
from tests.unit.redaction.classifier_fake import WordClassifier

WORDS = WordClassifier({"Ann": "B-GIVEN_NAME", "Lee": "B-SURNAME", "Oslo": "B-CITY"})


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        # the numbers are those of 45 CFR 164.514(b)(2)(i)
        pytest.param("Ann Lee", "<GIVEN_NAME> <SURNAME>", id="A names"),
        pytest.param("12 Oslo, MA 02134", "12 <CITY>, MA 021**", id="B places"),
        pytest.param("Provo, UT 69212-0001", "Provo, UT 000**", id="B few people"),
        pytest.param("Dover, Spain", "Dover, Spain", id="B not a country"),
        pytest.param("admitted on 12 March 2024, home 2024-04-02", "admitted on 2024, home 2024", id="C dates"),
        pytest.param("seen on May 5, in April 2024, 03/12/24", "seen on <DATE>, in 2024, '24", id="C parts of dates"),
        pytest.param("DOB: 12/03/1980, aged 47", "DOB: 1980, aged 40-49", id="C birth and age"),
        pytest.param("a 93-year-old woman; Alter: 104", "a 90+-year-old woman; Alter: 90+", id="C over 89"),
        pytest.param("call +1 415 555 2671", "call <PHONE>", id="D telephone"),
        pytest.param("Fax: (415) 555-2671", "Fax: <PHONE>", id="E fax"),
        pytest.param("a@b.com", "<EMAIL>", id="F e-mail"),
        pytest.param("SSN 536-22-1234", "SSN <SSN>", id="G social security"),
        pytest.param("MRN: 00123456", "MRN: <HEALTH_ID>", id="H medical record"),
        pytest.param("Member ID: XYZ123456789", "Member ID: <HEALTH_ID>", id="I health plan"),
        pytest.param("Account number: 000123456789", "Account number: <BANK_ACCOUNT>", id="J account"),
        pytest.param("Driver's license: F162823540116", "Driver's license: <DRIVERS_LICENSE>", id="K licence"),
        pytest.param("license plate 7ABC123", "license plate <VEHICLE_ID>", id="L vehicle"),
        pytest.param("Serial number: C02XK0AAJGH5", "Serial number: <DEVICE_ID>", id="M device"),
        pytest.param("see https://ann.example/x", "see <URL>", id="N address of the web"),
        pytest.param("from 192.168.0.1", "from <IP_ADDRESS>", id="O IP address"),
        pytest.param("username: ada_lovelace99", "username: <USERNAME>", id="R any other code"),
    ],
)
async def test_hipaa(text: str, redacted: str) -> None:
    assert (await Redactor(WORDS, policy="hipaa").redact(text)).text == redacted


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("4111 1111 1111 1111, exp 04/29, CVV 123", "***************1111, exp <CARD_EXPIRY>, CVV <CVV>"),
        ("4111 1111 1111 1111 04/29 123", "***************1111 <CARD_EXPIRY> <CVV>"),
        ("Karte 4111111111111111, gültig bis 04/29", "Karte ************1111, gültig bis <CARD_EXPIRY>"),
        ("born 12/03/1980, paid on 12 March 2024", "born 12/03/1980, paid on 12 March 2024"),
    ],
)
async def test_pci(text: str, redacted: str) -> None:
    assert (await Redactor(WORDS, policy="pci").redact(text)).text == redacted


TEXT = "aged 47, seen on 12 March 2024"


@pytest.mark.parametrize(
    ("options", "redacted"),
    [
        ({}, TEXT),
        ({"policy": "gdpr"}, TEXT),
        ({"policy": {"entities": {"off": ["URL"]}}}, TEXT),
        ({"policy": "everything"}, "aged [AGE_1], seen on [DATE_1]"),
        ({"policy": {"entities": {"also": ["DATE"]}}}, "aged 47, seen on [DATE_1]"),
        ({"policy": {"extends": "everything", "entities": {"off": ["AGE"]}}}, "aged 47, seen on [DATE_1]"),
        ({"policy": {"extends": "everything", "entities": {"on": ["AGE"]}}}, "aged [AGE_1], seen on 12 March 2024"),
        ({"entities": ["DATE"]}, "aged 47, seen on [DATE_1]"),
        ({"entities": ["DATE"], "policy": "gdpr"}, "aged 47, seen on [DATE_1]"),
        ({"entities": ["DATE"], "policy": {"entities": {"on": ["AGE"]}}}, TEXT),
    ],
)
async def test_what_names_nobody_is_looked_for_when_it_is_asked_for(options: dict[str, Any], redacted: str) -> None:
    redactor = Redactor(WORDS, **options)
    assert (await redactor.redact(TEXT)).text == redacted
    assert redactor.looks_for("DATE") is ("[DATE" in redacted)


async def test_a_recognizer_of_ones_own_for_such_an_entity_is_asked_always() -> None:
    registry = Registry.default().adding([PatternRecognizer("week", "DATE", r"CW[0-9]{2}", 0.9)])
    for policy in (None, "gdpr"):
        redactor = Redactor(WORDS, registry=registry, policy=policy)
        assert (await redactor.redact("in CW12")).text == "in [DATE_1]"
        assert redactor.looks_for("DATE")
