"""Pseudonyms: the same everywhere with one key, useless without it."""

from __future__ import annotations

import re

import pytest

from tabside.batch.errors import KeyMissingError
from tabside.batch.pseudonyms import PSEUDONYM, Pseudonyms, Secret, apply, new_secret
from tabside.redaction.operators.operators import parse_operator
from tabside.types import Finding

KEY, OTHER = Secret(b"k" * 32), Secret(b"o" * 32)
VALUES = ["Ann", "Ærøskøbing", "陳大文", "ann@example.com", "a\nb", "x" * 500, "\ud800", "16 characters ok", " "]


def test_known_answers_stay() -> None:
    # Computed once with Python's hmac and cryptography's AESSIV; a change would orphan existing pseudonyms.
    assert Pseudonyms(KEY).make("CITY", "Oslo") == "[CITY:h1:m7k43tgwcl34mns7]"
    assert Pseudonyms(KEY, reversible=True).make("CITY", "Oslo") == (
        "[CITY:s1:3O9mr3OT2VWx8Z4r0ZBqU5YQaoFXc7Su3dFWLr5SkuQ]"
    )


@pytest.mark.parametrize("same", ["oslo", " OSLO ", "Oslo", "Ｏｓｌｏ"])
def test_spellings_share_a_hash(same: str) -> None:
    assert Pseudonyms(KEY).make("CITY", same) == Pseudonyms(KEY).make("CITY", "Oslo")


@pytest.mark.parametrize(
    ("entity", "one", "other", "is_same"),
    [
        ("PHONE", "+44 20 7946-0958", "+442079460958", True),
        ("IBAN", "DE89 3704 0044 0532 0130 00", "de89370400440532013000", True),
        ("SSN", "078-05-1120", "078 05 1120", True),
        ("PHONE", "+44 20 7946 0958", "+44 20 7946 0959", False),
        ("PHONE", "-", "+", False),
        ("DATE_OF_BIRTH", "1.12.1970", "11.2.1970", False),
        ("EMAIL", "a.b@example.com", "ab@example.com", False),
        ("SURNAME", "De La Cruz", "Delacruz", False),
        ("SURNAME", "Mu\u0308ller", "MÜLLER", True),
    ],
)
def test_what_counts_as_one_value(entity: str, one: str, other: str, is_same: bool) -> None:
    made = {Pseudonyms(KEY).make(entity, value) for value in (one, other)}

    assert len(made) == 2 - is_same


@pytest.mark.parametrize("reversible", [False, True])
def test_key_entity_and_value_count(reversible: bool) -> None:
    made = {
        Pseudonyms(key, reversible=reversible).make(entity, value)
        for key in (KEY, OTHER)
        for entity in ("CITY", "SURNAME")
        for value in ("Oslo", "Olso")
    }

    assert len(made) == 8
    assert all(PSEUDONYM.fullmatch(pseudonym) for pseudonym in made)


@pytest.mark.parametrize("value", VALUES)
def test_reveal_brings_back_the_exact_value(value: str) -> None:
    pseudonyms = Pseudonyms(KEY, reversible=True)

    assert pseudonyms.reveal(f"a {pseudonyms.make('CITY', value)} b") == (f"a {value} b", 1, 0)


def test_what_is_not_ours_stays() -> None:
    token = Pseudonyms(KEY, reversible=True).make("CITY", "Oslo")
    altered = re.sub(r".(.{5})\]", lambda match: ("B" if match[0][0] != "B" else "C") + match[1] + "]", token)
    texts = [
        Pseudonyms(OTHER, reversible=True).make("CITY", "Oslo"),
        Pseudonyms(KEY).make("CITY", "Oslo"),
        token.replace("CITY", "TOWN"),
        altered,
        f"[CITY:s1:{'A' * 43}]",
    ]
    assert altered != token

    for text in texts:
        assert Pseudonyms(KEY, reversible=True).reveal(text) == (text, 0, 1)


def test_length_tells_little() -> None:
    pseudonyms = Pseudonyms(KEY, reversible=True)

    assert len({len(pseudonyms.make("CITY", "x" * length)) for length in range(1, 16)}) == 1


def test_operators_other_than_placeholder_do_as_ever() -> None:
    findings = [Finding("CITY", 0, 4, 1, "t"), Finding("EMAIL", 5, 8, 1, "t")]

    text, applied = apply("Oslo a@b", findings, parse_operator("placeholder"), {"EMAIL": parse_operator("mask")},
                          Pseudonyms(KEY))  # fmt: skip

    assert text == Pseudonyms(KEY).make("CITY", "Oslo") + " ***"
    assert [finding.replacement for finding in applied] == [text[:-4], "***"]


@pytest.mark.parametrize("text", ["", "short", "x" * 31, "  " + "x" * 31])
def test_a_weak_key_is_refused(text: str) -> None:
    with pytest.raises(KeyMissingError):
        Secret.from_text(text)


def test_a_new_key_will_do_and_is_not_shown() -> None:
    secret = Secret.from_text(new_secret() + "\n")

    assert repr(secret) == "Secret()"
    assert secret.fingerprint() != KEY.fingerprint()
