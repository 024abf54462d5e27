"""A worker: loads a model and processes partitions, from input to committed part."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from typing import Any

from ... import hub
from ...disk.transfer import is_intact
from ...env import Env, env
from ...errors import IntegrityError, TabsideError
from ..io.csv_rows import is_tsv
from ..io.places import Folder, Place
from ..job import SUFFIXES, Job
from ..plan.ledger import REJECTED, Done, Ledger
from ..plan.partitions import Partition
from ..rows.cells import Cell, cells_of
from ..rows.columns import Columns
from ..rows.readers import read_partition
from ..rows.rows import Rows, with_results
from ..rows.streams import Streams
from ..rows.writers import encode, encode_rejected
from .tasks import BatchTask, Redact, count_findings, create_task

__all__ = ["REJECTED", "Setting", "Worker", "output_format", "verify_model"]

SAMPLES, SAMPLE_CHARS = 2, 400


@dataclass(frozen=True, slots=True)
class Setting:
    """A worker's settings besides the job.

    The folder of parts, the model's threads, the process-wide settings, and the columns of JSONL as Parquet.
    """

    job: Job
    parts: str
    threads: int | None = None
    env: Mapping[str, Any] | None = None
    columns: Columns | None = None
    run: str = ""

    @classmethod
    def here(cls, job: Job, ledger: Ledger, threads: int | None = None, columns: Columns | None = None) -> Setting:
        """Capture this process' settings for workers in other processes."""
        settings = {field.name: getattr(env, field.name) for field in fields(Env)}
        return cls(job, ledger.folder.place.url, threads, settings, columns, ledger.run)

    def apply_env(self) -> None:
        for name, value in (self.env or {}).items():
            setattr(env, name, value)


class Worker:
    """Processes partitions one at a time. The model is loaded for the first."""

    def __init__(self, setting: Setting) -> None:
        setting.apply_env()
        self.setting = setting
        self._ledger = Ledger(Folder(Place(setting.parts)), setting.run)
        self._runner = asyncio.Runner()
        self._task: BatchTask | None = None
        self._streams = Streams()

    def work(self, partition: Partition) -> Done:
        """Read and process a partition, write its part and its rejected rows, and commit it.

        A committed partition is left as it is.

        Raises:
            IntegrityError, DownloadError, SessionError, ...: the model cannot be downloaded or loaded.
            QuotaError, StorageError: the output cannot be written.
            InputError: the input differs from the planned one.
        """
        return self._ledger.is_done(partition) or self._runner.run(self._work(partition))

    def close(self) -> None:
        self._streams.close()
        # Ctrl-C just as a partition completes leaves a stop in the loop. Closing would raise on it and hide the Ctrl-C,
        # so the loop is closed regardless.
        with suppress(RuntimeError):
            self._runner.close()

    async def _work(self, partition: Partition) -> Done:
        started = time.monotonic()
        job = self.setting.job
        if self._task is None:
            await verify_model(job)
            self._task = await create_task(job, threads=self.setting.threads)
        task = self._task
        rows = read_partition(job, partition, self._streams)
        errors = dict(rows.errors)
        values: dict[int, Mapping[str, Any]] = {}
        readable = [index for index in range(len(rows.texts)) if index not in errors]
        texts = {index: text for index in readable if (text := rows.texts[index]) is not None}
        for index, result in zip(texts, await task.run(list(texts.values())), strict=True):
            if isinstance(result, TabsideError):
                errors[index] = result
            else:
                values[index] = result
        types = task.types()
        nothing = dict.fromkeys(types)
        if isinstance(task, Redact):
            more = list(cells_of(job, rows, readable))
            types = {**types, **await _with_cells(task, more, values, errors, nothing)}
        kept = [index for index in readable if index not in errors]
        results = [_with_all(values.get(index, nothing), rows, index, types) for index in kept]
        suffix = output_suffix(job, partition)
        content = encode(
            with_results(rows, kept, results, types), output_format(job, partition), job.column,
            delimiter="\t" if suffix == ".tsv" else ",",
            columns=self.setting.columns if partition.format == "jsonl" else None,
        )  # fmt: skip
        done = self._write(partition, rows, errors, kept, results, content, task.warnings())
        done = replace(done, seconds=round(time.monotonic() - started, 3), run=self.setting.run)
        self._ledger.record(done)
        return done

    def _write(
        self,
        partition: Partition,
        rows: Rows,
        errors: Mapping[int, TabsideError],
        kept: Sequence[int],
        results: Sequence[Mapping[str, Any]],
        content: bytes,
        warnings: Sequence[str],
    ) -> Done:
        folder, job = self._ledger.folder, self.setting.job
        part = f"{partition.name}{output_suffix(job, partition)}"
        folder.write(part, content)
        if errors:
            folder.write(
                f"{REJECTED}/{partition.name}.jsonl", encode_rejected(partition, rows, errors), is_private=True
            )
        numbers = [rows.numbers[index] for index in kept]
        sample = _sample(partition, numbers, results, job.column) if job.task == "redact" else []
        return Done(
            number=partition.number,
            part=part,
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            rows=len(rows.texts),
            chars=sum(len(rows.texts[index] or "") for index in kept),
            findings=count_findings(results),
            failures=dict(sorted(Counter(error.code for error in errors.values()).items())),
            warnings=dict(sorted(Counter(warnings).items())),
            sample=sample,
        )


async def _with_cells(
    task: Redact, cells: Sequence[Cell], values: dict[int, Mapping[str, Any]], errors: dict[int, TabsideError],
    nothing: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Redact further cells of the rows into their values, or note why a row fails; return their columns' types."""
    texts = [(cell, cell.text) for cell in cells if isinstance(cell.text, str)]
    errors.update((cell.row, cell.text) for cell in cells if not isinstance(cell.text, str))
    results = await task.run_cells([(cell.column, text) for cell, text in texts])
    for (cell, _), result in zip(texts, results, strict=True):
        if isinstance(result, TabsideError):
            errors[cell.row] = result
            continue
        before = values.get(cell.row, nothing)
        findings = [*(before["findings"] or ()), *result["findings"]]
        values[cell.row] = {**before, cell.column: result[cell.column], "findings": findings}
    text_type = next(iter(task.types().values()))
    return {cell.column: text_type for cell in cells}


def _with_all(result: Mapping[str, Any], rows: Rows, index: int, types: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a row's results with what it has in columns of which only other rows have results."""
    missing = [name for name in types if name not in result]
    if not missing:
        return result
    if rows.table is None:
        return {**result, **{name: rows.records[index][name] for name in missing if name in rows.records[index]}}
    return {**result, **{name: rows.table.column(name)[index].as_py() for name in missing}}


async def verify_model(job: Job) -> None:
    """Download the model's files if needed, and hash all their bytes, whatever was recorded before.

    Raises:
        IntegrityError: a stored file was altered.
        DownloadError, StorageError: a file cannot be downloaded or stored.
    """
    files = job.model_files()
    await hub.default_files().ensure(job.manifest(), files)
    for file in files:
        if not is_intact(hub.local_path(file), file):
            raise IntegrityError(
                f"{file.path} of {file.model_id} was altered after it was stored. Delete it; it is fetched again.",
                file=file.path,
            )


def output_format(job: Job, partition: Partition) -> str:
    """Return the format of a partition's part: the requested one, or the input's if it can hold the results."""
    if job.format is not None:
        return job.format
    return "jsonl" if partition.format == "text" and job.task != "redact" else partition.format


def output_suffix(job: Job, partition: Partition) -> str:
    """Return the suffix of a partition's part. TSV stays TSV unless another format was requested."""
    form = output_format(job, partition)
    named = Place(job.output if job.format else partition.url)
    return ".tsv" if form == "csv" and is_tsv(named) else SUFFIXES[form]


def _sample(
    partition: Partition, numbers: Sequence[int], results: Sequence[Mapping[str, Any]], column: str
) -> list[dict[str, Any]]:
    """Choose a few rows with findings by a hash of their position: random, but the same in every run."""

    def rank(number: int) -> str:
        return hashlib.sha256(f"{partition.url}\0{number}".encode("utf-8", "surrogateescape")).hexdigest()[:16]

    found = [(rank(number), number, row) for number, row in zip(numbers, results, strict=True) if row.get("findings")]
    return [
        {
            "rank": place,
            "source": partition.url,
            "row": number + 1,
            "text": row[column][:SAMPLE_CHARS],
            "entities": count_findings([row]),
        }
        for place, number, row in sorted(found, key=lambda entry: entry[0])[:SAMPLES]
    ]
