"""Revealing pseudonyms, in each format."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tabside.batch.pseudonyms import Secret, new_secret
from tabside.batch.reveal import Revealed, reveal_file
from tabside.errors import InputError, StorageError, TabsideError
from tests.unit.batch.conftest import Runner

SECRET = Secret.from_text(new_secret())
# A value whose quote, comma and line break have a meaning in the formats around it.
TEXTS = ['a "quoted",\tann@example.com\nsecond line', "é ann@example.com\r", "nothing"]
DELIMITERS = {"csv": ",", "tsv": "\t"}


def write(path: Path, form: str) -> Path:
    if form == "jsonl":
        path.write_text("".join(json.dumps({"n": [{"x": text}], "text": text}) + "\n" for text in TEXTS))
    elif form in ("csv", "tsv"):
        with path.open("w", newline="") as handle:
            csv.writer(handle, delimiter=DELIMITERS[form]).writerows(
                [["text", "other"], *([text, "1"] for text in TEXTS)]
            )
    elif form == "parquet":
        pq.write_table(pa.table({"text": TEXTS, "n": [1, 2, 3]}), path)
    else:
        path.write_bytes("\n".join(TEXTS).encode())
    return path


def read(path: Path, form: str) -> Any:
    if form == "parquet":
        return pq.read_table(path).select(["text"]).to_pylist()
    if form == "jsonl":
        return [json.loads(line)["text"] for line in path.read_text().splitlines()]
    if form in ("csv", "tsv"):
        with path.open(newline="") as handle:
            return [row["text"] for row in csv.DictReader(handle, delimiter=DELIMITERS[form])]
    return path.read_bytes().decode()


@pytest.mark.parametrize("form", ["txt", "jsonl", "csv", "tsv", "parquet"])
def test_there_and_back(tmp_path: Path, batch: Runner, form: str) -> None:
    source = write(tmp_path / f"a.{form}", form)
    batch("redact", source, secret=SECRET, reversible=True, operators={"PHONE": "mask"})
    (part,) = (tmp_path / "out").glob("0*")

    counts = reveal_file(str(part), str(tmp_path / f"back.{form}"), SECRET)

    assert "ann@" not in str(read(part, form))
    assert read(tmp_path / f"back.{form}", form) == read(source, form)
    # CSV and JSONL have replacements in the findings too.
    assert counts.revealed >= 2
    assert counts.kept == 0


def test_another_key_opens_nothing(tmp_path: Path, batch: Runner) -> None:
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
        ("a.jsonl", b'{"text": "x"}', "b.csv", InputError),
        ("a.csv", b"text", "b.tsv", InputError),
        ("a.txt", b"x", "b.txt.gz", InputError),
        ("a.txt.gz", gzip.compress(b"x" * 99, mtime=0)[:-9], "b.txt", InputError),
        ("a.txt", b"\xff\xfe", "b.txt", InputError),
        ("a.jsonl", b"{\n", "b.jsonl", InputError),
        ("a.parquet", b"PAR1", "b.parquet", InputError),
        ("a.txt", b"x", "a.txt/b.txt", StorageError),
    ],
)
def test_what_cannot_be_revealed(
    tmp_path: Path, name: str, content: bytes | None, target: str, error: type[TabsideError]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(error):
        reveal_file(str(tmp_path / name), str(tmp_path / target), SECRET)
    assert [path.name for path in tmp_path.iterdir()] == [name] * (content is not None)


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").write_text("mine")

    with pytest.raises(InputError, match="there already"):
        reveal_file(str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), SECRET)
    assert (tmp_path / "b.txt").read_text() == "mine"


def test_texts_by_a_dictionary_come_back(tmp_path: Path, batch: Runner) -> None:
    pq.write_table(pa.table({"text": pa.array(TEXTS).dictionary_encode()}), tmp_path / "a.parquet")
    batch("redact", tmp_path / "a.parquet", output=tmp_path / "out.parquet", secret=SECRET, reversible=True)

    counts = reveal_file(str(tmp_path / "out.parquet"), str(tmp_path / "back.parquet"), SECRET)

    assert (counts.revealed, counts.kept) == (2, 0)
    assert read(tmp_path / "back.parquet", "parquet") == [{"text": text} for text in TEXTS]


def test_a_compressed_file_is_revealed(tmp_path: Path, batch: Runner) -> None:
    source = write(tmp_path / "a.txt", "txt")
    batch("redact", source, output=tmp_path / "out.txt", secret=SECRET, reversible=True)
    (tmp_path / "out.txt.gz").write_bytes(gzip.compress((tmp_path / "out.txt").read_bytes()))

    reveal_file(str(tmp_path / "out.txt.gz"), str(tmp_path / "back.txt"), SECRET)

    assert (tmp_path / "back.txt").read_bytes() == source.read_bytes()
