"""`tabside redact`: personal data out of files or standard input."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ..errors import InputError, TabsideError
from .options import Device, Dtype, Json
from .terminal import STDIN, Failures, counted, downloading, emit, read_text, run, write_whole

__all__ = ["redact"]


def redact(
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE]…", help="Text files; - or none: stdin.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file, or for several inputs a folder.")
    ] = None,
    json: Json = False,
    entity: Annotated[list[str] | None, typer.Option("--entity", help="Look for these only; repeatable.")] = None,
    operator: Annotated[
        str, typer.Option("--operator", help="placeholder, mask, hash, remove or keep.")
    ] = "placeholder",
    operator_for: Annotated[
        list[str] | None, typer.Option("--operator-for", metavar="ENTITY=OPERATOR", help="An exception; repeatable.")
    ] = None,
    threshold: Annotated[float | None, typer.Option("--threshold", help="Lower finds more and masks more.")] = None,
    model: Annotated[str | None, typer.Option("--model", help="The model's id.")] = None,
    dtype: Dtype = None,
    device: Device = "auto",
) -> None:
    """Put placeholders in the place of personal data. A file that could not be scanned to its end is not written."""
    run(_redact(files or [STDIN], output, json, entity, operator, operator_for or [], threshold, model, dtype, device))


async def _redact(
    files: list[str],
    output: Path | None,
    json: bool,
    entities: list[str] | None,
    operator: str,
    exceptions: list[str],
    threshold: float | None,
    model: str | None,
    dtype: str | None,
    device: str,
) -> None:
    from ..redaction.redactor import DEFAULT_MODEL, Redactor

    operators = dict(_exception(pair) for pair in exceptions)
    targets = _targets(files, output)
    with downloading() as progress:
        redactor = await Redactor.create(
            model or DEFAULT_MODEL, entities=entities, operator=operator, operators=operators, threshold=threshold,
            dtype=dtype, device=device, progress_callback=progress,
        )  # fmt: skip
    failures = Failures("file")
    for number, file in enumerate(files):
        try:
            text = read_text(file)
            with counted("characters", len(text)) as show:
                redaction = await redactor.redact(text, on_progress=lambda done, _total, show=show: show(done))  # type: ignore[misc]
        except (TabsideError, OSError) as error:
            if len(files) == 1:
                raise
            failures(number, error if isinstance(error, TabsideError) else InputError(f"{file}: {error.strerror}."))
            continue
        target = targets[number]
        if target is not None:
            write_whole(target, redaction.text.encode("utf-8"))
        if json:
            written = {"text": redaction.text} if target is None else {"output": str(target)}
            emit({"file": file, **written, "findings": [asdict(finding) for finding in redaction.findings]})
        elif target is None:
            sys.stdout.write(redaction.text)
    failures.exit()


def _exception(pair: str) -> tuple[str, str]:
    entity, separator, operator = pair.partition("=")
    if not separator:
        raise InputError("--operator-for takes ENTITY=OPERATOR, such as CITY=keep.")
    return entity, operator


def _targets(files: list[str], output: Path | None) -> list[Path | None]:
    """Return where each input's result goes; None is standard output."""
    if output is None:
        return [None] * len(files)
    if len(files) == 1 and not output.is_dir():
        return [output]
    names = ["stdin.txt" if file == STDIN else Path(file).name for file in files]
    if len(set(names)) != len(names):
        raise InputError("Two of the inputs have the same name; redact them one by one.")
    return [output / name for name in names]
