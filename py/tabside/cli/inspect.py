"""`tabside inspect`: what personal data is in a file, before it is shared. Nothing is redacted or written."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError, TabsideError
from .audit import Audited, policy_facts, written_audit
from .choices import policy_of
from .inputs import taken
from .options import Device, Dtype, Encoding, Recursive
from .outputs import Outputs
from .pdf import Ocr, PdfPasswordFile, pdf_options, read_password
from .redacted_file import Reading, redact_one
from .terminal import Failures, downloading, run, shown

if TYPE_CHECKING:
    from ..files.audit import AuditReport
    from ..redaction.redactor import Redactor

__all__ = ["inspect"]

_PLACES_SHOWN = 3

Files = Annotated[list[str], typer.Argument(metavar="FILE…", help="Files of the kinds in docs/files.md, or folders.")]
ReportFile = Annotated[
    Path | None,
    typer.Option("--report", "-o", help="Where to write the report: a page if the name ends in .html, else JSON."),
]
PolicyName = Annotated[str | None, typer.Option("--policy", help="A policy's file or the name of a preset.")]
Entities = Annotated[list[str] | None, typer.Option("--entity", help="Look only for these; repeatable.")]


def inspect(
    files: Files,
    report: ReportFile = None,
    recursive: Recursive = False,
    policy: PolicyName = None,
    entity: Entities = None,
    password_file: PdfPasswordFile = None,
    ocr: Ocr = False,
    encoding: Encoding = None,
    model: Annotated[str | None, typer.Option("--model", help="The model's id.")] = None,
    dtype: Dtype = None,
    device: Device = "auto",
) -> None:
    """Say what personal data is in files: kinds, counts and places, authors and metadata included, and no values.

    Exit codes: those of `tabside redact`.
    """
    from ..redaction.redactor import DEFAULT_MODEL

    facts = {**policy_facts(policy), **({"entities": entity} if entity else {})}
    pages = pdf_options(None, None, password_file, ocr=ocr, keep_encryption=False)
    audited = Audited(facts, model or DEFAULT_MODEL, is_written=False)
    reading = Reading(pages, encoding, read_password(password_file), ocr, audited)

    async def work() -> None:
        found = [file for file, _ in taken(files, recursive=recursive, output=None)]
        outputs = Outputs([*found, password_file, policy])
        outputs.claim(report)
        redactor = await _redactor(model or DEFAULT_MODEL, policy, entity, dtype, device)
        failures = Failures(names=found)
        reports = [one async for one in _inspected(found, redactor, reading, failures)]
        if report is not None:
            outputs.write(report, written_audit(report, reports))
        failures.exit()

    run(work())


async def _redactor(
    model: str, policy: str | None, entities: list[str] | None, dtype: str | None, device: str
) -> Redactor:
    from ..redaction.redactor import Redactor

    with downloading() as progress:
        return await Redactor.create(
            model, entities=entities, policy=None if policy is None else policy_of(policy), dtype=dtype, device=device,
            progress_callback=progress,
        )  # fmt: skip


async def _inspected(
    files: list[str], redactor: Redactor, reading: Reading, failures: Failures
) -> AsyncIterator[AuditReport]:
    """Report on each file that can be read, and print it."""
    for number, file in enumerate(files):
        try:
            result = await redact_one(file, redactor, "characters", None, reading)
        except (TabsideError, OSError) as error:
            if len(files) == 1:
                raise
            failures(number, error if isinstance(error, TabsideError) else InputError(f"{error.strerror}."))
            continue
        if result.audit is not None:
            for line in _lines(result.audit):
                print(shown(line))
            yield result.audit


def _lines(report: AuditReport) -> Iterator[str]:
    """Describe a report for a terminal: a line for each kind, with its first places."""
    counts = report.counts()
    yield f"{report.name}: {sum(count for _, count, _ in counts)} findings, {report.input.size} bytes"
    for entity, count, _ in counts:
        places = Counter(one.place for one in report.findings if one.entity == entity)
        shown = ", ".join(place for place, _ in places.most_common(_PLACES_SHOWN))
        yield f"  {entity:20} {count:6}  {shown}{', …' if len(places) > _PLACES_SHOWN else ''}"
    for carrier in report.beside:
        yield f"  beside: {carrier.kind} ({carrier.count})"
