"""Cells of an .ods file: a number that is replaced becomes a text, and becomes a number again when it is restored.

The original form is recorded in quotation marks and in the space before an equals sign, which XML parsers ignore.
"""

from __future__ import annotations

import html
import re

from ..markup import in_attribute
from ..office.renaming import Change

__all__ = ["is_value", "place_of_value", "shown_value", "value_changes", "without_value"]

# What a value was; the last is a date that said its time, midnight.
_KINDS = ("float", "date", "currency", "percentage", "time", "midnight")
_VALUE = re.compile(r"(?P<prefix>[\w.-]*:)(?P<name>value|date-value|time-value)\s*=\s*\"(?P<said>[^\"]*)\"")
_AS_TEXT = re.compile(r"(?P<prefix>[\w.-]*:)string-value(?P<kind> {1,6})='(?P<said>[^']*)'")
_KIND = re.compile(r"value-type\s*=\s*\"(?P<kind>float|date|currency|percentage|time)\"")
_TEXT_KIND = re.compile(r"value-type='string'")
_NUMBER = re.compile(r"[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?|-?[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+)?|P[0-9A-Z.]+")
_MIDNIGHT = "T00:00:00"


def is_value(tag: str) -> bool:
    """Whether a cell's tag holds a number or a date, or one that was replaced."""
    return (_KIND.search(tag) is not None and _VALUE.search(tag) is not None) or _AS_TEXT.search(tag) is not None


def place_of_value(tag: str) -> tuple[int, int]:
    """Return where the attribute with the value stands in a cell's tag."""
    match = _VALUE.search(tag) or _AS_TEXT.search(tag)
    return match.span() if match else (0, 0)


def shown_value(tag: str) -> str:
    """Return the number, the date, or the text in its place."""
    match = _VALUE.search(tag) or _AS_TEXT.search(tag)
    return html.unescape(match["said"]).removesuffix(_MIDNIGHT) if match else ""


def value_changes(tag: str, new: str) -> list[Change]:
    """Return how another value is written into a cell's tag: the change of the value, then those of its types.

    >>> from tabside.files.markup import replaced
    >>> tag = '<t:c o:value-type="float" o:value="42" c:value-type="float">'
    >>> changed = replaced(tag, value_changes(tag, "[PHONE_1]"))
    >>> changed, replaced(changed, value_changes(changed, "42")) == tag
    ("<t:c o:value-type='string' o:string-value ='[PHONE_1]' c:value-type='string'>", True)
    """
    text = in_attribute(new).replace("'", "&#39;")
    back = _AS_TEXT.search(tag)
    if back is None:
        kind, value = _KIND.search(tag), _VALUE.search(tag)
        if kind is None or value is None:
            return []
        is_midnight = value["said"].endswith(_MIDNIGHT)
        mark = " " * (1 + _KINDS.index("midnight" if is_midnight else kind["kind"]))
        written = f"{value['prefix']}string-value{mark}='{text}'"
        return [(*value.span(), written), *_types(tag, _KIND, "value-type='string'")]
    if _NUMBER.fullmatch(new) is None:
        return [(*back.span(), f"{back['prefix']}string-value{back['kind']}='{text}'")]
    kind_name = _KINDS[len(back["kind"]) - 1]
    if kind_name == "midnight":
        kind_name, new = "date", new + _MIDNIGHT
    name = {"date": "date-value", "time": "time-value"}.get(kind_name, "value")
    return [
        (*back.span(), f'{back["prefix"]}{name}="{new}"'),
        *_types(tag, _TEXT_KIND, f'value-type="{kind_name}"'),
    ]


def without_value(tag: str) -> list[Change]:
    """Make a text of a cell whose shown text was replaced: its number would show it again."""
    value = re.search(rf"\s*{_VALUE.pattern}", tag)
    return [] if value is None else [(*value.span(), ""), *_types(tag, _KIND, 'value-type="string"')]


def _types(tag: str, pattern: re.Pattern[str], new: str) -> list[Change]:
    return [(*match.span(), new) for match in pattern.finditer(tag)]
