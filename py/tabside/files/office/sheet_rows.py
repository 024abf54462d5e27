"""The rows of the first sheet in an .xlsx file (ECMA-376, part 1, 18.3), as texts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import datetime
from xml.parsers import expat

from ...errors import FileError, FileTooLargeError
from ..archive import read_archive
from ..budget import budget_for
from ..text import decode_text
from .number_formats import EPOCH_1900, EPOCH_1904, date_styles, shown_number
from .well_formed import check_xml

__all__ = ["read_sheet"]

_WORKBOOK = "xl/workbook.xml"
_IS_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")
_COLUMN = re.compile(r"[A-Z]{1,3}")
_MOST_COLUMNS = 1_000
_LONGEST_INDEX = 9
_READ = ("xl/sharedStrings.xml", "xl/styles.xml", _WORKBOOK, "xl/_rels/workbook.xml.rels")
_MOST_CELLS = 5_000_000
# Characters that XML cannot hold are written as _x000D_ (ECMA-376, part 1, 22.9.2.19).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_sheet(data: bytes) -> tuple[Iterator[list[str]], list[str]]:
    """Return the rows of the first sheet, and warnings. Formulas give the value that was saved with them.

    Raises:
        FileError: it is damaged, or no .xlsx file; see also `read_archive`.
    """
    budget = budget_for(len(data))
    parts = {entry.name: entry.data for entry in read_archive(data, budget)}
    if _WORKBOOK not in parts:
        raise FileError("This is no .xlsx file.")
    sheets = _sheets(parts)
    if not sheets:
        raise FileError("This workbook has no sheet with cells.")
    budget.take_parts(parts[name] for name in {sheets[0], *_READ} if name in parts)
    strings = _Strings()
    if "xl/sharedStrings.xml" in parts:
        _parse(parts["xl/sharedStrings.xml"], strings)
    styles = decode_text(parts.get("xl/styles.xml", b""))[0]
    epoch = EPOCH_1904 if _IS_1904.search(parts[_WORKBOOK]) else EPOCH_1900
    cells = _Cells(strings.texts, date_styles(styles), epoch)
    _parse(parts[sheets[0]], cells)
    warnings = [f"Of {len(sheets)} sheets the first one was read."] if len(sheets) > 1 else []
    return iter(cells.rows), warnings


def _sheets(parts: dict[str, bytes]) -> list[str]:
    """Return the parts of the worksheets, in the workbook's order."""
    targets = _Links("Relationship", "Id", "Target")
    _parse(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), targets)
    named = _Links("sheet", "name", "id")
    _parse(parts[_WORKBOOK], named)
    places = [targets.found.get(link, "") for link in named.found.values()]
    paths = [posixpath.normpath(posixpath.join("/xl", place)).lstrip("/") for place in places]
    return [path for path in paths if path in parts and "worksheet" in path]


class _Reader:
    """Receives elements by their local names, and the text in them."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element's start."""

    def end(self, name: str) -> None:
        """Take an element's end."""

    def text(self, text: str) -> None:
        """Take a part of the text in an element."""


class _Links(_Reader):
    """Pairs of attributes of one element."""

    def __init__(self, element: str, key: str, value: str) -> None:
        self.found: dict[str, str] = {}
        self._names = (element, key, value)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element, key, value = self._names
        if name == element and key in attributes and value in attributes:
            self.found[attributes[key]] = attributes[value]


class _Strings(_Reader):
    """The shared strings. Phonetic readings (`rPh`) are no part of them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._is_text = self._is_reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._pieces = []
        self._is_reading |= name == "rPh"
        self._is_text = name == "t" and not self._is_reading

    def end(self, name: str) -> None:
        self._is_text = False
        if name == "rPh":
            self._is_reading = False
        elif name == "si":
            self.texts.append(_unescaped("".join(self._pieces)))

    def text(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)


class _Cells(_Reader):
    """The rows of a sheet."""

    def __init__(self, strings: list[str], dates: frozenset[str], epoch: datetime) -> None:
        self.rows: list[list[str]] = []
        self._strings, self._dates, self._epoch = strings, dates, epoch
        self._kind = self._style = ""
        self._column, self._cells = -1, 0
        self._pieces: list[str] = []
        self._is_value = self._is_reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.rows.append([])
            self._column = -1
        elif name == "c":
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._column = _column_of(attributes.get("r", ""), self._column + 1)
            self._pieces = []
        self._is_reading |= name == "rPh"
        self._is_value = name == "v" or (name == "t" and not self._is_reading)

    def end(self, name: str) -> None:
        self._is_value = False
        if name == "rPh":
            self._is_reading = False
        elif name == "c" and self.rows:
            row = self.rows[-1]
            self._cells += self._column + 1 - len(row)
            if self._cells > _MOST_CELLS:
                raise FileTooLargeError(f"This sheet has more than {_MOST_CELLS:,} cells.")
            row += [""] * (self._column + 1 - len(row))
            row[self._column] = self._shown("".join(self._pieces))

    def text(self, text: str) -> None:
        if self._is_value:
            self._pieces.append(text)

    def _shown(self, value: str) -> str:
        if self._kind == "s":
            is_index = value.isdecimal() and len(value) <= _LONGEST_INDEX
            place = int(value) if is_index else len(self._strings)
            return self._strings[place] if place < len(self._strings) else ""
        if self._kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if self._kind == "n":
            return shown_number(value, self._epoch if self._style in self._dates else None)
        return _unescaped(value)


def _column_of(place: str, following: int) -> int:
    """Return the index of a cell's column; a cell that does not say it follows the one before it."""
    letters = _COLUMN.match(place)
    if letters is None:
        column = following
    else:
        column = 0
        for letter in letters[0]:
            column = column * 26 + ord(letter) - 64
        column -= 1
    if column >= _MOST_COLUMNS:
        raise FileTooLargeError(f"This sheet has more than {_MOST_COLUMNS:,} columns.")
    return column


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: _character(int(found[1], 16)), text) if "_x" in text else text


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _parse(data: bytes, reader: _Reader) -> None:
    """Read a part, whose declarations and depth are checked first."""
    check_xml(data)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: reader.start(
        _local(name), {_local(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: reader.end(_local(name))
    parser.CharacterDataHandler = reader.text
    parser.Parse(data, True)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
