"""Find personal data in a text that OCR has read.

The text is searched twice: as it was read, and with letters replaced by the digits that OCR confuses with them. Found
values are then searched for everywhere, ignoring accents and such confusions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...types import Finding
from ..choice import Choice
from .confusions import figures_for_letters, letters_for_figures, skeleton, skeleton_matches

if TYPE_CHECKING:
    from ...redaction.operators.placeholders import PlaceholderMap
    from ...redaction.redactor import Redactor

__all__ = ["find_in"]


async def find_in(text: str, redactor: Redactor, choice: Choice) -> list[Finding]:
    """Return the findings in a text, sorted and without overlaps, less the values that a reader keeps.

    Raises:
        UnscannedError: the text could not be scanned.
    """

    async def analyze(text: str) -> list[Finding]:
        return await redactor.analyze(
            text, entities=choice.entities, threshold=choice.threshold, policy=choice.policy,
            on_progress=choice.on_progress, reuse=True,
        )  # fmt: skip

    found = choice.review.with_hidden(await _found(text, analyze), text)
    settled = _everywhere(text, found, _known_values(choice.mapping, choice.review.hide))
    return choice.review.without_kept(settled, text)


async def _found(text: str, analyze: Callable[[str], Any]) -> list[Finding]:
    """Find in the text as it was read, and in the text without confusions where it differs; offsets are the same."""
    found: list[Finding] = await analyze(text)
    repaired = letters_for_figures(figures_for_letters(text))
    if repaired == text:
        return found
    further: list[Finding] = await analyze(repaired)
    for one in further:
        if text[one.start : one.end] == repaired[one.start : one.end]:
            continue
        touched = [other for other in found if other.start < one.end and one.start < other.end]
        start, end = min([one.start, *(t.start for t in touched)]), max([one.end, *(t.end for t in touched)])
        found = [other for other in found if other not in touched] + [replace(one, start=start, end=end)]
    return sorted(found, key=lambda one: one.start)


def _known_values(mapping: PlaceholderMap | None, hide: Mapping[str, str]) -> dict[str, str]:
    """Return values that other files gave a placeholder and values to hide, each with its entity."""
    originals = {} if mapping is None else mapping.originals
    known = {value: name.strip("[]").rpartition("_")[0] for name, value in originals.items() if name != value}
    return {**known, **hide}


def _everywhere(text: str, findings: Sequence[Finding], known: Mapping[str, str]) -> list[Finding]:
    """Find values wherever else they occur as whole words, as OCR may have read them."""
    values = {text[one.start : one.end]: one for one in findings}
    for value, entity in known.items():
        values.setdefault(value, Finding(entity or "CUSTOM", 0, 0, 1.0, "propagation"))
    bare = skeleton(text)
    settled = list(findings)
    for value, one in values.items():
        for start, end in skeleton_matches(text, value, bare):
            if not any(other.start < end and start < other.end for other in settled):
                settled.append(replace(one, start=start, end=end, source="propagation", replacement=None))
    return sorted(settled, key=lambda one: one.start)
