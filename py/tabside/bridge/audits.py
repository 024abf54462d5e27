"""Audit reports for the page, from results that it has: the engine keeps none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..reasons import Reason
from ..redaction.operators.placeholders import PlaceholderMap
from ..types import Finding

__all__ = ["audited"]


def audited(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the reports on redacted files as plain data and as one page; see `files.audit_file`."""
    from ..files.audit_page import audit_page

    reports = [_report(file, params) for file in params["audited"]]
    return {"reports": reports, "html": audit_page(reports)}


def _report(file: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    from ..files.audit import Content, audit_findings
    from ..files.result import FileCarrier, FileFinding, FileRedaction

    before, after = (Content(one["bytes"], one["sha256"]) for one in (file["input"], file["output"]))
    redaction = FileRedaction(
        data=b"",
        name=file["name"],
        media_type="",
        findings=[FileFinding(one["place"], _finding(one), one["text"]) for one in file["findings"]],
        warnings=file["warnings"],
        mapping=PlaceholderMap(dict.fromkeys(file["placeholders"], "")),
        report=[FileCarrier(**one) for one in file["beside"]],
    )
    settings, model = params.get("settings") or {}, params.get("model") or ""
    return audit_findings(file["name"], (before, after), redaction, settings=settings, model=model).to_dict()


def _finding(one: Mapping[str, Any]) -> Finding:
    reasons = tuple(Reason(**reason) for reason in one.get("reasons", ()))
    return Finding(one["entity"], 0, len(one["text"]), one["score"], one["source"], one["replacement"], reasons)
