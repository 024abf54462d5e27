"""Drop what was only guessed in a column whose head does not speak for it: numbers, codes, check digits by chance."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ..types import Finding
from .column_values import shape_of
from .columns import entity_of_head, entity_of_whole, head_of
from .document import Segment

__all__ = ["without_guesses"]

_NUMBERS = frozenset(
    ("TAX_ID", "GOVERNMENT_ID", "SSN", "CREDIT_CARD", "BANK_ACCOUNT", "HEALTH_ID", "PASSPORT", "DRIVERS_LICENSE",
     "VEHICLE_ID", "DEVICE_ID", "ROUTING_NUMBER", "IBAN", "PHONE")
)  # fmt: skip
_NAMES = frozenset(("GIVEN_NAME", "SURNAME", "PERSON"))
# `EA`, `NE`: a unit or a code.
_CODE = re.compile(r"\s*[A-Z]{1,3}\s*")
# Below this part of a column's values, a check digit holds by chance: in one of ten, or of two kinds in two.
_BY_CHANCE = 0.3
_FEWEST_ALIKE, _FEWEST_FIGURES = 8, 6
_MOST = 0.6
_FROM_MODEL = "model"
_GROUPS = "groups of a telephone number"


def without_guesses(segments: Sequence[Segment], findings: Sequence[list[Finding]]) -> list[list[Finding]]:
    """Return the findings of each segment without guesses; other findings stay as they are."""
    by_chance = _by_chance(segments, findings)
    kept: list[list[Finding]] = []
    for segment, found in zip(segments, findings, strict=True):
        if not found or segment.column is None or entity_of_head(head_of(segment.column)) is not None:
            kept.append(found)
        elif (segment.column, segment.text.strip()) in by_chance:
            kept.append([])
        elif head_of(segment.column):
            kept.append([one for one in found if not _is_guess(one, segment.text)])
        else:
            kept.append(found)
    return kept


def _is_guess(one: Finding, text: str) -> bool:
    """Whether nothing but the model, or how figures are grouped, speaks for a number, or for a code as a name."""
    if one.source != _FROM_MODEL:
        return False
    if one.entity in _NAMES:
        return _CODE.fullmatch(text) is not None
    return one.entity in _NUMBERS and all(
        reason.kind == "model" or (reason.kind == "pattern" and reason.detail == _GROUPS) for reason in one.reasons
    )


def _by_chance(segments: Sequence[Segment], findings: Sequence[Sequence[Finding]]) -> frozenset[tuple[str, str]]:
    """Return columns and values that were taken for numbers of a person by chance.

    A check digit holds by chance in one of ten numbers. Of a column's values in the same form, all are tax ids or none.
    """
    forms: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
    for segment, found in zip(segments, findings, strict=True):
        if segment.column is None or segment.role not in ("text", "number") or len(found) > 1:
            continue
        shape = shape_of(segment.text)
        if _FEWEST_FIGURES <= shape.count("9") >= _MOST * len(shape.replace(" ", "")):
            value = segment.text.strip()
            forms[segment.column, shape][value] = entity_of_whole(segment.text, found) in _NUMBERS - {"PHONE"}
    return frozenset(
        (column, value)
        for (column, _), values in forms.items()
        if len(values) >= _FEWEST_ALIKE and sum(values.values()) <= _BY_CHANCE * len(values)
        for value, is_taken in values.items()
        if is_taken
    )
