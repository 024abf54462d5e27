"""Audit reports as one HTML page: no scripts, no addresses, and readable on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from ..reasons import Reason, sentence

__all__ = ["audit_page"]

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a2421}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}"
    "th,td{padding:.3rem .6rem;border-bottom:1px solid #cfd8d5;text-align:start;vertical-align:top}"
    "thead{display:table-header-group}tr{break-inside:avoid}"
    "code{font-size:.85em;overflow-wrap:anywhere}h2{margin-top:2.5rem;overflow-wrap:anywhere}"
    "section+section{break-before:page}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def audit_page(reports: Sequence[Mapping[str, Any]]) -> str:
    """Return a page with a section for each report, given as `AuditReport.to_dict` returns it."""
    sections = "".join(map(_section, reports))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">'
        f"<title>Audit report: tabside</title><style>{_STYLE}</style></head>\n"
        "<body><h1>Audit report</h1><p>Personal data that was found, where and why, and what became of it. "
        f"This report holds none of the values.</p>{sections}</body></html>\n"
    )


def _section(report: Mapping[str, Any]) -> str:
    findings, beside, warnings = report["findings"], report["beside"], report["warnings"]
    kinds = [(one["entity"], str(one["count"]), str(one["kept"])) for one in report["kinds"]]
    return "".join(
        (
            f"<section><h2>{escape(report['name'])}</h2>",
            _table(("", ""), _facts(report)),
            "<h3>Kinds</h3>" if findings else "<p>Nothing was found.</p>",
            _table(("Kind", "Found", "Kept"), kinds),
            "<h3>Findings</h3>" if findings else "",
            _table(("Kind", "Where", "Found by", "Score", "Outcome", "Why"), map(_row, findings)),
            "<h3>Beside the content</h3>" if beside else "",
            _table(("What", "Count", "Outcome"), [(one["kind"], str(one["count"]), one["outcome"]) for one in beside]),
            "<h3>Warnings</h3><ul>" if warnings else "",
            *(f"<li>{escape(warning)}</li>" for warning in warnings),
            "</ul>" if warnings else "",
            "</section>",
        )
    )


def _facts(report: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Made", report["made_at"]
    yield from report["versions"].items()
    yield from (("Setting: " + name, _shown(value)) for name, value in report["settings"].items())
    yield "Input", _content(report["input"])
    yield "Output", "none was written" if report["output"] is None else _content(report["output"])


def _content(content: Mapping[str, Any]) -> str:
    return f"{content['bytes']} bytes, SHA-256 {content['sha256']}"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_shown(each)}" for name, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_shown, value))
    return str(value)


def _row(entry: Mapping[str, Any]) -> tuple[str, ...]:
    outcome = f"replaced by {entry['placeholder']}" if entry["placeholder"] else entry["outcome"]
    why = sentence([Reason(**one) for one in entry["reasons"]])
    return entry["entity"], entry["place"], entry["source"], f"{entry['score']:.2f}", outcome, why


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    if not body:
        return ""
    heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    return f"<table>{f'<thead><tr>{heads}</tr></thead>' if any(head) else ''}<tbody>{body}</tbody></table>"
