"""Numbers issued by states, insurers and banks: one table row each, and one pass over the text for all.

A row states the number's shape without separators (`9` a digit, `A` a letter, `*` either), its check and its
context words. Groups are read together and apart. The longest stretch that a row recognizes wins, so
a number next to a postcode is read correctly. Evidence, strongest first:

1. the check and the row's own words near it;
2. the check and words for numbers of that kind (`tax number`), in any of the seven languages;
3. the check alone, for rows whose shape and check leave little to chance;
4. the row's own words directly before a number that fails its check or has none: a claim that is not certain.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ...checks import holds as check_digits
from ...detection import Detection, detection_of
from ..context import CLOSE, CONTEXT_AFTER, CONTEXT_BEFORE, Mentions
from .number_rows import HEAD, LETTERED, SEPARATORS, SHAPE, Candidates, IdNumber, Index, index_of, rows

__all__ = ["IdNumber", "NumberRecognizer", "rows"]

_MOST_GROUPS = 7
_SHORTEST, _LONGEST = 6, 28
# Longer lists of digits are data: only isolated numbers are read there.
_LONGEST_LIST = 40
# Limit on checks triggered by words for a kind, per text or per this many characters: these words do not name the
# check.
# Numbers beyond the limit are still found by their shape (`documents.py`).
_MOST_CHECKS, _CHARACTERS_A_CHECK = 400, 400

_WORD = r"[A-Za-z]{1,4}(?![^\W_])"
_FIGURES = r"[A-Za-z]{0,6}[0-9][A-Za-z0-9]*+"
_GAP = r"(?:[ .\-/+(]|\. | [-/(] ?| ?\n ?)"
# Digit groups with single separators between them, and short words that may belong to the number. One pass.
_RUN = re.compile(
    rf"(?<![^\W_])(?=(?:[A-Za-z .\-/+(\n]{{0,12}}[0-9]){{4}})(?:{_WORD}[ .\-/]){{0,2}}+"
    rf"{_FIGURES}(?:{_GAP}(?:{_FIGURES}|{_WORD}))*+(?![^\W_])"
)
_GROUP = re.compile(r"[A-Za-z0-9]+")
# Without a check, a context word supports the number directly after it, not the next one.
_DIGIT = re.compile(r"[0-9]")
# Between groups that belong together: they are read together or not at all.
_TIGHT = frozenset("-/.(")
_PLAIN = (1 << LETTERED) - 1
_ALL_LENGTHS = -1


@dataclass(frozen=True, slots=True)
class NumberRecognizer:
    """Finds the numbers of all its rows. A detection's source is the row's name."""

    numbers: tuple[IdNumber, ...]
    name: str = "id_number"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(number.entity for number in self.numbers)

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the numbers in a folded text, in order, without overlaps."""
        reading: _Reading | None = None
        for groups in _runs(text):
            if reading is None:
                index = index_of(self.numbers)
                budget = max(_MOST_CHECKS, len(text) // _CHARACTERS_A_CHECK)
                reading = _Reading(text, index, Mentions.of(text, index.vocabulary), budget)
            yield from reading.numbers_of(groups)


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield (start, end) of runs of groups with enough digits for a number."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        if end - start < _SHORTEST:
            continue
        if text[start:end].isalnum():
            yield [(start, end)]
            continue
        groups = [group.span() for group in _GROUP.finditer(text, start, end)]
        if len(groups) <= _LONGEST_LIST:
            yield groups
        else:
            yield from ([group] for group in groups if group[1] - group[0] >= _SHORTEST)


@dataclass(slots=True)
class _Reading:
    """One pass over a text. `budget` is the number of checks that words for a kind may still trigger."""

    text: str
    index: Index
    mentions: Mentions
    budget: int
    _heard: dict[tuple[int, ...], tuple[int, int]] = field(default_factory=dict)

    def numbers_of(self, groups: Sequence[tuple[int, int]]) -> Iterator[Detection]:
        """Yield the numbers in a run of groups.

        The possible lengths, given the words nearby, are tested first: long lists of digits
        have many substrings, of which hardly any can be a number.
        """
        text, by_shape, alone = self.text, self.index.by_shape, self.index.alone
        begin, stop = groups[0][0], groups[-1][1]
        capitals = text[begin:stop].upper()
        written = capitals.translate(SHAPE)  # with its separators
        is_single = len(groups) == 1
        values = capitals if is_single else SEPARATORS.sub("", capitals)
        shapes = written if is_single else values.translate(SHAPE)
        borders = [0, *accumulate([end - start for start, end in groups])]
        # A single number is looked up directly.
        own, kinds = (_ALL_LENGTHS, 0) if is_single else self._lengths(begin, stop)
        own |= self.index.any_length
        last_figure = begin + written.rfind("9")
        position = 0
        while position < len(groups) and groups[position][0] <= last_figure:
            start, first = groups[position][0], borders[position]
            if position and text[start - 1] in _TIGHT:
                position += 1
                continue
            # No digit may be between the word for a kind and its number.
            lengths = own
            if kinds and (position == 0 or text[groups[position - 1][1] - 1].isalpha()):
                lengths |= kinds
            most = min(_MOST_GROUPS, len(groups) - position)
            lengths = (
                lengths | lengths >> LETTERED if "A" in shapes[first : borders[position + most]] else lengths & _PLAIN
            )
            may_be_alone = written[start - begin : start - begin + HEAD] in self.index.alone_heads
            best: Detection | None = None
            used = 1
            if lengths or may_be_alone:
                for count in range(most, 0, -1):
                    length = borders[position + count] - first
                    if length < _SHORTEST:
                        break
                    end = groups[position + count - 1][1]
                    shape = written[start - begin : end - begin]
                    if length > _LONGEST or not (lengths >> length & 1 or (may_be_alone and shape in alone)):
                        continue
                    candidates = by_shape.get(shapes[first : first + length])
                    if candidates is None:
                        continue
                    if position + count < len(groups) and text[end] in _TIGHT and text[end + 1].isalnum():
                        continue
                    if text[end : end + 1] == ")" and "(" in shape:
                        end, shape = end + 1, f"{shape})"
                    found = self._best(start, end, values[first : first + length], shape, candidates, best is None)
                    if found is not None and (best is None or found.certain):
                        best, used = found, count
                        if found.certain:
                            break
            if best is not None:
                yield best
            position += used

    def _lengths(self, begin: int, stop: int) -> tuple[int, int]:
        """Return the lengths, one bit each, supported by words around a run: rows' own words, and words for a kind."""
        mentions, heard = self.mentions, self._heard
        own = kinds = 0
        for place in range(bisect_left(mentions.starts, begin - CONTEXT_BEFORE), len(mentions.starts)):
            if mentions.starts[place] > stop + CONTEXT_AFTER:
                break
            whose = mentions.ids[place]
            found = heard.get(whose)
            if found is None:
                found = heard[whose] = self._lengths_of(whose)
            own, kinds = own | found[0], kinds | found[1]
        return own, kinds

    def _lengths_of(self, speakers: tuple[int, ...]) -> tuple[int, int]:
        own = kinds = 0
        for whose in speakers:
            if whose >= 0:
                own |= self.index.lengths.get(whose, 0)
            else:
                kinds |= self.index.lengths.get(whose, 0)
        return own, kinds

    def _best(
        self, start: int, end: int, value: str, shape: str, candidates: Candidates, may_doubt: bool
    ) -> Detection | None:
        """Return the claim of the best-supported row; uncertain ones only if doubt is allowed."""
        text, mentions = self.text, self.mentions
        if not (shape[0] == "9" and shape[-1] == "9") and _holds_word(text[start:end]):
            return None
        rivals = self._rivals(start, end, candidates)
        if not rivals:
            return self._alone(start, end, value, shape, candidates)
        if len(rivals) > 1:
            rivals.sort(key=_rank, reverse=True)
        raw = text[start:end]
        written = raw.replace("\n", " ")
        failed: Detection | None = None
        reasons: tuple[str, ...]
        for score, number, distance, is_own, place in rivals:
            self.budget -= not is_own
            if check_digits.holds(number.check, written, value):
                reasons = ("pattern", "check holds", mentions.reason(text, place))
                return detection_of((number.entity, start, end, score, number.name, True, reasons))
            if not is_own or distance > CLOSE or (number.check and (failed is not None or not may_doubt)):
                continue
            if not _is_code(raw) or _DIGIT.search(text, mentions.ends[place], start):
                continue
            if not number.check:
                # Its own word directly before it makes a shape as certain as a check does.
                reasons = ("pattern", mentions.reason(text, place))
                return Detection(number.entity, start, end, score - 0.2, number.name, True, reasons)
            reasons = ("pattern", "check fails", mentions.reason(text, place))
            failed = detection_of((number.entity, start, end, 0.5, number.name, False, reasons))
        return failed or self._alone(start, end, value, shape, candidates)

    def _rivals(self, start: int, end: int, candidates: Candidates) -> list[tuple[float, IdNumber, int, bool, int]]:
        """Return the kinds of number that words near a stretch name: strength, kind, distance, whether the word
        belongs to this stretch, and the word's index.
        """
        by_word, text, ends = candidates.by_word, self.text, self.mentions.ends
        return [
            ((1.0 if whose >= 0 else 0.9) - away / 1000, number, away, whose >= 0, place)
            for whose, (away, place) in self.mentions.near(start, end, by_word).items()
            if whose >= 0 or (self.budget > 0 and away <= CLOSE and not _DIGIT.search(text, ends[place], start))
            for number in by_word[whose]
        ]

    def _alone(self, start: int, end: int, value: str, shape: str, candidates: Candidates) -> Detection | None:
        """Return the claim of a row that needs no word, if the number has the required form."""
        by_letters = self.index.alone.get(shape)
        rows: Sequence[IdNumber] = () if by_letters is None else by_letters.get(value[:2]) or by_letters[""]
        if (rows or candidates.always) and "\n" not in shape:
            raw = self.text[start:end]
            for number in (*rows, *candidates.always):
                if check_digits.holds(number.check, raw, value):
                    return detection_of((number.entity, start, end, 0.8, number.name, True, _ALONE))
        return None


_ALONE = ("pattern", "check holds")


def _rank(rival: tuple[float, IdNumber, int, bool, int]) -> float:
    return rival[0]


def _holds_word(written: str) -> bool:
    """Whether a group at either end is an ordinary word: letters of a number are capitals, or begin with one."""
    return _WORD_AT_END.search(written) is not None


_WORD_AT_END = re.compile(r"\A[a-z]{1,4}(?![^\W_])|(?<![^\W_])[A-Za-z]?[a-z]{1,3}\Z")


def _is_code(written: str) -> bool:
    """Whether no part can be a word: letters of a code without a check are capitals, on one line."""
    return "\n" not in written and written == written.upper()
