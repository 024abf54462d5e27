"""Search a PDF for values that should be gone: in every stream and string, in every encoding, and in its text."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .content_streams import text_streams
from .graph import objects_of, text_of

__all__ = ["Leak", "Needles", "folded", "leaks_in_bytes", "leaks_in_graph"]

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_TELLING_FIGURES = 9
_LEAST_RAW = 5
_LEAST_IN_WORDS = 6
_MOST_INFLATED = 256 * 1024 * 1024
_IGNORED = "\u00ad\u200b\u2060\ufffe\ufffd\u0002"


@dataclass(frozen=True, slots=True)
class Leak:
    """A place where a value remains: its kind, and its page if known. Contains no value."""

    where: str
    page: int | None = None


def folded(text: str) -> str:
    """Return a text without spaces, case and compatibility forms, for comparing values.

    >>> folded("Zo\u00eb \ufb01ne\u00ad")
    'zo\u00ebfine'
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if not letter.isspace() and letter not in _IGNORED)


def is_telling(value: str) -> bool:
    """Whether a value is unambiguous wherever it occurs: it has an @, or nine digits."""
    return "@" in value or sum(letter.isdigit() for letter in value) >= _TELLING_FIGURES


class Needles:
    """Values that should be gone, prepared once for all places.

    Short values may be words or parts of other words, so they count only as whole words.
    """

    def __init__(self, values: Iterable[str]) -> None:
        self.values = sorted({value for value in values if value.strip()})
        self._joined = {value: folded(value) for value in self.values}
        self._words = {
            value: re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, _plain(value).split())) + r"(?!\w)")
            for value in self.values
            if len(self._joined[value]) < _LEAST_IN_WORDS
        }
        self._raw = {value: _raw_forms(value) for value in self.values}

    def counts(self, text: str) -> dict[str, int]:
        """Return the number of occurrences of each value in a text, without zeros."""
        joined, plain = folded(text), _plain(text)
        found: dict[str, int] = {}
        for value in self.values:
            pattern = self._words.get(value)
            count = len(pattern.findall(plain)) if pattern else joined.count(self._joined[value])
            if count:
                found[value] = count
        return found

    def in_bytes(self, data: bytes, *, telling: bool) -> set[str]:
        """Return the values whose bytes occur in `data`; `telling` limits the search to unambiguous values."""
        lower = data.lower()
        return {
            value
            for value in self.values
            if len(self._joined[value]) >= _LEAST_RAW and (is_telling(value) or not telling)
            if any(form in data for form in self._raw[value][0]) or any(form in lower for form in self._raw[value][1])
        }


def leaks_in_bytes(data: bytes, needles: Needles, allowed: frozenset[str]) -> Iterator[Leak]:
    """Search the file and each stream that inflates, referenced or not, for unambiguous values."""
    if needles.in_bytes(data, telling=True) - allowed:
        yield Leak("the file's bytes")
    for number, inflated in _inflated(data):
        if needles.in_bytes(inflated, telling=True) - allowed:
            yield Leak(f"stream {number}")


def leaks_in_graph(writer: Any, needles: Needles, allowed: frozenset[str]) -> Iterator[Leak]:
    """Search each stream that may contain text, and each string, for values other than those allowed."""
    for stream, data in text_streams(writer):
        # A short value may be a part of other words in an attached file, which its own reader has checked.
        if needles.in_bytes(data, telling=stream.get("/Type") == "/EmbeddedFile") - allowed:
            yield Leak("a content stream")
    for one in objects_of(writer):
        for text in _strings(one, 0):
            if needles.counts(text).keys() - allowed:
                yield Leak("an entry beside the content")


def _strings(one: Any, depth: int) -> Iterator[str]:
    from pypdf.generic import IndirectObject, NameObject

    if depth > 64:
        return
    text = text_of(one)
    if text is not None:
        yield text
    elif isinstance(one, dict):
        for key, value in dict.items(one):
            if key in ("/Dests", "/XObject", "/Names"):
                names = value.get_object() if not isinstance(value, dict) else value
                yield from (str(name)[1:] for name in (names if isinstance(names, dict) else ()))
            if not isinstance(value, IndirectObject):
                yield from _strings(value, depth + 1)
    elif isinstance(one, list):
        for value in list.__iter__(one):
            if isinstance(value, NameObject):
                continue
            if not isinstance(value, IndirectObject):
                yield from _strings(value, depth + 1)


def _inflated(data: bytes) -> Iterator[tuple[int, bytes]]:
    left = _MOST_INFLATED
    for number, match in enumerate(_STREAM.finditer(data), 1):
        decoder = zlib.decompressobj()
        try:
            inflated = decoder.decompress(memoryview(data)[match.end() :], max(1, left))
        except zlib.error:
            continue
        left -= len(inflated)
        yield number, inflated


def _raw_forms(value: str) -> tuple[Sequence[bytes], Sequence[bytes]]:
    """Return the encoded forms of a value: exact bytes, and bytes to compare in lower case."""
    exact: list[bytes] = []
    lower: list[bytes] = []
    for spelled in {value, unicodedata.normalize("NFC", value), " ".join(value.split())}:
        for code in ("latin-1", "utf-8", "utf-16-be", "utf-16-le", "cp1252"):
            try:
                coded = spelled.encode(code)
            except UnicodeEncodeError:
                continue
            exact += [coded, re.sub(rb"([()\\])", rb"\\\1", coded)]
            lower += [coded.hex().encode("ascii"), spelled.lower().encode(code, "ignore")]
    return list(dict.fromkeys(exact)), list(dict.fromkeys(lower))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
