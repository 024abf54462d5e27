"""Texts between the codes of a sheet's header or footer, and white space at the start and end of a text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from .addresses import in_header
from .elements import Stretch
from .renaming import Change

__all__ = ["header_stretches", "space_changes"]

# ECMA-376, 18.3.1.46: the codes in a sheet's header.
_HEADER_CODE = re.compile(
    r"&amp;(?:&quot;[^&]{0,200}&quot;|\"[^\"]{0,200}\"|K[0-9A-Fa-f]{6}|[0-9]{1,3}|[A-Za-z]|&amp;)"
)
_SPACE = re.compile(r"\sxml:space\s*=")
# Single quotation marks, which no writer of Office makes, say that this is ours and goes again.
_OWN_SPACE = " xml:space='preserve'"


def header_stretches(source: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield the texts of a sheet's header or footer between its codes."""
    position = start
    ends = [match.span() for match in _HEADER_CODE.finditer(source, start, end)]
    for first, last in (*ends, (end, end)):
        yield Stretch(position, first, html.unescape(source[position:first]), in_header)
        position = last


def space_changes(source: str, tag_end: int, new: str) -> list[Change]:
    """Return the change to the start tag of a text that space at its edges needs, or needs no more."""
    start = source.rfind("<", 0, tag_end)
    tag = source[start:tag_end]
    has_edges = new != new.strip()
    if _OWN_SPACE in tag and not has_edges:
        at = start + tag.index(_OWN_SPACE)
        return [(at, at + len(_OWN_SPACE), "")]
    if has_edges and not _SPACE.search(tag):
        return [(tag_end - 1, tag_end - 1, _OWN_SPACE)]
    return []
