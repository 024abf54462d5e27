"""Names of people and towns that were read by their looks, and that what stands around them may contradict."""

from __future__ import annotations

from ..detection import Detection
from ..entities import PEOPLE
from ..model.decoding import SOURCE as MODEL

__all__ = ["GUESSING", "is_guessed_name"]

GUESSING = frozenset((MODEL, "name_form", "propagation"))
"""The sources that read names by their looks. What a list, a key or a form says is no guess."""
_ENTITIES = PEOPLE | {"CITY", "STATE"}


def is_guessed_name(one: Detection) -> bool:
    """Whether a detection is such a name of a person, town or state."""
    return one.entity in _ENTITIES and one.source in GUESSING
