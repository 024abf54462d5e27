"""A run names the columns that it copies without a look."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tabside.batch.io.places import Place
from tabside.batch.job import Job
from tabside.batch.rows.unread import unread_columns


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "parquet", "txt"])
def test_columns_beside_the_text_are_named(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"table.{form}"
    row = {"name": "Ann", "text": "hi", "mail": "a@corp.com"}
    if form == "parquet":
        pq.write_table(pa.table({name: [value] for name, value in row.items()}), path)
    elif form == "jsonl":
        path.write_text(f"{json.dumps(row)}\n{json.dumps({'text': 'x', 'other': 1})}\n")
    else:
        mark = "\t" if form == "tsv" else ","
        path.write_text(f"{mark.join(row)}\n{mark.join(row.values())}\n")
    job = Job("redact", (str(path),), str(tmp_path / "out"))
    assert unread_columns(job, [Place(str(path))]) == ([] if form == "txt" else ["name", "mail"])
