"""Whole runs on a tiny model: formats, other columns, restarts."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tabside.batch import Engine, Report
from tabside.batch.errors import ChangedError
from tabside.batch.job import Limits
from tabside.batch.pseudonyms import Pseudonyms, Secret
from tabside.cli.batch_progress import print_report
from tabside.env import env
from tabside.errors import InputError, IntegrityError
from tests.unit.batch.conftest import Runner

MAIL, DONE = "write to ann@example.com", "write to [EMAIL_1]"
FOUND = {"entity": "EMAIL", "start": 9, "end": 24, "score": 1.0, "source": "email", "replacement": "[EMAIL_1]"}
SMALL = Limits(partition_bytes=200)


def rows(count: int) -> list[dict[str, Any]]:
    return [{"id": number, "text": f"{number}: {MAIL}", "more": {"a": [1, None]}} for number in range(count)]


def write_jsonl(path: Path, records: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def parts(folder: Path) -> dict[str, bytes]:
    """Return the parts and the rows set aside: these must be equal for two runs of one job."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name in (folder.name, "_rejected") and path.name != "_report.json"
    }


def test_jsonl_keeps_all_else(tmp_path: Path, batch: Runner) -> None:
    report = batch("redact", write_jsonl(tmp_path / "a.jsonl", [{"id": 1, "text": MAIL, "n": None, "é": [1.5, {}]}]))

    (line,) = (tmp_path / "out" / "000000-a.jsonl").read_text().splitlines()
    assert json.loads(line) == {"id": 1, "text": DONE, "n": None, "é": [1.5, {}], "findings": [FOUND]}
    assert (report.rows, report.chars, report.findings, report.failures) == (1, len(MAIL), {"EMAIL": 1}, {})
    assert json.loads((tmp_path / "out" / "_report.json").read_text()) == report.to_dict()


def test_rows_in_other_scripts_are_counted(tmp_path: Path, batch: Runner, capsys: pytest.CaptureFixture[str]) -> None:
    records = [{"text": MAIL}, {"text": "Пров написал Анне"}, {"text": "宋杨"}, {"text": "the sum of Δ"}]

    report = batch("redact", write_jsonl(tmp_path / "a.jsonl", records))

    assert report.warnings == {"redaction.other-script": 2}
    print_report(report, as_json=False)
    said = capsys.readouterr().out
    assert "to read over: redaction.other-script" in said
    assert "found less often" in " ".join(said.split())


def test_csv_keeps_texts_as_they_stand(tmp_path: Path, batch: Runner) -> None:
    (tmp_path / "a.csv").write_bytes(f'\ufeffid;text;"a;b"\r\n007;"{MAIL}\n""x""";" y "\r\n\r\n1;;\r\n'.encode())

    batch("redact", tmp_path / "a.csv")

    with (tmp_path / "out" / "000000-a.csv").open(newline="") as handle:
        first, second = csv.DictReader(handle)
    assert (first["id"], first["text"], first["a;b"]) == ("007", f'{DONE}\n"x"', " y ")
    assert json.loads(first["findings"]) == [FOUND]
    assert (second["text"], second["findings"]) == ("", "[]")


def test_parquet_keeps_types(tmp_path: Path, batch: Runner) -> None:
    table = pa.table(
        {
            "text": pa.array([MAIL, None, "nothing"], pa.large_string()),
            "price": pa.array([1, 2, 3], pa.decimal128(9, 2)),
            "raw": pa.array([b"\xff", None, b""], pa.binary()),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=2)

    batch("redact", tmp_path / "a.parquet")

    out = pa.concat_tables(pq.read_table(path) for path in sorted((tmp_path / "out").glob("*.parquet")))
    assert out.schema.names == ["text", "price", "raw", "findings"]
    assert out.drop_columns("findings").schema.equals(table.schema)
    assert out.column("text").to_pylist() == [DONE, None, "nothing"]
    assert out.column("findings").to_pylist() == [[FOUND], None, []]
    assert out.column("raw").to_pylist() == table.column("raw").to_pylist()


@pytest.mark.parametrize(
    ("whole", "written"),
    [(False, f"{DONE}\r\n\n[EMAIL_1]"), (True, f"{DONE}\r\n\n[EMAIL_2]")],
)
def test_text_by_lines_or_whole(tmp_path: Path, batch: Runner, whole: bool, written: str) -> None:
    (tmp_path / "a.txt").write_bytes(f"{MAIL}\r\n\nbob@example.org".encode())

    batch("redact", tmp_path / "a.txt", whole_files=whole)

    assert (tmp_path / "out" / "000000-a.txt").read_bytes() == written.encode()


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "txt"])
def test_one_file_out(tmp_path: Path, batch: Runner, form: str) -> None:
    if form in ("csv", "txt"):
        source = tmp_path / f"a.{form}"
        source.write_text("text\n" * (form == "csv") + f"{MAIL}\n" * 50)
    else:
        source = write_jsonl(tmp_path / "a.jsonl", rows(50))
    target = tmp_path / f"all.{form}"

    batch("redact", source, output=target, limits=SMALL)
    first = target.read_bytes()
    again = batch("redact", source, output=target, limits=SMALL)

    readers: dict[str, Callable[[], list[str]]] = {
        "jsonl": lambda: [json.loads(line)["text"] for line in target.read_text().splitlines()],
        "csv": lambda: [row["text"] for row in csv.DictReader(io.StringIO(target.read_text()))],
        "parquet": lambda: pq.read_table(target).column("text").to_pylist(),
        "txt": lambda: target.read_text().splitlines(),
    }
    read = readers[form]()
    assert len(read) == 50
    assert all(text.endswith(DONE) for text in read)
    assert len(list((tmp_path / f"all.{form}.parts").glob("0*"))) > 2
    assert again.partitions == again.partitions_before > 2
    assert (again.rows, target.read_bytes()) == (50, first)


def test_mixed_columns_fit_into_one_parquet_file(tmp_path: Path, batch: Runner) -> None:
    records: list[dict[str, Any]] = [
        {"text": "a"},
        {"text": "b", "x": 1},
        {"text": "c", "x": "one"},
        {"text": "d", "y": 2.5},
    ]
    source = write_jsonl(tmp_path / "a.jsonl", records)

    batch("redact", source, output=tmp_path / "all.parquet")

    assert pq.read_table(tmp_path / "all.parquet").drop_columns("findings").to_pylist() == [
        {"text": "a", "x": None, "y": None}, {"text": "b", "x": "1", "y": None},
        {"text": "c", "x": '"one"', "y": None}, {"text": "d", "x": None, "y": 2.5},
    ]  # fmt: skip


def test_classify_and_embed(tmp_path: Path, batch: Runner) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [{"text": "one"}, {"text": "two words"}, {"text": None}])

    report = batch("classify", source, output=tmp_path / "labels")
    batch("embed", source, output=tmp_path / "vectors.parquet")

    labels = [json.loads(line) for line in (tmp_path / "labels" / "000000-a.jsonl").read_text().splitlines()]
    vectors = pq.read_table(tmp_path / "vectors.parquet").column("embedding").to_pylist()
    assert [row["text"] for row in labels] == ["one", "two words", None]
    assert all(row["label"] in ("LOW", "HIGH") and len(row["scores"]) == 2 for row in labels[:2])
    assert labels[2]["label"] is None
    assert sum(report.findings.values()) == 2
    assert [vector and len(vector) for vector in vectors] == [4, 4, None]


def test_texts_that_are_longer_than_the_model_reads_are_counted(
    tmp_path: Path, batch: Runner, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [{"text": "word " * 200}, {"text": "word"}])

    report = batch("embed", source)

    assert report.warnings == {"batch.truncated": 1}
    print_report(report, as_json=False)
    assert "not in their vectors" in capsys.readouterr().out


def test_a_document_does_not_depend_on_its_neighbors(tmp_path: Path, batch: Runner) -> None:
    texts = [f"{MAIL} {'word ' * number}" for number in range(30)]
    together = write_jsonl(tmp_path / "a.jsonl", [{"text": text} for text in texts])
    batch("classify", together, output=tmp_path / "together")
    batch("classify", together, output=tmp_path / "alone", limits=Limits(partition_bytes=1))

    def results(folder: Path) -> list[Any]:
        return [json.loads(line) for path in sorted(folder.glob("0*")) for line in path.read_text().splitlines()]

    assert results(tmp_path / "together") == results(tmp_path / "alone")
    assert len(results(tmp_path / "alone")) == 30


def test_two_processes_write_the_same_bytes(tmp_path: Path, batch: Runner) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [*rows(40), {"text": 1}])
    batch("redact", source, output=tmp_path / "one", limits=SMALL)

    batch("redact", source, output=tmp_path / "two", limits=SMALL, engine=Engine(processes=2))

    assert parts(tmp_path / "one") == parts(tmp_path / "two")
    assert len(parts(tmp_path / "one")) > 10


def test_pseudonyms_agree_over_partitions(tmp_path: Path, batch: Runner) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", rows(30))
    secret = Secret(b"k" * 32)

    batch("redact", source, limits=SMALL, secret=secret)

    expected = Pseudonyms(secret).make("EMAIL", "ann@example.com")
    lines = [line for part in sorted((tmp_path / "out").glob("0*")) for line in part.read_text().splitlines()]
    texts = [json.loads(line)["text"] for line in lines]
    assert texts == [f"{number}: write to {expected}" for number in range(30)]
    assert "k" * 32 not in (tmp_path / "out" / "_tabside" / "run.json").read_text()


def test_a_stopped_run_goes_on(tmp_path: Path, batch: Runner) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", rows(40))
    batch("redact", source, output=tmp_path / "whole", limits=SMALL)
    batch("redact", source, limits=SMALL)
    out = tmp_path / "out"
    kept = sorted(out.glob("0*"))[3]
    before = kept.stat().st_mtime_ns
    for number in (0, 5, 6):  # stopped before the record, before the part, and while writing
        (out / "_tabside" / "done" / f"{number:06d}.json").unlink()
    sorted(out.glob("0*"))[5].unlink()
    sorted(out.glob("0*"))[8].write_bytes(b"half")
    (out / ".part-0123").write_bytes(b"half")

    report = batch("redact", source, limits=SMALL)

    assert parts(out) == parts(tmp_path / "whole")
    assert kept.stat().st_mtime_ns == before
    assert report.partitions - report.partitions_before == 4
    assert report.rows == 40


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda source: {"entities": ("PHONE",)}, "entities"),
        (lambda source: {"operator": "mask"}, "operator"),
        (lambda source: {"secret": Secret(b"x" * 32)}, "key"),
        (lambda source: {"limits": Limits(partition_bytes=300)}, "partition bytes"),
        (lambda source: write_jsonl(source, rows(39)) and {}, r"input \(a.jsonl\)"),
    ],
)
def test_another_run_is_refused(tmp_path: Path, batch: Runner, change: Callable[..., Any], named: str) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", rows(40))
    batch("redact", source, limits=SMALL)
    before = parts(tmp_path / "out")

    with pytest.raises(ChangedError, match=f"{named}.* delete out first"):
        batch("redact", source, **{"limits": SMALL, **change(source)})
    assert parts(tmp_path / "out") == before


def test_an_altered_model_is_refused(tmp_path: Path, batch: Runner, models: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", rows(2))
    cached = tmp_path / "cache" / "tests" / "tiny-token-classification"
    shutil.copytree(models / "tests" / "tiny-token-classification", cached)
    env.cache_dir, env.local_model_path = tmp_path / "cache", str(tmp_path / "none")
    env.manifest_path = tmp_path / "manifests"
    (tmp_path / "manifests").mkdir()
    shutil.copy(cached / "manifest.json", tmp_path / "manifests" / "tests--tiny-token-classification.json")
    batch("redact", source, output=tmp_path / "before")
    model = cached / "onnx" / "model.onnx"
    times = model.stat()
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(content)
    os.utime(model, ns=(times.st_atime_ns, times.st_mtime_ns))  # so that only its bytes tell

    with pytest.raises(IntegrityError, match="altered"):
        batch("redact", source)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("output", "options", "message"),
    [
        ("in/out", {}, "input folder"),
        ("in", {}, "where the inputs are"),
        ("in/out.jsonl", {}, "input folder"),
        ("all.jsonl.gz", {}, "not compressed"),
        ("folder.jsonl", {}, "is a folder"),
        ("all.csv", {}, "JSONL cannot"),
        ("all.txt", {}, "Only redacted text"),
        ("all.csv", {"format": "parquet"}, "suffix"),
        ("out", {"format": "xml"}, "no such format"),
        ("out", {"operator": "hash"}, "salt"),
        ("out", {"encoding": "utf-16"}, "UTF-16"),
        ("out", {"encoding": "nothing"}, "no encoding"),
        ("out", {"entities": ("NOTHING",)}, "No such entity"),
    ],
)
def test_jobs_that_make_no_sense(
    tmp_path: Path, batch: Runner, output: str, options: dict[str, Any], message: str
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "folder.jsonl").mkdir()
    write_jsonl(tmp_path / "in" / "a.jsonl", rows(1))

    with pytest.raises(InputError, match=message):
        batch("redact", tmp_path / "in", output=tmp_path / output, **options)


@pytest.mark.parametrize(
    ("given", "output", "is_refused"),
    [
        ("*.jsonl", "all.jsonl", True),
        ("*.jsonl", "out", False),
        ("**/*.jsonl", "out", True),
        ("**/*.jsonl", "_out", False),  # names that begin with an underscore are never read
        ("**/*.jsonl", "all.parquet", False),
        ("[a-f]*.jsonl", "all.jsonl", True),
        ("?.jsonl", "all.jsonl", False),
        ("*/a.jsonl", "out", False),
        ("*", "all.jsonl", True),
    ],
)
def test_a_glob_that_would_take_in_the_output(
    tmp_path: Path, batch: Runner, given: str, output: str, is_refused: bool
) -> None:
    write_jsonl(tmp_path / "a.jsonl", rows(1))
    (tmp_path / "sub").mkdir()
    write_jsonl(tmp_path / "sub" / "a.jsonl", rows(1))

    def start() -> Report:
        return batch("redact", str(tmp_path / given), output=tmp_path / output)

    if is_refused:
        with pytest.raises(InputError, match="by a glob"):
            start()
    else:
        assert start().rows == start().rows > 0


def test_what_is_there_already_is_not_overwritten(tmp_path: Path, batch: Runner) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", rows(1))
    (tmp_path / "mine.jsonl").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "000000-a.jsonl").write_text("mine")
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / ".gitignore").write_text("*")

    for output in ("mine.jsonl", "folder"):
        with pytest.raises(InputError, match=r"is there already|something else"):
            batch("redact", source, output=tmp_path / output)
    assert batch("redact", source, output=tmp_path / "hidden").rows == 1

    assert (tmp_path / "mine.jsonl").read_text() == (tmp_path / "folder" / "000000-a.jsonl").read_text() == "mine"


@pytest.mark.parametrize("damage", [b"", b"{}", b"null", b"{"])
def test_a_record_that_a_power_cut_left_is_made_again(tmp_path: Path, batch: Runner, damage: bytes) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", rows(20))
    batch("redact", source, limits=SMALL)
    (tmp_path / "out" / "_tabside" / "done" / "000002.json").write_bytes(damage)

    report = batch("redact", source, limits=SMALL)

    assert report.partitions - report.partitions_before == 1
    assert report.rows == 20


def test_a_file_that_was_deleted_is_joined_again_and_nothing_half_written_stays(tmp_path: Path, batch: Runner) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", rows(20))
    target, folder = tmp_path / "all.jsonl", tmp_path / "all.jsonl.parts"
    batch("redact", source, output=target, limits=SMALL)
    content = target.read_bytes()
    target.unlink()
    halves = [folder / name / ".part-0" for name in ("", "_tabside", "_tabside/done")]
    for half in halves:
        half.write_text("half")

    batch("redact", source, output=target, limits=SMALL)

    assert target.read_bytes() == content
    assert not any(half.exists() for half in halves)


def test_a_run_that_is_done_says_what_it_came_to(tmp_path: Path, batch: Runner) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [*rows(20), {}])

    first, again = (batch("redact", source, output=tmp_path / "all.jsonl", limits=SMALL) for _ in range(2))

    assert (again.rows, again.findings, again.failures) == (21, {"EMAIL": 20}, {"batch.row-column": 1})
    assert again.partitions == again.partitions_before == first.partitions
    # The rates of the run that did the work are kept.
    assert json.loads((tmp_path / "all.jsonl.parts" / "_report.json").read_text()) == first.to_dict()
