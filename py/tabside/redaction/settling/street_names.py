"""Names that the model takes for streets: `Władysław Reymont`, `D. Swift` after a given name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..detection import Detection
from ..entities import NAMES
from ..model.name_tokens import is_small
from ..words.lexicon import GIVEN, SURNAME, WORD, WORD_IN_SMALL, look_up, plain
from ..words.ordinary import languages_of

__all__ = ["CAPITALS", "WORDS", "name_in_street"]

CAPITALS = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]+(?:[ '-](?:[A-Z]\. )?[A-ZÀ-ÖØ-ÞĀ-Ž]?[^\W\d_]+)*")
"""Words that begin with a capital."""

WORDS = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*")
"""Words of a text without capitals."""

# A name may begin with an initial or `d'`.
_NAME = re.compile(rf"(?:[A-Z]\. ?|[dl]['’] ?)*{CAPITALS.pattern}")


def name_in_street(one: Detection, before: Sequence[Detection], text: str) -> Detection | None:
    """Return a name that was taken for a street: behind a given name, or of words that are nothing but names.

    `before` are the claims that end right before.
    """
    start = one.start
    if is_small(text):
        match = WORDS.match(text, start, one.end)
    else:
        small = _SMALL.match(text, start, one.end)
        start = small.end() if small is not None else start
        match = _NAME.match(text, start, one.end)
    if match is None:
        return None
    name = one._replace(entity="SURNAME", start=start, end=match.end())
    words = [plain(word) for word in match[0].split()]
    kinds = [look_up(word) for word in words]
    if text[start - 1 : start] == " " and any(other.entity in NAMES and other.end == start - 1 for other in before):
        is_word = [languages_of(word) and not kind & (GIVEN | SURNAME) for word, kind in zip(words, kinds, strict=True)]
        return None if any(is_word) and "'" not in match[0] else name
    if len(kinds) > 1 and kinds[0] & GIVEN and not kinds[0] & WORD:
        return name
    if len(kinds) == 2 and kinds[0] & GIVEN and kinds[1] & SURNAME and not kinds[1] & (WORD | WORD_IN_SMALL):
        return name  # `Jack Crawford`
    is_name = all(kind & (GIVEN | SURNAME) and not kind & (WORD | WORD_IN_SMALL) for kind in kinds)
    return name if is_name else None


_SMALL = re.compile(r"(?:[a-zß-ÿāąćęłńśźż][^\W\d_]* ){1,3}(?=[A-ZÀ-ÖØ-ÞĀ-Ž])")
