"""Payment cards of 12 to 19 digits (ISO/IEC 7812), read as one group, as groups, and apart from their neighbors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .. import check_digits
from ..detection import Detection
from .pattern import CONTEXT_BEFORE, has_context

__all__ = ["CardRecognizer"]

# Digit groups with single separators between them. What stands side by side is one run, taken apart below.
_RUN = re.compile(r"(?<![\w.])[0-9]++(?:[ -][0-9]++)*+(?![^\W_])")
_GROUP = re.compile(r"[0-9]+")
# How cards are printed; others (19 in one, single digits spaced out) are read by the general rule.
_PRINTED = frozenset(
    (
        (4, 4, 4), (4, 4, 5), (4, 5, 6), (4, 6, 4), (4, 6, 5), (6, 13), (8, 8),
        (4, 4, 4, 1), (4, 4, 4, 3), (4, 4, 4, 4), (4, 4, 4, 4, 3),
    )
)  # fmt: skip
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
        for run in _RUN.finditer(text):
            if run.end() - run.start() < 12:
                continue
            groups = [match.span() for match in _GROUP.finditer(text, run.start(), run.end())]
            index = 0
            while index < len(groups):
                # Inside a long run of figures there is no context word in reach.
                in_reach = groups[index][0] - run.start() < CONTEXT_BEFORE or run.end() - groups[index][0] < 60
                detection, used = self._at(text, groups, index, in_reach)
                if detection is not None:
                    yield detection
                index += used

    def _at(
        self, text: str, groups: Sequence[tuple[int, int]], index: int, in_reach: bool
    ) -> tuple[Detection | None, int]:
        """Read the longest card that begins with a group. Returns it, and how many groups it took (one if none)."""
        found: tuple[Detection | None, int] = (None, 1)
        begin, first_end = groups[index]
        lengths = check_digits.card_lengths(text[begin : begin + 4]) if first_end - begin >= 4 else frozenset()
        if not in_reach and not lengths:
            return found
        total = 0
        sizes: tuple[int, ...] = ()
        for start, end in groups[index : index + 19]:
            total += end - start
            sizes = (*sizes, end - start)
            if total > 19:
                break
            if total >= 12 and (in_reach or (total in lengths and (len(sizes) == 1 or sizes in _PRINTED))):
                detection = self._judge(text, begin, end, sizes, in_reach)
                if detection is not None and (found[0] is None or detection.certain):
                    found = (detection, len(sizes))
        return found

    def _judge(self, text: str, start: int, end: int, sizes: tuple[int, ...], in_reach: bool) -> Detection | None:
        value = text[start:end]
        printed = (
            len(sizes) == 1 or (sizes in _PRINTED and " " not in value) or (sizes in _PRINTED and "-" not in value)
        )
        digits = value.replace(" ", "").replace("-", "")
        issued = check_digits.card_prefix(digits)
        luhn = issued + printed > 0 and check_digits.luhn(digits)
        holding = luhn + issued + printed
        # Two of three must hold besides a context word, all three without one.
        near = in_reach and holding >= 2 and has_context(text, start, end, _CONTEXT)
        if holding < (2 if near else 3):
            return None
        certain = luhn and issued
        reasons = ("pattern", "check holds" if luhn else "check fails", *(("context word",) if near else ()))
        return Detection("CREDIT_CARD", start, end, 1.0 if certain else 0.6, self.name, certain, reasons)
