"""Alignment: convert a list of changes into the source index of each new code point."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["sources_of"]


def sources_of(changes: Sequence[int], length: int) -> list[int]:
    """Return the index of each new code point's source among the `length` old ones.

    A change describes one new code point: 0 replaces the next old one; 1 is inserted and shares the source of the one
    before; -n replaces the next one and removes n more.

    >>> sources_of([0, 1, -1, 0], 4)
    [0, 0, 1, 3]
    """
    sources, position = [], 0
    for change in changes:
        if change > 0:
            sources.append(max(position - 1, 0))
        else:
            sources.append(min(position, length - 1))
            position = min(position + 1 - change, length)
    return sources
