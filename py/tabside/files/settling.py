"""Settle the findings of a file: by columns and places, then wherever else the same values occur."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from ..errors import UnscannedError
from ..redaction.operators.placeholders import PLACEHOLDER
from ..types import Finding
from .column_guesses import without_guesses
from .column_values import can_be
from .columns import column_entities
from .document import Document, Segment
from .joining import Pieces
from .lookup import Lookup
from .reading import Question

__all__ = ["check_nothing_left", "is_telling", "left_in_names", "settle"]

_NOTHING = frozenset(("", "-", "n/a", "na", "none", "null", "nil", "unknown", "unbekannt", "true", "false", "?"))
_COVERED = 0.8
# A value of this many figures, or with an address in it, can be no word of the format itself.
_TELLING_FIGURES = 9
_ADDRESS = re.compile(r"[^\W_]@[^\W_]")
_NAMES = frozenset(("GIVEN_NAME", "SURNAME", "PERSON"))
_WORD = re.compile(r"[^\W\d_]{3,}")
_CODES = ("utf-8", "utf-16-le")
_SHORTEST_GLUED = 5
# What the name of an entity takes as a placeholder, beside itself: brackets, a low line, a number of two figures.
_PLACEHOLDER_MARKS = 5


def settle(segments: Sequence[Segment], found: Sequence[list[Finding]], question: Question) -> list[list[Finding]]:
    """Return what is replaced in each segment: sorted, without overlaps, labels and mentions included."""
    settled = _whole_segments(segments, without_guesses(segments, found), question)
    settled = [
        question.choice.review.without_kept(one, segment.text) for segment, one in zip(segments, settled, strict=True)
    ]
    settled = _everywhere(segments, settled)
    settled = _mentions(segments, _labels(segments, settled))
    mapping = question.choice.mapping
    marks = _PLACEHOLDER_MARKS + (0 if mapping is None or not mapping.tag else len(mapping.tag) + 1)
    return [_within_limit(segment, findings, marks) for segment, findings in zip(segments, settled, strict=True)]


def _whole_segments(
    segments: Sequence[Segment], found: Sequence[list[Finding]], question: Question
) -> list[list[Finding]]:
    """Make one finding of each cell whose column determines its entity, and of text that is private by its place."""
    columns = column_entities(segments, found)
    settled: list[list[Finding]] = []
    for segment, findings in zip(segments, found, strict=True):
        entity = segment.entity or (columns.get(segment.column) if segment.column is not None else None)
        text = segment.text
        stripped = text.strip()
        covered = sum(finding.end - finding.start for finding in findings)
        if (
            entity is None
            or segment.role in ("label", "mention")
            or not question.wants(entity)
            or (segment.entity is None and not can_be(entity, stripped))
            or stripped.casefold() in _NOTHING
            # A placeholder of an earlier run is not private.
            or not any(ch.isalnum() for ch in PLACEHOLDER.sub("", stripped))
            or (covered >= _COVERED * len(stripped) and not _is_number_in_pieces(stripped, findings))
            or question.allows(entity, stripped)
        ):
            settled.append(findings)
            continue
        start = len(text) - len(text.lstrip())
        source = "column" if segment.entity is None else "place"
        whole = Finding(entity, start, start + len(stripped), 1.0, source)
        settled.append(list(Pieces(segment).at_gaps(whole)) if segment.fixed else [whole])
    return settled


def _is_number_in_pieces(text: str, findings: Sequence[Finding]) -> bool:
    """Whether several entities were found in one number, each of which is a guess."""
    return len(findings) > 1 and not any(ch.isalpha() for ch in text)


def _everywhere(segments: Sequence[Segment], found: Sequence[list[Finding]]) -> list[list[Finding]]:
    """Find unambiguous values (with an @, or many digits) wherever else they occur, also inside longer ones."""
    values: dict[str, Finding] = {}
    for segment, findings in zip(segments, found, strict=True):
        text = segment.text
        for finding in findings:
            value = text[finding.start : finding.end]
            if is_telling(value):
                values.setdefault(value, finding)
    return _with_values(segments, found, values) if values else list(found)


def _with_values(
    segments: Sequence[Segment], found: Sequence[list[Finding]], values: dict[str, Finding]
) -> list[list[Finding]]:
    lookup = Lookup(values)
    settled: list[list[Finding]] = []
    for segment, findings in zip(segments, found, strict=True):
        further: list[Finding] = []
        end = 0
        for start, value in () if segment.role == "label" else lookup.find(segment.text):
            stop = start + len(value)
            if start >= end:
                further.append(replace(values[value], start=start, end=stop, source="propagation", replacement=None))
                end = stop
        settled.append(_beside(findings, further))
    return settled


def _beside(findings: Sequence[Finding], further: Sequence[Finding]) -> list[Finding]:
    """Add the further findings that overlap none of the first. Both are sorted."""
    if not further:
        return list(findings)
    kept = list(findings)
    index = 0
    for one in further:
        while index < len(findings) and findings[index].end <= one.start:
            index += 1
        if index >= len(findings) or findings[index].start >= one.end:
            kept.append(one)
    return sorted(kept, key=lambda finding: finding.start)


def _labels(segments: Sequence[Segment], found: Sequence[list[Finding]]) -> list[list[Finding]]:
    """Find names of fields that equal a value found elsewhere: in some files people are keys."""
    if not any(segment.role == "label" for segment in segments):
        return list(found)
    values = {
        segment.text[finding.start : finding.end]: finding
        for segment, findings in zip(segments, found, strict=True)
        for finding in findings
    }
    return [
        [replace(values[segment.text], start=0, end=len(segment.text), source="propagation", replacement=None)]
        if segment.role == "label" and segment.text in values and not segment.text.islower()
        else findings
        for segment, findings in zip(segments, found, strict=True)
    ]


def _mentions(segments: Sequence[Segment], found: Sequence[list[Finding]]) -> list[list[Finding]]:
    """Find the names of people that were found in texts, as whole words, where nothing else is read."""
    if not any(segment.role == "mention" for segment in segments):
        return list(found)
    words: dict[str, Finding] = {}
    for segment, findings in zip(segments, found, strict=True):
        for finding in (one for one in findings if one.entity in _NAMES):
            for word in _WORD.findall(segment.text[finding.start : finding.end]):
                words.setdefault(word, finding)
    lengths = sorted({len(word) for word in words if len(word) >= _SHORTEST_GLUED}, reverse=True)
    settled: list[list[Finding]] = []
    for segment, findings in zip(segments, found, strict=True):
        further = list(_names_in(segment.text, words, lengths)) if segment.role == "mention" else []
        settled.append(_beside(findings, further))
    return settled


def _names_in(text: str, words: dict[str, Finding], lengths: Sequence[int]) -> Iterator[Finding]:
    """Find names as whole words, and longer ones that something is glued to, as Word does in `Krastenbergheading`."""
    for match in _WORD.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        if word.islower():
            continue
        if word not in words:
            glued = [length for length in lengths if length < len(word)]
            head = next((length for length in glued if word[:length] in words), 0)
            tail = 0 if head else next((length for length in glued if word[-length:] in words), 0)
            if not head and not tail:
                continue
            start, end = (start, start + head) if head else (end - tail, end)
        yield replace(words[text[start:end]], start=start, end=end, source="propagation", replacement=None)


def _within_limit(segment: Segment, findings: list[Finding], marks: int) -> list[Finding]:
    """Make one finding of a text that would become too long for its place, so that its placeholder leads back."""
    if segment.limit is None or not findings:
        return findings
    grown = sum(len(one.entity) + marks - (one.end - one.start) for one in findings)
    if len(segment.text) + grown <= segment.limit:
        return findings
    return [replace(findings[0], start=0, end=len(segment.text))]


def is_telling(value: str) -> bool:
    """Whether a value cannot be a word of the format itself: an address, or nine digits."""
    return _ADDRESS.search(value) is not None or sum(ch.isdigit() for ch in value) >= _TELLING_FIGURES


def left_in_names(document: Document, applied: Sequence[Sequence[Finding]]) -> Iterator[str]:
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
        yield f"Names of parts, bookmarks, tables or ranges stay as they are, and hold names that were found: {count}."


def check_nothing_left(document: Document, applied: Sequence[Sequence[Finding]], result: bytes) -> None:
    """Fail when a telling value that was to go is anywhere in the result.

    Raises:
        UnscannedError: one is.
    """
    values = {
        value
        for segment, findings in zip(document.segments, applied, strict=True)
        for finding in findings
        if is_telling(value := segment.text[finding.start : finding.end]) and value not in (finding.replacement or "")
    }
    if not values:
        return
    # Bytes as characters with the same codes, so that one search covers all of them.
    forms = {form.encode(code, "surrogatepass") for one in values for form in (one, escape(one)) for code in _CODES}
    lookup = Lookup(form.decode("latin-1") for form in forms)
    for part in document.parts(result):
        if any(True for _ in lookup.find(part.decode("latin-1"))):
            raise UnscannedError("A value that was found is still in a part of the file that stays as it is.")
