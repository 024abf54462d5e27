"""`tabside classify`: label texts, one per line or from the rows of a table, with a model or a custom classifier."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import InputError
from .options import Device, Dtype, Json, Lines, Mirror, Model, Revision, Subfolder, source
from .outputs import Outputs
from .terminal import Failures, counted, downloading, emit, note, read_lines, run, shifted, some_lines

__all__ = ["Column", "classify", "read_table"]

Column = Annotated[
    str | None, typer.Option("--column", help="The column with the texts, of a .csv, .xlsx or .jsonl file.")
]


@dataclass(frozen=True)
class _Labelling:
    """The source of the labels: a classifier's file or a model, its loading options, and the labels to use."""

    classifier: Path | None
    model: str | None
    loading: Mapping[str, Any]
    top_k: int | None
    threshold: Any


@dataclass(frozen=True)
class _Table:
    """The column of a table that is labelled, and the file for all rows with their labels."""

    column: str
    output: Path | None


def classify(
    files: Lines = None,
    json: Json = False,
    model: Model = None,
    top_k: Annotated[int, typer.Option("--top-k", min=0, help="Labels per text; 0 means all.")] = 0,
    threshold: Annotated[bool, typer.Option("--threshold", help="Only labels over the model's own threshold.")] = False,
    min_score: Annotated[float | None, typer.Option("--min-score", help="Only labels with this score or more.")] = None,
    classifier: Annotated[
        Path | None, typer.Option("--classifier", help="A classifier with labels of your own: see tabside train.")
    ] = None,
    column: Column = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="With --column: a .csv or .jsonl of the rows with labels.")
    ] = None,
    dtype: Dtype = None,
    device: Device = "auto",
    revision: Revision = None,
    subfolder: Subfolder = None,
    mirror: Mirror = None,
) -> None:
    """Label texts; by default, the probability that each is a prompt injection. A long text is read completely.

    With a classifier the labels are yours; of a long text the beginning counts. With --column the texts are those of a
    table.
    """
    if threshold and (min_score is not None or classifier is not None):
        raise typer.BadParameter("--threshold is the model's own: use neither --min-score nor --classifier with it.")
    if classifier is not None and model is not None:
        raise typer.BadParameter("A classifier names its model: leave --model out.")
    if output is not None and column is None:
        raise typer.BadParameter("--output needs --column: it holds a table's rows.")
    loading = {"dtype": dtype, "device": device, **source(revision, subfolder, mirror)}
    least = "default" if threshold else min_score
    labelling = _Labelling(classifier, model, loading, top_k or None, least)
    table = None if column is None else _Table(column, output)
    run(_classify(files or [], json, labelling, table))


async def _classify(files: list[str], as_json: bool, labelling: _Labelling, table: _Table | None) -> None:
    if table is not None:
        await _classify_table(files, as_json, labelling, table)
        return
    pipe = await _load(labelling)
    failures = Failures("line")
    with counted("texts") as show:
        for start, lines in some_lines(read_lines(files)):
            for number, best in enumerate(await _label(pipe, labelling, lines, start, failures), start + 1):
                _print(number, best, as_json)
            show(start + len(lines))
    failures.exit()


async def _classify_table(files: list[str], as_json: bool, labelling: _Labelling, table: _Table) -> None:
    path, rows = read_table(files)
    texts = rows.column(table.column)
    outputs = Outputs([path, labelling.classifier])
    if table.output is not None and table.output.suffix.lower() not in (".csv", ".jsonl"):
        raise InputError("--output takes the name of a .csv or .jsonl file.")
    outputs.claim(table.output)
    pipe = await _load(labelling)
    failures = Failures("row")
    labelled: list[list[dict[str, Any]] | None] = []
    with counted("texts", len(texts)) as show:
        for start, some in some_lines(texts):
            labelled += await _label(pipe, labelling, some, start, failures)
            show(len(labelled))
    if table.output is None:
        for number, best in enumerate(labelled, 1):
            _print(number, best, as_json)
    else:
        write = _csv if table.output.suffix.lower() == ".csv" else _jsonl
        outputs.write(table.output, write(rows.columns, rows.rows, labelled).encode())
    failures.exit()


def read_table(files: Sequence[str]) -> tuple[Path, Any]:
    """Read the one file of a command as a table. Return its path and `Rows`.

    Raises:
        InputError: there are none or several. See also `read_rows`.
    """
    from ..files.rows import read_rows

    if len(files) != 1:
        raise InputError("--column takes one file: a table.")
    path = Path(files[0])
    rows = read_rows(path.read_bytes(), path.name)
    for warning in rows.warnings:
        note(warning)
    return path, rows


async def _load(labelling: _Labelling) -> Any:
    from ..classifiers import Classifier
    from ..pipelines import pipeline

    with downloading() as progress:
        options = {**labelling.loading, "progress_callback": progress}
        if labelling.classifier is None:
            return await pipeline("text-classification", labelling.model, **options)
        # Without --dtype the weights are those that the classifier names.
        given = {name: value for name, value in options.items() if value is not None}
        return await Classifier.load(labelling.classifier, **given)


async def _label(
    pipe: Any, labelling: _Labelling, texts: Sequence[str], start: int, failures: Failures
) -> list[list[dict[str, Any]] | None]:
    def cut(number: int, tokens: int, limit: int) -> None:
        note(f"line {start + number + 1}: {tokens} tokens, of which the first {limit} count")

    options: dict[str, Any] = {} if labelling.threshold is None else {"threshold": labelling.threshold}
    if labelling.classifier is not None:
        options["on_truncated"] = cut
    # All labels are requested, so that every text gives a list.
    results = await pipe(texts, top_k=None, **options, on_error=shifted(failures, start))
    return [None if result is None else result[: labelling.top_k] for result in results]


def _print(number: int, best: Sequence[Mapping[str, Any]] | None, as_json: bool) -> None:
    if as_json:
        emit({"line": number, "labels": best})
    else:
        print("\t".join("%s %.4f" % (one["label"], one["score"]) for one in best or ()) or "-")  # noqa: UP031


def _csv(columns: Sequence[str], rows: Sequence[Sequence[str]], labelled: Sequence[Any]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*columns, *_free(columns)])
    for row, best in zip(rows, labelled, strict=True):
        writer.writerow([*row, *((best[0]["label"], f"{best[0]['score']:.4f}") if best else ("", ""))])
    return written.getvalue()


def _jsonl(columns: Sequence[str], rows: Sequence[Sequence[str]], labelled: Sequence[Any]) -> str:
    label, score = _free(columns)
    lines = []
    for row, best in zip(rows, labelled, strict=True):
        top = best[0] if best else {"label": None, "score": None}
        record = {**dict(zip(columns, row, strict=True)), label: top["label"], score: top["score"]}
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    return "".join(lines)


def _free(columns: Sequence[str]) -> tuple[str, str]:
    """Return names for the columns of label and score that the table does not have.

    >>> _free(["text", "label"])
    ('predicted label', 'score')
    """
    label = "label" if "label" not in columns else "predicted label"
    score = "score" if "score" not in columns else "predicted score"
    return label, score
