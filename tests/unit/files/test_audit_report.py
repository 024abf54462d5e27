"""Audit reports: what was found, where and why, hashes of what went in and out, and no value."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from tabside.files import AuditReport, audit_file, audit_text, redact_file
from tabside.redaction import Redactor
from tests.unit.files.office_files import docx

AT = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
VALUES = ("Ann", "Smith", "Oslo", "a@corp.com", "536-90-4399")
TEXT = "Dear Ann Smith,\nthe flat in Oslo is yours.\nWrite to a@corp.com, SSN 536-90-4399.\n"
FILES = {
    "Ann Smith.csv": b"name,mail\nAnn Smith,a@corp.com\n",
    "a.json": b'{"Ann Smith": {"mail": "a@corp.com", "town": "Oslo"}}',
    "a.eml": b"From: Ann Smith <a@corp.com>\nSubject: Oslo\n\nDear Ann,\n",
    "a.docx": docx(),
}


def all_of(report: AuditReport) -> str:
    return json.dumps(report.to_dict(), ensure_ascii=False) + report.to_html()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("operator", ["placeholder", "mask", "remove", "keep", "hash"])
async def test_a_report_names_everything_and_holds_no_value(redactor: Redactor, name: str, operator: str) -> None:
    data = FILES[name]
    done = await redact_file(data, name, redactor, operator=operator)
    report = audit_file(data, name, done, settings={"operator": operator}, model="a/model", at=AT)
    plain = report.to_dict()
    assert len(plain["findings"]) == len(done.findings) > 0
    assert plain["input"] == {"bytes": len(data), "sha256": sha256(data)}
    assert plain["output"]["sha256"] == sha256(done.data)
    assert plain["settings"] == {"operator": operator}
    assert plain["versions"]["model"] == "a/model"
    assert plain["made_at"] == "2026-11-30T12:00:00Z"
    assert {one["source"] for one in plain["findings"]} == {one.finding.source for one in done.findings}
    assert sum(kind["count"] for kind in plain["kinds"]) == len(done.findings)
    kept = sum(kind["kept"] for kind in plain["kinds"])
    assert kept == (len(done.findings) if operator == "keep" else 0)
    said = all_of(report)
    assert not [value for value in VALUES if value in said]


async def test_a_report_says_why_and_by_which_rule(redactor: Redactor) -> None:
    redaction = await redactor.redact(TEXT)
    report = audit_text(TEXT, redaction, at=AT)
    facts = {(one.entity, one.place, one.source, one.placeholder) for one in report.findings}
    assert ("GIVEN_NAME", "line 1", "model", "[GIVEN_NAME_1]") in facts
    assert ("CITY", "line 2", "model", "[CITY_1]") in facts
    assert ("EMAIL", "line 3", "email", "[EMAIL_1]") in facts
    assert all(one.reasons for one in report.findings)
    assert report.output is not None
    assert report.output.sha256 == sha256(redaction.text.encode())
    assert not [value for value in VALUES if value in all_of(report)]


async def test_a_file_that_is_only_looked_into_has_no_output(redactor: Redactor) -> None:
    data = FILES["a.docx"]
    report = audit_file(data, "a.docx", await redact_file(data, "a.docx", redactor), written=False, at=AT)
    assert report.output is None
    assert {one.outcome for one in report.findings} == {"found"}
    assert "[GIVEN_NAME_1]" not in all_of(report)


class Page(HTMLParser):
    """Collect the elements and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.text += data


async def test_the_page_shows_the_same_and_runs_nothing(redactor: Redactor) -> None:
    data = b'{"<img src=x>": "a@corp.com"}'
    done = await redact_file(data, "<b>.json", redactor)
    report = audit_file(data, "<b>.json", done, settings={"policy": "<i>"}, at=AT)
    page = Page(report.to_html())
    assert not {"script", "img", "b", "i", "a", "iframe"} & set(page.tags)
    assert page.links == []
    assert "<b>.json" in page.text
    assert sha256(data) in page.text
    assert re.search(r"EMAIL", page.text)
