"""A part of an Office Open XML file (ECMA-376): its visible texts, across runs, and its attributes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..budget import Budget
from ..document import Role, Segment
from ..markup import Attribute, Token, as_in_source, attributes, escaped, replaced, tokens
from ..packed_text import unpack
from ..reading import is_plain_number
from ..text import decode_text, encode_text
from .edges import header_stretches, space_changes
from .elements import OpenElement, Stretch
from .formula import names_in, texts_in
from .namespaces import DATA, Scope
from .part_attributes import Reference, Value, are_plain, read_attributes
from .renaming import Change, Renames, called, with_renames
from .vocabulary import (
    APART,
    BREAKS,
    COPIES,
    DELETED,
    HEADERS,
    LABELS,
    OWN_TEXT,
    PARAGRAPHS,
    PERSON_ELEMENTS,
    REFERENCES,
    SPACED,
    TEXTS,
)
from .well_formed import check_xml, not_xml

__all__ = ["XmlPart"]

# A packed copy of a drawing in Base64, for other programs. It is dispensable.
_PACKED = re.compile(r"""\s[A-Za-z]+:gfxdata\s*=\s*(?:"[^"]*"|'[^']*')""")
# Values of formats: true and false, identifiers, dates of XML.
_NO_TEXT = re.compile(
    r"(?i)true|false|\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?|0x[0-9a-f]+"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?"
)


_NONE: frozenset[int] = frozenset()
_NOTHING: dict[str, str] = {}


class XmlPart:
    """Reads a part; `segments` are in order, and `rebuild` writes the part with other texts in them.

    `is_own` says that names of sheets are those of this file, so that references to them follow.
    """

    def __init__(self, name: str, data: bytes, *, is_own: bool = False, budget: Budget | None = None) -> None:
        """Read a part.

        Raises:
            FileError: it is not XML. FileTooLargeError: it has more texts than the budget has left.
            FileUnsupportedError: it declares its own entities, which could expand without limit.
        """
        self.name = name
        self.data = data
        check_xml(data, allow_doctype=name.lower().endswith(".svg"))
        self.source, self._mark, self._encoding = decode_text(data)
        self.has_packed = "gfxdata" in self.source
        self.source = _PACKED.sub("", self.source) if self.has_packed else self.source
        self.names: list[str] = []
        self.warnings: list[str] = []
        self.is_own = is_own
        self._budget = Budget() if budget is None else budget
        # Custom data of the document's author, in elements and attributes of any name.
        self.is_custom = re.fullmatch(r"(?i)customXml/item[0-9]*\.xml", name) is not None
        self.segments: list[Segment] = []
        self.stretches: list[Sequence[Stretch]] = []
        self.formulas: list[tuple[int, int]] = []
        self.sheet_names: list[tuple[int, int]] = []
        self._scope = Scope()
        self._open: list[OpenElement] = []
        self._field = ""
        self._read()

    def rebuild(self, pieces: Sequence[Sequence[str]], renames: Renames | None = None) -> bytes:
        """Write the part with these texts in its segments, and with new names of sheets."""
        changes = self.changes(pieces)
        if renames:
            changes = with_renames(self.source, self.formulas, changes, renames)
            changes += called(self.source, self.sheet_names, renames)
        if not changes and not self.has_packed:
            return self.data
        return encode_text(replaced(self.source, changes), self._mark, self._encoding, errors="xmlcharrefreplace")

    def changes(self, pieces: Sequence[Sequence[str]]) -> list[Change]:
        """Return the changes to the source that these texts make."""
        changes: list[Change] = []
        for stretches, values in zip(self.stretches, pieces, strict=True):
            for stretch, new in zip(stretches, values, strict=True):
                if stretch.write is not None and new != stretch.value:
                    written = as_in_source(self.source, stretch.start, stretch.end, self.written(stretch, new))
                    changes.append((stretch.start, stretch.end, written))
                    changes += self.further(stretch, new)
        return changes

    def written(self, stretch: Stretch, new: str) -> str:
        """Return the source of a new text in a stretch."""
        return stretch.write(new) if stretch.write is not None else stretch.value

    def further(self, stretch: Stretch, new: str) -> list[Change]:
        """Return what else changes with a text: space at its edges is asked for where it came there."""
        return space_changes(self.source, stretch.tag, new) if stretch.tag else []

    def add(
        self, stretches: Sequence[Stretch], *, where: str = "", context: str = "", entity: str | None = None,
        role: Role = "text", is_copy: bool = False, limit: int | None = None, column: str | None = None,
    ) -> None:  # fmt: skip
        """Add a segment, unless nothing in it says anything."""
        if not _says(stretches):
            return
        self._budget.take_pieces(len(stretches))
        pieces = [one.value for one in stretches]
        fixed = _NONE
        if None in [one.write for one in stretches]:
            fixed = frozenset(number for number, one in enumerate(stretches) if one.write is None)
        place = f"{self.name}{where}" if where else self.name
        self.segments.append(Segment(place, pieces, context, column, entity, fixed, role, _NONE, is_copy, limit))
        self.stretches.append(stretches)

    def _read(self) -> None:
        self.read_range(0, len(self.source))
        if self._open:
            raise not_xml()

    def read_range(self, start: int, end: int) -> None:
        """Read a stretch of the source; elements may stay open behind it."""
        for token in tokens(self.source, start, end):
            kind = token.kind
            if kind == "tag":
                if token.is_end:
                    self._close(token)
                else:
                    self._enter(token)
            elif kind in ("text", "cdata"):
                self.read_text(token, self._open)
            elif kind == "comment" or (token.kind == "declaration" and _says_something(self.source, token)):
                self.add([Stretch(token.start, token.end, self.source[token.start : token.end], str)])

    def _enter(self, token: Token) -> None:
        found: Sequence[Attribute] = ()
        declared: dict[str, str] = _NOTHING
        raw = self.source[token.start : token.end]
        passes = self._scope.plain_tags.passes(raw) if "=" in raw else True
        if not passes:
            found = list(attributes(self.source, token))
            if "xmlns" in raw:
                declared = {one.name[6:]: one.value for one in found if one.name.startswith("xmlns")}
                found = [one for one in found if not one.name.startswith("xmlns")]
        is_apart = bool(declared) or not token.is_empty
        if is_apart:
            self._scope.enter(declared)
        family, local = self._scope.family_and_local(token.name)
        around = self._open[-1] if self._open else None
        self.attributes_of(token, local, family, found)
        if passes is None and self.are_plain(local, family, found):
            self._scope.plain_tags.learn(raw)
        paragraph = around.paragraph if around is not None else None
        gap_text = self.is_break(family, local, around)
        if gap_text is not None and paragraph is not None and paragraph.texts is not None:
            gap = Stretch(token.end, token.end, gap_text, None)
            paragraph.texts.append(gap)
            paragraph.deleted.append(gap)
        if token.is_empty:
            if is_apart:
                self._scope.leave()
            self.after_tag(token, paragraph)
            return
        element = OpenElement(local, family, token, paragraph)
        element.is_copy = local in COPIES or (around is not None and around.is_copy)
        element.is_label = local in LABELS or (around is not None and around.is_label)
        if local in PARAGRAPHS and (local != "text" or family == "x"):
            element.texts, element.paragraph = [], element
        else:
            element.is_inserted = local in OWN_TEXT or (around is not None and around.is_inserted)
        self._open.append(element)
        self.after_tag(token, element.paragraph)

    def attributes_of(self, token: Token, local: str, family: str, found: Sequence[Attribute]) -> None:
        """Read the attributes of a tag."""
        read_attributes(self, token, local, family, found)

    def are_plain(self, local: str, family: str, found: Sequence[Attribute]) -> bool:
        """Whether attributes of these names are read only where a value looks like text."""
        return are_plain(self, local, family, found)

    def is_break(self, family: str, local: str, around: OpenElement | None) -> str | None:
        """Return what an element that is a gap in a text stands for; None for any other, such as those of `w:tabs`."""
        if local not in BREAKS or around is None:
            return None
        is_gap = around.name == "r" if family == "w" else family in ("a", DATA)
        return BREAKS[local] if is_gap else None

    def _close(self, token: Token) -> None:
        if not self._open:
            raise not_xml()
        closed = self._open.pop()
        self._scope.leave()
        if closed.tag.end == token.start and closed.name in TEXTS.get(closed.family, ()) and closed.paragraph:
            # An empty text is a piece too: a value that lay over several goes back into it.
            self._in_paragraph(Stretch(token.start, token.start, "", escaped, self._space_tag(closed)), closed)
        self.ended(closed)
        if closed.texts is not None:
            self.add_paragraph(closed)
            closed.paragraph = None  # A paragraph is its own, a cycle that would stay in memory for long.
        self.after_tag(token, self._open[-1].paragraph if self._open else None)

    def add_paragraph(self, closed: OpenElement) -> None:
        self.add(closed.texts or [])
        if any(one.is_deleted for one in closed.deleted):  # otherwise it is the same text again
            was = [one if one.is_deleted or one.write is None else replace(one, write=None) for one in closed.deleted]
            self.add(was, where=", deleted")
        if closed.codes:
            self.add(closed.codes, where=", field")

    def after_tag(self, token: Token, paragraph: OpenElement | None) -> None:
        """Hear that a tag was read; `paragraph` is the one that goes on behind it."""

    def ended(self, element: OpenElement) -> None:
        """Hear that an element ended, before what it holds is added."""

    def read_text(self, token: Token, elements: Sequence[OpenElement]) -> None:
        raw = self.source[token.start : token.end]
        if not elements:
            return
        parent = elements[-1]
        if raw.isspace() and parent.name not in ("t", "delText", "instrText"):
            return
        if parent.name in HEADERS and token.kind == "text":
            self._header(token, parent.name)
        elif parent.name in REFERENCES.get(parent.family, ()):
            self.formula(token.start, token.end, parent.name)
        elif parent.name == "fldData":
            self._field_data(token)
        elif parent.name == "formatCode" and parent.family == "c":
            self.add([self.stretch(token)], where=", format", role="mention")
        elif self._is_text(parent):
            self._plain_text(token, parent)
        elif parent.family not in TEXTS and not _NO_TEXT.fullmatch(raw) and not is_plain_number(raw):
            # An extension of Office: what was found elsewhere goes here too.
            self.add([self.stretch(token)], where=f", {parent.name}", role="mention")

    def _is_text(self, parent: OpenElement) -> bool:
        return parent.family == DATA or self.is_custom or parent.name in TEXTS.get(parent.family, ())

    def stretch(self, token: Token, tag: int = 0) -> Stretch:
        raw = self.source[token.start : token.end]
        value = raw[9:-3] if token.kind == "cdata" else html.unescape(raw)
        return Stretch(token.start, token.end, value, escaped, tag)

    def _space_tag(self, parent: OpenElement) -> int:
        return parent.tag.end if parent.family in SPACED and parent.name != "v" else 0

    def _plain_text(self, token: Token, parent: OpenElement) -> None:
        stretch = self.stretch(token, self._space_tag(parent))
        value = stretch.value.strip()
        where = f", {parent.name}"
        if parent.paragraph is not None and (parent.name != "v" or parent.family == DATA):
            self._in_paragraph(stretch, parent)
        elif parent.name in PERSON_ELEMENTS:
            self.add([stretch], where=where, entity="PERSON")
        elif _NO_TEXT.fullmatch(value) or is_plain_number(value):
            return
        elif packed := unpack(value):
            self.add([Stretch(token.start, token.end, packed.text, packed.pack)], where=f"{where}, packed")
        else:
            role: Role = "label" if parent.is_label else "number" if value.isdigit() else "text"
            self.add([stretch], where=where, role=role, is_copy=parent.is_copy)

    def _in_paragraph(self, stretch: Stretch, parent: OpenElement) -> None:
        paragraph = parent.paragraph
        if paragraph is None or paragraph.texts is None:
            return
        if parent.name in APART:
            paragraph.codes.append(stretch)
        elif parent.name in DELETED:
            stretch.is_deleted = True
            paragraph.deleted.append(stretch)
        else:
            paragraph.texts.append(stretch)
            if not parent.is_inserted:
                paragraph.deleted.append(stretch)

    def formula(self, start: int, end: int, where: str) -> None:
        """Read the texts in a formula; names of sheets follow the sheets, or what was found elsewhere."""
        raw = self.source[start:end]
        self.formulas.append((start, end))
        for first, last in texts_in(raw):
            value = html.unescape(raw[first:last]).replace('""', '"')
            stretch = Stretch(start + first, start + last, value, _in_quotes)
            self.add([stretch], where=f", {where}", is_copy=True)
        if not self.is_own:
            for first, last in names_in(raw):
                stretch = Stretch(start + first, start + last, html.unescape(raw[first:last]), _in_reference)
                self.add([stretch], where=f", {where}", role="mention")

    def _field_data(self, token: Token) -> None:
        """Open what Word packs into a field; what is no text there goes, for the field says it again."""
        packed = unpack(self.source[token.start : token.end], is_named=True)
        if packed is not None:
            self.add([Stretch(token.start, token.end, packed.text, packed.pack)], where=", fldData")
        else:
            self.warnings.append("Packed data of fields that holds no text stays as it is, and was not looked into.")

    def _header(self, token: Token, name: str) -> None:
        """Read a sheet's header or footer between its codes."""
        for stretch in header_stretches(self.source, token.start, token.end):
            self.add([stretch], where=f", {name}")

    def add_value(self, value: Value) -> None:
        """Add an attribute; those of a field of a pivot table's cache are a column."""
        self._budget.take_pieces(1)  # Attributes with words are rare, and take twice as long as other texts.
        self._budget.take_pieces(1)  # Attributes with words are rare, and take twice as long as other texts.
        stretch = Stretch(value.start, value.end, value.text, value.write)
        is_of_field = bool(self._field) and value.name == "v"
        self.add(
            [stretch],
            where=f", attribute {value.name}",
            context=f"{self._field}: " if is_of_field else "",
            entity=value.entity,
            role=value.role,
            is_copy=value.is_copy,
            limit=value.limit,
            column=f"{self.name} {self._field}\0{self._field}" if is_of_field else None,
        )

    def add_reference(self, reference: Reference) -> None:
        self.formula(reference.start, reference.end, f"attribute {reference.name}")

    def is_foreign(self, name: str) -> bool:
        """Whether an attribute has the prefix of a namespace that is none of Office."""
        return ":" in name and self._scope.family_and_local(name)[0] == DATA

    def enter_field(self, name: str) -> None:
        """Take note of the field of a pivot table's cache that begins."""
        self._field = name


def _says(stretches: Iterable[Stretch]) -> bool:
    """Whether there is a letter or a digit in them."""
    for one in stretches:  # noqa: SIM110  asked of each of up to a million texts
        if one.value.isalnum() or any(map(str.isalnum, one.value)):
            return True
    return False


def _says_something(source: str, token: Token) -> bool:
    """Whether a declaration is a processing instruction of somebody's own."""
    head = source[token.start : token.start + 9].lower()
    return head.startswith("<?") and not head.startswith("<?xml ")


def _in_quotes(value: str) -> str:
    return escaped(value.replace('"', '""'))


def _in_reference(value: str) -> str:
    return escaped(value.translate(str.maketrans("[]:*?/\\", "()_____")))
