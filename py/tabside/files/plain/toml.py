"""TOML 1.0: strings and comments are replaced, every other byte stays."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator

from ...errors import FileError, FileTooLargeError
from ..document import Document
from ..text import decode_text, warnings_of
from .stretches import Found, Stretch, Write, document_of

__all__ = ["open_toml"]

_TOKEN = re.compile(
    r"#(?P<comment>[^\n]*)|\"\"\"(?P<long>(?:[^\"\\]|\\.|\"(?!\"\"))*+)\"\"\"|'''(?P<raw_long>(?:[^']|'(?!''))*+)'''"
    r"|\"(?P<basic>(?:[^\"\\\n]|\\.)*+)\"|'(?P<raw>[^'\n]*+)'|(?P<key>[A-Za-z0-9_-]+)(?=\s*=)",
    re.DOTALL,
)
# The parser copies a key for each of its parts.
_MOST_PARTS = 100
_LONG_KEY = re.compile(rf"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){{{_MOST_PARTS}}}")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_SIGNS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


def open_toml(data: bytes, media_type: str) -> Document:
    """Read TOML.

    Raises:
        FileError: it is not TOML. FileTooLargeError: a key has too many parts.
    """
    text, mark, encoding = decode_text(data)
    if _LONG_KEY.search(text):
        raise FileTooLargeError(f"A key of this file has more than {_MOST_PARTS} parts.")
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):  # also of a number with thousands of figures
        raise FileError("This is not TOML.") from None
    return document_of(list(_found(text)), text, mark, encoding, media_type, warnings_of(encoding))


def _found(text: str) -> Iterator[Found]:
    name = ""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        if kind == "key":
            name = match["key"]
        elif kind == "comment":
            yield Found("comment", [Stretch(start, end, match["comment"], _in_line)])
        else:
            value = match[kind]
            is_key = re.match(r"\s*[=.\]]", text[match.end() : match.end() + 40]) is not None
            context = f"{name}: " if name and not is_key else ""
            if kind in ("basic", "long"):
                stretch = Stretch(
                    start, end, _ESCAPE.sub(_unescaped, value), _in_basic if kind == "basic" else _in_long
                )
            else:
                # A literal string holds no escapes: one that needs some becomes a basic one.
                stretch = Stretch(match.start(), match.end(), value, _literal(kind))
            yield Found("key" if is_key else "string", [stretch], "label" if is_key else "text", context)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else match[0]
    return _SIGNS.get(match[3], "" if match[3].isspace() else match[0])


def _in_basic(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _in_long(value: str) -> str:
    return "\n".join(map(_in_basic, value.split("\n")))


def _literal(kind: str) -> Write:
    mark = "'" if kind == "raw" else "'''"

    def write(new: str) -> str:
        allowed = "\t\n\r" if kind == "raw_long" else "\t"
        is_plain = "'" not in new and all(ch >= " " or ch in allowed for ch in new)
        return f"{mark}{new}{mark}" if is_plain else json.dumps(new, ensure_ascii=False)

    return write


def _in_line(value: str) -> str:
    return " ".join(value.splitlines())
