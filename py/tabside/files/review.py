"""A reader's decisions about values, applied to the whole file: some stay, others are added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..errors import InputError
from ..redaction.operators.placeholders import ENTITY_NAME
from ..redaction.policy.lists import ListEntry, TextList
from ..redaction.view.folding import fold
from ..types import Finding

__all__ = ["READER", "Review"]

READER = "reader"
"""The source of what a reader added, as in the page."""


@dataclass(frozen=True, slots=True)
class Review:
    """Values to keep, as they were found, and values to hide, each with its entity. Its repr shows no text."""

    keep: frozenset[str] = field(default=frozenset(), repr=False)
    hide: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, keep: Iterable[str], hide: Mapping[str, str] | None) -> Review:
        """Validate a caller's decisions.

        Raises:
            InputError: a value to hide without a letter or digit, or an invalid entity name.
        """
        hidden = dict(hide or {})
        for value, entity in hidden.items():
            if not any(ch.isalnum() for ch in value):
                raise InputError("A value to hide needs a letter or a figure.")
            if not ENTITY_NAME.fullmatch(entity):
                raise InputError("An entity's name is of capital letters, digits and low lines, 64 at most.")
        return cls(frozenset(keep), hidden)

    def with_hidden(self, findings: Sequence[Finding], text: str) -> list[Finding]:
        """Add the values to hide wherever they occur as whole words; findings that they touch are merged."""
        if not self.hide:
            return list(findings)
        view = fold(text)
        entries = TextList([ListEntry(value, entity=entity) for value, entity in self.hide.items()])
        added = [
            Finding(entry.entity or "CUSTOM", *view.to_original(start, end), 1.0, READER)
            for start, end, entry in entries.find(view.text)
        ]
        settled: list[Finding] = []
        for finding in sorted([*findings, *added], key=lambda one: (one.start, -one.end)):
            last = settled[-1] if settled else None
            if last is None or finding.start >= last.end or READER not in (last.source, finding.source):
                settled.append(finding)
                continue
            own = finding if finding.source == READER else last
            settled[-1] = replace(own, start=last.start, end=max(last.end, finding.end))
        return settled

    def without_kept(self, findings: Iterable[Finding], text: str) -> list[Finding]:
        """Return the findings whose exact text is not among those to keep."""
        return [finding for finding in findings if text[finding.start : finding.end] not in self.keep]
