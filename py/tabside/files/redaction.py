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
from ..redaction.operators.operators import Operator, OperatorSpec
from ..redaction.operators.placeholders import PLACEHOLDER
from ..types import Finding
from .columns import column_entities
from .document import Document, Segment
from .joining import by_segment, joined, with_replacements
from .lookup import Lookup
from .opening import open_document
from .review import Review

if TYPE_CHECKING:
    from ..redaction.operators.placeholders import PlaceholderMap
    from ..redaction.redactor import PolicySource, Redactor

__all__ = ["FileFinding", "FileRedaction", "mistaken", "name_for", "redact_file", "reserve"]

_NOTHING = frozenset(("", "-", "n/a", "na", "none", "null", "nil", "unknown", "unbekannt", "true", "false", "?"))
_COVERED = 0.8
# A value of this many figures, or with an @, can be no word of the format itself.
_TELLING_FIGURES = 9
_NAMES = frozenset(("GIVEN_NAME", "SURNAME", "PERSON"))
_WORD = re.compile(r"[^\W\d_]{3,}")
_CODES = ("utf-8", "utf-16-le")
# Characters around a finding that a reader is shown.
_AROUND = 40


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A finding and where in the file it is; offsets count code points of that piece of text.

    `text` is what stood there, `before` and `after` what stands around it. Its repr shows none of them.
    """

    # A key of JSON may be somebody's name.
    place: str = field(repr=False)
    finding: Finding = field(repr=False)
    text: str = field(default="", repr=False)
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)

    @classmethod
    def within(cls, segment: Segment, finding: Finding) -> FileFinding:
        """Take what a reader is shown from the segment that a finding lies in."""
        text, start, end = segment.text, finding.start, finding.end
        return cls(
            segment.place, finding, text[start:end], text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        )


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
    keep: Iterable[str] = (),
    hide: Mapping[str, str] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> FileRedaction:
    """Redact a file of the kind that its name says; see `formats.MEDIA_TYPES`.

    The options are those of `Redactor.redact`. With `mapping`, that of files before this one, the same value gets the
    same placeholder in all of them, and the mapping of the result leads back from all of them. What a reader decided
    after a look at the findings: `keep` are values that stay, as `FileFinding.text` has them; `hide` are further values
    that go wherever they stand as whole words, each with its entity. The model reads no file twice in a row.

    Raises:
        FileError: the file cannot be read: broken, locked, too large, or of an unknown kind.
        UnscannedError: a part of it could not be scanned, or a value that was found is still in the result.
        InputError: a value to hide that says nothing; see also `Redactor.redact`.
    """
    review = Review.of(keep, hide)
    document = open_document(data, name)
    read = [segment for segment in document.segments if not segment.is_label]
    text, places = joined(read)
    wanted = None if entities is None else frozenset(entities)
    found = await redactor.analyze(
        text, entities=wanted, threshold=threshold, policy=policy, on_progress=on_progress, reuse=True
    )

    def is_wanted(entity: str) -> bool:
        return redactor.looks_for(entity, entities=wanted, policy=policy)

    def is_allowed(entity: str, value: str) -> bool:
        return redactor.allows(entity, value, policy=policy)

    settled = by_segment(review.with_hidden(found, text), places, read)
    settled = _whole_segments(read, settled, is_wanted, is_allowed)
    settled = [review.without_kept(one, segment.text) for segment, one in zip(read, settled, strict=True)]
    settled = _everywhere(read, settled)
    labels = _labels(document.segments, read, settled)
    text, places = joined([*read, *(segment for segment, _ in labels)])
    in_text = [
        replace(finding, start=finding.start + start, end=finding.end + start)
        for (start, _), findings in zip(places, [*settled, *([finding] for _, finding in labels)], strict=True)
        for finding in findings
    ]
    redaction = await redactor.anonymize_document(
        text, in_text, operator=operator, operators=operators, policy=policy, mapping=mapping
    )
    done = by_segment(redaction.findings, places, [*read, *(segment for segment, _ in labels)])
    of_segment = {
        id(segment): findings for segment, findings in zip([*read, *(one for one, _ in labels)], done, strict=True)
    }
    applied = [of_segment.get(id(segment), []) for segment in document.segments]
    pieces = [
        with_replacements(segment, findings) for segment, findings in zip(document.segments, applied, strict=True)
    ]
    result = document.rebuild(pieces)
    _check_nothing_left(document, applied, result)
    return FileRedaction(
        data=result,
        name=name_for(name, document),
        media_type=document.media_type,
        findings=[
            FileFinding.within(segment, finding)
            for segment, findings in zip(document.segments, applied, strict=True)
            for finding in findings
        ],
        warnings=list(
            dict.fromkeys(
                (
                    *document.warnings,
                    *(one.message for one in redaction.warnings),
                    *mistaken(text, mapping),
                    *_left_in_names(document, applied),
                )
            )
        ),
        mapping=reserve(text, redaction.mapping),
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


def _whole_segments(
    segments: Sequence[Segment],
    by_segment: Sequence[list[Finding]],
    is_wanted: Callable[[str], bool],
    is_allowed: Callable[[str, str], bool],
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
            or (covered >= _COVERED * len(stripped) and not _is_number_in_pieces(stripped, findings))
            or is_allowed(entity, stripped)
        ):
            settled.append(findings)
            continue
        start = len(text) - len(text.lstrip())
        source = "column" if segment.entity is None else "place"
        settled.append([Finding(entity, start, start + len(stripped), 1.0, source)])
    return settled


def _is_number_in_pieces(text: str, findings: Sequence[Finding]) -> bool:
    """Say whether several kinds were found in one number, of which each is a guess."""
    return len(findings) > 1 and not any(ch.isalpha() for ch in text)


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


def _labels(
    segments: Sequence[Segment], read: Sequence[Segment], found: Sequence[Sequence[Finding]]
) -> list[tuple[Segment, Finding]]:
    """Find names of fields that are, as a whole, something that was found: people are keys in some files."""
    values = {
        segment.text[finding.start : finding.end]: finding
        for segment, findings in zip(read, found, strict=True)
        for finding in findings
    }
    return [
        (segment, replace(values[segment.text], start=0, end=len(segment.text), source="propagation"))
        for segment in segments
        if segment.is_label and segment.text in values and not segment.text.islower()
    ]


def _is_telling(value: str) -> bool:
    return "@" in value or sum(ch.isdigit() for ch in value) >= _TELLING_FIGURES


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
        yield f"Names of parts, bookmarks, tables or ranges stay as they are, and hold names that were found: {count}."


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
