"""Runs that must not mix, parts that must be what was written, and secrets that must not lie about."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tabside.batch import Engine, Job, run
from tabside.batch.errors import BusyError, ChangedError
from tabside.batch.io.places import Folder, Place
from tabside.batch.job import Limits
from tabside.batch.plan.ledger import Done, Ledger
from tabside.batch.plan.lock import alone
from tabside.batch.pseudonyms import Secret, new_secret
from tabside.batch.reveal import reveal_file
from tabside.errors import InputError, StorageError
from tests.unit.batch.conftest import MODELS, Runner

SMALL = Limits(partition_bytes=40)
TEXTS = "".join(f"{number}: write to ann@example.com\n" for number in range(6))
SECRET = Secret.from_text(new_secret())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXTS)
    return path


def parts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("0*"))}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_second_run_waits_for_no_first_one(tmp_path: Path, source: Path, batch: Runner) -> None:
    with alone(Folder(Place(str(tmp_path / "out"))), None), pytest.raises(BusyError):
        batch("redact", source)
    assert batch("redact", source).rows == 6


def test_a_refused_run_leaves_a_strange_folder_as_it_was(tmp_path: Path, source: Path, batch: Runner) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine")

    with pytest.raises(InputError, match="something else"):
        batch("redact", source)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["letter.txt"]


def test_parts_of_another_run_are_done_again(tmp_path: Path, source: Path, batch: Runner) -> None:
    """As two runs left them that had begun in one folder at the same time."""
    batch("redact", source, limits=SMALL)
    whole = parts(tmp_path / "out")
    batch("redact", source, limits=SMALL, operator="keep", output=tmp_path / "kept")
    name = next(iter(whole))
    for path in (name, "_tabside/done/000000.json"):
        (tmp_path / "out" / path).write_bytes((tmp_path / "kept" / path).read_bytes())
    assert "ann@" in (tmp_path / "out" / name).read_text()

    batch("redact", source, limits=SMALL)

    assert parts(tmp_path / "out") == whole


def test_a_worker_of_a_run_that_was_replaced_commits_nothing(tmp_path: Path, source: Path, batch: Runner) -> None:
    batch("redact", source)
    ledger = Ledger(Folder(Place(str(tmp_path / "out"))), "of another run")

    with pytest.raises(ChangedError):
        ledger.record(Done(7, "000007-a.txt", 0, "", 0, 0))
    assert not (tmp_path / "out" / "_tabside" / "done" / "000007.json").exists()


def test_a_part_of_zeros_is_done_again(tmp_path: Path, source: Path, batch: Runner) -> None:
    batch("redact", source, limits=SMALL)
    whole = parts(tmp_path / "out")
    name = next(iter(whole))
    (tmp_path / "out" / name).write_bytes(bytes(len(whole[name])))

    batch("redact", source, limits=SMALL)

    assert parts(tmp_path / "out") == whole


def test_a_joined_file_that_was_altered_is_joined_again(tmp_path: Path, source: Path, batch: Runner) -> None:
    target = tmp_path / "all.txt"
    batch("redact", source, output=target, limits=SMALL)
    whole = target.read_bytes()
    for damaged in (bytes(len(whole)), b""):
        target.write_bytes(damaged)
        batch("redact", source, output=target, limits=SMALL)
        assert target.read_bytes() == whole
    (tmp_path / "all.txt.parts" / "_tabside" / "joined.json").write_text("[[")
    batch("redact", source, output=target, limits=SMALL)
    assert target.read_bytes() == whole


@pytest.mark.parametrize("name", ["../secret.txt", "letter.txt", "000000-a.txt/../../secret.txt"])
def test_a_record_names_no_file_of_somebody_else(tmp_path: Path, source: Path, batch: Runner, name: str) -> None:
    batch("redact", source)
    out = tmp_path / "out"
    record = json.loads((out / "_tabside" / "done" / "000000.json").read_text())
    part = (out / record["part"]).read_bytes()
    for path in (tmp_path / "secret.txt", out / "letter.txt"):
        path.write_bytes(part)
    (out / "_tabside" / "done" / "000000.json").write_text(json.dumps(record | {"part": name}))

    assert batch("redact", source).partitions_before == 0
    assert json.loads((out / "_tabside" / "done" / "000000.json").read_text())["part"] == record["part"]


@pytest.mark.parametrize("record", ["[[", "5", '{"number": 0}', "[" * 5000])
def test_a_damaged_record_is_done_again(tmp_path: Path, source: Path, batch: Runner, record: str) -> None:
    batch("redact", source)
    whole = parts(tmp_path / "out")
    (tmp_path / "out" / "_tabside" / "done" / "000000.json").write_text(record)

    batch("redact", source)

    assert parts(tmp_path / "out") == whole


@pytest.mark.parametrize("kind", ["link", "dangling link", "fifo"])
def test_an_output_never_replaces_what_is_no_file(tmp_path: Path, source: Path, batch: Runner, kind: str) -> None:
    target, victim = tmp_path / "out.txt", tmp_path / "victim.txt"
    if kind == "fifo":
        os.mkfifo(target)
    else:
        target.symlink_to(victim)
    if kind == "link":
        victim.write_text("mine")

    with pytest.raises(InputError):
        batch("redact", source, output=target)
    assert stat.S_IFMT(target.lstat().st_mode) == (stat.S_IFIFO if kind == "fifo" else stat.S_IFLNK)
    assert not victim.exists() or victim.read_text() == "mine"


def job_of(tmp_path: Path, **options: Any) -> Job:
    model = "tests/tiny-token-classification"
    return Job("redact", ("a.txt",), str(tmp_path / "out"), model=model, dtype="fp32", device="cpu", **options)


@pytest.mark.parametrize(
    ("option", "spec"),
    [
        ("operator", {"operator": "encrypt", "passphrase": "hunter2-top-secret"}),
        ("operator", {"operator": "encrypt", "key": "hunter2-top-secret"}),
        ("operator", {"type": "hash", "salt": "hunter2-top-secret"}),
        ("operator", {"operator": "surrogate", "seed": "hunter2-top-secret"}),
        ("operators", {"EMAIL": {"operator": "encrypt", "passphrase": "hunter2-top-secret"}}),
    ],
)
def test_no_secret_is_written_down(tmp_path: Path, option: str, spec: object) -> None:
    job = job_of(tmp_path, **{option: spec})
    other = json.loads(json.dumps(spec).replace("hunter2", "hunter3"))
    changed = job_of(tmp_path, **{option: other})

    assert "hunter2" not in json.dumps(job.identity())
    assert job.identity() == job.identity() != changed.identity()


@pytest.mark.parametrize("spec", ["hash", {"operator": "hash"}, {"type": "hash"}, {"type": "hash", "length": 12}])
def test_a_hash_needs_a_salt_however_it_is_named(tmp_path: Path, spec: object) -> None:
    with pytest.raises(InputError, match="salt"):
        Job("redact", ("a.txt",), str(tmp_path / "out"), operator=spec)  # type: ignore[arg-type]


def test_rejected_rows_and_revealed_files_are_the_owners_alone(tmp_path: Path, batch: Runner) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"text": "ann@example.com"}\n{"text": 5}\n')
    batch("redact", source, secret=SECRET, reversible=True)
    (rejected,) = (tmp_path / "out" / "_rejected").iterdir()
    reveal_file(str(tmp_path / "out" / "000000-a.jsonl"), str(tmp_path / "back.jsonl"), SECRET)

    assert [mode(rejected), mode(tmp_path / "back.jsonl")] == [0o600, 0o600]


def made(tmp_path: Path, batch: Runner) -> str:
    (tmp_path / "p.txt").write_text("ann@example.com")
    batch("redact", tmp_path / "p.txt", secret=SECRET, reversible=True, output=tmp_path / "p.out")
    return (tmp_path / "p.out" / "000000-p.txt").read_text()


def test_revealing_json_leaves_every_other_byte(tmp_path: Path, batch: Runner) -> None:
    pseudonym = made(tmp_path, batch)
    line = '{ "a":1e400, "b": 12345678901234567890.10, "t": "%s", "k": 1, "k": "\\u00e9\\/", "x": {"k":[]}}\r\n\n'
    (tmp_path / "in.jsonl").write_bytes((line % pseudonym).encode())

    counts = reveal_file(str(tmp_path / "in.jsonl"), str(tmp_path / "back.jsonl"), SECRET)

    assert (tmp_path / "back.jsonl").read_bytes() == (line % "ann@example.com").encode()
    assert counts.revealed == 1


def test_revealing_csv_leaves_quotes_and_line_ends(tmp_path: Path, batch: Runner) -> None:
    pseudonym = made(tmp_path, batch)
    rows = 'id,"t"\r\n"1","to %s"\r\n2,%s\n"3","a ""b""\r\nc"\n\n4,last'
    (tmp_path / "in.csv").write_bytes((rows % (pseudonym, pseudonym)).encode())

    counts = reveal_file(str(tmp_path / "in.csv"), str(tmp_path / "back.csv"), SECRET)

    assert (tmp_path / "back.csv").read_bytes() == (rows % ("ann@example.com", "ann@example.com")).encode()
    assert counts.revealed == 2


@pytest.mark.parametrize("line", ["[" * 100_000, '{"a": ', "5 x", '{"a": nope}'])
def test_revealing_what_is_no_json_is_a_typed_error(tmp_path: Path, line: str) -> None:
    (tmp_path / "in.jsonl").write_text(line)

    with pytest.raises(InputError) as caught:
        reveal_file(str(tmp_path / "in.jsonl"), str(tmp_path / "back.jsonl"), SECRET)
    assert caught.value.__cause__ is None
    assert not (tmp_path / "back.jsonl").exists()


def test_a_part_that_changed_before_it_is_joined_stops_the_run(tmp_path: Path, source: Path, batch: Runner) -> None:
    def spoil(_tally: object, _partitions: int) -> None:
        for path in (tmp_path / "all.txt.parts").glob("0*"):
            path.write_bytes(bytes(path.stat().st_size))

    job = Job("redact", (str(source),), str(tmp_path / "all.txt"), model=MODELS["redact"])
    with pytest.raises(StorageError, match="altered"):
        run(job, Engine(processes=1), on_done=spoil)
    assert not (tmp_path / "all.txt").exists()

    batch("redact", source, output=tmp_path / "all.txt")
    assert "ann@" not in (tmp_path / "all.txt").read_text()
