"""Flags of a pivot table's cache (ECMA-376, 18.10.1.90): the types of a field's values, and their minimum and maximum.

A number that is replaced becomes a text, and the flags are updated. Changed flags are written in single quotation
marks, which no Office program uses, so that restoring the values also restores the flags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

__all__ = ["with_flags"]

_FIELD = re.compile(
    r"<(?P<name>(?:[\w.-]+:)?sharedItems)\b(?P<said>[^>]*?)(?:/>|>(?P<items>.*?)</(?P=name)>)", re.DOTALL
)
_RECORD = re.compile(r"<((?:[\w.-]+:)?r)>(.*?)</\1>", re.DOTALL)
_ITEM = re.compile(r"<(?:[\w.-]+:)?(?P<kind>[mndbesx])\b(?P<said>[^>]*)>")
_VALUE = re.compile(r"\sv=(?P<quote>[\"'])(?P<value>[^\"']*)(?P=quote)")
# What a flag becomes where a number or date became a text, and where none is left.
_WITH_TEXT = {"containsSemiMixedTypes": "0", "containsString": "0", "containsNonDate": "0"}
_OF_NUMBERS, _OF_DATES = ("containsNumber", "containsInteger"), ("containsDate",)
_BOUNDS = {"minValue": ("n", min), "maxValue": ("n", max), "minDate": ("d", min), "maxDate": ("d", max)}
_NOTHING = {"n": "0", "d": "1900-01-01T00:00:00"}
_MIXED = " containsMixedTypes='1'"


def with_flags(definition: bytes, records: bytes | None) -> bytes:
    """Return a cache's definition with the flags that its values, and those in its records, have now."""
    text = definition.decode("utf-8", "surrogateescape")
    by_field = _by_field(records)
    number = -1

    def changed(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        items = [*_items(match["items"] or ""), *by_field.get(number, ())]
        begin = match.start("said") - match.start()
        end = match.end("said") - match.start()
        return f"{match[0][:begin]}{_flags(match['said'], items)}{match[0][end:]}"

    return _FIELD.sub(changed, text).encode("utf-8", "surrogateescape")


def _by_field(records: bytes | None) -> Mapping[int, Sequence[tuple[str, str, str]]]:
    """Return the values that stand in records, by the number of their field."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    if records is not None:
        for record in _RECORD.finditer(records.decode("utf-8", "surrogateescape")):
            for number, item in enumerate(_items(record[2])):
                if item[0] in "nds":
                    found.setdefault(number, []).append(item)
    return found


def _items(source: str) -> Iterator[tuple[str, str, str]]:
    """Yield each item's kind, its value, and the quotation mark around it."""
    for match in _ITEM.finditer(source):
        value = _VALUE.search(match["said"])
        yield match["kind"], value["value"] if value else "", value["quote"] if value else ""


def _flags(said: str, items: Sequence[tuple[str, str, str]]) -> str:
    was_replaced = any(kind == "s" and quote == "'" for kind, _, quote in items)
    if not was_replaced and "='" not in said:
        return said
    left = {kind: [value for one, value, _ in items if one == kind] for kind in "nd"}
    flags = dict.fromkeys(_WITH_TEXT, was_replaced)
    flags |= dict.fromkeys(_OF_NUMBERS, was_replaced and not left["n"])
    flags |= dict.fromkeys(_OF_DATES, was_replaced and not left["d"])
    for name, is_other in flags.items():
        before = _WITH_TEXT.get(name, "1")
        other = "1" if before == "0" else "0"
        old, new = (
            (f'{name}="{before}"', f"{name}='{other}'") if is_other else (f"{name}='{other}'", f'{name}="{before}"')
        )
        said = said.replace(old, new)
    for name, (kind, choose) in _BOUNDS.items():
        said = _bounded(said, name, left[kind], kind, choose, was_replaced=was_replaced)
    said = said.replace(_MIXED, "")
    if was_replaced and (left["n"] or left["d"]) and "containsMixedTypes" not in said:
        said += _MIXED
    return said


def _bounded(said: str, name: str, values: Sequence[str], kind: str, choose: object, *, was_replaced: bool) -> str:
    pattern = re.compile(rf"{name}=([\"'])([^\"']*)\1")
    match = pattern.search(said)
    if match is None or (match[1] == '"' and not was_replaced):
        return said
    key = float if kind == "n" else str
    bound = _NOTHING[kind] if not values else (min if choose is min else max)(values, key=key)
    mark = "'" if was_replaced else '"'
    return said[: match.start()] + f"{name}={mark}{bound}{mark}" + said[match.end() :]
