"""Letters of other scripts that look Latin, read as Latin where a word mixes them with Latin letters or figures.

`аda@example.org` with a Cyrillic `а`, or `АB123456C`, deceives the eye and should not deceive a pattern. A word all in
Cyrillic or Greek stays what it is. The pairs are those of UTS #39's confusables whose shapes agree in common typefaces.
"""

from __future__ import annotations

import re

__all__ = ["CONFUSABLES", "skeleton"]

CONFUSABLES = str.maketrans(
    # Cyrillic
    "АВЕЅІЈКМНОРСТУҮХԌԚԜӀ" "аеѕіјорсуүхһԁԛԝӏѵ"
    # Greek
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ" "αγιϳνορυϲ"
    # Armenian, and Latin letters without the dot or with another form
    "ՍՏՕհոսօցզ" "ıɡɑɩʏꞮꓐꓑꓓꓖꓗꓘꓝ",
    "ABESIJKMHOPCTYYXGQWI" "aesijopcyyxhdqwlv"
    "ABEZHIKMNOPTYXCJ" "ayijvopuc"
    "USOhnuogq" "igaiyIBPDGKKF",
)  # fmt: skip

_CONFUSABLE = re.compile(f"[{''.join(map(chr, CONFUSABLES))}]")
_WORD = re.compile(r"[^\W_]+")


def skeleton(text: str) -> str:
    """Return the text with such letters replaced, character by character: its length stays. Linear.

    >>> skeleton("\\u0430da, \\u0410B12 \\u043e\\u043d")
    'ada, AB12 он'
    """
    if text.isascii() or _CONFUSABLE.search(text) is None:
        return text
    return _WORD.sub(_latin, text)


def _latin(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii() or match.string[match.end() : match.end() + 1] >= "\u0300":
        return word
    replaced = word.translate(CONFUSABLES)
    if replaced == word or not _is_latin(replaced):
        return word
    is_mixed = any(map(_is_latin, word))
    return replaced if is_mixed else word


def _is_latin(text: str) -> bool:
    """Say whether there are only Latin letters and figures."""
    return text < "\u0250" if len(text) == 1 else all(ch < "\u0250" for ch in text)
