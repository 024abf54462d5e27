"""`python -m bench.batch.memory [MB …]`: peak memory of a run by size of its input.

A task that copies texts replaces the model, since 200 MB would otherwise take hours. This measures everything
that could grow with the input: planning, reading, partitions, writing, the ledger, joining and the report.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[2]


class Copy:
    """Returns each text unchanged."""

    def types(self) -> dict[str, Any]:
        import pyarrow as pa

        return {"text": pa.string()}

    def warnings(self) -> Sequence[str]:
        return ()

    async def run(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        return [{"text": text} for text in texts]


def main() -> int:
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(int(sys.argv[2]), sys.argv[3])))
        return 0
    if sys.argv[1:2] == ["--write"]:
        write(int(sys.argv[2]), Path(sys.argv[3]))
        return 0
    print("| input | format | rows | seconds | peak MB |\n| ---: | --- | ---: | ---: | ---: |")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "py")}
    environment.setdefault("TABSIDE_CACHE", str(ROOT / "models" / ".cache"))
    for form in ("jsonl", "parquet"):
        for size_mb in [int(argument) for argument in sys.argv[1:]] or [2, 20, 200]:
            command = [sys.executable, "-m", "bench.batch.memory", "--measure", str(size_mb), form]
            done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
            got = json.loads(done.stdout.splitlines()[-1])
            print(f"| {size_mb} MB | {form} | {got['rows']:,} | {got['seconds']:.1f} | {got['peak_mb']} |", flush=True)
    return 0


def measure(size_mb: int, form: str) -> dict[str, float]:
    from tabside.batch import Engine, Job, run
    from tabside.batch.engines import worker

    async def copy(*_arguments: Any, **_options: Any) -> Copy:
        return Copy()

    vars(worker)["create_task"] = copy
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"in.{form}"
        # In its own process, whose memory is not counted.
        subprocess.run([sys.executable, "-m", "bench.batch.memory", "--write", str(size_mb), str(source)], check=True)
        report = run(Job("redact", (str(source),), str(Path(folder) / f"out.{form}")), Engine(processes=1))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"rows": report.rows, "seconds": report.seconds, "peak_mb": peak}


def write(size_mb: int, path: Path) -> None:
    """Write rows of 200 to 4,000 characters, as JSONL or Parquet depending on the path's suffix."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if path.suffix == ".parquet":
        schema = pa.schema([("id", pa.int64()), ("text", pa.string())])
        with pq.ParquetWriter(path, schema) as writer:
            for rows in batches(size_mb):
                writer.write_table(pa.Table.from_pylist(rows, schema))
        return
    with path.open("w") as handle:
        for rows in batches(size_mb):
            handle.write("".join(json.dumps(row) + "\n" for row in rows))


def batches(size_mb: int) -> Iterator[list[dict[str, Any]]]:
    random = Random(size_mb)
    words = "".join(random.choices("etaoin shrdlu ", k=1 << 20))
    left = size_mb << 20
    while left > 0:
        rows = []
        for number in range(1000):
            start, length = random.randrange(1 << 19), random.randint(200, 4000)
            rows.append({"id": number, "text": words[start : start + length]})
            left -= length
        yield rows


if __name__ == "__main__":
    sys.exit(main())
