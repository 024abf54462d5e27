"""The report on a redaction: what was found, where, by which rule and why, and what became of it, without any value."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from ..reasons import Reason
from ..redaction.operators.placeholders import PLACEHOLDER
from ..release import VERSION
from .result import FileCarrier

if TYPE_CHECKING:
    from ..redaction.operators.anonymizer import Redaction
    from ..types import Finding
    from .result import FileRedaction

__all__ = ["AuditEntry", "AuditReport", "Content", "audit_file", "audit_findings", "audit_text"]

AUDIT_VERSION = 1
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_WORD = 3
_SHORTEST_NUMBER = 4

Outcome = Literal["placeholder", "replaced", "removed", "kept", "found"]


@dataclass(frozen=True, slots=True)
class Content:
    """The identity of a file or text: its size in bytes and its SHA-256. A text's bytes are UTF-8."""

    size: int
    sha256: str

    @classmethod
    def of(cls, data: bytes | str) -> Content:
        """Describe bytes or a text.

        >>> Content.of("abc").sha256[:8]
        'ba7816bf'
        """
        raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        return cls(len(raw), hashlib.sha256(raw).hexdigest())

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {"bytes": self.size, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One finding: its kind, place and score, the model or rule that found it, and what became of it.

    `placeholder` is the one that stands there now. `reasons` hold nothing of the text but context words of rules.
    """

    entity: str
    place: str
    source: str
    score: float
    outcome: Outcome
    placeholder: str | None = None
    reasons: Sequence[Reason] = ()


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The report on one file or text. It holds no value that was found: names and places that do are rewritten.

    `output` is None where nothing was written. `settings` are those of the run, `beside` and `warnings` those of
    `FileRedaction`. `versions` name tabside and the model.
    """

    name: str
    made_at: str
    versions: Mapping[str, str]
    settings: Mapping[str, Any]
    input: Content
    output: Content | None
    findings: Sequence[AuditEntry]
    beside: Sequence[FileCarrier] = ()
    warnings: Sequence[str] = ()

    def counts(self) -> list[tuple[str, int, int]]:
        """Count the findings of each kind, and those of them that were kept, by kind."""
        found = Counter(one.entity for one in self.findings)
        kept = Counter(one.entity for one in self.findings if one.outcome == "kept")
        return [(entity, found[entity], kept[entity]) for entity in sorted(found)]

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data for JSON."""
        return {
            "tabside_audit": AUDIT_VERSION,
            "name": self.name,
            "made_at": self.made_at,
            "versions": dict(self.versions),
            "settings": dict(self.settings),
            "input": self.input.to_dict(),
            "output": None if self.output is None else self.output.to_dict(),
            "kinds": [{"entity": entity, "count": count, "kept": kept} for entity, count, kept in self.counts()],
            "findings": [
                {**asdict(one), "score": round(one.score, 4), "reasons": [asdict(reason) for reason in one.reasons]}
                for one in self.findings
            ],
            "beside": [asdict(one) for one in self.beside],
            "warnings": list(self.warnings),
        }

    def to_html(self) -> str:
        """Return the report as one HTML page without scripts, to read or print."""
        from .audit_page import audit_page

        return audit_page([self.to_dict()])


def audit_file(
    data: bytes,
    name: str,
    redaction: FileRedaction,
    *,
    settings: Mapping[str, Any] | None = None,
    model: str = "",
    at: datetime | None = None,
    written: bool = True,
) -> AuditReport:
    """Report on a redacted file. `data` and `name` are those that were redacted.

    `settings` are what the run was asked for, such as `{"policy": "gdpr"}`; they are written as they are. Without
    `written` the report is on what is in the file, and names no output.
    """
    contents = Content.of(data), Content.of(redaction.data) if written else None
    return audit_findings(name, contents, redaction, settings=settings, model=model, at=at)


def audit_findings(
    name: str,
    contents: tuple[Content, Content | None],
    redaction: FileRedaction,
    *,
    settings: Mapping[str, Any] | None = None,
    model: str = "",
    at: datetime | None = None,
) -> AuditReport:
    """Report on a redacted file of which only the sizes and hashes of input and output are at hand."""
    values = _words_of(one.text for one in redaction.findings)
    entries = [
        _entry(one.finding, _without(values, one.place), one.text, redaction.mapping.originals)
        for one in redaction.findings
    ]
    before, after = contents
    return AuditReport(
        name=_without(values, name),
        made_at=_time(at),
        versions=_versions(model),
        settings=dict(settings or {}),
        input=before,
        output=after,
        findings=_as_found(entries) if after is None else entries,
        beside=redaction.report,
        warnings=[_without(values, warning) for warning in redaction.warnings],
    )


def audit_text(
    text: str,
    redaction: Redaction,
    *,
    name: str = "text",
    settings: Mapping[str, Any] | None = None,
    model: str = "",
    at: datetime | None = None,
    written: bool = True,
) -> AuditReport:
    """Report on a redacted text. Places are its lines; the other arguments are those of `audit_file`."""
    lines = [match.end() for match in re.finditer(r"\n", text)]
    values = [text[one.start : one.end] for one in redaction.findings]
    entries = [
        _entry(one, f"line {bisect_right(lines, one.start) + 1}", value, redaction.mapping.originals)
        for one, value in zip(redaction.findings, values, strict=True)
    ]
    return AuditReport(
        name=_without(_words_of(values), name),
        made_at=_time(at),
        versions=_versions(model),
        settings=dict(settings or {}),
        input=Content.of(text),
        output=Content.of(redaction.text) if written else None,
        findings=entries if written else _as_found(entries),
        warnings=[one.message for one in redaction.warnings],
    )


def _as_found(entries: Iterable[AuditEntry]) -> list[AuditEntry]:
    """Say of findings that nothing was done with them."""
    return [replace(one, outcome="found", placeholder=None) for one in entries]


def _entry(finding: Finding, place: str, value: str, originals: Mapping[str, str]) -> AuditEntry:
    replacement = finding.replacement
    placeholder = replacement if replacement in originals and PLACEHOLDER.fullmatch(str(replacement)) else None
    return AuditEntry(
        finding.entity, place, finding.source, finding.score, _outcome(replacement, value, placeholder), placeholder,
        tuple(finding.reasons),
    )  # fmt: skip


def _outcome(replacement: str | None, value: str, placeholder: str | None) -> Outcome:
    if placeholder is not None:
        return "placeholder"
    if replacement is None or replacement == value:
        return "kept"
    return "removed" if replacement == "" else "replaced"


def _words_of(values: Iterable[str]) -> frozenset[str]:
    """Return the words of values that tell something, in lower case: short ones occur in any name and place.

    >>> sorted(_words_of(["Ann Lee", "12 Oak Rd", "555-0142-3377"]))
    ['0142', '3377', 'ann', 'lee', 'oak']
    """
    words = {word.casefold() for value in values for word in _WORD.findall(value)}
    return frozenset(word for word in words if len(word) >= (_SHORTEST_NUMBER if word.isdecimal() else _SHORTEST_WORD))


def _without(words: frozenset[str], text: str) -> str:
    """Put three dots in the place of each of these words.

    >>> _without(frozenset({"ann", "lee"}), "$.people['Ann Lee'].phone")
    "$.people['… …'].phone"
    """
    return _WORD.sub(lambda match: "…" if match[0].casefold() in words else match[0], text)


def _time(at: datetime | None) -> str:
    return (at or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _versions(model: str) -> dict[str, str]:
    return {"tabside": VERSION, **({"model": model} if model else {})}
