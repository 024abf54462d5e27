"""Bring a text file back byte for byte: remember how a value was written where the format has other ways to write it.

`&` may stand for `&amp;` in HTML, a name may be folded in a mail's header, and a script may write `ö` as an escape.
A placeholder whose value was written in another way than its format's writer would choose has that way in
`PlaceholderMap.written`. It is used only if the file then reads as it does without it, so that a placeholder that
somebody moved elsewhere cannot damage the file.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..redaction.operators.placeholders import PLACEHOLDER, next_spelling
from .document import Document

if TYPE_CHECKING:
    from ..redaction.operators.placeholders import PlaceholderMap

__all__ = ["is_text_format", "reads_alike", "with_written", "written_back"]

_PLACEHOLDER = re.compile(PLACEHOLDER.pattern.encode())
# Zip archives, old Office files, PDF: their parts come back as equal XML, or not at all.
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")
# What may divide a value: a soft line break in a mail, emphasis of a part of a word in Markdown.
_DIVIDERS = re.compile(rb"=\r?\n|\*+")
_DIVIDERS_FIRST = re.compile(rb"(?:=\r?\n|\*+)+")
_DIVIDERS_LAST = re.compile(rb"(?:=\r?\n|(?<!\*)\*+)\Z")
_MARKED = re.compile(rb'"([ \t]{1,3})')
# Bytes of a text between placeholders that are looked for, where it is not all there: it may hold encoded words.
_ANCHORS = (48, 12, 4)
# Bytes that one character of a value may take, as in `&CounterClockwiseContourIntegral;`, and some for folds.
_WIDEST = 36
# Ends that are tried, for each value.
_MOST_TRIES = 8

Restore = Callable[[bytes, "PlaceholderMap"], bytes]


def is_text_format(data: bytes) -> bool:
    """Return whether a file is text, not an archive of parts."""
    return not data.startswith(_PACKED)


def with_written(
    original: bytes, redacted: bytes, mapping: PlaceholderMap, before: PlaceholderMap | None, restore: Restore
) -> tuple[bytes, PlaceholderMap]:
    """Add to a mapping how values were written, if the file comes back byte for byte only with that.

    A value that was written in several ways gets a spelling of its placeholder for each. `restore` restores a file with
    a mapping. Return the redacted file, with these spellings, and the mapping; both as they were if nothing helps.
    """
    if mapping.lossy or not is_text_format(original):
        return redacted, mapping
    plain = restore(redacted, replace(mapping, written={}))
    if plain == original and not any(name.encode() in redacted for name in mapping.written):
        return redacted, mapping
    for is_every in (False, True):
        spellings = _Spellings(mapping, {} if before is None else before.originals)
        changed = spellings.applied(redacted, original, plain, is_every=is_every)
        if changed is None:
            break
        better = replace(mapping, originals=spellings.originals, written=spellings.written)
        if restore(changed, better) == original:
            return changed, better
    return redacted, mapping


def written_back(redacted: bytes, mapping: PlaceholderMap) -> bytes | None:
    """Write values as they were written, each at its placeholder; None if the mapping remembers none that is there."""
    if not mapping.written or not is_text_format(redacted):
        return None
    raw = {name.encode(): _bytes(text) for name, text in mapping.written.items()}
    parts: list[bytes] = []
    at = 0
    for match in _PLACEHOLDER.finditer(redacted):
        value = raw.get(match[0])
        if value is None:
            continue
        before = redacted[at : match.start()]
        at = match.end()
        # What divided the value stands beside its placeholder now.
        inside = b"".join(_DIVIDERS.findall(value))
        if inside and redacted.startswith(inside, at):
            at += len(inside)
        elif inside:
            before = before.removesuffix(inside)
        parts += (before, value)
    return b"".join((*parts, redacted[at:])) if parts else None


def reads_alike(one: Document, other: Document) -> bool:
    """Return whether two files have the same texts at the same places, emphasis of Markdown aside."""
    return [(part.place, part.text.replace("*", "")) for part in one.segments] == [
        (part.place, part.text.replace("*", "")) for part in other.segments
    ]


@dataclass(slots=True)
class _Spellings:
    """Placeholders by value and by how it was written. Those of `earlier` files keep their meaning."""

    mapping: PlaceholderMap
    earlier: Mapping[str, str] = field(repr=False)
    originals: dict[str, str] = field(default_factory=dict, repr=False)
    written: dict[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.originals = dict(self.mapping.originals)
        self.written = dict(self.mapping.written)

    def applied(self, redacted: bytes, original: bytes, plain: bytes, *, is_every: bool) -> bytes | None:
        """Return the redacted file with a spelling for each way of writing; None if the two files do not match.

        `plain` is the file as its format's writer restores it. `is_every`: remember every value, not only those that it
        writes in another way, since a value that comes back can change how the writer treats its neighbours.
        """
        matches = [match for match in _PLACEHOLDER.finditer(redacted) if self._is_ours(match)]
        values = [_bytes(self.originals[match[0].decode()]) for match in matches]
        was = _aligned(redacted, matches, original, values)
        if was is None:
            return None
        now = [b""] * len(was) if is_every else _aligned(redacted, matches, plain, values) or values
        ways = [None if old == new else old for old, new in zip(was, now, strict=True)]
        counted: dict[str, Counter[bytes | None]] = defaultdict(Counter)
        for match, way in zip(matches, ways, strict=True):
            counted[match[0].decode()][way] += 1
        names = {name: self._named(name, counts) for name, counts in counted.items()}
        edited: list[bytes] = []
        at = 0
        for match, way in zip(matches, ways, strict=True):
            edited += (redacted[at : match.start()], names[match[0].decode()][way].encode())
            at = match.end()
        return b"".join((*edited, redacted[at:]))

    def _is_ours(self, match: re.Match[bytes]) -> bool:
        name = match[0].decode()
        return self.originals.get(name, name) != name

    def _named(self, name: str, ways: Counter[bytes | None]) -> dict[bytes | None, str]:
        """Give each way of writing a value its placeholder. None is the way of the format's writer."""
        names: dict[bytes | None, str] = {}
        for way, _ in ways.most_common():
            text = None if way is None else way.decode("utf-8", "surrogateescape")
            is_free = name not in self.earlier and name not in names.values()
            own = name if is_free or self.written.get(name) == text else self._spelling(name, text)
            names[way] = own
            self.originals[own] = self.originals[name]
            if text is not None:
                self.written[own] = text
        return names

    def _spelling(self, name: str, text: str | None) -> str:
        value = self.originals[name]
        stem = name.rstrip("]abcdefghijklmnopqrstuvwxyz")
        for known, original in self.originals.items():
            if original == value and known.startswith(stem) and self.written.get(known) == text and known != name:
                return known
        return next_spelling(name, self.originals)


def _aligned(
    redacted: bytes, matches: Sequence[re.Match[bytes]], other: bytes, values: Sequence[bytes]
) -> list[bytes] | None:
    """Return what stands at each placeholder in another state of the file; None if it cannot be told."""
    edges = [0, *(edge for match in matches for edge in match.span()), len(redacted)]
    between = [redacted[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    # For each value: where it starts, and where it may end. The last ones are given up first.
    open_ends: list[tuple[int, Iterator[int]]] = []
    spans: list[tuple[int, int]] = []
    failed: set[tuple[int, int]] = set()
    at = 0
    for _ in range(len(matches) * _MOST_TRIES):
        number = len(spans)
        if number == len(matches):
            return [other[start:end] for start, end in spans]
        if len(open_ends) == number:
            start = None if (number, at) in failed else _after(other, between[number], at)
            ends = iter(()) if start is None else _ends(other, start, values[number], between[number + 1])
            open_ends.append((start or 0, ends))
            failed.add((number, at))  # If this is asked again, it did not lead on.
        start, ends = open_ends[number]
        end = next(ends, None)
        if end is not None:
            spans.append((start, end))
            at = end
            continue
        open_ends.pop()
        if not spans:
            return None
        spans.pop()
    return None


def _after(text: bytes, literal: bytes, at: int) -> int | None:
    """Return where a text that stands between two placeholders ends. What is encoded may differ in its middle."""
    for one in _variants(literal):
        if text.startswith(one, at):
            return at + len(one)
    farthest = at + _WIDEST * (len(literal) + 8)
    for length in _ANCHORS:
        for one in _variants(literal[-length:]) if len(literal) > length else ():
            found = text.find(one, at, farthest) if one else -1
            if found >= 0:
                return found + len(one)
    return None


def _variants(literal: bytes) -> Iterator[bytes]:
    """Yield a text between placeholders, and what it was if it had other signs beside the values then.

    A value without quotes, or with escapes, is replaced by one in quotes that blanks or tabs follow, in JSON and YAML.
    What divided a value is moved out of it.
    """
    firsts = [literal]
    if marked := _MARKED.match(literal):
        blanks = marked[1]
        for count in range(1, len(blanks) + 1):
            firsts += (literal[1 + count :], b'"' + literal[1 + count :])
    if divided := _DIVIDERS_FIRST.match(literal):
        firsts.append(literal[divided.end() :])
    for one in firsts:
        yield one
        if one.endswith(b'"'):
            yield one[:-1]
        elif divided := _DIVIDERS_LAST.search(one):
            yield one[: divided.start()]


def _ends(text: bytes, start: int, value: bytes, after: bytes) -> Iterator[int]:
    """Yield where a value that starts there may end, the likeliest first."""
    if not after:
        yield from (start + len(value),) if text.startswith(value, start) else ()
        yield len(text)
        return
    anchors = [one for one in dict.fromkeys(_variants(after[: _ANCHORS[0]])) if one]
    if any(text.startswith(value + one, start) for one in anchors):
        yield start + len(value)
    for one in anchors:
        end = text.find(one, start, start + _WIDEST * (len(value) + 8))
        if end >= 0:
            yield end


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # Half of a character, which JSON can state. No file holds it in this form.
        return text.encode("utf-8", "replace")
