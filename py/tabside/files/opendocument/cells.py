"""Cells of an .ods file: a number that is replaced becomes a text, and a number again when it comes back.

How it was written stands in quotation marks and in the space before a sign of equality, which no reader of XML sees.
"""

from __future__ import annotations

import html
import re

from ..markup import in_attribute

__all__ = ["is_value", "place_of_value", "shown_value", "without_value", "written_value"]

# What a value was; the last is a date that said its time, midnight.
_KINDS = ("float", "date", "currency", "percentage", "time", "midnight")
_VALUE = re.compile(r"(?P<prefix>[\w.-]*:)(?P<name>value|date-value|time-value)\s*=\s*\"(?P<said>[^\"]*)\"")
_AS_TEXT = re.compile(r"(?P<prefix>[\w.-]*:)string-value(?P<kind> {1,6})='(?P<said>[^']*)'")
_KIND = re.compile(r"value-type\s*=\s*\"(?P<kind>float|date|currency|percentage|time)\"")
_NUMBER = re.compile(r"[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?|-?[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+)?|P[0-9A-Z.]+")
_FIRST = re.compile(r"[\w.-]+:(?:value-type|(?:string-|date-|time-)?value) *=")
_MIDNIGHT = "T00:00:00"


def is_value(tag: str) -> bool:
    """Whether a cell's tag holds a number or a date, or one that was replaced."""
    return (_KIND.search(tag) is not None and _VALUE.search(tag) is not None) or _AS_TEXT.search(tag) is not None


def place_of_value(tag: str) -> int:
    """Return where the attributes of a value begin in a cell's tag, after a formula."""
    match = _FIRST.search(tag)
    return match.start() if match else 0


def shown_value(tag: str) -> str:
    """Return the number, the date, or the text in its place."""
    match = _VALUE.search(tag) or _AS_TEXT.search(tag)
    return html.unescape(match["said"]).removesuffix(_MIDNIGHT) if match else ""


def written_value(tag: str, new: str) -> str:
    """Write another value into a cell's tag.

    >>> tag = '<t:c o:value-type="float" o:value="42" c:value-type="float">'
    >>> changed = written_value(tag, "[PHONE_1]")
    >>> changed, written_value(changed, "42") == tag
    ("<t:c o:value-type='string' o:string-value ='[PHONE_1]' c:value-type='string'>", True)
    """
    back = _AS_TEXT.search(tag)
    if back is None:
        kind, value = _KIND.search(tag), _VALUE.search(tag)
        is_midnight = value is not None and value["said"].endswith(_MIDNIGHT)
        mark = " " * (1 + _KINDS.index("midnight" if is_midnight else kind["kind"] if kind else "float"))
        text = in_attribute(new).replace("'", "&#39;")
        changed = _VALUE.sub(lambda match: f"{match['prefix']}string-value{mark}='{text}'", tag, count=1)
        return _KIND.sub("value-type='string'", changed)
    if _NUMBER.fullmatch(new) is None:
        text = in_attribute(new).replace("'", "&#39;")
        return _AS_TEXT.sub(lambda match: f"{match['prefix']}string-value{match['kind']}='{text}'", tag, count=1)
    kind_name = _KINDS[len(back["kind"]) - 1]
    if kind_name == "midnight":
        kind_name, new = "date", new + _MIDNIGHT
    name = {"date": "date-value", "time": "time-value"}.get(kind_name, "value")
    changed = _AS_TEXT.sub(lambda match: f'{match["prefix"]}{name}="{new}"', tag, count=1)
    return changed.replace("value-type='string'", f'value-type="{kind_name}"')


def without_value(tag: str) -> str:
    """Make a text of a cell whose shown text was replaced: its number would show it again."""
    return _KIND.sub('value-type="string"', re.sub(rf"\s*{_VALUE.pattern}", "", tag, count=1))
