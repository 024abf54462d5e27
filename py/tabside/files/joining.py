"""Join all segments of a file into one text, and map the findings back to each segment."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from ..types import Finding
from .document import Segment

__all__ = ["Pieces", "by_segment", "joined"]


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
    pieces: Pieces | None = None
    index = 0
    for finding in ordered:
        while index < len(places) and places[index][1] <= finding.start:
            index += 1
        at = index
        while at < len(places) and places[at][0] < finding.end:
            start, end = places[at]
            cut = replace(finding, start=max(finding.start, start) - start, end=min(finding.end, end) - start)
            if segments[at].fixed:
                pieces = pieces if pieces is not None and pieces.segment is segments[at] else Pieces(segments[at])
                cut_up[at] += pieces.at_gaps(cut)
            elif any(ch.isalnum() for ch in segments[at].text[cut.start : cut.end]):
                cut_up[at].append(cut)
            at += 1
    return cut_up


class Pieces:
    """The start positions of a segment's pieces, computed once for all of its findings."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.starts = list(accumulate((len(piece) for piece in segment.pieces), initial=0))

    def at_gaps(self, finding: Finding) -> Iterator[Finding]:
        """Cut a finding at line breaks and tabs that stay where they are; what cannot change is another segment's."""
        begin: int | None = None
        is_written = False
        for number, start, piece in self._touched(finding):
            if number in self.segment.fixed and not any(ch.isalnum() for ch in piece):
                if begin is not None and is_written:
                    yield replace(finding, start=begin, end=start)
                begin, is_written = None, False
                continue
            begin = max(start, finding.start) if begin is None else begin
            said = piece[max(0, finding.start - start) : finding.end - start]
            is_written = is_written or (number not in self.segment.fixed and any(ch.isalnum() for ch in said))
        if begin is not None and is_written:
            yield replace(finding, start=begin)

    def cuts(self, finding: Finding) -> list[int]:
        """Return where pieces begin inside a finding, from its start: by them a value goes back into its pieces."""
        first = bisect_right(self.starts, finding.start)
        last = bisect_left(self.starts, finding.end, lo=first)
        if any(number in self.segment.fixed for number in range(max(0, first - 1), last)):
            # Another segment writes a part of this text.
            return []
        return [self.starts[at] - finding.start for at in range(first, last) if at not in self.segment.soft]

    def replaced(self, findings: Sequence[Finding]) -> list[str]:
        """Put sorted replacements into the pieces: each as a whole into the first that can change, then nothing."""
        if not findings:
            return list(self.segment.pieces)
        written: list[list[str]] = [[] for _ in self.segment.pieces]
        position, at = 0, 0

        def keep(end: int) -> None:
            nonlocal position, at
            while at < len(written) and position < end:
                start, stop = self.starts[at], self.starts[at + 1]
                written[at].append(self.segment.pieces[at][position - start : min(end, stop) - start])
                position = min(end, stop)
                if position >= stop:
                    at += 1

        for finding in findings:
            keep(finding.start)
            is_written = False
            for number, start, piece in self._touched(finding):
                if number in self.segment.fixed:
                    written[number].append(piece[max(0, finding.start - start) : finding.end - start])
                elif not is_written:
                    written[number].append(finding.replacement or "")
                    is_written = True
            position = finding.end
            at = max(0, bisect_right(self.starts, position) - 1)
        keep(self.starts[-1])
        return ["".join(one) for one in written]

    def _touched(self, finding: Finding) -> Iterator[tuple[int, int, str]]:
        """Yield the pieces that a finding lies in: number, start and text."""
        at = max(0, bisect_right(self.starts, finding.start) - 1)
        while at < len(self.segment.pieces) and self.starts[at] < finding.end:
            if self.starts[at + 1] > finding.start:
                yield at, self.starts[at], self.segment.pieces[at]
            at += 1
