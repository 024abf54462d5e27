"""A text beside the pages' content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["KeptText"]


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text that stays in the file beside the content: where it is, and how to put another in its place."""

    place: str
    text: str = field(repr=False)
    write: Callable[[str], None] = field(repr=False)
