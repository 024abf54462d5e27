"""Classify columns by their header and by most of their cells. The result applies to all cells.

A model that reads `Ng` alone cannot recognize a name. In a column of two hundred names it is one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from ..redaction.recognizers.names.column_heads import HEADS_OF_FILES, OTHER_HEADS
from ..types import Finding
from .document import Role, Segment

__all__ = ["column_entities", "entity_of_head", "head_roles", "is_head"]

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
_WHOLE = 0.8
_FEWEST = 3


def entity_of_head(head: str) -> str | None:
    """Return the entity of the cells below a head.

    >>> entity_of_head("E-Mail"), entity_of_head("customer_phone"), entity_of_head("price")
    ('EMAIL', 'PHONE', None)
    """
    words = _words(head)
    entity = HEADS_OF_FILES.get(words)
    if entity is None and " " in words:
        last = words.rsplit(" ", 1)[-1]
        entity = HEADS_OF_FILES.get(last) if last not in ("name", "address", "nom", "cap", "tel") else None
    return entity


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
    """Return the entity of each column: that of most of its cells, or of its head.

    `findings` are those of each segment, with offsets in its text.
    """
    cells: dict[str, int] = Counter()
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for segment, found in zip(segments, findings, strict=True):
        if segment.column is None or segment.role in ("label", "mention"):
            continue
        cells[segment.column] += 1
        whole = Counter[str]()
        for finding in found:
            whole[finding.entity] += finding.end - finding.start
        length = len(segment.text.strip())
        if length and sum(whole.values()) >= _WHOLE * length:
            votes[segment.column][whole.most_common(1)[0][0]] += 1
    entities: dict[str, str] = {}
    for column, count in cells.items():
        by_head = entity_of_head(column.rpartition("\0")[2])
        best = votes[column].most_common(1)
        if by_head is not None:
            entities[column] = by_head
        elif best and count >= _FEWEST and best[0][1] >= _MOST * count:
            entities[column] = best[0][0]
    return entities


def _words(head: str) -> str:
    split = re.sub(r"(?<=[a-zß-ÿ])(?=[A-Z])", " ", head.strip())
    return " ".join(re.findall(r"[^\W_]+", split.lower()))
