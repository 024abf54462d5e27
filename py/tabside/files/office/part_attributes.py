"""Attributes of Office Open XML that contain user-written text, and how a new value is written into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ..document import Role
from ..html_names import NAMING, PRESENTATION, TECHNICAL
from ..markup import Attribute, Token, in_attribute
from ..reading import is_plain_number
from .addresses import LONGEST_SHEET, as_sheet, from_address, from_sheet, in_address, is_in_files
from .namespaces import DATA
from .vocabulary import (
    ATTRIBUTES,
    MENTIONS,
    NAMED,
    PAIRS,
    PERSON_ATTRIBUTES,
    PERSON_PAIRS,
    REFERRING,
    SHEET_NAMES,
    VALUE_ELEMENTS,
    may_be_words,
)

__all__ = ["Reference", "Value", "are_plain", "read_attributes"]

_ADDRESS = re.compile(r"[^\W_][\w.+-]{0,63}@[^\W_][\w-]*\.[A-Za-z]{2}")
# Names that programs give: `Picture 3`, `Textfeld 12`.
_NUMBERED = re.compile(r"[^\d@]{1,40}\d{1,10}")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
# `4F81BD`, `00FC693F`: colors and marks of revisions; figures alone may be anything.
_COLOR = re.compile(r"#?(?=[0-9]{0,7}[A-F])(?=[A-F]{0,7}[0-9])(?:[0-9A-F]{6}|[0-9A-F]{8}|[0-9A-F]{2})")
HTML_NAMES = TECHNICAL | NAMING
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+)?")
_COPIES = ("tableColumn", "cacheField", "s", "member", "groupMember", "filter", "customFilter", "cfRule")
_OF_BIBLIOGRAPHY = ("SelectedStyle", "StyleName", "URI", "Version", "itemID")
# Names that Excel and others give to new sheets.
_NEW_SHEET = re.compile(
    r"(?i)(?:sheet|tabelle|feuille?|hoja|planilha|folha|foglio|blad|ark|arkusz|list|munkalap|taul|лист|chart|diagramm?)"
    r" ?[0-9]{0,4}"
)
# Names of fonts and latent styles, lists of prefixes and ranges: they may hold several words.
_TECHNICAL = frozenset(
    (
        "ascii",
        "hAnsi",
        "cs",
        "eastAsia",
        "typeface",
        "Ignorable",
        "Requires",
        "ProcessContent",
        "sqref",
        "spans",
        "path",
    )
)
_LOCATIONS = ("location", "textlink", "linkedCell", "listFillRange", "fmlaLink", "fmlaRange", "refersTo")


@dataclass(frozen=True, slots=True)
class Value:
    """An attribute that is read: where its value lies, what it says, and how it is written."""

    name: str
    start: int
    end: int
    text: str = field(repr=False)
    write: Callable[[str], str]
    entity: str | None = None
    role: Role = "text"
    is_copy: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """An attribute that holds a reference to cells."""

    name: str
    start: int
    end: int


class Part(Protocol):
    """The part whose attributes are read, as far as they need it.

    `names` and `sheet_names` collect names that stay, and the spans of names by which sheets are called.
    """

    names: list[str]
    sheet_names: list[tuple[int, int]]
    source: str
    is_own: bool
    is_custom: bool

    def add_value(self, value: Value) -> None: ...

    def add_reference(self, reference: Reference) -> None: ...

    def enter_field(self, name: str) -> None: ...

    def is_foreign(self, name: str) -> bool: ...


def read_attributes(part: Part, token: Token, local: str, family: str, found: Sequence[Attribute]) -> None:
    """Add the meaningful attributes of a tag to a part."""
    if not found:
        return
    if local == "cacheField":
        part.enter_field(next((one.value for one in found if one.name == "name"), ""))
    is_external = local == "Relationship" and any(
        one.name == "TargetMode" and one.value == "External" for one in found
    )  # fmt: skip
    for attribute in found:
        name = attribute.name.rpartition(":")[2]
        pair = (local, name)
        if name in _LOCATIONS or pair in REFERRING:
            if pair in REFERRING:
                part.sheet_names.append((attribute.start, attribute.end))
            else:
                part.add_reference(Reference(name, attribute.start, attribute.end))
        elif pair in SHEET_NAMES and part.is_own:
            value = from_sheet(attribute.value)
            write = as_sheet(attribute.value)
            role: Role = "mention" if _NEW_SHEET.fullmatch(value) else "text"
            part.add_value(Value(name, attribute.start, attribute.end, value, write, None, role, limit=LONGEST_SHEET))
        elif name == "Target":
            if is_external:
                entity = "URL" if is_in_files(attribute.value) else None
                text = from_address(attribute.value)
                part.add_value(Value(name, attribute.start, attribute.end, text, in_address, entity))
        elif name == "v" and local in ("n", "d") and token.is_empty:
            _item(part, token, attribute)
        elif name == "v" and local == "s" and token.is_empty and attribute.quote == "'":
            _item_that_was_a_number(part, token, attribute)
        elif pair in NAMED or (name == "macro" and attribute.value):
            part.names.append(attribute.value)
        else:
            _plain(part, local, name, family, attribute)


def are_plain(part: Part, local: str, family: str, found: Sequence[Attribute]) -> bool:
    """Whether `read_attributes` reads attributes of these names only where a value has words or an address in it."""
    if part.is_custom or family == DATA or local in ("cacheField", "Relationship"):
        return False
    return not any(_is_listed(local, one.name.rpartition(":")[2]) or part.is_foreign(one.name) for one in found)


def _is_listed(local: str, name: str) -> bool:
    pair = (local, name)
    return (
        name in ("Target", "macro", "odcFile", *_LOCATIONS)
        or (name in ("v", "val") and (local in VALUE_ELEMENTS or local in ("n", "d", "s")))
        or name in PERSON_ATTRIBUTES
        or name in ATTRIBUTES
        or pair in (("absPath", "url"), ("docPr", "name"), ("cNvPr", "name"))
        or any(pair in pairs for pairs in (REFERRING, SHEET_NAMES, NAMED, PERSON_PAIRS, MENTIONS, PAIRS))
    )


def _plain(part: Part, local: str, name: str, family: str, attribute: Attribute) -> None:
    pair, text = (local, name), attribute.value
    if pair == ("absPath", "url") or name == "odcFile":
        # The file's last path, which usually contains a person's folder.
        _add(part, name, attribute, entity="URL")
    elif name in PERSON_ATTRIBUTES or pair in PERSON_PAIRS:
        _add(part, name, attribute, entity="PERSON")
    elif pair in MENTIONS or (part.is_custom and _is_look(name, text)):
        _add(part, name, attribute, role="mention")
    elif is_plain_number(text) or (part.is_custom and name in _OF_BIBLIOGRAPHY):
        return
    elif name == "name" and local in ("docPr", "cNvPr") and _NUMBERED.fullmatch(text):
        _add(part, name, attribute, role="mention")
    elif (
        name in ATTRIBUTES
        or pair in PAIRS
        or part.is_custom
        or (family == DATA and name in ("title", "alt", "value"))
        or (name in ("v", "val") and local in VALUE_ELEMENTS)
        or ("@" in text and _ADDRESS.search(text))
    ):
        _add(part, name, attribute, role="number" if text.isdigit() else "text", is_copy=local in _COPIES)
    elif family == DATA or part.is_foreign(attribute.name):
        is_text = may_be_words(text) and name.lower() not in HTML_NAMES
        _add(part, name, attribute, role="text" if is_text else "mention")
    elif may_be_words(text) and name not in _TECHNICAL and name.lower() not in HTML_NAMES and local != "lsdException":
        # No attribute of Office's that is known to hold a text: what was found elsewhere is replaced.
        _add(part, name, attribute, role="mention")


def _is_look(name: str, text: str) -> bool:
    """Whether an attribute of XML of any kind says how something looks: a property of CSS, a font, a color."""
    is_property = "-" in name and name.lower() in PRESENTATION
    return is_property or name == "typeface" or _COLOR.fullmatch(text) is not None


def _add(
    part: Part,
    name: str,
    attribute: Attribute,
    *,
    entity: str | None = None,
    role: Role = "text",
    is_copy: bool = False,
) -> None:
    part.add_value(Value(name, attribute.start, attribute.end, attribute.value, in_attribute, entity, role, is_copy))


def _item(part: Part, token: Token, attribute: Attribute) -> None:
    """Read a number or date of a pivot table's cache. A replaced one becomes a text."""
    local = token.name.rpartition(":")[2]
    value = attribute.value.removesuffix("T00:00:00")
    if local == "n" and is_plain_number(value):
        return
    before, after = _around(part, token, attribute)

    def write(new: str) -> str:
        # As a text it keeps all else. Single quotation marks, as nobody else writes them, say that it was a number.
        return f"<{token.name[: -len(local)]}s{before}'{in_attribute(new)}'{after}"

    part.add_value(Value("v", token.start, token.end, value, write, role="number"))


def _item_that_was_a_number(part: Part, token: Token, attribute: Attribute) -> None:
    prefix = token.name.removesuffix("s")
    before, after = _around(part, token, attribute)

    def write(new: str) -> str:
        if _NUMBER.fullmatch(new):
            return f'<{prefix}n{before}"{new}"{after}'
        if _DATE.fullmatch(new):
            return f'<{prefix}d{before}"{new}{"" if "T" in new else "T00:00:00"}"{after}'
        return f"<{prefix}s{before}'{in_attribute(new)}'{after}"

    part.add_value(Value("v", token.start, token.end, attribute.value, write))


def _around(part: Part, token: Token, attribute: Attribute) -> tuple[str, str]:
    """Return the text before a value, after the name of its element, and the text after it."""
    return (
        part.source[token.start + 1 + len(token.name) : attribute.start - 1],
        part.source[attribute.end + 1 : token.end],
    )
