"""Resolve overlapping claims into findings without overlaps.

1. Everything a source claimed is covered, except white space, and signs beside white space between two findings.
2. The strongest claim comes first: a certain one (check digit, fixed prefix), then the longer one, then
   the one with the higher score. It keeps its whole stretch and its entity.
3. The part of a weaker claim outside stronger ones: if it has the same entity, it extends the finding. So does a part
   of a word, or mere punctuation, of any entity. Whole words become a finding of their own.
4. Adjacent fragments of one entity are joined. Findings end at user-perceived characters, not between a
   letter and its marks.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from ...reasons import Reason
from ..detection import Detection

__all__ = ["resolve"]


def resolve(detections: Iterable[Detection], text: str) -> list[Detection]:
    """Return detections in order, without overlaps, that cover everything the given ones cover.

    All offsets count code points of `text`. Linear in the number of detections, except for the few
    that overlap each other.
    """
    trimmed = sorted(_whole(detections, text), key=lambda found: (found.start, found.end))
    resolved: list[Detection] = []
    for cluster in _clusters(trimmed):
        resolved.extend(cluster if len(cluster) == 1 else _settle(cluster, text))
    return _joined(resolved)


def _strength(found: Detection) -> tuple[bool, int, float, int]:
    return found.certain, found.end - found.start, found.score, -found.start


def _whole(detections: Iterable[Detection], text: str) -> Iterator[Detection]:
    """Trim white space off both ends, and include the marks of the last character."""
    for found in detections:
        start, end = _without_spaces(text, found.start, found.end)
        if start == end:
            continue
        while start > 0 and _continues_character(text, start):
            start -= 1
        while end < len(text) and _continues_character(text, end):
            end += 1
        yield found.at(start, end)


def _continues_character(text: str, index: int) -> bool:
    ch = text[index]
    if ch < "\u0300":
        return False
    return unicodedata.category(ch) in ("Mn", "Me", "Mc") or ch == "\u200d" or text[index - 1 : index] == "\u200d"


def _clusters(detections: Iterable[Detection]) -> Iterator[list[Detection]]:
    """Group sorted detections into runs in which each overlaps an earlier one."""
    cluster: list[Detection] = []
    reach = -1
    for found in detections:
        if cluster and found.start >= reach:
            yield cluster
            cluster = []
        reach = max(reach, found.end) if cluster else found.end
        cluster.append(found)
    if cluster:
        yield cluster


def _settle(cluster: list[Detection], text: str) -> list[Detection]:
    """Place the claims of one cluster, strongest first. Each takes the free part of its stretch.

    `placed` stays sorted and without overlaps, so that every lookup is a bisection.
    """
    placed: list[Detection] = []
    for claim in sorted(cluster, key=_strength, reverse=True):
        for start, end in _free(claim, placed):
            _place(claim.at(start, end), placed, text)
        _add_agreement(claim, placed)
    return placed


def _start(found: Detection) -> int:
    return found.start


def _within(claim: Detection, placed: list[Detection]) -> slice:
    """Return the placed findings that overlap a claim."""
    first = bisect_right(placed, claim.start, key=_start)
    if first and placed[first - 1].end > claim.start:
        first -= 1
    return slice(first, bisect_left(placed, claim.end, key=_start))


def _free(claim: Detection, placed: list[Detection]) -> list[tuple[int, int]]:
    """Return the parts of a claim that no placed finding covers."""
    parts: list[tuple[int, int]] = []
    position = claim.start
    for other in placed[_within(claim, placed)]:
        if other.start > position:
            parts.append((position, other.start))
        position = max(position, other.end)
    if position < claim.end:
        parts.append((position, claim.end))
    return parts


def _place(part: Detection, placed: list[Detection], text: str) -> None:
    """Make a part a finding of its own, or extend a neighbor over it."""
    start, end = _without_spaces(text, part.start, part.end)
    if start == end:
        return
    is_word = any(ch.isalnum() for ch in text[start:end])
    if not is_word and (start, end) != (part.start, part.end):
        return  # a bracket or comma between two findings, apart from one of them
    at = bisect_left(placed, part.start, key=_start)
    for index, border in ((at - 1, part.start), (at, part.end)):
        other = placed[index] if 0 <= index < len(placed) else None
        if other is None or border not in (other.start, other.end):
            continue
        if other.entity == part.entity or not is_word or _cuts_word(text, border):
            placed[index] = other.at(min(other.start, start), max(other.end, end))
            return
    placed.insert(at, part.at(start, end))


def _without_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cuts_word(text: str, border: int) -> bool:
    return 0 < border < len(text) and text[border - 1].isalnum() and text[border].isalnum()


def _add_agreement(claim: Detection, placed: list[Detection]) -> None:
    """Let an agreeing claim of another source raise a finding's score, and record what a finding overrode."""
    touched = _within(claim, placed)
    for index in range(touched.start, touched.stop):
        found = placed[index]
        if found.source == claim.source and found.entity == claim.entity:
            continue
        if found.entity != claim.entity:
            gave_way = Reason("overrode", f"{claim.entity} by {claim.source}", round(claim.score, 4))
            placed[index] = found._replace(reasons=(*found.reasons, gave_way))
            continue
        agrees = Reason("agreement", claim.source, round(claim.score, 4))
        # A pattern without a name would be attributed to the finding's own source.
        more = (
            f"pattern: {claim.source}" if reason == "pattern" else reason
            for reason in claim.reasons
            if reason not in found.reasons
        )
        score = 1 - (1 - found.score) * (1 - claim.score)
        placed[index] = found._replace(score=score, reasons=(*found.reasons, agrees, *more))


def _joined(findings: list[Detection]) -> list[Detection]:
    """Join adjacent fragments of one entity into one finding."""
    joined: list[Detection] = []
    for found in findings:
        last = joined[-1] if joined else None
        if last is not None and last.end == found.start and last.entity == found.entity:
            stronger = max(last, found, key=_strength)
            joined[-1] = stronger.at(last.start, found.end)
        else:
            joined.append(found)
    return joined
