"""A part of an Office Open XML file (ECMA-376): its visible texts, across runs, and its attributes."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from ...errors import FileError, FileUnsupportedError
from ..document import Segment
from ..markup import Attribute, Token, attributes, escaped, replaced, tokens
from ..text import decode_text, encode_text
from .addresses import as_sheet, from_address, from_reference, in_address, in_header, in_reference, is_in_files
from .vocabulary import (
    APART,
    ATTRIBUTES,
    BREAKS,
    DELETED,
    HEADERS,
    NAMED,
    OWN_TEXT,
    PAIRS,
    PARAGRAPHS,
    PERSON_ATTRIBUTES,
    PERSON_ELEMENTS,
    PERSON_PAIRS,
    REFERENCES,
    SHEETS,
    VALUE_ELEMENTS,
)

__all__ = ["OpenElement", "Stretch", "XmlPart"]

Write = Callable[[str], str]

# ECMA-376, 18.3.1.46: the codes in a sheet's header.
_HEADER_CODE = re.compile(
    r"&amp;(?:&quot;[^&]{0,200}&quot;|\"[^\"]{0,200}\"|K[0-9A-Fa-f]{6}|[0-9]{1,3}|[A-Za-z]|&amp;)"
)
# A packed copy of a drawing in Base64, for other programs. It is dispensable.
_PACKED = re.compile(r"""\s[A-Za-z]+:gfxdata\s*=\s*(?:"[^"]*"|'[^']*')""")
# In these encodings bytes are decoded here as by expat.
_ENCODINGS = re.compile(rb"""^[^>]*?encoding\s*=\s*["'](?:utf-8|utf-16|us-ascii|iso-8859-1|windows-1252)["']""", re.I)


@dataclass(slots=True)
class Stretch:
    """A stretch of the source and its text. `write` returns the source for another text; None if it is fixed."""

    start: int
    end: int
    value: str
    write: Write | None


@dataclass(slots=True)
class OpenElement:
    """An open element: its name and, for a paragraph, the stretches in it.

    `deleted` is the paragraph before tracked changes, in which the remaining text is only read; `codes` are those
    of fields.
    """

    name: str
    tag: Token
    texts: list[Stretch] | None = None
    deleted: list[Stretch] = field(default_factory=list)
    codes: list[Stretch] = field(default_factory=list)


class XmlPart:
    """Reads a part. `segments` are in order, and `rebuild` writes the part with other texts in them."""

    def __init__(self, name: str, data: bytes) -> None:
        """Read a part.

        Raises:
            FileError: it is not XML.
            FileUnsupportedError: it declares its own entities, which could expand without limit.
        """
        self.name = name
        _check(data)
        self.source, self._mark, self._encoding = decode_text(data)
        self.source = _PACKED.sub("", self.source) if "gfxdata" in self.source else self.source
        self.names: list[str] = []
        self._field = ""
        # Custom data of the document's author, in elements and attributes of any name.
        self._is_custom = re.fullmatch(r"(?i)customXml/item[0-9]*\.xml", name) is not None
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
        return self.encode(replaced(self.source, [*changes, *self._consequences(pieces)]))

    def _consequences(self, pieces: Sequence[Sequence[str]]) -> list[tuple[int, int, str]]:
        """Return the other changes required by these texts in the segments."""
        return []

    def encode(self, source: str) -> bytes:
        return encode_text(source, self._mark, self._encoding, errors="xmlcharrefreplace")

    def add(self, stretches: list[Stretch], *, where: str = "", context: str = "", entity: str | None = None) -> None:
        if any(ch.isalnum() for stretch in stretches for ch in stretch.value):
            place = f"{self.name}{where}"
            fixed = frozenset(number for number, one in enumerate(stretches) if one.write is None)
            self.segments.append(Segment(place, [one.value for one in stretches], context, None, entity, fixed))
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
                if paragraph is not None and local in BREAKS and paragraph.texts is not None:
                    gap = Stretch(token.end, token.end, BREAKS[local], None)
                    paragraph.texts.append(gap)
                    paragraph.deleted.append(gap)
                if not token.is_empty:
                    elements.append(OpenElement(local, token, [] if local in PARAGRAPHS else None))
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
            if any(one.write is not None for one in closed.deleted):  # otherwise it is the same text again
                self.add(closed.deleted, where=", deleted")
            self.add(closed.codes, where=", field")

    def _ended(self, name: str) -> None:
        """Handle the end of an element, before its content is added."""

    def _paragraph(self, elements: Sequence[OpenElement]) -> OpenElement | None:
        return next((one for one in reversed(elements) if one.texts is not None), None)

    def _text(self, token: Token, elements: Sequence[OpenElement]) -> None:
        raw = self.source[token.start : token.end]
        if not elements or (raw.isspace() and elements[-1].name not in ("t", "delText")):
            return
        parent = elements[-1]
        if parent.name in HEADERS and token.kind == "text":
            self._header(token, parent.name)
            return
        value = raw[9:-3] if token.kind == "cdata" else html.unescape(raw)
        stretch = Stretch(token.start, token.end, value, escaped)
        if parent.name in REFERENCES:
            stretch = Stretch(token.start, token.end, from_reference(value), in_reference)
        paragraph = self._paragraph(elements)
        if parent.name in PERSON_ELEMENTS:
            self.add([stretch], where=f", {parent.name}", entity="PERSON")
        elif paragraph is None or paragraph.texts is None:
            self.add([stretch], where=f", {parent.name}")
        elif parent.name in APART:
            paragraph.codes.append(stretch)
        elif parent.name in DELETED:
            paragraph.deleted.append(stretch)
        else:
            paragraph.texts.append(stretch)
            if not _is_inserted(elements):
                paragraph.deleted.append(dataclasses.replace(stretch, write=None))

    def _header(self, token: Token, name: str) -> None:
        """Read a sheet's header or footer between its codes."""
        position = token.start
        ends = [match.span() for match in _HEADER_CODE.finditer(self.source, token.start, token.end)]
        for start, end in (*ends, (token.end, token.end)):
            value = html.unescape(self.source[position:start])
            self.add([Stretch(position, start, value, in_header)], where=f", {name}")
            position = end

    def _attributes(self, token: Token, local: str) -> None:
        found = list(attributes(self.source, token))
        if local == "cacheField":
            self._field = next((one.value for one in found if one.name == "name"), "")
        is_external = any(one.name == "TargetMode" and one.value == "External" for one in found)
        for attribute in found:
            name = attribute.name.rpartition(":")[2]
            if name == "url" and local == "absPath":
                # The file's last path, which usually contains a person's folder.
                self._attribute(attribute, name, "URL")
                continue
            if name in PERSON_ATTRIBUTES or (local, name) in PERSON_PAIRS:
                self._attribute(attribute, name, "PERSON")
            elif name in ("name", "val", "sheet") and (local, name) in SHEETS:
                value = from_reference(attribute.value)
                self._add_value(Stretch(attribute.start, attribute.end, value, as_sheet), name)
            elif name == "Target":
                if is_external:
                    entity = "URL" if is_in_files(attribute.value) else None
                    value = from_address(attribute.value)
                    self._add_value(Stretch(attribute.start, attribute.end, value, in_address), name, entity)
            elif name == "v" and local in ("n", "d") and token.is_empty:
                self._item(token, attribute)
            elif (local, name) in NAMED:
                self.names.append(attribute.value)
            elif name == "location":
                value = from_reference(attribute.value)
                self._add_value(Stretch(attribute.start, attribute.end, value, in_reference), name)
            elif (
                name in ATTRIBUTES
                or "@" in attribute.value
                or (local, name) in PAIRS
                or (self._is_custom and not attribute.name.startswith("xmlns"))
                or (name in ("v", "val") and local in VALUE_ELEMENTS)
            ):
                self._attribute(attribute, name, None)

    def _item(self, token: Token, attribute: Attribute) -> None:
        """Read a number or date of a pivot table's cache. A replaced one becomes a text."""
        prefix = token.name.removesuffix("n").removesuffix("d")
        value = attribute.value.removesuffix("T00:00:00")
        stretch = Stretch(
            token.start, token.end, value, lambda new: f'<{prefix}s v="{escaped(new)}"/>'
        )  # fmt: skip
        self._add_value(stretch, "v")

    def _attribute(self, attribute: Attribute, name: str, entity: str | None, write: Write = escaped) -> None:
        stretch = Stretch(attribute.start, attribute.end, attribute.value, write)
        self._add_value(stretch, name, entity)

    def _add_value(self, stretch: Stretch, name: str, entity: str | None = None) -> None:
        """Read a single value. Values of a field in a pivot table's cache are a column."""
        before = len(self.segments)
        self.add([stretch], where=f", attribute {name}", entity=entity)
        if self._field and name == "v" and len(self.segments) > before:
            self.segments[-1] = dataclasses.replace(
                self.segments[-1], context=f"{self._field}: ", column=f"{self.name} {self._field}\0{self._field}"
            )


def _is_inserted(elements: Sequence[OpenElement]) -> bool:
    """Whether a text was inserted by a tracked change to its paragraph."""
    for element in reversed(elements):
        if element.texts is not None:
            return False
        if element.name in OWN_TEXT:
            return True
    return False


def _check(data: bytes) -> None:
    """Refuse invalid XML, and declarations of entities."""
    parser = expat.ParserCreate()

    def refuse(*_arguments: object) -> None:
        raise FileUnsupportedError("A part of this file declares a document type, which no such file needs.")

    parser.StartDoctypeDeclHandler = refuse
    head = data[: data.find(b">") + 1]
    if b"encoding" in head and not _ENCODINGS.match(head) and b"\0" not in head:
        raise FileUnsupportedError("A part of this file is neither in UTF-8 nor in UTF-16.")
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise FileError("A part of this file is not XML.") from None
