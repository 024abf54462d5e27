"""An engine, and a redactor whose model knows a few names."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tabside.pdf.wasmtime_engine import WasmtimePdfium
from tabside.redaction import Redactor
from tests.unit.redaction.classifier_fake import WordClassifier

NAMES = {
    "Ann": "B-GIVEN_NAME", "Smith": "B-SURNAME", "Oslo": "B-CITY", "Muñoz": "B-SURNAME", "Zoë": "B-GIVEN_NAME",
    "Freya": "B-GIVEN_NAME", "Hilda": "B-GIVEN_NAME", "Otto": "B-GIVEN_NAME", "Olga": "B-GIVEN_NAME",
}  # fmt: skip


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return Redactor(WordClassifier(NAMES))


@pytest.fixture
async def engine() -> AsyncIterator[WasmtimePdfium]:
    async with WasmtimePdfium() as started:
        yield started
