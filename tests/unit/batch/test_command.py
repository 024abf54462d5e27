"""The command line."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from tabside.cli.batch import mount
from tests.unit.batch.conftest import MODELS

TEXT = "write to ann@example.com"


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TABSIDE_KEY", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    cli = typer.Typer()
    mount(cli)

    def run(*arguments: object, **options: Any) -> Result:
        return CliRunner().invoke(cli, list(map(str, arguments)), **options)

    return run


@pytest.fixture
def source(tmp_path: Path) -> str:
    (tmp_path / "in.jsonl").write_text(json.dumps({"body": TEXT}) + "\n")
    return "in.jsonl"


def redact(*more: str) -> tuple[str, ...]:
    return ("batch", "redact", *more, "--model", MODELS["redact"], "--column", "body", "--processes", "1")


def test_redact_prints_a_report(call: Callable[..., Result], source: str, tmp_path: Path) -> None:
    result = call(*redact(source, "-o", "out.jsonl"))

    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "out.jsonl").read_text())["body"] == "write to [EMAIL_1]"
    assert "EMAIL" in result.stdout
    assert "characters/s" in result.stdout
    assert "ann@" not in result.output
    assert "All is done already." in call(*redact(source, "-o", "out.jsonl")).stdout


def test_json_is_the_report(call: Callable[..., Result], source: str) -> None:
    result = call(*redact(source, "-o", "out", "--json"))

    report = json.loads(result.stdout)
    assert (report["rows"], report["findings"]) == (1, {"EMAIL": 1})
    assert report["sample"][0]["text"] == "write to [EMAIL_1]"
    assert result.stderr == ""


def test_rejected_rows_have_an_exit_code(call: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("{\n")

    result = call(*redact("in.jsonl", "-o", "out"))

    again = call(*redact("in.jsonl", "-o", "out"))

    assert (result.exit_code, again.exit_code) == (3, 3)
    assert "batch.row-broken" in result.stdout
    assert "batch.row-broken" in again.stdout


def test_a_pipe_is_told_how_far_it_is_line_by_line(
    call: Callable[..., Result], source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tabside.cli.batch_progress.PLAIN_EVERY_S", 0)

    result = call(*redact(source, "-o", "out"))

    first, *lines = result.stderr.splitlines()
    assert first == "tabside: reading the inputs, loading the model"
    assert [line.split(",")[0] for line in lines] == ["tabside: 1 of 1 partitions"]


@pytest.mark.parametrize(("output", "folder"), [("out", "out"), ("out.jsonl", "out.jsonl.parts")])
def test_a_report_says_where_to_look(call: Callable[..., Result], tmp_path: Path, output: str, folder: str) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"body": TEXT}) + "\n{\n")

    said = " ".join(call(*redact("in.jsonl", "-o", output)).stdout.split())

    assert f"redacted rows in {folder}/_report.json" in said
    assert f"are in {folder}/_rejected as they were" in said
    assert (tmp_path / folder / "_report.json").exists()


@pytest.mark.parametrize("kind", ["file", "variable"])
def test_a_key_makes_pseudonyms_that_reveal_undoes(
    call: Callable[..., Result], source: str, tmp_path: Path, kind: str
) -> None:
    assert call("batch", "new-key", "key.txt").exit_code == 0
    assert stat.S_IMODE((tmp_path / "key.txt").stat().st_mode) == 0o600
    key = ("--key-file", "key.txt") if kind == "file" else ()
    env = {} if kind == "file" else {"TABSIDE_KEY": (tmp_path / "key.txt").read_text()}

    made = call(*redact(source, "-o", "out.jsonl", "--reversible", *key), env=env)
    back = call("reveal", "out.jsonl", "-o", "back.jsonl", *key, env=env)

    assert (made.exit_code, back.exit_code) == (0, 0)
    assert "ann@" not in (tmp_path / "out.jsonl").read_text()
    assert json.loads((tmp_path / "back.jsonl").read_text())["body"] == TEXT
    assert "2 brought back, 0 left" in back.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (redact("nothing.jsonl", "-o", "out"), "input.invalid"),
        (redact("in.jsonl", "-o", "out", "--engine", "dask"), "input.invalid"),
        (redact("in.jsonl", "-o", "out", "--reversible"), "batch.key"),
        (redact("in.jsonl", "-o", "out", "--key-file", "none"), "batch.key"),
        (redact("in.jsonl", "-o", "out", "--operator", "nothing"), "input.invalid"),
        (redact("in.jsonl", "-o", "out", "--operator-for", "CITY"), "input.invalid"),
        (redact("in.jsonl", "-o", "out", "--operator-for", "CTIY=mask"), "input.invalid"),
        (("batch", "new-key", "in.jsonl"), "input.invalid"),
        (("reveal", "in.jsonl", "-o", "b.jsonl"), "input.invalid"),
    ],
)
def test_errors_are_one_line_with_a_code(
    call: Callable[..., Result], source: str, arguments: tuple[str, ...], said: str
) -> None:
    result = call(*arguments)

    assert result.exit_code == 1
    assert result.stderr.strip().splitlines()[-1].endswith(f"[{said}]")


def test_a_defect_shows_no_text(call: Callable[..., Result], source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise ValueError(TEXT)

    monkeypatch.setattr("tabside.batch.engines.worker.encode", broken)

    result = call(*redact(source, "-o", "out"))

    assert (result.exit_code, "ann@" in result.output) == (1, False)
    assert result.stderr.splitlines()[-1].startswith("tabside: A defect of tabside: ValueError at worker.py:")


def test_an_exception_by_entity(call: Callable[..., Result], source: str, tmp_path: Path) -> None:
    call(*redact(source, "-o", "out.jsonl", "--operator-for", "EMAIL=mask"))

    assert json.loads((tmp_path / "out.jsonl").read_text())["body"] == "write to " + "*" * 15


@pytest.mark.parametrize(("task", "column"), [("classify", "label"), ("embed", "embedding")])
def test_other_tasks(call: Callable[..., Result], source: str, tmp_path: Path, task: str, column: str) -> None:
    result = call("batch", task, source, "-o", "out.jsonl", "--model", MODELS[task], "--column", "body")

    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "out.jsonl").read_text())[column]
