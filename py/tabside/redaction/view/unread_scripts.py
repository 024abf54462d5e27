"""Notices about text in scripts that the model was not trained on.

Only rules find names there (`recognizers/names/script_names.py`), hence fewer. Readers of the result must be
told.
"""

from __future__ import annotations

import re
import unicodedata

from ...types import Notice
from .languages import OTHER_LANGUAGE, TRAINED, language_of

__all__ = ["LONG_WORD", "OTHER_SCRIPT", "notices_of", "other_scripts"]

OTHER_SCRIPT = "redaction.other-script"
LONG_WORD = "redaction.long-word"
# A model with a vocabulary of words reads what is longer as one unknown word; a text may have lost its spaces.
_LONG_WORD = re.compile(r"[^\W\d_]{101}")
_LONG_MESSAGE = "A word has more than 100 letters, as where spaces were lost: the model does not read it. Read it over."
# At least two letters that touch no Latin one: neither a formula's Δ nor a letter that only looks Latin.
_WORD = re.compile(
    "(?<![A-Za-z\u00c0-\u024f])[\u0370-\u1cff\u1f00-\u1fff\u2c80-\u2dff\u3005-\u318e\u3400-\u9fff\ua000-\uabff\uac00-\ud7a3]{2,}"
    "(?![A-Za-z\u00c0-\u024f])"
)
_NAMES = {
    "CJK": "Chinese",
    "IDEOGRAPHIC": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
}


def other_scripts(text: str) -> list[str]:
    """Return the names of non-Latin scripts used by words of a text, in order. Linear.

    >>> other_scripts("Ann met Пров and 宋杨"), other_scripts("Δ is 3 Ω")
    (['Cyrillic', 'Chinese'], [])
    """
    if text.isascii():
        return []
    letters = dict.fromkeys(ch for match in _WORD.finditer(text) for ch in match[0][:2])
    return list(dict.fromkeys(map(_script, filter(str.isalpha, letters))))


def notices_of(text: str) -> tuple[Notice, ...]:
    """Return the notices for the result of redacting a text. They contain nothing of the text."""
    notices = (Notice(LONG_WORD, _LONG_MESSAGE),) if _LONG_WORD.search(text) is not None else ()
    language = language_of(text)
    if language is not None and language not in TRAINED:
        message = f"The model was not trained on {language}: names are found less often. Read them over."
        notices = (Notice(OTHER_LANGUAGE, message), *notices)
    scripts = other_scripts(text)
    if not scripts:
        return notices
    named = f"{', '.join(scripts[:-1])} and {scripts[-1]}" if len(scripts) > 1 else scripts[0]
    message = f"The model was trained on Latin script: names in {named} script are found less often. Read them over."
    return (Notice(OTHER_SCRIPT, message), *notices)


def _script(ch: str) -> str:
    first = unicodedata.name(ch, "another").split()[0]
    return _NAMES.get(first, first.capitalize() if first != "another" else first)
