"""Transfer encodings of e-mail (RFC 2045, 6): content is written in the way, and with the lines, of its sender."""

from __future__ import annotations

import re
from base64 import b64encode
from binascii import a2b_qp
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

__all__ = ["as_base64", "as_quoted_printable"]

_LONGEST_LINE = 76
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_BYTE_LINES = re.compile(rb"[^\n]*\n|[^\n]+")
_IS_SOFT = re.compile(r"=[ \t\r]*\n\Z")
_WORDS = re.compile(rb"(?s:[0-9A-Za-z_\x80-\xff]+|.)")
_UNIT = re.compile(r"(?s:=[ \t\r]*\n|=[0-9A-Fa-f]{2}|.)")
_ESCAPE = re.compile(r"=([0-9A-Fa-f]{2})")
# RFC 2045, 6.7: what may stand unescaped, space and tab not at the end of a line.
_PLAIN = frozenset((*range(33, 61), *range(62, 127), 9, 32))
# It stands in one line, unescaped, so that it is seen in the source, and the value can be put back there as it was.
_SHORT_PLACEHOLDER = re.compile(rb"\[[A-Z][A-Z0-9_]{0,50}_[0-9]{1,9}[a-z]{0,6}\]")
# Words of one line times words of the other.
_MOST_COMPARED = 1_000_000


def as_base64(data: bytes, sent: str) -> str:
    """Encode bytes in lines as long as those that were sent. A single long line stays one.

    >>> as_base64(b"Hello, world", "SGVs" + chr(10) + "bG8=" + chr(10))
    'SGVs\\nbG8s\\nIHdv\\ncmxk\\n'
    """
    lines = sent.split()
    text = b64encode(data).decode("ascii")
    if len(lines) == 1 and len(lines[0]) > _LONGEST_LINE:
        width = len(text) or _LONGEST_LINE
    else:
        width = len(lines[0]) if len(lines) > 1 else _LONGEST_LINE
    written = "\n".join(text[at : at + width] for at in range(0, len(text), width))
    start = len(sent) - len(sent.lstrip())
    return sent[:start] + written + (sent[len(sent.rstrip()) :] if lines else "\n")


def as_quoted_printable(data: bytes, sent: str) -> str:
    r"""Encode bytes. What stands in the sent text already stays as it was written there, with its soft line breaks.

    >>> as_quoted_printable(b'Dear Bo, "it" has moved', "Dear Ann, =22it=22 has mo=" + chr(10) + "ved")
    'Dear Bo, =22it=22 has mo=\nved'
    """
    old = list(_logical_lines(sent))
    new = [match[0] for match in _BYTE_LINES.finditer(data)]
    first = _equal([text for _, text in old], new)
    last = _equal([text for _, text in old[first:]][::-1], new[first:][::-1])
    changed, replaced = old[first : len(old) - last], new[first : len(new) - last]
    writer = _Writer(sent)
    if len(changed) == len(replaced):
        written = [
            raw if text == line else writer.line(raw, text, line)
            for (raw, text), line in zip(changed, replaced, strict=True)
        ]
    else:
        written = [writer.line("", b"", line) for line in replaced]
    return "".join((*(raw for raw, _ in old[:first]), *written, *(raw for raw, _ in old[len(old) - last :])))


def _logical_lines(sent: str) -> Iterator[tuple[str, bytes]]:
    """Yield each line, together with those that a soft line break joins to it, as it was sent and decoded."""
    pending: list[str] = []
    for match in _LINES.finditer(sent):
        pending.append(match[0])
        if not _IS_SOFT.search(match[0]):
            yield _decoded("".join(pending))
            pending = []
    if pending:
        yield _decoded("".join(pending))


def _decoded(raw: str) -> tuple[str, bytes]:
    return raw, a2b_qp(raw.encode("ascii", "surrogateescape"))


def _equal(old: Sequence[bytes], new: Sequence[bytes]) -> int:
    """Return how many lines at the start are equal."""
    return next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


class _Writer:
    """Encodes lines with the same characters escaped as the sender of a text did."""

    def __init__(self, sent: str) -> None:
        escapes = _ESCAPE.findall(sent)
        plain = frozenset(_ESCAPE.sub("", sent).encode("ascii", "surrogateescape"))
        self._escaped = frozenset(int(digits, 16) for digits in escapes) - plain
        self._is_upper = not any(digits != digits.upper() for digits in escapes)

    def line(self, raw: str, old: bytes, new: bytes) -> str:
        """Return a line written anew where it has changed."""
        units = list(_units(raw))
        if b"".join(data for _, data in units) != old:
            units, old = [], b""
        starts = [at for at, (_, data) in enumerate(units) for _ in data]
        written: list[tuple[str, bool]] = []
        for kind, first, last, new_first, new_last in _changes(old, new):
            if kind == "equal":
                written += [(unit, False) for unit, _ in units[starts[first] : starts[last - 1] + 1]]
            else:
                is_at_end = new_last == len(new.rstrip(b"\r\n"))
                written += [(unit, True) for unit in self._encoded(new[new_first:new_last], is_at_end=is_at_end)]
        return _in_lines(written)

    def _encoded(self, data: bytes, *, is_at_end: bool) -> Iterator[str]:
        position = 0
        for match in _SHORT_PLACEHOLDER.finditer(data):
            yield from self._escaped_bytes(data[position : match.start()], is_at_end=False)
            yield match[0].decode("ascii")
            position = match.end()
        yield from self._escaped_bytes(data[position:], is_at_end=is_at_end)

    def _escaped_bytes(self, data: bytes, *, is_at_end: bool) -> Iterator[str]:
        for at, byte in enumerate(data):
            is_last = is_at_end and at + 1 == len(data)
            if byte in (10, 13) or (byte in _PLAIN and byte not in self._escaped and not (is_last and byte in (9, 32))):
                yield chr(byte)
            else:
                yield f"={byte:02X}" if self._is_upper else f"={byte:02x}"


def _in_lines(units: Sequence[tuple[str, bool]]) -> str:
    """Join units. Lines that have become too long are broken, where possible beside what is new."""
    written: list[str] = []
    start = 0
    for end in (*(at + 1 for at, (unit, _) in enumerate(units) if unit.endswith("\n")), len(units)):
        left = sum(len(unit.rstrip("\r\n")) for unit, _ in units[start:end])
        while left > _LONGEST_LINE:
            cut = _cut(units, start, end)
            left -= sum(len(unit) for unit, _ in units[start:cut])
            written += (*(unit for unit, _ in units[start:cut]), "=\n")
            start = cut
        written += (unit for unit, _ in units[start:end])
        start = end
    return "".join(written)


def _cut(units: Sequence[tuple[str, bool]], start: int, end: int) -> int:
    """Return before which unit a soft line break is due."""
    column, best, at = 0, 0, start
    while at < end and column + len(units[at][0]) < _LONGEST_LINE:
        column += len(units[at][0])
        at += 1
        if units[at - 1][1] or (at < end and units[at][1]):
            best = at
    return best or at


def _units(raw: str) -> Iterator[tuple[str, bytes]]:
    """Yield each character, escape or soft line break of a line, and the bytes that it stands for."""
    for match in _UNIT.finditer(raw):
        unit = match[0]
        if unit[0] == "=" and len(unit) > 1:
            yield unit, b"" if unit.endswith("\n") else bytes((int(unit[1:], 16),))
        else:
            yield unit, unit.encode("ascii", "surrogateescape")


def _changes(old: bytes, new: bytes) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield how a line became another, in stretches of words; in very long lines only the ends are compared."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    first = _equal(a, b)
    last = _equal(a[first:][::-1], b[first:][::-1])
    ends = (len(a) - last, len(b) - last)
    middle = [("replace", first, ends[0], first, ends[1])]
    if (ends[0] - first) * (ends[1] - first) <= _MOST_COMPARED:
        matcher = SequenceMatcher(None, a[first : ends[0]], b[first : ends[1]], autojunk=False)
        middle = [(kind, i + first, j + first, k + first, m + first) for kind, i, j, k, m in matcher.get_opcodes()]
    at_a, at_b = _offsets(a), _offsets(b)
    for kind, i, j, k, m in (
        ("equal", 0, first, 0, first), *middle, ("equal", ends[0], len(a), ends[1], len(b))
    ):  # fmt: skip
        if j > i or m > k:
            yield kind, at_a[i], at_a[j], at_b[k], at_b[m]


def _offsets(words: Sequence[bytes]) -> list[int]:
    return [0, *accumulate(map(len, words))]
