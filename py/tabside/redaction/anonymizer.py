"""From findings to the redacted text, and the mapping that leads back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..errors import InputError
from ..types import Finding
from .detection import Detection
from .operators import Operator, OperatorSpec, parse_operator
from .overlaps import resolve
from .placeholders import ENTITY_NAME, PlaceholderMap, PlaceholderNumbers
from .reasons import reasons_of

__all__ = ["Redaction", "anonymize"]


@dataclass(frozen=True, slots=True)
class Redaction:
    """A redacted text, the findings that were applied to it (offsets of the original), and the way back.

    Its repr shows no text: `mapping` and the findings' replacements hold personal data.
    """

    text: str = field(repr=False)
    findings: Sequence[Finding] = field(repr=False)
    mapping: PlaceholderMap = field(repr=False)


def anonymize(
    text: str,
    findings: Iterable[Finding],
    *,
    operator: OperatorSpec | Operator = "placeholder",
    operators: Mapping[str, OperatorSpec | Operator] | None = None,
) -> Redaction:
    """Put something else in the place of findings of a text; `operators` are exceptions by entity.

    >>> anonymize("Ann and ANN", [Finding("GIVEN_NAME", 0, 3, 1, "me"), Finding("GIVEN_NAME", 8, 11, 1, "me")]).text
    '[GIVEN_NAME_1] and [GIVEN_NAME_1b]'

    Raises:
        InputError: an unknown operator, or a finding that does not lie in the text.
    """
    default = parse_operator(operator)
    special = {entity: parse_operator(spec) for entity, spec in (operators or {}).items()}
    applied = _disjoint(findings, text)
    return _apply(text, applied, [special.get(finding.entity, default) for finding in applied])


def _disjoint(findings: Iterable[Finding], text: str) -> list[Finding]:
    """Sort findings, check that they lie in the text, and settle the overlaps that a caller's own may have."""
    ordered = sorted(findings, key=lambda finding: (finding.start, finding.end))
    for finding in ordered:
        if not 0 <= finding.start < finding.end <= len(text):
            raise InputError("A finding does not lie in the text.", start=finding.start, end=finding.end)
        if not ENTITY_NAME.fullmatch(finding.entity):
            raise InputError("An entity's name is of capital letters, digits and low lines, 64 at most.")
    if all(before.end <= after.start for before, after in pairwise(ordered)):
        return ordered
    claims = [
        Detection(found.entity, found.start, found.end, found.score, found.source, reasons=found.reasons)
        for found in ordered
    ]
    return [
        Finding(found.entity, found.start, found.end, found.score, found.source, None, reasons_of(found))
        for found in resolve(claims, text)
    ]


def _apply(text: str, findings: Sequence[Finding], operators: Sequence[Operator]) -> Redaction:
    """Build the redacted text, twice, so that no placeholder is given out that other operators' work would make."""

    def build(placeholder: Callable[[str, str], str]) -> tuple[str, list[str]]:
        pieces: list[str] = []
        replacements: list[str] = []
        position = 0
        for finding, operator in zip(findings, operators, strict=True):
            replacement = operator.replace(finding.entity, text[finding.start : finding.end], placeholder)
            replacements.append(replacement)
            pieces += (text[position : finding.start], replacement)
            position = finding.end
        return "".join((*pieces, text[position:])), replacements

    skeleton, _ = build(lambda _entity, _value: "[]")
    numbers = PlaceholderNumbers((text, skeleton))
    redacted, replacements = build(numbers.placeholder)
    lossy = {
        finding.entity: operator.name
        for finding, operator in zip(findings, operators, strict=True)
        if not operator.restorable
    }
    applied = [
        replace(finding, replacement=replacement) for finding, replacement in zip(findings, replacements, strict=True)
    ]
    return Redaction(redacted, applied, PlaceholderMap(numbers.originals, lossy))
