"""Cutting inputs into partitions: what is worked on, written and, after a stop, done again as one.

A plan is a pure function of the inputs' bytes and the limits. It is made in one pass that reads each input once,
hashes it, and holds no more than a block of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..errors import InputError
from .job import Job
from .places import Place

__all__ = ["Partition", "Source", "partitions_of", "record_spans"]


@dataclass(frozen=True, slots=True)
class Partition:
    """A stretch of one input. `start` and `end` count bytes, or in Parquet the rows of one row group.

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
        """What its files are called: they sort as the input does, and bear the input's own name."""
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", Place(self.url).path.stem)[:80]
        return f"{self.number:06d}-{stem}" if stem else f"{self.number:06d}"


@dataclass(frozen=True, slots=True)
class Source:
    """An input file as the plan found it."""

    url: str
    bytes: int
    sha256: str


def partitions_of(job: Job, places: Iterable[Place], target_bytes: int) -> Iterator[Partition | Source]:
    """Yield the partitions of each input, and behind them the input itself with its hash.

    Raises:
        InputError: a CSV or Parquet input has no text column, or a Parquet input is not one.
    """
    number = 0
    for place in places:
        form = place.format or "text"
        digest = hashlib.sha256()
        if form == "parquet":
            for block in place.blocks():
                digest.update(block)
            spans = _parquet_spans(job, place, target_bytes)
        elif form == "text" and job.whole_files:
            for block in place.blocks():
                digest.update(block)
            spans = iter([(0, place.size, 0, 0)])
        else:
            spans = _byte_spans(_hashed(place.blocks(), digest), form, target_bytes, job.limits.max_record_bytes)
        for start, end, first_row, row_group in spans:
            yield Partition(number, place.url, form, start, end, first_row, row_group)
            number += 1
        yield Source(place.url, place.size, digest.hexdigest())


def record_spans(blocks: Iterable[bytes], *, quoted: bool) -> Iterator[tuple[int, int]]:
    r"""Yield (start, end) of each record, its line end included, holding no more than a block.

    With `quoted`, a line end between double quotes does not count (RFC 4180): doubled quotes keep the parity.

    >>> list(record_spans([b'a,"b\n', b'c"\nd'], quoted=True))
    [(0, 8), (8, 9)]
    """
    start = position = 0
    is_open = False
    for block in blocks:
        begin = 0
        while (newline := block.find(b"\n", begin)) >= 0:
            if quoted and block.count(b'"', begin, newline) % 2:
                is_open = not is_open
            begin = newline + 1
            if not is_open:
                yield start, position + begin
                start = position + begin
        if quoted and block.count(b'"', begin) % 2:
            is_open = not is_open
        position += len(block)
    if start < position:
        yield start, position


def _hashed(blocks: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for block in blocks:
        digest.update(block)
        yield block


def _byte_spans(
    blocks: Iterable[bytes], form: str, target_bytes: int, most_bytes: int
) -> Iterator[tuple[int, int, int, int]]:
    """Gather records into spans of about `target_bytes`. A record that is too long to be read is a span of its own."""
    start = end = first_row = row = 0
    for record_start, record_end in record_spans(blocks, quoted=form == "csv"):
        if form == "csv" and record_start == 0:
            start = end = record_end  # the header, which every partition reads for itself
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
    if end > start:
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
        if job.column not in file.schema_arrow.names:
            names = ", ".join(file.schema_arrow.names)
            raise InputError(f"{place.name} has no column of that name; choose one with --column: {names}.")
        for group in range(file.metadata.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            size = max(file.metadata.row_group(group).total_byte_size, 1)
            step = max(1, min(rows, rows * target_bytes // size))
            for start in range(0, rows, step):
                yield start, min(rows, start + step), first_row + start, group
            first_row += rows
