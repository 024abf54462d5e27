"""The engine for one machine: processes with one model each. Python's process pool distributes the partitions."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait as wait_for
from typing import Any

from ...errors import InputError, TabsideError, from_code
from ..errors import WorkerStoppedError
from ..plan.ledger import Done
from ..plan.partitions import Partition
from .worker import Setting, Worker

__all__ = ["cores", "run_local"]


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_local(setting: Setting, partitions: Iterable[Partition], processes: int) -> Iterator[Done]:
    """Yield partitions as they are completed. With one process, this process does the work.

    At most two partitions per process are in progress, so memory does not grow with the input. When the caller
    stops iterating, or an error ends the run, the processes are ended. The next run repeats uncommitted partitions.

    Raises:
        WorkerStoppedError: a process was ended from outside.
        The errors of `Worker.work`.
    """
    if processes < 1:
        raise InputError("There must be at least one process.")
    if processes == 1:
        worker = Worker(setting)
        try:
            yield from map(worker.work, partitions)
        finally:
            worker.close()
        return
    # Not forked: onnxruntime and Arrow have threads, whose locks would stay held in the fork.
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(setting,))
    try:
        yield from _results(pool, iter(partitions), 2 * processes)
    except BrokenProcessPool as error:
        raise WorkerStoppedError(
            "A worker process ended in the middle of its work; the system may be out of memory. "
            "Run the same command again, with fewer --processes: it goes on."
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
            process.join()


def _results(pool: ProcessPoolExecutor, partitions: Iterator[Partition], most: int) -> Iterator[Done]:
    pending: set[Future[Done | _Failure]] = set()
    while True:
        pending.update(pool.submit(_work, partition) for partition in islice(partitions, most - len(pending)))
        if not pending:
            return
        finished, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in finished:
            result = future.result()
            if isinstance(result, _Failure):
                raise result.error()
            yield result


class _Failure:
    """A typed error in transit between processes: exceptions with custom details cannot be pickled."""

    def __init__(self, error: TabsideError) -> None:
        self.parts: tuple[str, str, dict[str, Any]] = (error.code, error.message, dict(error.details))

    def error(self) -> TabsideError:
        code, message, details = self.parts
        return from_code(code, message, **details)


_worker: Worker | None = None


def _begin(setting: Setting) -> None:
    """Set up a worker process."""
    global _worker
    # Ctrl-C reaches every process of the terminal; the driver decides what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = Worker(setting)


def _end_with_parent() -> None:
    """End this process when the driver has ended, for whatever reason."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _work(partition: Partition) -> Done | _Failure:
    if _worker is None:
        raise RuntimeError("a worker process was not set up")
    try:
        return _worker.work(partition)
    except TabsideError as error:
        return _Failure(error)
