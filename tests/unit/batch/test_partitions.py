"""Records and partitions."""

from __future__ import annotations

import pytest

from tabside.batch.job import Job, Limits
from tabside.batch.partitions import Partition, Source, partitions_of, record_spans
from tabside.batch.places import find_inputs
from tabside.errors import InputError


@pytest.mark.parametrize(
    ("content", "quoted", "records"),
    [
        (b"", False, []),
        (b"a", False, [b"a"]),
        (b"a\n", False, [b"a\n"]),
        (b"a\n\nb", False, [b"a\n", b"\n", b"b"]),
        (b'"a\nb"\nc\n', False, [b'"a\n', b'b"\n', b"c\n"]),
        (b'"a\nb"\nc\n', True, [b'"a\nb"\n', b"c\n"]),
        (b'"a ""q""\n",1\r\nb\n', True, [b'"a ""q""\n",1\r\n', b"b\n"]),
        (b'"never closed\nb\nc', True, [b'"never closed\nb\nc']),
    ],
)
@pytest.mark.parametrize("block", [1, 2, 3, 100])
def test_records(content, quoted, records, block):
    blocks = [content[at : at + block] for at in range(0, len(content), block)]

    assert [content[start:end] for start, end in record_spans(blocks, quoted=quoted)] == records


def plan(tmp_path, name, content, **limits):
    path = tmp_path / name
    path.write_bytes(content)
    job = Job("redact", (str(path),), "out", limits=Limits(**limits))
    places, _ = find_inputs(job.inputs)
    return list(partitions_of(job, places, job.limits.target_bytes(len(content))))


def test_partitions_hold_every_byte_once(tmp_path):
    content = b"".join(b"line %d\n" % number for number in range(500))

    *partitions, source = plan(tmp_path, "a.txt", content, partition_bytes=100)

    assert isinstance(source, Source)
    assert len(partitions) > 30
    assert b"".join(content[p.start : p.end] for p in partitions) == content
    assert all(p.first_row == content[: p.start].count(b"\n") for p in partitions)
    assert plan(tmp_path, "a.txt", content, partition_bytes=100) == [*partitions, source]


def test_a_huge_record_is_a_partition_of_its_own(tmp_path):
    huge = b"x" * 100_000

    *partitions, _ = plan(tmp_path, "a.txt", b"a\n" + huge + b"\nb\nc\n", max_chars=10)

    assert [(p.start, p.end, p.first_row) for p in partitions] == [(0, 2, 0), (2, 100_003, 1), (100_003, 100_007, 2)]


def test_a_header_is_in_no_partition(tmp_path):
    *partitions, _ = plan(tmp_path, "a.csv", b'id,"te""xt",text\n1,2,"a\nb"\n', partition_bytes=1)

    assert [(p.start, p.end, p.first_row) for p in partitions] == [(17, 27, 0)]


def test_an_empty_file_has_no_partition(tmp_path):
    assert [type(entry) for entry in plan(tmp_path, "a.jsonl", b"")] == [Source]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", ["a.txt"]),
        ("**/*.txt", ["a.txt", "sub/b.txt", "sub/deep/c.txt"]),
        ("sub/?.txt", ["sub/b.txt"]),
        ("s[tu]b/*.txt", ["sub/b.txt"]),
        ("", ["a.txt", "sub/b.txt", "sub/deep/c.txt"]),
        ("sub", ["sub/b.txt", "sub/deep/c.txt"]),
    ],
)
def test_inputs_are_found(tmp_path, pattern, names):
    for name in ("a.txt", "sub/b.txt", "sub/deep/c.txt", "sub/.hidden/x.txt", "_tabside/x.txt", "image.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")

    places, ignored = find_inputs([str(tmp_path / pattern)])

    assert [place.url for place in places] == [str(tmp_path / name) for name in names]
    assert ignored == (pattern == "")


@pytest.mark.parametrize("given", ["nothing.txt", "*.nothing", "image.png", "nosuch://bucket/a.txt"])
def test_inputs_that_are_not_there_are_refused(tmp_path, given):
    (tmp_path / "image.png").write_text("x")

    with pytest.raises(InputError):
        find_inputs([given if "://" in given else str(tmp_path / given)])


def test_names_sort_as_the_input_does():
    partitions = [Partition(number, "s3://b/c d/é x.jsonl?region=y", "jsonl", 0, 1, 0) for number in (2, 10)]

    assert [partition.name for partition in partitions] == ["000002--x", "000010--x"]
