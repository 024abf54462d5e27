"""A run from its inputs to its report: find, plan, verify, work, join, report."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import Literal

from ..errors import InputError
from .checks import check_columns_fit, check_output, check_unchanged, needs_columns
from .engines.local import cores, run_local
from .engines.ray_data import run_ray
from .engines.worker import Setting, verify_model
from .io.places import Folder, Place, absolute
from .job import Job
from .joining import is_joined, join
from .plan.inputs import find_inputs
from .plan.ledger import Done, Ledger, Plan
from .plan.lock import alone
from .plan.partitions import Partition, partitions_of
from .report import Report, Tally
from .rows.cells import with_all_columns
from .rows.columns import Columns, columns_of
from .rows.unread import unread_columns

__all__ = ["Engine", "run"]

OnDone = Callable[[Tally, int], None]


@dataclass(frozen=True, slots=True)
class Engine:
    """The configuration of the workers. It does not affect the output.

    `processes` is the number of processes, or of actors; None chooses by the cores. `threads` is the number of threads
    per model; None divides the cores.
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
        ChangedError: the output folder holds another run, or an input was written to.
        BusyError: another run is writing there.
        IntegrityError, DownloadError, ...: the model cannot be had.
        QuotaError, StorageError: the output cannot be written.
        WorkerStoppedError: a process was ended from outside.
    """
    engine = engine or Engine()
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run(job, engine, on_done)
    # In a notebook a loop already runs in this thread, and loops do not nest.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_run, job, engine, on_done).result()


def _run(job: Job, engine: Engine, on_done: OnDone | None) -> Report:
    job = replace(job, output=absolute(job.output)).resolved()
    target, job = _single_file(job)
    parts = Folder(target.parts() if target else Place(job.output))
    places, ignored = find_inputs(job.inputs)
    job = with_all_columns(job, places)
    check_output(job, places, target)
    asyncio.run(verify_model(job))
    lock = ExitStack()
    plan = Plan(partitions_of(job, places, job.limits.target_bytes(sum(place.size for place in places))))
    try:
        columns = columns_of(job, plan.partitions()) if needs_columns(job, places) else None
        if target is not None and job.format == "parquet":
            check_columns_fit(job, places, columns)
        unread = unread_columns(job, places) if job.task == "redact" else []
        ledger = Ledger(parts)
        lock.enter_context(alone(parts, target))
        ledger.begin(job, plan, target)
        started = time.monotonic()
        tally = Tally()
        done_parts: dict[int, Done] = {}

        def add(done: Done, *, is_new: bool) -> None:
            tally.add(done, is_new=is_new)
            if target:
                done_parts[done.number] = done
            if on_done is not None:
                on_done(tally, plan.count)

        with closing(_work(job, engine, ledger, plan, columns, add)) as results:
            for done in results:
                add(done, is_new=True)
        check_unchanged(places)
        report = _report(job, tally, time.monotonic() - started, ignored, unread)
        if report.partitions == report.partitions_before and ledger.is_finished() and is_joined(parts, target):
            return report
        if target:
            join(parts, [done_parts[number] for number in sorted(done_parts)], target, job.format or "text")
        ledger.finish(report.to_dict())
        return report
    finally:
        lock.close()
        plan.close()


def _work(
    job: Job, engine: Engine, ledger: Ledger, plan: Plan, columns: Columns | None, add: Callable[..., None]
) -> Generator[Done, None, None]:
    def missing() -> Iterator[Partition]:
        for partition in plan.partitions():
            done = ledger.is_done(partition)
            if done is None:
                yield partition
            else:
                add(done, is_new=False)

    if engine.name == "ray":
        setting = Setting.here(job, ledger, engine.threads, columns)
        yield from run_ray(setting, missing(), engine.processes, gpus=float(job.device == "cuda"))
        return
    processes, threads = _share(engine, plan.count, job.device)
    yield from run_local(Setting.here(job, ledger, threads, columns), missing(), processes)


def _share(engine: Engine, partitions: int, device: str) -> tuple[int, int]:
    """Divide the cores: one process per core, since the models are small, unless there is less work."""
    # One device serves one model; a second process would only use more of its memory.
    most = 1 if device == "cuda" else cores()
    processes = min(engine.processes or most, max(partitions, 1))
    return processes, engine.threads or max(1, cores() // processes)


def _single_file(job: Job) -> tuple[Place | None, Job]:
    """Return the file into which parts are joined, if the output is named like one."""
    form = Place(job.output).format
    if form is None:
        return None, job
    if job.format not in (None, form):
        raise InputError("The output's suffix names another format than --format does.")
    return Place(job.output), replace(job, format=form)


def _report(job: Job, tally: Tally, seconds: float, ignored: int, unread: Sequence[str]) -> Report:
    return tally.report(
        task=job.task,
        model=job.model,
        seconds=seconds,
        files_ignored=ignored,
        output=job.output,
        columns_unread=unread,
    )
