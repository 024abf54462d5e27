"""Check before an Office file is written that only text has changed.

The check compares the part that was read with the new one: elements, their order, names of attributes, and every
value outside the list of user-written text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
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
_END = b"\1"


class _Element(NamedTuple):
    """The names of an element, whether what it holds is text, and what is hashed of it without attributes."""

    family: str
    local: str
    is_text: bool
    data: bytes


class _Reader:
    """Hashes all of a part that is no text."""

    def __init__(self, is_free: Callable[[str], bool]) -> None:
        self._may_change = is_free
        self._hash = hashlib.blake2b(digest_size=16)
        self._pieces: list[bytes] = []
        self._known: dict[str, _Element] = {}
        self._open: list[_Element] = []
        self._text: list[str] = []

    def digest(self) -> bytes:
        self._hash.update(b"".join(self._pieces))
        self._pieces.clear()
        return self._hash.digest()

    def enter(self, name: str, found: dict[str, str]) -> None:
        if self._text:
            self._flush()
        element = self._known.get(name) or self._element(name)
        self._open.append(element)
        self._add(self._with_attributes(element.family, element.local, found) if found else element.data)

    def _element(self, name: str) -> _Element:
        uri, _, local = name.rpartition(_SEPARATOR)
        family = family_of(uri)
        element = _Element(family, local, _is_text(family, local), self._with_attributes(family, local, {}))
        if len(self._known) < _MOST_KNOWN:
            self._known[name] = element
        return element

    def _add(self, data: bytes) -> None:
        self._pieces.append(data)
        if len(self._pieces) > _MOST_PIECES:
            self._hash.update(b"".join(self._pieces))
            self._pieces.clear()

    def _with_attributes(self, family: str, local: str, found: dict[str, str]) -> bytes:
        said = [
            f"{key}={value}" for key, value in sorted(found.items()) if not self._is_free(family, local, key, value)
        ]
        shown = _ITEMS.get(local, local) if family == "x" else local
        passing = ("space", "gfxdata", "t") if family != ODF else _ODF_VALUES
        names = [key for key in sorted(found) if key.rpartition(_SEPARATOR)[2] not in passing]
        return "\0".join((family, shown, *names, *said)).encode("utf-8", "surrogatepass")

    def _is_free(self, family: str, local: str, key: str, value: str) -> bool:
        if family not in (ODF, ODF_TEXT):
            return _is_free(family, local, key, value)
        name = key.rpartition(_SEPARATOR)[2]
        return self._may_change(name) or name.endswith(("value", "value-type")) or "[" in value

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
            self._add(value.encode("utf-8", "surrogatepass"))


def _is_text(family: str, local: str) -> bool:
    return (
        family == DATA
        or family not in TEXTS
        or local in TEXTS[family]
        or local in REFERENCES.get(family, ())
        or local in HEADERS
        or local in ("fldData", "formatCode")
    )


def _is_free(family: str, local: str, key: str, value: str) -> bool:
    name = key.rpartition(_SEPARATOR)[2]
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
        or "@" in value
        or "[" in value
        or may_be_words(value)
    )


def _digest(data: bytes, is_free: Callable[[str], bool]) -> bytes:
    reader = _Reader(is_free)
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.StartElementHandler = reader.enter
    parser.EndElementHandler = reader.leave
    parser.CharacterDataHandler = reader.text
    parser.buffer_text = True
    parser.Parse(data, True)
    return reader.digest()
