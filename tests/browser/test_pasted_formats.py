"""Pasted JSON and tables in a real Chromium: they parse afterwards, and the result says what they were read as."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tabside import sync

from .engine_page import redact

TEXTS = {
    "json": '{"name": "😀 Theresa Marsh", "phone": 4155550142, "note": "Mu\\u00f1oz, ann@example.org", "n": 3}',
    "yaml": "customer:\n  name: Theresa Marsh\n  phone: +49 30 8812045\n  tags:\n    - one\n",
    "csv": 'name,phone,units\n"Marsh, Theresa",4155550142,3\nAnna Heron,030 8812045,4\n',
    "text": "Theresa Marsh called us from 415-555-0142, about the bill.",
}


@pytest.fixture(scope="module")
def native() -> Any:
    return sync.Redactor.create()


@pytest.mark.parametrize("name", TEXTS)
def test_formats_are_read_as_on_cpython(shared_engine: Page, native: Any, name: str) -> None:
    text = TEXTS[name]
    done = redact(shared_engine, text)
    here = native.redact(text)

    assert here.format == name
    assert done["format"] == name
    assert done["text"] == here.text
    assert shared_engine.evaluate("(text) => engine.restore(text)", done["text"]) == text
    if name == "json":
        assert json.loads(done["text"])["n"] == 3
        phone = next(one for one in done["findings"] if one["entity"] == "PHONE")
        assert (
            shared_engine.evaluate("([text, from, to]) => text.slice(from, to)", [text, phone["start"], phone["end"]])
            == "4155550142"
        )
        kept = [one for one in done["findings"] if one["entity"] != "PHONE"]
        again = shared_engine.evaluate(
            "([text, found]) => engine.anonymize(text, found, { format: 'json' })", [text, kept]
        )
        assert json.loads(again["text"])["phone"] == 4155550142
        assert redact(shared_engine, text, {"format": "text"})["format"] == "text"
