"""Payment cards of 12 to 19 digits (ISO/IEC 7812): written together, in groups, or adjacent to other numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from ...checks import holds as check_digits
from ...checks.check_digits import DOUBLED
from ...detection import Detection
from ..context import CONTEXT_BEFORE, Announcements

__all__ = ["CardRecognizer"]

# Digit groups with single separators between them. Adjacent numbers form one run, which is split below. The last group
# is not part of it if letters follow: the next line may begin with `2026-01-22T19:05`.
_RUN = re.compile(r"(?<![\w.])[0-9]++(?:(?:[ -]\n?|\n)[0-9]++)*(?![^\W_])")
# A whole card with one other sign between its groups. A part of it is none.
_OTHER_SIGN = re.compile(
    r"(?<![\w./|])[0-9]{4}([./_|·:])(?:[0-9]{4}\1[0-9]{4}\1[0-9]{4}|[0-9]{6}\1[0-9]{5})(?!\w|[./|:]\d)"
)
_GROUP = re.compile(r"[0-9]+")
# Usual groupings of printed cards. Others (19 digits together, single digits) are covered by the general rule.
_PRINTED = frozenset(
    (
        (4, 4, 4), (4, 4, 5), (4, 5, 6), (4, 6, 4), (4, 6, 5), (6, 13), (8, 8),
        (4, 4, 4, 1), (4, 4, 4, 3), (4, 4, 4, 4), (4, 4, 4, 4, 3),
    )
)  # fmt: skip
_SHORTEST, _LONGEST, _MOST_GROUPS = 12, 19, 5
_FIRST = frozenset(sizes[0] for sizes in _PRINTED)
_CONTEXT = (
    "card", "cards", "credit", "debit", "visa", "mastercard", "amex", "american express", "discover", "maestro", "cc",
    "ccn", "pan", "tarjeta", "carte", "karte", "kreditkarte", "carta", "cartão", "creditcard", "kaart",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CardRecognizer:
    """Three conditions: Luhn's check digit is valid, an issuer uses such numbers, and the grouping is that of cards.

    With a context word two of them suffice.
    """

    name: str = "credit_card"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(("CREDIT_CARD",))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the card numbers of a folded text, in order."""
        words: Announcements | None = None
        for match in _RUN.finditer(text):
            if match.end() - match.start() < _SHORTEST:
                continue
            words = words or Announcements(text, _CONTEXT)
            yield from self._cards(words, match.start(), match.end())
        for match in _OTHER_SIGN.finditer(text):
            words = words or Announcements(text, _CONTEXT)
            yield from self._with_other_sign(words, *match.span())

    def _with_other_sign(self, words: Announcements, start: int, end: int) -> Iterator[Detection]:
        groups = _GROUP.findall(words.text, start, end)
        figures = "".join(groups)
        luhn = _LuhnSums(figures).hold(0, len(figures))
        issued = len(figures) in check_digits.card_lengths(figures[:4])
        near = words.distance(start, end) is not None
        detection = self._judge(words, start, end, tuple(map(len, groups)), near, luhn, issued)
        if detection is not None:
            yield detection

    def _cards(self, words: Announcements, run_start: int, run_end: int) -> Iterator[Detection]:
        """Yield the cards in a run of digits."""
        text = words.text
        groups = [match.span() for match in _GROUP.finditer(text, run_start, run_end)]
        sizes = tuple([end - start for start, end in groups])
        borders = [0, *accumulate(sizes)]
        figures = "".join([text[start:end] for start, end in groups])
        sums = _LuhnSums(figures)
        # If no word is near the run, none is near a part of it.
        has_words = words.distance(run_start, run_end) is not None
        index = 0
        while borders[-1] - borders[index] >= _SHORTEST:
            begin, first = groups[index][0], borders[index]
            # Inside a long run of digits no context word is in reach.
            in_reach = has_words and (begin - run_start < CONTEXT_BEFORE or run_end - begin < CONTEXT_BEFORE)
            if not in_reach and sizes[index] not in _FIRST and sizes[index] < _SHORTEST:
                index += 1
                continue
            lengths = check_digits.card_lengths(figures[first : first + 4])
            if not in_reach and not lengths:
                index += 1
                continue
            used = 0
            printed, others = _counts(sizes[index : index + (_LONGEST if in_reach else _MOST_GROUPS)])
            for count in printed + others if in_reach and lengths else printed:
                last = borders[index + count]
                issued = last - first in lengths
                # Only a context word excuses a failed check digit or, for unusual grouping, both others.
                if not in_reach or count not in printed:
                    if not issued or not sums.hold(first, last):
                        continue
                    luhn = True
                else:
                    luhn = sums.hold(first, last)
                if luhn + issued == 0:
                    continue
                detection = self._judge(
                    words, begin, groups[index + count - 1][1], sizes[index : index + count], in_reach, luhn, issued
                )
                if detection is not None:
                    yield detection
                    used = count
                    break
            index += used or 1

    def _judge(
        self,
        words: Announcements,
        start: int,
        end: int,
        sizes: tuple[int, ...],
        in_reach: bool,
        luhn: bool,
        issued: bool,
    ) -> Detection | None:
        value = words.text[start:end]
        # A number across two lines must fulfill all three.
        is_broken = "\n" in value
        if is_broken and value.count("\n") > 1:
            return None
        printed = len(sizes) == 1 or (sizes in _PRINTED and not (" " in value and "-" in value))
        # With a context word two of three must hold, without one all three.
        holding = luhn + issued + printed
        near = in_reach and not is_broken and holding >= 2 and words.distance(start, end) is not None
        if holding < (2 if near else 3):
            return None
        certain = luhn and issued
        context = (words.reason(start, end),) if near else ()
        reasons = ("pattern", "check holds" if luhn else "check fails", *context)
        return Detection("CREDIT_CARD", start, end, 1.0 if certain else 0.6, self.name, certain, reasons)


class _LuhnSums:
    """Prefix sums of Luhn's algorithm, which validate any substring of digits in constant time.

    A list of digit groups may contain many cards; each substring costs one subtraction.
    """

    def __init__(self, figures: str) -> None:
        self._figures = figures
        self._sums: tuple[list[int], list[int]] | None = None

    def hold(self, first: int, last: int) -> bool:
        """Whether Luhn's digit is valid for the digits from `first` up to, but excluding, `last`."""
        self._sums = self._sums or _luhn_sums(self._figures)
        sums = self._sums[last % 2]  # the last digit is never doubled
        return (sums[last] - sums[first]) % 10 == 0


def _luhn_sums(figures: str) -> tuple[list[int], list[int]]:
    """Return sums with the digits at even positions doubled, and with those at odd positions."""
    plain = [code - 48 for code in figures.encode()]
    doubled = [code - 48 for code in figures.translate(DOUBLED).encode()]
    even, odd = plain[:], plain
    even[::2] = doubled[::2]
    odd[1::2] = doubled[1::2]
    return [0, *accumulate(even)], [0, *accumulate(odd)]


@lru_cache(maxsize=4096)
def _counts(sizes: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return how many of the next groups could be a card in a usual grouping, and how many in another one."""
    printed = tuple(
        count
        for count in range(min(_MOST_GROUPS, len(sizes)), 0, -1)
        if sizes[:count] in _PRINTED or (count == 1 and 12 <= sizes[0] <= 19)
    )
    counts = (count for count in range(len(sizes), 0, -1) if count not in printed)
    return printed, tuple(count for count in counts if 12 <= sum(sizes[:count]) <= 19)
