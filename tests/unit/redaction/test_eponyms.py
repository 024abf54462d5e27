"""Names of diseases and theorems are not personal data."""

from __future__ import annotations

import pytest

from tabside.redaction.detection import Detection
from tabside.redaction.settling.eponyms import without_eponyms


@pytest.mark.parametrize(
    ("text", "name", "is_kept"),
    [
        ("She has Parkinson's disease, diagnosed 2017", "Parkinson", False),
        ("the Jordan–Wigner transform", "Jordan", False),
        ("Hilbert's basis theorem then gives", "Hilbert", False),
        ("Verdacht auf Morbus Crohn seit", "Crohn", False),
        ("eine Parkinson-Krankheit", "Parkinson", False),
        ("con enfermedad de Alzheimer leve", "Alzheimer", False),
        ("we learned Ada on a mainframe", "Ada", False),
        ("the service is written in Julia today", "Julia", False),
        ("a Scala developer", "Scala", False),
        ("I learned Ada Marsh had left", "Ada", True),
        ("Julia wrote in ink", "Julia", True),
        ("Mr Parkinson's dog has a disease", "Parkinson", True),
        ("Crohn called", "Crohn", True),
    ],
)
def test_eponym(text: str, name: str, is_kept: bool) -> None:
    start = text.index(name)
    claim = Detection("SURNAME", start, start + len(name), 0.9, "model")
    assert bool(without_eponyms([claim], text)) is is_kept
