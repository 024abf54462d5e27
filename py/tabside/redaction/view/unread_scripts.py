"""What to know of a text that is written, in part, in scripts that the model was not trained on.

Names there are found by rules alone (`recognizers/script_names.py`), hence less often: who reads the result has to be
told.
"""

from __future__ import annotations

import re
import unicodedata

from ...types import Notice

__all__ = ["OTHER_SCRIPT", "notices_of", "other_scripts"]

OTHER_SCRIPT = "redaction.other-script"
# Two letters or more that touch no Latin one: neither a formula's Δ nor a letter that only looks Latin.
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
    """Return the names of scripts other than Latin that words of a text are written in, in order. Linear.

    >>> other_scripts("Ann met Пров and 宋杨"), other_scripts("Δ is 3 Ω")
    (['Cyrillic', 'Chinese'], [])
    """
    if text.isascii():
        return []
    letters = dict.fromkeys(ch for match in _WORD.finditer(text) for ch in match[0][:2])
    return list(dict.fromkeys(map(_script, filter(str.isalpha, letters))))


def notices_of(text: str) -> tuple[Notice, ...]:
    """Return what to say with a result of redacting a text; nothing of the text is in it."""
    scripts = other_scripts(text)
    if not scripts:
        return ()
    named = f"{', '.join(scripts[:-1])} and {scripts[-1]}" if len(scripts) > 1 else scripts[0]
    message = f"The model was trained on Latin script: names in {named} script are found less often. Read them over."
    return (Notice(OTHER_SCRIPT, message),)


def _script(ch: str) -> str:
    first = unicodedata.name(ch, "another").split()[0]
    return _NAMES.get(first, first.capitalize() if first != "another" else first)
