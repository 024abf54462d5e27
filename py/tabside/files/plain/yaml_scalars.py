"""Scalars of YAML 1.1 in their lines, so that a changed one keeps its line breaks, quotes and escapes.

White space behind a quoted scalar says how it was written: one sign for one without quotes, two for one with escapes,
and two before the blanks that stood behind one without quotes. No reader of YAML sees it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...redaction.operators.placeholders import PLACEHOLDER
from .escapes import with_escapes_kept
from .stretches import Change, Stretch
from .yaml_tokens import NotYamlError, scan

__all__ = ["Scalar"]

_PLAIN_MARK, _ESCAPES_MARK, _BEFORE_BLANKS = " ", "  ", "  "
_BLANKS = re.compile(r" {0,200}(?=[\n\r,\]}:]| #|\Z)")
# YAML 1.1, 4.2.6: one break between lines is read as a space, each further one as a break, an
# escaped one as nothing.
_FOLD = re.compile(r"((?<!\\)\\\r?\n[ \t]*|[ \t]*\r?\n(?:[ \t]*\r?\n)*[ \t]*)")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
# They begin something else than a text wherever they begin a scalar.
_INDICATORS = "[]{},#&*!|>%`\"'@"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A plain or quoted scalar: where it is written, as what, and what each of its lines says."""

    text: str
    token: Any
    is_key: bool
    in_flow: bool
    mark: str
    lines: Sequence[str]
    folds: Sequence[str]

    @classmethod
    def of(cls, text: str, token: Any, *, is_key: bool, in_flow: bool) -> Scalar:
        start, end = token.start_mark.index, token.end_mark.index
        mark = _blanks(text, end) if token.style in ("'", '"') else ""
        if len(mark) > 2 and not PLACEHOLDER.search(token.value):
            mark = ""
        inner = text[start:end] if token.plain else text[start + 1 : end - 1]
        parts = _FOLD.split(inner)
        lines = [_unescaped(part, token.style) for part in parts[::2]]
        folds = parts[1::2]
        if "".join(_joined(lines, [_said(fold) for fold in folds])) != token.value:
            lines, folds = [token.value], []
        return cls(text, token, is_key, in_flow, mark, lines, folds)

    @property
    def stretches(self) -> list[Stretch]:
        """The lines with what is read between them. Written together: see `write`."""
        start = self.token.start_mark.index
        said = _joined(self.lines, [_said(fold) for fold in self.folds])
        return [
            Stretch(start + number, start + number, value, str, soft=number > 0, fixed=number % 2 == 1)
            for number, value in enumerate(said)
        ]

    def write(self, values: Sequence[str]) -> list[Change]:
        """Return the change of the source that gives the lines new values, as plain as they were."""
        start, end = self.token.start_mark.index, self.token.end_mark.index + len(self.mark)
        return [(start, end, self.written(values[::2]))]

    def written(self, lines: Sequence[str]) -> str:
        plain = "".join(_joined(lines, self.folds))
        said = "".join(_joined(lines, [_said(fold) for fold in self.folds]))
        if (self.token.plain or self.mark == _PLAIN_MARK or len(self.mark) > 2) and self._is_plain(plain, said):
            return plain + self.mark[2:]
        if self.token.style == "'" and not any("\n" in line for line in lines):
            return "'" + plain.replace("'", "''") + "'" + self.mark
        raw = self.text[self.token.start_mark.index : self.token.end_mark.index]
        is_escaped = self.mark == _ESCAPES_MARK or (raw.isascii() and not self.token.value.isascii())

        def quote(line: str) -> str:
            return json.dumps(line, ensure_ascii=is_escaped)[1:-1]

        if self.token.style == '"' and len(lines) == 1:
            quoted = [with_escapes_kept(raw[1:-1], self.token.value, lines[0], quote)]
        else:
            quoted = [quote(line) for line in lines]
        written = '"' + "".join(_joined(quoted, self.folds)) + '"'
        if self.token.plain:
            return written + (_BEFORE_BLANKS if _blanks(self.text, self.token.end_mark.index) else _PLAIN_MARK)
        if is_escaped and "\\" not in written:
            return written + _ESCAPES_MARK
        return written + (self.mark if self.mark != _ESCAPES_MARK else "")

    def _is_plain(self, written: str, said: str) -> bool:
        """Whether a text says itself without quotes, where the scalar stands."""
        if not written or written != written.strip() or written[0] in _INDICATORS or written.startswith(("- ", "? ")):
            return False
        around = "[%s]" if self.in_flow else "%s: 0" if self.is_key else "k: %s"
        try:
            tokens = [token for token in scan(around.replace("%s", written)) if type(token).__name__ == "ScalarToken"]
        except NotYamlError:
            return False
        return (
            len(tokens) == (1 if self.in_flow else 2) and tokens[0 if self.in_flow or self.is_key else 1].value == said
        )


def _blanks(text: str, end: int) -> str:
    """Return the blanks behind a scalar, without the one that a comment needs."""
    found = _BLANKS.match(text, end)
    return found[0] if found else ""


def _unescaped(line: str, style: str | None) -> str:
    if style == "'":
        return line.replace("''", "'")
    if style != '"' or "\\" not in line:
        return line
    return _ESCAPE.sub(lambda match: _SIGNS.get(match[0][1:]) or _of_number(match[0]), line)


def _of_number(escape: str) -> str:
    code = int(escape[2:], 16) if len(escape) > 2 else -1
    return chr(code) if 0 <= code <= 0x10FFFF else escape


_SIGNS = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


def _said(fold: str) -> str:
    if fold.startswith("\\"):
        return ""
    breaks = fold.count("\n")
    return " " if breaks == 1 else "\n" * (breaks - 1)


def _joined(lines: Sequence[str], between: Sequence[str]) -> list[str]:
    """Return the lines with what is between them, alternating."""
    joined = [""] * (2 * len(lines) - 1)
    joined[::2] = lines
    joined[1::2] = between
    return joined
