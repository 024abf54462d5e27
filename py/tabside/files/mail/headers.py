"""E-mail headers (RFC 5322, 2047, 2231): decoded for reading, and encoded for writing."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import a2b_qp
from collections.abc import Sequence
from email.header import Header
from email.message import Message
from email.utils import collapse_rfc2231_value
from typing import Any
from urllib.parse import quote

__all__ = ["TOKEN", "WIDER", "as_text", "decoded", "encoded", "in_quotes", "kept_parameters", "written_parameters"]

# Parameters (RFC 2045 and others) with values defined by MIME. All others are read.
_TECHNICAL = frozenset(
    ("charset", "format", "delsp", "type", "report-type", "protocol", "micalg", "boundary", "size", "creation-date",
     "modification-date", "read-date")
)  # fmt: skip
TOKEN = re.compile(r"[!#$&+.^_`|~0-9A-Za-z-]+")
# A boundary is usually random, but some programs derive it from names.
_SPEAKING = re.compile(r"@|[A-Za-z]{2}\.[A-Za-z]{2}")
# With its charset and its escapes an encoded word has 75 characters at most (RFC 2047, 2).
_LONGEST_PHRASE = 20
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\r\n]*+)\?=")
_BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?[^?\r\n]*+\?=)")
# What programs write under a name means the larger set of signs.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "us-ascii": "utf-8", "ks_c_5601-1987": "cp949",
          "euc-kr": "cp949", "shift_jis": "cp932", "iso-8859-9": "cp1254", "iso-8859-11": "cp874"}  # fmt: skip
_WORDS = re.compile(r'"(?:[^"\\]|\\.)*+"|[^\s"]++|"|\s++')

Parameters = list[tuple[str, str]]


def decoded(raw: object) -> str:
    """Read encoded words, and bytes that no header should hold: as UTF-8, or else as Windows-1252.

    An encoding that does not exist is taken for one of these, as mail programs do.
    """
    text = str(raw)
    is_western = False
    if any("\udc80" <= ch <= "\udcff" for ch in text):
        data = text.encode("utf-8", "surrogateescape")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text, is_western = data.decode("cp1252", "replace"), True
    if "=?" not in text:
        return text
    # Space between two encoded words is not part of the text (RFC 2047, 6.2).
    text = _BETWEEN.sub("", text)
    return _join_halves(_ENCODED_WORD.split(text), is_western)


def _join_halves(pieces: Sequence[str], is_western: bool) -> str:
    """Decode what `_ENCODED_WORD` split: text, then charset, way and payload of a word, and so on.

    A character may be cut in halves between two words of one charset.
    """
    written = [pieces[0]]
    pending, charset = b"", ""
    for at in range(1, len(pieces), 4):
        named, way, payload, behind = pieces[at : at + 4]
        named = named.partition("*")[0].lower()
        data = payload.encode("cp1252" if is_western else "utf-8", "replace")
        data = _from_base64(data) if way in ("b", "B") else a2b_qp(data, header=True)
        if pending and named != charset:
            written.append(as_text(pending, charset))
            pending = b""
        pending, charset = pending + data, named
        if behind or at + 4 >= len(pieces):
            written += (as_text(pending, charset), behind)
            pending = b""
    return "".join(written)


def _from_base64(data: bytes) -> bytes:
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    return b64decode(kept[: len(kept) - (len(kept) % 4 == 1)] + b"=" * (-len(kept) % 4)) if kept else b""


def as_text(data: bytes, charset: str) -> str:
    """Decode bytes in the charset that they name, or else as mail programs do: UTF-8, then Windows-1252.

    >>> as_text(b"Hall\\xc3\\xb3", "x-unknown"), as_text("镕".encode("gbk"), "gb2312")
    ('Halló', '镕')
    """
    named = WIDER.get(charset.lower(), charset)
    for encoding in (named, "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def encoded(value: str) -> str:
    """Encode words of a header: those that are not ASCII as encoded words, addresses unchanged. Nothing is folded."""
    value = value.encode("utf-8", "replace").decode("utf-8")
    if any(not ch.isprintable() and ch != "\t" and ch.isascii() for ch in value):
        # A line break in it would begin a header of its own.
        return Header(value, "utf-8", maxlinelen=10_000).encode()
    words: list[str] = []
    for word in _as_phrases([match[0] for match in _WORDS.finditer(value)]):
        if word.isascii():
            words.append(word)
        else:
            is_quoted = len(word) > 1 and word[0] == word[-1] == '"'
            words.append(Header(word[1:-1] if is_quoted else word, "utf-8", maxlinelen=10_000).encode())
    # Space between two encoded words is not part of the text (RFC 2047, 6.2): it goes into the second.
    for index in range(1, len(words) - 1):
        if words[index].isspace() and words[index - 1].startswith("=?") and words[index + 1].startswith("=?"):
            words[index + 1] = Header(f" {decoded(words[index + 1])}", "utf-8", maxlinelen=10_000).encode()
    return "".join(words)


def _as_phrases(words: Sequence[str]) -> list[str]:
    """Join neighbours that are not ASCII into one word: some programs show the space between them twice."""
    joined: list[str] = []
    for word in words:
        before = joined[-2] if len(joined) > 1 and joined[-1] == " " else ""
        is_phrase = before and not (before.isascii() or word.isascii() or '"' in before + word)
        if is_phrase and len(before) + len(word) < _LONGEST_PHRASE:
            joined[-2:] = [f"{before} {word}"]
        else:
            joined.append(word)
    return joined


def kept_parameters(part: Message, header: str) -> tuple[str, Parameters, Parameters]:
    """Return a header's value, its parameters defined by MIME, and those to be read."""
    found = part.get_params(header=header, unquote=True) or [("", "")]
    technical: Parameters = []
    others: Parameters = []
    for name, raw in found[1:]:
        value = decoded(_collapsed(raw))
        if TOKEN.fullmatch(name):
            is_technical = name.lower() in _TECHNICAL and not _SPEAKING.search(value)
            (technical if is_technical else others).append((name.lower(), value))
    value = found[0][0].strip().lower()
    return value if re.fullmatch(r"[\w.+-]+(?:/[\w.+-]+)?", value, re.ASCII) else "", technical, others


def _collapsed(raw: Any) -> str:
    """Read a parameter's value with its charset (RFC 2231), whatever that is."""
    try:
        return collapse_rfc2231_value(raw)
    except (LookupError, ValueError, TypeError):
        return str(raw[2] if isinstance(raw, tuple) else raw)


def in_quotes(value: str) -> str:
    """Write a value in quotation marks (RFC 5322, 3.2.4)."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def written_parameters(value: str, parameters: Sequence[tuple[str, str]]) -> str:
    """Write a header with parameters."""
    pieces = [value]
    for name, said in parameters:
        if said.isascii() and said.isprintable():
            pieces.append(said and f"{name}={said}" if TOKEN.fullmatch(said) else f"{name}={in_quotes(said)}")
        else:
            plain = said.encode("utf-8", "replace").decode("utf-8")
            pieces.append(f"{name}*=utf-8''{quote(plain, safe='')}")
    return ";\r\n ".join(piece for piece in pieces if piece)
