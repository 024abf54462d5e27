"""E-mail headers (RFC 5322, 2047, 2231): decoded for reading, and encoded for writing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.header import Header, decode_header, make_header
from email.message import Message
from email.utils import collapse_rfc2231_value
from urllib.parse import quote

__all__ = ["decoded", "encoded", "kept_parameters", "written_parameters"]

# Parameters (RFC 2045 and others) with values defined by MIME. All others are read.
_TECHNICAL = frozenset(
    ("charset", "format", "delsp", "type", "report-type", "protocol", "micalg", "boundary", "size", "creation-date",
     "modification-date", "read-date")
)  # fmt: skip
_TOKEN = re.compile(r"[!#$&+.^_`|~0-9A-Za-z-]+")
# A boundary is usually random, but some programs derive it from names.
_SPEAKING = re.compile(r"@|[A-Za-z]{2}\.[A-Za-z]{2}")
_LINE = 76
_WORDS = re.compile(r'"(?:[^"\\]|\\.)*+"|[^\s"]++|"|\s++')

Parameters = list[tuple[str, str]]


def decoded(raw: object) -> str:
    """Decode encoded words, and invalid raw bytes: as UTF-8, or else as Windows-1252.

    Raises:
        LookupError, ValueError: it names an unknown encoding, or is not in the one it names.
    """
    text = str(raw)
    if any("\udc80" <= ch <= "\udcff" for ch in text):
        data = text.encode("utf-8", "surrogateescape")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if not text.isascii():
        # A value with non-ASCII characters has no valid encoded words.
        return text
    return str(make_header(decode_header(text)))


def encoded(value: str) -> str:
    """Encode a header's value: non-ASCII words as encoded words, addresses unchanged, lines folded."""
    words: list[str] = []
    for match in _WORDS.finditer(value):
        word = match[0]
        if word.isascii():
            words.append(word)
        else:
            is_quoted = len(word) > 1 and word[0] == word[-1] == '"'
            words.append(Header(word[1:-1] if is_quoted else word, "utf-8", maxlinelen=10_000).encode())
    # Space between two encoded words is not part of the text (RFC 2047, 6.2): it goes into the second.
    for index in range(1, len(words) - 1):
        if words[index].isspace() and words[index - 1].startswith("=?") and words[index + 1].startswith("=?"):
            words[index + 1] = Header(f" {decoded(words[index + 1])}", "utf-8", maxlinelen=10_000).encode()
    return _folded("".join(words))


def _folded(value: str) -> str:
    lines, line = [], ""
    for word in value.split(" "):
        if line and len(line) + len(word) >= _LINE:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join((*lines, line))


def kept_parameters(part: Message, header: str) -> tuple[str, Parameters, Parameters]:
    """Return a header's value, its parameters defined by MIME, and those to be read."""
    found = part.get_params(header=header, unquote=True) or [("", "")]
    technical: Parameters = []
    others: Parameters = []
    for name, raw in found[1:]:
        value = decoded(collapse_rfc2231_value(raw))
        if _TOKEN.fullmatch(name):
            is_technical = name.lower() in _TECHNICAL and not _SPEAKING.search(value)
            (technical if is_technical else others).append((name.lower(), value))
    value = found[0][0].strip().lower()
    return value if re.fullmatch(r"[\w.+-]+(?:/[\w.+-]+)?", value, re.ASCII) else "", technical, others


def written_parameters(value: str, parameters: Sequence[tuple[str, str]]) -> str:
    """Write a header with parameters."""
    pieces = [value]
    for name, said in parameters:
        if said.isascii() and said.isprintable():
            escaped = said.replace("\\", "\\\\").replace('"', '\\"')
            pieces.append(said and f"{name}={said}" if _TOKEN.fullmatch(said) else f'{name}="{escaped}"')
        else:
            pieces.append(f"{name}*=utf-8''{quote(said, safe='')}")
    return ";\r\n ".join(piece for piece in pieces if piece)
