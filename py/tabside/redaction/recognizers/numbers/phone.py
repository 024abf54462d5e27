"""Phone numbers that are valid according to phonenumberslite (Google's libphonenumber) or have a context word.

phonenumberslite's own matcher is too slow for long texts. A pattern therefore extracts candidates, and only those with
enough digits for a number of a region are validated (`phone_numbers.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from ...checks import phone_numbers
from ...detection import Detection
from ..context import Announcements, may_have_context

__all__ = ["PhoneRecognizer"]

# A run of digit groups: each group after at most three separators. One pass, each character read once.
_RUN = re.compile(
    r"(?<![\w.@#$€£=/-])(?:\+[ ]?)?\(?[0-9]++(?:[ ./()-]{1,3}+[0-9]++)*+(?!(?![xX][0-9])[^\W_]|[.,]?[0-9])"
)
# The same across a line break: some groups, and some more.
_GROUPS = r"[0-9]++(?:[ ./()-]{1,3}+[0-9]++)*+"
_BROKEN = re.compile(rf"(?<![\w.@#$€£=/-])(?:\+ ?)?\(?{_GROUPS}[ )-]{{0,2}}\n ?\(?{_GROUPS}(?![^\W_]|[.,]?[0-9])")
_MOST_BROKEN, _VOUCHES = 200, 15
_EXTENSION = re.compile(r"[ ,;]{0,3}(?:ext(?:ension)?\.?|x|#)[ :.]{0,2}[0-9]{1,6}(?!\w)", re.IGNORECASE)
_BEFORE_EXTENSION = frozenset(" ,;xX#eE")
_GROUP = re.compile(r"[0-9]+")
_SHORTEST, _LONGEST = 7, 15  # E.164
_NORTH_AMERICA = frozenset(("US", "CA"))
_NANP_SIZES = frozenset(((1, 3, 3, 4), (3, 3, 4), (1, 10), (3, 7), (10,)))
_CONTEXT = (
    "phone", "telephone", "tel", "cell", "cellphone", "mobile", "mob", "fax", "call", "dial", "text me", "sms",
    "whatsapp", "hotline", "phone number", "reach me", "teléfono", "telefono", "móvil", "celular", "téléphone",
    "portable", "appelez", "telefon", "handy", "mobil", "rufnummer", "cellulare", "chiama", "telefone", "telemóvel",
    "telefoon", "mobiel", "bel", "phonenumber", "telephonenumber", "mobilenumber", "phoneno", "contactnumber", "فون",
    "هاتف", "телефон", "тел", "電話", "携帯", "連絡先", "手机", "电话", "联系电话", "전화", "연락처",
    "फ़ोन", "τηλέφωνο", "טלפון",
)  # fmt: skip
_DATE = re.compile(
    r"(?:[0-9]{4}([-./ ])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([-./ ])[0-9]{1,2}\2(?:[0-9]{4}|[0-9]{2}))(?: .*)?"
)

# Grouped like postcodes in Portugal, Brazil and the United States: a number only directly after its context word.
_POSTCODE = re.compile(r"[0-9]{4}-[0-9]{3}|[0-9]{5}-[0-9]{3,4}")
_ANNOUNCES = 2
# The bank code of an IBAN: the following digits are an account, and a word near that supports more would be wrong.
_BANK = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2} [A-Z]{4} \Z")
_LONGEST_BANK = 12


@dataclass(frozen=True, slots=True)
class PhoneRecognizer:
    """Reads numbers with a + in any region, others in the given regions (two-letter CLDR codes)."""

    regions: Sequence[str] = ("US",)
    name: str = "phone"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(("PHONE",))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the phone numbers of a folded text, in order."""
        words = Announcements(text, _CONTEXT) if may_have_context(text, _CONTEXT) else None
        for match in _RUN.finditer(text):
            if match.end() - match.start() < _SHORTEST:
                continue
            run = _Run.of(text, match.start(), match.end())
            groups, index = run.groups, 0
            while index < len(groups):
                if index and not _may_begin(text[groups[index][0]], run.sizes, index):
                    index += 1
                    continue
                used = self._longest(run, index, words)
                if used:
                    begin = _number_start(text, run.start, groups[index][0])
                    yield self._detection(text, begin, groups[index + used - 1][1], words)
                index += used or 1
        if "\n" in text:
            yield from self._broken(text, words)

    def _broken(self, text: str, words: Announcements | None) -> Iterator[Detection]:
        """Yield numbers that continue on the next line: valid ones, or those directly after a context word."""
        left = _MOST_BROKEN
        for match in _BROKEN.finditer(text):
            if (left := left - 1) < 0:
                return
            number = _digits(match[0])
            if not _SHORTEST <= len(number) <= _LONGEST:
                continue
            first = _digits(match[0].partition("\n")[0])
            if match[0][0] == "+":
                holds = number[0] != "0" and _is_valid(number, None) and not _is_valid(first, None)
            else:
                near = words.distance(match.start(), match.end()) if words is not None else None
                holds = near is not None and near <= _VOUCHES and len(first) < _SHORTEST
                sizes = tuple(len(group) for group in _GROUP.findall(match[0]))
                if not holds and sizes == (3, 3, 4) and match[0].partition("\n")[0][-1] in "-)":
                    holds = any(_is_valid(number, region) for region in self.regions if region in _NORTH_AMERICA)
            if holds:
                yield self._detection(text, match.start(), match.end(), words)

    def _longest(self, run: _Run, index: int, words: Announcements | None) -> int:
        """Return the number of groups of the longest phone number from a group on, or 0."""
        text, first = run.text, run.groups[index][0]
        if index == 0 and words is not None and _vouched(run, words):
            return len(run.groups)
        if text.startswith("00", first) or (index == 0 and "+" in text[run.start : first]):
            return _longest_abroad(run, index)
        begin = run.borders[index]
        for region in self.regions:
            for count in _counts(run.sizes[index : index + 5], region, text[first]):
                if _is_valid(run.figures[begin : run.borders[index + count]], region):
                    return count
        return 0

    def _detection(self, text: str, begin: int, end: int, words: Announcements | None) -> Detection:
        if text[begin] == "(" and ")" not in text[begin:end]:
            begin += 1
        extension = _EXTENSION.match(text, end) if end < len(text) and text[end] in _BEFORE_EXTENSION else None
        near = words is not None and words.distance(begin, end) is not None
        prefixed = text[begin] == "+"
        context = (words.reason(begin, end),) if words is not None and near else ()
        reasons = ("pattern", "numbering plan", *context)
        score = min(1.0, (0.95 if prefixed else 0.7) + 0.25 * near)
        return Detection("PHONE", begin, extension.end() if extension else end, score, self.name, prefixed, reasons)


class _Run(NamedTuple):
    """Adjacent digit groups. Group n has the digits from `borders[n]` to `borders[n + 1]`."""

    text: str
    start: int
    groups: Sequence[tuple[int, int]]
    sizes: tuple[int, ...]
    figures: str
    borders: Sequence[int]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> _Run:
        """Split a run into groups."""
        groups = [match.span() for match in _GROUP.finditer(text, start, end)]
        sizes = tuple([stop - begin for begin, stop in groups])
        figures = "".join([text[begin:stop] for begin, stop in groups])
        return cls(text, start, groups, sizes, figures, [0, *accumulate(sizes)])


def _longest_abroad(run: _Run, index: int) -> int:
    """Return how many groups from one on form a number with its country code, with or without `00`."""
    borders = run.borders
    first = borders[index]
    # The number of groups for each length at which a group ends.
    counts: dict[int, int] = {}
    if run.figures.startswith("00", first):
        first += 2
    if run.figures.startswith("0", first):
        return 0
    for place in range(index + 1, min(len(borders), index + 1 + _LONGEST)):
        length = borders[place] - first
        if length > _LONGEST:
            break
        if length >= _SHORTEST:
            counts[length] = place - index
    if not counts:
        return 0
    return counts.get(phone_numbers.first_valid_abroad(run.figures[first : first + _LONGEST], reversed(counts)), 0)


def _number_start(text: str, run_start: int, group_start: int) -> int:
    """Include the ( and + directly before a group."""
    begin = group_start
    while begin > run_start and text[begin - 1] in "(+":
        begin -= 1
    if begin > run_start + 1 and text[begin - 1] == " " and text[begin - 2] == "+":
        begin -= 2
    return begin


def _may_begin(first: str, sizes: Sequence[int], index: int) -> bool:
    """Prefilter: whether a number can begin inside a run, after a trunk prefix or in a North American grouping."""
    if first == "0":
        return True
    size = sizes[index]
    if size == 3:
        return sizes[index + 1 : index + 3] == (3, 4) or sizes[index + 1 : index + 2] == (7,)
    return (
        size == 10 or (size == 1 and sizes[index + 1 : index + 4] == (3, 3, 4)) or sizes[index + 1 : index + 2] == (10,)
    )


def _vouched(run: _Run, words: Announcements) -> bool:
    """Whether a context word supports a whole run, which is then a number of any region."""
    if not _SHORTEST <= len(run.figures) <= _LONGEST:
        return False
    begin, end = run.start, run.groups[-1][1]
    if _DATE.fullmatch(run.text, begin, end) is not None:
        return False
    if _BANK.search(run.text, max(0, begin - _LONGEST_BANK), begin) is not None:
        return False
    away = words.distance(begin, end)
    if away is not None and _POSTCODE.fullmatch(run.text, begin, end) is not None:
        return away <= _ANNOUNCES
    return away is not None


@lru_cache(maxsize=1024)
def _counts(sizes: tuple[int, ...], region: str, first: str) -> list[int]:
    """Return how many of the next groups may form a regional number without a +, most first.

    In North America groups have fixed sizes; elsewhere there are at least two, after the trunk prefix 0.
    """
    if region in _NORTH_AMERICA:
        return [count for count in range(len(sizes), 0, -1) if sizes[:count] in _NANP_SIZES]
    if first != "0":
        return []
    return [count for count in range(len(sizes), 1, -1) if 8 <= sum(sizes[:count]) <= 12]


def _digits(candidate: str) -> str:
    return "".join(filter(str.isdecimal, candidate))


@lru_cache(maxsize=2048)
def _is_valid(figures: str, region: str | None) -> bool:
    """Validate digits as dialed in a region, or, without one, after a +."""
    return phone_numbers.is_valid_abroad(figures) if region is None else phone_numbers.is_valid(figures, region)
