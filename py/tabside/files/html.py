"""HTML: texts (whole paragraphs, over tags inside them), attributes, comments, scripts; every other byte stays."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from .document import Document, Segment
from .markup import attributes, escaped, replaced, tokens
from .text import decode_text, encode_text

__all__ = ["open_html"]

# Tags that a word or a sentence may go on across.
_INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
        "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
_RAW = ("script", "style", "textarea", "title", "xmp", "noembed", "noframes", "plaintext")
# Attributes that say how something looks or what it is, in words of HTML.
_TECHNICAL = frozenset(
    (
        "class", "style", "type", "rel", "lang", "dir", "width", "height", "align", "valign", "bgcolor", "border",
        "cellpadding", "cellspacing", "colspan", "rowspan", "role", "method", "charset", "http-equiv", "media",
        "target", "integrity", "crossorigin", "xmlns", "tabindex", "size", "face", "color", "viewbox", "d", "fill",
        "stroke",
    )
)  # fmt: skip


Write = Callable[[str], str]


@dataclass(slots=True)
class _Found:
    """Stretches of the source that make a segment: where each is, what it says, and how it is written."""

    place: str
    stretches: list[tuple[int, int, str, Write]] = field(default_factory=list)
    context: str = ""


def open_html(data: bytes, media_type: str) -> Document:
    """Read HTML, or any piece of it."""
    text, mark, encoding = decode_text(data)
    found = [one for one in _segments(text) if any(ch.isalnum() for _, _, value, _ in one.stretches for ch in value)]
    segments = [Segment(one.place, tuple(value for _, _, value, _ in one.stretches), one.context) for one in found]

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        changes = [
            (start, end, write(new))
            for one, values in zip(found, pieces, strict=True)
            for (start, end, value, write), new in zip(one.stretches, values, strict=True)
            if new != value
        ]
        return encode_text(replaced(text, changes), mark, encoding)

    return Document(segments, rebuild, media_type)


def _segments(text: str) -> Iterator[_Found]:
    paragraph = _Found("text")
    raw_until = ""
    for token in tokens(text):
        name = token.name.lower()
        if raw_until and not (token.kind == "tag" and token.is_end and name == raw_until):
            yield _Found(raw_until, [(token.start, token.end, text[token.start : token.end], str)])
        elif token.kind == "text":
            value = html.unescape(text[token.start : token.end])
            paragraph.stretches.append((token.start, token.end, value, escaped))
        elif token.kind == "tag":
            raw_until = ""
            if not token.is_end:
                for attribute in attributes(text, token):
                    if attribute.name.lower() not in _TECHNICAL:
                        where = f"attribute {attribute.name}"
                        write = escaped if attribute.quote else _quoted
                        yield _Found(where, [(attribute.start, attribute.end, attribute.value, write)])
                if name in _RAW and not token.is_empty:
                    raw_until = name
            if name not in _INLINE and paragraph.stretches:
                yield paragraph
                paragraph = _Found("text")
        else:
            yield _Found(token.kind, [(token.start, token.end, text[token.start : token.end], str)])
    if paragraph.stretches:
        yield paragraph


def _quoted(value: str) -> str:
    return f'"{escaped(value)}"'
