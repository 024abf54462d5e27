"""Bounds for a file together with all files in it: unpacked bytes, parts, characters of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..errors import FileTooLargeError
from .document import Document, Segment

__all__ = ["MOST_BYTES", "MOST_CHARACTERS", "MOST_ENTRIES", "Budget", "Open"]

MOST_ENTRIES = 10_000
MOST_BYTES = 256 * 1024 * 1024
# Half an hour of reading on one core. A packed file of 1 MB can hold far more.
MOST_CHARACTERS = 20_000_000

Open = Callable[[bytes, str, int], Document]
"""Opens a file inside another one: its bytes, its name, and the number of files around it."""


@dataclass(slots=True)
class Budget:
    """The remaining budget of a file and the files in it. All of them share one object."""

    entries: int = MOST_ENTRIES
    data: int = MOST_BYTES
    characters: int = MOST_CHARACTERS

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
