"""Detection in a document: all segments as one text, columns, a reader's decisions, replacements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..redaction.operators.operators import Operator, OperatorSpec
from ..redaction.operators.placeholders import PLACEHOLDER
from ..types import Finding
from .columns import column_entities
from .document import Document, Segment
from .joining import by_segment, joined
from .lookup import Lookup
from .review import Review

if TYPE_CHECKING:
    from ..redaction.operators.placeholders import PlaceholderMap
    from ..redaction.redactor import PolicySource, Redaction, Redactor

__all__ = ["Choice", "Found", "find", "is_telling"]

_NOTHING = frozenset(("", "-", "n/a", "na", "none", "null", "nil", "unknown", "unbekannt", "true", "false", "?"))
_COVERED = 0.8
# A value with this many digits, or with an @, cannot be a word of the format itself.
_TELLING_FIGURES = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """The options of `Redactor.redact` for a file, and a reader's decisions about its values."""

    entities: frozenset[str] | None = None
    threshold: float | None = None
    operator: OperatorSpec | Operator | None = None
    operators: Mapping[str, OperatorSpec | Operator] | None = None
    policy: PolicySource = None
    mapping: PlaceholderMap | None = None
    review: Review = field(default_factory=Review)
    on_progress: Callable[[int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of each segment of a document with replacements, the whole text, and its redaction."""

    applied: Sequence[Sequence[Finding]] = field(repr=False)
    text: str = field(repr=False)
    redaction: Redaction = field(repr=False)

    def in_segments(self, segments: Sequence[Segment]) -> Iterator[tuple[Segment, Finding]]:
        """Yield each finding with its segment."""
        for segment, findings in zip(segments, self.applied, strict=True):
            for finding in findings:
                yield segment, finding


async def find(document: Document, redactor: Redactor, choice: Choice) -> Found:
    """Find personal data in a document and choose its replacements.

    Raises:
        UnscannedError: a part could not be scanned.
    """
    review, policy, wanted = choice.review, choice.policy, choice.entities
    read = [segment for segment in document.segments if not segment.is_label]
    text, places = joined(read)
    found = await redactor.analyze(
        text, entities=wanted, threshold=choice.threshold, policy=policy, on_progress=choice.on_progress, reuse=True
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
    every = [*read, *(segment for segment, _ in labels)]
    text, places = joined(every)
    in_text = [
        replace(finding, start=finding.start + start, end=finding.end + start)
        for (start, _), findings in zip(places, [*settled, *([finding] for _, finding in labels)], strict=True)
        for finding in findings
    ]
    redaction = await redactor.anonymize_document(
        text, in_text, operator=choice.operator, operators=choice.operators, policy=policy, mapping=choice.mapping
    )
    done = by_segment(redaction.findings, places, every)
    of_segment = {id(segment): findings for segment, findings in zip(every, done, strict=True)}
    return Found([of_segment.get(id(segment), []) for segment in document.segments], text, redaction)


def _whole_segments(
    segments: Sequence[Segment],
    by_segment: Sequence[list[Finding]],
    is_wanted: Callable[[str], bool],
    is_allowed: Callable[[str, str], bool],
) -> list[list[Finding]]:
    """Make one finding of each cell whose column determines its entity, and of text that is private by its place."""
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
            # A placeholder of an earlier run is not private.
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
    """Whether several entities were found in one number, each of which is a guess."""
    return len(findings) > 1 and not any(ch.isalpha() for ch in text)


def _everywhere(segments: Sequence[Segment], by_segment: Sequence[list[Finding]]) -> list[list[Finding]]:
    """Find unambiguous values (with an @, or many digits) wherever else they occur, also inside longer ones."""
    values: dict[str, Finding] = {}
    for segment, findings in zip(segments, by_segment, strict=True):
        text = segment.text
        for finding in findings:
            value = text[finding.start : finding.end]
            if is_telling(value):
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
    """Find names of fields that equal a value found elsewhere: in some files people are keys."""
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


def is_telling(value: str) -> bool:
    """Whether a value cannot be a word of the format itself: it has an @, or nine digits."""
    return "@" in value or sum(ch.isdigit() for ch in value) >= _TELLING_FIGURES
