"""A run takes several columns, or all: each cell behind the name of its column."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tabside.batch import Job
from tabside.errors import InputError
from tests.unit.batch.conftest import Runner

ROWS: list[dict[str, Any]] = [
    {"id": "1", "text": "write to ann@corp.com", "mail": "bob@corp.com", "note": "x"},
    {"id": "2", "text": "hi", "mail": "", "note": "carol@corp.com or dan@corp.com"},
]


def write(folder: Path, form: str) -> Path:
    path = folder / f"a.{form}"
    if form == "parquet":
        pq.write_table(pa.table({name: [row[name] for row in ROWS] for name in ROWS[0]} | {"n": [1, 2]}), path)
    elif form == "jsonl":
        path.write_text("".join(f"{json.dumps(row | {'n': 4155})}\n" for row in ROWS))
    else:
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, ROWS[0])
            writer.writeheader()
            writer.writerows(ROWS)
    return path


def read(folder: Path, form: str) -> list[dict[str, Any]]:
    (part,) = [path for path in folder.iterdir() if path.suffix == f".{form}"]
    if form == "parquet":
        return pq.read_table(part).to_pylist()
    if form == "jsonl":
        return [json.loads(line) for line in part.read_text().splitlines()]
    with part.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [row | {"findings": json.loads(row["findings"] or "[]")} for row in rows]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_all_columns(tmp_path: Path, batch: Runner, form: str) -> None:
    report = batch("redact", write(tmp_path, form), all_columns=True, entities=("EMAIL",))

    rows = read(tmp_path / "out", form)
    assert [(row["id"], row["text"], row["mail"], row["note"]) for row in rows] == [
        ("1", "write to [EMAIL_1]", "[EMAIL_1]", "x"),
        ("2", "hi", "", "[EMAIL_1] or [EMAIL_2]"),
    ]
    assert [[(one["column"], one["start"], one["end"]) for one in row["findings"]] for row in rows] == [
        [("text", 9, 21), ("mail", 0, 12)],
        [("note", 0, 14), ("note", 18, 30)],
    ]
    assert report.findings == {"EMAIL": 4}
    # Numbers are copied, and that is said.
    assert report.columns_unread == ([] if form == "csv" else ["n"])
    if form != "csv":
        assert [row["n"] for row in rows] == ([4155, 4155] if form == "jsonl" else [1, 2])


def test_two_columns_and_the_name_of_the_third(tmp_path: Path, batch: Runner) -> None:
    report = batch("redact", write(tmp_path, "csv"), column="mail", more_columns=("text",), entities=("EMAIL",))

    rows = read(tmp_path / "out", "csv")
    assert [(row["mail"], row["text"]) for row in rows] == [("[EMAIL_1]", "write to [EMAIL_1]"), ("", "hi")]
    assert rows[1]["note"] == ROWS[1]["note"]
    assert report.columns_unread == ["id", "note"]


def test_a_cell_that_cannot_be_read_sets_its_row_aside(tmp_path: Path, batch: Runner) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a", "mail": "b\\u0000"}\n{"text": "ann@corp.com", "mail": "b"}\n')

    report = batch("redact", path, all_columns=True)

    assert report.rows_rejected == 1
    assert [row["text"] for row in read(tmp_path / "out", "jsonl")] == ["[EMAIL_1]"]


def test_keys_of_later_rows_are_read(tmp_path: Path, batch: Runner) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n{"text": "b", "late": "ann@corp.com"}\n')

    batch("redact", path, all_columns=True)

    assert [row.get("late") for row in read(tmp_path / "out", "jsonl")] == [None, "[EMAIL_1]"]


def test_what_has_no_columns(tmp_path: Path, batch: Runner) -> None:
    (tmp_path / "a.txt").write_text("ann@corp.com\n")
    with pytest.raises(InputError, match="no columns"):
        batch("redact", tmp_path / "a.txt", all_columns=True)
    with pytest.raises(InputError, match="number 2"):
        batch("redact", write(tmp_path, "csv"), more_columns=("missing",))
    with pytest.raises(InputError, match="Only redact"):
        Job("embed", ("a.csv",), "out", all_columns=True)
