"""Numbers that states, insurers and banks give: a row each, and one pass over the text for all of them.

A row says how such a number looks without its separators (`9` a digit, `A` a letter, `*` either), which check proves
it and which words announce it. Groups are read together and apart: the longest stretch that a row recognizes wins, so
a number beside a postcode is read right. What decides, strongest first:

1. the check and the row's own words near it;
2. the check and words for numbers of that kind (`tax number`), in any of the seven languages;
3. the check alone, for rows whose shape and check leave little to chance;
4. the row's own words right before a number that fails its check, or that has none: a claim, not a certain one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from .. import check_digits
from ..detection import Detection
from .context import CLOSE, Mentions, Vocabulary, vocabulary
from .vocabulary import KINDS

__all__ = ["IdNumber", "NumberRecognizer", "rows"]

_MOST_GROUPS = 7
_SHORTEST, _LONGEST = 6, 28
# Longer lists of figures are data: there only what stands by itself is read.
_LONGEST_LIST = 40
# How many checks words for a kind may cause in a text, or for so many characters: they do not say whose check to ask.
# What they announce beyond these is still found by its shape (`documents.py`).
_MOST_CHECKS, _CHARACTERS_A_CHECK = 400, 400

_WORD = r"[A-Za-z]{1,4}(?![^\W_])"
_FIGURES = r"[A-Za-z]{0,6}[0-9][A-Za-z0-9]*+"
_GAP = r"(?:[ .\-/+(]|\. | [-/(] ?| ?\n ?)"
# Figures in groups, with single separators between them, and short words that may be a part: each character read once.
_RUN = re.compile(
    rf"(?<![^\W_])(?=(?:[A-Za-z .\-/+(\n]{{0,12}}[0-9]){{4}})(?:{_WORD}[ .\-/]){{0,2}}+"
    rf"{_FIGURES}(?:{_GAP}(?:{_FIGURES}|{_WORD}))*+(?![^\W_])"
)
_GROUP = re.compile(r"[A-Za-z0-9]+")
# A word vouches for the number right behind it without a check, not for the next one.
_DIGIT = re.compile(r"[0-9]")
# Between groups that belong together, and are read together or not at all.
_TIGHT = frozenset("-/.(")
_SHAPE = str.maketrans("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "9" * 10 + "A" * 26)
_SEPARATORS = re.compile(r"[^A-Z0-9]+")
_KIND_IDS = {entity: -1 - place for place, entity in enumerate(KINDS)}


# Known by identity: the index is looked up by all rows for each text, and to hash what they hold takes long.
@dataclass(frozen=True, slots=True, eq=False)
class IdNumber:
    """A row of the table.

    - `check`: a module of python-stdnum (`es.nif`) or a function of `check_digits`; "" where there is none.
    - `alone`: how it must be written to be found without any word: shapes with separators (`_` a space), `*` for any.
    - `example`: a number that holds, as people write it. The tests find it, and do not find it altered.
    """

    name: str
    entity: str
    country: str
    check: str
    shapes: tuple[str, ...]
    context: tuple[str, ...]
    example: str
    alone: tuple[str, ...] = ()

    def holds(self, written: str) -> bool:
        """Ask the row's check about a number as written."""
        return check_digits.holds(self.check, written, _SEPARATORS.sub("", written.upper()))


def rows(table: str) -> tuple[IdNumber, ...]:
    """Read rows: `name | ENTITY | check | shapes | shapes alone | context words, … | example`.

    The country is the first part of the name.
    """
    found = []
    for line in table.strip().splitlines():
        name, entity, check, shapes, alone, context, example = (cell.strip() for cell in line.split("|"))
        words = tuple(word.strip() for word in context.split(","))
        country = name[:2].upper().replace("UK", "GB")
        written = tuple(shape.replace("_", " ") for shape in alone.split())
        found.append(IdNumber(name, entity, country, check, tuple(shapes.split()), words, example, written))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class NumberRecognizer:
    """Finds the numbers of all its rows. A detection's source is the name of the row."""

    numbers: tuple[IdNumber, ...]
    name: str = "id_number"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(number.entity for number in self.numbers)

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the numbers in a folded text, in order, none overlapping another."""
        index: _Index | None = None
        mentions: Mentions | None = None
        budget = _Budget(max(_MOST_CHECKS, len(text) // _CHARACTERS_A_CHECK))
        for groups in _runs(text):
            index = index or _index(self.numbers)
            position = 0
            while position < len(groups):
                best: Detection | None = None
                used = 1
                for count, value in _windows(text, groups, position):
                    candidates = index.by_shape.get(value.translate(_SHAPE))
                    if candidates is None:
                        continue
                    mentions = mentions or Mentions.of(text, index.vocabulary)
                    if not mentions.ids and not candidates.alone and not candidates.always:
                        continue
                    start, end = groups[position][0], groups[position + count - 1][1]
                    if text[end : end + 1] == ")" and "(" in text[start:end]:
                        end += 1
                    found = _best(text, start, end, value, candidates, mentions, budget)
                    if found is not None and (best is None or found.certain):
                        best, used = found, count
                        if found.certain:
                            break
                if best is not None:
                    yield best
                position += used


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield runs of groups, by start and end, that hold figures enough for a number."""
    for run in _RUN.finditer(text):
        if run.end() - run.start() < _SHORTEST:
            continue
        groups = [group.span() for group in _GROUP.finditer(text, run.start(), run.end())]
        if len(groups) <= _LONGEST_LIST:
            yield groups
        else:
            yield from ([group] for group in groups if group[1] - group[0] >= _SHORTEST)


def _windows(text: str, groups: Sequence[tuple[int, int]], position: int) -> Iterator[tuple[int, str]]:
    """Yield how many groups from a position on, most first, and their letters and digits, in capitals."""
    most = min(_MOST_GROUPS, len(groups) - position)
    start = groups[position][0]
    if position and text[start - 1] in _TIGHT:
        return
    lengths = [0]
    for begin, end in groups[position : position + most]:
        lengths.append(lengths[-1] + end - begin)
    for count in range(most, 0, -1):
        if not _SHORTEST <= lengths[count] <= _LONGEST:
            continue
        end = groups[position + count - 1][1]
        if position + count < len(groups) and text[end] in _TIGHT and text[end + 1].isalnum():
            continue
        written = text[start:end].upper()
        yield count, written if count == 1 else _SEPARATORS.sub("", written)


@dataclass(slots=True)
class _Budget:
    """How many checks words for a kind may still cause."""

    left: int


def _best(
    text: str,
    start: int,
    end: int,
    value: str,
    candidates: _Candidates,
    mentions: Mentions,
    budget: _Budget,
) -> Detection | None:
    """Return the claim of the row that has most to say for it."""
    raw = text[start:end]
    if not (raw[0].isdigit() and raw[-1].isdigit()) and _holds_word(raw):
        return None
    if not mentions.ids:
        return _alone(raw, start, end, value, candidates)
    rivals = [
        ((1.0 if whose >= 0 else 0.9) - away / 1000, number, away, whose >= 0, index)
        for whose, (away, index) in mentions.near(start, end).items()
        if whose >= 0 or (budget.left > 0 and away <= CLOSE and not _DIGIT.search(text, mentions.ends[index], start))
        for number in candidates.by_word.get(whose, ())
    ]
    rivals.sort(key=_rank, reverse=True)
    written = raw.replace("\n", " ")
    failed: Detection | None = None
    reasons: tuple[str, ...]
    for score, number, distance, is_own, index in rivals:
        budget.left -= not is_own
        if check_digits.holds(number.check, written, value):
            reasons = ("pattern", "check holds", mentions.reason(text, index))
            return Detection(number.entity, start, end, score, number.name, True, reasons)
        is_next = distance <= CLOSE and not _DIGIT.search(text, mentions.ends[index], start)
        if not is_own or not is_next or not _is_code(raw):
            continue
        if not number.check:
            # Its own word right before it makes a shape as certain as a check does.
            reasons = ("pattern", mentions.reason(text, index))
            return Detection(number.entity, start, end, score - 0.2, number.name, True, reasons)
        if failed is None:
            reasons = ("pattern", "check fails", mentions.reason(text, index))
            failed = Detection(number.entity, start, end, 0.5, number.name, False, reasons)
    return failed or _alone(raw, start, end, value, candidates)


def _alone(raw: str, start: int, end: int, value: str, candidates: _Candidates) -> Detection | None:
    """Return the claim of a row that needs no word, if the number is written as it has to be."""
    shape = raw.upper().translate(_SHAPE)
    rows = candidates.alone.get(shape, ()) if candidates.alone else ()
    if (rows or candidates.always) and "\n" not in raw:
        for number in (*rows, *candidates.always):
            if check_digits.holds(number.check, raw, value):
                return Detection(number.entity, start, end, 0.8, number.name, True, ("pattern", "check holds"))
    return None


def _rank(rival: tuple[float, IdNumber, int, bool, int]) -> float:
    return rival[0]


def _holds_word(written: str) -> bool:
    """Say whether a group at either end is an ordinary word: letters of a number are capitals, or begin with one."""
    return _WORD_AT_END.search(written) is not None


_WORD_AT_END = re.compile(r"\A[a-z]{1,4}(?![^\W_])|(?<![^\W_])[A-Za-z]?[a-z]{1,3}\Z")


def _is_code(written: str) -> bool:
    """Say whether no part of it can be a word: letters of a code without a check are capitals, on one line."""
    return "\n" not in written and written == written.upper()


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The rows of one shape: by whose words (a row's, or a kind's) speak for them, and those that need none.

    `alone` are by how they have to be written, `always` are found however they are.
    """

    by_word: Mapping[int, Sequence[IdNumber]]
    alone: Mapping[str, Sequence[IdNumber]]
    always: Sequence[IdNumber]


@dataclass(frozen=True, slots=True)
class _Index:
    by_shape: Mapping[str, _Candidates]
    vocabulary: Vocabulary


@lru_cache(maxsize=8)
def _index(numbers: tuple[IdNumber, ...]) -> _Index:
    by_shape: dict[str, list[tuple[int, IdNumber]]] = {}
    for place, number in enumerate(numbers):
        for shape in number.shapes:
            for plain in _expand(shape):
                by_shape.setdefault(plain, []).append((place, number))
    words = [(number.context, place) for place, number in enumerate(numbers)]
    words += [(tuple(word for of in kinds.values() for word in of), _KIND_IDS[name]) for name, kinds in KINDS.items()]
    return _Index({shape: _candidates(of) for shape, of in by_shape.items()}, vocabulary(tuple(words)))


def _candidates(numbers: Sequence[tuple[int, IdNumber]]) -> _Candidates:
    by_word: dict[int, list[IdNumber]] = {}
    for place, number in numbers:
        by_word.setdefault(place, []).append(number)
        if number.check and number.entity in _KIND_IDS:
            by_word.setdefault(_KIND_IDS[number.entity], []).append(number)
    alone: dict[str, list[IdNumber]] = {}
    for _, number in numbers:
        for shape in number.alone:
            alone.setdefault(shape, []).append(number)
    return _Candidates(by_word, alone, alone.pop("*", []))


def _expand(shape: str) -> Iterator[str]:
    """Write out what `*` stands for.

    >>> list(_expand("9*A"))
    ['99A', '9AA']
    """
    for parts in product(*("9A" if ch == "*" else ch for ch in shape)):
        yield "".join(parts)
