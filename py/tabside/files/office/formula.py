"""Formulas and references (ECMA-376, 18.17): quoted text, and sheet names, which follow renamed sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

__all__ = ["names_in", "renamed", "texts_in"]

_QUOTE = r"(?:\"|&quot;|&#34;)"
_TEXT = re.compile(rf"{_QUOTE}(?P<text>(?:(?!{_QUOTE}).|{_QUOTE}{_QUOTE})*+){_QUOTE}", re.DOTALL)
_SHEET = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*+\")|'(?P<quoted>(?:[^']|'')++)'!"
    r"|(?<![\w.'\]])(?P<book>\[[0-9]+\])?(?P<plain>[^\W\d][\w.]*+(?::[^\W\d][\w.]*+)?)!"
)
_BOOK = re.compile(r"[^\[\]]*\[[^\[\]]*\]")
_PLAIN = re.compile(r"[^\W\d][\w.]*")
_CELL = re.compile(r"(?i)[a-z]{1,3}[0-9]{1,7}|r[0-9]*c[0-9]*")
_SPECIAL = re.compile(r"(['\[\]#@])")


def texts_in(formula: str) -> Iterator[tuple[int, int]]:
    """Yield where the texts of a formula's source lie, without their quotation marks.

    >>> [slice(*span) for span in texts_in('IF(A1="Ann",2,"x")')]
    [slice(7, 10, None), slice(15, 16, None)]
    """
    for match in _TEXT.finditer(formula):
        yield match.span("text")


def names_in(formula: str) -> Iterator[tuple[int, int]]:
    """Yield where names of sheets lie in a formula."""
    for match in _SHEET.finditer(formula):
        if match["text"] is None:
            yield match.span("quoted" if match["quoted"] is not None else "plain")


def renamed(formula: str, sheets: Mapping[str, str], columns: Mapping[str, str]) -> str:
    """Call sheets, and columns of tables, by their new names. Keys of `sheets` are in casefold.

    >>> renamed("Krastenberg!A1+'Ann B'!A1&\\"Ann!\\"", {"krastenberg": "_X_1_", "ann b": "(Y_1) B"}, {})
    '_X_1_!A1+\\'(Y_1) B\\'!A1&"Ann!"'
    """

    def sheet(match: re.Match[str]) -> str:
        if match["text"] is not None:
            return match[0]
        inner = (match["quoted"] or match["plain"]).replace("''", "'")
        book = _BOOK.match(inner)
        prefix = book[0] if book else ""
        names = inner[len(prefix) :].split(":")
        new = [sheets.get(name.casefold(), name) for name in names]
        if new == names:
            return match[0]
        joined = prefix + ":".join(new)
        is_plain = all(_PLAIN.fullmatch(name) and not _CELL.fullmatch(name) for name in new)
        if match["quoted"] is None and is_plain:
            return f"{match['book'] or ''}{joined}!"
        return "'{}{}'!".format(match["book"] or "", joined.replace("'", "''"))

    written = _SHEET.sub(sheet, formula) if sheets and "!" in formula else formula
    if columns and "[" in written:
        for old, new in columns.items():
            before, after = _SPECIAL.sub(r"'\1", old), _SPECIAL.sub(r"'\1", new)
            for mark in ("[", "[@"):
                written = written.replace(f"{mark}{before}]", f"{mark}{after}]")
    return written
