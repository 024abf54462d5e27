"""A redactor whose model knows a few names."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "redaction"))

from classifier_fake import WordClassifier

from tabside.redaction import Redactor


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    words = {"Ann": "B-GIVEN_NAME", "Smith": "B-SURNAME", "Oslo": "B-CITY", "Muñoz": "B-SURNAME"}
    return Redactor(WordClassifier(words))
