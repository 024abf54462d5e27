"""Restore the values of reversible pseudonyms with the key: files in, files out, row by row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import InputError
from ..files.csv_rows import csv_rows
from ..json_scan import JsonSyntaxError, scan_json
from .io.csv_rows import is_tsv
from .io.places import Place, absolute, file_info, is_special, unreadable
from .pseudonyms import Pseudonyms, Secret
from .rows.rows import as_type
from .rows.writers import csv_content

__all__ = ["Revealed", "reveal_file"]

# A field may be as long as a document.
_MOST_CHARS = 1 << 30


@dataclass(slots=True)
class Revealed:
    """Numbers of restored and unrestored pseudonyms. The latter have another key, were altered, or are irreversible."""

    revealed: int = 0
    kept: int = 0


class _Reveal:
    """Puts values back, and counts."""

    def __init__(self, pseudonyms: Pseudonyms, counts: Revealed) -> None:
        self._pseudonyms, self._counts = pseudonyms, counts

    def __call__(self, text: str) -> str:
        revealed, came_back, did_not = self._pseudonyms.reveal(text)
        self._counts.revealed += came_back
        self._counts.kept += did_not
        return revealed

    def again(self, text: str) -> str:
        """Put values back that were counted before."""
        return self._pseudonyms.reveal(text)[0]


def reveal_file(source: str, target: str, secret: Secret) -> Revealed:
    """Write a copy of a text, JSONL, CSV or Parquet file in which reversible pseudonyms are values again.

    In JSONL, every text at any depth; in CSV, every field; in Parquet, every column of texts. Escapes of the format are
    kept right, which a replacement in the file's bytes would not do. In text, JSONL and CSV every other byte stays as
    it is: numbers of any size, keys given twice, quotes. Nobody but its owner may read the copy.

    Raises:
        InputError: the file is not there, has no known format, or is not of it.
        QuotaError, StorageError: the copy cannot be written.
        RuntimeUnavailableError: the package cryptography is not there.
    """
    place = Place(absolute(source))
    folder, name = Place(absolute(target)).split()
    pseudonyms, counts = Pseudonyms(secret, reversible=True), Revealed()

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
    if file_info(copy).is_file or is_special(copy):
        raise InputError(f"{copy.name} is there already. Choose another name.")
    try:
        with folder.writing(name, is_private=True) as handle:
            work(place, handle, _Reveal(pseudonyms, counts))
    except (UnicodeDecodeError, JsonSyntaxError, csv.Error):
        # Not chained: the cause holds the line that was read.
        raise InputError(f"{place.name} is not {place.format} in UTF-8 all the way through.") from None
    return counts


def _lines(place: Place) -> Iterator[str]:
    """Yield lines with their line breaks. Raises InputError if they cannot be read."""
    with place.open_stream() as stream, io.TextIOWrapper(stream, encoding="utf-8", newline="") as lines:
        while True:
            try:
                line = lines.readline()
            except OSError as error:
                raise unreadable(place, error) from error
            if not line:
                return
            yield line


def _text(place: Place, handle: Any, reveal: _Reveal) -> None:
    for line in _lines(place):
        handle.write(reveal(line).encode("utf-8", "surrogatepass"))


def _jsonl(place: Place, handle: Any, reveal: _Reveal) -> None:
    for line in _lines(place):
        pieces: list[str] = []
        position = 0
        for value in scan_json(line):
            if value.kind == "string" and (revealed := reveal(value.value)) != value.value:
                pieces += (line[position : value.start], json.dumps(revealed))
                position = value.end
        handle.write("".join((*pieces, line[position:])).encode())


def _csv(place: Place, handle: Any, reveal: _Reveal) -> None:
    delimiter = "\t" if is_tsv(place) else ","
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in _lines(place):
            taken.append(line)
            yield line

    for row in csv_rows(lines(), delimiter=delimiter, most_chars=_MOST_CHARS):
        revealed = [reveal(field) for field in row]
        raw = "".join(taken)
        taken.clear()
        handle.write((raw if revealed == row else _csv_row(raw, revealed, delimiter, reveal)).encode())
    handle.write("".join(taken).encode())


def _csv_row(raw: str, row: list[str], delimiter: str, reveal: _Reveal) -> str:
    """Write a row with the quotes and the line end that it had, where its new values allow it."""
    same_quotes = reveal.again(raw)
    try:
        if next(csv_rows([same_quotes], delimiter=delimiter, most_chars=_MOST_CHARS, strict=True)) == row:
            return same_quotes
    except (csv.Error, StopIteration):
        pass
    end = raw[len(raw.rstrip("\r\n")) :]
    return csv_content([row], delimiter=delimiter).decode().removesuffix("\n") + end


def _parquet(place: Place, handle: Any, reveal: _Reveal) -> None:
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
