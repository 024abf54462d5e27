"""A run in its own process, for tests that stop it, starve it or measure it."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "py"))

from tabside.batch import Engine, Job, Limits, Secret, run
from tabside.batch.report import Tally
from tabside.env import env
from tabside.errors import TabsideError

TINY = "tests/tiny-token-classification"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("models")
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--partition", type=int)
    parser.add_argument("--engine", default="local", choices=["local", "ray"])
    parser.add_argument("--key")
    parser.add_argument("--kill-a-worker", action="store_true")
    asked = parser.parse_args()
    # A shell gives its background processes an ignored SIGINT.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    env.allow_local_models, env.local_model_path, env.allow_remote_models = True, asked.models, False

    def on_done(tally: Tally, partitions: int) -> None:
        if asked.kill_a_worker:
            multiprocessing.active_children()[0].kill()

    limits = Limits(partition_bytes=asked.partition)
    secret = Secret.from_text(asked.key) if asked.key else None
    job = Job("redact", (asked.input,), asked.output, model=TINY, limits=limits, secret=secret)
    try:
        report = run(job, Engine(asked.engine, processes=asked.processes), on_done=on_done)
    except TabsideError as error:
        print(json.dumps({"error": error.code}))
        return 1
    except KeyboardInterrupt:
        return 130
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in kilobytes, macOS in bytes.
    print(json.dumps({**report.to_dict(), "peak_bytes": peak * (1 if sys.platform == "darwin" else 1024)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
