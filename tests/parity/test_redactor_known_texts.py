"""The redactor on the real model: known texts give known findings, here and (tests/browser) in the tab."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tabside.redaction import Redactor

KNOWN: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "known_texts.json").read_text(encoding="utf-8"))
PROSE = "The committee met again and talked about the weather at some length, as it always does in spring. "


@pytest.fixture
async def redactor() -> Redactor:
    return await Redactor.create()


def test_the_texts_cover_what_they_must() -> None:
    astral, long, many = KNOWN
    first = astral["findings"][3]["start"]
    assert any(ord(ch) > 0xFFFF for ch in astral["text"][:first])
    assert len(long["text"].split()) > 300
    assert len({finding["entity"] for finding in many["findings"]}) >= 10


@pytest.mark.parametrize("known", KNOWN, ids=["letter", "long", "records"])
async def test_known_texts_give_known_findings(redactor: Redactor, known: dict[str, Any]) -> None:
    redaction = await redactor.redact(known["text"])
    assert [
        {"entity": finding.entity, "start": finding.start, "end": finding.end} for finding in redaction.findings
    ] == known["findings"]
    assert redactor.restore(redaction.text) == known["text"]


async def test_personal_data_in_the_last_200_of_20000_characters(redactor: Redactor) -> None:
    data = "Contact: Margaret Thornbury, margaret.thornbury@example.com, (212) 555-0147."
    text = (PROSE * 210)[: 20_000 - len(data) - 2] + "\n\n" + data
    redaction = await redactor.redact(text)
    assert len(text) == 20_000
    assert redaction.findings
    assert all(finding.start > 19_800 for finding in redaction.findings)
    assert not any(word in redaction.text for word in ("Margaret", "Thornbury", "555-0147", "example.com"))
    assert redactor.restore(redaction.text) == text


@pytest.mark.long
async def test_20000_characters_take_less_than_a_minute(redactor: Redactor) -> None:
    begin = time.perf_counter()
    await test_personal_data_in_the_last_200_of_20000_characters(redactor)
    assert time.perf_counter() - begin < 60


@pytest.mark.parametrize(
    "text",
    [
        "my ssn is ５３６-２２-１２３４",
        "my ssn is 5\u200b36-22-12\u200b34",
        "my ssn is 536‑22‑1234",
        "my ssn is 536\u00a022\u00a01234",
    ],
)
async def test_disguised_numbers_are_found(redactor: Redactor, text: str) -> None:
    findings = await redactor.analyze(text)
    assert [(finding.entity, finding.start, finding.end) for finding in findings] == [("SSN", 10, len(text))]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("hi! my name is anna schmidt. call me", ["anna", "schmidt"]),
        ("Yes ok. i told peter that susan is here", ["peter", "susan"]),
        (">Ella H. Snider\n>228 Ringvej 144\n>Apt. 902", ["Ella", "Snider", "Ringvej", "902"]),
        ("MARIA GARCIA LIVES AT 12 MAIN STREET, SPRINGFIELD", ["MARIA", "GARCIA", "MAIN", "SPRINGFIELD"]),
    ],
)
async def test_names_however_they_are_written(redactor: Redactor, text: str, hidden: list[str]) -> None:
    redacted = (await redactor.redact(text)).text
    assert not [word for word in hidden if word in redacted]


@pytest.mark.parametrize(
    "text",
    [
        "Please find attached the minutes of last week's meeting and the updated project plan for the next quarter.",
        "Version 2.14.3 fixes a crash when the settings dialog is opened twice and makes the start 30 percent faster.",
        "Rate limits: 500 requests per minute per key, 20 concurrent connections, 10 MB per upload.",
        "What time does the museum open on Sundays, and is there a discount for students?",
    ],
)
async def test_plain_prose_stays_as_it_is(redactor: Redactor, text: str) -> None:
    assert (await redactor.redact(text)).text == text
