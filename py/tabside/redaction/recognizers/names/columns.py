"""Tables as text: classify cells by the head of their column.

A cell alone is ambiguous: `Price` may be a name, `1988-04-12` any date. Its column's head decides. Tables are lines
with commas, semicolons, bars or tabs below a head line, and the rows of an SQL `INSERT`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...detection import Detection
from ...words.common_words import is_common
from ...words.particles import IN_CELL
from ..context import words_of
from .column_heads import HEADS, NEEDS_ANOTHER, NUMBER, NUMBER_HEADS, PERSONAL

__all__ = ["ColumnRecognizer"]

_DELIMITERS = ("\t", ";", "|", ",")
_LONGEST_HEAD, _LONGEST_LINE = 32, 2000
_FEWEST_COLUMNS, _MOST_COLUMNS = 2, 60
_LABEL = re.compile(r"[^\W\d_][\w .'/()-]*")
_CAMEL = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")
_GAPS = re.compile(r"[\s_.-]+")
_TELLING = frozenset(("GIVEN_NAME", "SURNAME", "DATE_OF_BIRTH"))
_WORDS = re.compile(r"[^\W\d_]+")
# Prefilter: a line without one of these words is no head. The first word of each head, and all joined, as in
# `lastName`.
_TRIGGERS = frozenset(
    spelling
    for head in (*HEADS, *PERSONAL)
    if head not in NEEDS_ANOTHER
    for spelling in (head.partition(" ")[0], head.replace(" ", ""))
)
_RULE = re.compile(r"[\s|:+-]+")
_NO_VALUES = frozenset(("none", "null", "n/a", "na", "nan", "unknown", "tbd", "test", "total", "sum", "walk-in"))

_CAPITALIZED = r"[A-ZÀ-ÖØ-ÞĀ-ɏ][^\W\d_]*(?:['’.-]+[^\W\d_]+)*\.?"
_NAME = re.compile(rf"(?:(?:{_CAPITALIZED}|{IN_CELL}) ?){{1,6}}(?<! )")
_DATE = re.compile(r"[0-9]{1,4}[-/. ]{1,2}[0-9]{1,2}[-/. ]{1,2}[0-9]{2,4}|[0-9]{8}")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{5,20}[0-9]")
_ZIP = re.compile(r"(?=[A-Z -]{0,4}[0-9])[A-Z0-9](?:[A-Z0-9 -]{1,8}[A-Z0-9])")
_STREET = re.compile(r"(?=[^\n]{0,40}[^\W\d_]{2})(?=[^ \n]{1,40} )[\w#][^\n]{2,80}")
_CELLS: Mapping[str, re.Pattern[str]] = {
    "GIVEN_NAME": _NAME, "SURNAME": _NAME, "CITY": _NAME, "DATE_OF_BIRTH": _DATE, "PHONE": _PHONE, "ZIP_CODE": _ZIP,
    "STREET_NAME": _STREET,
}  # fmt: skip
_NUMBERS = frozenset((*NUMBER_HEADS.values(), "PHONE", "ZIP_CODE"))

_INSERT = re.compile(
    r"(?<!\w)INSERT INTO [\w.\"`\[\]]{1,80} ?\((?P<columns>[^()]{3,1000})\)\s{0,4}VALUES\s{0,4}(?=\()", re.IGNORECASE
)
_INSERT_ALL = re.compile(r"(?<!\w)INSERT INTO (?P<table>[\w.\"`\[\]]{1,80})\s{1,4}VALUES\s{0,4}(?=\()", re.IGNORECASE)
_CREATE = re.compile(
    r"(?<!\w)CREATE TABLE (?:IF NOT EXISTS )?(?P<table>[\w.\"`\[\]]{1,80})\s{0,4}\((?P<columns>[^;]{3,4000})",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"(?:\A|,)\s*[\"`\[]?(?P<name>[A-Za-z_]\w{0,63})[\"`\]]?\s+[A-Za-z]")
_NO_COLUMNS = frozenset(("primary", "key", "unique", "constraint", "foreign", "index", "check", "fulltext"))
_SQL = re.compile(r"(?P<text>'(?:[^'\n]|'')*+')|(?P<mark>[(),;])|(?P<bare>[^\s'(),;]+)")


@dataclass(frozen=True, slots=True)
class ColumnRecognizer:
    """Finds names, towns, streets, dates of birth and phone numbers by the heads of their columns."""

    name: str = "column"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset((*_CELLS, *NUMBER_HEADS.values()))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the cells of a folded text."""
        if "\n" in text and not _TRIGGERS.isdisjoint(words_of(text)):
            yield from self._lines(text)
        for match in _INSERT.finditer(text):
            kinds = _kinds([part.strip(' \t\n"`[]') for part in match["columns"].split(",")])
            if kinds:
                yield from self._rows_of_sql(text, match.end(), kinds)
        yield from self._rows_of_created(text)

    def _rows_of_created(self, text: str) -> Iterator[Detection]:
        """Yield the cells of rows without a list of columns, by the columns of the table that was created before."""
        tables: dict[str, Sequence[str | None]] = {}
        for match in _CREATE.finditer(text):
            names = [one["name"] for one in _COLUMN.finditer(match["columns"])]
            tables[_bare(match["table"])] = _kinds([name for name in names if name.lower() not in _NO_COLUMNS])
        for match in _INSERT_ALL.finditer(text) if tables else ():
            kinds = tables.get(_bare(match["table"]))
            if kinds:
                yield from self._rows_of_sql(text, match.end(), kinds)

    def _lines(self, text: str) -> Iterator[Detection]:
        kinds: Sequence[str | None] = ()
        delimiter = ""
        start = 0
        while start < len(text):
            end = text.find("\n", start)
            end = len(text) if end == -1 else end
            is_short = 3 <= end - start <= _LONGEST_LINE
            if kinds:
                cells = _cells(text, start, end, delimiter) if is_short else []
                if len(cells) == len(kinds):
                    for kind, (begin, stop) in zip(kinds, cells, strict=True):
                        yield from self._cell(text, begin, stop, kind)
                elif not (is_short and _RULE.fullmatch(text, start, end)):
                    kinds = ()
            if not kinds and is_short and not _TRIGGERS.isdisjoint(_WORDS.findall(text[start:end].lower())):
                kinds, delimiter = _head(text, start, end)
            start = end + 1

    def _rows_of_sql(self, text: str, start: int, kinds: Sequence[str | None]) -> Iterator[Detection]:
        column, is_open = 0, False
        for match in _SQL.finditer(text, start):
            mark = match["mark"]
            if mark == "(" and not is_open:
                column, is_open = 0, True
            elif mark == ")" and is_open:
                is_open = False
            elif mark == "," and is_open:
                column += 1
            elif mark == "(" or (mark != "," and not is_open):
                return  # a function call, or the end
            elif match["text"] and column < len(kinds):
                yield from self._cell(text, match.start() + 1, match.end() - 1, kinds[column])
            elif match["bare"] and column < len(kinds) and kinds[column] in _NUMBERS:
                yield from self._cell(text, match.start(), match.end(), kinds[column])

    def _cell(self, text: str, start: int, end: int, kind: str | None) -> Iterator[Detection]:
        if kind is None or start >= end:
            return
        pattern = _CELLS.get(kind, NUMBER)
        match = pattern.match(text, start, end)
        if match is None or text[match.end() : end].strip()[:1] not in ("", "("):
            return
        value = match[0]
        if value.lower() in _NO_VALUES:
            return
        if pattern is _NAME and (is_common(value) or value.islower()):
            return
        yield Detection(kind, start, match.end(), 0.75, self.name, False, ("pattern",))


def _head(text: str, start: int, end: int) -> tuple[Sequence[str | None], str]:
    """Return the kinds of the columns below a line and their separator; empty if it is no head."""
    for delimiter in _DELIMITERS:
        parts = text[start:end].split(delimiter)
        if len(parts) == 1:
            continue
        if len(parts) > _MOST_COLUMNS or max(map(len, parts)) > _LONGEST_HEAD:
            break
        labels = [text[begin:stop] for begin, stop in _cells(text, start, end, delimiter)]
        is_head = len(labels) >= _FEWEST_COLUMNS and all(not label or _LABEL.fullmatch(label) for label in labels)
        return (_kinds(labels) if is_head else ()), delimiter
    return (), ""


def _kinds(labels: Sequence[str]) -> Sequence[str | None]:
    """Return the kind of each column; empty if none indicates a table of people."""
    plain = [_plain(label) for label in labels]
    kinds = [HEADS.get(label) or NUMBER_HEADS.get(label) for label in plain]
    if not any((label in PERSONAL or HEADS.get(label) in _TELLING) and label not in NEEDS_ANOTHER for label in plain):
        return ()
    return kinds


def _bare(table: str) -> str:
    return table.rpartition(".")[2].strip('"`[]').lower()


@lru_cache(maxsize=1024)
def _plain(label: str) -> str:
    return _GAPS.sub(" ", _CAMEL.sub(" ", label)).strip().lower()


def _cells(text: str, start: int, end: int, delimiter: str) -> list[tuple[int, int]]:
    """Return the spans of a line's cells, without quotes and surrounding white space."""
    if delimiter == "|":
        start, end = _stripped(text, start, end)
        start += text.startswith("|", start)
        end -= end > start and text[end - 1] == "|"
    cells: list[tuple[int, int]] = []
    if '"' not in text[start:end]:
        for part in text[start:end].split(delimiter):
            bare = part.strip()
            first = start + part.find(bare)
            cells.append((first, first + len(bare)))
            start += len(part) + 1
        return cells
    begin = start
    is_quoted = False
    for index in range(start, end + 1):
        if index < end and text[index] == '"':
            is_quoted = not is_quoted
        elif index == end or (text[index] == delimiter and not is_quoted):
            first, last = _stripped(text, begin, index)
            if last - first >= 2 and text[first] == text[last - 1] == '"':
                first, last = first + 1, last - 1
            cells.append((first, last))
            begin = index + 1
    return cells


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
