"""Words of `Lorem ipsum` are nobody's names; the same words among others are."""

from __future__ import annotations

import pytest

from tabside.redaction import Redactor
from tests.unit.redaction.classifier_fake import WordClassifier


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lorem ipsum dolor sit amet, Mauris aliquam donec elit.", []),
        ("Proin nec Mauris. Lorem ipsum dolor sit amet by Karin Felis, consectetur adipiscing elit.", ["Karin"]),
        ("We met Mauris in the office to talk about the dolor of it.", ["Mauris"]),
    ],
)
async def test_filler_text(text: str, found: list[str]) -> None:
    words = {"Lorem": "B-GIVEN_NAME", "Mauris": "B-SURNAME", "donec": "B-SURNAME", "Karin": "B-GIVEN_NAME"}
    findings = await Redactor(WordClassifier(words)).analyze(text)
    assert [text[one.start : one.end] for one in findings] == found
