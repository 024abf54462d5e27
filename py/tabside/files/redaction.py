"""From a file to a redacted file of the same kind: read, find, settle by columns, replace, look for what was left.

All segments of a file are one text to the redactor: a name that is found once is found in every cell, and the same
value gets the same placeholder everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING

from ..errors import UnscannedError
from ..redaction.operators import Operator, OperatorSpec
from ..redaction.placeholders import PLACEHOLDER
from ..types import Finding
from .columns import column_entities
from .document import Document, Segment
from .formats import open_document
from .lookup import Lookup

if TYPE_CHECKING:
    from ..redaction.placeholders import PlaceholderMap
    from ..redaction.redactor import PolicySource, Redactor

__all__ = ["FileFinding", "FileRedaction", "mistaken", "name_for", "redact_file", "reserve"]

_NOTHING = frozenset(("", "-", "n/a", "na", "none", "null", "nil", "unknown", "unbekannt", "true", "false", "?"))
_COVERED = 0.8
# A value of this many figures, or with an @, can be no word of the format itself.
_TELLING_FIGURES = 9
_NAMES = frozenset(("GIVEN_NAME", "SURNAME", "PERSON"))
_WORD = re.compile(r"[^\W\d_]{3,}")
_CODES = ("utf-8", "utf-16-le")


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A finding and where in the file it is; offsets count code points of that piece of text."""

    place: str
    finding: Finding = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileRedaction:
    """A redacted file. `name` has the ending that fits `media_type`, which differs where a PDF became a text.

    `warnings` say what was not looked into or not taken over. Its repr shows no text.
    """

    data: bytes = field(repr=False)
    name: str
    media_type: str
    findings: Sequence[FileFinding]
    warnings: Sequence[str]
    mapping: PlaceholderMap = field(repr=False)


async def redact_file(
    data: bytes,
    name: str,
    redactor: Redactor,
    *,
    entities: Iterable[str] | None = None,
    threshold: float | None = None,
    operator: OperatorSpec | Operator | None = None,
    operators: Mapping[str, OperatorSpec | Operator] | None = None,
    policy: PolicySource = None,
    mapping: PlaceholderMap | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> FileRedaction:
    """Redact a file of the kind that its name says; see `formats.MEDIA_TYPES`.

    The options are those of `Redactor.redact`. With `mapping`, that of files before this one, the same value gets the
    same placeholder in all of them, and the mapping of the result leads back from all of them.

    Raises:
        FileError: the file cannot be read: broken, locked, too large, or of an unknown kind.
        UnscannedError: a part of it could not be scanned, or a value that was found is still in the result.
    """
    document = open_document(data, name)
    joined, places = _joined(document.segments)
    wanted = None if entities is None else frozenset(entities)
    found = await redactor.analyze(joined, entities=wanted, threshold=threshold, policy=policy, on_progress=on_progress)
    by_segment = _by_segment(found, places, document.segments)

    def is_wanted(entity: str) -> bool:
        return redactor.looks_for(entity, entities=wanted, policy=policy)

    by_segment = _whole_segments(document.segments, by_segment, is_wanted)
    by_segment = _everywhere(document.segments, by_segment)
    in_joined = [
        replace(finding, start=finding.start + start, end=finding.end + start)
        for (start, _), findings in zip(places, by_segment, strict=True)
        for finding in findings
    ]
    redaction = await redactor.anonymize_document(
        joined, in_joined, operator=operator, operators=operators, policy=policy, mapping=mapping
    )
    applied = _by_segment(redaction.findings, places, document.segments)
    pieces = [_replaced(segment, findings) for segment, findings in zip(document.segments, applied, strict=True)]
    result = document.rebuild(pieces)
    _check_nothing_left(document, applied, result)
    return FileRedaction(
        data=result,
        name=name_for(name, document),
        media_type=document.media_type,
        findings=[
            FileFinding(segment.place, finding)
            for segment, findings in zip(document.segments, applied, strict=True)
            for finding in findings
        ],
        warnings=list(
            dict.fromkeys(
                (
                    *document.warnings,
                    *(one.message for one in redaction.warnings),
                    *mistaken(joined, mapping),
                    *_left_in_names(document, applied),
                )
            )
        ),
        mapping=reserve(joined, redaction.mapping),
    )


def name_for(name: str, document: Document) -> str:
    """Return the name that fits what comes out: a PDF's text may have to become a text file."""
    is_text = document.media_type == "text/plain" and name.lower().endswith(".pdf")
    return f"{name[:-4]}.txt" if is_text else name


def reserve(text: str, mapping: PlaceholderMap) -> PlaceholderMap:
    """Let placeholders that stood in the file before stand for themselves, so that no later file is given them."""
    own = {match[0]: match[0] for match in PLACEHOLDER.finditer(text)}
    return replace(mapping, originals={**own, **mapping.originals}) if own else mapping


def mistaken(text: str, mapping: PlaceholderMap | None) -> Iterator[str]:
    """Warn of what stood in the file before and would be taken for a placeholder of an earlier file."""
    known = {} if mapping is None else mapping.originals
    if any(known.get(match[0], match[0]) != match[0] for match in PLACEHOLDER.finditer(text)):
        yield "Placeholders stood in it already that other files now use; restoring would take them for those."


def _joined(segments: Sequence[Segment]) -> tuple[str, list[tuple[int, int]]]:
    """Return one text of all segments, each behind its context, and where each stands in it."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for segment in segments:
        text = segment.text
        end = "\n" if segment.column is not None else "\n\n"
        length += len(segment.context)
        places.append((length, length + len(text)))
        length += len(text) + len(end)
        pieces += (segment.context, text, end)
    return "".join(pieces), places


def _by_segment(
    findings: Iterable[Finding], places: Sequence[tuple[int, int]], segments: Sequence[Segment]
) -> list[list[Finding]]:
    """Cut findings at the borders of segments; offsets then count in the segment. What lies between is dropped."""
    ordered = sorted(findings, key=lambda finding: finding.start)
    by_segment: list[list[Finding]] = [[] for _ in segments]
    index = 0
    for finding in ordered:
        while index < len(places) and places[index][1] <= finding.start:
            index += 1
        at = index
        while at < len(places) and places[at][0] < finding.end:
            start, end = places[at]
            cut = replace(finding, start=max(finding.start, start) - start, end=min(finding.end, end) - start)
            if any(ch.isalnum() for ch in segments[at].text[cut.start : cut.end]) and _is_written(segments[at], cut):
                by_segment[at].append(cut)
            at += 1
    return by_segment


def _is_written(segment: Segment, finding: Finding) -> bool:
    """Say whether a finding lies in a piece that can change; what does not is another segment's."""
    if not segment.fixed:
        return True
    start = 0
    for number, piece in enumerate(segment.pieces):
        end = start + len(piece)
        if number not in segment.fixed and finding.start < end and start < finding.end:
            return True
        start = end
    return False


def _whole_segments(
    segments: Sequence[Segment], by_segment: Sequence[list[Finding]], is_wanted: Callable[[str], bool]
) -> list[list[Finding]]:
    """Make one finding of a cell whose column says what it is, and of what is private by its place."""
    columns = column_entities(segments, by_segment)
    settled: list[list[Finding]] = []
    for segment, findings in zip(segments, by_segment, strict=True):
        entity = segment.entity or (columns.get(segment.column) if segment.column is not None else None)
        text = segment.text
        stripped = text.strip()
        covered = sum(finding.end - finding.start for finding in findings)
        if (
            entity is None
            or not is_wanted(entity)
            or stripped.casefold() in _NOTHING
            # A placeholder of an earlier run says nothing private.
            or not any(ch.isalnum() for ch in PLACEHOLDER.sub("", stripped))
            or covered >= _COVERED * len(stripped)
        ):
            settled.append(findings)
            continue
        start = len(text) - len(text.lstrip())
        source = "column" if segment.entity is None else "place"
        settled.append([Finding(entity, start, start + len(stripped), 1.0, source)])
    return settled


def _everywhere(segments: Sequence[Segment], by_segment: Sequence[list[Finding]]) -> list[list[Finding]]:
    """Find telling values (with an @, or many figures) wherever else they stand, also inside longer ones."""
    values: dict[str, Finding] = {}
    for segment, findings in zip(segments, by_segment, strict=True):
        text = segment.text
        for finding in findings:
            value = text[finding.start : finding.end]
            if _is_telling(value):
                values.setdefault(value, finding)
    if not values:
        return list(by_segment)
    lookup = Lookup(values)
    settled: list[list[Finding]] = []
    for segment, findings in zip(segments, by_segment, strict=True):
        found = list(findings)
        end = 0
        for start, value in lookup.find(segment.text):
            stop = start + len(value)
            if start >= end and not any(one.start < stop and start < one.end for one in findings):
                found.append(replace(values[value], start=start, end=stop, source="propagation"))
                end = stop
        settled.append(sorted(found, key=lambda finding: finding.start))
    return settled


def _is_telling(value: str) -> bool:
    return "@" in value or sum(ch.isdigit() for ch in value) >= _TELLING_FIGURES


def _replaced(segment: Segment, findings: Sequence[Finding]) -> list[str]:
    """Put replacements into a segment's pieces: each as a whole into the first that can change, then nothing."""
    pieces: list[str] = []
    written_whole: set[int] = set()
    start = 0
    for number, piece in enumerate(segment.pieces):
        end = start + len(piece)
        written: list[str] = []
        position = start
        for index, finding in enumerate(findings):
            if finding.end <= start or finding.start >= end:
                continue
            written.append(segment.text[position : max(finding.start, start)] if finding.start > position else "")
            if index not in written_whole and number not in segment.fixed:
                written.append(finding.replacement or "")
                written_whole.add(index)
            position = min(finding.end, end)
        pieces.append("".join((*written, segment.text[position:end])))
        start = end
    return pieces


def _left_in_names(document: Document, applied: Sequence[Sequence[Finding]]) -> Iterator[str]:
    """Warn of names of bookmarks, styles and the like that hold the name of a person who was found."""
    words = {
        word.casefold()
        for segment, findings in zip(document.segments, applied, strict=True)
        for finding in findings
        if finding.entity in _NAMES
        for word in _WORD.findall(segment.text[finding.start : finding.end])
    }
    count = sum(not words.isdisjoint(_WORD.findall(name.casefold())) for name in set(document.names))
    if count:
        yield f"Names of bookmarks, tables or ranges stay as they are, and hold names that were found: {count}."


def _check_nothing_left(document: Document, applied: Sequence[Sequence[Finding]], result: bytes) -> None:
    """Fail when a telling value that was to go is anywhere in the result."""
    values = {
        value
        for segment, findings in zip(document.segments, applied, strict=True)
        for finding in findings
        if _is_telling(value := segment.text[finding.start : finding.end]) and value not in (finding.replacement or "")
    }
    # Bytes as characters of the same number, so that one search does for all of them.
    forms = {form.encode(code, "surrogatepass") for one in values for form in (one, escape(one)) for code in _CODES}
    lookup = Lookup(form.decode("latin-1") for form in forms)
    for part in document.parts(result):
        if any(True for _ in lookup.find(part.decode("latin-1"))):
            raise UnscannedError("A value that was found is still in a part of the file that stays as it is.")
