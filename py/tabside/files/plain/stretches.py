"""Stretches of a page's source: the text of each, and how a replacement is written in its place."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..document import Document, Place, Role, Segment
from ..markup import replaced
from ..packed_text import unpack
from ..text import encode_text
from .html_links import PICTURE_DATA

__all__ = [
    "Change",
    "Found",
    "Stretch",
    "Write",
    "document_of",
    "in_page",
    "script_stretches",
    "text_stretches",
]

Write = Callable[[str], str]
Change = tuple[int, int, str]
"""A stretch of the source, start and end, and what takes its place."""

_REFERENCE = re.compile(rf"(?i:{PICTURE_DATA})|&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]{{1,31}};?)")
_ESCAPE = re.compile(
    r"(?<!\\)\\(?:u(?P<four>[0-9a-fA-F]{4})|u\{(?P<any>[0-9a-fA-F]{1,6})\}|x(?P<two>[0-9a-fA-F]{2})|(?P<line>\r?\n))"
    rf"|(?i:{PICTURE_DATA})"
)
_PACKED = re.compile(r"\batob\(\s*(?P<quote>[\"'`])(?P<data>[A-Za-z0-9+/=\s]{4,}+)(?P=quote)\s*\)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the source and what it says; `soft` where it only continues the one before."""

    start: int
    end: int
    value: str
    write: Write
    soft: bool = False
    # Never written: a sign of the format between two texts that are read as one.
    fixed: bool = False


@dataclass(slots=True)
class Found:
    """Stretches of the source that make a segment."""

    place: str
    stretches: list[Stretch] = field(default_factory=list)
    role: Role = "text"
    context: str = ""
    column: str | None = None
    entity: str | None = None
    # Where the stretches cannot be written one by one: all values to changes; and the place of the whole.
    write: Callable[[Sequence[str]], Sequence[Change]] | None = None
    whole: Place | None = None
    _is_after_tag: bool = True

    def changes(self, values: Sequence[str]) -> Iterator[Change]:
        """Yield how the source changes where the stretches get these values."""
        if self.write is not None:
            if any(new != one.value for one, new in zip(self.stretches, values, strict=True)):
                yield from self.write(values)
            return
        for stretch, new in zip(self.stretches, values, strict=True):
            if new != stretch.value:
                yield stretch.start, stretch.end, stretch.write(new)

    @property
    def places(self) -> list[Place]:
        """The positions of the stretches, or of the whole."""
        return [self.whole] if self.whole else [Place(one.start, one.end, one.write) for one in self.stretches]

    @property
    def says_something(self) -> bool:
        return any(ch.isalnum() for one in self.stretches for ch in one.value)

    @property
    def segment(self) -> Segment:
        soft = frozenset(number for number, one in enumerate(self.stretches) if one.soft)
        fixed = frozenset(number for number, one in enumerate(self.stretches) if one.fixed)
        pieces = tuple(one.value for one in self.stretches)
        return Segment(self.place, pieces, self.context, self.column, self.entity, fixed, self.role, soft)

    def add_text(self, stretches: Iterable[Stretch]) -> None:
        """Add the text up to the next tag."""
        for one in stretches:
            soft = not self._is_after_tag
            self.stretches.append(Stretch(one.start, one.end, one.value, one.write, soft))
            self._is_after_tag = False

    def cross_tag(self, position: int) -> None:
        """Continue after a tag: the text before it is a piece, even if it is empty."""
        if self._is_after_tag and self.stretches:
            self.stretches.append(Stretch(position, position, "", in_page))
        self._is_after_tag = True


def document_of(
    found: Sequence[Found], text: str, mark: bytes, encoding: str, media_type: str, warnings: Sequence[str],
    errors: str = "replace",
) -> Document:  # fmt: skip
    """Make a document of the segments that were found in a text."""
    found = [one for one in found if one.says_something]

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        changes = [change for one, values in zip(found, pieces, strict=True) for change in one.changes(values)]
        return encode_text(replaced(text, changes), mark, encoding, errors=errors)

    places = [place for one in found for place in one.places]
    whole = places if len(places) == len(found) else []
    return Document([one.segment for one in found], rebuild, media_type, warnings, places=whole)


def text_stretches(text: str, start: int, end: int, write: Write) -> Iterator[Stretch]:
    """Yield a text in pieces at references, so that what is not touched stays as it is written.

    Pictures in it say nothing.
    """
    position = start
    for match in _REFERENCE.finditer(text, start, end):
        if match.start() > position:
            yield Stretch(position, match.start(), text[position : match.start()], write, position > start)
        value = "" if match["picture"] else html.unescape(match[0])
        yield Stretch(match.start(), match.end(), value, write, match.start() > start)
        position = match.end()
    if position < end:
        yield Stretch(position, end, text[position:end], write, position > start)


def script_stretches(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield a script in pieces at its escapes, and the texts that it unpacks by themselves."""
    for packed in _PACKED.finditer(text, start, end):
        said = unpack(packed["data"], is_named=True)
        if said is not None:
            yield Found("script, packed", [Stretch(packed.start("data"), packed.end("data"), said.text, said.pack)])
    taken = [match.span("data") for match in _PACKED.finditer(text, start, end) if unpack(match["data"], is_named=True)]
    found = Found("script")
    position = start
    for first, last in (*taken, (end, end)):
        found.stretches += _escaped_stretches(text, position, first, soft=position > start)
        position = last
    yield found


def _escaped_stretches(text: str, start: int, end: int, *, soft: bool) -> Iterator[Stretch]:
    position = start
    for match in _ESCAPE.finditer(text, start, end):
        if match.start() > position:
            yield Stretch(position, match.start(), text[position : match.start()], str, soft or position > start)
        value = "" if match["picture"] or match["line"] else _unescaped(match)
        yield Stretch(match.start(), match.end(), value, _in_script, True)
        position = match.end()
    if position < end:
        yield Stretch(position, end, text[position:end], str, soft or position > start)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match["four"] or match["any"] or match["two"], 16)
    return chr(code) if code <= sys.maxunicode else match[0]


def _in_script(value: str) -> str:
    """Write a replacement in a script: characters that could end a string become escapes."""
    return "".join(ch if ch.isalnum() or ch in " _-[]@.:/" else _escape(ch) for ch in value)


def _escape(ch: str) -> str:
    data = ch.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{data[at : at + 2].hex()}" for at in range(0, len(data), 2))


def in_page(value: str) -> str:
    """Write a text of a page so that it is one in XHTML as well."""
    return value.replace("&", "&amp;").replace("<", "&lt;")
