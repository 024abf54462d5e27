"""Real-world CSV and TSV: detect delimiter and columns, and parse row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from ...errors import InputError
from ...files.csv_rows import MOST_CHARS, csv_rows
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
        InputError: the text column is missing, or two columns share a name.
    """
    delimiters = ("\t",) if is_tsv(place) else _DELIMITERS
    start, end = next(record_spans(place.blocks(), "".join(delimiters).encode()), (0, 0))
    try:
        text = place.read(start, min(end, job.limits.max_record_bytes)).removeprefix(BOM).decode(job.encoding)
        headers = [(next(_rows(text, delimiter), []), delimiter) for delimiter in delimiters]
    except UnicodeDecodeError:
        raise InputError(f"The first line of {place.name} is not {job.encoding}.") from None
    except csv.Error:
        raise InputError(f"The first line of {place.name} is not the header of a CSV file.") from None
    if job.all_columns and not job.more_columns:
        headers = [max(headers, key=lambda one: len(one[0]))]
    for header, delimiter in headers:
        if job.column in header or (job.all_columns and not job.more_columns and header):
            if len(set(header)) != len(header):
                raise InputError(f"{place.name} has two columns of one name; rename one.")
            job.refuse_taken(header, place.name)
            return header, delimiter
    # The first line of a file without a header is somebody's data: only known names are repeated in messages.
    usual = sorted({name for header, _ in headers for name in header if name.lower() in _USUAL})
    hint = f": {', '.join(usual)}" if usual else ""
    raise InputError(f"The first line of {place.name} names no such column; choose one with --column{hint}.")


def parse_fields(text: str, header: Header) -> dict[str, Any]:
    """Return a row's fields by column.

    Raises:
        BrokenRowError: it is not a CSV row, or its number of fields differs from the header's.
    """
    columns, delimiter = header
    try:
        fields, *more = _rows(text, delimiter, strict=True)
    except (csv.Error, ValueError):
        raise BrokenRowError("The row is not CSV: look at its quotes.") from None
    if more:
        raise BrokenRowError("The row is not CSV: look at its quotes and line ends.")
    if len(fields) != len(columns):
        raise BrokenRowError(f"The row has {len(fields)} fields, the header {len(columns)}.")
    return dict(zip(columns, fields, strict=True))


def _rows(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    # Untranslated line breaks, because csv keeps those between quotes. A field may be as long as the text.
    lines = io.StringIO(text, newline="")
    return csv_rows(lines, delimiter=delimiter, most_chars=max(MOST_CHARS, len(text)), strict=strict)
