"""One input of `tabside redact`: read it, redact it, show the result, and collect its report."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..errors import InputError
from .audit import Audited
from .terminal import STDIN, counted, emit, note, read_text, shown

if TYPE_CHECKING:
    from ..files import FileCarrier
    from ..files.audit import AuditReport
    from ..pdf.options import PdfOptions
    from ..redaction.operators.placeholders import PlaceholderMap
    from ..redaction.redactor import Redaction, Redactor

__all__ = ["Line", "Reading", "Result", "redact_one", "reported", "show", "summarize"]

_TEXTS = ("text/", "application/json", "application/yaml", "application/xhtml", "message/")
_PLAIN = ("text/plain", "text/x-rst")


@dataclass(frozen=True, slots=True)
class Reading:
    """Options for reading files: PDFs, and texts that are not UTF-8. With `audited` each result has a report."""

    pdf: PdfOptions | Literal["text"] | None = None
    encoding: str | None = None
    password: str = field(default="", repr=False)
    ocr: bool = False
    audited: Audited | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A redacted input: bytes, name, findings for the report, whether a terminal can show it, mapping and audit."""

    data: bytes = field(repr=False)
    name: str
    findings: list[dict[str, Any]] = field(repr=False)
    is_text: bool
    mapping: PlaceholderMap = field(repr=False)
    warnings: Sequence[str] = ()
    beside: Sequence[FileCarrier] = ()
    audit: AuditReport | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary: a file, the number of findings and of warnings, and the code of its failure or nothing."""

    file: str
    findings: int
    warnings: int
    failure: str = ""


async def redact_one(
    file: str, redactor: Redactor, what: str, mapping: PlaceholderMap | None, reading: Reading
) -> Result:
    """Redact a file, or standard input for `-`. `what` names what is counted meanwhile.

    Raises:
        TabsideError, OSError: it cannot be read or scanned.
    """
    from ..files.media_types import MEDIA_TYPES

    if file == STDIN or MEDIA_TYPES.get(Path(file).suffix.lower().removeprefix(".")) in _PLAIN:
        return await _redact_text(file, redactor, what, mapping, reading)
    from ..files import redact_file
    from ..files.audit import audit_file

    data = _bytes_of(file)
    with counted(what) as count:
        redacted = await redact_file(
            data, file, redactor, mapping=mapping, pdf=reading.pdf, encoding=reading.encoding,
            password=reading.password, ocr=reading.ocr, on_progress=lambda done, _total: count(done),
        )  # fmt: skip
    for warning in redacted.warnings:
        note(f"{file}: {warning}")
    findings = [{"place": one.place, **asdict(one.finding)} for one in redacted.findings]
    is_text = redacted.media_type.startswith(_TEXTS)
    asked, own_name = reading.audited, Path(file).name
    audit = (
        None
        if asked is None
        else audit_file(data, own_name, redacted, settings=asked.settings, model=asked.model, written=asked.is_written)
    )
    return Result(
        redacted.data, redacted.name, findings, is_text, redacted.mapping, redacted.warnings, redacted.report, audit
    )


async def _redact_text(
    file: str, redactor: Redactor, what: str, mapping: PlaceholderMap | None, reading: Reading
) -> Result:
    from ..files.opening import refuse_other_kinds
    from ..files.result import mistaken, reserve
    from ..files.text import decode_text, encode_text, warnings_of
    from ..files.transcoding import Transcoding

    name = "stdin.txt" if file == STDIN else file
    transcoding = Transcoding(reading.encoding, name)
    if file == STDIN and reading.encoding is None:
        text, mark, encoding = read_text(file), b"", "utf-8"
        data = text.encode()
    else:
        data = _bytes_of(file)
        read = transcoding.read(data)
        refuse_other_kinds(read, name)
        text, mark, encoding = decode_text(read)
    with counted(what, len(text)) as count:
        found = await redactor.analyze(text, on_progress=lambda done, _total: count(done))
    redaction = await redactor.anonymize_document(text, found, mapping=mapping)
    warnings = [*warnings_of(encoding), *(one.message for one in redaction.warnings), *mistaken(text, mapping)]
    for warning in warnings:
        note(f"{file}: {warning}")
    findings = [asdict(finding) for finding in redaction.findings]
    written = transcoding.write(encode_text(redaction.text, mark, encoding))
    asked = reading.audited
    audit = None if asked is None else _audit_of(asked, text, redaction, Path(name).name, (data, written))
    return Result(written, name, findings, True, reserve(text, redaction.mapping), warnings, (), audit)


def _audit_of(asked: Audited, text: str, redaction: Redaction, name: str, contents: tuple[bytes, bytes]) -> AuditReport:
    """Report on a text file by its own bytes, in whatever encoding."""
    from ..files.audit import Content, audit_text

    report = audit_text(
        text, redaction, name=name, settings=asked.settings, model=asked.model, written=asked.is_written
    )
    before, after = map(Content.of, contents)
    return replace(report, input=before, output=after if asked.is_written else None)


def _bytes_of(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()


def reported(file: str, target: Path | None, result: Result) -> dict[str, Any]:
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


def show(file: str, target: Path | None, result: Result, json: bool) -> None:
    """Print a result that is written nowhere, or a line of JSON on it.

    Raises:
        InputError: a terminal cannot show it.
    """
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


def summarize(lines: Sequence[Line]) -> None:
    """Print a table of many files on standard error: findings, warnings, and failures by their codes."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    failed = sum(bool(line.failure) for line in lines)
    table = Table(box=None, pad_edge=False)
    for head in ("file", "findings", "warnings", "result"):
        table.add_column(head, justify="right" if head in ("findings", "warnings") else "left", overflow="fold")
    for line in lines:
        counts = ("", "") if line.failure else (str(line.findings), str(line.warnings))
        table.add_row(Text(shown(line.file)), *counts, line.failure or "written")
    Console(stderr=True, highlight=False).print(table)
    note(f"{len(lines) - failed} of {len(lines)} files were written, {sum(line.findings for line in lines)} findings")
