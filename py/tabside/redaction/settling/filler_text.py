"""Names in `Lorem ipsum`: the model takes its words for names."""

from __future__ import annotations

from collections.abc import Sequence

from ..detection import Detection
from ..entities import ADDRESS, NAMES
from ..model.decoding import SOURCE as MODEL
from ..words.filler import is_filler

__all__ = ["without_filler"]


def without_filler(found: Sequence[Detection], text: str) -> list[Detection]:
    """Return the detections without the model's names in filler text."""
    return [
        one
        for one in found
        if one.source != MODEL or one.entity not in (NAMES | ADDRESS) or not is_filler(text, one.start, one.end)
    ]
