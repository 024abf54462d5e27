"""Letters of other scripts that look Latin, read as Latin in a word that mixes them with Latin letters or digits.

`аda@example.org` with a Cyrillic `а`, or `АB123456C`, deceives the eye and must not deceive a pattern. A word entirely
in Cyrillic or Greek stays as it is. So do accents, except in words with digits: those are codes. The pairs are the
confusables of UTS #39 whose shapes agree in common typefaces.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["CONFUSABLES", "skeleton"]

CONFUSABLES = str.maketrans(
    # Cyrillic
    "АВЕЅІЈКМНОРСТУҮХԌԚԜӀ" "аеѕіјорсуүхһԁԛԝӏѵ"
    # Greek
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ" "αγιϳνορυϲ"
    # Armenian, and Latin letters without the dot or in another form
    "ՍՏՕհոսօցզ" "ıɡɑɩʏꞮꓐꓑꓓꓖꓗꓘꓝ",
    "ABESIJKMHOPCTYYXGQWI" "aesijopcyyxhdqwlv"
    "ABEZHIKMNOPTYXCJ" "ayijvopuc"
    "USOhnuogq" "igaiyIBPDGKKF",
)  # fmt: skip

_ACCENTED = str.maketrans(
    {
        chr(point): base[0]
        for point in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
        if (base := unicodedata.normalize("NFD", chr(point)))[0].isascii()
    }
)
_LOOKALIKE = re.compile(f"[{''.join(map(chr, CONFUSABLES))}À-ɏḀ-ỿ]")
_WORD = re.compile(r"[^\W_]+")
# Groups of a code joined by marks, `94:са:аа:2с` or `КС-334-НV`, and of a plate, `М ЕТ 5973`.
_CODE = re.compile(
    r"(?<![^\W_])[^\W_]{1,8}(?:[-:.][^\W_]{1,8}){1,7}+(?![^\W_])"
    r"|(?<![^\W_])(?<![^\x00-\u024f] )[^\W\d_]{1,3} (?:[^\W\d_]{1,2} )?[0-9]{2,4}(?![^\W_]| [^\W\x00-\u024f])"
)


def skeleton(text: str) -> str:
    """Return the text with such letters replaced one by one: its length stays. Linear.

    >>> skeleton("\\u0430da, \\u0410B12 \\u043e\\u043d")
    'ada, AB12 он'
    """
    if text.isascii() or _LOOKALIKE.search(text) is None:
        return text
    text = _WORD.sub(_latin, text)
    return text if _LOOKALIKE.search(text) is None else _CODE.sub(_latin_code, text)


def _latin(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii() or match.string[match.end() : match.end() + 1] >= "\u0300":
        return word
    has_figures = any(map(str.isdecimal, word))
    if has_figures:
        word = word.translate(_ACCENTED)
    replaced = word.translate(CONFUSABLES)
    if not _is_latin(replaced):
        return word
    return replaced if any(map(_is_latin, word)) else word


def _latin_code(match: re.Match[str]) -> str:
    """Replace letters in a code with digits, if everything else in it is Latin."""
    code = match[0]
    if code.isascii() or (" " in code and not code.isupper()):
        return code
    replaced = code.translate(CONFUSABLES)
    return replaced if _is_latin(replaced) and any(map(str.isdecimal, code)) else code


def _is_latin(text: str) -> bool:
    """Whether there are only Latin letters and digits."""
    return text < "\u0250" if len(text) == 1 else all(ch < "\u0250" for ch in text)
