"""A bad row is set aside unchanged and the run continues; a fault of the machine ends the run."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from signal import Signals
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tabside.batch import Engine
from tabside.batch.engines.tasks import BatchTask
from tabside.batch.engines.worker import Setting, Worker
from tabside.batch.job import Job, Limits
from tabside.batch.plan.partitions import Partition
from tabside.errors import InputError, QuotaError, StorageError
from tests.unit.batch.conftest import MODELS, Runner
from tests.waiting import until

GOOD = b'{"text": "write to ann@example.com"}\n'
DRIVER = Path(__file__).parent / "driver.py"


def rejected(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in sorted((folder / "_rejected").glob("*")) for line in path.read_bytes().splitlines()
    ]


def lines(folder: Path) -> list[str]:
    return [line for path in sorted(folder.glob("0*")) for line in path.read_text().splitlines()]


@pytest.mark.parametrize(
    ("name", "good", "bad", "code"),
    [
        ("a.jsonl", GOOD, b'{"text": "ann@example.com"\n', "batch.row-broken"),
        ("a.jsonl", GOOD, b'["ann@example.com"]\n', "batch.row-broken"),
        ("a.jsonl", GOOD, b"[" * 50_000 + b"\n", "batch.row-broken"),
        ("a.jsonl", GOOD, b'{"text": "ann@example.com", "text": "a"}\n', "batch.row-broken"),
        ("a.jsonl", GOOD, b'{"text": "a", "x": [{"y": "ann@example.com", "y": 1}]}\n', "batch.row-broken"),
        ("a.jsonl", GOOD, b'{"txt": "ann@example.com"}\n', "batch.row-column"),
        ("a.jsonl", GOOD, b'{"text": "a", "findings": 1}\n', "batch.row-column"),
        ("a.jsonl", GOOD, b'{"text": 5551234}\n', "batch.row-not-text"),
        ("a.jsonl", GOOD, b'{"text": ["ann@example.com"]}\n', "batch.row-not-text"),
        ("a.jsonl", GOOD, b'{"text": "PK\\u0003\\u0000"}\n', "batch.row-not-text"),
        ("a.jsonl", GOOD, '{"text": "Søren"}\n'.encode("latin-1"), "batch.row-encoding"),
        ("a.jsonl", GOOD, b'{"text": "' + b"x" * 2000 + b'"}\n', "batch.row-too-long"),
        ("a.txt", b"ann@example.com\n", "Søren\n".encode("latin-1"), "batch.row-encoding"),
        ("a.txt", b"ann@example.com\n", b"\x7fELF\x00\x01\n", "batch.row-not-text"),
        ("a.csv", b"1,ann@example.com\n", b"2,a,b\n", "batch.row-broken"),
        ("a.csv", b"1,ann@example.com\n", b'2,"a" b\n', "batch.row-broken"),
        ("a.csv", b"1,ann@example.com\n", b"2,S\xf8ren\n", "batch.row-encoding"),
    ],
)
def test_a_bad_row_is_kept_aside(tmp_path: Path, batch: Runner, name: str, good: bytes, bad: bytes, code: str) -> None:
    header = b"id,text\n" if name.endswith(".csv") else b""
    (tmp_path / name).write_bytes(header + good + bad + good)

    report = batch("redact", tmp_path / name, limits=Limits(max_chars=1000))

    (row,) = rejected(tmp_path / "out")
    assert (row["code"], row["row"], report.failures, report.rows) == (code, 2, {code: 1}, 3)
    assert (row["start"], row["end"]) == (len(header + good), len(header + good + bad))
    raw = row["raw"].encode() if "raw" in row else base64.b64decode(row["raw_base64"])
    assert raw == bad
    out = lines(tmp_path / "out")[bool(header) :]
    assert len(out) == 2
    assert all("[EMAIL_1]" in line for line in out)
    # The error contains nothing of the text.
    assert not any(word in row["message"] for word in ("ann", "Søren", "ELF", "PK"))


def test_another_encoding_can_be_named(tmp_path: Path, batch: Runner) -> None:
    (tmp_path / "a.txt").write_bytes("Søren: ann@example.com\n".encode("latin-1"))

    batch("redact", tmp_path / "a.txt", encoding="latin-1")

    assert lines(tmp_path / "out") == ["Søren: [EMAIL_1]"]


def test_an_unclosed_quote_hides_nothing(tmp_path: Path, batch: Runner) -> None:
    (tmp_path / "a.csv").write_bytes(b'id,text\n1,a@example.com\n2,"b@example.com\n3,c@example.com\n')

    report = batch("redact", tmp_path / "a.csv")

    (row,) = rejected(tmp_path / "out")
    assert row["raw"] == '2,"b@example.com\n3,c@example.com\n'
    assert report.rows == 2


@pytest.mark.parametrize("column", ["text", "other"])
def test_binary_in_a_parquet_column(tmp_path: Path, batch: Runner, column: str) -> None:
    broken = pa.Array.from_buffers(
        pa.string(), 3, [None, pa.array([0, 1, 3, 4], pa.int32()).buffers()[1], pa.py_buffer(b"a\xff\xfeb")]
    )
    binary = pa.array([b"\x89PNG", b"a", None], pa.binary())
    pq.write_table(pa.table({"text": broken, "other": binary}), tmp_path / "a.parquet")

    report = batch("redact", tmp_path / "a.parquet", column=column)

    found = {row["row"]: row["code"] for row in rejected(tmp_path / "out")}
    expected = {"text": {2: "batch.row-encoding"}, "other": dict.fromkeys((1, 2), "batch.row-not-text")}
    assert found == expected[column]
    assert report.rows == 3


def test_a_damaged_parquet_file(tmp_path: Path, batch: Runner) -> None:
    pq.write_table(pa.table({"text": [f"{number} ann@example.com" for number in range(5000)]}), tmp_path / "a.parquet")
    content = bytearray((tmp_path / "a.parquet").read_bytes())
    content[100:3000] = bytes(2900)
    (tmp_path / "a.parquet").write_bytes(content)
    report = batch("redact", tmp_path / "a.parquet")
    assert report.failures == {"batch.row-broken": 5000}
    assert pq.read_schema(next((tmp_path / "out").glob("0*"))).names == ["text", "findings"]
    assert rejected(tmp_path / "out")[-1]["row"] == 5000

    (tmp_path / "b.parquet").write_bytes(content[:1000])
    with pytest.raises(InputError, match=r"b\.parquet is not a Parquet file"):
        batch("redact", tmp_path / "b.parquet", output=tmp_path / "b")


@pytest.mark.parametrize(("name", "named"), [("a.csv", "body"), ("a.parquet", "body, id")])
def test_a_missing_column_ends_the_run_before_it_begins(tmp_path: Path, batch: Runner, name: str, named: str) -> None:
    pq.write_table(pa.table({"id": [1], "body": ["x"]}), tmp_path / "a.parquet")
    (tmp_path / "a.csv").write_text("id,body\n1,x\n")

    with pytest.raises(InputError, match=f"--column: {named}"):
        batch("redact", tmp_path / name)
    assert not (tmp_path / "out").exists()


@pytest.mark.long
def test_a_cell_of_100_mb_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("wb") as handle:
        handle.write(GOOD + b'{"text": "')
        for _ in range(100):
            handle.write(b"x" * (1 << 20))
        handle.write(b'"}\n' + GOOD)

    done = drive(tmp_path, "a.jsonl")

    report = json.loads(done.stdout)
    assert report["failures"] == {"batch.row-too-long": 1}
    (row,) = rejected(tmp_path / "out")
    assert (row["row"], row["end"] - row["start"], "raw" in row) == (2, (100 << 20) + 13, False)
    assert len(lines(tmp_path / "out")) == 2
    plain = drive(tmp_path, "b.jsonl", content=GOOD)
    assert report["peak_bytes"] < json.loads(plain.stdout)["peak_bytes"] + (40 << 20)


@pytest.mark.long
def test_a_cell_of_100_mb_in_parquet_is_not_copied(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"text": ["ann@example.com", "x" * (100 << 20), "bob@example.com"]}), tmp_path / "a.parquet"
    )

    done = drive(tmp_path, "a.parquet")

    report = json.loads(done.stdout)
    assert (report["rows"], report["failures"]) == (3, {"batch.row-too-long": 1})
    (row,) = rejected(tmp_path / "out-b")
    assert (row["row"], "raw" in row) == (2, False)
    # Arrow reads a page as a whole, compressed and uncompressed: the cell twice, and little more.
    plain = drive(tmp_path, "a.jsonl", content=GOOD)
    assert report["peak_bytes"] < json.loads(plain.stdout)["peak_bytes"] + (450 << 20)


def drive(
    tmp_path: Path, name: str, *arguments: str, content: bytes | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run a batch in its own process."""
    return subprocess.run(
        command(tmp_path, name, *arguments, content=content), capture_output=True, text=True, **options
    )


def command(tmp_path: Path, name: str, *arguments: str, content: bytes | None = None) -> list[str]:
    from tabside.env import env

    if content is not None:
        (tmp_path / name).write_bytes(content)
    out = tmp_path / ("out" if name == "a.jsonl" else "out-b")
    return [sys.executable, str(DRIVER), str(env.local_model_path), str(tmp_path / name), str(out), *arguments]


def test_a_full_disk(tmp_path: Path, batch: Runner) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD * 400)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    done = drive(tmp_path, "a.jsonl", "--partition", "1000000", preexec_fn=limit)

    assert json.loads(done.stdout) == {"error": "storage.quota"}
    out = tmp_path / "out"
    assert list(out.glob("0*")) == list(out.glob(".part-*")) == list(out.glob("_tabside/done/*")) == []
    assert batch("redact", tmp_path / "a.jsonl", limits=Limits(partition_bytes=1_000_000)).rows == 400


@pytest.mark.parametrize("output", ["/proc/tabside", "{}/file/out"])
def test_an_output_that_cannot_be_written(tmp_path: Path, batch: Runner, output: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD)
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(StorageError) as caught:
        batch("redact", tmp_path / "a.jsonl", output=Path(output.format(tmp_path)))
    assert not isinstance(caught.value, QuotaError)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("processes", "signal_number", "code"),
    [("1", signal.SIGINT, 130), ("2", signal.SIGINT, 130), ("2", signal.SIGKILL, -9)],
)
def test_stopped_in_the_middle(
    tmp_path: Path, batch: Runner, processes: str, signal_number: Signals, code: int
) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD * 3000)
    started = command(tmp_path, "a.jsonl", "--processes", processes, "--partition", "2000")
    # Its own session, as in a terminal: Ctrl-C reaches the whole group.
    process = subprocess.Popen(started, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    with process:
        done = tmp_path / "out" / "_tabside" / "done"
        # Only whole records: a record that is just being written has a temporary name, and is lost with its process.
        until(lambda: len(list(done.glob("*.json"))) >= 3)
        if signal_number == signal.SIGINT:
            os.killpg(process.pid, signal_number)
        else:
            process.kill()
        said = process.communicate(timeout=30)

    assert process.returncode == code, said
    until(lambda: not has_processes(process.pid))
    assert 3 <= len(list(done.glob("*.json"))) < 56
    again = batch("redact", tmp_path / "a.jsonl", limits=Limits(partition_bytes=2000))
    assert again.partitions_before >= 3
    assert again.rows == len(lines(tmp_path / "out")) == 3000
    assert not list((tmp_path / "out").rglob(".part-*"))


def test_a_stop_in_the_moment_in_which_a_partition_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    async def create_task(job: Job, **options: object) -> BatchTask:
        await asyncio.to_thread(int)  # the loop has a thread to end when it is closed
        loops.append(asyncio.get_running_loop())
        raise InputError("Enough.")

    monkeypatch.setattr("tabside.batch.engines.worker.create_task", create_task)
    worker = Worker(Setting(Job("redact", (), "", model=MODELS["redact"]), str(tmp_path)))
    with pytest.raises(InputError, match="Enough"):
        worker.work(Partition(0, str(tmp_path / "a.jsonl"), "jsonl", 0, 0, 0))
    (loop,) = loops
    loop.call_soon(loop.stop)  # what a KeyboardInterrupt leaves behind there

    worker.close()

    assert loop.is_closed()


def has_processes(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
def test_a_worker_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD * 100)

    done = drive(tmp_path, "a.jsonl", "--processes", "2", "--partition", "500", "--kill-a-worker")

    assert json.loads(done.stdout) == {"error": "batch.worker-stopped"}
    again = drive(tmp_path, "a.jsonl", "--processes", "2", "--partition", "500")
    assert json.loads(again.stdout)["rows"] == len(lines(tmp_path / "out")) == 100


def test_engines_that_there_are_not() -> None:
    with pytest.raises(InputError):
        Engine(processes=0)
    with pytest.raises(InputError):
        Engine("spark")  # type: ignore[arg-type]
