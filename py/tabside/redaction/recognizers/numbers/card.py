"""Payment cards of 12 to 19 digits (ISO/IEC 7812), read as one group, as groups, and apart from their neighbors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from ...checks import holds as check_digits
from ...detection import Detection
from ..context import CONTEXT_BEFORE, Announcements

__all__ = ["CardRecognizer"]

# Digit groups with single separators between them. What stands side by side is one run, taken apart below.
_RUN = re.compile(r"(?<![\w.])[0-9]++(?:(?:[ -]\n?|\n)[0-9]++)*+(?![^\W_])")
_GROUP = re.compile(r"[0-9]+")
# How cards are printed; others (19 in one, single digits spaced out) are read by the general rule.
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
    """A number is a card's when Luhn's check digit holds, an issuer has such numbers, and it is grouped as cards are.

    A context word excuses one of the three.
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

    def _cards(self, words: Announcements, run_start: int, run_end: int) -> Iterator[Detection]:
        """Yield the cards of a run of figures."""
        text = words.text
        groups = [match.span() for match in _GROUP.finditer(text, run_start, run_end)]
        sizes = tuple([end - start for start, end in groups])
        borders = [0, *accumulate(sizes)]
        figures = "".join([text[start:end] for start, end in groups])
        sums = _LuhnSums(figures)
        # Where no word stands near the run, none stands near a part of it.
        has_words = words.distance(run_start, run_end) is not None
        index = 0
        while borders[-1] - borders[index] >= _SHORTEST:
            begin, first = groups[index][0], borders[index]
            # Inside a long run of figures there is no context word in reach.
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
                # Only a context word excuses a check digit that fails or, for cards grouped oddly, both others.
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
        # On two lines only a number that all three speak for is one.
        is_broken = "\n" in value
        if is_broken and value.count("\n") > 1:
            return None
        printed = len(sizes) == 1 or (sizes in _PRINTED and not (" " in value and "-" in value))
        # Two of three must hold besides a context word, all three without one.
        holding = luhn + issued + printed
        near = in_reach and not is_broken and holding >= 2 and words.distance(start, end) is not None
        if holding < (2 if near else 3):
            return None
        certain = luhn and issued
        context = (words.reason(start, end),) if near else ()
        reasons = ("pattern", "check holds" if luhn else "check fails", *context)
        return Detection("CREDIT_CARD", start, end, 1.0 if certain else 0.6, self.name, certain, reasons)


class _LuhnSums:
    """Sums of Luhn's over figures, from which one knows of any stretch whether its last digit checks it.

    Figures that are a list of groups may be many cards: each stretch costs a subtraction.
    """

    def __init__(self, figures: str) -> None:
        self._figures = figures
        self._sums: tuple[list[int], list[int]] | None = None

    def hold(self, first: int, last: int) -> bool:
        """Say whether Luhn's digit holds for the figures from `first` up to `last`, which is not one of them."""
        self._sums = self._sums or _luhn_sums(self._figures)
        sums = self._sums[last % 2]  # The last figure is never doubled.
        return (sums[last] - sums[first]) % 10 == 0


def _luhn_sums(figures: str) -> tuple[list[int], list[int]]:
    """Return sums with the figures doubled that come at even places, and with those at odd ones."""
    plain = [code - 48 for code in figures.encode()]
    doubled = [code - 48 for code in figures.translate(check_digits.DOUBLED).encode()]
    even, odd = plain[:], plain
    even[::2] = doubled[::2]
    odd[1::2] = doubled[1::2]
    return [0, *accumulate(even)], [0, *accumulate(odd)]


@lru_cache(maxsize=4096)
def _counts(sizes: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return how many of the next groups could be a card printed as cards are, and how many one grouped otherwise."""
    printed = tuple(
        count
        for count in range(min(_MOST_GROUPS, len(sizes)), 0, -1)
        if sizes[:count] in _PRINTED or (count == 1 and 12 <= sizes[0] <= 19)
    )
    counts = (count for count in range(len(sizes), 0, -1) if count not in printed)
    return printed, tuple(count for count in counts if 12 <= sum(sizes[:count]) <= 19)
