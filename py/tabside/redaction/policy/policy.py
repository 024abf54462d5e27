"""A redaction policy: entities, thresholds, allow and deny lists, and operators.

Versioned plain data, as JSON or, if PyYAML is installed, YAML:

    tabside_policy: 1
    extends: hipaa
    entities: {off: [URL]}
    thresholds: {CITY: 0.6}
    operators: {EMAIL: {operator: mask, keep_last: 4}}
    allow: ["Acme Corp", {wildcard: "*@acme.example"}]
    deny: [{regex: "PRJ-[0-9]{4,6}", entity: PROJECT}]
    recognizers:
      - name: employee
        entity: EMPLOYEE_ID
        patterns: [{regex: "E[0-9]{6}", score: 0.5}]
        context: [employee, staff]
        examples: {hits: ["employee «E123456»"], misses: ["E12"]}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...reasons import sentence
from ..detection import Detection
from ..model.decoding import SOURCE as MODEL
from ..operators.operators import Operator, OperatorSpec, parse_operator
from ..reasons import reasons_of
from ..recognizers.pattern import PatternRecognizer
from ..view.folding import fold
from .custom_recognizer import POLICY_VERSION, CustomRecognizer
from .identifying import where_somebody_is_named
from .lists import ALLOW_LIST, DENY_LIST, ListEntry, TextList
from .presets import PRESET_ENTITIES
from .reader import read_policy

__all__ = ["POLICY_VERSION", "CustomRecognizer", "Policy", "PolicyMatch"]


@dataclass(frozen=True, slots=True)
class PolicyMatch:
    """A match of a policy's own rules in a text. Offsets count code points.

    `source` is a recognizer's name, `deny_list` or `allow_list`; `why` explains the match in words.
    """

    start: int
    end: int
    entity: str | None
    source: str
    score: float
    why: Sequence[str]


@dataclass(frozen=True)
class Policy:
    """A validated policy. Create it with `Policy.load`; it has no effect by itself.

    `entities_on=None` means all default entities; `entities_also` are added and `entities_off` removed. Those in
    `entities_identifying` count only in paragraphs that name somebody.
    `threshold` is the redactor's, in (0, 1). `thresholds` are by entity, for the model and the recognizers alike.
    """

    name: str = "custom"
    entities_on: frozenset[str] | None = None
    entities_also: frozenset[str] = frozenset()
    entities_off: frozenset[str] = frozenset()
    entities_identifying: frozenset[str] = frozenset()
    threshold: float | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)
    operator: OperatorSpec | None = None
    operators: Mapping[str, OperatorSpec] = field(default_factory=dict)
    allow: Sequence[ListEntry] = ()
    deny: Sequence[ListEntry] = ()
    custom: Sequence[CustomRecognizer] = ()

    @classmethod
    def load(cls, source: str | bytes | Mapping[str, Any] | Policy) -> Policy:
        """Load a policy: a preset's name, JSON or YAML text, plain data, or a policy itself.

        >>> Policy.load("pci").operators["CREDIT_CARD"]
        {'operator': 'mask', 'keep_last': 4}

        Raises:
            PolicyError: it is invalid. `details` has the `field`, and the `line` if text was parsed.
        """
        if isinstance(source, Policy):
            return source
        return cls(**read_policy(source))

    def to_dict(self) -> dict[str, Any]:
        """Return plain data that `load` reads, presets written out; what says nothing is left out."""
        entities: dict[str, Any] = {}
        if self.entities_on is not None:
            entities["on"] = sorted(self.entities_on)
        if self.entities_also:
            entities["also"] = sorted(self.entities_also)
        if self.entities_off:
            entities["off"] = sorted(self.entities_off)
        if self.entities_identifying:
            entities["identifying"] = sorted(self.entities_identifying)
        plain = {
            "tabside_policy": POLICY_VERSION,
            "name": self.name,
            "entities": entities,
            "threshold": self.threshold,
            "thresholds": dict(self.thresholds),
            "operator": self.operator,
            "operators": dict(self.operators),
            "allow": [entry.to_dict() for entry in self.allow],
            "deny": [entry.to_dict() for entry in self.deny],
            "recognizers": [one.to_dict() for one in self.custom],
        }
        return {name: value for name, value in plain.items() if value not in (None, {}, [])}

    @property
    def entities(self) -> frozenset[str]:
        """The entities that only this policy finds."""
        return frozenset((*(one.entity for one in self.custom), *(entry.entity or "CUSTOM" for entry in self.deny)))

    def wanted(
        self, known: Iterable[str], asked: frozenset[str] | None, optional: frozenset[str] = frozenset()
    ) -> frozenset[str] | None:
        """Return the known entities to look for; None means all but the optional ones.

        `asked` is the caller's choice, and `optional` are entities that must be named to be found.
        """
        if asked is None and self.entities_on is None and not self.entities_also and not self.entities_off:
            return None
        everything = frozenset(known) | self.entities
        if self.entities_on is not None:
            chosen = self.entities_on | self.entities_also | self.entities
            chosen = chosen if asked is None else chosen & asked
        else:
            chosen = (everything - optional) | self.entities_also | self.entities if asked is None else asked
        return (chosen & everything) - self.entities_off

    def looks_for(self, entity: str, *, is_optional: bool = False) -> bool:
        """Whether an entity is on; an optional one must be named."""
        is_named = entity in self.entities_also or entity in self.entities
        is_on = not is_optional if self.entities_on is None else entity in self.entities_on
        return (is_on or is_named) and entity not in self.entities_off

    def unknown_entities(self, known: Iterable[str]) -> frozenset[str]:
        """Return the policy's entities that are unknown: neither in `known`, nor its own, nor in any preset."""
        listed = (entry.entity for entry in self.allow if entry.entity)
        named = frozenset(
            (
                *(self.entities_on or ()),
                *self.entities_also,
                *self.entities_off,
                *self.thresholds,
                *self.operators,
                *listed,
            )
        )
        return named - frozenset(known) - self.entities - PRESET_ENTITIES

    def allows(self, entity: str, value: str) -> bool:
        """Whether the allow list exempts a value detected as this entity."""
        if not self.allow:
            return False
        text = fold(value).text
        return not self._allowed.without([Detection(entity, 0, len(text), 1.0, "value")], text)

    @cached_property
    def recognizers(self) -> Sequence[PatternRecognizer]:
        return [made for one in self.custom for made in one.recognizers()]

    @cached_property
    def _allowed(self) -> TextList:
        return TextList(self.allow)

    @cached_property
    def _denied(self) -> TextList:
        return TextList(self.deny)

    def detections(self, text: str) -> list[Detection]:
        """Return detections of the deny list and the custom recognizers in a folded text."""
        found = list(self._denied.detections(text)) if self.deny else []
        return [*found, *(hit for recognizer in self.recognizers for hit in recognizer.find(text))]

    def kept(self, detections: Sequence[Detection], text: str) -> list[Detection]:
        """Return the detections that pass thresholds and the allow list; those of the deny list always do."""
        # The model's claims have passed the threshold already, word by word.
        sure = [
            found
            for found in detections
            if found.source in (MODEL, DENY_LIST) or found.score >= self.thresholds.get(found.entity, 0.0)
        ]
        return self._allowed.without(sure, text) if self.allow else sure

    def identifying(self, detections: Sequence[Detection], text: str) -> list[Detection]:
        """Return the detections without those that count only where somebody is named, and nobody is."""
        if not self.entities_identifying:
            return list(detections)
        return where_somebody_is_named(detections, text, self.entities_identifying)

    def chosen_operators(
        self, operator: OperatorSpec | Operator | None
    ) -> tuple[OperatorSpec | Operator | None, Mapping[str, Operator]]:
        """Return the default operator and the exceptions if the caller requests `operator` or nothing."""
        return self._operators if operator is None else (operator, {})

    @cached_property
    def _operators(self) -> tuple[Operator | None, Mapping[str, Operator]]:
        # Created once: an unspecified salt is drawn per operator, and the same value must have the same hash.
        special = {entity: parse_operator(spec) for entity, spec in self.operators.items()}
        return None if self.operator is None else parse_operator(self.operator), special

    def test(self, text: str) -> list[PolicyMatch]:
        """Match the policy's own rules in a text and explain each match, in order. No model runs.

        An allow entry is reported where its text occurs; it applies unless a finding extends beyond it.
        """
        view = fold(text)
        matches = [
            PolicyMatch(*view.to_original(hit.start, hit.end), hit.entity, hit.source, hit.score, _in_words(hit))
            for hit in self.detections(view.text)
        ]
        for start, end, entry in self._allowed.find(view.text):
            why = (f"allow list, {entry.how}",)
            matches.append(PolicyMatch(*view.to_original(start, end), entry.entity, ALLOW_LIST, 0.0, why))
        return sorted(matches, key=lambda match: (match.start, match.end))

    def failures(self) -> Mapping[str, Sequence[str]]:
        """Return failing examples by recognizer."""
        failed = {one.name: one.failures() for one in self.custom}
        return {name: examples for name, examples in failed.items() if examples}


def _in_words(found: Detection) -> tuple[str, ...]:
    return tuple(sentence([reason]) for reason in reasons_of(found))
