"""Checked access to the fields of a tokenizer.json; errors name the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ..errors import TokenizerError
from .limits import LONGEST_AFFIX

__all__ = ["Config", "affix", "build", "flag", "get", "integer", "optional_text", "text"]

Config = Mapping[str, Any]
T = TypeVar("T")
_MISSING = object()


def get(config: Config, key: str, kind: type[T] | tuple[type[T], ...], default: object = _MISSING) -> T:
    """Return `config[key]`. Raises TokenizerError if it is missing or not of type `kind`."""
    value = config.get(key, default)
    if value is _MISSING:
        raise TokenizerError(f"tokenizer.json: {config.get('type', 'a part')} has no '{key}'")
    if value is not default and not (isinstance(value, kind) and (kind is bool or not isinstance(value, bool))):
        raise TokenizerError(f"tokenizer.json: '{key}' of {config.get('type', 'a part')} is of the wrong type")
    return value  # type: ignore[return-value]


def text(config: Config, key: str, default: object = _MISSING) -> str:
    """Return a required string."""
    return get(config, key, str, default)


def optional_text(config: Config, key: str) -> str | None:
    """Return a string, or None if it is missing or null."""
    return None if config.get(key) is None else text(config, key)


def affix(config: Config, key: str, default: object = _MISSING) -> str:
    """Return a prefix or suffix, empty if it is null and there is a default. Raises TokenizerError for a long one."""
    value = "" if config.get(key) is None and default is None else text(config, key)
    if len(value) > LONGEST_AFFIX:
        raise TokenizerError(f"tokenizer.json: '{key}' is longer than {LONGEST_AFFIX} characters")
    return value


def flag(config: Config, key: str, default: object = _MISSING) -> bool:
    """Return a required boolean."""
    return get(config, key, bool, default)


def integer(config: Config, key: str, default: object = _MISSING) -> int:
    """Return a required integer."""
    return get(config, key, int, default)


def build(config: object, builders: Mapping[str, Callable[[Config], T]], part: str) -> T:
    """Build the part that `config["type"]` names. Raises TokenizerError for an unknown type."""
    if not isinstance(config, Mapping):
        raise TokenizerError(f"tokenizer.json: the {part} is not an object")
    kind = config.get("type")
    builder = builders.get(kind) if isinstance(kind, str) else None
    if builder is None:
        raise TokenizerError(f"tokenizer.json: no {part} of type {kind!r} is known; known are {', '.join(builders)}")
    return builder(config)
