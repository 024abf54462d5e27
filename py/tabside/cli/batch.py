"""`tabside batch redact|classify|embed IN… -o OUT`, `tabside batch new-key` and `tabside reveal`.

Exit codes: 0 success; 1 the run failed with a message; 2 wrong command line; 3 the run finished, but rows were
set aside; 130 Ctrl-C.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from ..batch.job import Job, Limits, Task
from ..batch.pseudonyms import Secret, new_secret
from ..batch.reveal import reveal_file
from ..batch.run import Engine, run
from ..errors import Cancelled, InputError, TabsideError
from .batch_progress import Progress, print_report
from .terminal import note

__all__ = ["app", "mount"]

app = typer.Typer(help="Process whole corpora: text, JSONL, CSV and Parquet.", no_args_is_help=True)

Inputs = Annotated[list[str], typer.Argument(metavar="IN…", help="Files, folders, globs, or addresses (s3://…).")]
Output = Annotated[
    str, typer.Option("--output", "-o", help="A folder, or one file: out.jsonl, out.csv, out.parquet, …")
]
Column = Annotated[str, typer.Option("--column", help="The column, or key, with the text.")]
Columns = Annotated[
    list[str] | None, typer.Option("--column", help="The column, or key, with the text; default: text. Repeatable.")
]
AllColumns = Annotated[bool, typer.Option("--all-columns", help="Read all columns with texts in them.")]
Format = Annotated[str | None, typer.Option("--format", help="text, jsonl, csv or parquet; default: the input's.")]
WholeFiles = Annotated[bool, typer.Option("--whole-files", help="Treat a text file as one document, not each line.")]
Encoding = Annotated[str, typer.Option("--encoding", help="Of text, JSONL and CSV inputs; the output is UTF-8.")]
Model = Annotated[str | None, typer.Option("--model", help="The model's id.")]
Dtype = Annotated[str | None, typer.Option("--dtype", help="The weights: q8, q4, fp32, …")]
Device = Annotated[str, typer.Option("--device", help="auto, cpu or cuda.")]
EngineName = Annotated[str, typer.Option("--engine", help="local or ray.")]
Processes = Annotated[int | None, typer.Option("--processes", help="Processes, or Ray actors; default: by the cores.")]
Threads = Annotated[int | None, typer.Option("--threads", help="Threads of each model.")]
MaxChars = Annotated[int, typer.Option("--max-chars", help="Longer texts are set aside unprocessed.")]
PartitionKb = Annotated[
    int | None, typer.Option("--partition-kb", help="Size of the unit of work, which is repeated after a stop.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the report as JSON, without progress.")]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help="The key for pseudonyms; default: the variable TABSIDE_KEY.")
]


@app.command()
def redact(
    inputs: Inputs,
    output: Output,
    column: Columns = None,
    all_columns: AllColumns = False,
    format: Format = None,
    whole_files: WholeFiles = False,
    encoding: Encoding = "utf-8",
    model: Model = None,
    dtype: Dtype = None,
    device: Device = "auto",
    engine: EngineName = "local",
    processes: Processes = None,
    threads: Threads = None,
    max_chars: MaxChars = 1_000_000,
    partition_kb: PartitionKb = None,
    json: Json = False,
    key_file: KeyFile = None,
    reversible: Annotated[bool, typer.Option("--reversible", help="Use pseudonyms that the key can reverse.")] = False,
    entity: Annotated[
        list[str] | None, typer.Option("--entity", help="Look only for these, such as EMAIL; repeatable.")
    ] = None,
    threshold: Annotated[float | None, typer.Option("--threshold", help="From 0 to 1: lower values mask more.")] = None,
    operator: Annotated[str, typer.Option("--operator", help="placeholder, mask, remove or keep.")] = "placeholder",
    operators: Annotated[
        list[str] | None,
        typer.Option("--operator-for", metavar="ENTITY=OPERATOR", help="An exception by entity; repeatable."),
    ] = None,
) -> None:
    """Replace personal data by placeholders, or by pseudonyms with a key.

    If it stops, run the same command again to resume. Rows that fail are copied unchanged to the output's folder
    _rejected (exit code 3). A column findings lists each finding and its position.
    """
    more: dict[str, Any] = {
        "entities": tuple(entity) if entity else None,
        "threshold": threshold,
        "operator": operator,
        "reversible": reversible,
        "more_columns": tuple(dict.fromkeys(column[1:])) if column else (),
        "all_columns": all_columns,
    }
    options = _Options(
        inputs, output, column[0] if column else "text", format, whole_files, encoding, model, dtype, device, engine,
        processes, threads, max_chars, partition_kb, json,
    )  # fmt: skip
    _run("redact", options, lambda: {**more, "operators": _exceptions(operators), "secret": _secret(key_file)})


@app.command()
def classify(
    inputs: Inputs,
    output: Output,
    column: Column = "text",
    format: Format = None,
    whole_files: WholeFiles = False,
    encoding: Encoding = "utf-8",
    model: Model = None,
    dtype: Dtype = None,
    device: Device = "auto",
    engine: EngineName = "local",
    processes: Processes = None,
    threads: Threads = None,
    max_chars: MaxChars = 1_000_000,
    partition_kb: PartitionKb = None,
    json: Json = False,
) -> None:
    """Add each text's best label, its score, and the scores of all labels.

    If it stops, run the same command again to resume. Rows that fail are copied to the output's folder
    _rejected (exit code 3). The columns are called label, score and scores.
    """
    options = _Options(
        inputs, output, column, format, whole_files, encoding, model, dtype, device, engine, processes, threads,
        max_chars, partition_kb, json,
    )  # fmt: skip
    _run("classify", options, dict)


@app.command()
def embed(
    inputs: Inputs,
    output: Output,
    column: Column = "text",
    format: Format = None,
    whole_files: WholeFiles = False,
    encoding: Encoding = "utf-8",
    model: Model = None,
    dtype: Dtype = None,
    device: Device = "auto",
    engine: EngineName = "local",
    processes: Processes = None,
    threads: Threads = None,
    max_chars: MaxChars = 1_000_000,
    partition_kb: PartitionKb = None,
    json: Json = False,
) -> None:
    """Add each text's vector, in a column embedding.

    If it stops, run the same command again to resume. Rows that fail are copied to the output's folder
    _rejected (exit code 3).
    """
    options = _Options(
        inputs, output, column, format, whole_files, encoding, model, dtype, device, engine, processes, threads,
        max_chars, partition_kb, json,
    )  # fmt: skip
    _run("embed", options, dict)


@app.command("new-key")
def new_key(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write a new key for pseudonyms, readable only by you. Whoever has it can undo reversible pseudonyms."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(new_secret() + "\n")
    except OSError as error:
        _fail(InputError(f"The key cannot be written there: {os.strerror(error.errno or 0)}."))
    typer.echo("Wrote a key. Keep it apart from the data, and keep a copy: without it nothing comes back.")


def reveal(
    file: Annotated[str, typer.Argument(metavar="IN", help="A file that was redacted with --reversible.")],
    output: Annotated[str, typer.Option("--output", "-o", help="The file to write.")],
    key_file: KeyFile = None,
) -> None:
    """Restore the values in the output of redact --reversible, with the same key.

    Takes one file of text, JSONL, CSV or Parquet. Pseudonyms that were made with another key, or altered, stay.
    """
    try:
        secret = _secret(key_file)
        if secret is None:
            raise InputError("A key is needed: --key-file FILE, or TABSIDE_KEY.")
        counts = reveal_file(file, output, secret)
    except TabsideError as error:
        _fail(error)
    typer.echo(f"{counts.revealed:,} brought back, {counts.kept:,} left: another key's, altered, or not reversible.")


def mount(cli: typer.Typer) -> None:
    """Add `batch` and `reveal` to the command line."""
    cli.add_typer(app, name="batch")
    cli.command()(reveal)


@dataclass(frozen=True, slots=True)
class _Options:
    """The options that every batch command has."""

    inputs: list[str]
    output: str
    column: str
    format: str | None
    whole_files: bool
    encoding: str
    model: str | None
    dtype: str | None
    device: str
    engine: str
    processes: int | None
    threads: int | None
    max_chars: int
    partition_kb: int | None
    as_json: bool

    def job(self, task: Task, more: Mapping[str, Any]) -> Job:
        """Return the job that these options describe."""
        return Job(
            task=task,
            inputs=tuple(self.inputs),
            output=self.output,
            column=self.column,
            format=self.format,
            whole_files=self.whole_files,
            encoding=self.encoding,
            limits=Limits(self.max_chars, None if self.partition_kb is None else self.partition_kb << 10),
            model=self.model or "",
            dtype=self.dtype,
            device=self.device,
            **more,
        )


def _run(task: Task, options: _Options, more: Callable[[], Mapping[str, Any]]) -> None:
    try:
        job = options.job(task, more())
        chosen: Literal["local", "ray"] = "ray" if options.engine == "ray" else "local"
        if options.engine not in ("local", "ray"):
            raise InputError("The engines are local and ray.")
        with Progress(shown=not options.as_json) as progress:
            report = run(job, Engine(chosen, options.processes, options.threads), on_done=progress.update)
    except TabsideError as error:
        _fail(error)
    except KeyboardInterrupt:
        _fail(Cancelled("Stopped. Run the same command again: it goes on with what is not done."), 130)
    except Exception as error:
        _fail(_defect(error))
    print_report(report, as_json=options.as_json)
    if report.rows_rejected:
        raise typer.Exit(3)


def _defect(error: Exception) -> TabsideError:
    """Return the message for an unexpected error: its type and place. Its own message may contain text."""
    package = str(Path(__file__).parents[1])
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(package)]
    where = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return TabsideError(f"A defect of tabside: {type(error).__name__}{where}. What was done is kept; please report it.")


def _exceptions(pairs: list[str] | None) -> dict[str, str]:
    exceptions = {}
    for pair in pairs or []:
        entity, separator, operator = pair.partition("=")
        if not separator:
            raise InputError("--operator-for takes ENTITY=OPERATOR, such as CITY=keep.")
        exceptions[entity] = operator
    return exceptions


def _secret(key_file: Path | None) -> Secret | None:
    if key_file is not None:
        return Secret.from_file(key_file)
    text = os.environ.get("TABSIDE_KEY")
    return None if text is None else Secret.from_text(text)


def _fail(error: TabsideError, code: int = 1) -> Any:
    note(f"{error.message} [{error.code}]")
    raise typer.Exit(code)
