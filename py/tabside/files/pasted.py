"""Read pasted JSON, YAML, TOML and tables with the file readers, so that the result parses and keys are context.

If a value changes its notation, such as a number that becomes a string, the mapping records the whole notation, with
quotation marks and the following character, so that the original is restored. A text for which this does not work is
read as plain text.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import FileError, InputError
from ..redaction.operators.anonymizer import Redaction
from ..redaction.view.structure import FORMATS, likely_format
from ..types import Finding, Notice
from .choice import Choice
from .columns import entity_of_head, is_head
from .document import Document, Place, Segment
from .finding import Found, find, replace_found
from .joining import Pieces
from .opening import open_document

if TYPE_CHECKING:
    from ..redaction.redactor import Redactor

__all__ = ["needs_yaml", "open_pasted", "redact_pasted", "replace_in_pasted"]

_YAML_FIELD = re.compile(r"[A-Za-z_$][\w$./-]{0,39}")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[0-9a-fA-F]{4}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|U[0-9a-fA-F]{8}|.)"
)
_FEWEST_FIELDS = 3


def open_pasted(text: str, asked: str = "auto") -> tuple[Document, str] | None:
    """Return the document of a pasted text and its format; None for one to be read as text.

    Raises:
        InputError: no such format, or the text is not in the one that was asked for.
    """
    if asked not in FORMATS:
        raise InputError(f"No such format. There are: {', '.join(FORMATS)}.")
    chosen = likely_format(text) if asked == "auto" else asked
    if chosen == "text" or (asked == "auto" and not _is_plausible(text, chosen)):
        return None
    ending = "tsv" if chosen == "csv" and "\t" in text.partition("\n")[0] else chosen
    try:
        document = open_document(text.encode(), f"pasted.{ending}")
    except (FileError, UnicodeEncodeError):
        document = None
    if document is None or len(document.places) != len(document.segments) or _was_read_as_text(document, chosen):
        if asked == "auto":
            return None
        raise InputError(f"The text is not in the format {asked}.")
    return document, chosen


def needs_yaml(text: str, asked: str) -> bool:
    """Whether a pasted text is to be read as YAML, if there is a reader of it."""
    if asked == "auto":
        return likely_format(text) == "yaml" and _is_plausible(text, "yaml")
    return asked == "yaml"


def _is_plausible(text: str, chosen: str) -> bool:
    """Whether a text that looks like a format has what only that format has."""
    if chosen == "json":
        try:
            return isinstance(json.loads(text), (dict, list))
        except (ValueError, RecursionError):
            return False
    if chosen == "csv":
        return _is_table(text)
    fields = [line.partition(":")[0].strip(" -") for line in text.splitlines() if ":" in line and line.strip()]
    return len(fields) >= _FEWEST_FIELDS and all(_YAML_FIELD.fullmatch(one) for one in fields)


def _is_table(text: str) -> bool:
    lines = text.strip().splitlines()
    for mark in ",;\t|":
        cells = lines[0].split(mark)
        if len(cells) > 1 and all(line.count(mark) >= len(cells) - 1 for line in lines if line.strip()):
            heads = [cell.strip().strip('"') for cell in cells]
            return is_head(heads) and any(entity_of_head(head) is not None for head in heads)
    return False


def _was_read_as_text(document: Document, chosen: str) -> bool:
    return chosen == "yaml" and len(document.segments) == 1 and document.segments[0].place == "text"


async def redact_pasted(text: str, redactor: Redactor, choice: Choice, asked: str = "auto") -> Redaction | None:
    """Redact a pasted text in its format. Return None for one to be read as text.

    Findings have offsets of the text as pasted. Restoring the result is exact.

    Raises:
        InputError: see `open_pasted`.
        UnscannedError: a part could not be scanned.
    """
    opened = open_pasted(text, asked)
    if opened is None:
        return None
    document, chosen = opened
    return _assembled(text, document, await find(document, redactor, choice), chosen)


async def replace_in_pasted(
    text: str,
    findings: Sequence[Finding],
    anonymize: Callable[[str, Sequence[Finding]], Awaitable[Redaction]],
    asked: str,
) -> Redaction | None:
    """Replace findings, which have offsets of the pasted text, without scanning it again."""
    opened = open_pasted(text, asked)
    if opened is None:
        return None
    document, chosen = opened
    settled: list[list[Finding]] = [[] for _ in document.segments]
    order = sorted(range(len(document.places)), key=lambda number: document.places[number].start)
    starts = [document.places[number].start for number in order]
    for finding in findings:
        at = bisect_right(starts, finding.start) - 1
        number = order[max(0, at)]
        place, value = document.places[number], document.segments[number].text
        if at < 0 or finding.end > place.end:
            return None
        settled[number].append(_in_value(text, finding, place, value))
    found = await replace_found(document.segments, settled, anonymize)
    return _assembled(text, document, found, chosen)


def _assembled(text: str, document: Document, found: Found, chosen: str) -> Redaction | None:
    """Write the replacements into the text as it was pasted. None where one cannot be written so that it leads back."""
    written: list[Finding] = []
    originals = dict(found.redaction.mapping.originals)
    whole = dict(found.redaction.mapping.surrogates)
    lossy = found.redaction.mapping.lossy
    for place, segment, findings in zip(document.places, document.segments, found.applied, strict=True):
        if not findings:
            continue
        done = _spliced(text, place, segment, findings)
        if done is None:
            return None
        for finding, at in zip(findings, done, strict=True):
            source, name = text[at.start : at.end], finding.replacement or ""
            value = segment.text[finding.start : finding.end]
            # What is written with escapes comes back with them.
            for table in (originals, whole):
                if at.replacement == name and table.get(name) == value:
                    table[name] = source
        if _is_wrapped(text, place, done) and not any(one.entity in lossy for one in findings):
            source = text[place.start : place.end]
            if whole.setdefault(_replaced(text, done, place.start, place.end), source) != source:
                return None
        written += done
    written.sort(key=lambda finding: finding.start)
    mapping = replace(found.redaction.mapping, originals=originals, surrogates=whole)
    result = _replaced(text, written, 0, len(text))
    if not lossy and mapping.restore(result) != text:
        return None
    if open_pasted(result, "auto" if chosen == "csv" else chosen) is None:
        return None
    warnings = (*found.redaction.warnings, *(Notice("redaction.format", one) for one in document.warnings))
    return Redaction(result, written, mapping, warnings, chosen)


def _spliced(text: str, place: Place, segment: Segment, findings: Sequence[Finding]) -> list[Finding] | None:
    """Return findings and replacements for the pasted text; the first and the last one take up new quotation marks."""
    source = text[place.start : place.end]
    offsets = _offsets(source, segment.text)
    if offsets is None:
        return None
    quote = source[0] if len(source) > len(segment.text) and source[0] in "\"'" else ""
    done = [
        replace(
            finding,
            start=place.start + offsets[finding.start],
            end=place.start + offsets[finding.end],
            replacement=_within(finding.replacement or "", quote, place),
        )
        for finding in findings
    ]
    new = place.write("".join(Pieces(segment).replaced(findings)))
    if new.rstrip("\t") == _replaced(text, done, place.start, place.end) or quote:
        return done
    kept = _replaced(segment.text, [replace(one, replacement="") for one in findings], 0, len(segment.text))
    if new[:1] != '"' or "\\" in kept or '"' in kept:
        return None
    mark = new[len(new.rstrip(" \t")) :]
    done = [replace(one, replacement=_within(one.replacement or "", '"', place)) for one in done]
    first, last = done[0], done[-1]
    done[0] = replace(first, start=place.start, replacement=f'"{text[place.start : first.start]}{first.replacement}')
    last = done[-1]
    done[-1] = replace(last, end=place.end, replacement=f'{last.replacement}{text[last.end : place.end]}"{mark}')
    return done


def _within(replacement: str, quote: str, place: Place) -> str:
    """Write a replacement inside quotation marks as the format writes it there."""
    if not quote or (quote not in replacement and "\\" not in replacement and replacement.isprintable()):
        return replacement
    written = place.write(replacement).rstrip(" \t")
    return written[1:-1] if written[:1] == written[-1:] == quote else replacement


def _is_wrapped(text: str, place: Place, findings: Sequence[Finding]) -> bool:
    return text[place.start] != '"' and (findings[0].replacement or "").startswith('"')


def _replaced(text: str, findings: Sequence[Finding], start: int, end: int) -> str:
    parts: list[str] = []
    for finding in findings:
        parts += (text[start : finding.start], finding.replacement or "")
        start = finding.end
    return "".join((*parts, text[start:end]))


def _in_value(text: str, finding: Finding, place: Place, value: str) -> Finding:
    """Return a finding of the pasted text with offsets of the value that it lies in."""
    offsets = _offsets(text[place.start : place.end], value)
    if offsets is None:
        return replace(finding, start=0, end=len(value))
    start = max(0, bisect_right(offsets, finding.start - place.start) - 1)
    return replace(finding, start=start, end=max(start + 1, bisect_left(offsets, finding.end - place.start)))


def _offsets(source: str, value: str) -> Sequence[int] | None:
    """Return where each character of a value, and its end, stand in its source; None if the source cannot be followed.

    >>> list(_offsets('"a\\\\u00e9b"', "aéb"))
    [1, 2, 8, 9]
    """
    if source == value:
        return range(len(value) + 1)
    quote = source[:1]
    if source[1:-1] == value:
        return range(1, len(value) + 2)
    offsets: list[int] = []
    position = 1
    for ch in value:
        offsets.append(position)
        if ch == quote and source[position : position + 2] == quote * 2:
            position += 2
        elif source[position : position + 1] == ch and ch != "\\":
            position += 1
        else:
            match = _ESCAPE.match(source, position)
            if match is None:
                return None
            position = match.end()
    offsets.append(position)
    return offsets if source[position : position + 1] == quote else None
