"""Ask the redactor about the segments of a file: texts by model and recognizers, numbers by recognizers alone.

The model takes most of the time. Of equal cells in a column it therefore reads only the first few, and their findings
apply to the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..types import Finding
from .choice import Choice
from .column_values import can_be
from .columns import entity_of_head, head_of
from .document import Segment
from .joining import by_segment, joined

if TYPE_CHECKING:
    from ..redaction.redactor import Redactor

__all__ = ["Question", "is_plain_number", "read_segments"]

# So often the model reads a value that a column repeats.
_MOST_READ = 3
# A column of one of these says what its cells are better than a model that sees a cell.
_TOLD_BY_HEAD = frozenset(
    ("EMAIL", "PHONE", "SSN", "IBAN", "CREDIT_CARD", "PASSPORT", "IP_ADDRESS", "MAC_ADDRESS", "HEALTH_ID",
     "BANK_ACCOUNT", "DRIVERS_LICENSE", "VEHICLE_ID", "TAX_ID", "COORDINATES", "DATE_OF_BIRTH")
)  # fmt: skip
# A number that can be nobody's: short, or with a fraction.
_PLAIN_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]{1,6}|[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]*\.[0-9]+|[0-9]+\.)"
                           r"(?:[eE][-+]?[0-9]{1,3})?\s*%?\s*")  # fmt: skip


def is_plain_number(value: str) -> bool:
    """Whether a value is a number that identifies nobody by itself: at most six figures, or a fraction.

    >>> [is_plain_number(value) for value in ("42", "1,204.5", "-0.25", "4155552671", "12 34")]
    [True, True, True, False, False]
    """
    return _PLAIN_NUMBER.fullmatch(value.replace(",", "")) is not None and len(value) <= 40


@dataclass(frozen=True, slots=True)
class Question:
    """A redactor, and what it is asked."""

    redactor: Redactor = field(repr=False)
    choice: Choice

    def wants(self, entity: str) -> bool:
        return self.redactor.looks_for(entity, entities=self.choice.entities, policy=self.choice.policy)

    def allows(self, entity: str, value: str) -> bool:
        return self.redactor.allows(entity, value, policy=self.choice.policy)


async def read_segments(segments: Sequence[Segment], question: Question) -> list[list[Finding]]:
    """Return what was found in each segment, with offsets in its text.

    Raises:
        UnscannedError: a part could not be scanned.
    """
    followed = _followed(segments)
    by_model: list[int] = []
    by_recognizers: list[int] = []
    for number, segment in enumerate(segments):
        if number in followed or segment.role in ("label", "mention"):
            continue
        is_told = segment.role == "number" or _is_told_by_head(segment, question)
        (by_recognizers if is_told else by_model).append(number)
    found: list[list[Finding]] = [[] for _ in segments]
    for numbers, with_model in ((by_model, True), (by_recognizers, False)):
        for number, findings in zip(numbers, await _ask(segments, numbers, question, with_model), strict=True):
            found[number] = findings
    for number, firsts in followed.items():
        found[number] = max((found[first] for first in firsts), key=_covered)
    return found


async def _ask(
    segments: Sequence[Segment], numbers: Sequence[int], question: Question, with_model: bool
) -> list[list[Finding]]:
    read = [segments[number] for number in numbers]
    if not read:
        return []
    text, places = joined(read)
    found = await question.redactor.analyze(
        text,
        entities=question.choice.entities,
        threshold=question.choice.threshold,
        policy=question.choice.policy,
        on_progress=question.choice.on_progress if with_model else None,
        reuse=with_model,
        with_model=with_model,
    )
    return by_segment(question.choice.review.with_hidden(found, text), places, read)


def _followed(segments: Sequence[Segment]) -> dict[int, Sequence[int]]:
    """Return the segments that are not read, each with those of the same text that are."""
    originals: dict[str, list[int]] = {}
    copied = {segment.text for segment in segments if segment.is_copy}
    if copied:
        for number, segment in enumerate(segments):
            if not segment.is_copy and segment.role in ("text", "number") and segment.text in copied:
                originals.setdefault(segment.text, []).append(number)
    followed: dict[int, Sequence[int]] = {}
    read: dict[tuple[str, str], list[int]] = {}
    for number, segment in enumerate(segments):
        if segment.is_copy and segment.text in originals:
            followed[number] = originals[segment.text][:_MOST_READ]
        elif segment.column is not None and segment.role in ("text", "number") and len(segment.pieces) == 1:
            alike = read.setdefault((segment.column, segment.text), [])
            if len(alike) >= _MOST_READ:
                followed[number] = alike
            else:
                alike.append(number)
    # One that is followed itself leads on to what was read.
    return {number: [one for first in firsts for one in followed.get(first, (first,))]
            for number, firsts in followed.items()}  # fmt: skip


def _is_told_by_head(segment: Segment, question: Question) -> bool:
    if segment.column is None:
        return False
    entity = entity_of_head(head_of(segment.column))
    return entity in _TOLD_BY_HEAD and question.wants(entity) and can_be(entity, segment.text)


def _covered(findings: Iterable[Finding]) -> int:
    return sum(finding.end - finding.start for finding in findings)
