"""Replace findings in a text, and build the mapping that restores it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from ...errors import InputError
from ...restoring.edited import spelled_loosely
from ...types import Finding, Notice
from ..detection import Detection
from ..reasons import reasons_of
from ..settling.overlaps import resolve
from ..view.folding import fold
from ..view.unread_scripts import notices_of
from .operators import Operator, OperatorSpec, Placeholder, PreparedOperator, PreparesDocument, parse_operator
from .placeholders import ENTITY_NAME, PlaceholderMap, PlaceholderNumbers, new_tag

__all__ = ["Redaction", "anonymize", "anonymize_document"]


@dataclass(frozen=True, slots=True)
class Redaction:
    """A redacted text, the findings applied to it (offsets of the original), and the mapping to restore it.

    `warnings` lists notices, such as words in a script that the model was not trained on (`redaction.other-script`).
    `format` is what the text was read as: `text`, `json`, `yaml`, `csv` or `toml`.
    Its repr shows no text: `mapping` and the findings' replacements contain personal data.
    """

    text: str = field(repr=False)
    findings: Sequence[Finding] = field(repr=False)
    mapping: PlaceholderMap = field(repr=False)
    warnings: Sequence[Notice] = ()
    format: str = "text"


def anonymize(
    text: str,
    findings: Iterable[Finding],
    *,
    operator: OperatorSpec | Operator = "placeholder",
    operators: Mapping[str, OperatorSpec | Operator] | None = None,
) -> Redaction:
    """Replace findings in a text; `operators` are exceptions by entity.

    >>> anonymize("Ann and ANN", [Finding("GIVEN_NAME", 0, 3, 1, "me"), Finding("GIVEN_NAME", 8, 11, 1, "me")]).text
    '[GIVEN_NAME_1] and [GIVEN_NAME_1b]'

    Raises:
        InputError: an unknown operator, a finding outside the text, or, in a tab, the operator encrypt: WebCrypto is
            asynchronous, so use `anonymize_document`.
    """
    return _at_once(anonymize_document(text, findings, operator=operator, operators=operators))


async def anonymize_document(
    text: str,
    findings: Iterable[Finding],
    *,
    operator: OperatorSpec | Operator = "placeholder",
    operators: Mapping[str, OperatorSpec | Operator] | None = None,
    mapping: PlaceholderMap | None = None,
) -> Redaction:
    """Do what `anonymize` does, with asynchronous operators as well.

    If `mapping`, that of other texts, is given, it is continued: the same value gets the same placeholder, and the
    resulting mapping restores all of them.

    Raises:
        InputError: an unknown operator, or a finding outside the text.
        RuntimeUnavailableError: no encryption is available.
    """
    default = parse_operator(operator)
    special = {entity: parse_operator(spec) for entity, spec in (operators or {}).items()}
    applied = _disjoint(findings, text)
    chosen = [special.get(finding.entity, default) for finding in applied]
    known = mapping or PlaceholderMap()
    if not known.tag and any(isinstance(operator, Placeholder) and operator.tag for operator in chosen):
        known = replace(known, tag=new_tag())
    if known.tag and any(not ENTITY_NAME.fullmatch(f"{finding.entity}_{known.tag}") for finding in applied):
        raise InputError("With a tag, an entity's name has 58 characters at most.")
    prepared = _continued(await _prepare(text, applied, chosen), known, text)
    redaction = _apply(text, applied, prepared, known)
    if redaction.mapping.surrogates and not (
        _agrees(redaction.mapping, known) and _leads_back(text, redaction, prepared)
    ):
        # Two adjacent replacements may read as one, for instance: placeholders always restore exactly.
        prepared = [_emptied(operator) for operator in prepared]
        redaction = _apply(text, applied, prepared, known)
    return redaction


def _at_once(work: Coroutine[Any, Any, Redaction]) -> Redaction:
    """Run a coroutine that never waits."""
    try:
        work.send(None)
    except StopIteration as end:
        result: Redaction = end.value
        return result
    work.close()
    raise InputError("The operator encrypt has to wait for the browser: use `await redact(…)` or anonymize_document.")


async def _prepare(text: str, findings: Sequence[Finding], operators: Sequence[Operator]) -> list[Operator]:
    """Let each operator that needs it see all of its values first."""
    # Usually all findings have one operator, and checking each time whether it has a method is slow.
    distinct = {id(operator): operator for operator in operators}
    preparing = {key: operator for key, operator in distinct.items() if isinstance(operator, PreparesDocument)}
    prepared: dict[int, PreparedOperator] = {}
    for key, operator in preparing.items():
        values = [
            (finding.entity, text[finding.start : finding.end])
            for finding, its_own in zip(findings, operators, strict=True)
            if its_own is operator
        ]
        prepared[key] = await operator.prepare(text, values)
    chosen: list[Operator] = [prepared.get(id(operator), operator) for operator in operators]
    return chosen


def _continued(operators: list[Operator], known: PlaceholderMap, text: str) -> list[Operator]:
    """Keep the surrogates of earlier texts for their values, and give them to no other value."""
    if not known.surrogates:
        return operators
    earlier = {value: surrogate for surrogate, value in known.surrogates.items()}
    folded = fold(text).text.casefold()
    continued: dict[int, Operator] = {}
    for operator in {id(one): one for one in operators}.values():
        if isinstance(operator, PreparedOperator) and operator.named:
            table = {
                (entity, value): earlier.get(value, surrogate)
                for (entity, value), surrogate in operator.table.items()
                if known.surrogates.get(surrogate, value) == value or value in earlier
            }
            table = {
                pair: one for pair, one in table.items() if one not in known.surrogates or one.casefold() not in folded
            }
            continued[id(operator)] = replace(operator, table=table)
    return [continued.get(id(operator), operator) for operator in operators]


def _emptied(operator: Operator) -> Operator:
    is_named = isinstance(operator, PreparedOperator) and operator.named
    return replace(operator, table={}) if is_named else operator  # type: ignore[type-var]


def _agrees(mapping: PlaceholderMap, known: PlaceholderMap) -> bool:
    """Whether each surrogate of an earlier text still stands for the same value."""
    return all(mapping.surrogates[surrogate] == value for surrogate, value in known.surrogates.items())


def _leads_back(text: str, redaction: Redaction, operators: Sequence[Operator]) -> bool:
    """Whether restoring gives the original, except for values removed for good."""
    pieces: list[str] = []
    position = 0
    for finding, operator in zip(redaction.findings, operators, strict=True):
        back = text[finding.start : finding.end] if operator.restorable else finding.replacement or ""
        pieces += (text[position : finding.start], back)
        position = finding.end
    return redaction.mapping.restore(redaction.text, partial=True) == "".join((*pieces, text[position:]))


def _disjoint(findings: Iterable[Finding], text: str) -> list[Finding]:
    """Sort findings, check that they lie in the text, and resolve overlaps among the caller's own."""
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


def _apply(text: str, findings: Sequence[Finding], operators: Sequence[Operator], known: PlaceholderMap) -> Redaction:
    """Build the redacted text twice, so that no placeholder equals text produced by other operators."""

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
    numbers = PlaceholderNumbers((text, skeleton, _decrypted(text, findings, operators)), known.originals)
    tag = f"_{known.tag}" if known.tag else ""
    redacted, replacements = build(lambda entity, value: numbers.placeholder(f"{entity}{tag}", value))
    lossy = dict(known.lossy) | {
        finding.entity: operator.name
        for finding, operator in zip(findings, operators, strict=True)
        if not operator.restorable
    }
    applied = [
        replace(finding, replacement=replacement) for finding, replacement in zip(findings, replacements, strict=True)
    ]
    surrogates = dict(known.surrogates) | {
        replacement: text[finding.start : finding.end]
        for finding, operator, replacement in zip(findings, operators, replacements, strict=True)
        if isinstance(operator, PreparedOperator) and operator.named and replacement not in numbers.originals
    }
    literal = known.literal | spelled_loosely(redacted, numbers.originals)
    mapping = replace(known, originals=numbers.originals, lossy=lossy, surrogates=surrogates, literal=literal)
    return Redaction(redacted, applied, mapping, notices_of(text))


def _decrypted(text: str, findings: Sequence[Finding], operators: Sequence[Operator]) -> str:
    """Return the text with encrypted values restored, everything else removed, and placeholders as `[]`."""
    pieces: list[str] = []
    position = 0
    for finding, operator in zip(findings, operators, strict=True):
        value = text[finding.start : finding.end]
        back = value if operator.name == "encrypt" else operator.replace(finding.entity, value, lambda *_pair: "[]")
        pieces += (text[position : finding.start], back)
        position = finding.end
    return "".join((*pieces, text[position:]))
