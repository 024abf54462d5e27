"""Check a job before any work: outputs must not be read as inputs, and must be writable at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import InputError
from .engines.worker import output_suffix
from .errors import ChangedError
from .io.csv_rows import csv_header
from .io.places import Place, file_info
from .job import Job
from .plan.inputs import would_read
from .plan.partitions import Partition
from .rows.columns import Columns

__all__ = ["check_columns_fit", "check_output", "check_unchanged", "needs_columns"]


def check_output(job: Job, places: Sequence[Place], target: Place | None) -> None:
    """Raise InputError for an output that lies among the inputs, exists already, or has an unsuitable format.

    `target` is the output if it is a file.
    """
    _check_place(job, places, target)
    headers = {place.url: csv_header(job, place)[0] for place in places if place.format == "csv"}
    form = job.format
    if form == "text" and (job.task != "redact" or any(place.format != "text" for place in places)):
        raise InputError("Only redacted text files can be written as text: choose jsonl, csv or parquet.")
    if form == "csv" and any(place.format == "jsonl" for place in places):
        # A row may have keys that another one lacks, so no header fits them all.
        raise InputError("JSONL cannot be written as CSV: choose jsonl or parquet.")
    if form == "csv" and target is not None:
        columns = {tuple(headers.get(place.url) or _other_columns(job, place)) for place in places}
        if len(columns) > 1:
            raise InputError("The inputs have different columns; name a folder as the output.")


def _check_place(job: Job, places: Sequence[Place], target: Place | None) -> None:
    if target is not None and target.compression:
        raise InputError("Outputs are not compressed: leave that suffix away.")
    output = Place(job.output).open()[1].rstrip("/")
    for place in places:
        path = place.open()[1]
        if path == output or path.startswith(f"{output}/"):
            raise InputError("The output must not be where the inputs are: it would be read again.")
    parts = [Partition(0, place.url, place.format or "text", 0, 0, 0) for place in places]
    names = {f"{part.name}{output_suffix(job, part)}" for part in parts}
    folder = f"{output}.parts" if target else output
    made = [*([output] if target else []), *(f"{folder}/{name}" for name in sorted(names))]
    if any(would_read(given, path) for given in job.inputs for path in made):
        raise InputError("The output must not lie in an input folder, nor be named by a glob: it would be read again.")
    if target is not None and file_info(target).type.name == "Directory":
        raise InputError(f"{target.name} is a folder; an output with such a name is a file.")


def _other_columns(job: Job, place: Place) -> list[str]:
    return _parquet_schema(place).names if place.format == "parquet" else [job.column]


def check_columns_fit(job: Job, places: Sequence[Place], columns: Columns | None) -> None:
    """Raise InputError if the inputs' columns do not fit into one Parquet file."""
    import pyarrow as pa

    schemas = [pa.schema([(name, kind or pa.string()) for name, kind in columns.types.items()])] if columns else []
    for place in places:
        if place.format == "parquet":
            schemas.append(_parquet_schema(place))
        elif place.format != "jsonl":
            names = csv_header(job, place)[0] if place.format == "csv" else [job.column]
            schemas.append(pa.schema([(name, pa.string()) for name in names]))
    try:
        pa.unify_schemas([_with_plain_text(job, schema) for schema in schemas], promote_options="permissive")
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise InputError(
            "The inputs' columns do not fit into one Parquet file; name a folder as the output."
        ) from error


def _with_plain_text(job: Job, schema: Any) -> Any:
    """Return the schema without the text column, which is checked row by row and is string in every part."""
    at = schema.get_field_index(job.column)
    return schema if at < 0 else schema.remove(at)


def _parquet_schema(place: Place) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    system, path = place.open()
    try:
        return pq.read_schema(path, filesystem=system)
    except pa.ArrowInvalid as error:
        raise InputError(f"{place.name} is not a Parquet file, or a damaged one.") from error


def check_unchanged(places: Sequence[Place]) -> None:
    """Raise ChangedError for an input that changed since the run began."""
    for place in places:
        info = file_info(place)
        if not info.is_file or (int(info.size), info.mtime_ns) != (place.size, place.modified_ns):
            raise ChangedError(
                f"{place.name} was written to while the run was going on. Run the same command again: "
                "it goes on if the file holds what it held, and else says so."
            )


def needs_columns(job: Job, places: Sequence[Place]) -> bool:
    """Whether rows of JSONL are to be written as Parquet."""
    return job.format == "parquet" and any(place.format == "jsonl" for place in places)
