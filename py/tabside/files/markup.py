"""HTML and XML as tokens with positions, so that texts and attributes change and every other byte stays."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from ..errors import FileError

__all__ = ["Attribute", "Token", "as_in_source", "attributes", "escaped", "in_attribute", "replaced", "tokens"]

_PARTS = (
    r"(?P<comment><!--(?:[^-]++|-(?!->))*+(?:-->|\Z))|(?P<cdata><!\[CDATA\[(?:[^\]]++|\](?!\]>))*+(?:\]\]>|\Z))"
    r"|(?P<declaration><[!?][^>]*+(?:>|\Z))|(?P<tag>%s)|(?P<text>[^<]++|<)"
)
_STRICT = re.compile(_PARTS % r"</?[A-Za-z_](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
# If many tags are never closed, a quoted > ends one. Otherwise each would be read to the end of the text.
_LOOSE = re.compile(_PARTS % r"</?[A-Za-z_][^<>]*+>")
# XML 1.0, 2.2: characters that no document can hold, not even as references.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_UNCLOSED = 100
_NAME = re.compile(r"</?([^\s/>]+)")
_ATTRIBUTE = re.compile(r"([^\s=/>\"'<]{1,100}+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]++))")


# Names of tags that are read apart only once: a part may have millions of equal ones.
_MOST_KNOWN = 1_000
_MOST_PIECES = 100_000


class Token(NamedTuple):
    """A stretch of markup: its kind, its span, and a tag's name; `is_end` for `</p>`, `is_empty` for `<br/>`."""

    kind: Literal["comment", "cdata", "declaration", "tag", "text"]
    start: int
    end: int
    name: str = ""
    is_end: bool = False
    is_empty: bool = False


class Attribute(NamedTuple):
    """An attribute's name, its unescaped value, and the span of the value inside its quotes."""

    name: str
    value: str
    start: int
    end: int
    quote: str


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield all of a text, or of a stretch of it, in pieces, in order. Linear in its length."""
    known: dict[str, tuple[str, bool]] = {}
    for match in _matches(text, start, len(text) if end is None else end):
        kind = match.lastgroup
        first, last = match.span()
        if kind == "tag":
            raw = match[0]
            head = raw.partition(" ")[0]
            said = known.get(head)
            if said is None:
                name = _NAME.match(head)
                said = (name[1] if name else "", head.startswith("</"))
                if len(known) < _MOST_KNOWN and "=" not in head:
                    known[head] = said
            yield Token("tag", first, last, said[0], said[1], raw.endswith("/>"))
        elif kind is not None:
            yield Token(kind, first, last)  # type: ignore[arg-type]


def _matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    unclosed = 0
    for match in _STRICT.finditer(text, start, end):
        if match[0] == "<":
            unclosed += 1
            if unclosed > _MOST_UNCLOSED:
                yield from _LOOSE.finditer(text, match.start(), end)
                return
        yield match


def attributes(text: str, tag: Token) -> Iterator[Attribute]:
    """Yield a tag's attributes that have a value."""
    if text.find("=", tag.start, tag.end) < 0:
        return  # Most tags have none.
    for match in _ATTRIBUTE.finditer(text, tag.start + 1 + len(tag.name), tag.end):
        group = match.lastindex or 4  # the value: the groups of the other ways to quote did not match
        start, end = match.span(group)
        yield Attribute(match[1], html.unescape(match[group]), start, end, "\"'"[group - 2] if group < 4 else "")


def escaped(value: str) -> str:
    """Write a text so that it is one in HTML and XML, inside quotes as well; what XML cannot hold becomes U+FFFD."""
    if not value.isprintable():
        value = _NOT_XML.sub("\ufffd", value)
        return html.escape(value, quote=True).replace("&#x27;", "&#39;").replace("\r", "&#13;")
    return html.escape(value, quote=True).replace("&#x27;", "&#39;")


def in_attribute(value: str) -> str:
    """Write a text so that it is one in an attribute of XML, with its line breaks and tabs."""
    return escaped(value).replace("\n", "&#10;").replace("\t", "&#9;")


def as_in_source(source: str, start: int, end: int, written: str) -> str:
    """Write signs of an escaped text as its source from `start` to `end` does, as they are or as references.

    >>> as_in_source("<p a='1\\n2'>", 6, 9, "1&#10;[AGE_1]")
    '1\\n[AGE_1]'
    """
    if "&#1" in written or "&#9;" in written:
        raw = source[start:end]
        for sign, reference in (("\r", "&#13;"), ("\n", "&#10;"), ("\t", "&#9;")):
            if sign in raw and "&#" not in raw:
                written = written.replace(reference, sign)
    return as_quoted(source, start, written)


def as_quoted(source: str, start: int, written: str) -> str:
    """Write the quotation marks of an escaped text as its document does: as references, or as they are where they may.

    >>> as_quoted("<p>", 3, "J&#39;ai"), as_quoted("<p a='", 6, "J&#39;ai"), as_quoted("<p>&apos; ", 10, "J&#39;ai")
    ("J'ai", 'J&#39;ai', 'J&#39;ai')
    """
    before = source[start - 1 : start]
    if "&" not in written or before not in (">", '"'):
        return written
    if "&#39;" in written and "&#39;" not in source:
        written = written.replace("&#39;", "&apos;" if "&apos;" in source else "'")
    if "&quot;" in written and before == ">" and "&quot;" not in source:
        written = written.replace("&quot;", '"')
    return written


def replaced(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    """Return the text with each stretch (start, end, new) replaced by its new text. Stretches must not overlap."""
    written: list[str] = []
    position = 0
    for start, end, new in sorted(changes):
        if start < position:
            raise FileError("Two parts of this file lie over each other.")
        written += (text[position:start], new)
        position = end
        if len(written) > _MOST_PIECES:
            written = ["".join(written)]  # Many short pieces take far more memory than what they make.
    return "".join((*written, text[position:]))
