"""What the case of a word says of a name, which the model, reading everything in lower case, cannot see.

Where people write capitals, a word in lower case is hardly a name, and one with a capital inside a sentence is more
likely one. So the first needs more of the model's conviction and the second less. Where nobody writes capitals, or all
is in capitals, or at the beginning of a sentence, case says nothing.
"""

from __future__ import annotations

import re
from typing import Literal

from .chat import in_small_message
from .lexicon import GIVEN, PLACE, WORD, look_up, plain

__all__ = ["Casing", "casing"]

Casing = Literal["lower", "rather lower", "capital", "none"]

_REACH = 120
_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_](?=[^\W\d_])")
# A word with a capital, `I` and `I'm` apart.
_CAPITAL = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-ÞĀ-Ž](?=[^\W\d_])")
_SMALL_I = re.compile(r"(?<![\w.'])i(?![\w.])")
# What stands before the first word of a sentence, a line or a quotation.
_BEGINNING = re.compile(r"(?:^|[.!?:;>*•\"“”„«»()\[\]\n\r-])[\s\"'“„«(\[*>-]*$")
_PREPOSITION = re.compile(r"(?<![^\W_])(?:in|a|à|en|em|aus|nach|from|near|te|uit|naar|bei)[ \t]\Z")
_TITLE_SHARE = 0.6


def casing(text: str, start: int, end: int) -> Casing:
    """Say whether a word's case speaks against a name, for one, or not at all."""
    first = text[start]
    if not first.isalpha() or first.lower() == first.upper():
        return "none"
    if first.islower():
        # `jAMES`: whoever writes so has caps lock on, and no capitals to go by.
        return "none" if end - start > 2 and text[start + 1 : end].isupper() else _lower(text, start, end)
    if text[start:end].isupper() and end - start > 1:
        return "none"
    if _BEGINNING.search(text[max(0, start - 8) : start]) is not None:
        return "none"
    return "capital" if not _is_title(text, start, end) else "none"


def _lower(text: str, start: int, end: int) -> Casing:
    """Say how much the writer gives names capitals.

    Much when one stands inside a sentence of the paragraph, nearby; a little when only sentences begin with one; not at
    all without any, when the writer is `i`, or of a word that is nothing but a name in a message that has none.
    """
    if in_small_message(text, start):
        kinds = look_up(plain(text[start:end]))
        if kinds & GIVEN and not kinds & WORD:
            return "none"
        if kinds & PLACE and not kinds & WORD and _PREPOSITION.search(text, max(0, start - 6), start):
            return "none"
    before = text[max(0, start - _REACH) : start].rpartition("\n\n")[2]
    around = before + text[start : end + _REACH].partition("\n\n")[0]
    capitals = [match.start() for match in _CAPITAL.finditer(around)]
    if not capitals or _SMALL_I.search(around) is not None:
        return "none"
    inside = any(_BEGINNING.search(around[max(0, place - 8) : place]) is None for place in capitals)
    return "lower" if inside else "rather lower"


def _is_title(text: str, start: int, end: int) -> bool:
    """Say whether most words nearby have a capital, as in headings, lists of names and forms."""
    before = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    after = text[end : end + _REACH].partition("\n")[0]
    initials = _INITIAL.findall(before) + _INITIAL.findall(after)
    return bool(initials) and sum(map(str.isupper, initials)) > _TITLE_SHARE * len(initials)
