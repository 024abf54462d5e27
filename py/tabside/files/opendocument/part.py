"""A part of an OpenDocument file: its paragraphs across spans, cells with their heads, and attributes."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..budget import Budget
from ..columns import entity_of_head, head_roles, is_head
from ..document import Role
from ..html_names import NAMING, TECHNICAL
from ..markup import Attribute, Token, escaped, in_attribute
from ..office.elements import OpenElement, Stretch
from ..office.formula import texts_in
from ..office.namespaces import ODF, ODF_TEXT
from ..office.renaming import Change
from ..office.vocabulary import may_be_words
from ..office.xml_part import XmlPart
from ..reading import is_plain_number
from .cells import is_value, place_of_value, shown_value, value_changes, without_value
from .vocabulary import ATTRIBUTES, BREAKS, NAMES, NO_TEXTS, NUMBERS, PERSONS, REFERENCES, STYLED, STYLES, TEXTS, VALUES

__all__ = ["OdfPart"]

_CELLS = ("table-cell", "covered-table-cell")
_PLACEHOLDER = re.compile(r"\[([A-Z][A-Z0-9_]{0,63}_[0-9]{1,9}[a-z]{0,6})\]")
_NAMED_IN = re.compile(r"(?<![^\W_])_([A-Z][A-Z0-9_]{0,63}?_[0-9]{1,9}[a-z]{0,6})_(?![^\W_])")
_NUMBERED = re.compile(r"[^\d@]{1,40}\d{1,10}")
_NEW_TABLE = re.compile(r"(?i)(?:sheet|tabelle|feuille?|hoja|planilha|foglio|blad|ark|arkusz|table|лист)_? ?[0-9]{0,4}")
# Names of styles that programs give, which stand at each paragraph and cell.
_USUAL = re.compile(
    r"(?:[A-Za-z]{1,3})?[0-9]*|(?:Default|Standard|Heading|Text|Table|Internet|Graphics|Index)(?:_20_\w+| \w+)*"
)
_LONGEST_HEAD = 1_000
_MOST_REPEATED = 20_000


@dataclass(slots=True)
class _Table:
    """A table that is open: where the reader is in it, and the heads of its columns."""

    row: int = 0
    column: int = 0
    repeated: int = 1
    first: list[str] = field(default_factory=list)
    heads: Mapping[int, tuple[str, Role]] = field(default_factory=dict)


class OdfPart(XmlPart):
    """Reads `content.xml`, `styles.xml`, `meta.xml`, `settings.xml` and parts of somebody's own."""

    def __init__(self, name: str, data: bytes, budget: Budget | None = None) -> None:
        self._tables: list[_Table] = []
        self._cell: Token | None = None
        # Paragraphs of each cell with a number, by where its tag begins, as numbers of segments.
        self._shown: dict[int, tuple[Token, list[int]]] = {}
        self._values: dict[int, int] = {}
        # Tags of cells, by where the attribute with their value begins.
        self._cells: dict[int, Token] = {}
        super().__init__(name, data, budget=budget)

    def changes(self, pieces: Sequence[Sequence[str]]) -> list[Change]:
        changes = super().changes(pieces)
        for start, (tag, paragraphs) in self._shown.items():
            own = self._values.get(start)
            is_changed = [list(self.segments[number].pieces) != list(pieces[number]) for number in paragraphs]
            if any(is_changed) and (own is None or list(self.segments[own].pieces) == list(pieces[own])):
                changes += _moved(without_value(self.source[tag.start : tag.end]), start)
        return changes

    def further(self, stretch: Stretch, new: str) -> list[Change]:
        cell = self._cells.get(stretch.start)
        if cell is None:
            return super().further(stretch, new)
        return _moved(value_changes(self.source[cell.start : cell.end], new)[1:], cell.start)

    def attributes_of(self, token: Token, local: str, family: str, found: Sequence[Attribute]) -> None:
        if family in (ODF, ODF_TEXT):
            self._place(token, local)
            is_number = local in _CELLS and is_value(self.source[token.start : token.end])
            for one in found:
                name = one.name.rpartition(":")[2]
                if not (is_number and name.endswith(("value", "value-type"))):
                    self._attribute(local, name, one)
            if is_number:
                self._number(token)
            return
        for one in found:
            name = one.name.rpartition(":")[2].lower()
            if name not in TECHNICAL | NAMING and may_be_words(one.value):
                self._value(one, name)

    def are_plain(self, local: str, family: str, found: Sequence[Attribute]) -> bool:
        return False

    def _attribute(self, local: str, name: str, one: Attribute) -> None:
        if name in REFERENCES:
            self._reference(one, name)
        elif (local, name) == ("table", "name"):
            role: Role = "mention" if _NEW_TABLE.fullmatch(one.value) else "text"
            self._value(one, name, role=role, is_name=True)
        elif name == "href":
            if not one.value.startswith(("#", "./", "../", "Pictures/", "Object")):
                self._value(one, name)
        elif local == "user-defined" and name == "name":
            self._value(one, name)
        elif name == "name" and local in ("frame", "custom-shape", "line", "rect", "g", "page", "control", "image"):
            self._value(one, name, role="mention" if _NUMBERED.fullmatch(one.value) else "text")
        elif name.endswith(STYLED) or (local in STYLES and name in ("name", "display-name")):
            if not _USUAL.fullmatch(one.value):
                self._value(one, name, role="mention", is_name=True)
        elif name in NAMES:
            self.names.append(one.value)
        elif (name in ATTRIBUTES or (name == "value" and local in VALUES)) and not is_plain_number(one.value):
            self._value(one, name)

    def _value(self, one: Attribute, name: str, *, role: Role = "text", is_name: bool = False) -> None:
        text = _NAMED_IN.sub(r"[\1]", one.value) if is_name else one.value
        write = _in_name if is_name else in_attribute
        self.add([Stretch(one.start, one.end, text, write)], where=f", attribute {name}", role=role)

    def _reference(self, one: Attribute, name: str) -> None:
        """Read the texts in a formula; of the rest, what was found elsewhere is replaced."""
        raw = self.source[one.start : one.end]
        position = 0
        for first, last in (*texts_in(raw), (len(raw), len(raw))):
            rest = _NAMED_IN.sub(r"[\1]", html.unescape(raw[position:first]))
            said = html.unescape(raw[first:last]).replace('""', '"')
            outside = Stretch(one.start + position, one.start + first, rest, _in_name)
            self.add([outside], where=f", {name}", role="mention", is_copy=True)
            inside = Stretch(one.start + first, one.start + last, said, _in_quotes)
            self.add([inside], where=f", {name}", is_copy=True)
            position = last

    def _number(self, token: Token) -> None:
        """Read the number or date of a cell, which the paragraph in it shows."""
        tag = self.source[token.start : token.end]
        value = shown_value(tag)
        self._shown[token.start] = (token, [])
        head, _ = self._head()
        if is_plain_number(value) and entity_of_head(head) is None:
            return
        before = len(self.segments)
        start, end = place_of_value(tag)
        stretch = Stretch(token.start + start, token.start + end, value, lambda new: value_changes(tag, new)[0][2])
        self._cells[stretch.start] = token
        role: Role = "number" if value[:1].isdigit() or value[:1] in "-+" else "text"
        self.add([stretch], where=self._where(), context=f"{head}: " if head else "", column=self._column(), role=role)
        if len(self.segments) > before:
            self._values[token.start] = before

    def _place(self, token: Token, local: str) -> None:
        """Follow the reader through rows and cells."""
        if local == "table":
            self._tables.append(_Table())
        if not self._tables or local not in ("table-row", *_CELLS):
            return
        table = self._tables[-1]
        if local == "table-row":
            if table.row == 1 and is_head(table.first):
                told = zip(table.first, head_roles(table.first), strict=True)
                table.heads = dict(enumerate(told, 1))
            table.row, table.column, table.repeated = table.row + 1, 0, 1
            return
        table.column += table.repeated
        repeated = re.search(r"number-columns-repeated\s*=\s*\"([0-9]{1,5})\"", self.source[token.start : token.end])
        table.repeated = min(int(repeated[1]), _MOST_REPEATED) if repeated else 1
        self._cell = token
        if table.row == 1 and len(table.first) < table.column <= _MOST_REPEATED:
            table.first += [""] * (table.column - len(table.first))

    def _head(self) -> tuple[str, Role]:
        table = self._tables[-1] if self._tables else _Table()
        return table.heads.get(table.column, ("", "text"))

    def _where(self) -> str:
        return f", row {self._tables[-1].row}, column {self._tables[-1].column}" if self._tables else ""

    def _column(self) -> str | None:
        if not self._tables or self._tables[-1].row == 1:
            return None
        return f"{self.name} {len(self._tables)} {self._tables[-1].column}\0{self._head()[0]}"

    def is_break(self, family: str, local: str, around: OpenElement | None) -> str | None:
        return BREAKS.get(local) if family == ODF_TEXT else None

    def ended(self, element: OpenElement) -> None:
        if element.family == ODF and element.name == "table" and self._tables:
            self._tables.pop()
            self._cell = None
        elif element.name in _CELLS:
            self._cell = None

    def add_paragraph(self, closed: OpenElement) -> None:
        before = len(self.segments)
        if self._cell is None or not self._tables:
            super().add_paragraph(closed)
            return
        head, _ = self._head()
        text = "".join(one.value for one in closed.texts or [])
        # A longer text is no head; adding to it for each of many paragraphs would take the square of their number.
        if self._tables[-1].row == 1 and self._tables[-1].first and len(self._tables[-1].first[-1]) < _LONGEST_HEAD:
            self._tables[-1].first[-1] += text
        number = self._cell.start in self._shown
        if number and is_plain_number(text) and entity_of_head(head) is None:
            return
        self.add(
            closed.texts or [], where=self._where(), context=f"{head}: " if head else "", column=self._column(),
            role="number" if number and text[:1].isdigit() else "text",
        )  # fmt: skip
        if number and len(self.segments) > before:
            self._shown[self._cell.start][1].append(before)

    def read_text(self, token: Token, elements: Sequence[OpenElement]) -> None:
        if elements and elements[-1].name in PERSONS:
            # Inside of a paragraph too: the author of a comment.
            self.add([self.stretch(token)], where=f", {elements[-1].name}", entity="PERSON")
            return
        if not elements or elements[-1].family not in (ODF, ODF_TEXT):
            super().read_text(token, elements)
            return
        parent = elements[-1]
        if self.source[token.start : token.end].isspace() and parent.paragraph is None:
            return
        stretch = self.stretch(token)
        if parent.family == ODF_TEXT and parent.paragraph is not None and parent.paragraph.texts is not None:
            if parent.name in NUMBERS:
                stretch = Stretch(token.start, token.end, " ", None)
            parent.paragraph.texts.append(stretch)
        elif parent.name not in NO_TEXTS and not is_plain_number(stretch.value):
            is_text = parent.family == ODF_TEXT or parent.name in TEXTS
            self.add([stretch], where=f", {parent.name}", role="text" if is_text else "mention")

    def after_tag(self, token: Token, paragraph: OpenElement | None) -> None:
        """Add an empty piece between two tags, so that a value that lay over spans goes back into them."""
        if paragraph is not None and paragraph.texts is not None and self.source.startswith("<", token.end):
            paragraph.texts.append(Stretch(token.end, token.end, "", escaped))


def _moved(changes: Sequence[Change], by: int) -> list[Change]:
    return [(start + by, end + by, new) for start, end, new in changes]


def _in_name(new: str) -> str:
    return escaped(_PLACEHOLDER.sub(r"_\1_", new))


def _in_quotes(new: str) -> str:
    return escaped(new.replace('"', '""'))
