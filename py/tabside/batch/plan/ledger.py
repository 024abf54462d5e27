"""The ledger of a run, stored beside its output: the same command resumes it, and any other one is refused.

`_tabside/run.json` describes the run, `_tabside/plan.jsonl` its partitions and the hashes of its inputs.
`_tabside/done/N.json` is written after a partition's part is in place. A partition without that record is repeated,
with the same result under the same name, so that nothing is lost or doubled.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ...errors import InputError
from ..errors import ChangedError
from ..io.places import TEMPORARY, Folder, Place, file_info, storage_errors
from ..job import Job
from .partitions import Partition, Source

__all__ = ["HOME", "REJECTED", "REPORT", "Done", "Ledger", "Plan"]

HOME = "_tabside"
REJECTED = "_rejected"
REPORT = "_report.json"  # readers of folders (Spark, pyarrow, pandas) skip such names


@dataclass(frozen=True, slots=True)
class Done:
    """The results of a partition. A part without rows is written too, so that every input has an output file.

    `findings` counts by entity, `failures` by error code, `warnings` rows by warning code
    (`redaction.other-script`: names in other scripts are found less often). `sample` holds some redacted rows for
    review.
    """

    number: int
    part: str
    bytes: int
    sha256: str
    rows: int
    chars: int
    findings: dict[str, int] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)
    sample: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    run: str = ""
    """The run that it belongs to: the digest of `run.json`'s content."""


class Plan:
    """The partitions of a run in a file, so that a plan of a million partitions needs no memory."""

    def __init__(self, entries: Iterable[Partition | Source]) -> None:
        """Write the plan to a temporary file. Raises the errors of `partitions_of`, and QuotaError."""
        self._folder = tempfile.TemporaryDirectory(prefix="tabside-")
        self.path = Path(self._folder.name) / "plan.jsonl"
        try:
            with storage_errors():
                self.count, self.sha256 = self._write(entries)
        except BaseException:
            self.close()
            raise

    def _write(self, entries: Iterable[Partition | Source]) -> tuple[int, str]:
        count, digest = 0, hashlib.sha256()
        with self.path.open("wb") as handle:
            for entry in entries:
                count += isinstance(entry, Partition)
                line = json.dumps({"kind": type(entry).__name__, **asdict(entry)}).encode() + b"\n"
                digest.update(line)
                handle.write(line)
        return count, digest.hexdigest()

    def partitions(self) -> Iterator[Partition]:
        for entry in _entries(self.path.open("rb")):
            if entry.pop("kind") == "Partition":
                yield Partition(**entry)

    def close(self) -> None:
        self._folder.cleanup()


class Ledger:
    """The record of one run in its output folder."""

    def __init__(self, folder: Folder, run: str = "") -> None:
        """Open the record. `run` is the digest of the run that it must be of, as `begin` returns it."""
        self.folder = folder
        self.run = run

    def begin(self, job: Job, plan: Plan, target: Place | None = None) -> str:
        """Note what this run is, or make sure that it is the one that was begun here. Return its digest.

        Raises:
            ChangedError: inputs, model or options are other ones; the message says which.
            InputError: there are files in the folder, or `target` is there, and nothing says that a run made them.
            QuotaError, StorageError: the folder cannot be written.
        """
        run: dict[str, Any] = {"identity": job.identity(), "partitions": plan.count, "plan_sha256": plan.sha256}
        raw = self.folder.read(f"{HOME}/run.json")
        if raw is None and target is not None and file_info(target).is_file:
            raise InputError(f"{target.name} is there already, and is no output of this. Choose another name.")
        if raw is None and any(not name.startswith(".") for name in self.folder.names("")):
            raise InputError("The output folder holds files of something else. Choose an empty one.")
        before = {} if raw is None else _parsed(raw)
        self.run = _digest(run)
        if before == run:
            return self.run
        if not self.folder.names(f"{HOME}/done"):
            # An earlier run here, if any, had no results: it may have had a wrong option.
            with self.folder.writing(f"{HOME}/plan.jsonl") as handle, plan.path.open("rb") as lines:
                shutil.copyfileobj(lines, handle)
            self.folder.write(f"{HOME}/run.json", json.dumps(run, indent=1).encode())
            return self.run
        made = f"{target.name} and {self.folder.place.name}" if target else self.folder.place.name
        changed = _differences(before.get("identity", {}), run["identity"]) or [self._changed_input(plan)]
        raise ChangedError(
            f"{self.folder.place.name} holds a run with other {', '.join(changed)}. "
            f"Run the same command as before to go on, choose another output, or delete {made} first."
        )

    def is_done(self, partition: Partition) -> Done | None:
        """Return the record of a partition that this run has done and whose part is there, byte for byte."""
        raw = self.folder.read(f"{HOME}/done/{partition.number:06d}.json")
        if raw is None:
            return None
        done = _read_done(raw)
        if done is None or done.run != self.run or done.number != partition.number:
            return None
        # A record may have been altered to name a file of somebody else's.
        if not done.part.startswith(partition.name) or "/" in done.part or "\\" in done.part:
            return None
        if self.folder.size(done.part) != done.bytes or self.folder.digest(done.part) != done.sha256:
            return None
        return done

    def record(self, done: Done) -> None:
        """Commit a partition.

        Raises:
            ChangedError: another run has begun in this folder meanwhile.
            QuotaError, StorageError: the record cannot be written.
        """
        raw = self.folder.read(f"{HOME}/run.json")
        if raw is None or _digest(_parsed(raw)) != self.run:
            raise ChangedError("Another run has begun in the output folder. Choose another output for one of them.")
        self.folder.write(f"{HOME}/done/{done.number:06d}.json", json.dumps(asdict(done)).encode())

    def is_finished(self) -> bool:
        """Whether the report exists."""
        return self.folder.size(REPORT) is not None

    def finish(self, report: dict[str, Any]) -> None:
        """Write the report, and remove half-written files of stopped workers."""
        self.folder.write(REPORT, json.dumps(report, indent=1).encode())
        for below in ("", f"{REJECTED}/", f"{HOME}/", f"{HOME}/done/"):
            for name in self.folder.names(below.rstrip("/")):
                if name.startswith(TEMPORARY):
                    self.folder.delete(f"{below}{name}")

    def _changed_input(self, plan: Plan) -> str:
        import io

        raw = self.folder.read(f"{HOME}/plan.jsonl") or b""
        before = {entry["url"]: entry["sha256"] for entry in _entries(io.BytesIO(raw)) if entry["kind"] == "Source"}
        for entry in _entries(plan.path.open("rb")):
            if entry["kind"] == "Source" and before.get(entry["url"]) != entry["sha256"]:
                return f"input ({Place(entry['url']).name})"
        return "inputs"


def _entries(lines: Any) -> Iterator[dict[str, Any]]:
    with lines:
        for line in lines:
            yield json.loads(line)


def _read_done(raw: bytes) -> Done | None:
    """Read a record; None for what is none, as a power cut may leave it."""
    try:
        done = Done(**json.loads(raw))
    except (ValueError, TypeError, RecursionError):
        return None
    kinds = {"number": int, "part": str, "bytes": int, "sha256": str, "rows": int, "chars": int, "run": str,
             "findings": dict, "failures": dict, "warnings": dict, "sample": list}  # fmt: skip
    return done if all(isinstance(getattr(done, name), kind) for name, kind in kinds.items()) else None


def _digest(run: Any) -> str:
    return hashlib.sha256(json.dumps(run, sort_keys=True).encode()).hexdigest()[:32]


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ChangedError("The output folder's records are damaged. Choose an empty folder.") from error
    if not isinstance(data, dict):
        raise ChangedError("The output folder's records are damaged. Choose an empty folder.")
    return data


def _differences(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return [name.replace("_", " ") for name in now if before.get(name) != now[name]]
