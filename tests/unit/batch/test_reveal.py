"""The way back, in each format."""

from __future__ import annotations

import csv
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tabside.batch.pseudonyms import Secret, new_secret
from tabside.batch.reveal import Revealed, reveal_file
from tabside.errors import InputError, StorageError

SECRET = Secret.from_text(new_secret())
# A value whose quote, comma and line end mean something to the formats around it.
TEXTS = ['a "quoted", ann@example.com\nsecond line', "é ann@example.com", "nothing"]


def write(path, form):
    if form == "jsonl":
        path.write_text("".join(json.dumps({"n": [{"x": text}], "text": text}) + "\n" for text in TEXTS))
    elif form == "csv":
        with path.open("w", newline="") as handle:
            csv.writer(handle).writerows([["text", "other"], *([text, "1"] for text in TEXTS)])
    elif form == "parquet":
        pq.write_table(pa.table({"text": TEXTS, "n": [1, 2, 3]}), path)
    else:
        path.write_text("\n".join(TEXTS))
    return path


def read(path, form):
    if form == "parquet":
        return pq.read_table(path).select(["text"]).to_pylist()
    if form == "jsonl":
        return [json.loads(line)["text"] for line in path.read_text().splitlines()]
    if form == "csv":
        return [row["text"] for row in csv.DictReader(io.StringIO(path.read_text(), newline=""))]
    return path.read_text()


@pytest.mark.parametrize("form", ["txt", "jsonl", "csv", "parquet"])
def test_there_and_back(tmp_path, batch, form):
    source = write(tmp_path / f"a.{form}", form)
    batch("redact", source, secret=SECRET, reversible=True, operators={"PHONE": "mask"})
    (part,) = (tmp_path / "out").glob("0*")

    counts = reveal_file(str(part), str(tmp_path / f"back.{form}"), SECRET)

    assert "ann@" not in str(read(part, form))
    assert read(tmp_path / f"back.{form}", form) == read(source, form)
    # CSV and JSONL carry replacements in the findings too.
    assert counts.revealed >= 2
    assert counts.kept == 0


def test_another_key_opens_nothing(tmp_path, batch):
    source = write(tmp_path / "a.txt", "txt")
    batch("redact", source, secret=SECRET, reversible=True)
    part = tmp_path / "out" / "000000-a.txt"

    counts = reveal_file(str(part), str(tmp_path / "back.txt"), Secret.from_text(new_secret()))

    assert counts == Revealed(0, 2)
    assert (tmp_path / "back.txt").read_bytes() == part.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "target", "error"),
    [
        ("a.png", b"", "b.png", InputError),
        ("a.txt", None, "b.txt", InputError),
        ("a.txt", b"x", "a.txt", InputError),
        ("a.txt", b"\xff\xfe", "b.txt", InputError),
        ("a.jsonl", b"{\n", "b.jsonl", InputError),
        ("a.parquet", b"PAR1", "b.parquet", InputError),
        ("a.txt", b"x", "a.txt/b.txt", StorageError),
    ],
)
def test_what_cannot_be_revealed(tmp_path, name, content, target, error):
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(error):
        reveal_file(str(tmp_path / name), str(tmp_path / target), SECRET)
    assert [path.name for path in tmp_path.iterdir()] == [name] * (content is not None)
