"""`python -m bench.batch [--chars N] [--rounds N] [ENGINE …]`: characters per second and recall of each engine.

Rounds alternate between the engines, each in its own process, and the best round counts, since other work on the
machine slows some of them. Characters per CPU second are reported too; they vary less.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from tabside.evaluation.dataset import load
from tabside.evaluation.kinds import PRESIDIO
from tabside.evaluation.metrics import measure
from tabside.evaluation.source import fetch_presidio

from .documents import documents
from .engines import ENGINES

ROOT = Path(__file__).parents[2]
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.batch")
    parser.add_argument("engines", nargs="*", default=list(ENGINES))
    parser.add_argument("--chars", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measure_one(asked.measure, asked.chars)))
        return 0
    results: dict[str, list[dict[str, float]]] = {name: [] for name in asked.engines}
    for _ in range(asked.rounds):
        for name in asked.engines:
            results[name].append(in_process(name, asked.chars))
            print(f"{name}: {results[name][-1]}", file=sys.stderr, flush=True)
    print(table(results))
    return 0


def in_process(name: str, chars: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.batch", "--measure", name, "--chars", str(chars)]
    environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1"), "PYTHONPATH": str(ROOT / "py")}
    environment.setdefault("TABSIDE_CACHE", str(ROOT / "models" / ".cache"))
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def measure_one(name: str, chars: int) -> dict[str, float]:
    """Run one engine. Return its rates, its recall, its over-masking, and its peak memory."""
    examples = load(fetch_presidio(ROOT / "models" / ".cache" / "evaluation"))
    texts = list(documents(examples, chars))
    warm_up = list(documents(examples, 2000, seed=1))
    work = ENGINES[name]()
    work(warm_up)
    load_before, cpu, started = os.getloadavg()[0], cpu_s(), time.perf_counter()
    findings = work(texts)
    seconds, cpu_seconds = time.perf_counter() - started, cpu_s() - cpu
    score = measure(zip(texts, findings, strict=True), PRESIDIO)
    total = sum(len(text.text) for text in texts)
    return {
        "chars": total,
        "chars_per_s": round(total / seconds),
        "chars_per_cpu_s": round(total / cpu_seconds),
        "recall": round(score.overall.found / score.overall.spans, 4),
        "over_masked": round(score.over_share, 4),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "load": round((load_before + os.getloadavg()[0]) / 2, 1),
    }


def cpu_s() -> float:
    """Return the CPU time of this process and of its finished children."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def table(results: dict[str, list[dict[str, float]]]) -> str:
    lines = [
        "| engine | characters | characters/s | characters/CPU s | spans found | over-masked | peak MB | load |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, rounds in results.items():
        best = max(rounds, key=lambda result: result["chars_per_s"])
        lines.append(
            f"| {name} | {best['chars']:,} | {best['chars_per_s']:,} | "
            f"{max(result['chars_per_cpu_s'] for result in rounds):,} | {best['recall']:.1%} | "
            f"{best['over_masked']:.2%} | {best['peak_mb']:,} | {best['load']} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
