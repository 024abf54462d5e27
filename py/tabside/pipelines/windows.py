"""Split a text of any length into windows that suit a token classifier.

A classifier of names works best on one subject at a time: on short texts joined into one document, windows that end at
paragraph, line and sentence ends find a good tenth more than windows of a fixed length. A window therefore never
crosses a paragraph, and ends with the first line or sentence after which it is long enough to be understood. A sentence
longer than the maximum is the only thing that is split inside, between words if possible. Such windows overlap, and
each owns the part of the overlap nearer to its middle, so that every character has context on both sides and counts
once.

Time is linear in the length of the text, and windows are yielded one at a time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["LEAST_CHARS", "MOST_CHARS", "OVERLAP_CHARS", "Window", "cut"]

LEAST_CHARS = 60
MOST_CHARS = 480
OVERLAP_CHARS = 128

# A line break at this width in wrapped prose has no meaning, unless a sentence ends there too.
_WRAPPED_LINE_CHARS = range(60, 101)

_SPACES_OR_FULL_STOP = re.compile(r"\s+|[。！？｡]+")
_CLOSERS = frozenset("\"')]}»”’›」』）】*_")
_TERMINATORS = frozenset(".!?…؟۔।")
# A full stop after these ends no sentence. Splitting there would separate a name from its title.
_ABBREVIATION = re.compile(
    r"""mr|mrs|ms|mx|dr|prof|st|ave|blvd|rd|ln|apt|ste|no|nr|tel|ext|jr|sr|vs|inc|ltd|co|corp|dept|fig|vol|hr|fr|rev
    |hon|gen|col|sgt|capt|lt|messrs|mt|ft|attn|approx""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 6


@dataclass(frozen=True, slots=True)
class Window:
    """A window `text[start:end]` of the text. It alone owns `[own_start, own_end)`.

    Overlapping windows are parts of one sentence and share their `number`.
    """

    start: int
    end: int
    own_start: int
    own_end: int
    number: int


def cut(
    text: str, *, least_chars: int = LEAST_CHARS, most_chars: int = MOST_CHARS, overlap_chars: int = OVERLAP_CHARS
) -> Iterator[Window]:
    """Yield windows that together own every character of `text`, in order. An empty or blank text has no windows.

    A window ends with the first line or sentence after `least_chars`, and before `most_chars` in any case.
    `overlap_chars` must be less than half of `most_chars`.

    >>> [text[w.start:w.end] for text in ["One. Two.\\n\\nThree."] for w in cut(text)]
    ['One. Two.\\n\\n', 'Three.']
    """
    if not 0 <= overlap_chars * 2 < most_chars:
        raise ValueError("overlap_chars must be less than half of most_chars")
    for number, (start, end) in enumerate(_groups(text, least_chars, most_chars)):
        if end - start <= most_chars:
            yield Window(start, end, start, end, number)
        else:
            yield from _overlapping(text, start, end, number, most_chars, overlap_chars)


def _groups(text: str, least_chars: int, most_chars: int) -> Iterator[tuple[int, int]]:
    """Yield runs of whole sentences of one paragraph. Only a run of a single sentence can be too long."""
    start = last = 0
    for end, is_paragraph in _sentence_ends(text):
        if end - start > most_chars and last > start:
            yield start, last
            start = last
        last = end
        if end > start and (is_paragraph or end - start >= least_chars):
            yield start, end
            start = end


def _sentence_ends(text: str) -> Iterator[tuple[int, bool]]:
    """Yield (end of a sentence or line, including following spaces; whether a paragraph ends there too)."""
    begun = False
    position = line_start = 0
    for match in _SPACES_OR_FULL_STOP.finditer(text):
        run = match.group()
        begun = begun or match.start() > position or not run[0].isspace()
        position = match.end()
        if not begun:
            continue
        if not run[0].isspace():
            yield position, False
        elif position < len(text):
            breaks = max(run.count("\n"), run.count("\r"))
            is_paragraph = breaks > 1 or "\u2029" in run or "\f" in run
            is_line = breaks == 1 and match.start() - line_start not in _WRAPPED_LINE_CHARS
            if is_paragraph or is_line or _ends_sentence(text, match.start()):
                yield position, is_paragraph
            if breaks:
                line_start = position
    if begun or position < len(text):
        yield len(text), True


def _ends_sentence(text: str, end: int) -> bool:
    """Whether a sentence ends just before `end`, where spaces follow."""
    index = end - 1
    least = max(0, end - 4)
    while index > least and text[index] in _CLOSERS:
        index -= 1
    if text[index] not in _TERMINATORS:
        return False
    if text[index] != ".":
        return True
    word_start = index
    least = max(0, index - _LONGEST_ABBREVIATION - 1)
    while word_start > least and text[word_start - 1].isalpha():
        word_start -= 1
    word = text[word_start:index]
    is_initial = len(word) == 1 and word.isupper()
    return not is_initial and _ABBREVIATION.fullmatch(word) is None


def _overlapping(text: str, start: int, end: int, number: int, most_chars: int, overlap_chars: int) -> Iterator[Window]:
    own_start = start
    while end - start > most_chars:
        stop = _word_end(text, start + most_chars - overlap_chars // 2, start + most_chars)
        following = _word_start(text, stop - overlap_chars, stop - overlap_chars // 2)
        own_end = _nearest_space(text, following, stop)
        yield Window(start, stop, own_start, own_end, number)
        start, own_start = following, own_end
    yield Window(start, end, own_start, end, number)


def _word_end(text: str, least: int, most: int) -> int:
    for index in range(most, least, -1):
        if text[index].isspace():
            return index
    return _before_marks(text, most)


def _word_start(text: str, least: int, most: int) -> int:
    for index in range(least, most):
        if text[index - 1].isspace() and not text[index].isspace():
            return index
    return _before_marks(text, least)


def _nearest_space(text: str, start: int, end: int) -> int:
    """Return the position nearest to the middle where tokenization needs no context: a space, else a symbol."""
    middle = (start + end) // 2
    for is_border in (str.isspace, _is_symbol):
        for distance in range((end - start) // 2):
            for index in (middle - distance, middle + distance):
                if is_border(text[index]):
                    return index
    return _before_marks(text, middle)


def _is_symbol(character: str) -> bool:
    return not character.isalnum() and not unicodedata.combining(character)


def _before_marks(text: str, index: int) -> int:
    # A combining mark separated from its letter would be read differently. Sixteen is more than any language needs.
    for back in range(16):
        if not unicodedata.combining(text[index - back]):
            return index - back
    return index
