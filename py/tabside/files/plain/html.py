"""HTML: texts (whole paragraphs, across tags), attributes, comments, scripts; every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..document import Document, Role
from ..html_names import ELEMENTS, FLAGS, INLINE, KNOWN_ATTRIBUTES, NAMING, PRESENTATION, RAW, TECHNICAL
from ..markup import Token, attributes, escaped, tokens
from ..reading import is_plain_number
from ..text import warnings_of
from .html_decoding import decode_html
from .html_links import PACKED_LINK, PICTURE, in_link, unpacked_link
from .stretches import Found, Stretch, Write, document_of, in_page, script_stretches, text_stretches
from .style_sheets import style_links, style_segments

__all__ = ["decode_html", "open_html"]

# Private text that a technical attribute may contain nevertheless.
_SPEAKING = re.compile(r"[^\W_](?:@|%40)[^\W_]")
_COLOR = re.compile(r"\s*#[0-9a-fA-F]{3,8}\s*|[0-9.]{1,8}(?:px|em|pt|rem|ex|cm|mm|in|vh|vw|%)")
# A link to an element of the same page.
_REFERENCE = re.compile(r"\s*#[\w.:-]+\s*")
# A document type in the words of HTML, and the declaration of XML.
_DECLARATION = re.compile(
    r"""(?is)<!doctype\s+[\w:]+(?:\s+(?:public|system))?(?:\s*"[^"@]*"|\s*'[^'@]*')*\s*>|<\?xml\s[^@]*\?>|<!\[(?:if|endif)[^@]*>"""
)
_ELEMENT = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_OTHER_ELEMENT = re.compile(r"[a-z][a-z0-9]*-[a-z0-9-]+|[A-Za-z][A-Za-z0-9]*:[A-Za-z][A-Za-z0-9.-]*")
_ATTRIBUTE_NAME = re.compile(r"[@:#*(\[]{0,2}[a-z][a-z_.:-]*(?:[A-Za-z0-9_.:-]{0,20}[a-zA-Z])?[0-9]{0,3}[)\]]{0,2}")
_WORD = re.compile(r"[^\s<>/=\"']+|[\"'][^\"'<>]*[\"']?")


def open_html(data: bytes, media_type: str) -> Document:
    """Read HTML, XHTML, or any piece of it.

    Raises:
        FileUnsupportedError: a link in it holds a file that cannot be read.
    """
    text, mark, encoding = decode_html(data)
    warnings = warnings_of(encoding)
    if PICTURE.search(text) or "url(data:" in text:
        warnings.append("Pictures, fonts and recordings in the page itself stay as they are, and were not looked into.")
    return document_of(list(_segments(text)), text, mark, encoding, media_type, warnings, "xmlcharrefreplace")


def _segments(text: str) -> Iterator[Found]:
    paragraph = Found("text")
    raw_until = ""
    for token in tokens(text):
        name = token.name.lower()
        if raw_until and not (token.kind == "tag" and token.is_end and name == raw_until):
            yield from _raw(text, token, raw_until)
        elif token.kind == "text":
            paragraph.add_text(text_stretches(text, token.start, token.end, in_page))
        elif token.kind == "tag":
            raw_until = ""
            yield from _tag(text, token)
            if not token.is_end and name in RAW and not token.is_empty:
                raw_until = name
            if name in INLINE:
                paragraph.cross_tag(token.start)
            else:
                if paragraph.stretches:
                    yield paragraph
                paragraph = Found("text")
        elif token.kind != "declaration" or not _DECLARATION.fullmatch(text, token.start, token.end):
            yield Found(token.kind, [Stretch(token.start, token.end, text[token.start : token.end], str)])
    if paragraph.stretches:
        yield paragraph


def _raw(text: str, token: Token, element: str) -> Iterator[Found]:
    if element == "style":
        yield from style_segments(text, token.start, token.end)
    elif element == "script":
        yield from script_stretches(text, token.start, token.end)
    else:
        yield Found(element, list(text_stretches(text, token.start, token.end, in_page)))


def _tag(text: str, token: Token) -> Iterator[Found]:
    """Read a tag: its attributes, and any text in it that is not HTML."""
    spans: list[tuple[int, int]] = []
    for attribute in attributes(text, token):
        quoted = 1 if attribute.quote else 0
        begin = text.rfind(attribute.name, token.start, attribute.start)
        if _is_name_of_attribute(attribute.name):
            spans.append((begin, attribute.end + quoted))
        else:
            spans.append((begin + len(attribute.name), attribute.end + quoted))
        yield from _attribute(attribute.name, attribute.value, attribute.start, attribute.end, attribute.quote, text)
    start = token.start + (2 if token.is_end else 1)
    known = token.name.lower() in ELEMENTS and _ELEMENT.fullmatch(token.name)
    if known or _OTHER_ELEMENT.fullmatch(token.name):
        start += len(token.name)
    rest = list(_leftover(text, start, token.end - 1, spans))
    if rest:
        yield Found(
            "tag",
            [Stretch(first, last, text[first:last], in_page, soft=at > 0) for at, (first, last) in enumerate(rest)],
        )


def _leftover(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the text between a tag's attributes as one stretch each, if a word in it is not HTML."""
    position = start
    for first, last in (*spans, (end, end)):
        words = list(_WORD.finditer(text, position, max(position, first)))
        if any(not _is_flag(match[0]) for match in words):
            yield words[0].start(), words[-1].end()
        position = max(position, last)


def _is_flag(word: str) -> bool:
    return word.lower() in FLAGS or word == "?" or not any(ch.isalnum() for ch in word)


def _is_name_of_attribute(name: str) -> bool:
    return name.lower() in KNOWN_ATTRIBUTES or name.lower().startswith("xmlns") or (
        _ATTRIBUTE_NAME.fullmatch(name) is not None and "@" not in name[1:]
    )  # fmt: skip


def _attribute(name: str, value: str, start: int, end: int, quote: str, text: str) -> Iterator[Found]:
    where, lower = f"attribute {name}"[:60], name.lower()
    packed = PACKED_LINK.match(value)
    if packed is not None and not PICTURE.match(value):
        said = unpacked_link(value[packed.end() :], is_base64=packed[1] is not None)
        # A link that contains its target (data:) is rewritten if its content is personal.
        yield Found(where, [Stretch(start, end, said, in_link(packed, quote))])
        return
    if lower == "style":
        yield from style_links(text, start, end)
    role: Role = "text"
    is_technical = lower in TECHNICAL or lower in PRESENTATION
    if is_technical or lower.startswith("xmlns") or _COLOR.fullmatch(value.strip()):
        if not _SPEAKING.search(value) and (is_technical or is_plain_number(value) or not value.strip().isdigit()):
            return
    elif (lower in NAMING or _REFERENCE.fullmatch(value)) and not _SPEAKING.search(value):
        role = "mention"
    elif value.strip().isdigit():
        role = "number"
    if quote:
        yield Found(where, list(text_stretches(text, start, end, _WRITERS[quote])), role)
    else:
        yield Found(where, [Stretch(start, end, value, _unquoted)], role)


def _unquoted(value: str) -> str:
    return value if value and not re.search(r"[\s\"'=<>`&]", value) else f'"{escaped(value)}"'


def _in_double(value: str) -> str:
    return in_page(value).replace('"', "&quot;")


def _in_single(value: str) -> str:
    return in_page(value).replace("'", "&#39;")


_WRITERS: dict[str, Write] = {'"': _in_double, "'": _in_single}
