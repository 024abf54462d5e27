"""`tabside redact`: redact files of many formats, or standard input."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..errors import InputError, TabsideError
from .choices import check_exceptions, exception, policy_of
from .options import Device, Dtype, Json
from .outputs import Outputs, Reservation, mode_of
from .pdf import Ocr, PdfBoxes, PdfChoice, PdfPasswordFile, pdf_options
from .terminal import (
    STDIN,
    Failures,
    counted,
    downloading,
    emit,
    note,
    read_passphrase,
    read_text,
    renamed,
    run,
    targets_of,
)

if TYPE_CHECKING:
    from ..files import FileCarrier
    from ..pdf.options import PdfOptions
    from ..redaction.operators.encryption import MappingSeal
    from ..redaction.operators.placeholders import PlaceholderMap
    from ..redaction.redactor import Redactor

__all__ = ["PassphraseFile", "redact"]

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", help="A file whose first line is the passphrase; default: the variable TABSIDE_PASSPHRASE."
    ),
]
_TEXTS = ("text/", "application/json", "application/yaml", "application/xhtml", "message/")
_PLAIN = ("text/plain", "text/x-rst")


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
    entity: Annotated[list[str] | None, typer.Option("--entity", help="Look only for these; repeatable.")] = None,
    operator: Annotated[
        str | None,
        typer.Option(
            "--operator",
            help="placeholder, replace, mask, hash, encrypt (needs a passphrase), surrogate, generalize, remove, keep.",
        ),
    ] = None,
    operator_for: Annotated[
        list[str] | None,
        typer.Option("--operator-for", metavar="ENTITY=OPERATOR", help="An exception by entity; repeatable."),
    ] = None,
    threshold: Annotated[float | None, typer.Option("--threshold", help="From 0 to 1: lower values mask more.")] = None,
    mapping_out: Annotated[
        Path | None,
        typer.Option(
            "--mapping-out",
            help="Where to write the encrypted key that restores the originals. The same value then has the same "
            "placeholder in all inputs.",
        ),
    ] = None,
    tag: Annotated[
        bool,
        typer.Option("--tag", help="Write five letters of this run into each placeholder: no other key restores it."),
    ] = False,
    passphrase_file: PassphraseFile = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", help="Where to write a JSON report of findings and removals, without values."),
    ] = None,
    pdf: PdfChoice = None,
    pdf_boxes: PdfBoxes = None,
    pdf_password_file: PdfPasswordFile = None,
    ocr: Ocr = False,
    model: Annotated[str | None, typer.Option("--model", help="The model's id.")] = None,
    dtype: Dtype = None,
    device: Device = "auto",
) -> None:
    """Replace personal data by placeholders. A file that could not be scanned completely is not written."""
    pages = pdf_options(pdf, pdf_boxes, pdf_password_file, ocr=ocr)
    how = _How(entity, threshold, operator, operator_for or [], policy, passphrase_file, pages, tag)
    where = _Where(output, mapping_out, report, json, (passphrase_file, pdf_password_file))
    run(_redact(files or [STDIN], where, how, model, dtype, device))


@dataclass(frozen=True, slots=True)
class _How:
    """The redactor's options from the command line."""

    entities: list[str] | None
    threshold: float | None
    operator: str | None
    exceptions: list[str]
    policy: str | None
    passphrase_file: Path | None
    pdf: PdfOptions | Literal["text"] | None = None
    tag: bool = False

    def spec(self, operator: str) -> Any:
        """Return an operator with its options."""
        if operator == "placeholder" and self.tag:
            return {"operator": operator, "tag": True}
        return {"operator": operator, "passphrase": self.passphrase} if operator == "encrypt" else operator

    @property
    def passphrase(self) -> str:
        return read_passphrase(self.passphrase_file)


@dataclass(frozen=True, slots=True)
class _Where:
    """Where results go: files, the way back, a report; or lines of JSON. `secrets` are files that are read as well."""

    output: Path | None
    mapping_out: Path | None
    report: Path | None
    json: bool
    secrets: Sequence[Path | None] = ()

    @property
    def is_zip(self) -> bool:
        return self.output is not None and self.output.suffix.lower() == ".zip"

    def outputs(self, files: Sequence[str], policy: str | None, targets: Sequence[Path | None]) -> Outputs:
        """Claim every file that will be written.

        Raises:
            InputError: one of them would take the place of another, or of what is read.
        """
        outputs = Outputs([*files, *self.secrets, policy])
        for path in [self.output] if self.is_zip else targets:
            outputs.claim(path)
        outputs.claim(self.report)
        outputs.claim(self.mapping_out)
        return outputs


class _Key:
    """The way back, written before each result that needs it. Nothing where none was asked for."""

    def __init__(self, path: Path | None) -> None:
        self._held = None if path is None else Reservation(path)
        self._seal: MappingSeal | None = None
        self._written: PlaceholderMap | None = None

    def __enter__(self) -> _Key:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._held is not None:
            self._held.release()

    async def open(self, passphrase: str) -> None:
        from ..redaction.operators.encryption import MappingSeal

        if self._held is not None:
            self._seal = await MappingSeal.create(passphrase)

    async def write(self, mapping: PlaceholderMap) -> None:
        if self._held is not None and self._seal is not None and mapping != self._written:
            self._held.write(f"{await self._seal.seal(mapping)}\n".encode("ascii"))
            self._written = mapping


@dataclass(frozen=True, slots=True)
class _Result:
    """A redacted input: bytes, name, findings for the report, whether a terminal can show it, and the mapping."""

    data: bytes = field(repr=False)
    name: str
    findings: list[dict[str, Any]] = field(repr=False)
    is_text: bool
    mapping: PlaceholderMap = field(repr=False)
    warnings: Sequence[str] = ()
    beside: Sequence[FileCarrier] = ()


async def _redact(
    files: list[str], where: _Where, how: _How, model: str | None, dtype: str | None, device: str
) -> None:
    targets = targets_of(files, where.output)
    passphrase = "" if where.mapping_out is None else how.passphrase
    outputs = where.outputs(files, how.policy, targets)
    with _Key(where.mapping_out) as key:
        await key.open(passphrase)
        redactor = await _redactor(how, model, dtype, device)
        await _redact_all(files, targets, redactor, where, outputs, key, how.pdf)


async def _redactor(how: _How, model: str | None, dtype: str | None, device: str) -> Redactor:
    from ..redaction.redactor import DEFAULT_MODEL, Redactor

    operator = how.spec(how.operator or "placeholder") if how.operator is not None or how.tag else None
    exceptions = dict(exception(pair) for pair in how.exceptions)
    operators = {entity: how.spec(name) for entity, name in exceptions.items()}
    policy = None if how.policy is None else policy_of(how.policy)
    with downloading() as progress:
        redactor = await Redactor.create(
            model or DEFAULT_MODEL, entities=how.entities, operator=operator, operators=operators,
            threshold=how.threshold, policy=policy, dtype=dtype, device=device, progress_callback=progress,
        )  # fmt: skip
    check_exceptions(operators, redactor)
    return redactor


async def _redact_all(
    files: Sequence[str],
    targets: list[Path | None],
    redactor: Redactor,
    where: _Where,
    outputs: Outputs,
    key: _Key,
    pdf: PdfOptions | Literal["text"] | None,
) -> None:
    failures = Failures("file")
    packed: list[_Result] = []
    reports: list[dict[str, Any]] = []
    mapping: PlaceholderMap | None = None
    for number, file in enumerate(files):
        what = "characters" if len(files) == 1 else f"file {number + 1} of {len(files)}, characters"
        try:
            result = await _redact_one(file, redactor, what, mapping if where.mapping_out is not None else None, pdf)
        except (TabsideError, OSError) as error:
            if len(files) == 1:
                raise
            failures(number, error if isinstance(error, TabsideError) else InputError(f"{file}: {error.strerror}."))
            continue
        mapping = result.mapping
        target = targets[number]
        if target is not None and file != STDIN and Path(result.name).suffix != Path(file).suffix:
            target = targets[number] = renamed(target, Path(result.name).suffix, targets)
            result = replace(result, name=target.name)
        await key.write(result.mapping)
        if where.is_zip:
            packed.append(result)
        elif target is not None:
            outputs.write(target, result.data, mode_of([file]))
        _say(file, target, result, where.json)
        reports.append(_reported(file, target, result))
    if where.report is not None:
        outputs.write(where.report, f"{dumps(reports, ensure_ascii=False, indent=1)}\n".encode())
    if where.output is not None and packed:
        from ..files.archive import Entry, confined, write_archive

        entries = [Entry(confined(Path(result.name).name), result.data) for result in packed]
        outputs.write(where.output, write_archive(entries), mode_of(files))
    failures.exit()


async def _redact_one(
    file: str,
    redactor: Redactor,
    what: str,
    mapping: PlaceholderMap | None,
    pdf: PdfOptions | Literal["text"] | None,
) -> _Result:
    from ..files.media_types import MEDIA_TYPES
    from ..files.result import mistaken, reserve
    from ..files.text import encode_text, warnings_of

    if file == STDIN or MEDIA_TYPES.get(Path(file).suffix.lower().removeprefix(".")) in _PLAIN:
        text, mark, encoding = (read_text(file), b"", "utf-8") if file == STDIN else _read_plain(file)
        with counted(what, len(text)) as show:
            found = await redactor.analyze(text, on_progress=lambda done, _total: show(done))
        redaction = await redactor.anonymize_document(text, found, mapping=mapping)
        for warning in (*warnings_of(encoding), *(one.message for one in redaction.warnings), *mistaken(text, mapping)):
            note(f"{file}: {warning}")
        findings = [asdict(finding) for finding in redaction.findings]
        name = "stdin.txt" if file == STDIN else file
        data = encode_text(redaction.text, mark, encoding)
        return _Result(data, name, findings, True, reserve(text, redaction.mapping))
    from ..files import redact_file

    with counted(what) as show:
        redacted = await redact_file(
            _read_bytes(file), file, redactor, mapping=mapping, pdf=pdf, on_progress=lambda done, _total: show(done)
        )
    for warning in redacted.warnings:
        note(f"{file}: {warning}")
    findings = [{"place": one.place, **asdict(one.finding)} for one in redacted.findings]
    is_text = redacted.media_type.startswith(_TEXTS)
    return _Result(
        redacted.data, redacted.name, findings, is_text, redacted.mapping, redacted.warnings, redacted.report
    )


def _reported(file: str, target: Path | None, result: _Result) -> dict[str, Any]:
    """Return a file's entry in the report: counts of entities by place, without text."""
    counts = Counter((one.get("place", "text"), one["entity"]) for one in result.findings)
    return {
        "file": file,
        "output": None if target is None else str(target),
        "findings": [
            {"place": place, "entity": entity, "count": count} for (place, entity), count in sorted(counts.items())
        ],
        "beside": [asdict(one) for one in result.beside],
        "warnings": list(result.warnings),
    }


def _read_plain(file: str) -> tuple[str, bytes, str]:
    from ..files.opening import refuse_other_kinds
    from ..files.text import decode_text

    data = _read_bytes(file)
    refuse_other_kinds(data, file)
    return decode_text(data)


def _read_bytes(file: str) -> bytes:
    return Path(file).read_bytes()


def _say(file: str, target: Path | None, result: _Result, json: bool) -> None:
    if target is None and not result.is_text and (json or sys.stdout.isatty()):
        raise InputError(f"{file}: a file of this kind cannot be shown; say with -o where to write it.")
    if json:
        from ..files.text import decode_text

        written = {"text": decode_text(result.data)[0]} if target is None else {"output": str(target)}
        emit({"file": file, **written, "findings": result.findings})
    elif target is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(result.data)
        sys.stdout.buffer.flush()
