"""Content streams: replacement texts in them, and text that the engine does not report.

The engine's text functions list the characters of pages and forms, but none in tiling patterns, soft masks and
the glyphs of Type 3 fonts, although a person sees them. A file with text there is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..errors import FileUnsupportedError
from .graph import objects_of
from .kept import KeptText

__all__ = ["ACTUAL_TEXT", "content_texts", "has_text", "refuse_unseen_text", "text_streams"]

_TEXT_OPERATOR = re.compile(rb"(?<![A-Za-z0-9'\"*])(?:Tj|TJ)(?![A-Za-z0-9'\"*])|[)>\]]\s*['\"]")
_LITERAL = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)"
_ALTERNATIVE = re.compile(rb"/(ActualText|Alt|E)\s*(" + _LITERAL + rb"|<[0-9A-Fa-f\s]*>)", re.DOTALL)
ACTUAL_TEXT = re.compile(rb"/ActualText\s*(?:" + _LITERAL + rb"|<[0-9A-Fa-f\s]*>)", re.DOTALL)
_NO_TEXT = ("/Image", "/Type1C", "/CIDFontType0C", "/OpenType", "/XML")
_LEAST_LETTERS = 3
_BINARY = (
    "/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode", "/CIDToGIDMap", "/CIDSet", "/DestOutputProfile",
)  # fmt: skip


def text_streams(writer: Any) -> Iterator[tuple[Any, bytes]]:
    """Yield each stream that may contain text, with its decoded bytes. Images, fonts, colour profiles and CMaps are
    excluded.

    A stream that cannot be decoded is yielded with its raw bytes.
    """
    from pypdf.generic import StreamObject

    fonts = _font_programs(writer)
    for one in objects_of(writer):
        if not isinstance(one, StreamObject) or id(one) in fonts or one.get("/Subtype") in _NO_TEXT:
            continue
        if "/N" in one and "/Type" not in one and "/Subtype" not in one:
            continue
        try:
            data = bytes(one.get_data())
        except Exception:
            # Filters unknown to pypdf, or invalid data; pypdf raises many types of exceptions.
            data = bytes(one._data)
        yield one, data


def content_texts(writer: Any) -> Iterator[KeptText]:
    """Yield the replacement texts in content streams (ISO 32000-1, 14.9): /ActualText, /Alt, /E."""
    for stream, data in text_streams(writer):
        for match in _ALTERNATIVE.finditer(data):
            text = _decoded(match[2])
            if sum(letter.isalnum() for letter in text) >= _LEAST_LETTERS:
                yield KeptText("alternative text", text, _writer(stream, match[0], match[1]))


def _writer(stream: Any, whole: bytes, key: bytes) -> Any:
    def write(new: str) -> None:
        coded = b"\xfe\xff" + new.encode("utf-16-be", "replace")
        stream.set_data(stream.get_data().replace(whole, b"/%s <%s>" % (key, coded.hex().encode("ascii"))))

    return write


def _decoded(string: bytes) -> str:
    if string.startswith(b"<"):
        digits = re.sub(rb"\s", b"", string[1:-1])
        data = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    else:
        data = re.sub(rb"\\([0-7]{1,3}|\r\n|.)", _escape, string[1:-1], flags=re.DOTALL)
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("utf-8", "replace") if data.startswith(b"\xef\xbb\xbf") else data.decode("latin-1")


def _escape(match: re.Match[bytes]) -> bytes:
    one = match[1]
    if one.isdigit():
        return bytes([int(one, 8) & 0xFF])
    plain = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
    return plain.get(one, one)


def refuse_unseen_text(writer: Any) -> None:
    """Refuse a file with text that the engine's text functions do not report.

    Raises:
        FileUnsupportedError: there is text in a tiling pattern, a soft mask or a Type 3 font's glyphs.
    """
    from pypdf.generic import StreamObject

    for one in objects_of(writer):
        if not isinstance(one, dict):
            continue
        if isinstance(one, StreamObject) and one.get("/PatternType") == 1 and has_text(one, 0):
            raise FileUnsupportedError("This PDF has text in a pattern, which cannot be read.")
        for state in _values(one.get("/ExtGState")):
            mask = state.get("/SMask")
            group = mask.get_object().get("/G") if isinstance(mask, dict) or hasattr(mask, "get_object") else None
            if group is not None and has_text(group.get_object(), 0):
                raise FileUnsupportedError("This PDF has text in a soft mask, which cannot be read.")
        if one.get("/Subtype") == "/Type3" and any(has_text(glyph, 0) for glyph in _values(one.get("/CharProcs"))):
            raise FileUnsupportedError("This PDF has a font whose letters are drawn with text, which cannot be read.")


def _values(holder: Any) -> list[Any]:
    found = holder.get_object() if holder is not None else None
    values = [value.get_object() for value in found.values()] if isinstance(found, dict) else []
    return [value for value in values if isinstance(value, dict)]


def has_text(stream: Any, depth: int = 0) -> bool:
    """Whether a content stream, or a form that it uses, shows text, or cannot be read."""
    from pypdf.generic import StreamObject

    if not isinstance(stream, StreamObject) or stream.get("/Subtype") == "/Image":
        return False
    if depth > 8:
        return True
    try:
        if _TEXT_OPERATOR.search(stream.get_data()):
            return True
    except Exception:
        # It cannot be decoded, so it may contain text; pypdf raises many types of exceptions.
        return True
    resources = stream.get("/Resources")
    inner = resources.get_object().get("/XObject") if resources is not None else None
    return any(has_text(one, depth + 1) for one in _values(inner))


def _font_programs(writer: Any) -> set[int]:
    """Return the ids of the streams that are fonts, CMaps or colour profiles."""
    found: set[int] = set()
    for one in objects_of(writer):
        if isinstance(one, dict):
            found |= {id(one[key].get_object()) for key in _BINARY if key in one}
    return found
