"""The folded view: one plain form of a text for recognizers and model, aligned exactly with the original.

People (and PDF files) write `１２３`, `𝟏𝟐𝟑`, `12<zero-width space>3` or `12‑3` for `123` and `12-3`. The
view contains the plain form; each of its characters knows the original characters it stands for.

Folded: full-width, half-width, mathematical, circled, small and presentation forms and Latin ligatures (the matching
decomposition types of UAX #44: NFKC, with its alignment), letters in black circles and squares, decimal digits of all
scripts, keycap digits, dashes, spaces and line separators, apostrophes, marks on Latin letters (composed if Unicode has
the letter, dropped otherwise), tag characters (invisible ASCII), zero-width, format and control characters and fillers
(dropped), lone surrogates (U+FFFD; dropped within numbers). Superscripts and fractions stay (`m²` is not `m2`), except
three or more raised or lowered digits in a row, which are a number.

Decoded: HTML character references (`&#64;`) and percent-encoding (`%40`) outside web addresses, as
often as they were encoded. Letters that only look Latin, in a word that mixes them with Latin
ones or with digits, are read as the Latin ones (see `confusables.py`).
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache

from .alignment import FoldedText, Pieces, composed
from .confusables import skeleton
from .encodings import ENCODED, decode

__all__ = ["FoldedText", "fold"]

_FOLDED_DECOMPOSITIONS = (
    "<wide>", "<narrow>", "<font>", "<circle>", "<small>", "<initial>", "<medial>", "<final>", "<isolated>",
)  # fmt: skip
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2043")
_APOSTROPHES = frozenset("\u2018\u2019\u201b\u02bc\uff07")
_LINE_ENDS = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_KEPT_CONTROLS = frozenset("\t\n\r")
# Reordering marks takes time quadratic in their number; no language stacks more than a few.
_MARKS_COMPOSED = 4
# Letters to read, and no letters to Unicode: negative circled and negative squared ones.
_ENCLOSED = {start + index: chr(65 + index) for start in (0x1F150, 0x1F170) for index in range(26)}
# Letters to Unicode, and nothing to see.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
# Invisible copies of ASCII. A model reads them; a black flag before them makes them the name of a region.
_TAG = "\U000e0020-\U000e007e"
_TAG_EDGE = re.compile(rf"(?<![{_TAG}])[{_TAG}]|[{_TAG}](?![{_TAG}])")
_REGION = re.compile(rf"\U0001f3f4[{_TAG}]{{1,7}}\U000e007f")
_MOST_ROUNDS = 4
# How far back the beginning of an address is searched.
_LONGEST_ADDRESS = 500
# The view of half-width voicing marks.
_KANA_MARKS = frozenset("\u3099\u309a")
# Marks are removed from Latin letters and all ASCII characters.
_LATIN = "!-~\u00c0-\u024f\u1e00-\u1eff"
_IS_LATIN = re.compile(f"[{_LATIN}]")


def fold(text: str) -> FoldedText:
    """Return the plain view of a text. Linear in its length. A text with nothing to fold is its own view."""
    view = _view(text)
    if view.text == text:
        return view
    # What was folded can make what folds: full-width digits an encoding (`%４０`), a decoded letter one with a mark.
    for _ in range(_MOST_ROUNDS):
        if not _may_fold(view.text):
            break
        again = _view(view.text)
        if again.text == view.text:
            break
        view = composed(view, again)
    return view


def _may_fold(text: str) -> bool:
    if ("&" in text or "%" in text) and ENCODED.search(text) is not None:
        return True
    return not _is_plain(text) and (
        any(_fold_character(ch) != ch for ch in set(text))
        or _RAISED.search(text) is not None
        or _BESIDE.search(text) is not None
    )


def _view(text: str) -> FoldedText:
    """Return the view after one round."""
    view = _folded(text)
    # Searched in the view: what stands there may touch only once something between has been dropped, or has folded.
    return view if view.text.isascii() or _BESIDE.search(view.text) is None else _spaced(view)


def _folded(text: str) -> FoldedText:
    """Return the view without the spaces that East Asian text needs."""
    changed = "" if _is_plain(text) else "".join(sorted(ch for ch in set(text) if _fold_character(ch) != ch))
    encoded = ("&" in text or "%" in text) and ENCODED.search(text) is not None
    raised = not text.isascii() and _RAISED.search(text) is not None
    if not changed and not encoded and not raised:
        return FoldedText(skeleton(text), text, array("q", [0]), array("q", [0]), bytearray(b"\x01"))
    regions = [match.span() for match in _REGION.finditer(text)] if "\U0001f3f4" in text else []
    view = Pieces()
    position = 0
    for match in _changes(changed, encoded, raised).finditer(text):
        folded = _fold_piece(match[0])
        if folded == _LONE:
            folded = _lone(text, match.start())
        elif "\U000e0020" <= match[0][:1] <= "\U000e007e":
            folded = _tag(text, match.start(), folded or "", regions)
        if folded is None or (match[0][:1] == "%" and _in_address(text, match.start())):
            continue
        if match.start() > position:
            view.add(text[position : match.start()], position, True)
        view.add(folded, match.start(), False)
        position = match.end()
    if position < len(text):
        view.add(text[position:], position, True)
    return view.over(text)


def _spaced(folded: FoldedText) -> FoldedText:
    """Return the view with a space wherever letters or digits touch Han, kana or Hangul."""
    view = Pieces()
    borders = [match.start() for match in _BESIDE.finditer(folded.text)]
    ends = [*folded.view_starts[1:], len(folded.text)]
    at = 0
    for start, end, begin, is_copy in zip(folded.view_starts, ends, folded.original_starts, folded.copied, strict=True):
        position = start
        while at < len(borders) and borders[at] < end:
            border = borders[at]
            place = begin + border - start if is_copy else begin
            if border > position:
                view.add(folded.text[position:border], begin + position - start if is_copy else begin, bool(is_copy))
            view.add(" ", place, False)
            position, at = border, at + 1
        view.add(folded.text[position:end], begin + position - start if is_copy else begin, bool(is_copy))
    return view.over(folded.original)


_LONE = "\ufffd"
_IN_NUMBER = frozenset("0123456789-./ ")


def _lone(text: str, at: int) -> str:
    """Return what a lone surrogate is read as: nothing within a number, which it would hide."""
    around = (text[at - 1 : at], text[at + 1 : at + 2])
    is_inside = all(ch in _IN_NUMBER for ch in around if ch) and all(around) and any(map(str.isdigit, around))
    return "" if is_inside else _LONE


def _tag(text: str, at: int, letter: str, regions: Sequence[tuple[int, int]]) -> str:
    """Return what an invisible letter is read as: words of their own, apart from what can be seen."""
    if any(start < at < end for start, end in regions):
        return ""
    edge = _TAG_EDGE.match(text, at)
    if edge is None:
        return letter
    is_first = at == 0 or not "\U000e0020" <= text[at - 1] <= "\U000e007e"
    is_last = not "\U000e0020" <= text[at + 1 : at + 2] <= "\U000e007e"
    return f"{' ' * is_first}{letter}{' ' * is_last}"


def _is_plain(text: str) -> bool:
    return text.isascii() and _ASCII_CONTROL.search(text) is None


_ASCII_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


# Between Han, kana or Hangul and what other scripts write there no space is needed: the value ends all the same.
_EAST_ASIAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_BESIDE = re.compile(rf"(?<=[{_EAST_ASIAN}])(?=[0-9A-Za-z+])|(?<=[0-9A-Za-z])(?=[{_EAST_ASIAN}])")


# Three or more superscript or subscript digits are a number; the lookbehind matches each one in turn.
_RAISED = re.compile(r"[⁰¹²³⁴-⁹₀-₉]{3}")
_RAISED_ONE = re.compile(r"[⁰¹²³⁴-⁹₀-₉]")
_RAISED_DIGIT = r"(?:(?=[⁰¹²³⁴-⁹₀-₉]{3})|(?<=[⁰¹²³⁴-⁹₀-₉])(?=[⁰¹²³⁴-⁹₀-₉]{2})|(?<=[⁰¹²³⁴-⁹₀-₉]{2}))[⁰¹²³⁴-⁹₀-₉]"


def _changes(changed: str, encoded: bool, raised: bool) -> re.Pattern[str]:
    """Match one character that folds, a Latin letter or digit with the marks on it, or an encoded character.

    Dropped characters may come between a letter and its marks.
    """
    marks = "".join(ch for ch in changed if unicodedata.category(ch) == "Mn" or _fold_character(ch) in _KANA_MARKS)
    dropped = "".join(ch for ch in changed if ch not in marks and not _fold_character(ch))
    # A full-width digit or a ligature is a base of marks as well.
    bases = _LATIN + re.escape("".join(ch for ch in changed if _IS_LATIN.fullmatch(_fold_character(ch)[-1:])))
    parts = [f"[{bases}](?=[{re.escape(marks + dropped)}]*[{re.escape(marks)}])[{re.escape(marks + dropped)}]++"]
    parts = parts if marks else []
    parts += [_RAISED_DIGIT] if raised else []
    parts += [f"[{re.escape(changed)}]"] if changed else []
    parts += [ENCODED.pattern] if encoded else []
    return re.compile("|".join(parts))


def _in_address(text: str, position: int) -> bool:
    """Whether the word that continues here is a web address, in which `%40` differs from `@`."""
    word = text[max(0, position - _LONGEST_ADDRESS) : position].rsplit(None, 1)
    return bool(word) and ("://" in word[-1] or "www." in word[-1].lower())


def _fold_piece(piece: str) -> str | None:
    """Return the replacement of a piece, or None if an encoded character stays."""
    if len(piece) == 1:
        if _RAISED_ONE.match(piece):
            return str(unicodedata.digit(piece))
        folded = _fold_character(piece)
        # A mark on a non-Latin letter belongs to its script.
        return piece if not folded and unicodedata.category(piece) == "Mn" else folded
    if piece[0] in "&%":
        decoded = decode(piece)
        return None if decoded is None else _fold_character(decoded)
    base = _fold_character(piece[0])
    if not base.isalpha():
        return base
    marks = [ch for ch in piece[1:] if unicodedata.category(ch) == "Mn"][:_MARKS_COMPOSED]
    return base[:-1] + unicodedata.normalize("NFC", base[-1] + "".join(marks))[0]


@lru_cache(maxsize=4096)
def _fold_character(ch: str) -> str:
    """Return the replacement of a single character. Marks are removed here; `_fold_piece` handles their bases."""
    if ch == "\u00ad" or ch in _FILLERS:
        return ""
    if ch == "\u2800":
        return " "
    code = ord(ch)
    if code in _ENCLOSED:
        return _ENCLOSED[code]
    if 0xE0020 <= code <= 0xE007E:
        return chr(code - 0xE0000)
    if ch in _DASHES:
        return "-"
    if ch in _APOSTROPHES:
        return "'"
    if ch in _LINE_ENDS:
        return "\n"
    category = unicodedata.category(ch)
    if category == "Zs" or ch == "\x1f":
        return " "
    # U+20E3 makes a key of a digit: 1️⃣.
    if category in ("Cf", "Mn") or ch == "\u20e3" or (category == "Cc" and ch not in _KEPT_CONTROLS):
        return ""
    if category == "Cs":
        return _LONE
    if category == "Nd":
        return str(unicodedata.digit(ch))
    decomposition = unicodedata.decomposition(ch)
    if decomposition.startswith(_FOLDED_DECOMPOSITIONS) or _is_compatible(ch, decomposition):
        return unicodedata.normalize("NFKC", ch)
    return ch


def _is_compatible(ch: str, decomposition: str) -> bool:
    """Whether a character combines others: ligatures, `№`, `⑴`, `㏇`; not a spacing mark such as `´`."""
    if not decomposition.startswith(("<compat>", "<square>")):
        return False
    plain = unicodedata.normalize("NFKC", ch)
    return plain.isascii() and plain.strip(" ") == plain and any(map(str.isalnum, plain))
