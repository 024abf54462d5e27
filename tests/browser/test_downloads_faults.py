"""Random schedules of faults: every run ends with the right bytes or a typed error that names the cause.

`npm test` runs 40 schedules on small files and 2 on the real model, `npm run test:long` 500 and 20.
The table of what happened goes to the terminal with `-s`, and beside docs/downloads.md's.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .conftest import DEFAULT_TIMEOUT_MS
from .download_harness import PATIENCE, model_files, open_harness, sha256
from .fault_server import Fault, FaultServer, fault_server

LONG = os.environ.get("TABSIDE_LONG") == "1"
SMALL_PART_BYTES = 8192
SMALL_RUNS = 500 if LONG else 40
REAL_RUNS = 20 if LONG else 2
# Bytes sent per byte needed: 1.04 on a quiet machine, 1.10 if more is buffered in sockets of broken connections.
BEYOND = 1.15
PAGES = 3
AT_ONCE = 5
REAL_AT_ONCE = 2
"""A page."""
BYTES_PER_SECOND = 1e6
REAL_BYTES_PER_SECOND = 10e6
"""Of each connection: without a limit, what is on its way when one breaks is megabytes in this machine's buffers."""
REAL_MODEL = "nationaldesignstudio/rampart"
REAL_PATIENCE = {**PATIENCE, "stall_ms": 1500}

TYPED = {"download.failed", "download.not-found", "download.stalled", "download.integrity"}
CAUSES = {"network", "redirect", "stalled", "short", "long", "wrong-size", "range", "status", "not-found", "hash"}

# Faults that a download survives without losing data.
PASSING = ("cut", "stall", "wrong length", "429", "500", "503", "no length", "slow")
# Faults that restart or end a download: the server's bytes were useless.
COSTLY = ("altered", "404", "403", "416", "wrong range", "changed etag", "redirect", "gzip", "no ranges", "ends early")


@dataclass(frozen=True)
class Schedule:
    """The faults of one model's download, and how often its tab crashes or is closed meanwhile."""

    model: str
    contents: Mapping[str, bytes]
    kinds: tuple[str, ...]
    """Of the answers for the weights, one each."""
    steps: tuple[Fault, ...]
    always: str | None
    """The kind of all later answers; None is a healthy server."""
    last: Fault
    crashes_ms: tuple[int, ...]


def fault_of(kind: str, size: int, rng: random.Random, elsewhere: str) -> Fault:
    at = rng.randrange(size)
    faults = {
        "cut": Fault(cut=at),
        "stall": Fault(stall=at),
        "wrong length": Fault(end=at, cut=at, headers={"content-length": str(size)}),
        "ends early": Fault(end=at),
        "altered": Fault(flip=at),
        "404": Fault(status=404),
        "403": Fault(status=403),
        "416": Fault(status=416),
        "429": Fault(status=429, headers={"retry-after": str(rng.choice([0, 0, 1]))}),
        "500": Fault(status=500),
        "503": Fault(status=503, headers={"retry-after": "0"}),
        "wrong range": Fault(shift=1 + rng.randrange(999)),
        "changed etag": Fault(etag=f'"{at}"', cut=at),
        "redirect": Fault(status=302, headers={"location": elsewhere}),
        "gzip": Fault(gzip=True, cut=at // 2),
        "no length": Fault(length=False),
        "no ranges": Fault(ranges=False, cut=at),
        "slow": Fault(bytes_per_second=size * 4),
    }
    return faults[kind]


def small_schedule(seed: int, elsewhere: str) -> Schedule:
    rng = random.Random(seed)
    sizes = {"tokenizer.json": rng.randrange(1, 3000), "model.onnx": rng.randrange(20_000, 200_000)}
    contents = {path: rng.randbytes(size) for path, size in sizes.items()}
    # Half of the schedules contain only faults that a download should survive.
    choice = PASSING if seed % 2 else PASSING + COSTLY
    kinds = tuple(rng.choice(choice) for _ in range(rng.randrange(1, 6)))
    always = rng.choice([*COSTLY, "cut", "stall", "500"]) if seed % 2 == 0 and rng.random() < 0.3 else None
    size = sizes["model.onnx"]
    return Schedule(
        model=f"tests/s{seed}",
        contents=contents,
        kinds=kinds,
        steps=tuple(fault_of(kind, size, rng, elsewhere) for kind in kinds),
        always=always,
        last=fault_of(always, size, rng, elsewhere) if always else Fault(),
        crashes_ms=tuple(rng.randrange(50, 900) for _ in range(rng.choice([0, 0, 0, 1, 2]))),
    )


@dataclass
class Row:
    runs: int = 0
    right: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    needed: int = 0
    sent: int = 0

    def count(self, code: str | None, needed: int, sent: int) -> None:
        """Add a run. Its bytes count if it succeeded."""
        self.runs += 1
        self.right += code is None
        self.errors.update([code] if code else [])
        if code is None:
            self.needed += needed
            self.sent += sent


def print_table(title: str, rows: Mapping[str, Row]) -> None:
    print(f"\n{title}\n\n| faults in the schedule | runs | right bytes | typed errors | MB needed | MB sent | beyond |")
    print("|---|---:|---:|---|---:|---:|---:|")
    for name, row in rows.items():
        errors = ", ".join(f"{code} {count}" for code, count in sorted(row.errors.items())) or "none"
        beyond = f"{100 * (row.sent / row.needed - 1):+.1f} %" if row.needed else ""
        bytes_shown = f"{row.needed / 1e6:.1f} | {row.sent / 1e6:.1f} | {beyond}"
        print(f"| {name} | {row.runs} | {row.right} | {errors} | {bytes_shown} |")


def visits(schedule: Schedule, patience: Mapping[str, int], part_bytes: int | None) -> list[dict[str, Any]]:
    params = {"model": schedule.model, "patience": dict(patience), "part_bytes": part_bytes, "quiet": True}
    ensuring = [{"method": "ensure", "params": params, "crash_ms": ms} for ms in (*schedule.crashes_ms, None)]
    return [*ensuring, {"method": "clear", "params": {"model": schedule.model}, "crash_ms": None}]


def run(
    pages: Sequence[Page],
    schedules: Sequence[Schedule],
    patience: Mapping[str, int],
    part_bytes: int | None,
    at_once: int,
) -> list[list[dict[str, Any]]]:
    """Run all schedules, spread over the pages, `at_once` per page."""
    for index, page in enumerate(pages):
        share = [visits(schedule, patience, part_bytes) for schedule in schedules[index :: len(pages)]]
        page.evaluate("([share, at_once]) => { window.answers = runAll(share, at_once); }", [share, at_once])
    answers: list[list[dict[str, Any]]] = [[] for _ in schedules]
    for index, page in enumerate(pages):
        answers[index :: len(pages)] = page.evaluate("window.answers")
    return answers


def check(schedule: Schedule, answers: list[dict[str, Any]]) -> str | None:
    """Check the outcome of a schedule and what it left in storage. Return the error's code, or None for the right
    bytes."""
    last, stored = answers[-2:]
    shown = f"{schedule.model}: {[str(step) for step in schedule.steps]}, then {schedule.last}: {last.get('error')}"
    right = {path: sha256(body) for path, body in schedule.contents.items()}
    # No wrong byte in storage, and nothing missing after a success.
    assert stored["ok"]
    assert set(stored["result"].values()) <= set(right.values()), shown
    assert all(key.endswith(digest) for key, digest in stored["result"].items()), shown
    if last["ok"]:
        assert sorted(stored["result"].values()) == sorted(right.values()), shown
        return None
    error = last["error"]
    assert error["code"] in TYPED, shown
    assert error["details"]["cause"] in CAUSES, shown
    assert error["details"]["file"] == "model.onnx" or "onnx/" in error["details"]["file"], shown
    assert str(error["details"]["source"]).endswith(f"{schedule.model}/{error['details']['file']}"), shown
    return str(error["code"])


@pytest.fixture
def faults(server: str) -> Iterator[FaultServer]:
    with fault_server(server) as made:
        yield made


@pytest.fixture
def pages(browser: Browser, faults: FaultServer) -> Iterator[list[Page]]:
    """Pages at their own addresses, not watched: failing requests are expected in these tests."""
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    context.set_default_timeout(DEFAULT_TIMEOUT_MS)
    opened = []
    for _ in range(PAGES):
        opened.append(context.new_page())
        open_harness(opened[-1], faults, faults.listen())
    yield opened
    context.close()


@pytest.mark.both
@pytest.mark.timeout(3000 if LONG else 280)
def test_small_files_end_right_or_with_a_typed_error(pages: list[Page], faults: FaultServer) -> None:
    elsewhere = faults.address.replace("127.0.0.1", "localhost") + "x"
    schedules = [small_schedule(seed, elsewhere) for seed in range(SMALL_RUNS)]
    for schedule in schedules:
        faults.files.update(model_files(schedule.model, schedule.contents, SMALL_PART_BYTES))
        faults.on(f"/{schedule.model}/model.onnx$", *schedule.steps, always=schedule.last)
    faults.bytes_per_second = BYTES_PER_SECOND
    answers = run(pages, schedules, PATIENCE, SMALL_PART_BYTES, AT_ONCE)

    rows: defaultdict[str, Row] = defaultdict(Row)
    for schedule, visited in zip(schedules, answers, strict=True):
        code = check(schedule, visited)
        passing = set(schedule.kinds) <= set(PASSING) and schedule.always is None
        assert code is None or not passing, f"{schedule.kinds}: {visited[-2]}"
        names = [
            "all",
            "only passing faults" if passing else "others",
            *(f"with {kind}" for kind in sorted(set(schedule.kinds))),
        ]
        sent = faults.bytes_sent.get(f"/models/{schedule.model}/model.onnx", 0)
        for row in (rows[name] for name in names):
            row.count(code, len(schedule.contents["model.onnx"]), sent)
    print_table(f"{SMALL_RUNS} schedules on small files", rows)
    assert rows["all"].sent <= BEYOND * rows["all"].needed


@pytest.mark.both
@pytest.mark.timeout(3000 if LONG else 280)
def test_the_real_model_ends_right_or_with_a_typed_error(pages: list[Page], faults: FaultServer) -> None:
    manifest = json.loads(faults.content(f"/models/{REAL_MODEL}/manifest.json", "")[2])
    names = ("config.json", "tokenizer.json", "onnx/model_q4.onnx")
    contents = {name: faults.content(f"/models/{REAL_MODEL}/{name}", "")[2] for name in names}
    size = len(contents["onnx/model_q4.onnx"])
    elsewhere = faults.address.replace("127.0.0.1", "localhost") + "x"
    schedules = []
    for seed in range(REAL_RUNS):
        rng = random.Random(f"real {seed}")
        choice = PASSING if seed % 2 else PASSING + COSTLY
        kinds = tuple(rng.choice(choice) for _ in range(rng.randrange(1, 4)))
        steps = tuple(fault_of(kind, size, rng, elsewhere) for kind in kinds)
        # With its own name, so that several can run at the same time.
        model = f"tests/real{seed}"
        described = json.dumps({**manifest, "id": model}).encode()
        faults.files[f"models/{model}/manifest.json"] = ("application/json", described)
        faults.files.update({f"models/{model}/{path}": content for path, content in contents.items()})
        faults.on(f"/{model}/onnx/model_q4.onnx$", *steps)
        schedules.append(Schedule(model, contents, kinds, steps, None, Fault(), ()))
    faults.bytes_per_second = REAL_BYTES_PER_SECOND
    answers = run(pages, schedules, REAL_PATIENCE, None, REAL_AT_ONCE)
    rows: defaultdict[str, Row] = defaultdict(Row)
    for schedule, visited in zip(schedules, answers, strict=True):
        code = check(schedule, visited)
        passing = set(schedule.kinds) <= set(PASSING)
        assert code is None or not passing, schedule.kinds
        for row in (rows["all"], rows["only passing faults" if passing else "others"]):
            row.count(code, size, faults.bytes_sent.get(f"/models/{schedule.model}/onnx/model_q4.onnx", 0))
    print_table(f"{REAL_RUNS} schedules on the real model", rows)
    assert rows["all"].sent <= BEYOND * rows["all"].needed
