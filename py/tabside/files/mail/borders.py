"""Blank lines and boundaries of a broken message: keep them where Python's `email` would write others.

Programs forget the blank line before a boundary, or write one twice. RFC 2046, 5.1 says how it should be; people want
their message back as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from email.message import Message

__all__ = ["with_borders_kept"]

# Lines of one text times lines of the other.
_MOST_COMPARED = 4_000_000

_Change = tuple[int, int, int, int]


def with_borders_kept(source: bytes, mended: bytes, written: bytes, message: Message) -> bytes:
    """Return the written message with the blank lines and boundaries of its source.

    `mended` is what `email` makes of the source when nothing in it changes. If more than such lines differ, what was
    written stays: other lines were read by nobody.
    """
    if source == mended:
        return written
    old, now, new = (text.splitlines(keepends=True) for text in (source, mended, written))
    borders = {
        b"--" + boundary.encode("ascii", "surrogateescape")
        for part in message.walk()
        if (boundary := part.get_boundary()) is not None
    }
    repairs = list(_changes(now, old))
    if not all(_is_border(line, borders) for a, b, c, d in repairs for line in (*now[a:b], *old[c:d])):
        return written
    result: list[bytes] = []
    position = 0
    same = _same(now, new)
    for a, b, c, d in repairs:
        at = next((to + a - start for start, end, to in same if start <= a and b <= end), None)
        if at is not None and at >= position:
            result += (*new[position:at], *old[c:d])
            position = at + b - a
    return b"".join((*result, *new[position:]))


def _is_border(line: bytes, borders: set[bytes]) -> bool:
    said = line.strip()
    return not said or said in borders or said.removesuffix(b"--") in borders


def _same(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int, int]]:
    """Return the stretches of lines that are in both: start and end in the old ones, start in the new ones."""
    same: list[tuple[int, int, int]] = []
    start, to = 0, 0
    for a, b, _c, d in (*_changes(old, new), (len(old), len(old), len(new), len(new))):
        same.append((start, a, to))
        start, to = b, d
    return same


def _changes(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[_Change]:
    """Yield which lines became which; the middle of very long texts counts as one change."""
    first = _equal(old, new)
    last = _equal(old[first:][::-1], new[first:][::-1])
    ends = (len(old) - last, len(new) - last)
    if (ends[0] - first) * (ends[1] - first) > _MOST_COMPARED:
        yield first, ends[0], first, ends[1]
        return
    matcher = SequenceMatcher(None, old[first : ends[0]], new[first : ends[1]], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield a + first, b + first, c + first, d + first


def _equal(old: Sequence[bytes], new: Sequence[bytes]) -> int:
    return next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
