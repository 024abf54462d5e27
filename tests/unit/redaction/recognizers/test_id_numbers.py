"""Each row of the number tables: its example is found, and its check rejects altered digits."""

from __future__ import annotations

import pytest

from scripts.generate.recognizer_table import PAGE, with_table
from tabside.errors import InputError
from tabside.redaction import Registry
from tabside.redaction.detection import Detection
from tabside.redaction.recognizers.numbers.number import IdNumber, NumberRecognizer
from tabside.redaction.recognizers.numbers.numbers_europe import NUMBERS as EUROPE
from tabside.redaction.recognizers.numbers.numbers_world import NUMBERS as WORLD
from tabside.redaction.recognizers.vocabulary import KINDS

NUMBERS = EUROPE + WORLD
RECOGNIZER = NumberRecognizer(NUMBERS)
each_number = pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number.name)


def only(text: str, number: IdNumber) -> list[Detection]:
    return list(NumberRecognizer((number,)).find(text))


@each_number
def test_is_found_behind_each_of_its_words(number: IdNumber) -> None:
    for word in number.context:
        text = f"x {word}: {number.example} ok"
        assert [text[found.start : found.end] for found in only(text, number)] == [number.example], word
        found = [hit for hit in RECOGNIZER.find(text) if text[hit.start : hit.end] == number.example]
        assert [hit.entity for hit in found] == [number.entity], word


@each_number
def test_is_found_alone_only_where_it_says_so(number: IdNumber) -> None:
    assert bool(only(f"x {number.example} y", number)) is bool(number.alone)


@pytest.mark.parametrize("number", [found for found in NUMBERS if found.check], ids=lambda number: number.name)
def test_its_check_refuses_something(number: IdNumber) -> None:
    assert number.holds(number.example)
    altered = [
        f"{number.example[:at]}{digit}{number.example[at + 1 :]}"
        for at, ch in enumerate(number.example)
        if ch.isalnum()
        for digit in ("0123456789" if ch.isdecimal() else "AEIOUÑ")
    ]
    assert not all(map(number.holds, altered))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NHS no. 943 476 5871", [("uk_nhs", "943 476 5871", False)]),
        ("943 476 5870", []),
        ("the NHS has 9434765871 patients", [("uk_nhs", "9434765871", False)]),
        ("tax number 36574261809", [("de_idnr", "36574261809", True)]),
        ("CPF 390.533.447-05, 390.533.447-06", [("br_cpf", "390.533.447-05", True)]),
        ("CPF 390.533.447-05, 16899535009", [("br_cpf", "390.533.447-05", True), ("br_cpf", "16899535009", True)]),
        ("390.533.447-05 01310", [("br_cpf", "390.533.447-05", True)]),
        ("NIF 54362315K, phone 612 33 57 26", [("es_nif", "54362315K", True)]),
        ("DNI 54362315K NIE X2482300W", [("es_nif", "54362315K", True), ("es_nie", "X2482300W", True)]),
        ("BSN 111222333 94110", [("nl_bsn", "111222333", True)]),
        ("is 123456785 a number of the 3 or so", []),
        ("pesel\n44051401359", [("pl_pesel", "44051401359", True)]),
        ("pesel 440514\n01359", [("pl_pesel", "440514\n01359", True)]),
        ("1 2 3 4 5 6 7 8 9 " * 10, []),
    ],
)
def test_context_and_check(text: str, found: list[tuple[str, str, bool]]) -> None:
    hits = list(RECOGNIZER.find(text))
    assert [(hit.source, text[hit.start : hit.end], hit.certain) for hit in hits] == found


def test_words_are_given_in_seven_languages() -> None:
    assert all(words.keys() == {"de", "en", "es", "fr", "it", "nl", "pt"} for words in KINDS.values())


def test_names_are_unique() -> None:
    names = [number.name for number in NUMBERS]
    assert len(names) == len(set(names))


def numbers_of(registry: Registry) -> set[str]:
    return {
        number.country
        for found in registry.recognizers
        if isinstance(found, NumberRecognizer)
        for number in found.numbers
    }


@pytest.mark.parametrize(
    ("countries", "languages", "expected"),
    [(("ES",), (), {"ES"}), ((), ("it",), {"CH", "IT", "SM"}), (("US",), ("nl",), {"BE", "NL", "US"})],
)
def test_registry_of_countries_and_languages(
    countries: tuple[str, ...], languages: tuple[str, ...], expected: set[str]
) -> None:
    registry = Registry.default().of(countries=countries, languages=languages)
    assert numbers_of(registry) == expected
    assert {"email", "credit_card", "iban"} <= {recognizer.name for recognizer in registry.recognizers}
    assert ("us_ssn" in {recognizer.name for recognizer in registry.recognizers}) is ("US" in expected)


@pytest.mark.parametrize("arguments", [{}, {"languages": ("tlh",)}])
def test_registry_of_nothing(arguments: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(InputError):
        Registry.default().of(**arguments)


def test_the_documented_table_is_that_of_today() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_table(page), "run: python -m scripts.generate.recognizer_table"
