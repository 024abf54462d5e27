"""The words of an e-mail header as they were sent, so that only changed ones are written anew (RFC 5322, 2047)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from .headers import TOKEN, decoded, encoded, in_quotes

__all__ = ["Word", "in_parameters", "rewritten", "words_of"]

_ENCODED = r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\r\n]*+\?="
# Space between two encoded words is not part of the text (RFC 2047, 6.2): both are one word here.
_WORD = re.compile(rf"(?:{_ENCODED}(?:\s++(?={_ENCODED}))?+|\S)+")
_ALL_ENCODED = re.compile(rf"(?:{_ENCODED}\s*+)++")
_STYLE = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?")
_STARTS_ENCODED, _ENDS_ENCODED = re.compile(_ENCODED), re.compile(rf"{_ENCODED}\Z")
# What an encoded word of a name may hold unescaped (RFC 2047, 5).
_UNESCAPED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_PARAMETER = re.compile(r';\s*+([^\s=;"*]+)(\*?+)\s*+=\s*+("(?:[^"\\]|\\.)*+"|[^\s;"]++)')
_EXTENDED = re.compile(r"(?i)(utf-8'[^'\s]*+')")
_LONGEST_WORD = 75
_LINE, _LONGEST_LINE = 78, 998


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or the space between two, as it was sent and as it reads."""

    raw: str = field(repr=False)
    text: str = field(repr=False)


def words_of(raw: str) -> list[Word]:
    """Split a header's value into words and the space between them, in turn. Joined, the raw texts are the value.

    >>> [word.text for word in words_of("=?utf-8?q?J=C3=B6rg?= <j@example.org>")]
    ['Jörg', ' ', '<j@example.org>']
    """
    words: list[Word] = []
    position = 0
    for match in _WORD.finditer(raw):
        if words:
            words.append(Word(raw[position : match.start()], " "))
        words.append(Word(match[0], re.sub(r"\s+", " ", decoded(match[0]))))
        position = match.end()
    return words


def rewritten(words: Sequence[Word], new: Sequence[str], before: int) -> str:
    """Write a header's words: unchanged ones as they were sent, the others like them.

    Args:
        words: the words as they were sent.
        new: what each of them is now.
        before: the number of characters before them in their line.
    """
    runs: list[tuple[str, bool]] = []
    at = 0
    while at < len(words):
        end = at + 1
        if new[at] == words[at].text:
            runs.append((words[at].raw, False))
        else:
            while end < len(words) and new[end] != words[end].text:
                end += 1
            runs.append((_like([word.raw for word in words[at:end]], "".join(new[at:end])), True))
        at = end
    return _in_lines(_apart(runs), before)


def _like(sent: Sequence[str], text: str) -> str:
    """Encode a text in the charset and the way of the encoded words that it replaces, if these were ones."""
    style = _STYLE.match(sent[0])
    if not style or not text or not _ALL_ENCODED.fullmatch("".join(sent)):
        return encoded(text)
    charset, way = style[1].partition("*")[0], style[2]
    try:
        text.encode(charset)
    except (LookupError, UnicodeError, ValueError):
        charset = "utf-8"
    room = _LONGEST_WORD - len(f"=?{charset}?{way}??=")
    payloads: list[str] = []
    data = b""
    for ch in text:
        longer = data + ch.encode(charset, "replace")
        if data and len(_payload(longer, way)) > room:
            payloads.append(_payload(data, way))
            longer = longer[len(data) :]
        data = longer
    return " ".join(f"=?{charset}?{way}?{payload}?=" for payload in (*payloads, _payload(data, way)))


def _payload(data: bytes, way: str) -> str:
    if way in "bB":
        return b64encode(data).decode("ascii")
    return "".join("_" if byte == 32 else chr(byte) if byte in _UNESCAPED else f"={byte:02X}" for byte in data)


def _apart(runs: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Write the space between two words into one of them where both are encoded by now, so that it is read."""
    kept = list(runs)
    for at in range(1, len(kept) - 1):
        (left, is_left_new), (gap, _), (right, is_right_new) = kept[at - 1 : at + 2]
        if not (is_left_new or is_right_new) or not gap.isspace():
            continue
        if _ENDS_ENCODED.search(left) and _STARTS_ENCODED.match(right):
            if is_right_new:
                kept[at + 1] = (_like([_STARTS_ENCODED.findall(right)[0]], f" {decoded(right)}"), True)
            else:
                kept[at - 1] = (_like([_STARTS_ENCODED.findall(left)[0]], f"{decoded(left)} "), True)
    return kept


def _in_lines(runs: Sequence[tuple[str, bool]], before: int) -> str:
    """Join the runs, and fold lines that have become too long, inside new words where this is possible."""
    longest = max(_LINE, *(len(line) for text, is_new in runs if not is_new for line in text.splitlines()), 0)
    written: list[str] = []
    column = before
    for text, is_new in runs:
        for number, word in enumerate(text.split(" ") if is_new else [text]):
            if number and (column + 1 + len(word) > longest):
                written.append("\r\n ")
                column = 1
            elif number:
                written.append(" ")
                column += 1
            elif not is_new and word.isspace() and "\n" not in word and column > _LONGEST_LINE - _LINE:
                written.append("\r\n")
                column = 0
            written.append(word)
            column = len(word.rpartition("\n")[2]) if "\n" in word else column + len(word)
    return "".join(written)


def in_parameters(raw: str, changed: Mapping[str, str]) -> str | None:
    """Replace values of parameters where they stand, quoted or encoded as they were (RFC 2045, 2047, 2231).

    Returns:
        The header's value; None if one of the parameters is not there once, or cannot be written in its old way.

    >>> in_parameters(' text/plain; Name="Ann.txt";  charset=utf-8', {"name": "Bo.txt"})
    ' text/plain; Name="Bo.txt";  charset=utf-8'
    """
    found = [(match[1].lower(), match) for match in _PARAMETER.finditer(raw)]
    written: list[str] = []
    position = 0
    for name, match in found:
        if name not in changed:
            continue
        value = _parameter(match[3], changed[name], is_extended=bool(match[2]))
        if value is None:
            return None
        written += (raw[position : match.start(3)], value)
        position = match.end(3)
    names = [name for name, _ in found]
    return "".join((*written, raw[position:])) if all(names.count(name) == 1 for name in changed) else None


def _parameter(sent: str, new: str, *, is_extended: bool) -> str | None:
    if is_extended:
        start = _EXTENDED.match(sent)
        return f"{start[1]}{quote(new, safe='')}" if start and new.isprintable() else None
    is_quoted = sent.startswith('"')
    inner = sent[1:-1] if is_quoted else sent
    if _ALL_ENCODED.fullmatch(inner):
        word = _like([inner], new)
        return f'"{word}"' if is_quoted else word
    if not (new.isascii() and new.isprintable()):
        return None
    return new if not is_quoted and TOKEN.fullmatch(new) else in_quotes(new)
