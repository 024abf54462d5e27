"""Audit reports of the command line: `tabside redact --audit FILE`, and `tabside inspect`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from ..files.audit import AuditReport

__all__ = ["AuditFile", "Audited", "policy_facts", "written_audit"]

AuditFile = Annotated[
    Path | None,
    typer.Option(
        "--audit",
        help="Where to write the audit report: what was found, where, by which rule, and hashes, without values. "
        "A page if the name ends in .html, else JSON.",
    ),
]


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit report says of the run: its settings, without lists and passphrases, and the model's id.

    Without `is_written` the report is on what is in a file, of which no redacted copy is kept.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    model: str = ""
    is_written: bool = True


def policy_facts(policy: str | None) -> dict[str, str]:
    """Name a policy: a preset by its name, a file by its SHA-256, since it may list values."""
    if policy is None:
        return {}
    path = Path(policy)
    if not path.is_file():
        return {"policy": policy}
    return {"policy": f"a file, SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()}"}


def written_audit(path: Path, reports: Sequence[AuditReport]) -> bytes:
    """Return the reports as a page or as JSON, by the ending of the file's name."""
    from ..files.audit_page import audit_page

    plain = [report.to_dict() for report in reports]
    if path.suffix.lower() in {".html", ".htm"}:
        return audit_page(plain).encode()
    return f"{dumps(plain, ensure_ascii=False, indent=1)}\n".encode()
