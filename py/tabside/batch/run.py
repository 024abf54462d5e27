"""A run from its inputs to its report: find, plan, verify, work, join, report."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Literal

from ..errors import InputError
from .job import Job
from .joining import is_joined, join
from .ledger import Done, Ledger, Plan
from .local import cores, run_local
from .partitions import Partition, partitions_of
from .places import Folder, Place, absolute, find_inputs
from .ray_data import run_ray
from .readers import csv_header
from .report import Report, Tally
from .worker import Setting, verify_model

__all__ = ["Engine", "run"]

OnDone = Callable[[Tally, int], None]


@dataclass(frozen=True, slots=True)
class Engine:
    """Who does the work. It has no influence on what comes out.

    `processes` is the number of processes, or of actors; None chooses by the cores. `threads` is how many each model
    computes with; None shares the cores out.
    """

    name: Literal["local", "ray"] = "local"
    processes: int | None = None
    threads: int | None = None

    def __post_init__(self) -> None:
        if self.name not in ("local", "ray"):
            raise InputError("The engines are local and ray.")
        if any(count is not None and count < 1 for count in (self.processes, self.threads)):
            raise InputError("There must be at least one process and one thread.")


def run(job: Job, engine: Engine | None = None, *, on_done: OnDone | None = None) -> Report:
    """Do a job, or go on with it where it stopped, and return its report, which is in the output folder too.

    `on_done(tally, partitions_in_all)` hears of each partition.

    Raises:
        InputError: an input is not there, or has no text column.
        ChangedError: the output folder holds another run.
        IntegrityError, DownloadError, ...: the model cannot be had.
        QuotaError, StorageError: the output cannot be written.
        WorkerStoppedError: a process was ended from outside.
    """
    engine = engine or Engine()
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run(job, engine, on_done)
    # As in a notebook: a loop runs in this thread already, and loops do not nest.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_run, job, engine, on_done).result()


def _run(job: Job, engine: Engine, on_done: OnDone | None) -> Report:
    job = replace(job, output=absolute(job.output)).resolved()
    target, job = _single_file(job)
    parts = Folder(target.parts() if target else Place(job.output))
    places, ignored = find_inputs(job.inputs)
    _check(job, places, target)
    asyncio.run(verify_model(job))
    plan = Plan(partitions_of(job, places, job.limits.target_bytes(sum(place.size for place in places))))
    try:
        ledger = Ledger(parts)
        ledger.begin(job, plan)
        started = time.monotonic()
        tally = Tally()
        names: dict[int, str] = {}

        def add(done: Done, *, is_new: bool) -> None:
            tally.add(done, is_new=is_new)
            if done.part is not None and target:
                names[done.number] = done.part
            if on_done is not None:
                on_done(tally, plan.count)

        if target and is_joined(parts, target):
            return _report(job, tally, 0.0, ignored)
        with closing(_work(job, engine, ledger, plan, add)) as results:
            for done in results:
                add(done, is_new=True)
        report = _report(job, tally, time.monotonic() - started, ignored)
        if target and names:
            join(parts, [names[number] for number in sorted(names)], target, job.format or "text")
        ledger.finish(report.to_dict())
        return report
    finally:
        plan.close()


def _work(
    job: Job, engine: Engine, ledger: Ledger, plan: Plan, add: Callable[..., None]
) -> Generator[Done, None, None]:
    def missing() -> Iterator[Partition]:
        for partition in plan.partitions():
            done = ledger.is_done(partition)
            if done is None:
                yield partition
            else:
                add(done, is_new=False)

    if engine.name == "ray":
        setting = Setting.here(job, ledger.folder.place.url, engine.threads)
        yield from run_ray(setting, missing(), engine.processes, gpus=float(job.device == "cuda"))
        return
    processes, threads = _share(engine, plan.count, job.device)
    yield from run_local(Setting.here(job, ledger.folder.place.url, threads), missing(), processes)


def _share(engine: Engine, partitions: int, device: str) -> tuple[int, int]:
    """Share the cores out: a process a core, since the models are small, unless there is less to do than that."""
    # One device serves one model; a second process would only take its memory.
    most = 1 if device == "cuda" else cores()
    processes = min(engine.processes or most, max(partitions, 1))
    return processes, engine.threads or max(1, cores() // processes)


def _single_file(job: Job) -> tuple[Place | None, Job]:
    """Return the file that parts are to be joined in, if the output is named like one."""
    form = Place(job.output).format
    if form is None:
        return None, job
    if job.format not in (None, form):
        raise InputError("The output's suffix names another format than --format does.")
    return Place(job.output), replace(job, format=form)


def _check(job: Job, places: list[Place], target: Place | None) -> None:
    """Refuse what could only go wrong later."""
    output = Place(job.output).open()[1]
    for place in places:
        path = place.open()[1]
        if path == output or path.startswith(f"{output.rstrip('/')}/"):
            raise InputError("The output must not be where the inputs are: it would be read again.")
        if place.format == "csv":
            csv_header(job, place)
    if any(output.startswith(f"{Place(given).open()[1].rstrip('/')}/") for given in job.inputs if "*" not in given):
        raise InputError("The output must not lie in an input folder: it would be read again.")
    if target is None and job.format is None:
        return
    form = job.format or ""
    if form == "text" and (job.task != "redact" or any(place.format != "text" for place in places)):
        raise InputError("Only redacted text files can be written as text: choose jsonl, csv or parquet.")
    if form == "csv" and any(place.format == "jsonl" for place in places):
        # A row may have keys that another one has not, so no header fits them all.
        raise InputError("JSONL cannot be written as CSV: choose jsonl or parquet.")


def _report(job: Job, tally: Tally, seconds: float, ignored: int) -> Report:
    return tally.report(task=job.task, model=job.model, seconds=seconds, files_ignored=ignored, output=job.output)
