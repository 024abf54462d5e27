"""Case mapping and decomposition per code point, with the sources that an alignment needs.

The Rust library uses the tables of Unicode 12. Code points that got a decomposition or combining class in a later
version have neither here (The Unicode Standard, 3.11; UAX #15 for the algorithms).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Literal

from ..alignment import sources_of
from .sets import contains

__all__ = ["compose", "decompose", "lower", "lowercase_map"]

Mapped = tuple[str, list[int]]
"""A text, and for each of its code points the index of its source in the text before."""


@cache
def lowercase_map() -> dict[int, str]:
    """Return lowercase mappings that Python's own Unicode tables may lack."""
    from . import tables

    words = [int(word, 36) for word in tables.LOWERCASE.split()]
    return {first: chr(second) for first, second in zip(words[::2], words[1::2], strict=True)}


@cache
def lower(character: str) -> str:
    """Return the full lowercase of one code point (never that of a final sigma)."""
    return lowercase_map().get(ord(character)) or character.lower()


Form = Literal["NFD", "NFKD"]


@cache
def _decomposition(form: Form) -> Callable[[str], str]:
    kept = contains("NEVER_COMPATIBLE" if form == "NFKD" else "NEVER_DECOMPOSED")

    @cache
    def decomposed(character: str) -> str:
        return character if kept(character) else unicodedata.normalize(form, character)

    return decomposed


@cache
def _combining(character: str) -> int:
    return unicodedata.combining(character) if contains("COMBINING_CLASS")(character) else 0


def _changes(text: str, form: Form) -> tuple[list[str], list[int]]:
    """Decompose and reorder; return code points and, for each, 0 where it is the first of its source and else 1.

    The marks move with their code points when these are reordered, as in the Rust library. They determine the source
    that a code point is aligned with afterwards.
    """
    decomposed = _decomposition(form)
    characters: list[str] = []
    changes: list[int] = []
    pending: list[tuple[int, str, int]] = []
    for source in text:
        for index, character in enumerate(decomposed(source)):
            change = 1 if index else 0
            combining = _combining(character)
            if combining:
                pending.append((combining, character, change))
                continue
            if pending:
                _flush(pending, characters, changes)
            characters.append(character)
            changes.append(change)
    if pending:
        _flush(pending, characters, changes)
    return characters, changes


def _flush(pending: list[tuple[int, str, int]], characters: list[str], changes: list[int]) -> None:
    pending.sort(key=lambda entry: entry[0])
    for _, character, change in pending:
        characters.append(character)
        changes.append(change)
    pending.clear()


def decompose(text: str, form: Form) -> Mapped:
    """Normalize to NFD or NFKD.

    >>> decompose("xé", "NFD")
    ('xe\u0301', [0, 1, 1])
    """
    characters, changes = _changes(text, form)
    return "".join(characters), sources_of(changes, len(text))


@cache
def _composition(first: str, second: str) -> str | None:
    composed = unicodedata.normalize("NFC", first + second)
    if len(composed) != 1 or contains("NEVER_DECOMPOSED")(composed):
        return None
    return composed


def compose(text: str, form: Literal["NFC", "NFKC"]) -> Mapped:
    """Normalize to NFC or NFKC. A composed code point is aligned with the first of its sources.

    >>> compose("xe\u0301y", "NFC")
    ('xéy', [0, 1, 3])
    """
    characters, changes = _changes(text, "NFKD" if form == "NFKC" else "NFD")
    out: list[str] = []
    out_changes: list[int] = []
    starter = -1
    last_class = 0
    for character, change in zip(characters, changes, strict=True):
        combining = _combining(character)
        if starter >= 0 and (starter == len(out) - 1 or last_class < combining):
            composed = _composition(out[starter], character)
            if composed is not None:
                out[starter] = composed
                out_changes[starter] += change - 1
                continue
        if combining == 0:
            starter = len(out)
        last_class = combining
        out.append(character)
        out_changes.append(change)
    return "".join(out), sources_of(out_changes, len(text))
