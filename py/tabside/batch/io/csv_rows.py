"""CSV and TSV as they are found: which delimiter, which columns, and one row at a time."""

from __future__ import annotations

import csv
import io
from typing import Any

from ...errors import InputError
from ..errors import BrokenRowError
from ..job import Job
from .places import Place
from .records import BOM, record_spans

__all__ = ["Header", "csv_header", "is_tsv", "parse_fields"]

_DELIMITERS = (",", ";", "\t", "|")
_USUAL = (
    "body", "comment", "content", "description", "document", "message", "note", "notes", "review", "sentence", "text",
    "title",
)  # fmt: skip

Header = tuple[list[str], str]
"""The columns, and the delimiter under which the text column is among them."""


def is_tsv(place: Place) -> bool:
    return place.stem_and_suffix()[1] == ".tsv"


def csv_header(job: Job, place: Place) -> Header:
    """Return a CSV file's columns and its delimiter.

    Raises:
        InputError: there is no text column, or two columns share a name.
    """
    delimiters = ("\t",) if is_tsv(place) else _DELIMITERS
    start, end = next(record_spans(place.blocks(), "".join(delimiters).encode()), (0, 0))
    try:
        text = place.read(start, min(end, job.limits.max_record_bytes)).removeprefix(BOM).decode(job.encoding)
        headers = [(next(csv.reader(_as_file(text), delimiter=delimiter), []), delimiter) for delimiter in delimiters]
    except UnicodeDecodeError:
        raise InputError(f"The first line of {place.name} is not {job.encoding}.") from None
    except csv.Error:
        raise InputError(f"The first line of {place.name} is not the header of a CSV file.") from None
    for header, delimiter in headers:
        if job.column in header:
            if len(set(header)) != len(header):
                raise InputError(f"{place.name} has two columns of one name; rename one.")
            job.refuse_taken(header, place.name)
            return header, delimiter
    # A file without a header begins with somebody's data: only names that are known anyway are repeated.
    usual = sorted({name for header, _ in headers for name in header if name.lower() in _USUAL})
    hint = f": {', '.join(usual)}" if usual else ""
    raise InputError(f"The first line of {place.name} names no such column; choose one with --column{hint}.")


def parse_fields(text: str, header: Header) -> dict[str, Any]:
    """Return a row's fields by column.

    Raises:
        BrokenRowError: it is no row of CSV, or has another number of fields than the header.
    """
    columns, delimiter = header
    try:
        fields, *more = csv.reader(_as_file(text), delimiter=delimiter, strict=True)
    except (csv.Error, ValueError):
        raise BrokenRowError("The row is not CSV: look at its quotes.") from None
    if more:
        raise BrokenRowError("The row is not CSV: look at its quotes and line ends.")
    if len(fields) != len(columns):
        raise BrokenRowError(f"The row has {len(fields)} fields, the header {len(columns)}.")
    return dict(zip(columns, fields, strict=True))


def _as_file(text: str) -> io.StringIO:
    # Untranslated line ends, because csv keeps those that stand between quotes.
    return io.StringIO(text, newline="")
