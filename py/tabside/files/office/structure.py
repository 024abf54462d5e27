"""Check before an Office file is written that only text has changed.

The check compares the part that was read with the new one: elements, their order, names of attributes, and every
value outside the list of user-written text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.parsers import expat

from ...errors import UnscannedError
from .namespaces import DATA, ODF, ODF_TEXT, family_of
from .vocabulary import (
    ATTRIBUTES,
    HEADERS,
    MENTIONS,
    PAIRS,
    PERSON_ATTRIBUTES,
    PERSON_PAIRS,
    REFERENCES,
    REFERRING,
    SHEET_NAMES,
    TEXTS,
    VALUE_ELEMENTS,
    may_be_words,
)

__all__ = ["check_structure"]

_SEPARATOR = "\n"
_FREE = frozenset(
    (
        "Target",
        "location",
        "textlink",
        "linkedCell",
        "listFillRange",
        "url",
        "gfxdata",
        "fmlaLink",
        "fmlaRange",
        "refersTo",
    )
)
_ITEMS = {"n": "s", "d": "s"}


def check_structure(before: bytes, after: bytes, is_free: Callable[[str], bool] = lambda _: False) -> None:
    """Refuse a part in which something changed that is no text. `is_free` says which attributes of OpenDocument may.

    Raises:
        UnscannedError: the part would be damaged.
    """
    if before == after:
        return
    try:
        is_same = _digest(before, is_free) == _digest(after, is_free)
    except expat.ExpatError:
        is_same = False
    if not is_same:
        raise UnscannedError("A part of this file would come out damaged, so nothing is written.")


_ODF_VALUES = ("value", "date-value", "time-value", "string-value")


# Hashing many small pieces one by one takes longer than all else.
_MOST_PIECES = 4_096
_MOST_KNOWN = 1_000
_END = "\1"


class _Element(NamedTuple):
    """The names of an element, whether what it holds is text, and what is hashed of it without attributes."""

    family: str
    local: str
    is_text: bool
    head: str


class _Plan(NamedTuple):
    """What is hashed of the attributes of a tag: the same for all tags of a name with attributes of the same names.

    `values` are where the values lie that are hashed unless `is_free`, each with what is hashed before it.
    """

    head: str
    values: Sequence[tuple[int, str]]
    is_free: Callable[[str], bool]


class _Reader:
    """Hashes all of a part that is no text."""

    def __init__(self, is_free: Callable[[str], bool]) -> None:
        self._may_change = is_free
        self._hash = hashlib.blake2b(digest_size=16)
        self._pieces: list[str] = []
        self._known: dict[str, _Element] = {}
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._open: list[_Element] = []
        self._text: list[str] = []

    def digest(self) -> bytes:
        self._join()
        return self._hash.digest()

    def _join(self) -> None:
        self._hash.update("".join(self._pieces).encode("utf-8", "surrogatepass"))
        self._pieces.clear()

    def enter(self, name: str, found: list[str]) -> None:
        """Hear of a tag; `found` are the names and values of its attributes in turn."""
        if self._text:
            self._flush()
        element = self._known.get(name) or self._element(name)
        self._open.append(element)
        pieces = self._pieces
        if not found:
            pieces.append(element.head)
        else:
            plan = self._plans.get(key := (name, *found[::2])) or self._plan(element, key)
            pieces.append(plan.head)
            for at, before in plan.values:
                value = found[at]
                if not plan.is_free(value):
                    pieces += (before, value)
        if len(pieces) > _MOST_PIECES:
            self._join()

    def _element(self, name: str) -> _Element:
        uri, _, local = name.rpartition(_SEPARATOR)
        family = family_of(uri)
        element = _Element(family, local, _is_text(family, local), _head(family, local, ()))
        if len(self._known) < _MOST_KNOWN:
            self._known[name] = element
        return element

    def _plan(self, element: _Element, key: tuple[str, ...]) -> _Plan:
        family, local = element.family, element.local
        values = [
            (2 * at + 1, f"\0{name}=")
            for name, at in sorted((name, at) for at, name in enumerate(key[1:]))
            if not self._is_free(family, local, name.rpartition(_SEPARATOR)[2])
        ]
        is_free = _has_bracket if family in (ODF, ODF_TEXT) else _may_be_text
        plan = _Plan(_head(family, local, sorted(key[1:])), values, is_free)
        if len(self._plans) < _MOST_KNOWN:
            self._plans[key] = plan
        return plan

    def _is_free(self, family: str, local: str, name: str) -> bool:
        if family not in (ODF, ODF_TEXT):
            return _is_free(family, local, name)
        return self._may_change(name) or name.endswith(("value", "value-type"))

    def leave(self, _name: str) -> None:
        if self._text:
            self._flush()
        self._open.pop()
        self._pieces.append(_END)

    def text(self, value: str) -> None:
        self._text.append(value)

    def _flush(self) -> None:
        value = "".join(self._text).strip()
        self._text.clear()
        if value and self._open and not self._open[-1].is_text:
            self._pieces.append(value)


def _is_text(family: str, local: str) -> bool:
    return (
        family == DATA
        or family not in TEXTS
        or local in TEXTS[family]
        or local in REFERENCES.get(family, ())
        or local in HEADERS
        or local in ("fldData", "formatCode")
    )


def _head(family: str, local: str, names: Sequence[str]) -> str:
    """Return what is hashed of a tag without the values of its attributes, whose names come sorted."""
    shown = _ITEMS.get(local, local) if family == "x" else local
    passing = ("space", "gfxdata", "t") if family != ODF else _ODF_VALUES
    staying = [name for name in names if name.rpartition(_SEPARATOR)[2] not in passing]
    return "\0".join((family, shown, *staying))


def _is_free(family: str, local: str, name: str) -> bool:
    """Whether an attribute may change whatever its value is."""
    pair = (local, name)
    return (
        family == DATA
        or name in ATTRIBUTES
        or name in PERSON_ATTRIBUTES
        or name in _FREE
        or pair in PAIRS
        or pair in PERSON_PAIRS
        or pair in MENTIONS
        or pair in SHEET_NAMES
        or pair in REFERRING
        or (name in ("v", "val") and local in (*VALUE_ELEMENTS, "n", "d"))
        or (name in ("t", "space") and local in ("c", "t", "delText", "instrText", "delInstrText"))
    )


def _may_be_text(value: str) -> bool:
    return "@" in value or "[" in value or may_be_words(value)


def _has_bracket(value: str) -> bool:
    return "[" in value


def _digest(data: bytes, is_free: Callable[[str], bool]) -> bytes:
    reader = _Reader(is_free)
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.StartElementHandler = reader.enter
    parser.EndElementHandler = reader.leave
    parser.CharacterDataHandler = reader.text
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.Parse(data, True)
    return reader.digest()
