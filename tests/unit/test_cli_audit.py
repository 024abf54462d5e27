"""Audit reports on the command line, with the real model."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tabside.cli.app import build

LETTER = "Dear Anna Smith,\nwrite to anna.smith@example.org.\n"
TABLE = "name,mail\nAnna Smith,anna.smith@example.org\n"
VALUES = ("Anna", "Smith", "example.org")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "Letter to Anna.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "in" / "table.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(build(), [str(argument) for argument in arguments])
    assert done.exit_code == code, done.output
    return done.stdout


def test_redact_writes_an_audit_report(folder: Path) -> None:
    where = folder / "audit.json"
    run("redact", "-r", folder / "in", "-o", folder / "out", "--audit", where, "--operator-for", "EMAIL=mask")
    letter, table = json.loads(where.read_text(encoding="utf-8"))
    assert letter["name"] == "Letter to ….txt"
    assert letter["settings"] == {"operators": {"EMAIL": "mask"}}
    assert letter["versions"]["model"] == "nationaldesignstudio/rampart"
    written = folder / "out" / "table.csv"
    assert table["input"]["sha256"] == hashlib.sha256(TABLE.encode()).hexdigest()
    assert table["output"]["sha256"] == hashlib.sha256(written.read_bytes()).hexdigest()
    assert {(one["entity"], one["outcome"]) for one in table["findings"]} >= {("EMAIL", "replaced")}
    assert not [value for value in VALUES if value in where.read_text(encoding="utf-8")]


def test_inspect_says_what_is_in_files_and_writes_only_its_report(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    said = run("inspect", "-r", folder / "in", "--report", folder / "report.html")
    assert sorted(folder.rglob("*")) == sorted([*before, folder / "report.html"])
    page = (folder / "report.html").read_text(encoding="utf-8")
    for text in (said, page):
        assert "EMAIL" in text
        assert "line 2" in text
        assert not [value for value in VALUES if value in text]
    assert "none was written" in page


def test_a_report_never_takes_the_place_of_an_input(folder: Path) -> None:
    file = folder / "in" / "table.csv"
    for name, option in (("redact", "--audit"), ("inspect", "--report")):
        run(name, file, option, file, code=1)
    assert file.read_text(encoding="utf-8") == TABLE
