"""Explain what was found in a stretch of text, or why it was not: the model's and the recognizers' results there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..types import Finding, Reason
from .detection import Detection
from .model.decoding import DecodeOptions, Word, without_factor
from .reasons import reasons_of
from .recognizers import PatternRecognizer, Recognizer
from .view.folding import FoldedText, fold

__all__ = ["Explanation", "NearMiss", "Scan", "WordReading", "near_misses", "readings"]

LABELS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Scan:
    """Results of all sources for a text, before any threshold. They can be settled again without running the model.

    `wanted` lists the entities requested from recognizers, or None for all. `opinions` are what further models found.
    """

    view: FoldedText
    words: Sequence[Word]
    detections: Sequence[Detection]
    wanted: frozenset[str] | None
    opinions: Sequence[Detection] = ()


@dataclass(frozen=True, slots=True)
class WordReading:
    """The model's result for one word. Offsets count code points of the text as given, end exclusive.

    `score` is 1 - P(O), the maximum over its tokens. `threshold` is the value required there: lower if name lists and
    surrounding words support a name, higher if they do not. `labels` are the best entities, whose scores
    add up to at most `score`. A word with a score under 0.005 has no labels.
    """

    start: int
    end: int
    score: float
    threshold: float
    labels: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A finding that a recognizer would have made, and what was missing."""

    entity: str
    start: int
    end: int
    source: str
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explanation of a stretch of text: findings, the model's results, and recognizers that nearly matched."""

    start: int
    end: int
    findings: Sequence[Finding]
    words: Sequence[WordReading]
    near: Sequence[NearMiss]


_WORD = re.compile(r"\w+")
_HAS_DIGIT = re.compile(r"[0-9]")


def readings(scan: Scan, start: int, end: int, options: DecodeOptions) -> tuple[WordReading, ...]:
    """Return the model's result for each word that a stretch of the original touches."""
    view = scan.view
    read: list[WordReading] = []
    seen = [(word, *view.to_original(word.start, word.end)) for word in scan.words]
    touched = [entry for entry in seen if entry[1] < end and entry[2] > start]
    for word, begin, stop in touched:
        total = sum(word.entities.values())
        best = sorted(word.entities.items(), key=lambda entry: -entry[1])[:LABELS_SHOWN]
        labels = {entity: round(word.read * mass / total, 4) for entity, mass in best} if total else {}
        needed = without_factor(options.needed(word, view.text), word.factor)
        read.append(WordReading(begin, stop, round(word.read, 4), round(needed, 4), labels))
    read.extend(
        WordReading(*match.span(), 0.0, options.threshold, {})
        for match in _WORD.finditer(view.original, start, end)
        if not any(begin < match.end() and stop > match.start() for _word, begin, stop in touched)
    )
    return tuple(sorted(read, key=lambda reading: reading.start))


def near_misses(
    recognizers: Sequence[Recognizer], scan: Scan, start: int, end: int, wanted: frozenset[str]
) -> tuple[NearMiss, ...]:
    """Return near misses in a stretch of the original: entities that are switched off, or that would be found with a
    context word or with a valid check digit. One per recognizer, the longest, best known first."""
    view = fold(scan.view.original[start:end])
    near: dict[tuple[str, int, int], NearMiss] = {}
    for recognizer in recognizers:
        real = [found for found in recognizer.find(scan.view.text) if _touches(found, scan.view, start, end)]
        for found in real:
            if found.entity not in wanted:
                begin, stop = scan.view.to_original(found.start, found.end)
                reasons = (*reasons_of(found), Reason("not_looked_for"))
                near.setdefault((found.entity, begin, stop), NearMiss(found.entity, begin, stop, found.source, reasons))
        if real:
            continue
        for found in _would_find(recognizer, view.text):
            begin, stop = (start + at for at in view.to_original(found.start, found.end))
            near.setdefault(
                (found.entity, begin, stop), NearMiss(found.entity, begin, stop, found.source, reasons_of(found))
            )
    longest: dict[str, NearMiss] = {}
    for miss in near.values():
        kept = longest.get(miss.source)
        if kept is None or miss.end - miss.start > kept.end - kept.start:
            longest[miss.source] = miss
    return tuple(sorted(longest.values(), key=lambda miss: (miss.start - miss.end, -len(miss.reasons))))


def _touches(found: Detection, view: FoldedText, start: int, end: int) -> bool:
    begin, stop = view.to_original(found.start, found.end)
    return begin < end and stop > start


def _would_find(recognizer: Recognizer, text: str) -> Iterator[Detection]:
    """Yield a recognizer's findings with a context word inserted before the text, and its matches whose check fails."""
    for hint in _hints(recognizer):
        before = f"{hint}: "
        found_any = False
        for found in recognizer.find(before + text):
            if found.start < len(before) or not _HAS_DIGIT.search(
                text, found.start - len(before), found.end - len(before)
            ):
                continue  # Any word could be a user name after the right context word.
            found_any = True
            reasons = [reason for reason in reasons_of(found) if reason.kind != "context"]
            yield found._replace(
                start=found.start - len(before),
                end=found.end - len(before),
                reasons=(*reasons, Reason("context_missing", hint)),
            )
        if found_any:
            return
    if isinstance(recognizer, PatternRecognizer) and recognizer.check is not None:
        for match in re.finditer(recognizer.regex, text, re.IGNORECASE if recognizer.ignore_case else 0):
            start, end = match.span("value" if "value" in match.re.groupindex else 0)
            if start < end and not recognizer.check(text[start:end]):
                reasons = [Reason("pattern", recognizer.name), Reason("check_failed")]
                yield Detection(recognizer.entity, start, end, 0.0, recognizer.name, False, reasons)


def _hints(recognizer: Recognizer) -> list[str]:
    """Return possible context words of a recognizer: the first of its own, then its entities' names."""
    own: Sequence[str] = getattr(recognizer, "context", ())
    return [*own[:1], *(entity.replace("_", " ").lower() for entity in sorted(recognizer.entities))]
