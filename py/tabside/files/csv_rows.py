"""CSV rows with fields of any length, without a change to the host program's `csv`."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterable

__all__ = ["MOST_CHARS", "csv_rows"]

MOST_CHARS = 131_072
"""The longest field that `csv` reads by default."""


def csv_rows(
    lines: Iterable[str], *, delimiter: str, most_chars: int = MOST_CHARS, strict: bool = False
) -> Generator[list[str], None, None]:
    """Yield the rows. `csv` has one limit for the whole process, which is another one only while a row is read.

    Raises:
        csv.Error: a field has more characters, or the text is no CSV (see `csv.Dialect.strict`).

    >>> list(csv_rows(["a,b"], delimiter=","))
    [['a', 'b']]
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=strict)
    while True:
        before = csv.field_size_limit(most_chars)
        try:
            row = next(reader)
        except StopIteration:
            return
        finally:
            csv.field_size_limit(before)
        yield row
