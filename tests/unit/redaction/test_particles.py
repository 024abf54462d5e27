"""Surnames are found with their particles."""

from __future__ import annotations

import pytest

from tabside.redaction.detection import Detection
from tabside.redaction.settling.particles import with_particles

G, S, C = "GIVEN_NAME", "SURNAME", "CITY"


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("met Jan van Dijk mee", [(G, "Jan"), (S, "Dijk")], ["Jan", "van Dijk"]),
        ("met Jan van der Meer mee", [(G, "Jan"), (S, "Meer")], ["Jan", "van der Meer"]),
        ("met Jan van Ginkel mee", [(G, "Jan"), (C, "Ginkel")], ["Jan", "van Ginkel"]),
        ("Maria da Conceição veio", [(G, "Maria"), (S, "Conceição")], ["Maria", "da Conceição"]),
        ("Samira bin Rashid,x", [(G, "Samira"), (S, "Rashid")], ["Samira", "bin Rashid"]),
        ("Guy de l'Aigle", [(G, "Guy"), (S, "Aigle")], ["Guy", "de l'Aigle"]),
        ("aan De Vries.", [(S, "Vries")], ["De Vries"]),
        ("van der Meer belt", [(S, "Meer")], ["van der Meer"]),
        ("Ana y Luis", [(G, "Ana"), (G, "Luis")], ["Ana", "Luis"]),
        ("de zoon van Dijk", [(S, "Dijk")], ["Dijk"]),
        ("het huis van Utrecht", [(C, "Utrecht")], ["Utrecht"]),
        ("Jan, van Dijk", [(G, "Jan"), (S, "Dijk")], ["Jan", "Dijk"]),
        ("Anna in Breda", [(G, "Anna"), (C, "Breda")], ["Anna", "Breda"]),
        ("Anna in 't Veld", [(G, "Anna"), (S, "Veld")], ["Anna", "in 't Veld"]),
        # a single particle: at the start, after a title
        ("over het dak. van Maaren vraagt", [(S, "Maaren")], ["van Maaren"]),
        ("Dank u, mevrouw van Dommelen.", [(S, "Dommelen")], ["van Dommelen"]),
        ("Sra. da Costa", [(S, "Costa")], ["da Costa"]),
        ("gracias. de Madrid vino", [(S, "Madrid")], ["Madrid"]),
        # surnames that are towns, and towns that continue
        ("Van den Broek komt", [(C, "Broek")], ["Van den Broek"]),
        ("uit de Haag", [(C, "Haag")], ["Haag"]),
        ("in Bergen op Zoom.", [(C, "Bergen")], ["Bergen op Zoom"]),
        ("in Neustadt an der Aisch", [(C, "Neustadt")], ["Neustadt an der Aisch"]),
        ("in Breda op Maandag", [(C, "Breda")], ["Breda"]),
        # a number behind a name
        ("contro Ottavio XXII.", [(G, "Ottavio")], ["Ottavio XXII"]),
        ("Kopie von Martha IV-2", [(G, "Martha")], ["Martha"]),
        ("then Martha I went", [(G, "Martha")], ["Martha"]),
    ],
)
def test_particles(text: str, names: list[tuple[str, str]], expected: list[str]) -> None:
    detections = [
        Detection(entity, text.index(name), text.index(name) + len(name), 0.9, "model") for entity, name in names
    ]
    assert [text[found.start : found.end] for found in with_particles(detections, text)] == expected
