"""Surrogates: valid in form, assigned to nobody, the same for the same value, and restorable."""

from __future__ import annotations

import re

import phonenumbers
import pytest

from tabside.redaction import PlaceholderMap, Redaction, anonymize
from tabside.redaction.checks.check_digits import luhn
from tabside.redaction.checks.holds import iban
from tabside.redaction.operators.anonymizer import anonymize_document
from tabside.redaction.operators.surrogate_words import GIVEN_NAMES
from tabside.types import Finding


def surrogate(entity: str, value: str, *, seed: str = "s") -> str:
    findings = [Finding(entity, 0, len(value), 1.0, "test")]
    redaction = anonymize(value, findings, operator={"operator": "surrogate", "seed": seed})
    assert redaction.mapping.restore(redaction.text) == value
    return redaction.text


@pytest.mark.parametrize(
    ("entity", "value", "shape"),
    [
        ("GIVEN_NAME", "Ann", r"[A-Z][a-z]+"),
        ("GIVEN_NAME", "ANN", r"[A-Z]+"),
        ("GIVEN_NAME", "ann", r"[a-z]+"),
        ("SURNAME", "Smith-Jones", r"[A-Z][a-z]+-[A-Z][a-z]+"),
        ("PERSON", "Ann Smith", r"[A-Z][a-z]+ [A-Z][a-z]+"),
        ("STREET_NAME", "Main Street", r"[A-Z][a-z]+ Street"),
        ("STREET_NAME", "Hauptstraße", r"[A-Z][a-z]+straße"),
        ("STREET_NAME", "Calle Mayor", r"Calle [A-Z][a-z]+"),
        ("CITY", "Oslo", r"[A-Z][a-z]+"),
        ("BUILDING_NUMBER", "42", r"[0-9]{1,2}"),
        ("EMAIL", "ann@corp.com", r"user[0-9]+@example\.(com|org|net)"),
        ("URL", "https://www.corp.com/ann", r"https://www\.example\.(com|org|net)/[0-9]+"),
        ("IP_ADDRESS", "10.1.2.3", r"(192\.0\.2|198\.51\.100|203\.0\.113)\.[0-9]+"),
        ("IP_ADDRESS", "fe80::1", r"2001:db8::[0-9a-f]+:[0-9a-f]+"),
        ("MAC_ADDRESS", "aa-bb-cc-dd-ee-ff", r"00-00-5E-00-53-[0-9A-F]{2}"),
        ("PHONE", "(415) 867-5309", r"\([0-9]{3}\) 555-01[0-9]{2}"),
        ("PHONE", "+1 415 867 5309", r"\+1 [0-9]{3} 555 01[0-9]{2}"),
        ("PHONE", "867-5309", r"555-01[0-9]{2}"),
        ("PHONE", "+7 495 123 45 67", r"\+9 99[0-9] [0-9]{3} [0-9]{2} [0-9]{2}"),
        ("SSN", "123-45-6789", r"666-[0-9]{2}-[0-9]{4}"),
        ("CREDIT_CARD", "4012 8888 8888 1882", r"4[0-9]{3} [0-9]{4} [0-9]{4} [0-9]{4}"),
        ("IBAN", "DE89 3704 0044 0532 0130 00", r"DE00 0000 0000 0000 [0-9]{4} [0-9]{2}"),
        ("DATE", "2019-03-14", r"20[0-9]{2}-[01][0-9]-[01][0-9]"),
        ("PASSPORT", "AB1234567", r"XX0[0-9]{6}"),
        ("OTHER", "some words", r"\[OTHER_1\]"),
    ],
)  # fmt: skip
def test_shape(entity: str, value: str, shape: str) -> None:
    assert re.fullmatch(shape, surrogate(entity, value))


@pytest.mark.parametrize("number", ["+44 20 7123 4567", "+33 6 12 34 56 78", "+49 30 1234567", "+61 412 345 678"])
def test_a_telephone_number_keeps_its_country(number: str) -> None:
    made = surrogate("PHONE", number)
    assert made[:3] == number[:3]
    assert made != number
    assert phonenumbers.is_possible_number(phonenumbers.parse(made))


def test_cards_are_test_numbers_and_ibans_no_ibans() -> None:
    assert luhn(surrogate("CREDIT_CARD", "4012888888881882"))
    assert not iban(surrogate("IBAN", "GB82WEST12345698765432"))


def test_the_same_value_stays_the_same_and_others_differ() -> None:
    text = "Ann, Bob, ANN, Ann"
    places = [(0, 3), (5, 8), (10, 13), (15, 18)]
    findings = [Finding("GIVEN_NAME", start, end, 1.0, "test") for start, end in places]
    redaction = anonymize(text, findings, operator="surrogate")
    first, second, capitals, again = redaction.text.split(", ")
    assert first == again
    assert capitals == first.upper()
    assert second != first
    assert redaction.mapping.restore(redaction.text) == text
    copy = PlaceholderMap.from_dict(redaction.mapping.to_dict())
    assert copy.restore(f"{first}! {first}son") == f"Ann! {first}son"


def test_a_word_that_stands_in_the_text_is_not_used() -> None:
    text = "Ann " + " ".join(GIVEN_NAMES[1:])
    redaction = anonymize(text, [Finding("GIVEN_NAME", 0, 3, 1.0, "test")], operator="surrogate")
    assert redaction.text.split()[0] == GIVEN_NAMES[0]


def test_when_no_word_is_left_a_placeholder_stands_in() -> None:
    text = "Ann " + " ".join(GIVEN_NAMES)
    redaction = anonymize(text, [Finding("GIVEN_NAME", 0, 3, 1.0, "test")], operator="surrogate")
    assert redaction.text.startswith("[GIVEN_NAME_1] ")
    assert redaction.mapping.restore(redaction.text) == text


def test_inside_a_word_a_placeholder_stands_in() -> None:
    redaction = anonymize("xAnnx", [Finding("GIVEN_NAME", 1, 4, 1.0, "test")], operator="surrogate")
    assert redaction.text == "x[GIVEN_NAME_1]x"


def test_a_seed_gives_the_same_again() -> None:
    assert surrogate("SURNAME", "Smith", seed="a") == surrogate("SURNAME", "Smith", seed="a")


async def test_surrogates_go_on_from_earlier_texts() -> None:
    """A person got another surrogate in each file; one that clashed with an earlier one replaced all others."""
    operator = {"operator": "surrogate", "seed": "s"}

    async def redact(text: str, mapping: PlaceholderMap | None = None) -> Redaction:
        findings = [
            Finding("GIVEN_NAME", match.start(), match.end(), 1.0, "test") for match in re.finditer(r"\w+", text)
        ]
        return await anonymize_document(text, findings, operator=operator, mapping=mapping)

    first = await redact("Ann, Bo")
    second = await redact("Bo, Cy", first.mapping)
    third = await redact("Dee", second.mapping)
    assert second.text.split(", ")[0] == first.text.split(", ")[1]
    values = {"Ann", "Bo", "Cy", "Dee"}
    assert set(third.mapping.surrogates.values()) | set(third.mapping.originals.values()) == values
    for text, redaction in (("Ann, Bo", first), ("Bo, Cy", second), ("Dee", third)):
        assert third.mapping.restore(redaction.text) == text
