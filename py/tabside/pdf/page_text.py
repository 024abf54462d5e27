"""A page's text in reading order, and the page's characters that each of its letters stands for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .bidi import visual_to_logical
from .glyphs import Glyph
from .reading_order import reading_order
from .words import Line, Placed, Word, lines_of, upright_groups

__all__ = ["PageText", "page_text"]

_MADE_UP = -1
# Shares of the font size (em).
_CELL = 1.6
_LEADING = 2.1
_WIDE_LEADING = 3.2
_UNEVEN = 0.25
_SHORT_OF_EDGE = 1.5
# A narrower block contains an address or a list rather than sentences.
_SENTENCES = 16
_HYPHENS = "-\u00ad\u2010"
_UNREADABLE = "\ufffd"
_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_ACCENTS = {
    "\u00b4": "\u0301", "`": "\u0300", "\u02cb": "\u0300", "\u00a8": "\u0308", "^": "\u0302", "\u02c6": "\u0302",
    "~": "\u0303", "\u02dc": "\u0303", "\u00b8": "\u0327", "\u02c7": "\u030c", "\u02da": "\u030a", "\u02dd": "\u030b",
    "\u02d8": "\u0306", "\u00af": "\u0304", "\u02d9": "\u0307", "\u02db": "\u0328",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text. `owners` has the index of each letter's glyph, or -1 if nothing was drawn (a space).

    `attached` are glyphs that belong to another one: a hyphen at a line's end, an accent, a letter drawn twice.
    `lines` has each letter's line number. `unsure` are the stretches (start, end) of words that OCR may have misread.
    """

    text: str = field(repr=False)
    glyphs: Sequence[Glyph] = field(repr=False)
    owners: Sequence[int] = field(repr=False)
    lines: Sequence[int] = field(repr=False)
    attached: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False)
    unsure: Sequence[tuple[int, int]] = ()

    def within(self, start: int, end: int) -> list[tuple[int, Glyph]]:
        """Return the drawn characters of a stretch of the text, each with its line number."""
        found: dict[int, int] = {}
        for place in range(start, end):
            owner = self.owners[place]
            if owner != _MADE_UP:
                for one in (owner, *self.attached.get(owner, ())):
                    found.setdefault(one, self.lines[place])
        return [(line, self.glyphs[index]) for index, line in found.items()]

    def under(self, covers: Callable[[tuple[float, float]], bool]) -> list[tuple[int, int]]:
        """Return the stretches of the text whose characters have their middle where `covers` says."""
        covered = {index for index, glyph in enumerate(self.glyphs) if covers(glyph.box.center)}
        stretches: list[tuple[int, int]] = []
        for place, owner in enumerate(self.owners):
            if owner not in covered:
                continue
            start, end = stretches[-1] if stretches else (place, place)
            # A space within does not end a stretch; a line's end does.
            if stretches and self.lines[place] == self.lines[start] and set(self.owners[end:place]) <= {_MADE_UP}:
                stretches[-1] = (start, place + 1)
            else:
                stretches.append((place, place + 1))
        return [(start, end) for start, end in stretches if any(map(str.isalnum, self.text[start:end]))]

    @property
    def unreadable(self) -> int:
        """Number of drawn characters without a Unicode value in the font."""
        return sum(not glyph.is_mapped or not glyph.text for glyph in self.glyphs if glyph.box.width > 0)


def page_text(glyphs: Sequence[Glyph]) -> PageText:
    """Rebuild a page's text: words from gaps, lines from baselines, columns and tables from the space between them.

    A line break within a sentence becomes a space, any other a line feed. A hyphen at a line's end that is not part of
    the word is removed. Cells of a row are separated by a tab. Ligatures and separately drawn accents become plain
    letters.
    """
    writer = _Writer(glyphs)
    for group in upright_groups(glyphs):
        lines = reading_order(lines_of(group))
        for block in _blocks(lines):
            writer.add_block(block)
    return writer.finished()


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Split lines into paragraphs: at a jump upwards, at a change of font size, and at wide gaps.

    A sentence that goes on below a wide gap is not split.
    """
    block: list[Line] = []
    for line in lines:
        if block and _is_apart(block, line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _is_apart(block: Sequence[Line], line: Line) -> bool:
    last = block[-1]
    step = last.y - line.y
    size = max(last.size, line.size)
    overlaps = line.left < max(one.right for one in block) and min(one.left for one in block) < line.right
    usual = block[0].y - block[1].y if len(block) > 1 else step
    return (
        not 0 <= step <= (_WIDE_LEADING if _goes_on(block, line) else _LEADING) * size
        or abs(step - usual) > _UNEVEN * size
        or not overlaps
        or abs(last.size - line.size) > _UNEVEN * size
    )


class _Writer:
    """Writes lines into one text and records the glyph of each letter."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        self._glyphs = glyphs
        self._index = {glyph.number: index for index, glyph in enumerate(glyphs)}
        self._text: list[str] = []
        self._owners: list[int] = []
        self._lines: list[int] = []
        self._attached: dict[int, tuple[int, ...]] = {}
        self._line = 0

    def add_block(self, block: Sequence[Line]) -> None:
        """Add a paragraph."""
        if self._text:
            self._add("\n\n", _MADE_UP)
        left, right = min(line.left for line in block), max(line.right for line in block)
        is_wide = right - left >= _SENTENCES * block[0].size
        for number, line in enumerate(block):
            self._add_line(line)
            if number + 1 < len(block):
                following = block[number + 1]
                if self._is_hyphenated():
                    self._join_hyphenated(following)
                else:
                    is_sentence = is_wide and not _has_cells(line) and not _has_cells(following)
                    self._add(" " if is_sentence and _wraps(line, following, right) else "\n", _MADE_UP)
                self._line += 1
        self._line += 1

    def finished(self) -> PageText:
        """Return the page's text. Glyphs without a letter are attached to one at the same place."""
        used = set(self._owners) | {one for group in self._attached.values() for one in group}
        by_place: dict[tuple[str, int, int], int] = {}
        for owner in set(self._owners) - {_MADE_UP}:
            glyph = self._glyphs[owner]
            by_place.setdefault((glyph.text, round(glyph.origin[0]), round(glyph.origin[1])), owner)
        for index, glyph in enumerate(self._glyphs):
            if index in used or glyph.text.isspace():
                continue
            x, y = round(glyph.origin[0]), round(glyph.origin[1])
            near = ((glyph.text, x + dx, y + dy) for dx in (0, -1, 1) for dy in (0, -1, 1))
            same = next((by_place[key] for key in near if key in by_place), None)
            if same is not None:
                self._attach(same, index)
            elif glyph.text:
                # Everything drawn must be part of the text.
                self._add("\n", _MADE_UP)
                self._add(_letters(glyph), index)
        return PageText("".join(self._text), self._glyphs, self._owners, self._lines, self._attached)

    def _add(self, text: str, owner: int) -> None:
        # One entry per letter, so that indexes into the three lists are offsets into the text.
        self._text += text
        self._owners += [owner] * len(text)
        self._lines += [self._line] * len(text)

    def _attach(self, owner: int, glyph: int) -> None:
        self._attached[owner] = (*self._attached.get(owner, ()), glyph)

    def _add_line(self, line: Line) -> None:
        last: Word | None = None
        for word in visual_to_logical(line.words):
            if last is not None:
                gap = max(word.left - last.right, last.left - word.right)
                self._add("\t" if gap > _CELL * line.size else " ", _MADE_UP)
            self._add_word(word)
            last = word

    def _add_word(self, word: Word) -> None:
        accent: Placed | None = None
        for one in word.glyphs:
            index = self._index[one.glyph.number]
            mark = _ACCENTS.get(one.glyph.text)
            if accent is not None:
                self._add_accented(accent, one)
                accent = None
            elif mark is not None and any(_lies_over(one, other) for other in word.glyphs if other is not one):
                if not self._accent_the_last(one, mark, word):
                    accent = one
            else:
                self._add(_letters(one.glyph), index)
        if accent is not None:
            self._add(accent.glyph.text, self._index[accent.glyph.number])

    def _add_accented(self, accent: Placed, letter: Placed) -> None:
        index, mark = self._index[letter.glyph.number], self._index[accent.glyph.number]
        whole = _composed(letter.glyph.text, _ACCENTS[accent.glyph.text])
        if len(whole) == 1 and _lies_over(accent, letter):
            self._add(whole, index)
            self._attach(index, mark)
        else:
            self._add(accent.glyph.text, mark)
            self._add(_letters(letter.glyph), index)

    def _accent_the_last(self, accent: Placed, mark: str, word: Word) -> bool:
        """Add an accent to the preceding letter, if it lies over that one."""
        owner = self._owners[-1] if self._owners else _MADE_UP
        before = next((one for one in word.glyphs if self._index[one.glyph.number] == owner), None)
        if before is None or not _lies_over(accent, before):
            return False
        whole = _composed(self._text[-1], mark)
        if len(whole) != 1:
            return False
        self._text[-1] = whole
        self._attach(owner, self._index[accent.glyph.number])
        return True

    def _is_hyphenated(self) -> bool:
        return len(self._text) > 1 and self._text[-1] in _HYPHENS and self._text[-2].isalnum()

    def _join_hyphenated(self, following: Line) -> None:
        """Join a word split at a line's end; before a capital or a digit the hyphen stays."""
        first = following.words[0].glyphs[0].glyph.text[:1]
        if self._text[-1] == "-" and not first.islower():
            return
        self._text.pop()
        self._lines.pop()
        self._attach(self._owners[-2], self._owners.pop())


def _has_cells(line: Line) -> bool:
    """Whether a line has a gap wider than a space, as between the cells of a row."""
    return any(later.left - earlier.right > _CELL * line.size for earlier, later in pairwise(line.words))


def _goes_on(block: Sequence[Line], line: Line) -> bool:
    """Whether a full line of running text is before a line: it goes on there, also with double spacing."""
    left, right = min(one.left for one in (*block, line)), max(one.right for one in (*block, line))
    is_wide = right - left >= _SENTENCES * line.size
    return is_wide and not _has_cells(block[-1]) and not _has_cells(line) and _wraps(block[-1], line, right)


def _wraps(line: Line, following: Line, right: float) -> bool:
    """Whether the next line's first word would not have fitted on this line."""
    first = following.words[0]
    return first.right - first.left + _SHORT_OF_EDGE * line.size > right - line.right


def _lies_over(accent: Placed, letter: Placed) -> bool:
    """Whether an accent lies over (or under) a letter rather than beside it."""
    if not letter.glyph.text.isalpha():
        return False
    a, b = accent.glyph.box, letter.glyph.box
    common = min(a.right, b.right) - max(a.left, b.left)
    return common > 0.5 * min(a.width, b.width) > 0


def _composed(letter: str, mark: str) -> str:
    """Return a letter with its accent; under an accent, i and j are drawn without their dots."""
    return unicodedata.normalize("NFC", {"\u0131": "i", "\u0237": "j"}.get(letter, letter) + mark)


def _letters(glyph: Glyph) -> str:
    if glyph.is_hyphen:
        return "-"
    if not glyph.is_mapped or not glyph.text or (ord(glyph.text) < 32 and glyph.text not in "\t\n"):
        return _UNREADABLE
    return _LIGATURES.get(glyph.text, glyph.text)
