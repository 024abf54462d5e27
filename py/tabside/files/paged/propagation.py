"""Find further occurrences of values on the pages of a PDF, ignoring spaces and case (letter-spaced words)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ...pdf.leaks import folded
from ...types import Finding

__all__ = ["propagated", "with_propagated"]

_LONG = 8


def propagated(texts: Sequence[str], found: Sequence[Sequence[Finding]]) -> list[list[Finding]]:
    """Add each place of a found value of eight letters or more."""
    values: dict[str, Finding] = {}
    for text, findings in zip(texts, found, strict=True):
        for one in findings:
            if len(key := folded(text[one.start : one.end])) >= _LONG:
                values.setdefault(key, one)
    if not values:
        return [list(findings) for findings in found]
    complete: list[list[Finding]] = []
    for text, findings in zip(texts, found, strict=True):
        letters = [(letter, place) for place, original in enumerate(text) for letter in folded(original)]
        whole = "".join(letter for letter, _ in letters)
        taken = list(findings)
        for key, like in values.items():
            at = whole.find(key)
            while at >= 0:
                start, end = letters[at][1], letters[at + len(key) - 1][1] + 1
                if not any(one.start < end and start < one.end for one in taken):
                    taken.append(replace(like, start=start, end=end, source="propagation"))
                at = whole.find(key, at + len(key))
        complete.append(sorted(taken, key=lambda one: one.start))
    return complete


Replaced = Sequence[Sequence[Finding]]


def with_propagated(
    texts: Sequence[str], found: Sequence[Sequence[Finding]]
) -> tuple[list[list[Finding]], Callable[[Replaced], list[list[Finding]]]]:
    """Set aside findings that repeat another one in another spelling.

    Returns the others, and a function that takes them with replacements and adds those set aside, with the same ones.
    """
    firsts: dict[str, tuple[int, int]] = {}
    own: list[list[Finding]] = []
    aside: list[list[tuple[str, Finding]]] = []
    for number, (text, findings) in enumerate(zip(texts, found, strict=True)):
        own.append([])
        aside.append([])
        for one in findings:
            value = text[one.start : one.end]
            key = folded(value)
            first = firsts.setdefault(key, (number, len(own[-1])))
            like = found_value(texts, own, first)
            if one.source == "propagation" and like is not None and like != value and len(key) >= _LONG:
                aside[-1].append((key, one))
            else:
                own[-1].append(one)

    def complete(replaced: Replaced) -> list[list[Finding]]:
        whole: list[list[Finding]] = []
        for findings, further in zip(replaced, aside, strict=True):
            like = [(one, replaced[firsts[key][0]][firsts[key][1]]) for key, one in further]
            added = [replace(one, replacement=first.replacement) for one, first in like]
            whole.append(sorted([*findings, *added], key=lambda one: one.start))
        return whole

    return own, complete


def found_value(texts: Sequence[str], own: Sequence[Sequence[Finding]], place: tuple[int, int]) -> str | None:
    """Return the value of a finding that was taken before, or None."""
    number, index = place
    if index >= len(own[number]):
        return None
    one = own[number][index]
    return texts[number][one.start : one.end]
