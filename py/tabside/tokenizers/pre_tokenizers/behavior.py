"""The behaviors for a delimiter: removed, isolated, merged with a neighbor."""

from __future__ import annotations

from ...errors import TokenizerError
from ..config import Config, text
from ..pre_tokenized import Behavior

__all__ = ["behavior_from"]

_BEHAVIORS: dict[str, Behavior] = {
    "Removed": "removed",
    "Isolated": "isolated",
    "MergedWithPrevious": "merged_with_previous",
    "MergedWithNext": "merged_with_next",
    "Contiguous": "contiguous",
}


def behavior_from(config: Config, default: str | None = None) -> Behavior:
    """Return the "behavior" of a pre-tokenizer."""
    name = text(config, "behavior") if default is None else text(config, "behavior", default)
    if name not in _BEHAVIORS:
        raise TokenizerError(f"tokenizer.json: {config.get('type')} has a behavior that is not known")
    return _BEHAVIORS[name]
