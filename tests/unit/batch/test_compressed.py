"""Compressed inputs: split into parts, refused if damaged, the same results as uncompressed."""

from __future__ import annotations

import bz2
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from tabside.batch import Engine, Limits
from tabside.errors import InputError
from tests.unit.batch.conftest import Runner

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data[:500]) + gzip.compress(data[500:]),  # several members, as from `cat a b`
    "bz2": bz2.compress,
    "zst": lambda data: pa.Codec("zstd").compress(data, asbytes=True),
}


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("form", ["jsonl", "csv", "txt", "tsv"])
def test_compressed_inputs(tmp_path: Path, batch: Runner, form: str, suffix: str) -> None:
    lines = [f"{number:04d}: ann@example.com" for number in range(200)]
    plain = {
        "jsonl": "".join(json.dumps({"text": line}) + "\n" for line in lines),
        "csv": "text,n\n" + "".join(f'"{line}",1\n' for line in lines),
        "tsv": "n\ttext\n" + "".join(f"1\t{line}\n" for line in lines),
        "txt": "\n".join(lines),
    }[form].encode()
    (tmp_path / f"a.{form}").write_bytes(plain)
    (tmp_path / f"a.{form}.{suffix}").write_bytes(COMPRESS[suffix](plain))
    limits = Limits(partition_bytes=700)

    batch("redact", tmp_path / f"a.{form}", output=tmp_path / f"plain.{form}", limits=limits)
    report = batch(
        "redact", tmp_path / f"a.{form}.{suffix}", output=tmp_path / f"all.{form}", limits=limits,
        engine=Engine(processes=1 + (form == "jsonl")),
    )  # fmt: skip

    assert (report.rows, report.findings) == (200, {"EMAIL": 200})
    assert report.partitions > 5
    assert (tmp_path / f"all.{form}").read_bytes() == (tmp_path / f"plain.{form}").read_bytes()
    names = {path.name for path in (tmp_path / f"all.{form}.parts").glob("0*")}
    assert f"000000-a.{form}" in names


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    "content", [gzip.compress(b"ann@example.com\n" * 999)[:-9], b"no gzip"], ids=["cut off", "no gzip"]
)
def test_a_damaged_compressed_file(tmp_path: Path, batch: Runner, content: bytes, whole: bool) -> None:
    (tmp_path / "a.txt.gz").write_bytes(content)

    with pytest.raises(InputError, match=r"a\.txt\.gz cannot be read"):
        batch("redact", tmp_path / "a.txt.gz", whole_files=whole)


def test_a_compressed_file_can_be_one_document(tmp_path: Path, batch: Runner) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"x\n" * 900 + b"ann@example.com"))

    batch("redact", tmp_path / "a.txt.gz", whole_files=True)

    (path,) = (tmp_path / "out").glob("0*")
    assert path.read_text().endswith("x\n[EMAIL_1]")
