"""A part of an Office Open XML file (ECMA-376): its texts as people see them, over runs, and its attributes."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote
from xml.parsers import expat

from ..errors import FileError, FileUnsupportedError
from .document import Segment
from .markup import Attribute, Token, attributes, escaped, replaced, tokens
from .text import decode_text, encode_text

__all__ = ["OpenElement", "Stretch", "XmlPart"]

Write = Callable[[str], str]

# Elements whose text is read as one, whatever runs it is cut into.
_PARAGRAPHS = frozenset(("p", "si", "is", "text"))
_DELETED = frozenset(("delText", "delInstrText"))
_APART = frozenset(("instrText", "delInstrText"))
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Names of persons by what they are.
_PERSON_ELEMENTS = frozenset(("creator", "lastModifiedBy", "Manager", "author", "Author"))
_PERSON_ATTRIBUTES = frozenset(("author", "initials", "userName", "lastModifiedBy"))
_ATTRIBUTES = frozenset(
    ("descr", "title", "Target", "display", "tooltip", "displayName", "userId", "instr", "alt", "string", "alias",
     "prompt", "promptTitle", "error", "errorTitle", "caption", "location")
)  # fmt: skip
# In the records of a pivot table's cache, and in variables of a document.
_VALUE_ELEMENTS = frozenset(("s", "docVar", "alias", "tag", "default", "listEntry"))
# What holds references to cells, outside the cells themselves.
_REFERENCES = frozenset(("f", "definedName"))
_IN_SHEETS = str.maketrans("[]:*?/\\", "()_____")


@dataclass(slots=True)
class Stretch:
    """A stretch of the source and what it says; `write` gives the source of another text, None where it is fixed."""

    start: int
    end: int
    value: str
    write: Write | None


@dataclass(slots=True)
class OpenElement:
    """An element that is open: its name and, of a paragraph, the stretches in it and those that were deleted."""

    name: str
    tag: Token
    texts: list[Stretch] | None = None
    deleted: list[Stretch] = field(default_factory=list)


class XmlPart:
    """Reads a part; `segments` are in order, and `rebuild` writes the part with other texts in them."""

    def __init__(self, name: str, data: bytes) -> None:
        """Read a part.

        Raises:
            FileError: it is not XML.
            FileUnsupportedError: it declares entities of its own, which could grow without end.
        """
        self.name = name
        _check(data)
        self.source, self._mark, self._encoding = decode_text(data)
        self.segments: list[Segment] = []
        self.stretches: list[list[Stretch]] = []
        self._read()

    def rebuild(self, pieces: Sequence[Sequence[str]]) -> bytes:
        """Write the part with these texts in its segments."""
        changes = [
            (stretch.start, stretch.end, stretch.write(new))
            for stretches, values in zip(self.stretches, pieces, strict=True)
            for stretch, new in zip(stretches, values, strict=True)
            if stretch.write is not None and new != stretch.value
        ]
        return self.encode(replaced(self.source, changes))

    def encode(self, source: str) -> bytes:
        return encode_text(source, self._mark, self._encoding)

    def add(self, stretches: list[Stretch], *, where: str = "", context: str = "", entity: str | None = None) -> None:
        if any(ch.isalnum() for stretch in stretches for ch in stretch.value):
            place = f"{self.name}{where}"
            self.segments.append(Segment(place, [one.value for one in stretches], context, None, entity))
            self.stretches.append(stretches)

    def _read(self) -> None:
        elements: list[OpenElement] = []
        for token in tokens(self.source):
            if token.kind == "tag" and token.is_end:
                self._close(elements)
            elif token.kind == "tag":
                local = token.name.rpartition(":")[2]
                self._attributes(token, local)
                paragraph = self._paragraph(elements)
                if paragraph is not None and local in _BREAKS and paragraph.texts is not None:
                    paragraph.texts.append(Stretch(token.end, token.end, _BREAKS[local], None))
                if not token.is_empty:
                    elements.append(OpenElement(local, token, [] if local in _PARAGRAPHS else None))
            elif token.kind in ("text", "cdata"):
                self._text(token, elements)
            elif token.kind == "comment":
                self.add([Stretch(token.start, token.end, self.source[token.start : token.end], str)])
        if elements:
            raise FileError("A part of this file is not XML.")

    def _close(self, elements: list[OpenElement]) -> None:
        if not elements:
            raise FileError("A part of this file is not XML.")
        closed = elements.pop()
        self._ended(closed.name)
        if closed.texts is not None:
            self.add(closed.texts)
            self.add(closed.deleted, where=", deleted")

    def _ended(self, name: str) -> None:
        """Hear that an element ended, before what it holds is added."""

    def _paragraph(self, elements: Sequence[OpenElement]) -> OpenElement | None:
        return next((one for one in reversed(elements) if one.texts is not None), None)

    def _text(self, token: Token, elements: Sequence[OpenElement]) -> None:
        raw = self.source[token.start : token.end]
        if not elements or (raw.isspace() and elements[-1].name not in ("t", "delText")):
            return
        parent = elements[-1]
        value = raw[9:-3] if token.kind == "cdata" else html.unescape(raw)
        stretch = Stretch(token.start, token.end, value, _in_reference if parent.name in _REFERENCES else escaped)
        paragraph = self._paragraph(elements)
        if parent.name in _PERSON_ELEMENTS:
            self.add([stretch], where=f", {parent.name}", entity="PERSON")
        elif parent.name in _APART or paragraph is None or paragraph.texts is None:
            self.add([stretch], where=f", {parent.name}")
        elif parent.name in _DELETED:
            paragraph.deleted.append(stretch)
        else:
            paragraph.texts.append(stretch)

    def _attributes(self, token: Token, local: str) -> None:
        found = list(attributes(self.source, token))
        is_external = any(one.name == "TargetMode" and one.value == "External" for one in found)
        for attribute in found:
            name = attribute.name.rpartition(":")[2]
            if name in _PERSON_ATTRIBUTES:
                self._attribute(attribute, name, "PERSON")
            elif name == "name" and local == "sheet":
                self._attribute(attribute, name, None, _as_sheet)
            elif name == "Target":
                if is_external:
                    self._attribute(attribute, name, None, _in_address)
            elif name in _ATTRIBUTES or "@" in attribute.value or (name in ("v", "val") and local in _VALUE_ELEMENTS):
                self._attribute(attribute, name, None)

    def _attribute(self, attribute: Attribute, name: str, entity: str | None, write: Write = escaped) -> None:
        stretch = Stretch(attribute.start, attribute.end, attribute.value, write)
        self.add([stretch], where=f", attribute {name}", entity=entity)


def _in_address(value: str) -> str:
    """Write an address in which a placeholder stands, so that it stays one."""
    return escaped(quote(value, safe=":/?&=#@%+,;~!$'()*"))


def _in_reference(value: str) -> str:
    """Write what names a sheet: square brackets would mean another workbook there."""
    return escaped(value.translate(_IN_SHEETS))


def _as_sheet(value: str) -> str:
    """Write a sheet's name: 31 characters at most, without those that references are made of."""
    return escaped(value.translate(_IN_SHEETS)[:31])


def _check(data: bytes) -> None:
    """Refuse what is not XML, and what declares anything."""
    parser = expat.ParserCreate()

    def refuse(*_arguments: object) -> None:
        raise FileUnsupportedError("A part of this file declares a document type, which no such file needs.")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise FileError("A part of this file is not XML.") from None
