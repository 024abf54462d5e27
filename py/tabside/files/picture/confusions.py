"""Characters that OCR confuses, and normalization against them. The length of a text never changes.

The recognizer reads O for 0, I and l for 1, S for 5, B for 8, and adds or drops accents. Such a letter in a number
with a check digit prevents every recognizer from finding the number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

__all__ = ["figures_for_letters", "letters_for_figures", "skeleton", "skeleton_matches"]

_FIGURES = str.maketrans("OoQDIlıi|SsBZz", "00001111155822")
_LETTERS = str.maketrans("01582", "OISBZ")
# Of small letters. Some have a stroke that no normalization takes away.
_CANONICAL = str.maketrans("01iı|582œłøđħŧ", "ollllsbzælodht")

# A run of groups that are mostly figures, such as an IBAN or a card number with letters read into it.
_NUMBER = re.compile(r"(?<![^\W_])[A-Za-z0-9|ı]+(?:[ .\-/][A-Za-z0-9|ı]+)*(?![^\W_])")
_GROUP = re.compile(r"[A-Za-z0-9|ı]+")
_IBAN_HEAD = re.compile(r"(?<![A-Za-z0-9])[A-Z0158]{2}(?=\d{2}(?:[ ]?[A-Z0-9]{4}){2})")
_IBAN_COUNTRIES = frozenset(
    re.findall(
        "..",
        "ADAEALATAZBABEBGBHBIBRBYCHCRCYCZDEDJDKDOEEEGESFIFKFOFRGBGEGIGLGRGTHNHRHUIEILIQISITJOKWKZLBLCLILT"
        "LULVLYMCMDMEMKMNMRMTMUNINLNOOMPKPLPSPTQARORSRUSASCSDSESISKSMSOSTSVTLTNTRUAVAVGXKYE",
    )
)
"""SWIFT, IBAN registry."""
_WHOLE_GROUP = 4
_LEAST_LETTERS = 5


def figures_for_letters(text: str) -> str:
    """Return the text with digits instead of the letters inside groups of digits.

    A group is put right when all of it could be figures, and it has three of them or some beside groups of figures.

    >>> figures_for_letters("Card 41l1 1111 IIII 1111, SOS at 5 o'clock")
    "Card 4111 1111 1111 1111, SOS at 5 o'clock"
    """
    return _NUMBER.sub(lambda match: _in_groups(match[0]), text)


def _in_groups(run: str) -> str:
    groups = [(match.start(), match.end(), match[0]) for match in _GROUP.finditer(run)]
    figures = [sum(ch.isdigit() for ch in group) for _, _, group in groups]
    written = list(run)
    for index, (start, end, group) in enumerate(groups):
        as_figures = group.translate(_FIGURES)
        if as_figures.isdigit() and _is_number(figures, index, len(group)):
            written[start:end] = as_figures
    return "".join(written)


def _is_number(figures: Sequence[int], index: int, length: int) -> bool:
    own, beside = (
        figures[index],
        [count >= 2 for count in (*figures[max(0, index - 1) : index], *figures[index + 1 :][:1])],
    )
    if own == 0:
        return length >= _WHOLE_GROUP and len(beside) == 2 and all(beside)
    return own >= 3 or any(beside)


def letters_for_figures(text: str) -> str:
    """Return the text with letters for figures in the country code of what looks like an IBAN.

    >>> letters_for_figures("1T60 X054 2811 1010 0000 0123 456")
    'IT60 X054 2811 1010 0000 0123 456'
    """
    return _IBAN_HEAD.sub(lambda match: _as_country(match[0]), text)


def _as_country(head: str) -> str:
    letters = head.translate(_LETTERS)
    return letters if letters in _IBAN_COUNTRIES else head


def skeleton(text: str) -> str:
    """Return a text in which what OCR confuses is the same: without accents and case, O as 0, I and l as 1, S as 5.

    >>> skeleton("ZOË 0'Hara") == skeleton("Zoe O’Hara")
    True
    """
    return "".join(_bare(ch) for ch in text)


def _bare(ch: str) -> str:
    if ch in "’‘`´":
        return "'"
    if ch in "–—‐":
        return "-"
    if ch.isspace():
        return " "
    small = unicodedata.normalize("NFD", ch)[0].lower()
    return (small if len(small) == 1 else ch).translate(_CANONICAL)


def skeleton_matches(text: str, value: str, bare: str | None = None) -> Iterator[tuple[int, int]]:
    """Yield the whole-word occurrences of a value as OCR may have read it. Short values are skipped.

    `bare` is the text's skeleton, where it is known.
    """
    if sum(ch.isalnum() for ch in value) < _LEAST_LETTERS:
        return
    pattern = r"\s+".join(re.escape(part) for part in skeleton(value).split())
    for match in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", skeleton(text) if bare is None else bare):
        yield match.start(), match.end()
