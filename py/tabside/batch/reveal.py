"""The way back from reversible pseudonyms, for whoever has the key: files in, files out, a row at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from ..errors import InputError
from .places import Place, absolute
from .pseudonyms import Pseudonyms, Secret

__all__ = ["Revealed", "reveal_file"]


@dataclass(slots=True)
class Revealed:
    """How many pseudonyms came back, and how many did not: made with another key, altered, or not reversible."""

    revealed: int = 0
    kept: int = 0


def reveal_file(source: str, target: str, secret: Secret) -> Revealed:
    """Write a copy of a text, JSONL, CSV or Parquet file in which reversible pseudonyms are values again.

    In JSONL, every text at any depth; in CSV, every field; in Parquet, every column of texts. Escapes of the format are
    kept right, which a replacement in the file's bytes would not do.

    Raises:
        InputError: the file is not there, has no known format, or is not of it.
        QuotaError, StorageError: the copy cannot be written.
        RuntimeUnavailableError: the package cryptography is not there.
    """
    place = Place(absolute(source))
    folder, name = Place(absolute(target)).split()
    pseudonyms, counts = Pseudonyms(secret, reversible=True), Revealed()

    def reveal(text: str) -> str:
        revealed, came_back, did_not = pseudonyms.reveal(text)
        counts.revealed += came_back
        counts.kept += did_not
        return revealed

    work = {"text": _text, "jsonl": _jsonl, "csv": _csv, "parquet": _parquet}.get(place.format or "")
    if work is None:
        raise InputError(f"{place.name} has no known format.")
    system, path = place.open()
    if not system.get_file_info(path).is_file:
        raise InputError("The input is not there.")
    if (system, path) == Place(absolute(target)).open():
        raise InputError("The output must be another file than the input.")
    try:
        with folder.writing(name) as handle:
            work(place, handle, reveal)
    except (UnicodeDecodeError, json.JSONDecodeError, csv.Error) as error:
        raise InputError(f"{place.name} is not {place.format} in UTF-8 all the way through.") from error
    return counts


@contextmanager
def _lines(place: Place) -> Iterator[IO[str]]:
    import io

    system, path = place.open()
    with system.open_input_stream(path) as stream, io.TextIOWrapper(stream, encoding="utf-8", newline="") as lines:
        yield lines


def _text(place: Place, handle: Any, reveal: Any) -> None:
    with _lines(place) as lines:
        for line in lines:
            handle.write(reveal(line).encode("utf-8", "surrogatepass"))


def _jsonl(place: Place, handle: Any, reveal: Any) -> None:
    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return reveal(value)
        if isinstance(value, list):
            return [walk(item) for item in value]
        return {key: walk(item) for key, item in value.items()} if isinstance(value, dict) else value

    with _lines(place) as lines:
        for line in lines:
            if line.strip():
                handle.write(json.dumps(walk(json.loads(line)), ensure_ascii=True).encode() + b"\n")


def _csv(place: Place, handle: Any, reveal: Any) -> None:
    import io

    # A field is as long as a document may be.
    csv.field_size_limit(1 << 30)
    with _lines(place) as lines:
        for row in csv.reader(lines, delimiter="\t" if place.name.lower().endswith(".tsv") else ","):
            buffer = io.StringIO()
            csv.writer(buffer, lineterminator="\n").writerow([reveal(field) for field in row])
            handle.write(buffer.getvalue().encode("utf-8", "surrogatepass"))


def _parquet(place: Place, handle: Any, reveal: Any) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    system, path = place.open()
    try:
        with pq.ParquetFile(path, filesystem=system) as file:
            schema = file.schema_arrow
            texts = [at for at, field in enumerate(schema) if _is_text(field.type)]
            with pq.ParquetWriter(handle, schema, compression="zstd") as writer:
                for batch in file.iter_batches(batch_size=1024):
                    columns = list(batch.columns)
                    for at in texts:
                        values = [None if value is None else reveal(value) for value in columns[at].to_pylist()]
                        columns[at] = pa.array(values, schema.field(at).type)
                    writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    except pa.ArrowInvalid as error:
        raise InputError(f"{place.name} is not a Parquet file, or a damaged one.") from error


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
