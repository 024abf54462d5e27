"""Join all segments of a file into one text, and map the findings back to each segment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..types import Finding
from .document import Segment

__all__ = ["by_segment", "joined", "with_replacements"]


def joined(segments: Sequence[Segment]) -> tuple[str, list[tuple[int, int]]]:
    """Return one text of all segments, each after its context, and the position of each in it."""
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


def by_segment(
    findings: Iterable[Finding], places: Sequence[tuple[int, int]], segments: Sequence[Segment]
) -> list[list[Finding]]:
    """Cut findings at the borders of segments; offsets then count in the segment. Text between segments is dropped."""
    ordered = sorted(findings, key=lambda finding: finding.start)
    cut_up: list[list[Finding]] = [[] for _ in segments]
    index = 0
    for finding in ordered:
        while index < len(places) and places[index][1] <= finding.start:
            index += 1
        at = index
        while at < len(places) and places[at][0] < finding.end:
            start, end = places[at]
            cut = replace(finding, start=max(finding.start, start) - start, end=min(finding.end, end) - start)
            if any(ch.isalnum() for ch in segments[at].text[cut.start : cut.end]) and _is_written(segments[at], cut):
                cut_up[at].append(cut)
            at += 1
    return cut_up


def _is_written(segment: Segment, finding: Finding) -> bool:
    """Whether a finding lies in a piece that can change; otherwise it belongs to another segment."""
    if not segment.fixed:
        return True
    start = 0
    for number, piece in enumerate(segment.pieces):
        end = start + len(piece)
        if number not in segment.fixed and finding.start < end and start < finding.end:
            return True
        start = end
    return False


def with_replacements(segment: Segment, findings: Sequence[Finding]) -> list[str]:
    """Put replacements into a segment's pieces: each as a whole into the first one that can change."""
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
