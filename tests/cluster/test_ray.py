"""Ray with several nodes on one machine: the same bytes as from the local engine, whichever process is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import ray
from ray.cluster_utils import Cluster

from tabside.batch import Engine, Job, Limits, run
from tabside.batch.pseudonyms import Secret
from tabside.batch.report import Tally
from tabside.env import env
from tabside.errors import StorageError
from tests.cluster.conftest import TINY
from tests.waiting import until

# Ray itself issues many warnings; these tests are about results.
pytestmark = pytest.mark.filterwarnings("ignore")
DRIVER = Path(__file__).parents[1] / "unit" / "batch" / "driver.py"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    for _ in range(2):
        cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    ray.init(address=cluster.address, log_to_driver=False)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    rows = [{"id": number, "text": f"{number}: write to u{number % 7}@example.com"} for number in range(3000)]
    path.write_text("".join(json.dumps(row) + "\n" for row in [*rows, {"id": "no text"}]))
    return path


def job(source: Path, output: Path) -> Job:
    limits = Limits(partition_bytes=1000)
    return Job("redact", (str(source),), str(output), model=TINY, limits=limits, secret=Secret(b"k" * 32))


def parts(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name in (folder.name, "_rejected") and path.name != "_report.json"
    }


def test_a_node_that_is_killed_costs_nothing(cluster: Cluster, source: Path, tmp_path: Path) -> None:
    expected = run(job(source, tmp_path / "local"), Engine(processes=1))
    killed: list[int] = []

    def on_done(tally: Tally, partitions: int) -> None:
        if tally.partitions == 20 and not killed:
            killed.append(tally.partitions)
            cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)

    report = run(job(source, tmp_path / "ray"), Engine("ray", processes=3), on_done=on_done)

    assert killed == [20]
    assert parts(tmp_path / "ray") == parts(tmp_path / "local")
    assert len(parts(tmp_path / "ray")) > 100
    assert (report.rows, report.findings, report.failures) == (expected.rows, expected.findings, expected.failures)


def test_a_driver_that_is_killed_goes_on(cluster: Cluster, source: Path, tmp_path: Path) -> None:
    run(job(source, tmp_path / "local"), Engine(processes=1))
    command = [sys.executable, str(DRIVER), str(env.local_model_path), str(source), str(tmp_path / "ray")]
    command += ["--engine", "ray", "--processes", "2", "--partition", "1000", "--key", "k" * 32]
    environment = {**os.environ, "RAY_ADDRESS": cluster.address}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    done = tmp_path / "ray" / "_tabside" / "done"
    with process:
        until(lambda: len(list(done.glob("*"))) >= 10, 120)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
    before = len(list(done.glob("*")))

    report = run(job(source, tmp_path / "ray"), Engine("ray", processes=2))

    assert 10 <= before < report.partitions
    assert parts(tmp_path / "ray") == parts(tmp_path / "local")
    assert report.rows == 3001


def test_the_real_model_gives_the_same_bytes(cluster: Cluster, tmp_path: Path) -> None:
    texts = ["Ann Smith lives at 12 Elm Street, Springfield.", "Call +44 20 7946 0958 and ask for Bob Jones."] * 10
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    env.allow_local_models = False
    local, remote = (
        Job("redact", (str(tmp_path / "a.jsonl"),), str(tmp_path / name), limits=Limits(partition_bytes=300))
        for name in ("local", "ray")
    )

    run(local, Engine(processes=1, threads=1))
    report = run(remote, Engine("ray", threads=1))  # a pool that grows as far as there is room

    assert parts(tmp_path / "ray") == parts(tmp_path / "local")
    assert report.findings["GIVEN_NAME"] == 20


def test_errors_keep_their_types(cluster: Cluster, source: Path, tmp_path: Path) -> None:
    # Fine when the run begins, blocked when parts are written.
    (tmp_path / "ray" / "000003-a.jsonl" / "x").mkdir(parents=True)

    with pytest.raises(StorageError):
        run(job(source, tmp_path / "ray"), Engine("ray", processes=1))
