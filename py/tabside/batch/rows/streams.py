"""Forward-only inputs, kept open from one partition to the next.

To reach the middle of a compressed file, or of a large Parquet row group, everything before
it must be read. A worker takes partitions in order and continues where it was, so each worker reads an input once.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

from ..io.places import BLOCK_BYTES, Place
from ..plan.partitions import Partition

__all__ = ["Streams"]

MOST_ROWS = 1024


class Streams:
    """Reads partitions. Keeps one input open, and little of it in memory."""

    def __init__(self) -> None:
        self._open: _Inflated | _RowGroup | None = None
        self._key: tuple[Any, ...] = ()

    def content(self, partition: Partition) -> bytes:
        """Return the bytes of a partition; fewer if the input has become shorter. Raises OSError."""
        place = Place(partition.url)
        if place.compression is None:
            return place.read(partition.start, partition.end)
        stream = self._at(partition, (partition.url,))
        if stream is None:
            stream = self._keep(_Inflated(place), (partition.url,))
        try:
            return b"".join(stream.take(partition.start, partition.end))
        except BaseException:
            self.close()
            raise

    def table(self, partition: Partition) -> Any:
        """Return the rows of a Parquet partition as a table. Raises OSError, pyarrow.ArrowException."""
        import pyarrow as pa

        if partition.start == partition.end:
            return self.empty_table(partition)
        key = (partition.url, partition.row_group)
        stream = self._at(partition, key)
        try:
            if stream is None:
                stream = self._keep(_RowGroup(partition), key)
            return pa.Table.from_batches(list(stream.take(partition.start, partition.end)), stream.schema)
        except BaseException:
            self.close()
            raise

    def empty_table(self, partition: Partition) -> Any:
        """Return an empty table with the columns of a Parquet file."""
        import pyarrow.parquet as pq

        system, path = Place(partition.url).open()
        return pq.read_schema(path, filesystem=system).empty_table()

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open, self._key = None, ()

    def _at(self, partition: Partition, key: tuple[Any, ...]) -> Any:
        return self._open if self._key == key and self._open and self._open.position <= partition.start else None

    def _keep(self, stream: Any, key: tuple[Any, ...]) -> Any:
        self.close()
        self._open, self._key = stream, key
        return stream


class _Inflated:
    """A compressed file; positions count decompressed bytes."""

    def __init__(self, place: Place) -> None:
        self.position = 0
        self._handle = place.open_stream()

    def take(self, start: int, end: int) -> Iterator[bytes]:
        while self.position < end:
            goal = end if self.position >= start else start
            block: bytes = self._handle.read(min(BLOCK_BYTES, goal - self.position))
            if not block:
                return
            if self.position >= start:
                yield block
            self.position += len(block)

    def close(self) -> None:
        self._handle.close()


class _RowGroup:
    """A row group; positions count its rows."""

    def __init__(self, partition: Partition) -> None:
        import pyarrow.parquet as pq

        system, path = Place(partition.url).open()
        # Without a buffer Arrow reads a whole column of the row group, however large.
        self._file = pq.ParquetFile(path, filesystem=system, buffer_size=BLOCK_BYTES, pre_buffer=False)
        self.schema = self._file.schema_arrow
        self._batches = _batches(self._file, partition.row_group)
        self._left: Any = None
        self.position = 0

    def take(self, start: int, end: int) -> Iterator[Any]:
        while self.position < end:
            batch = self._left if self._left is not None else next(self._batches, None)
            if batch is None:
                return
            skipped = min(max(start - self.position, 0), len(batch))
            taken = min(end - self.position, len(batch)) - skipped
            if taken > 0:
                yield batch.slice(skipped, taken)
            used = skipped + max(taken, 0)
            self._left = batch.slice(used) if used < len(batch) else None
            self.position += used

    def close(self) -> None:
        self._left = None
        self._batches.close()
        self._file.close()


def _batches(file: Any, row_group: int) -> Generator[Any, None, None]:
    """Yield a row group in batches of about one block. Reading starts with the first request."""
    group = file.metadata.row_group(row_group)
    rows = min(MOST_ROWS, max(1, BLOCK_BYTES * group.num_rows // max(group.total_byte_size, 1)))
    yield from file.iter_batches(rows, row_groups=[row_group], use_threads=False)
