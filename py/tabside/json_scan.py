"""Locate each value in a JSON text, so that one can be changed and every other byte stays (RFC 8259)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder
from typing import Literal

__all__ = [
    "DEEPEST", "JsonPlace", "JsonStep", "JsonSyntaxError", "JsonTooDeepError", "line_of", "path_text",
    "scan_json",
]  # fmt: skip

Path = tuple[str | int, ...]

# Python's own reader gives up at about the same depth.
DEEPEST = 500

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_LITERAL = re.compile(r"true|false|null|NaN|-?Infinity")
_DECODER = JSONDecoder()
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class JsonSyntaxError(ValueError):
    """The text is not valid JSON at `position`."""

    def __init__(self, position: int) -> None:
        super().__init__(f"No JSON at position {position}")
        self.position = position


class JsonTooDeepError(JsonSyntaxError):
    """Containers are nested more deeply than the limit."""


@dataclass(frozen=True, slots=True, eq=False)
class JsonStep:
    """A step of a path, a key or an index, and the step before it: paths share what they have in common."""

    before: JsonStep | None = field(repr=False)
    name: str | int = field(repr=False)

    @property
    def path(self) -> Path:
        """All steps up to this one, from the root."""
        steps: list[str | int] = []
        step: JsonStep | None = self
        while step is not None:
            steps.append(step.name)
            step = step.before
        return tuple(reversed(steps))


@dataclass(frozen=True, slots=True)
class JsonPlace:
    """A key or a value: its last step, the stretch that it takes (code points, quotes included), what a string says.

    `step` is None for a value that stands in nothing.
    """

    step: JsonStep | None = field(repr=False)
    start: int
    end: int
    kind: Literal["key", "string", "number", "literal", "container"]
    value: str = field(default="", repr=False)

    @property
    def path(self) -> Path:
        return () if self.step is None else self.step.path


def scan_json(text: str) -> Iterator[JsonPlace]:
    """Yield keys and values in order; a container is yielded at its start. Several texts may follow each other (JSON
    Lines).

    >>> [(place.path, place.value) for place in scan_json('{"a": ["b"]}') if place.kind == "string"]
    [(('a', 0), 'b')]

    Raises:
        JsonSyntaxError: the text is not JSON. JsonTooDeepError: containers are nested more than 500 deep.
    """
    # For each open container: the index of the current array item (None in an object), and the path to it.
    open_containers: list[tuple[int | None, JsonStep | None]] = []
    step: JsonStep | None = None
    position = _skip(text, 0)
    while position < len(text):
        ch = text[position]
        if ch in "{[":
            yield JsonPlace(step, position, position + 1, "container")
            inner = _skip(text, position + 1)
            closing = "}" if ch == "{" else "]"
            if text[inner : inner + 1] != closing:
                if len(open_containers) >= DEEPEST:
                    raise JsonTooDeepError(position)
                open_containers.append((None if ch == "{" else 0, step))
                if ch == "{":
                    place, position = _key(text, inner, step)
                    yield place
                    step = place.step
                else:
                    step, position = JsonStep(step, 0), inner
                continue
            position = inner + 1
        else:
            place = _scalar(text, position, step)
            yield place
            position = place.end
        # The end of a value may also end the containers around it.
        position = _skip(text, position)
        while open_containers:
            index, around = open_containers[-1]
            mark = text[position : position + 1]
            if mark == ",":
                position = _skip(text, position + 1)
                if index is None:
                    place, position = _key(text, position, around)
                    yield place
                    step = place.step
                else:
                    open_containers[-1] = (index + 1, around)
                    step = JsonStep(around, index + 1)
                break
            if mark != ("}" if index is None else "]"):
                raise JsonSyntaxError(position)
            open_containers.pop()
            position = _skip(text, position + 1)
        else:
            step = None
    if open_containers or step is not None:
        raise JsonSyntaxError(len(text))


def _key(text: str, position: int, around: JsonStep | None) -> tuple[JsonPlace, int]:
    """Parse a key and its colon. Return it and the start of its value."""
    if text[position : position + 1] != '"':
        raise JsonSyntaxError(position)
    value, end = _string(text, position)
    colon = _skip(text, end)
    if text[colon : colon + 1] != ":":
        raise JsonSyntaxError(colon)
    begin = _skip(text, colon + 1)
    if begin >= len(text):
        raise JsonSyntaxError(begin)
    return JsonPlace(JsonStep(around, value), position, end, "key", value), begin


def _scalar(text: str, position: int, step: JsonStep | None) -> JsonPlace:
    if text[position] == '"':
        value, end = _string(text, position)
        return JsonPlace(step, position, end, "string", value)
    literal = _LITERAL.match(text, position)
    if literal is not None:
        return JsonPlace(step, position, literal.end(), "literal", literal[0])
    number = _NUMBER.match(text, position)
    if number is None or text[number.end() : number.end() + 1].isalnum():
        raise JsonSyntaxError(position)
    return JsonPlace(step, position, number.end(), "number", number[0])


def _string(text: str, position: int) -> tuple[str, int]:
    try:
        value, end = _DECODER.raw_decode(text, position)
        return str(value), end
    except JSONDecodeError as error:
        raise JsonSyntaxError(error.pos) from None


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def line_of(text: str, position: int) -> int:
    """Return the line of a position, counted from 1."""
    return text.count("\n", 0, position) + 1


def path_text(path: Path) -> str:
    """Format a path as JSONPath (RFC 9535).

    >>> path_text(("users", 0, "e-mail"))
    "$.users[0]['e-mail']"
    """
    written = "$"
    for step in path:
        if isinstance(step, int):
            written += f"[{step}]"
        elif _PLAIN.fullmatch(step):
            written += f".{step}"
        else:
            written += f"[{step!r}]"
    return written
