"""A redactor whose model knows a few names."""

from __future__ import annotations

import pytest

from tabside.redaction import Redactor
from tests.unit.redaction.classifier_fake import WordClassifier


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    words = {"Ann": "B-GIVEN_NAME", "Smith": "B-SURNAME", "Oslo": "B-CITY", "Muñoz": "B-SURNAME"}
    return Redactor(WordClassifier(words))
