"""Names by their form: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from tabside.redaction.recognizers.name_forms import NameFormRecognizer
from tests.unit.redaction.recognizers.marks import framed


@pytest.mark.parametrize(
    "text",
    [
        "«Ella H.» «Snider» and «Jildau S» «Bouts»",
        "«Stefanía K.» «Oddgeirsdóttir», «Halldór Ó» «Árnþórsson»; «Anne-Marie T.» «O'Brien»",
        "«J. R. Whitcombe» and «M.K. Tran» reviewed it",
        "Hepatitis B Virus, Vitamin C Deficiency, Plan B. Then we",
        "the U.S. Army and the U.K. Government, Washington D.C. Office",
        "Model T Ford, Section A. Introduction, Gleis A Nord",
        "Pedro E Maria, Yesterday I Went, Such A Day",
        "MARIA A LOPEZ, ella h. snider",
        "He has the letter B. Anna left.",
    ],
)
def test_form(text: str) -> None:
    assert framed(text, NameFormRecognizer()) == text
