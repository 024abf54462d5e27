"""YAML 1.1: scalars and comments are replaced, every other byte stays; a scalar that needs quotes gets them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..budget import bounded
from ..columns import column_of, entity_of_head
from ..document import Document, Place, Role
from ..reading import is_plain_number
from ..text import decode_text, open_text, warnings_of
from .stretches import Found, Stretch, document_of
from .yaml_scalars import Scalar
from .yaml_tokens import NotYamlError, scan

__all__ = ["open_yaml"]

_FIELD = re.compile(r"[A-Za-z_$][\w$./-]{0,39}")
_COMMENT = re.compile(r"(?:(?<=\s)|(?<![^\n])|\A)#[^\n]*")
_NO_TEXT = re.compile(r"(?i)true|false|null|~|yes|no|on|off")
# A day without a time may be a birthday, if its key says so.
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?P<time>[T ][0-9:.Z+-]+)?")
_ENDS = ("BlockEndToken", "FlowMappingEndToken", "FlowSequenceEndToken")


def open_yaml(data: bytes, media_type: str) -> Document:
    """Read YAML. Invalid YAML, such as a template, is read as plain text, with a warning.

    Raises:
        FileUnsupportedError: no reader of YAML is installed. As plain text it would come out as no YAML.
        FileTooLargeError: it has too many values, or lists that lie too deep in each other.
    """
    text, mark, encoding = decode_text(data)
    try:
        scalars = list(bounded(_scalars(scan(text)), len(text)))
    except NotYamlError:
        return _as_text(data, media_type, "This is no YAML, and was read as plain text.")
    found = [*(_found(text, one) for one in scalars if not _says_nothing(one)), *_comments(text, scalars)]
    found.sort(key=lambda one: one.stretches[0].start)
    return document_of(found, text, mark, encoding, media_type, warnings_of(encoding))


def _as_text(data: bytes, media_type: str, warning: str) -> Document:
    document = open_text(data, media_type)
    return Document(document.segments, document.rebuild, media_type, [*document.warnings, warning])


@dataclass(frozen=True, slots=True)
class _Placed:
    """A scalar, the key above it, and the mapping that it is in."""

    token: Any
    is_key: bool
    name: str
    table: int
    in_flow: bool


def _scalars(tokens: Iterable[Any]) -> Iterator[_Placed]:
    """Yield each scalar. Mappings below the same keys share a number, as the rows of a table do."""
    is_key, name, flows = False, "", 0
    around: list[int] = [0]
    tables: dict[tuple[int, str], int] = {}
    for token in tokens:
        kind = type(token).__name__
        if kind == "KeyToken":
            is_key = True
        elif kind == "ScalarToken":
            yield _Placed(token, is_key, "" if is_key else name, around[-1], flows > 0)
            if is_key:
                name = token.value if _FIELD.fullmatch(token.value) else ""
            is_key = False
        elif kind.endswith("StartToken") and kind != "StreamStartToken":
            around.append(tables.setdefault((around[-1], name), len(tables) + 1))
            flows += kind.startswith("Flow")
        elif kind in _ENDS:
            around.pop()
            flows -= kind.startswith("Flow")


def _says_nothing(scalar: _Placed) -> bool:
    value = scalar.token.value
    if not scalar.token.plain:
        return False
    date = _DATE.fullmatch(value)
    if date is not None:
        return bool(date["time"]) or entity_of_head(scalar.name) is None
    return _NO_TEXT.fullmatch(value) is not None or is_plain_number(value)


def _found(text: str, scalar: _Placed) -> Found:
    token, name = scalar.token, scalar.name
    role: Role = "text"
    if scalar.is_key:
        role = "label" if _FIELD.fullmatch(token.value) else "text"
    elif token.value.isdigit():
        role = "number"
    place = f"line {token.start_mark.line + 1}"
    context = f"{name}: " if name else ""
    column = column_of(str(scalar.table), name, name) if name else None
    start, end = token.start_mark.index, token.end_mark.index
    if token.style in ("|", ">"):
        begin = text.find("\n", start, end) + 1 or end
        return Found(place, [Stretch(begin, end, text[begin:end], str)], role, context, column)
    read = Scalar.of(text, token, is_key=scalar.is_key, in_flow=scalar.in_flow)
    whole = Place(start, end + len(read.mark), lambda value: replace(read, lines=[value], folds=()).written([value]))
    return Found(place, read.stretches, role, context, column, write=read.write, whole=whole)


def _comments(text: str, scalars: Sequence[_Placed]) -> Iterator[Found]:
    position = 0
    for one in scalars:
        yield from _in_gap(text, position, one.token.start_mark.index)
        position = one.token.end_mark.index
    yield from _in_gap(text, position, len(text))


def _in_gap(text: str, start: int, end: int) -> Iterator[Found]:
    for match in _COMMENT.finditer(text, start, end):
        yield Found("comment", [Stretch(match.start(), match.end(), match[0], _in_line)])


def _in_line(value: str) -> str:
    return " ".join(value.splitlines())
