"""Records and partitions."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tabside.batch.io.places import absolute
from tabside.batch.io.records import BOM, record_spans
from tabside.batch.job import Job, Limits
from tabside.batch.plan.inputs import find_inputs
from tabside.batch.plan.partitions import Partition, Source, partitions_of
from tabside.errors import InputError


@pytest.mark.parametrize(
    ("content", "delimiters", "records"),
    [
        (b"", b"", []),
        (b"a", b"", [b"a"]),
        (b"a\n", b"", [b"a\n"]),
        (b"a\n\nb", b"", [b"a\n", b"\n", b"b"]),
        (b"a\rb\r\nc", b"", [b"a\rb\r\n", b"c"]),
        (b'"a\nb"\nc\n', b"", [b'"a\n', b'b"\n', b"c\n"]),
        (b'"a\nb"\nc\n', b",", [b'"a\nb"\n', b"c\n"]),
        (b'"a ""q""\n",1\r\nb\n', b",", [b'"a ""q""\n",1\r\n', b"b\n"]),
        (b'"never closed\nb\nc', b",", [b'"never closed\nb\nc']),
        (b'1,5" pipe\n2,6"\n', b",", [b'1,5" pipe\n', b'2,6"\n']),
        (b'1;"a\n"\n2,"b\n', b";", [b'1;"a\n"\n', b'2,"b\n']),
        (b"a\rb\r\nc\r", b",", [b"a\r", b"b\r\n", b"c\r"]),
        (b'"a\r"\r"b"', b",", [b'"a\r"\r', b'"b"']),
    ],
)
@pytest.mark.parametrize("block", [1, 2, 3, 100])
def test_records(content: bytes, delimiters: bytes, records: list[bytes], block: int) -> None:
    blocks = [content[at : at + block] for at in range(0, len(content), block)]

    assert [content[start:end] for start, end in record_spans(blocks, delimiters)] == records


def test_a_quote_behind_a_byte_order_mark_opens_a_field() -> None:
    assert list(record_spans([BOM + b'"a\nb"\nc\n'], b",")) == [(0, 9), (9, 11)]


def test_rows_are_those_that_csv_reads() -> None:
    random = Random(5)
    for _ in range(5000):
        text = "".join(random.choices(["a", '"', '""', ",", "\r", "\n", "x"], k=random.randrange(12)))
        content, block = text.encode(), random.choice([1, 2, 50])
        blocks = [content[at : at + block] for at in range(0, len(content), block)]

        rows = [text[start:end] for start, end in record_spans(blocks, b",")]

        assert "".join(rows) == text
        read = [list(csv.reader(io.StringIO(row, newline=""))) for row in rows]
        assert [only for (only,) in read] == list(csv.reader(io.StringIO(text, newline="")))


def plan(tmp_path: Path, name: str, content: bytes, **limits: int) -> list[Any]:
    """Return the partitions, and the source they are of."""
    path = tmp_path / name
    path.write_bytes(content)
    job = Job("redact", (str(path),), "out", limits=Limits(**limits))
    places, _ = find_inputs(job.inputs)
    return list(partitions_of(job, places, job.limits.target_bytes(len(content))))


def test_partitions_hold_every_byte_once(tmp_path: Path) -> None:
    content = b"".join(b"line %d\n" % number for number in range(500))

    *partitions, source = plan(tmp_path, "a.txt", content, partition_bytes=100)

    assert isinstance(source, Source)
    assert len(partitions) > 30
    assert b"".join(content[p.start : p.end] for p in partitions) == content
    assert all(p.first_row == content[: p.start].count(b"\n") for p in partitions)
    assert plan(tmp_path, "a.txt", content, partition_bytes=100) == [*partitions, source]


def test_a_huge_record_is_a_partition_of_its_own(tmp_path: Path) -> None:
    huge = b"x" * 100_000

    *partitions, _ = plan(tmp_path, "a.txt", b"a\n" + huge + b"\nb\nc\n", max_chars=10)

    assert [(p.start, p.end, p.first_row) for p in partitions] == [(0, 2, 0), (2, 100_003, 1), (100_003, 100_007, 2)]


def test_a_header_is_in_no_partition(tmp_path: Path) -> None:
    *partitions, _ = plan(tmp_path, "a.csv", b'id,"te""xt",text\n1,2,"a\nb"\n', partition_bytes=1)

    assert [(p.start, p.end, p.first_row) for p in partitions] == [(17, 27, 0)]


@pytest.mark.parametrize(("name", "content"), [("a.jsonl", b""), ("a.csv", b"text\n"), ("a.txt", b"")])
def test_an_empty_file_has_an_empty_partition(tmp_path: Path, name: str, content: bytes) -> None:
    partition, _ = plan(tmp_path, name, content)

    end = len(content)
    assert (partition.start, partition.end) == (end, end)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", ["a.txt"]),
        ("**/*.txt", ["a.txt", "sub/b.txt", "sub/deep/c.txt"]),
        ("sub/?.txt", ["sub/b.txt"]),
        ("s[tu]b/*.txt", ["sub/b.txt"]),
        ("s[!a-t]b/*.txt", ["sub/b.txt"]),
        ("", ["a.txt", "sub/b.txt", "sub/deep/c.txt"]),
        ("sub", ["sub/b.txt", "sub/deep/c.txt"]),
    ],
)
def test_inputs_are_found(tmp_path: Path, pattern: str, names: list[str]) -> None:
    for name in ("a.txt", "sub/b.txt", "sub/deep/c.txt", "sub/.hidden/x.txt", "_tabside/x.txt", "image.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")

    places, ignored = find_inputs([str(tmp_path / pattern)])

    assert [place.url for place in places] == [str(tmp_path / name) for name in names]
    # Compare the picture and the masked characters, without the run's own records.
    assert ignored == {"": 2, "**/*.txt": 1, "sub": 1}.get(pattern, 0)


@pytest.mark.parametrize("given", ["nothing.txt", "*.nothing", "image.png", "a.parquet.gz", "nosuch://bucket/a.txt"])
def test_inputs_that_are_not_there_are_refused(tmp_path: Path, given: str) -> None:
    for name in ("image.png", "a.parquet.gz"):
        (tmp_path / name).write_text("x")

    with pytest.raises(InputError):
        find_inputs([given if "://" in given else str(tmp_path / given)])


def test_names_sort_as_the_input_does() -> None:
    partitions = [Partition(number, "s3://b/c d/é x.jsonl?region=y", "jsonl", 0, 1, 0) for number in (2, 10)]

    assert [partition.name for partition in partitions] == ["000002--x", "000010--x"]


def test_a_name_with_brackets_is_a_name_where_there_is_such_a_file(tmp_path: Path) -> None:
    for name in ("a[1].txt", "a1.txt"):
        (tmp_path / name).write_text("x")

    found = [find_inputs([str(tmp_path / given)])[0] for given in ("a[1].txt", "a[12].txt")]
    assert [[place.name for place in places] for places in found] == [["a[1].txt"], ["a1.txt"]]


def test_utf_16_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="UTF-16"):
        plan(tmp_path, "a.jsonl", '{"text": "x"}\n'.encode("utf-16"))


def test_a_file_that_links_make_many_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "sub" / "again.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)

    places, _ = find_inputs([str(tmp_path), str(tmp_path / "a.txt"), str(tmp_path / "sub" / "again.txt")])

    assert [place.url for place in places] == [str(tmp_path / "a.txt")]


@pytest.mark.parametrize(
    ("url", "is_refused"), [("s3://key:secret@bucket/a.txt", True), ("hdfs://ann@host:9000/a", False)]
)
def test_a_password_in_an_address_is_not_written_down(url: str, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(InputError, match="AWS_SECRET_ACCESS_KEY") as caught:
            absolute(url)
        assert "secret@" not in str(caught.value)
    else:
        assert absolute(url) == url
