"""`tabside redact`: personal data out of files of many kinds, or of standard input."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import InputError, TabsideError
from .options import Device, Dtype, Json
from .terminal import STDIN, Failures, counted, downloading, emit, note, read_text, run, write_whole

if TYPE_CHECKING:
    from ..redaction.redactor import Redactor

__all__ = ["redact"]

PASSPHRASE = "TABSIDE_PASSPHRASE"
_TEXTS = ("text/", "application/json", "application/yaml", "application/xhtml", "message/")


def redact(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]…",
            help="Text, Markdown, CSV, JSON, JSONL, HTML, .eml, .docx, .xlsx, .pptx, .pdf; - or none: text on stdin.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A file; for several inputs a folder, or a name that ends in .zip."),
    ] = None,
    json: Json = False,
    policy: Annotated[
        str | None,
        typer.Option("--policy", help="A policy's file, or everything, gdpr, hipaa, pci or coarse-geography."),
    ] = None,
    entity: Annotated[list[str] | None, typer.Option("--entity", help="Look for these only; repeatable.")] = None,
    operator: Annotated[
        str | None,
        typer.Option(
            "--operator",
            help="placeholder, replace, mask, hash, encrypt (passphrase in TABSIDE_PASSPHRASE), surrogate, generalize, "
            "remove or keep.",
        ),
    ] = None,
    operator_for: Annotated[
        list[str] | None, typer.Option("--operator-for", metavar="ENTITY=OPERATOR", help="An exception; repeatable.")
    ] = None,
    threshold: Annotated[float | None, typer.Option("--threshold", help="Lower finds more and masks more.")] = None,
    model: Annotated[str | None, typer.Option("--model", help="The model's id.")] = None,
    dtype: Dtype = None,
    device: Device = "auto",
) -> None:
    """Put placeholders in the place of personal data. A file that could not be scanned to its end is not written."""
    how = _How(entity, threshold, operator, operator_for or [], policy)
    run(_redact(files or [STDIN], output, json, how, model, dtype, device))


@dataclass(frozen=True, slots=True)
class _How:
    """The redactor's options, as the command line gave them."""

    entities: list[str] | None
    threshold: float | None
    operator: str | None
    exceptions: list[str]
    policy: str | None


@dataclass(frozen=True, slots=True)
class _Result:
    """A redacted input: its bytes, its name, what is said of its findings, and whether a terminal can show it."""

    data: bytes = field(repr=False)
    name: str
    findings: list[dict[str, Any]] = field(repr=False)
    is_text: bool


async def _redact(
    files: list[str], output: Path | None, json: bool, how: _How, model: str | None, dtype: str | None, device: str
) -> None:
    from ..redaction.redactor import DEFAULT_MODEL, Redactor

    operator = None if how.operator is None else _with_passphrase(how.operator)
    exceptions = dict(_exception(pair) for pair in how.exceptions)
    operators = {entity: _with_passphrase(name) for entity, name in exceptions.items()}
    targets = _targets(files, output)
    policy = None if how.policy is None else _policy(how.policy)
    with downloading() as progress:
        redactor = await Redactor.create(
            model or DEFAULT_MODEL, entities=how.entities, operator=operator, operators=operators,
            threshold=how.threshold, policy=policy, dtype=dtype, device=device, progress_callback=progress,
        )  # fmt: skip
    failures = Failures("file")
    packed: list[_Result] = []
    is_zip = output is not None and output.suffix.lower() == ".zip"
    for number, file in enumerate(files):
        what = "characters" if len(files) == 1 else f"file {number + 1} of {len(files)}, characters"
        try:
            result = await _redact_one(file, redactor, what)
        except (TabsideError, OSError) as error:
            if len(files) == 1:
                raise
            failures(number, error if isinstance(error, TabsideError) else InputError(f"{file}: {error.strerror}."))
            continue
        target = targets[number]
        if target is not None and file != STDIN and Path(result.name).suffix != Path(file).suffix:
            target = target.with_suffix(Path(result.name).suffix)
        if is_zip:
            packed.append(result)
        elif target is not None:
            write_whole(target, result.data)
        _say(file, target, result, json)
    if is_zip and output is not None:
        from ..files.archive import Entry, write_archive

        write_whole(output, write_archive([Entry(Path(result.name).name, result.data) for result in packed]))
    failures.exit()


async def _redact_one(file: str, redactor: Redactor, what: str) -> _Result:
    from ..files.formats import MEDIA_TYPES

    media_type = MEDIA_TYPES.get(Path(file).suffix.lower().removeprefix("."), "text/plain")
    if file == STDIN or media_type in ("text/plain", "text/markdown", "text/x-rst", "application/yaml"):
        text = read_text(file)
        with counted(what, len(text)) as show:
            redaction = await redactor.redact(text, on_progress=lambda done, _total: show(done))
        findings = [asdict(finding) for finding in redaction.findings]
        return _Result(redaction.text.encode("utf-8"), "stdin.txt" if file == STDIN else file, findings, True)
    from ..files import redact_file

    with counted(what) as show:
        redacted = await redact_file(_read_bytes(file), file, redactor, on_progress=lambda done, _total: show(done))
    for warning in redacted.warnings:
        note(f"{file}: {warning}")
    findings = [{"place": one.place, **asdict(one.finding)} for one in redacted.findings]
    return _Result(redacted.data, redacted.name, findings, redacted.media_type.startswith(_TEXTS))


def _read_bytes(file: str) -> bytes:
    return Path(file).read_bytes()


def _say(file: str, target: Path | None, result: _Result, json: bool) -> None:
    if target is None and not result.is_text and (json or sys.stdout.isatty()):
        raise InputError(f"{file}: a file of this kind cannot be shown; say with -o where to write it.")
    if json:
        written = {"text": result.data.decode("utf-8", "replace")} if target is None else {"output": str(target)}
        emit({"file": file, **written, "findings": result.findings})
    elif target is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(result.data)
        sys.stdout.buffer.flush()


def _policy(source: str) -> Any:
    """Read a policy's file, or the preset of that name."""
    from ..redaction.policy import Policy

    path = Path(source)
    return Policy.load(path.read_bytes() if path.is_file() else source)


def _with_passphrase(operator: str) -> Any:
    if operator != "encrypt":
        return operator
    passphrase = os.environ.get(PASSPHRASE, "")
    if not passphrase:
        raise InputError(f"The operator encrypt takes its passphrase from the variable {PASSPHRASE}.")
    return {"operator": "encrypt", "passphrase": passphrase}


def _exception(pair: str) -> tuple[str, str]:
    entity, separator, operator = pair.partition("=")
    if not separator:
        raise InputError("--operator-for takes ENTITY=OPERATOR, such as CITY=keep.")
    return entity, operator


def _targets(files: list[str], output: Path | None) -> list[Path | None]:
    """Return where each input's result goes; None is standard output."""
    if output is None:
        return [None] * len(files)
    if len(files) == 1 and not output.is_dir() and output.suffix.lower() != ".zip":
        return [output]
    names = ["stdin.txt" if file == STDIN else Path(file).name for file in files]
    if len(set(names)) != len(names):
        raise InputError("Two of the inputs have the same name; redact them one by one.")
    return [output / name for name in names]
