"""A text that is kept outside the pages' content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["KeptText"]


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text that is kept besides the content: its place, and a way to replace it."""

    place: str
    text: str = field(repr=False)
    write: Callable[[str], None] = field(repr=False)
