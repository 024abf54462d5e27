"""The patterns of a tokenizer.json: {"String": …} or {"Regex": …}."""

from __future__ import annotations

from ..errors import TokenizerError
from .config import Config
from .oniguruma import OnigurumaPattern

__all__ = ["pattern_from"]


def pattern_from(config: Config) -> OnigurumaPattern:
    """Return the "pattern" of a part. Raises TokenizerError for a regex without translation."""
    pattern = config.get("pattern")
    if isinstance(pattern, dict):
        if isinstance(pattern.get("String"), str):
            return OnigurumaPattern.literal(pattern["String"])
        if isinstance(pattern.get("Regex"), str):
            compiled = OnigurumaPattern(pattern["Regex"])
            compiled.check()
            return compiled
    raise TokenizerError(f"tokenizer.json: the pattern of {config.get('type', 'a part')} is neither String nor Regex")
