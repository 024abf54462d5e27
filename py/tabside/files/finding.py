"""Detection in a document: read the segments, settle what was found, choose replacements."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..redaction.operators.placeholders import PLACEHOLDER
from ..types import Finding
from .choice import Choice
from .cuts import with_cuts
from .document import Document, Segment
from .joining import joined
from .reading import Question, read_segments
from .settling import settle

if TYPE_CHECKING:
    from ..redaction.operators.placeholders import PlaceholderMap
    from ..redaction.redactor import Redaction, Redactor

    Anonymize = Callable[[str, Sequence[Finding]], Awaitable[Redaction]]

__all__ = ["Found", "detect", "find", "replace_found", "with_replacements"]


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
    return await with_replacements(document, await detect(document, redactor, choice), redactor, choice)


async def detect(document: Document, redactor: Redactor, choice: Choice) -> list[list[Finding]]:
    """Return the findings of each segment, without replacements.

    Raises:
        UnscannedError: a part could not be scanned.
    """
    question = Question(redactor, choice)
    return settle(document.segments, await read_segments(document.segments, question), question)


async def with_replacements(
    document: Document, settled: Sequence[Sequence[Finding]], redactor: Redactor, choice: Choice
) -> Found:
    """Choose the replacements of the findings of each segment, as the options say."""

    def anonymize(text: str, findings: Sequence[Finding]) -> Awaitable[Redaction]:
        return redactor.anonymize_document(
            text,
            findings,
            operator=choice.operator,
            operators=choice.operators,
            policy=choice.policy,
            mapping=choice.mapping,
        )

    return await replace_found(document.segments, settled, anonymize, choice.mapping)


async def replace_found(
    segments: Sequence[Segment], settled: Sequence[Sequence[Finding]], anonymize: Anonymize,
    before: PlaceholderMap | None = None,
) -> Found:  # fmt: skip
    """Choose the replacements of what was settled in each segment, going on from the mapping of files before."""
    # Placeholders of earlier runs count too: their numbers are not assigned again.
    chosen = [number for number, segment in enumerate(segments) if settled[number] or PLACEHOLDER.search(segment.text)]
    text, places = joined([segments[number] for number in chosen])
    in_text = [
        replace(finding, start=finding.start + start, end=finding.end + start)
        for number, (start, _) in zip(chosen, places, strict=True)
        for finding in settled[number]
    ]
    redaction = await anonymize(text, in_text)
    done = iter(redaction.findings)
    applied = [[replace(one, replacement=next(done).replacement) for one in findings] for findings in settled]
    applied, mapping = with_cuts(segments, applied, redaction.mapping, before)
    return Found(applied, text, replace(redaction, mapping=mapping))
