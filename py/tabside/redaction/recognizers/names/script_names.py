"""Names in scripts that the model was not trained on.

Cyrillic, Greek, Hebrew, Arabic, Devanagari, Thai, Han, kana, Hangul: the model reads Latin script only. Names in the
others are found by their surroundings: a courtesy title, the label of a form, the ending of a patronymic
(`script_rules.py`). In a text in Latin script, a few words in another are almost always a name
(`script_runs.py`). In Russian, capitals inside a sentence and lists of names speak for one (`russian_names.py`). A
text without such letters costs one search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...detection import Detection

__all__ = ["ScriptNameRecognizer"]

_OTHER_SCRIPT = re.compile(
    "[\u0370-\u1cff\u1f00-\u1fff\u2c80-\u2dff\u3005-\u318e\u3400-\u9fff\ua000-\uabff\uac00-\ud7a3]"
)
_CYRILLIC = re.compile("[А-Яа-я]")


@dataclass(frozen=True, slots=True)
class ScriptNameRecognizer:
    """Finds names in scripts other than Latin by the words around them."""

    name: str = "script_name"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(("GIVEN_NAME", "SURNAME", "CITY"))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the names of a folded text, in order of the rules."""
        if text.isascii() or _OTHER_SCRIPT.search(text) is None:
            return
        # Rules are loaded with the first text that needs them.
        from .russian_names import russian_names
        from .script_rules import announced_names
        from .script_runs import foreign_runs

        for start, end, context in announced_names(text):
            yield from self._parts(text, start, end, 0.75, ("pattern", f"context word: {context}"))
        for start, end, is_place in foreign_runs(text):
            if is_place:
                yield Detection("CITY", start, end, 0.6, self.name, False, ("pattern",))
            else:
                yield from self._parts(text, start, end, 0.6, ("pattern",))

        if _CYRILLIC.search(text) is None:
            return
        for start, end, is_given in russian_names(text):
            if is_given:
                yield Detection("GIVEN_NAME", start, end, 0.6, self.name, False, ("pattern",))
            else:
                yield from self._parts(text, start, end, 0.6, ("pattern",))

    def _parts(self, text: str, start: int, end: int, score: float, reasons: tuple[str, ...]) -> Iterator[Detection]:
        """Yield the first of several words as given name, and the rest, or a single word, as surname."""
        gap = text.find(" ", start, end)
        if gap != -1:
            yield Detection("GIVEN_NAME", start, gap, score, self.name, False, reasons)
            start = gap + 1
        yield Detection("SURNAME", start, end, score, self.name, False, reasons)
