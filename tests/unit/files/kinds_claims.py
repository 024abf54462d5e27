"""Things that the table of kinds in docs/files.md says, with samples that show them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

from tabside.errors import FileUnsupportedError

__all__ = ["Claim", "Row", "Sample", "gone", "kept", "packed", "refused", "says"]


@dataclass(frozen=True, slots=True)
class Sample:
    """A file, what is in it that goes and what stays, what is said of it, or how it is refused."""

    name: str
    data: str | bytes = field(repr=False)
    gone: Sequence[str] = ()
    kept: Sequence[str] = ()
    said: str = ""
    error: type[Exception] | None = None
    # Of parts that are left out for good, nothing comes back.
    comes_back: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """A phrase of the table, and the samples that show it."""

    phrase: str
    samples: Sequence[Sample]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: kinds, then what is read, kept, left out and refused."""

    kinds: Sequence[str]
    cells: Sequence[Sequence[Claim]]
    after_kinds: str = ""

    def __str__(self) -> str:
        kinds = ", ".join(f"`.{kind}`" for kind in self.kinds) + self.after_kinds
        return "| " + " | ".join([kinds, *("; ".join(one.phrase for one in cell) or "-" for cell in self.cells)]) + " |"


def says(phrase: str, *samples: Sample) -> Claim:
    return Claim(phrase, samples)


def gone(name: str, data: str | bytes, *values: str, said: str = "", comes_back: bool = True) -> Sample:
    return Sample(name, data, gone=values, said=said, comes_back=comes_back)


def kept(name: str, data: str | bytes, *values: str, said: str = "") -> Sample:
    return Sample(name, data, kept=values, said=said)


def refused(name: str, data: str | bytes, error: type[Exception] = FileUnsupportedError) -> Sample:
    return Sample(name, data, error=error)


def packed(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
