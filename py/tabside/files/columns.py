"""Classify columns by their head and by most of their cells. The result applies to all cells.

A model that reads `Ng` alone cannot recognize a name. In a column of two hundred names it is one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..redaction.recognizers.names.column_heads import HEADS_OF_FILES, HEADS_OF_THINGS, OTHER_HEADS
from ..types import Finding
from .column_values import can_be
from .document import Role, Segment

__all__ = [
    "column_entities",
    "column_of",
    "entity_of_head",
    "entity_of_whole",
    "head_of",
    "head_roles",
    "is_head",
]

# Words that heads are made of, beside those above.
_GENERIC = frozenset(
    (
        "a", "account", "active", "address", "alias", "alternate", "anniversary", "annual", "area", "assistant",
        "average", "avg", "bank", "base", "begin", "billing", "blood", "body", "brand", "building", "business",
        "centimeters", "channel", "class", "client", "color", "colour", "column", "contact", "cost", "custom",
        "customer", "data", "day", "days", "default", "delivery", "depth", "device", "display", "domain", "due",
        "duration", "employee", "employer", "end", "event", "extension", "fax", "feet", "field", "file", "first",
        "flag", "floor", "format", "from", "full", "generation", "given", "grade", "group", "head", "height",
        "home", "hour", "hours", "house", "image", "inches", "income", "index", "initial", "initials", "invoice",
        "is", "item", "job", "kilograms", "kind", "label", "language", "last", "length", "level", "line", "link",
        "list", "location", "maiden", "main", "manager", "marital", "max", "measure", "method", "middle", "min",
        "minutes", "mode", "model", "month", "mothers", "name", "national", "net", "new", "no", "num", "occupation",
        "of", "office", "old", "option", "other", "owner", "page", "pager", "parent", "part", "payment", "percent",
        "percentage", "period", "personal", "phone", "photo", "plan", "point", "points", "position", "postal",
        "pounds", "prefix", "primary", "priority", "profile", "profit", "project", "rank", "rate", "ratio",
        "reason", "record", "ref", "reference", "related", "result", "revenue", "role", "room", "row", "sales",
        "school", "score", "screen", "seconds", "secondary", "section", "sector", "serial", "series", "service",
        "set", "shipping", "size", "source", "start", "state", "step", "store", "suffix", "sum", "system", "tag",
        "tags", "target", "tax", "team", "temperature", "term", "test", "to", "topic", "tracking", "transaction",
        "unit", "units", "vehicle", "version", "volume", "web", "website", "week", "weight", "width", "work",
        "year", "years", "zodiac",
    )
)  # fmt: skip
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:[_.-][A-Za-z0-9]+)*|[A-Z0-9]{1,4}|[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+")
_MOST = 0.6
_HALF = 0.5
_WHOLE = 0.8
_FEWEST = 3
_NAMES = frozenset(("GIVEN_NAME", "SURNAME", "PERSON"))
_OF_PEOPLE = frozenset(
    ("GIVEN_NAME", "SURNAME", "PERSON", "EMAIL", "PHONE", "SSN", "STREET_NAME", "DATE_OF_BIRTH", "PASSPORT",
     "HEALTH_ID", "DRIVERS_LICENSE", "IBAN", "CREDIT_CARD", "BANK_ACCOUNT", "TAX_ID")
)  # fmt: skip
# `host name`, `mac address`: the word before says what it is.
_NOT_LAST = frozenset(("name", "address", "nom", "cap", "tel"))


def entity_of_head(head: str) -> str | None:
    """Return the entity of the cells below a head.

    >>> entity_of_head("E-Mail"), entity_of_head("customer_phone"), entity_of_head("price")
    ('EMAIL', 'PHONE', None)
    """
    return HEADS_OF_FILES.get(_meaning_of(head))


def _meaning_of(head: str) -> str:
    """Return the words of a head that say what its cells are; empty if none does."""
    words = _words(head)
    if words in HEADS_OF_FILES:
        return words
    last = words.rpartition(" ")[2]
    return last if last != words and last in HEADS_OF_FILES and last not in _NOT_LAST else ""


def is_head(cells: Sequence[str]) -> bool:
    """Whether a first row names its columns: at least one known head, and nothing that looks like a value."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or any("@" in cell or len(re.findall(r"[0-9]", cell)) > 3 or len(cell) > 60 for cell in filled):
        return False
    return any(entity_of_head(cell) is not None or _words(cell) in OTHER_HEADS for cell in filled)


def head_roles(heads: Sequence[str]) -> list[Role]:
    """Classify each head: the name of a field, or possibly data, such as a person's name above a column of digits.

    >>> head_roles(["id", "GivenName", "Home Address 2", "Kilograms", "Ann"])
    ['label', 'label', 'label', 'label', 'text']
    """
    known = [_is_known(head) for head in heads]
    is_told = sum(known) >= _MOST * len(heads)
    return [
        "label" if is_known or (is_told and not _may_be_name(head)) else "text"
        for head, is_known in zip(heads, known, strict=True)
    ]


def _is_known(head: str) -> bool:
    words = _words(head)
    if entity_of_head(head) is not None or words in OTHER_HEADS:
        return True
    letters = [word for word in words.split() if not word.isdigit()]
    if all(word in _GENERIC or word in OTHER_HEADS or word in HEADS_OF_FILES for word in letters):
        return True
    return _IDENTIFIER.fullmatch(head.strip()) is not None and not _may_be_name(head)


def _may_be_name(head: str) -> bool:
    from ..redaction.words.lexicon import NAME, look_up, plain

    return "@" in head or any(look_up(plain(word)) & NAME for word in re.findall(r"[^\W\d_]{2,}", head))


def column_entities(segments: Sequence[Segment], findings: Sequence[Sequence[Finding]]) -> Mapping[str, str]:
    """Return the entity of each column: that of its head, or of most of its cells.

    A head that things have as well, such as `name`, counts beside a column of people's data, or where half of the cells
    were found to be names. `findings` are those of each segment, with offsets in its text.
    """
    columns: dict[str, _Column] = defaultdict(_Column)
    tables: dict[str, set[str]] = defaultdict(set)
    for segment, found in zip(segments, findings, strict=True):
        if segment.column is None or segment.role in ("label", "mention"):
            continue
        column = columns[segment.column]
        whole = entity_of_whole(segment.text, found)
        column.add(segment.text, whole)
        by_head = entity_of_head(head_of(segment.column))
        if by_head in _OF_PEOPLE and not column.is_ambiguous(segment.column) and can_be(by_head, segment.text):
            tables[_table_of(segment.column)].add(segment.column)
    entities: dict[str, str] = {}
    for key, column in columns.items():
        by_head = entity_of_head(head_of(key))
        if by_head is not None and (
            not column.is_ambiguous(key) or tables[_table_of(key)] or column.has_names(_FEWEST, _HALF)
        ):
            entities[key] = by_head
        elif by_head is None and (best := column.best(_FEWEST, _MOST)) is not None:
            entities[key] = best
    return entities


def entity_of_whole(text: str, findings: Sequence[Finding]) -> str | None:
    """Return the entity of the findings that make up a cell, None where they cover less than most of it."""
    whole = Counter[str]()
    for finding in findings:
        whole[finding.entity] += finding.end - finding.start
    length = len(text.strip())
    return whole.most_common(1)[0][0] if length and sum(whole.values()) >= _WHOLE * length else None


@dataclass(slots=True)
class _Column:
    """How many cells a column has, and what they were found to be; each value counts once."""

    cells: int = 0
    values: dict[str, str | None] = field(default_factory=dict)
    votes: Counter[str] = field(default_factory=Counter)

    def add(self, text: str, entity: str | None) -> None:
        self.cells += 1
        self.values[text] = entity
        if entity is not None:
            self.votes[entity] += 1

    def best(self, fewest: int, most: float) -> str | None:
        """Return what most cells are."""
        if self.cells < fewest or not self.votes:
            return None
        entity, count = self.votes.most_common(1)[0]
        return entity if count >= most * self.cells else None

    def has_names(self, fewest: int, part: float) -> bool:
        """Whether enough of the different values are names of people."""
        names = sum(entity in _NAMES for entity in self.values.values())
        return len(self.values) >= fewest and names >= part * len(self.values)

    @staticmethod
    def is_ambiguous(column: str) -> bool:
        """Whether things have this head, too."""
        return _meaning_of(head_of(column)) in HEADS_OF_THINGS


def column_of(table: str, number: int | str, head: str) -> str:
    """Return the key of a column for `Segment.column`. Columns of one table share its name."""
    return f"{table} {number}\0{head}"


def head_of(column: str) -> str:
    """Return the head of a column, from its key."""
    return column.rpartition("\0")[2]


def _table_of(column: str) -> str:
    return column.rpartition("\0")[0].rpartition(" ")[0]


def _words(head: str) -> str:
    split = re.sub(r"(?<=[a-zß-ÿ])(?=[A-Z])", " ", head.strip())
    return " ".join(re.findall(r"[^\W_]+", split.lower()))
