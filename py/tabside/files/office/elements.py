"""Stretches of a part's source, and the elements around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..markup import Token

__all__ = ["OpenElement", "Stretch", "Write"]

Write = Callable[[str], str]


@dataclass(slots=True)
class Stretch:
    """A stretch of the source and what it says; `write` gives the source of another text, None where it is fixed.

    `tag` is where the start tag of an element ends in which space at the edges has to be asked for; otherwise 0.
    `is_deleted`: a tracked change took it away.
    """

    start: int
    end: int
    value: str
    write: Write | None
    tag: int = 0
    is_deleted: bool = False


@dataclass(slots=True)
class OpenElement:
    """An element that is open: its name and, of a paragraph, the stretches in it.

    `paragraph` is the innermost one around; `deleted` is a paragraph as it was before tracked changes; `codes` are
    those of fields. `is_copy` and `is_label` say what it lies in.
    """

    name: str
    family: str
    tag: Token
    paragraph: OpenElement | None = None
    texts: list[Stretch] | None = None
    deleted: list[Stretch] = field(default_factory=list)
    codes: list[Stretch] = field(default_factory=list)
    is_inserted: bool = False
    is_copy: bool = False
    is_label: bool = False
