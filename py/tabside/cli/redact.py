"""`tabside redact`: redact files of many formats, or standard input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import InputError, TabsideError
from .audit import Audited, AuditFile, policy_facts, written_audit
from .choices import check_exceptions, exception, policy_of
from .inputs import taken
from .options import Device, Dtype, Encoding, Json, Recursive
from .outputs import Outputs, Reservation, mode_of
from .pdf import Ocr, PdfBoxes, PdfChoice, PdfKeepEncryption, PdfPasswordFile, pdf_options, read_password
from .redacted_file import Line, Reading, Result, redact_one, reported, show, summarize
from .second_model import Chosen, Labels, SecondModelName, SecondThreshold, opinions
from .terminal import STDIN, Failures, downloading, read_passphrase, renamed, run, targets_of

if TYPE_CHECKING:
    from ..files.audit import AuditReport
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
Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE]…",
        help="Files of the kinds in docs/files.md, or folders with -r; - or none: text on stdin.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="A file; for several inputs a folder, or a name that ends in .zip."),
]
PolicyName = Annotated[
    str | None,
    typer.Option("--policy", help="A policy's file, or everything, gdpr, hipaa, pci, coarse-geography or near-people."),
]
Entities = Annotated[list[str] | None, typer.Option("--entity", help="Look only for these; repeatable.")]
Operator = Annotated[
    str | None,
    typer.Option(
        "--operator",
        help="placeholder, replace, mask, hash, encrypt (needs a passphrase), surrogate, generalize, remove, keep.",
    ),
]
OperatorFor = Annotated[
    list[str] | None,
    typer.Option("--operator-for", metavar="ENTITY=OPERATOR", help="An exception by entity; repeatable."),
]
Threshold = Annotated[float | None, typer.Option("--threshold", help="From 0 to 1: lower values mask more.")]
MappingOut = Annotated[
    Path | None,
    typer.Option(
        "--mapping-out",
        help="Where to write the encrypted key that restores the originals. The same value then has the same "
        "placeholder in all inputs.",
    ),
]
Tag = Annotated[
    bool,
    typer.Option("--tag", help="Write five letters of this run into each placeholder: no other key restores it."),
]
ReportFile = Annotated[
    Path | None,
    typer.Option("--report", help="Where to write a JSON report of findings and removals, without values."),
]
Model = Annotated[str | None, typer.Option("--model", help="The model's id.")]


def redact(
    files: Files = None,
    output: Output = None,
    recursive: Recursive = False,
    json: Json = False,
    policy: PolicyName = None,
    entity: Entities = None,
    operator: Operator = None,
    operator_for: OperatorFor = None,
    threshold: Threshold = None,
    mapping_out: MappingOut = None,
    tag: Tag = False,
    passphrase_file: PassphraseFile = None,
    report: ReportFile = None,
    audit: AuditFile = None,
    pdf: PdfChoice = None,
    pdf_boxes: PdfBoxes = None,
    pdf_password_file: PdfPasswordFile = None,
    pdf_keep_encryption: PdfKeepEncryption = False,
    ocr: Ocr = False,
    encoding: Encoding = None,
    model: Model = None,
    dtype: Dtype = None,
    device: Device = "auto",
    second_model: SecondModelName = None,
    labels: Labels = None,
    second_threshold: SecondThreshold = None,
) -> None:
    """Replace personal data by placeholders. A file that could not be scanned completely is not written.

    Exit codes: 0 all is well; 1 it failed and said why; 2 the command line is wrong; 3 it ended, but some files failed.
    """
    pages = pdf_options(pdf, pdf_boxes, pdf_password_file, ocr=ocr, keep_encryption=pdf_keep_encryption)
    reading = Reading(pages, encoding, read_password(pdf_password_file), ocr)
    second = Chosen(second_model, labels, second_threshold)
    how = _How(entity, threshold, operator, operator_for or [], policy, passphrase_file, reading, tag, second)
    if audit is not None:
        how = replace(how, reading=replace(reading, audited=how.audited(model)))
    where = _Where(output, mapping_out, report, json, recursive, (passphrase_file, pdf_password_file), audit)
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
    reading: Reading = field(default_factory=Reading)
    tag: bool = False
    second: Chosen = field(default_factory=lambda: Chosen(None, None, None))

    def spec(self, operator: str) -> Any:
        """Return an operator with its options."""
        if operator == "placeholder" and self.tag:
            return {"operator": operator, "tag": True}
        return {"operator": operator, "passphrase": self.passphrase} if operator == "encrypt" else operator

    def audited(self, model: str | None) -> Audited:
        """Return what an audit report says of these options. Passphrases and lists of values are left out."""
        from ..redaction.redactor import DEFAULT_MODEL

        facts = {
            "operator": self.operator, "operators": dict(exception(pair) for pair in self.exceptions),
            "entities": self.entities, "threshold": self.threshold, **policy_facts(self.policy),
            "second model": self.second.model,
        }  # fmt: skip
        return Audited({name: fact for name, fact in facts.items() if fact}, model or DEFAULT_MODEL)

    @property
    def passphrase(self) -> str:
        return read_passphrase(self.passphrase_file)


@dataclass(frozen=True, slots=True)
class _Where:
    """The outputs: files, the mapping, a report, or lines of JSON. `secrets` are files that are read as well."""

    output: Path | None
    mapping_out: Path | None
    report: Path | None
    json: bool
    is_recursive: bool = False
    secrets: Sequence[Path | None] = ()
    audit: Path | None = None

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
        outputs.claim(self.audit)
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


async def _redact(
    files: list[str], where: _Where, how: _How, model: str | None, dtype: str | None, device: str
) -> None:
    found = taken(files, recursive=where.is_recursive, output=where.output)
    targets = targets_of(found, where.output, into_folder=where.is_recursive)
    files = [file for file, _ in found]
    passphrase = "" if where.mapping_out is None else how.passphrase
    outputs = where.outputs(files, how.policy, targets)
    with _Key(where.mapping_out) as key:
        await key.open(passphrase)
        redactor = await _redactor(how, model, dtype, device)
        await _redact_all(files, targets, redactor, where, outputs, key, how.reading)


async def _redactor(how: _How, model: str | None, dtype: str | None, device: str) -> Redactor:
    from ..redaction.redactor import DEFAULT_MODEL, Redactor

    operator = how.spec(how.operator or "placeholder") if how.operator is not None or how.tag else None
    exceptions = dict(exception(pair) for pair in how.exceptions)
    operators = {entity: how.spec(name) for entity, name in exceptions.items()}
    policy = None if how.policy is None else policy_of(how.policy)
    models = await opinions(how.second, device)
    with downloading() as progress:
        redactor = await Redactor.create(
            model or DEFAULT_MODEL, entities=how.entities, operator=operator, operators=operators,
            threshold=how.threshold, policy=policy, models=models, dtype=dtype, device=device,
            progress_callback=progress,
        )  # fmt: skip
    check_exceptions(operators, redactor)
    return redactor


async def _redact_all(
    files: Sequence[str], targets: list[Path | None], redactor: Redactor, where: _Where, outputs: Outputs, key: _Key,
    reading: Reading,
) -> None:  # fmt: skip
    failures = Failures(names=files)
    packed: list[tuple[Path, Result]] = []
    reports: list[dict[str, Any]] = []
    audits: list[AuditReport] = []
    lines: list[Line] = []
    mapping: PlaceholderMap | None = None
    for number, file in enumerate(files):
        what = "characters" if len(files) == 1 else f"file {number + 1} of {len(files)}, characters"
        try:
            result = await redact_one(file, redactor, what, mapping if where.mapping_out is not None else None, reading)
        except (TabsideError, OSError) as error:
            if len(files) == 1:
                raise
            failed = error if isinstance(error, TabsideError) else InputError(f"{error.strerror}.")
            failures(number, failed)
            lines.append(Line(file, 0, 0, failed.code))
            continue
        mapping = result.mapping
        target = targets[number]
        if target is not None and file != STDIN and Path(result.name).suffix != Path(file).suffix:
            target = targets[number] = renamed(target, Path(result.name).suffix, targets)
        await key.write(result.mapping)
        if where.is_zip and target is not None:
            packed.append((target, result))
        elif target is not None:
            outputs.write(target, result.data, mode_of([file]))
        show(file, target, result, where.json)
        reports.append(reported(file, target, result))
        audits += [] if result.audit is None else [result.audit]
        lines.append(Line(file, len(result.findings), len(result.warnings)))
    if where.report is not None:
        outputs.write(where.report, f"{dumps(reports, ensure_ascii=False, indent=1)}\n".encode())
    if where.audit is not None:
        outputs.write(where.audit, written_audit(where.audit, audits))
    if where.output is not None and packed:
        from ..files.archive import Entry, confined, write_archive

        entries = [Entry(confined(path.relative_to(where.output).as_posix()), one.data) for path, one in packed]
        outputs.write(where.output, write_archive(entries), mode_of(files))
    if len(files) > 1 and where.output is not None and not where.json:
        summarize(lines)
    failures.exit()
