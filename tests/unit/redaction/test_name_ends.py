"""Where names begin and end: initials, ordinary words before them, offices without a name."""

from __future__ import annotations

import pytest

from tabside.redaction.detection import Detection
from tabside.redaction.settling.name_ends import with_name_ends

G, S = "GIVEN_NAME", "SURNAME"


@pytest.mark.parametrize(
    ("text", "entity", "name", "expected"),
    [
        ("Present: P. Havisham for the union", S, "Havisham", "P. Havisham"),
        ("mw. L. van Hoeksma belt", S, "van Hoeksma", "L. van Hoeksma"),
        ("signed by A. B. Carrow today", S, "Carrow", "A. B. Carrow"),
        ("Asignada a: Lucía R.\nEl pedido", G, "Lucía", "Lucía R."),
        ("seine Kollegin Heike S. kam nicht", G, "Heike", "Heike S."),
        ("[Will T] who brings it", G, "Will", "Will T"),
        ("We asked Heike S. The answer is no.", G, "Heike", "Heike S"),
        # Articles, words of one letter, a title.
        ("Will I be late, asks Ann", G, "Will", "Will"),
        ("disse Ana a todos", G, "Ana", "Ana"),
        ("Votre voisin, M. Pradelle, que nous avons vu hier dans la rue", S, "Pradelle", "Pradelle"),
        ("the section 2.B Carrow", S, "Carrow", "Carrow"),
        # Words before names.
        ("Dann kommt der Techniker Emre am Donnerstag in die Wohnung", G, "Techniker Emre", "Emre"),
        ("and any gifts that I make are signed Hope by her", G, "signed Hope", "Hope"),
        ("Yesterday the Supervisor Malika asked the others about it", G, "Supervisor Malika", "Malika"),
        ("zei Sanne Oude Wesselink tegen de anderen in de kamer", S, "Oude Wesselink", "Oude Wesselink"),
        ("Anna Maria said so", G, "Anna Maria", "Anna Maria"),
        ("een brief van Della Casa aan de anderen", S, "Della Casa", "Della Casa"),
    ],
)
def test_names_end_where_they_end(text: str, entity: str, name: str, expected: str) -> None:
    start = text.index(name)
    [found] = with_name_ends([Detection(entity, start, start + len(name), 0.9, "model")], text)
    assert text[found.start : found.end] == expected


@pytest.mark.parametrize(
    ("text", "name", "kept"),
    [
        ("Monsieur le Maire, je vous prie", "Maire", False),
        ("Madame la Directrice,", "Directrice", False),
        ("Monsieur Le Maire habite ici", "Le Maire", True),
    ],
)
def test_an_office_is_no_surname(text: str, name: str, kept: bool) -> None:
    start = text.index(name)
    assert bool(with_name_ends([Detection(S, start, start + len(name), 0.9, "model")], text)) is kept


def test_what_a_key_says_stays_as_it_is() -> None:
    found = Detection(G, 6, 9, 0.9, "keyed_value")
    assert with_name_ends([found], "name: Ann B.") == [found]
