"""Entities that a policy masks only near a person: a town in the news stays, the town of Ann Smith is masked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..detection import Detection
from ..entities import DOCUMENT_NUMBERS, PEOPLE
from .lists import DENY_LIST

__all__ = ["IDENTIFIES", "where_somebody_is_named"]

IDENTIFIES = (
    PEOPLE
    | DOCUMENT_NUMBERS
    | {
        "EMAIL",
        "PHONE",
        "USERNAME",
        "SSN",
        "HEALTH_ID",
        "IBAN",
        "CREDIT_CARD",
        "DATE_OF_BIRTH",
        "STREET_NAME",
        "VEHICLE_ID",
    }
)
"""Entities that tell who is meant."""

_BLANK_LINES = re.compile(r"\n[ \t]*\n")


def where_somebody_is_named(found: Sequence[Detection], text: str, entities: frozenset[str]) -> list[Detection]:
    """Drop detections of these entities in paragraphs in which nothing tells who is meant. Keeps deny lists' hits."""
    if not any(one.entity in entities for one in found):
        return list(found)
    ends = [match.start() for match in _BLANK_LINES.finditer(text)]
    ends.append(len(text))
    named: set[int] = set()
    paragraphs: list[int] = []
    paragraph = 0
    for one in sorted(found, key=lambda one: one.start):
        while ends[paragraph] < one.start:
            paragraph += 1
        paragraphs.append(paragraph)
        if one.entity in IDENTIFIES and one.entity not in entities:
            named.add(paragraph)
    ordered = sorted(found, key=lambda one: one.start)
    return [
        one
        for one, where in zip(ordered, paragraphs, strict=True)
        if one.entity not in entities or where in named or one.source == DENY_LIST
    ]
