"""Metrics of a run: found, leaked and over-masked.

- found: gold spans of which at least 80 % of the letters and digits are covered by findings of any entity.
- leaked: share of the letters and digits of gold spans that no finding covers.
- over-masked: share of the letters and digits outside every gold span, of all types, that a finding covers.
- strict and partial F1 by type, as defined by nervaluate: the finding's entity must match the gold type. Equal borders
  count as one (strict), a mere overlap as half (partial). Adjacent findings of one type
  count as one, because the data annotates `Ann Smith` once and the model finds two.
- F2 over letters and digits: precision is the share of masked ones inside gold spans, recall is the share of gold
  ones that are masked. Recall has twice the weight.

Results are also grouped by the examples' tags: by perturbation (only altered spans), by
naming tradition (only people), and by language (only unaltered texts in Latin script).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from ..types import Finding
from .dataset import Example, Span

__all__ = ["F1", "FOUND_SHARE", "OTHER_SCRIPT", "Group", "Miss", "Score", "Tally", "measure", "wilson"]

FOUND_SHARE = 0.8
OTHER_SCRIPT = "other script"
"""The genre of texts that name people in another script than that of their language."""


@dataclass(slots=True)
class Tally:
    """Counts for one type."""

    spans: int = 0
    found: int = 0
    chars: int = 0
    leaked: int = 0

    def add(self, chars: int, covered: int) -> None:
        self.spans += 1
        self.found += covered >= FOUND_SHARE * chars
        self.chars += chars
        self.leaked += chars - covered


@dataclass(slots=True)
class Group:
    """Counts for the examples with a common tag."""

    tally: Tally = field(default_factory=Tally)
    clean_chars: int = 0
    over_masked: int = 0


@dataclass(slots=True)
class F1:
    """Counts of gold spans, findings, and matches."""

    gold: int = 0
    claimed: int = 0
    exact: int = 0
    overlapping: int = 0

    @property
    def strict(self) -> float:
        return _f1(self.exact, self.gold, self.claimed)

    @property
    def partial(self) -> float:
        return _f1(self.exact + 0.5 * self.overlapping, self.gold, self.claimed)


@dataclass(frozen=True, slots=True)
class Miss:
    """A missed gold span, or a finding that covers no personal data, for review.

    `chars` counts the letters and digits leaked or masked needlessly.
    """

    kind: str
    value: str
    context: str
    chars: int
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Score:
    """The result of a run. `kinds` are the types the redactor covers, `others` the rest."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    others: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    f1: dict[str, F1] = field(default_factory=lambda: defaultdict(F1))
    groups: dict[str, dict[str, Group]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Group)))
    clean_chars: int = 0
    over_masked: int = 0
    misses: list[Miss] = field(default_factory=list)
    alarms: list[Miss] = field(default_factory=list)

    @property
    def overall(self) -> Tally:
        total = Tally()
        for tally in self.kinds.values():
            total.spans += tally.spans
            total.found += tally.found
            total.chars += tally.chars
            total.leaked += tally.leaked
        return total

    @property
    def over_share(self) -> float:
        return self.over_masked / self.clean_chars if self.clean_chars else 0.0

    @property
    def f2(self) -> float:
        total = self.overall
        hidden = total.chars - total.leaked
        weighed = 5 * hidden + 4 * total.leaked + self.over_masked
        return 5 * hidden / weighed if weighed else 0.0


def measure(pairs: Iterable[tuple[Example, Sequence[Finding]]], answers: Mapping[str, frozenset[str]]) -> Score:
    """Compare findings with the annotations. `answers` maps each type to the entities that match it."""
    score = Score()
    for example, findings in pairs:
        _add_cover(score, example, findings, answers)
        _add_f1(score.f1, example, findings, answers)
    return score


def _add_cover(
    score: Score, example: Example, findings: Sequence[Finding], answers: Mapping[str, frozenset[str]]
) -> None:
    text = example.text
    masked, gold = bytearray(len(text)), bytearray(len(text))
    for finding in findings:
        masked[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
    for span in example.spans:
        gold[span.start : span.end] = b"\x01" * (span.end - span.start)
        places = [index for index in range(span.start, span.end) if text[index].isalnum()]
        covered = sum(masked[index] for index in places)
        side = score.kinds if span.kind in answers else score.others
        side[span.kind].add(len(places), covered)
        if span.kind not in answers:
            continue
        for tag, value in _groups_of(example, span):
            score.groups[tag][value].tally.add(len(places), covered)
        if covered < FOUND_SHARE * len(places):
            context = text[max(0, span.start - 40) : span.end + 40]
            value = text[span.start : span.end]
            score.misses.append(Miss(span.kind, value, context, len(places) - covered, example.tags))
    clean = [index for index, ch in enumerate(text) if not gold[index] and ch.isalnum()]
    over = sum(masked[index] for index in clean)
    score.alarms += _alarms(example, findings, gold)
    score.clean_chars += len(clean)
    score.over_masked += over
    for tag, value in _groups_of(example):
        score.groups[tag][value].clean_chars += len(clean)
        score.groups[tag][value].over_masked += over


def _alarms(example: Example, findings: Sequence[Finding], gold: bytearray) -> Iterator[Miss]:
    text = example.text
    for finding in findings:
        over = sum(text[index].isalnum() and not gold[index] for index in range(finding.start, finding.end))
        if over:
            context = text[max(0, finding.start - 40) : finding.end + 40]
            yield Miss(finding.entity, text[finding.start : finding.end], context, over, example.tags)


def _groups_of(example: Example, span: Span | None = None) -> Iterator[tuple[str, str]]:
    """Return the groups that an example, or one of its spans, counts for."""
    tags = example.tags
    if "perturbation" in tags:
        if span is None or span.perturbed:
            yield "perturbation", tags["perturbation"]
        return
    if "tradition" in tags and (span is None or span.kind == "PERSON"):
        yield "tradition", tags["tradition"]
    if tags.get("genre") != OTHER_SCRIPT and "language" in tags:
        yield "language", tags["language"]
    if "genre" in tags:
        yield "genre", tags["genre"]


def _add_f1(
    counts: dict[str, F1], example: Example, findings: Sequence[Finding], answers: Mapping[str, frozenset[str]]
) -> None:
    for kind, entities in answers.items():
        gold = [span for span in example.spans if span.kind == kind]
        claims = _merged([finding for finding in findings if finding.entity in entities], example.text)
        # A city inside a street address matches the address, even without a location annotation of its own.
        claims = [
            claim
            for claim in claims
            if _overlap(claim, gold) or not _overlap(claim, [s for s in example.spans if s.kind != kind])
        ]
        count = counts[kind]
        count.gold += len(gold)
        count.claimed += len(claims)
        exact = {(span.start, span.end) for span in gold} & set(claims)
        count.exact += len(exact)
        count.overlapping += sum((span.start, span.end) not in exact and _meets(span, claims) for span in gold)


def _merged(findings: Sequence[Finding], text: str) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for finding in findings:
        if merged and not any(ch.isalnum() for ch in text[merged[-1][1] : finding.start]):
            merged[-1] = (merged[-1][0], finding.end)
        else:
            merged.append((finding.start, finding.end))
    return merged


def _overlap(claim: tuple[int, int], spans: Iterable[Span]) -> bool:
    return any(span.start < claim[1] and claim[0] < span.end for span in spans)


def _meets(span: Span, claims: Iterable[tuple[int, int]]) -> bool:
    return any(span.start < end and start < span.end for start, end in claims)


def _f1(right: float, gold: int, claimed: int) -> float:
    return 2 * right / (gold + claimed) if gold + claimed else 0.0


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Return the Wilson score interval of a share, 95 % by default.

    >>> tuple(round(bound, 3) for bound in wilson(90, 100))
    (0.826, 0.945)
    """
    if total == 0:
        return 0.0, 1.0
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (middle - spread) / scale, (middle + spread) / scale
