"""Redact texts that belong together: one mapping, and a name found in one of them is masked in all.

texts -> findings of each (from the cache if possible) -> further mentions across texts -> one anonymization
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ...restoring import Known
from ...types import Finding
from ..detection import Detection
from ..operators.anonymizer import Redaction
from ..operators.placeholders import PLACEHOLDER, PlaceholderMap
from ..settling.propagation import propagate
from .json_text import JsonText
from .readings import Readings

__all__ = ["Reader", "Turn", "entity_of", "redact_turn"]

_BETWEEN = "\n\n"


class Reader(Protocol):
    """Interface to detection and replacement; a `Redactor` implements it, with the options it was created with."""

    async def analyze(self, text: str) -> Sequence[Finding]: ...

    async def anonymize_document(
        self, text: str, findings: Sequence[Finding], *, mapping: PlaceholderMap | None = None
    ) -> Redaction: ...

    def allows(self, entity: str, value: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """Redacted texts in the given order, the findings in each, and the mapping that leads back.

    Offsets count in the text; for JSON in its `reading`. The repr shows no text.
    """

    texts: Sequence[str] = field(repr=False)
    findings: Sequence[Sequence[Finding]] = field(repr=False)
    mapping: PlaceholderMap = field(repr=False)

    def known(self) -> Known:
        """Return the originals that answers to these texts are restored from."""
        return Known.of(self.mapping)


async def redact_turn(
    texts: Sequence[str | JsonText],
    reader: Reader,
    readings: Readings,
    *,
    mapping: PlaceholderMap | None = None,
    earlier: Mapping[str, str] | None = None,
) -> Turn:
    """Redact texts under one mapping, which continues `mapping` if given.

    `earlier` maps values found before to their entities. They are masked wherever they occur as names.

    Raises:
        UnscannedError: a part of a text could not be scanned; nothing is returned.
    """
    plain = [text.reading if isinstance(text, JsonText) else text for text in texts]
    spans = [text.spans if isinstance(text, JsonText) else [(0, len(text))] for text in texts]
    found = await asyncio.gather(*(_read(text, reader, readings) for text in plain))
    starts = _starts(plain)
    joined = _BETWEEN.join(plain)
    moved = [
        _at(one, start + one.start, start + one.end)
        for start, findings, own in zip(starts, found, spans, strict=True)
        for one in _within(findings, own, joined[start:])
    ]
    further = _mentions(joined, moved, earlier or {}, reader)
    writable = [(start + begin, start + end) for start, own in zip(starts, spans, strict=True) for begin, end in own]
    moved = sorted([*moved, *_within(further, writable, joined)], key=lambda one: one.start)
    redaction = await reader.anonymize_document(joined, moved, mapping=mapping)
    applied = _apart(plain, starts, redaction.findings)
    redacted = [_written(text, findings) for text, findings in zip(texts, applied, strict=True)]
    return Turn(redacted, applied, redaction.mapping)


def entity_of(placeholder: str, tag: str = "") -> str:
    """Return the entity of a placeholder, without its mapping's tag.

    >>> entity_of("[GIVEN_NAME_BCDFG_12b]", "BCDFG")
    'GIVEN_NAME'
    """
    return placeholder[1:].rpartition("_")[0].removesuffix(f"_{tag}" if tag else "")


async def _read(text: str, reader: Reader, readings: Readings) -> Sequence[Finding]:
    findings = readings.get(text)
    if findings is None:
        findings = await reader.analyze(text) if any(ch.isalnum() for ch in text) else ()
        readings.put(text, findings)
    return findings


def _within(findings: Iterable[Finding], spans: Sequence[tuple[int, int]], text: str) -> list[Finding]:
    """Cut sorted findings at the borders of spans. Parts between spans are dropped."""
    cut: list[Finding] = []
    index = 0
    for finding in findings:
        while index < len(spans) and spans[index][1] <= finding.start:
            index += 1
        at = index
        while at < len(spans) and spans[at][0] < finding.end:
            begin, end = max(spans[at][0], finding.start), min(spans[at][1], finding.end)
            if any(ch.isalnum() for ch in text[begin:end]):
                cut.append(_at(finding, begin, end))
            at += 1
    return cut


def _mentions(joined: str, found: Sequence[Finding], earlier: Mapping[str, str], reader: Reader) -> list[Finding]:
    """Find further mentions of names in texts other than the one they were found in."""
    # Values of earlier turns are placed before the texts, as if they had been found there.
    head = "".join(f"{value}{_BETWEEN}" for value in earlier)
    claims: list[Detection] = []
    at = 0
    for value, entity in earlier.items():
        claims.append(Detection(entity, at, at + len(value), 1.0, "conversation", True))
        at += len(value) + len(_BETWEEN)
    claims += [Detection(one.entity, at + one.start, at + one.end, one.score, one.source) for one in found]
    claims.sort(key=lambda one: one.start)
    ours = [match.span() for match in PLACEHOLDER.finditer(joined)]
    return [
        Finding(one.entity, one.start - at, one.end - at, one.score, one.source)
        for one in propagate(claims, head + joined)
        if one.start >= at
        and not any(begin <= one.start - at < end for begin, end in ours)
        and not reader.allows(one.entity, joined[one.start - at : one.end - at])
    ]


def _at(one: Finding, start: int, end: int) -> Finding:
    # dataclasses.replace takes five times as long, and a long history has thousands.
    return Finding(one.entity, start, end, one.score, one.source, one.replacement, one.reasons)


def _starts(texts: Sequence[str]) -> list[int]:
    starts: list[int] = []
    at = 0
    for text in texts:
        starts.append(at)
        at += len(text) + len(_BETWEEN)
    return starts


def _apart(texts: Sequence[str], starts: Sequence[int], findings: Sequence[Finding]) -> list[list[Finding]]:
    """Split the findings by text; offsets then count in that text."""
    applied: list[list[Finding]] = []
    following = iter(findings)
    finding = next(following, None)
    for text, start in zip(texts, starts, strict=True):
        own: list[Finding] = []
        while finding is not None and finding.start < start + len(text):
            own.append(_at(finding, finding.start - start, finding.end - start))
            finding = next(following, None)
        applied.append(own)
    return applied


def _written(text: str | JsonText, findings: Sequence[Finding]) -> str:
    """Return a text with its replacements."""
    if isinstance(text, str):
        return _replaced(text, 0, len(text), findings)
    if not findings:
        return text.text
    values: list[str] = []
    index = 0
    for begin, end in text.spans:
        first = index
        while index < len(findings) and findings[index].start < end:
            index += 1
        values.append(_replaced(text.reading, begin, end, findings[first:index]))
    return text.rebuild(values)


def _replaced(text: str, begin: int, end: int, findings: Sequence[Finding]) -> str:
    pieces: list[str] = []
    position = begin
    for finding in findings:
        pieces += (text[position : finding.start], finding.replacement or "")
        position = finding.end
    return "".join((*pieces, text[position:end]))
