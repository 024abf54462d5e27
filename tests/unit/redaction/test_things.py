"""Titles of works, products, dishes and teams are nobody's names; names of people beside such words are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tabside.redaction.detection import Detection
from tabside.redaction.settling.products import without_products
from tabside.redaction.settling.teams import without_teams
from tabside.redaction.settling.works import without_works

Step = Callable[[Sequence[Detection], str], list[Detection]]


def is_kept(step: Step, text: str, name: str, entity: str = "SURNAME", source: str = "model") -> bool:
    start = text.index(name)
    return bool(step([Detection(entity, start, start + len(name), 0.9, source)], text))


@pytest.mark.parametrize(
    ("text", "name", "kept"),
    [
        ('On Sunday we watched "Norma Rae" again.', "Norma Rae", False),
        ("Sie liest „Agnes Grey“ zum zweiten Mal", "Agnes Grey", False),
        ("Hoy ponen la película «Gilda» en la plaza", "Gilda", False),
        ("on a regardé « Ridicule » puis « Camille »", "Camille", False),
        ("Wir lasen „Undine“. Danach: „Lenz“.", "Lenz", False),
        ('I have read "Shirley" and "Villette"', "Villette", False),
        # No word of works, or one that gives somebody's name.
        ('the parcel is for "Norma Rae"', "Norma Rae", True),
        ('a film by "Norma Rae"', "Norma Rae", True),
        ('they watched somebody called "Norma Rae"', "Norma Rae", True),
        # Speech, data, and somebody who begins the sentence.
        ('She watched and said "Ask Norma Rae."', "Norma Rae", True),
        ('{"film": "x", "owner": "Norma Rae"}', "Norma Rae", True),
        ('"Norma" wrote a novel', "Norma", True),
        ("Norma Rae watched a film", "Norma Rae", True),
    ],
)
def test_titles_of_works(text: str, name: str, kept: bool) -> None:
    assert is_kept(without_works, text, name) is kept


@pytest.mark.parametrize(
    ("text", "name", "kept"),
    [
        ("we bought a Gaggenau oven", "Gaggenau", False),
        ("an old Remington typewriter", "Remington", False),
        ("der Liebherr Kühlschrank brummt", "Liebherr", False),
        ("der Liebherr Kühlschrank brummt", "Kühlschrank", False),
        ("de Bosch wasmachine is stuk", "Bosch", False),
        ("el horno Teka no calienta", "Teka", False),
        ("le savon Cadum du matin", "Cadum", False),
        ("with a Caesar salad", "Caesar", False),
        ("eggs Benedict for two", "Benedict", False),
        ("Jasmine version 5.1 and Django v4.2", "Django", False),
        ("Gaggenau oven", "Gaggenau", True),
        ("give Benedict some eggs", "Benedict", True),
        ("J. de Boer telefoon 0592 341170", "Boer", True),
        ("the Miller phone rang", "Miller", True),
        ("Anna 12.05.1990", "Anna", True),
        ("el horno Teka Ruiz lo vende", "Teka", True),
        ("Herr Kühlschrank kommt", "Kühlschrank", True),
    ],
)
def test_products_and_dishes(text: str, name: str, kept: bool) -> None:
    assert is_kept(without_products, text, name) is kept


@pytest.mark.parametrize(
    ("text", "name", "entity", "kept"),
    [
        ("der FC Ernst Abbe steigt ab", "Ernst", "GIVEN_NAME", False),
        ("der FC Ernst Abbe steigt ab", "Abbe", "SURNAME", False),
        ("tickets for Carlisle United", "Carlisle", "CITY", False),
        ("Morgan State beat Norfolk 61-58", "Morgan", "CITY", False),
        ("o Marítimo venceu, e o Porto recebe o Braga na Série A", "Braga", "CITY", False),
        ("she lives in Carlisle", "Carlisle", "CITY", True),
        ("he works for the State of Maine", "Maine", "STATE", True),
        ("vive em Braga e viu o jogo", "Braga", "CITY", True),
        ("Ernst Abbe vom FC fehlt", "Abbe", "SURNAME", True),
        ("Columbia, SC Robert Hale", "Robert", "GIVEN_NAME", True),
    ],
)
def test_teams(text: str, name: str, entity: str, kept: bool) -> None:
    assert is_kept(without_teams, text, name, entity) is kept


@pytest.mark.parametrize("step", [without_works, without_products, without_teams])
def test_recognizers_and_other_entities_are_not_asked(step: Step) -> None:
    text = 'we watched "FC Ana" on an Ana oven'
    assert is_kept(step, text, "Ana", source="deny_list")
    assert is_kept(step, text, "Ana", entity="EMAIL")
