"""Cut inputs into partitions, the units of processing, writing and resuming.

A plan is a pure function of the inputs' bytes and the limits. One pass reads and
hashes each input, with at most one block in memory.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...errors import InputError
from ..io.csv_rows import csv_header
from ..io.places import Place, unreadable
from ..io.records import record_spans
from ..job import Job

__all__ = ["Partition", "Source", "partitions_of"]


@dataclass(frozen=True, slots=True)
class Partition:
    """A part of one input. `start` and `end` count decompressed bytes, or in Parquet the rows of one row group.

    `first_row` counts the rows of the file.
    """

    number: int
    url: str
    format: str
    start: int
    end: int
    first_row: int
    row_group: int = 0

    @property
    def name(self) -> str:
        """The base name of its files: they sort like the input, and include the input's name."""
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", Place(self.url).stem_and_suffix()[0])[:80]
        return f"{self.number:06d}-{stem}" if stem else f"{self.number:06d}"


@dataclass(frozen=True, slots=True)
class Source:
    """An input file as planned: its size on disk, and the hash of its decompressed content."""

    url: str
    bytes: int
    sha256: str


def partitions_of(job: Job, places: Iterable[Place], target_bytes: int) -> Iterator[Partition | Source]:
    """Yield the partitions of each input, followed by the input itself with its hash.

    Raises:
        InputError: an input cannot be read, or lacks a required column.
    """
    number = 0
    for place in places:
        form = place.format or "text"
        read = _Hashed(place)
        try:
            if form == "parquet":
                read.all()
                spans = _parquet_spans(job, place, target_bytes)
            elif form == "text" and job.whole_files:
                read.all()
                spans = iter([(0, read.bytes, 0, 0)])
            else:
                delimiter = csv_header(job, place)[1].encode() if form == "csv" else b""
                spans = _byte_spans(read.blocks(), delimiter, target_bytes, job.limits.max_record_bytes)
            for start, end, first_row, row_group in spans:
                yield Partition(number, place.url, form, start, end, first_row, row_group)
                number += 1
        except OSError as error:
            raise unreadable(place, error) from error
        yield Source(place.url, place.size, read.digest.hexdigest())


class _Hashed:
    """Reads an input once, hashing and counting its content."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.digest = hashlib.sha256()
        self.bytes = 0

    def blocks(self) -> Iterator[bytes]:
        """Yield the input's blocks. Raises InputError for UTF-16, in which bytes are not characters."""
        for block in self._place.blocks():
            if self.bytes == 0 and block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise InputError(f"{self._place.name} is in UTF-16: convert it to UTF-8 first.")
            self.digest.update(block)
            self.bytes += len(block)
            yield block

    def all(self) -> None:
        for _ in self.blocks():
            pass


def _byte_spans(
    blocks: Iterable[bytes], delimiter: bytes, target_bytes: int, most_bytes: int
) -> Iterator[tuple[int, int, int, int]]:
    """Gather records into spans of about `target_bytes`. A record that is too long to be read is a span of its own.

    An input without records is one empty span, so that it has a part as well.
    """
    start = end = first_row = row = header_end = 0
    for record_start, record_end in record_spans(blocks, delimiter):
        if delimiter and record_start == 0:
            start = end = header_end = record_end  # the header, which every partition reads for itself
            continue
        is_huge = record_end - record_start > most_bytes
        if end > start and (is_huge or record_end - start > target_bytes):
            yield start, end, first_row, 0
            start, first_row = record_start, row
        end = record_end
        row += 1
        if is_huge:
            yield start, end, first_row, 0
            start, first_row = end, row
    if end > start or end == header_end:
        yield start, end, first_row, 0


def _parquet_spans(job: Job, place: Place, target_bytes: int) -> Iterator[tuple[int, int, int, int]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    system, path = place.open()
    try:
        file = pq.ParquetFile(path, filesystem=system)
    except pa.ArrowInvalid as error:
        raise InputError(f"{place.name} is not a Parquet file, or a damaged one.") from error
    first_row = 0
    with file:
        check_columns(job, place, file.schema_arrow.names)
        if not file.metadata.num_rows:
            yield 0, 0, 0, 0
        for group in range(file.metadata.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            size = max(file.metadata.row_group(group).total_byte_size, 1)
            step = max(1, min(rows, rows * target_bytes // size))
            for start in range(0, rows, step):
                yield start, min(rows, start + step), first_row + start, group
            first_row += rows


def check_columns(job: Job, place: Place, names: list[str]) -> None:
    """Raise InputError if the columns of a Parquet file are unsuitable."""
    if job.column not in names:
        raise InputError(
            f"{place.name} has no column of that name; choose one with --column: {', '.join(sorted(set(names)))}."
        )
    if len(set(names)) != len(names):
        raise InputError(f"{place.name} has two columns of one name; rename one.")
    job.refuse_taken(names, place.name)
