"""Style sheets (CSS): comments, quoted texts, and the content of links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Document
from ..text import decode_text, warnings_of
from .html_links import PACKED_LINK, PICTURE, in_link, is_font, unpacked_link
from .stretches import Found, Stretch, document_of, text_stretches

__all__ = ["open_style_sheet", "style_links", "style_segments"]

# In a style sheet people write in comments and in quotes; fonts have names of their own.
_TEXT = re.compile(r"/\*(?P<comment>(?:[^*]|\*(?!/))*+)\*/|(?P<quote>[\"'])(?P<text>[^\"'\n]*+)(?P=quote)")
_FONT = re.compile(r"(?i)(?:font|src|@charset|format\()[\w-]*\s*:?[^;{}]*$")
_LINK = re.compile(
    r"(?i)\burl\(\s*(?:\"(?P<double>data:[^\"]*+)\"|'(?P<single>data:[^']*+)'|&quot;(?P<written>data:[^&\"]*+)&quot;"
    r"|(?P<plain>data:[^\"'()\s]*+))\s*\)"
)
_BEFORE = 300


def open_style_sheet(data: bytes, media_type: str) -> Document:
    """Read a style sheet by itself.

    Raises:
        FileError: it is no text. FileUnsupportedError: a link in it holds a file that cannot be read.
    """
    text, mark, encoding = decode_text(data)
    warnings = warnings_of(encoding)
    if "url(data:" in text.replace('"', "").replace("'", ""):
        warnings.append("Pictures and fonts in the style sheet itself stay as they are, and were not looked into.")
    return document_of(list(style_segments(text, 0, len(text))), text, mark, encoding, media_type, warnings)


def style_segments(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield the comments, the quoted texts and the texts in links of a style sheet.

    Raises:
        FileUnsupportedError: a link holds a file that cannot be read.
    """
    links = [match.span() for match in _LINK.finditer(text, start, end)]
    yield from style_links(text, start, end)
    for match in _TEXT.finditer(text, start, end):
        while links and links[0][1] <= match.start():
            links.pop(0)
        if links and links[0][0] < match.end():
            continue
        group = "comment" if match["comment"] is not None else "text"
        if group == "comment" or not _FONT.search(text, max(start, match.start() - _BEFORE), match.start()):
            first, last = match.span(group)
            yield Found("style", list(text_stretches(text, first, last, str)))


def style_links(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield the texts in `url(data:…)`, in a style sheet or in an attribute `style`.

    Raises:
        FileUnsupportedError: one holds a file that cannot be read.
    """
    for match in _LINK.finditer(text, start, end):
        group = match.lastgroup or "plain"
        link, (first, last) = match[group], match.span(group)
        packed = PACKED_LINK.match(link)
        if packed is None or PICTURE.match(link) or (packed[1] is not None and is_font(link[packed.end() :])):
            continue
        said = unpacked_link(link[packed.end() :], is_base64=packed[1] is not None)
        yield Found("style, link", [Stretch(first, last, said, in_link(packed, group))])
