"""Texts that break naive code, in the tab: each is restored exactly or fails with a typed error, and the page
continues."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

CASES = {
    "empty": "",
    "lone surrogates": "a \ud800 b \udfff Ada Lovelace \ud83d",
    "NUL and control characters": "\x00Ada\x00 Lovelace\x1b[31m\x07 ada@example.org \x7f\x85",
    "right to left": "\u202eשלום, קוראים לי דנה כהן\u202c וכתובתי dana@example.org — مرحبا",
    "placeholders only": "[GIVEN_NAME_1] [GIVEN_NAME_2] [SURNAME_1] [EMAIL_1]",
    "placeholders beside names": "[GIVEN_NAME_1] met Ada Lovelace and [SURNAME_1].",
    "combining marks": "A\u0301\u0302\u0303da Lo\u0300velace, a\u200bda@example.org",
    "emoji families": "👩‍👩‍👧‍👦 Ada Lovelace 🇩🇪 ada@example.org",
}

ROUND_TRIP = """async json => {
  const text = JSON.parse(json);
  const { text: redacted, findings } = await engine.redact(text);
  const restored = await engine.restore(redacted);
  const within = findings.every(({ start, end }) => 0 <= start && start < end && end <= text.length);
  return { same: restored === text, within };
}"""


@pytest.mark.parametrize("name", CASES)
def test_it_comes_back_whole(shared_engine: Page, name: str) -> None:
    assert shared_engine.evaluate(ROUND_TRIP, json.dumps(CASES[name])) == {"same": True, "within": True}


@pytest.mark.parametrize("character", ["a", " ", "7", "字", "\u0301", "[", "@"])
def test_many_of_one_character(shared_engine: Page, character: str) -> None:
    assert shared_engine.evaluate(ROUND_TRIP, json.dumps(character * 20_000))["same"]


def test_a_megabyte_of_one_character(shared_engine: Page) -> None:
    shared_engine.set_default_timeout(280_000)
    assert shared_engine.evaluate(ROUND_TRIP, json.dumps("a" * 1_000_000))["same"]
