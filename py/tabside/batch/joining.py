"""Join the parts into one file if the output is named like a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from ..errors import InputError, StorageError
from .io.csv_rows import is_tsv
from .io.places import Folder, Place
from .io.records import record_spans
from .plan.ledger import HOME, Done

__all__ = ["is_joined", "join"]

ROW_GROUP_BYTES = 4 << 20


def is_joined(parts: Folder, target: Place | None) -> bool:
    """Whether the output file, if there is one, was joined before and still exists."""
    if target is None:
        return True
    raw = parts.read(f"{HOME}/joined.json")
    if raw is None:
        return False
    folder, name = target.split()
    try:
        record = json.loads(raw)
        return bool(folder.size(name) == record["bytes"] and folder.digest(name) == record["sha256"])
    except (ValueError, TypeError, KeyError, RecursionError):  # as after a power cut
        return False


def join(parts: Folder, done: Sequence[Done], target: Place, form: str) -> None:
    """Put parts together in their order and move the file to its place in one step, a few megabytes at a time.

    Raises:
        InputError: the parts' columns do not fit together.
        QuotaError, StorageError: the file cannot be written, or a part is not what was written.
    """
    folder, name = target.split()
    for one in done:
        if parts.digest(one.part) != one.sha256:
            raise StorageError(f"The part {one.number} was altered. Run the same command again: it is done anew.")
    paths = [parts.place.child(one.part) for one in done]
    with folder.writing(name, beside=parts) as handle:
        counted = _Counted(handle)
        if form == "parquet":
            _join_parquet(paths, counted)
        elif form == "csv":
            _join_csv(paths, counted, b"\t" if is_tsv(target) else b",")
        else:
            for path in paths:
                for block in path.blocks():
                    counted.write(block)
    record = {"bytes": counted.bytes, "sha256": counted.digest.hexdigest()}
    parts.write(f"{HOME}/joined.json", json.dumps(record).encode())


class _Counted:
    """A stream that hashes and counts the bytes written to it."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self.bytes = 0
        self.digest = hashlib.sha256()
        self.closed = False

    def write(self, data: Any) -> int:
        self._handle.write(data)
        self.digest.update(data)
        size = len(memoryview(data))
        self.bytes += size
        return size

    def flush(self) -> None:
        self._handle.flush()

    def close(self) -> None:
        """Leave the stream open: whoever opened it closes it."""

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        return self.bytes


def _join_csv(paths: list[Place], handle: _Counted, delimiter: bytes) -> None:
    common = b""
    for path in paths:
        end = next(record_spans(path.blocks(), delimiter))[1]
        header = path.read(0, end)
        common = common or header
        if header != common:
            raise InputError("The inputs have different columns; name a folder as the output.")
        for block in path.blocks(end if handle.bytes else 0):
            handle.write(block)


def _join_parquet(paths: list[Place], handle: _Counted) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schemas = []
    for path in paths:
        system, name = path.open()
        schemas.append(pq.read_schema(name, filesystem=system))
    try:
        schema = pa.unify_schemas(schemas, promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise InputError("The parts' columns do not fit into one Parquet file; name a folder as the output.") from error
    with pq.ParquetWriter(pa.PythonFile(handle, "w"), schema, compression="zstd") as writer:
        # Readers prefer Parquet row groups that are not tiny, as parts may be.
        gathered: list[Any] = []
        for path in paths:
            gathered.append(_read_part(path, schema))
            if sum(table.nbytes for table in gathered) >= ROW_GROUP_BYTES:
                writer.write_table(pa.concat_tables(gathered))
                gathered = []
        if gathered:
            writer.write_table(pa.concat_tables(gathered))


def _read_part(path: Place, schema: Any) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    system, name = path.open()
    with pq.ParquetFile(name, filesystem=system) as file:
        table = file.read(use_threads=False)
    for field in schema:
        if field.name not in table.column_names:
            table = table.append_column(field, pa.nulls(len(table), field.type))
    return table.select(schema.names).cast(schema)
