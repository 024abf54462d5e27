"""Card numbers with other signs than blanks and hyphens between their groups: whole, or not at all."""

from __future__ import annotations

import pytest

from tabside.redaction.recognizers.numbers.card import CardRecognizer
from tests.unit.redaction.recognizers.marks import framed


@pytest.mark.parametrize(
    "text",
    [
        "card «4556.7375.8689.9855» or «4556/7375/8689/9855»",
        "«5555_5555_5555_4444», «3782/822463/10005»",
        "charged «4556·7375·8689·9855» twice",
        "card «4556/7375/8689/9851» has a slip",  # its word stands near, and an issuer has such numbers
        "build 4556.7375.8689.9851",  # the check digit fails, and no word is near
        "4556.7375-8689/9855 mixes signs",
        "route 1.4556.7375.8689.9855.2",  # longer than a card
        "4556/7375/8689",
        "card «4556 7375 8689 9855»\n2026-01-22T19:05:11 INFO next line",
        "card «4556 7375 8689 9855»\n4th line",
    ],
)
def test_other_signs(text: str) -> None:
    assert framed(text, CardRecognizer()) == text
