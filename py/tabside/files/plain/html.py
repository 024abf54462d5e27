"""HTML: texts (whole paragraphs, across tags), attributes, comments, scripts; every other byte stays."""

from __future__ import annotations

import base64
import codecs
import html
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote as urlquote
from urllib.parse import unquote

from ...errors import FileError, FileUnsupportedError
from ..document import Document, Segment
from ..markup import Token, attributes, escaped, replaced, tokens
from ..text import decode_text, encode_text, warnings_of

__all__ = ["open_html"]

# Tags that a word or a sentence may continue across.
_INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
        "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
_RAW = ("script", "style", "textarea", "title", "xmp", "noembed", "noframes", "plaintext")
# Attributes about appearance or type, with values defined by HTML.
_TECHNICAL = frozenset(
    (
        "class", "style", "type", "rel", "lang", "dir", "width", "height", "align", "valign", "bgcolor", "border",
        "cellpadding", "cellspacing", "colspan", "rowspan", "role", "method", "charset", "http-equiv", "media",
        "target", "integrity", "crossorigin", "xmlns", "tabindex", "size", "face", "color", "viewbox", "d", "fill",
        "stroke",
    )
)  # fmt: skip


Write = Callable[[str], str]

# A character that begins nothing may stay.
_AMPERSAND = re.compile(r"&(?=[#A-Za-z])")

_CHARSET = re.compile(rb"""(?i)<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""")
# Encodings that browsers read besides UTF-8 and Windows-1252, by Python's names. In the latter ones only ASCII is
# reliable.
_CODECS = re.compile(r"iso8859-|cp12|cp87|cp9|koi8|mac-|euc_|gb|big5|shift_jis|tis_620|iso2022_jp|hz")
_SHIFTING = ("iso2022_jp", "hz")
_PICTURE = re.compile(r"(?i)\bdata:(?:image/(?!svg)|audio/|video/|font/|application/(?:font|x-font))")
_PICTURE_DATA = rf"(?P<picture>{_PICTURE.pattern}[^,\"'<>\s]{{0,200}},[A-Za-z0-9+/=%_-]*)".replace("(?i)", "")
_REFERENCE = re.compile(rf"(?i:{_PICTURE_DATA})|&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]{{1,31}};?)")
_ESCAPE = re.compile(
    r"(?<!\\)\\(?:u(?P<four>[0-9a-fA-F]{4})|u\{(?P<any>[0-9a-fA-F]{1,6})\}|x(?P<two>[0-9a-fA-F]{2}))"
    rf"|(?i:{_PICTURE_DATA})"
)
_PACKED = re.compile(r"(?i)\s*data:[^,;\"'>]*(?:;(?!base64)[^,;]*)*(;base64)?,")
# Private text that a technical attribute may contain nevertheless.
_SPEAKING = re.compile(r"@|%40")


@dataclass(slots=True)
class _Found:
    """Stretches of the source that form a segment: their spans, their text, and how it is written."""

    place: str
    stretches: list[tuple[int, int, str, Write]] = field(default_factory=list)
    context: str = ""


def open_html(data: bytes, media_type: str) -> Document:
    """Read an HTML page or fragment."""
    text, mark, encoding = decode_html(data)
    warnings = warnings_of(encoding)
    if _PICTURE.search(text):
        warnings.append("Pictures and recordings in the page itself stay as they are, and were not looked into.")
    found = [one for one in _segments(text) if any(ch.isalnum() for _, _, value, _ in one.stretches for ch in value)]
    segments = [Segment(one.place, tuple(value for _, _, value, _ in one.stretches), one.context) for one in found]

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        changes = [
            (start, end, write(new))
            for one, values in zip(found, pieces, strict=True)
            for (start, end, value, write), new in zip(one.stretches, values, strict=True)
            if new != value
        ]
        return encode_text(replaced(text, changes), mark, encoding, errors="xmlcharrefreplace")

    return Document(segments, rebuild, media_type, warnings)


def decode_html(data: bytes) -> tuple[str, bytes, str]:
    """Decode like `decode_text`; text that is not UTF-8 is decoded as the page declares.

    Raises:
        FileError: it is in none of these encodings.
    """
    named = _CHARSET.search(data[:4096])
    try:
        codec = codecs.lookup(named[1].decode("ascii")).name if named else ""
    except LookupError:
        codec = ""
    is_other = _CODECS.match(codec) is not None and codec not in ("iso8859-1", "cp1252")
    if is_other and (codec in _SHIFTING or not _is_utf_8(data)):
        try:
            return data.decode(codec), b"", codec
        except UnicodeDecodeError:
            raise FileError("This page is not in the encoding that it names.") from None
    return decode_text(data)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _segments(text: str) -> Iterator[_Found]:
    paragraph = _Found("text")
    raw_until = ""
    for token in tokens(text):
        name = token.name.lower()
        if raw_until and not (token.kind == "tag" and token.is_end and name == raw_until):
            yield _Found(raw_until, list(_stretches(text, token.start, token.end, _ESCAPE, str)))
        elif token.kind == "text":
            paragraph.stretches += _stretches(text, token.start, token.end, _REFERENCE, _in_text)
        elif token.kind == "tag":
            raw_until = ""
            if not token.is_end:
                yield from _attributes(text, token)
                if name in _RAW and not token.is_empty:
                    raw_until = name
            if name not in _INLINE and paragraph.stretches:
                yield paragraph
                paragraph = _Found("text")
        else:
            yield _Found(token.kind, [(token.start, token.end, text[token.start : token.end], str)])
    if paragraph.stretches:
        yield paragraph


def _attributes(text: str, token: Token) -> Iterator[_Found]:
    for attribute in attributes(text, token):
        where = f"attribute {attribute.name}"
        packed = _PACKED.match(attribute.value)
        if packed is not None and not _PICTURE.match(attribute.value):
            value = _unpacked(attribute.value[packed.end() :], is_base64=packed[1] is not None)
            # A link that contains its target (data:) is rewritten if its content is personal.
            yield _Found(where, [(attribute.start, attribute.end, value, _in_link(packed, attribute.quote))])
        elif attribute.name.lower() not in _TECHNICAL or _SPEAKING.search(attribute.value):
            if attribute.quote:
                stretches = _stretches(text, attribute.start, attribute.end, _REFERENCE, _WRITERS[attribute.quote])
                yield _Found(where, list(stretches))
            else:
                yield _Found(where, [(attribute.start, attribute.end, attribute.value, _quoted)])


def _stretches(
    text: str, start: int, end: int, special: re.Pattern[str], write: Write
) -> Iterator[tuple[int, int, str, Write]]:
    """Yield a text in pieces, split at character references, so that unchanged text keeps its notation.

    Pictures in it are ignored.
    """
    position = start
    for match in special.finditer(text, start, end):
        if match.start() > position:
            yield position, match.start(), text[position : match.start()], write
        if match["picture"]:
            yield match.start(), match.end(), "", write
        elif special is _REFERENCE:
            yield match.start(), match.end(), html.unescape(match[0]), write
        else:
            yield match.start(), match.end(), _unescaped(match), _in_script
        position = match.end()
    if position < end:
        yield position, end, text[position:end], write


def _unescaped(match: re.Match[str]) -> str:
    code = int(match["four"] or match["any"] or match["two"], 16)
    return chr(code) if code <= sys.maxunicode else match[0]


def _unpacked(value: str, *, is_base64: bool) -> str:
    """Decode the content of a data: link.

    Raises:
        FileUnsupportedError: it is not text.
    """
    if not is_base64:
        return unquote(value)
    try:
        return base64.b64decode(re.sub(r"\s", "", unquote(value))).decode("utf-8")
    except ValueError:
        raise FileUnsupportedError("A link in this page holds a file that cannot be read.") from None


def _in_link(packed: re.Match[str], mark: str) -> Write:
    def write(new: str) -> str:
        link = packed[0] + (urlquote(new) if packed[1] is None else base64.b64encode(new.encode()).decode("ascii"))
        return escaped(link) if mark else _quoted(link)

    return write


def _in_script(value: str) -> str:
    """Write a replacement in a script: characters that could end a string become escapes."""
    return "".join(ch if ch.isalnum() or ch in " _-[]@.:/" else _escaped(ch) for ch in value)


def _escaped(ch: str) -> str:
    data = ch.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{data[at : at + 2].hex()}" for at in range(0, len(data), 2))


def _quoted(value: str) -> str:
    return f'"{escaped(value)}"'


def _in_text(value: str) -> str:
    return _AMPERSAND.sub("&amp;", value).replace("<", "&lt;")


def _in_double(value: str) -> str:
    return _in_text(value).replace('"', "&quot;")


def _in_single(value: str) -> str:
    return _in_text(value).replace("'", "&#39;")


_WRITERS: dict[str, Write] = {"": _in_text, '"': _in_double, "'": _in_single}
