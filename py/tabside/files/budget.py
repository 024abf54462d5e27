"""Bounds for a file together with all files in it: unpacked bytes, parts, marks of markup, characters of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..errors import FileTooLargeError
from .document import Document, Segment

__all__ = ["MOST_BYTES", "MOST_CHARACTERS", "MOST_ENTRIES", "Budget", "Open", "bounded", "budget_for", "marks_in"]

MOST_ENTRIES = 10_000
MOST_BYTES = 256 * 1024 * 1024
# Half an hour of reading on one core. A packed file of 1 MB can hold far more.
MOST_CHARACTERS = 20_000_000
# Reading and writing a mark takes up to 15 microseconds. Programs write 0.1 to 0.6 a byte, in small files up to 1.5.
MARKS_OF_ANY, MARKS_A_BYTE = 600_000, 0.6
# A piece of text takes up to 1.3 KB until it is written.
PIECES_OF_ANY, PIECES_A_BYTE = 200_000, 0.2
# Unpacked, a part may need four times as much: one character beyond U+FFFF makes all of it that wide.
MARKUP_OF_ANY, MARKUP_A_BYTE = 32_000_000, 32

# Cells with a formula and a value, or with one text, are read by one pattern, not by element. Short numbers, and
# numbers of shared strings, are no texts of their own. Rows are passed over.
_NAME = r"(?:[A-Za-z_][\w.-]*:)?"
_BEGIN = rf"<{_NAME}c(?:\s+[rst]=\"[A-Za-z0-9]*+\")*+>"
_VALUE = rf"(?:<{_NAME}f>[^<]*+</{_NAME}f>)?<{_NAME}v>%s</{_NAME}v>"
_TEXT = rf"<{_NAME}is><{_NAME}t>[^<]*+</{_NAME}t></{_NAME}is>"
_SHORT_CELL = re.compile((rf"{_BEGIN}{_VALUE}</{_NAME}c>" % "[0-9.]{1,6}").encode())
_OTHER_CELL = re.compile((rf"{_BEGIN}(?:{_VALUE}|{_TEXT})</{_NAME}c>" % "[^<]*+").encode())
_ROW = re.compile(rf"</?{_NAME}row(?:\s+[A-Za-z0-9:]+=\"[A-Za-z0-9.: ]*+\")*+\s*>".encode())
_IS_SHEET = b"sheetData"
_MARKS = b"<&!"
_MARKS_OF_TEXT = b"<&,;:=\t\n"
_QUOTES = b"\"'"

# Values of a text format that takes 50 microseconds and 2 KB for each.
VALUES_OF_ANY, VALUES_A_BYTE = 150_000, 0.15
_Item = TypeVar("_Item")

Open = Callable[[bytes, str, int], Document]
"""Opens a file inside another one: its bytes, its name, and the number of files around it."""


@dataclass(slots=True)
class Budget:
    """The remaining budget of a file and the files in it. All of them share one object."""

    entries: int = MOST_ENTRIES
    data: int = MOST_BYTES
    characters: int = MOST_CHARACTERS
    marks: int = MARKS_OF_ANY
    markup: int = MARKUP_OF_ANY
    pieces: int = PIECES_OF_ANY

    def take_entries(self, count: int) -> None:
        """Count parts of an archive.

        Raises:
            FileTooLargeError: there are too many.
        """
        if count > self.entries:
            raise FileTooLargeError(f"This file holds more than {MOST_ENTRIES:,} parts.")
        self.entries -= count

    def take_bytes(self, count: int) -> None:
        """Count unpacked bytes.

        Raises:
            FileTooLargeError: there are too many.
        """
        if count > self.data:
            raise FileTooLargeError("This file would unpack to far more than it should.")
        self.data -= count

    def take_parts(self, parts: Iterable[bytes], *, is_text: bool = False) -> None:
        """Count what has to be read of parts that were unpacked, before any of them is read.

        `is_text`: they are pages, tables and texts, in which more than markup divides what is read.

        Raises:
            FileTooLargeError: reading them would take too long, or too much memory.
        """
        for data in parts:
            if len(data) > self.markup:
                raise FileTooLargeError("This file would unpack to far more than it should.")
            self.markup -= len(data)
            count = marks_in(data, is_text=is_text)
            if count > self.marks:
                raise _with_too_many()
            self.marks -= count

    def take_pieces(self, count: int) -> None:
        """Count texts while they are read.

        Raises:
            FileTooLargeError: there are too many.
        """
        self.pieces -= count
        if self.pieces < 0:
            raise _with_too_many()

    def take_text(self, segments: Sequence[Segment]) -> None:
        """Count the characters of a packed file's texts, equal texts of a column once.

        Raises:
            FileTooLargeError: there are too many.
        """
        texts = {(segment.column, segment.text) for segment in segments}
        count = sum(len(text) for _, text in texts)
        if count > self.characters:
            raise FileTooLargeError(
                f"This file holds more than {MOST_CHARACTERS:,} characters of text. Divide it into smaller files."
            )
        self.characters -= count


def budget_for(size: int) -> Budget:
    """Return the budget of a file of `size` bytes: what takes long to read grows with it."""
    return Budget(
        marks=max(MARKS_OF_ANY, round(MARKS_A_BYTE * size)),
        markup=max(MARKUP_OF_ANY, round(MARKUP_A_BYTE * size)),
        pieces=max(PIECES_OF_ANY, round(PIECES_A_BYTE * size)),
    )


def bounded(values: Iterable[_Item], size: int) -> Iterator[_Item]:
    """Yield the values of a file of `size` characters.

    Raises:
        FileTooLargeError: there are more than a file of this size may have.
    """
    most = max(VALUES_OF_ANY, round(VALUES_A_BYTE * size))
    for number, value in enumerate(values):
        if number >= most:
            raise _with_too_many()
        yield value


def _with_too_many() -> FileTooLargeError:
    return FileTooLargeError(
        "This file holds far more elements and texts than a file of its size does. Divide it into smaller files."
    )


def marks_in(data: bytes, *, is_text: bool = False) -> int:
    """Count the elements, attributes, references and texts between quotation marks of a part, roughly and fast.

    >>> marks_in(b'<p a="b">x</p>'), marks_in(b'<sheetData><c r="A1"><v>1</v></c>'), marks_in(b"a,b\\n", is_text=True)
    (3, 2, 4)
    """
    count, a_pair = 0, 1
    if is_text:
        return 2 * sum(data.count(bytes((mark,))) for mark in _MARKS_OF_TEXT + _QUOTES)
    if _IS_SHEET in data:
        data, short = _SHORT_CELL.subn(b"", data)
        data, others = _OTHER_CELL.subn(b"", data)
        data, rows = _ROW.subn(b"", data)
        count, a_pair = short + 2 * others + rows // 2, 5  # What is left are odd cells.
    quotes = sum(data.count(bytes((mark,))) for mark in _QUOTES)
    count += a_pair * quotes // 2
    return count + sum(data.count(bytes((mark,))) for mark in _MARKS)
