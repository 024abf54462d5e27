"""Common words are no names, unless a name or a title precedes them."""

from __future__ import annotations

import pytest

from tabside.redaction.model.decoding import DecodeOptions, Word, decode
from tabside.redaction.words.common_words import COMMON_WORDS, is_common


def claimed(text: str, *words: tuple[str, str]) -> list[str]:
    """Decode words with a high model score. Return the claimed ones."""
    made = []
    for word, entity in words:
        start = text.index(word)
        made.append(Word(start, start + len(word), 0.99, {entity: 0.99}, False))
    return [text[found.start : found.end] for found in decode(made, text, DecodeOptions())]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Onderwerp: donderdag", [("donderdag", "SURNAME")], []),
        ("ALLERGIES : AUCUNE", [("AUCUNE", "GIVEN_NAME")], []),
        ("Chère Amélie,", [("Chère", "GIVEN_NAME"), ("Amélie", "GIVEN_NAME")], ["Amélie"]),
        ("avisem Beatriz", [("avisem", "GIVEN_NAME"), ("Beatriz", "GIVEN_NAME")], ["Beatriz"]),
        ("Anna Freitag ruft an", [("Anna", "GIVEN_NAME"), ("Freitag", "SURNAME")], ["Anna", "Freitag"]),
        ("Herr Freitag ruft an", [("Freitag", "SURNAME")], ["Freitag"]),
        ("Sr. Domingo", [("Domingo", "SURNAME")], ["Domingo"]),
        ("Anna. Freitag geht es", [("Anna", "GIVEN_NAME"), ("Freitag", "SURNAME")], ["Anna"]),
        ("zapatillas Nike hasta", [("Nike", "GIVEN_NAME")], []),
        ("Sra. Nike Adebayo", [("Nike", "GIVEN_NAME"), ("Adebayo", "SURNAME")], ["Nike", "Adebayo"]),
        ("na carruagem 4", [("carruagem", "STREET_NAME")], []),
        ("rua da mãe", [("rua", "STREET_NAME"), ("da", "STREET_NAME"), ("mãe", "STREET_NAME")], ["rua da mãe"]),
        ("Rose and Grace", [("Rose", "GIVEN_NAME"), ("Grace", "GIVEN_NAME")], ["Rose", "Grace"]),
    ],
)
def test_a_word_of_everyday_language_is_no_name(text: str, words: list[tuple[str, str]], expected: list[str]) -> None:
    assert claimed(text, *words) == expected


NAMES = "rose grace may april june julio abril mark will angel mai roman bakker child street marco lima heinz clara"


@pytest.mark.parametrize("name", NAMES.split())
def test_what_is_first_of_all_a_name_is_not_among_them(name: str) -> None:
    assert not is_common(name)


def test_the_words_are_in_lower_case() -> None:
    assert all(word == word.lower() for word in COMMON_WORDS)
