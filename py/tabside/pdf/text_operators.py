"""The text of pages as pypdf reads it, without the time that it takes to parse drawing operators."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["texts_of", "without_drawing"]

_STRING = rb"\((?:[^()\\]|\\.)*\)"
_NUMBERS = rb"(?:[-+.\d]{1,24}\s{1,4}){1,6}"
_DRAWING = re.compile(
    rb"(" + _STRING + rb")|(?<!\S)(?:" + _NUMBERS + rb"(?:[mlcvywJjMi]|re|rg|RG|[gGkK])|h|n|[fBb]\*?|[FSs]|W\*?)(?!\S)",
    re.DOTALL,
)
_STRINGS = re.compile(_STRING, re.DOTALL)
_UNCLEAR = re.compile(rb"[()%]|(?<![^\s>\])])BI(?!\S)")


def without_drawing(content: bytes) -> bytes:
    """Return a content stream without paths, and without colors and widths of lines; its strings all stay.

    A stream with nested parentheses, comments or inline pictures is returned as it is: something in them could be
    taken for an operator.

    >>> without_drawing(b"0 0 1 rg 10 20 m 30 20 l S BT 1 0 0 1 9 9 Tm (1 2 m S ) Tj ET")
    b'    BT 1 0 0 1 9 9 Tm (1 2 m S ) Tj ET'
    """
    if _UNCLEAR.search(_STRINGS.sub(b"", content)):
        return content
    return _DRAWING.sub(rb"\1", content)


def texts_of(graph: Any) -> list[str]:
    """Return the text of each page of a pypdf document. Its content streams lose their drawing operators."""
    for page in graph.pages:
        held = page.get("/Contents")
        content = held.get_object() if held is not None else None
        for one in content if isinstance(content, list) else [content]:
            _shorten(one.get_object() if one is not None else None)
    return [str(page.extract_text()) for page in graph.pages]


def _shorten(stream: Any) -> None:
    from pypdf.generic import StreamObject

    if not isinstance(stream, StreamObject):
        return
    short = without_drawing(bytes(stream.get_data()))
    # pypdf keeps a decoded copy of a compressed stream and reads that one.
    (getattr(stream, "decoded_self", None) or stream).set_data(short)
