"""YAML 1.1: scalars and comments are replaced, every other byte stays; a scalar that needs quotes gets them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..document import Document, Role
from ..reading import is_plain_number
from ..text import decode_text, open_text, warnings_of
from .stretches import Found, Stretch, Write, document_of
from .yaml_tokens import NotYamlError, scan

__all__ = ["open_yaml"]

_FIELD = re.compile(r"[A-Za-z_$][\w$./-]{0,39}")
_COMMENT = re.compile(r"(?:(?<=\s)|(?<![^\n])|\A)#[^\n]*")
_NO_TEXT = re.compile(r"(?i)true|false|null|~|yes|no|on|off|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.Z+-]+)?")
# Space behind a quoted scalar says how it was written: one sign for one without quotes, two for one with escapes. No
# reader of YAML sees it.
_PLAIN_MARK, _ESCAPES_MARK = " ", "  "
_MARKS = re.compile(r" {0,2}(?=[\n\r,\]}:]| #|\Z)")


def open_yaml(data: bytes, media_type: str) -> Document:
    """Read YAML. Invalid YAML, such as a template, is read as plain text, with a warning.

    Raises:
        FileUnsupportedError: no reader of YAML is installed. As plain text it would come out as no YAML.
    """
    text, mark, encoding = decode_text(data)
    try:
        scalars = list(_scalars(scan(text)))
    except NotYamlError:
        return _as_text(data, media_type, "This is no YAML, and was read as plain text.")
    found = [*(_found(text, *scalar) for scalar in scalars if not _says_nothing(scalar[0])), *_comments(text, scalars)]
    found.sort(key=lambda one: one.stretches[0].start)
    return document_of(found, text, mark, encoding, media_type, warnings_of(encoding))


def _as_text(data: bytes, media_type: str, warning: str) -> Document:
    document = open_text(data, media_type)
    return Document(document.segments, document.rebuild, media_type, [*document.warnings, warning])


def _scalars(tokens: Iterable[Any]) -> Iterator[tuple[Any, bool, str]]:
    """Yield each scalar, whether it is a key, and the key above it."""
    is_key, name = False, ""
    for token in tokens:
        kind = type(token).__name__
        if kind == "KeyToken":
            is_key = True
        elif kind == "ScalarToken":
            yield token, is_key, "" if is_key else name
            if is_key:
                name = token.value if _FIELD.fullmatch(token.value) else ""
            is_key = False


def _says_nothing(token: Any) -> bool:
    return token.plain and (_NO_TEXT.fullmatch(token.value) is not None or is_plain_number(token.value))


def _found(text: str, token: Any, is_key: bool, name: str) -> Found:
    start, end = token.start_mark.index, token.end_mark.index
    raw = text[start:end]
    role: Role = "text"
    if is_key:
        role = "label" if _FIELD.fullmatch(token.value) else "text"
    elif token.value.isdigit():
        role = "number"
    if token.style in ("|", ">"):
        begin = start + raw.find("\n") + 1
        stretch = Stretch(begin, end, text[begin:end], str)
    else:
        marks = _MARKS.match(text, end)
        mark = marks[0] if marks and token.style in ("'", '"') else ""
        stretch = Stretch(start, end + len(mark), token.value, _writer(raw, token, mark))
    place = f"line {token.start_mark.line + 1}"
    context = f"{name}: " if name else ""
    return Found(place, [stretch], role, context, None if is_key else f"{name}\0{name}" if name else None)


def _writer(raw: str, token: Any, mark: str) -> Write:
    def write(new: str) -> str:
        if token.plain:
            return new if _is_plain(new, raw) else json.dumps(new, ensure_ascii=False) + _PLAIN_MARK
        if mark == _PLAIN_MARK and _is_plain(new, ""):
            return new
        if token.style == "'" and "\n" not in new:
            return "'" + new.replace("'", "''") + "'" + mark
        is_escaped = mark == _ESCAPES_MARK or (raw.isascii() and not token.value.isascii())
        written = json.dumps(new, ensure_ascii=is_escaped)
        if is_escaped and "\\" not in written and not mark:
            return written + _ESCAPES_MARK
        return written + (mark if mark == _PLAIN_MARK else "")

    return write


def _is_plain(new: str, raw: str) -> bool:
    """Whether a text reads as itself without quotes, in every context."""
    if not new or new != new.strip() or re.search(r"[\n\[\]{},#&*!|>%`\"']|: |:$|^[-?:@] ?", new):
        return False
    try:
        tokens = scan(new)
    except NotYamlError:
        return False
    scalars = [token for token in tokens if type(token).__name__ == "ScalarToken"]
    return len(scalars) == 1 and len(tokens) == 3 and scalars[0].value == new


def _comments(text: str, scalars: list[tuple[Any, bool, str]]) -> Iterator[Found]:
    position = 0
    for token, _, _ in scalars:
        yield from _in_gap(text, position, token.start_mark.index)
        position = token.end_mark.index
    yield from _in_gap(text, position, len(text))


def _in_gap(text: str, start: int, end: int) -> Iterator[Found]:
    for match in _COMMENT.finditer(text, start, end):
        yield Found("comment", [Stretch(match.start(), match.end(), match[0], _in_line)])


def _in_line(value: str) -> str:
    return " ".join(value.splitlines())
