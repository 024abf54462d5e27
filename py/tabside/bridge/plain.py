"""Convert results and errors to plain data for JavaScript, with UTF-16 offsets."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from .. import errors
from .offsets import Utf16Offsets

if TYPE_CHECKING:
    from ..redaction.redactor import Redaction
    from ..types import Finding

__all__ = ["in_utf16", "place_of", "plain_error", "plain_finding", "plain_redaction"]


def plain_error(error: errors.TabsideError) -> dict[str, Any]:
    return {"code": error.code, "message": error.message, "details": dict(error.details)}


def plain_redaction(redaction: Redaction, offsets: Utf16Offsets) -> dict[str, Any]:
    return {
        "text": redaction.text,
        "findings": [plain_finding(finding, offsets) for finding in redaction.findings],
        "mapping": redaction.mapping.to_dict(),
        "format": redaction.format,
        "warnings": [{"code": warning.code, "message": warning.message} for warning in redaction.warnings],
    }


def plain_finding(finding: Finding, offsets: Utf16Offsets) -> dict[str, Any]:
    # Written out: a long text has thousands of findings, and asdict takes several times as long.
    return {
        "entity": finding.entity,
        "start": offsets.to_utf16(finding.start),
        "end": offsets.to_utf16(finding.end),
        "score": finding.score,
        "source": finding.source,
        "replacement": finding.replacement,
        "reasons": [
            {"kind": reason.kind, "detail": reason.detail, "score": reason.score} for reason in finding.reasons
        ],
    }


def in_utf16(entry: Any, offsets: Utf16Offsets) -> dict[str, Any]:
    """Return a frozen record as plain data, with converted offsets."""
    return asdict(replace(entry, start=offsets.to_utf16(entry.start), end=offsets.to_utf16(entry.end)))


def place_of(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    return f"{type(error).__name__} in {trace.tb_frame.f_globals.get('__name__')}, line {trace.tb_lineno}"
