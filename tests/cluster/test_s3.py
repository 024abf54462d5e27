"""Object storage, on a server that speaks S3 in this process."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator

import pyarrow.fs
import pytest
from moto.server import ThreadedMotoServer

from tabside.batch import Engine, Job, Limits, run
from tests.cluster.conftest import TINY

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def query(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"?endpoint_override={host}:{port}&scheme=http&allow_bucket_creation=true&region=us-east-1"
    server.stop()


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("name", ["out", "all.jsonl"])
def test_in_and_out(query: str, processes: int, name: str) -> None:
    bucket = f"b{uuid.uuid4().hex}"  # servers in one process share their buckets
    target = f"{bucket}/{name}"
    system, _ = pyarrow.fs.FileSystem.from_uri(f"s3://{bucket}/{query}")
    system.create_dir(f"{bucket}/in")
    rows = [{"text": f"{number}: write to ann@example.com"} for number in range(40)]
    with system.open_output_stream(f"{bucket}/in/a.jsonl") as handle:
        handle.write("".join(json.dumps(row) + "\n" for row in rows).encode())
    job = Job(
        "redact", (f"s3://{bucket}/in/*.jsonl{query}",), f"s3://{target}{query}", model=TINY,
        limits=Limits(partition_bytes=200),
    )  # fmt: skip

    report = run(job, Engine(processes=processes))
    again = run(job, Engine(processes=1))

    assert (report.rows, report.findings) == (40, {"EMAIL": 40})
    assert again.partitions == again.partitions_before
    names = [target] if target.endswith("jsonl") else sorted(
        info.path for info in system.get_file_info(pyarrow.fs.FileSelector(target)) if info.base_name[0] == "0"
    )  # fmt: skip
    texts = [json.loads(line)["text"] for name in names for line in system.open_input_stream(name).read().splitlines()]
    assert texts == [f"{number}: write to [EMAIL_1]" for number in range(40)]
