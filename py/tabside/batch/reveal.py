"""The way back from reversible pseudonyms, for whoever has the key: files in, files out, a row at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import InputError
from .io.csv_rows import is_tsv
from .io.places import Place, absolute, file_info, unreadable
from .pseudonyms import Pseudonyms, Secret
from .rows.rows import as_type
from .rows.writers import csv_content

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
    copy = Place(absolute(target))
    if (system, path) == copy.open():
        raise InputError("The output must be another file than the input.")
    if copy.compression or copy.stem_and_suffix()[1] != place.stem_and_suffix()[1]:
        raise InputError(f"The output is written as the input is: name it {place.stem_and_suffix()[1]}.")
    if file_info(copy).is_file:
        raise InputError(f"{copy.name} is there already. Choose another name.")
    try:
        with folder.writing(name) as handle:
            work(place, handle, reveal)
    except (UnicodeDecodeError, json.JSONDecodeError, csv.Error) as error:
        raise InputError(f"{place.name} is not {place.format} in UTF-8 all the way through.") from error
    return counts


def _lines(place: Place) -> Iterator[str]:
    """Yield lines with their ends as they are. Raises InputError: they cannot be read."""
    with place.open_stream() as stream, io.TextIOWrapper(stream, encoding="utf-8", newline="") as lines:
        while True:
            try:
                line = lines.readline()
            except OSError as error:
                raise unreadable(place, error) from error
            if not line:
                return
            yield line


def _text(place: Place, handle: Any, reveal: Any) -> None:
    for line in _lines(place):
        handle.write(reveal(line).encode("utf-8", "surrogatepass"))


def _jsonl(place: Place, handle: Any, reveal: Any) -> None:
    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return reveal(value)
        if isinstance(value, list):
            return [walk(item) for item in value]
        return {key: walk(item) for key, item in value.items()} if isinstance(value, dict) else value

    for line in _lines(place):
        if line.strip():
            handle.write(json.dumps(walk(json.loads(line)), ensure_ascii=True).encode() + b"\n")


def _csv(place: Place, handle: Any, reveal: Any) -> None:
    # A field is as long as a document may be.
    csv.field_size_limit(1 << 30)
    delimiter = "\t" if is_tsv(place) else ","
    for row in csv.reader(_lines(place), delimiter=delimiter):
        handle.write(csv_content([[reveal(field) for field in row]], delimiter=delimiter))


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
                        columns[at] = as_type(pa.array(values, pa.large_string()), schema.field(at).type)
                    writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    except pa.ArrowInvalid as error:
        raise InputError(f"{place.name} is not a Parquet file, or a damaged one.") from error


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
