"""The bridge's results for files and for policies being edited, on CPython."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from tabside.bridge.audits import audited
from tabside.bridge.files import open_file, restore_file, try_policy
from tabside.errors import DownloadError, FileError, PolicyError
from tabside.redaction import Redactor
from tests.unit.redaction.classifier_fake import WordClassifier

PATTERN = {"name": "employee", "entity": "EMPLOYEE_ID", "patterns": ["E[0-9]{4}"], "examples": {"hits": ["no «E1»"]}}


@pytest.fixture
def redactor() -> Redactor:
    return Redactor(WordClassifier({"Ann": "B-GIVEN_NAME", "Oslo": "B-CITY"}))


async def nothing_to_install(_packages: object) -> None:
    raise AssertionError("nothing is missing")


async def opened(redactor: Redactor, data: bytes, name: str, **options: Any) -> Any:
    return await open_file(data, name, redactor, options, lambda _done, _total: None, nothing_to_install)


async def test_a_file_goes_out_as_bytes_and_its_findings_without_text(redactor: Redactor) -> None:
    answer = await opened(redactor, b"name,city\nAnn,Oslo\n", "a.csv")
    assert answer.arrays == [b"name,city\n[GIVEN_NAME_1],[CITY_1]\n"]
    assert [(one["place"], one["entity"]) for one in answer.plain["findings"]] == [
        ("row 2, column 1", "GIVEN_NAME"),
        ("row 2, column 2", "CITY"),
    ]
    assert "Ann" not in str({**answer.plain, "mapping": None})


async def test_files_go_on_from_a_mapping_and_come_back(redactor: Redactor) -> None:
    first = await opened(redactor, b"Ann", "a.txt")
    second = await opened(redactor, b"Oslo, Ann", "b.txt", mapping=first.plain["mapping"])
    assert second.arrays == [b"[CITY_1], [GIVEN_NAME_1]"]
    back = await restore_file(second.arrays[0], "b.txt", second.plain["mapping"], nothing_to_install)
    assert (back.arrays, back.plain["restored"]) == ([b"Oslo, Ann"], 1)


async def test_what_a_kind_needs_is_installed_first(redactor: Redactor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    async def fails(packages: object) -> None:
        asked.append(packages)
        raise ValueError("the wheel of letter.pdf is not there")

    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(DownloadError) as caught:
        await open_file(b"%PDF-", "letter.pdf", redactor, {}, lambda _done, _total: None, fails)
    assert asked == [["pypdf"]]
    assert "letter" not in str(caught.value)


async def test_a_broken_file_fails_by_its_code(redactor: Redactor) -> None:
    with pytest.raises(FileError):
        await opened(redactor, b"PK\x03\x04", "a.docx")


def test_rules_are_tried_on_a_text_in_utf_16() -> None:
    tried = try_policy({"recognizers": [PATTERN], "allow": ["Bob"]}, "👋 E1234, Bob")
    found = [(one["start"], one["end"], one["source"]) for one in tried["matches"]]
    assert found == [(3, 8, "employee"), (10, 13, "allow_list")]
    assert (tried["count"], tried["failures"]) == (2, {"employee": ["no «E1»"]})


def test_many_matches_are_counted_and_some_are_told() -> None:
    tried = try_policy({"deny": ["x"]}, "x " * 2000)
    assert (tried["count"], len(tried["matches"])) == (2000, 500)


def test_a_refusal_names_its_field() -> None:
    with pytest.raises(PolicyError) as caught:
        try_policy({"recognizers": [{**PATTERN, "patterns": ["(a+)+"]}]}, "")
    assert caught.value.details["field"] == "$.recognizers[0].patterns[0].regex"


async def test_a_report_is_made_of_what_the_page_has_and_holds_no_value(redactor: Redactor) -> None:
    answer = await opened(redactor, b"name,city\nAnn,Oslo\n", "a.csv", values=True)
    content = {"bytes": 3, "sha256": "ab" * 32}
    file = {
        "name": "Ann.csv", "input": content, "output": content, "warnings": [], "beside": [],
        "findings": answer.plain["findings"], "placeholders": list(answer.plain["mapping"]["originals"]),
    }  # fmt: skip
    made = audited({"audited": [file], "settings": {"policy": "gdpr"}, "model": "a/b"})
    (report,) = made["reports"]
    assert [(one["place"], one["placeholder"]) for one in report["findings"]] == [
        ("row 2, column 1", "[GIVEN_NAME_1]"),
        ("row 2, column 2", "[CITY_1]"),
    ]
    assert all(one["reasons"] for one in report["findings"])
    assert (report["name"], report["input"], report["settings"]) == ("….csv", content, {"policy": "gdpr"})
    assert not [value for value in ("Ann", "Oslo") if value in str(made)]
