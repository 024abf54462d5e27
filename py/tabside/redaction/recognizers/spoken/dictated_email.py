"""Dictated e-mail addresses: `r underscore silva ninety at example dot org`, in seven languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...detection import Detection
from ..context import words_of
from .number_words import NUMBERS

__all__ = ["DictatedEmailRecognizer"]

_AT = "at|arroba|arobase|chiocciola|apenstaartje|klammeraffe|ät"
_DOT = "dot|punto|point|punkt|ponto|punt"
_MARK_WORDS = (
    "dot punto point punkt ponto punt underscore dash hyphen minus guion guión tiret unterstrich bindestrich trattino "
    "sublinhado traço hífen streepje plus"
)
# Second words of two-word marks: `guion bajo`, `tiret du bas`, `trattino basso`.
_SECOND_WORDS = "bajo bas basso du baixo"
# A single word before `at` that is rarely the name of a mailbox.
_OTHER_WORDS = "me us you is are it look find visit there be was online here that and site website page"
_MARKS, _SECOND, _NO_MAILBOX = (frozenset(words.split()) for words in (_MARK_WORDS, _SECOND_WORDS, _OTHER_WORDS))
_TLD = (
    "com|org|net|edu|gov|mil|info|biz|name|io|dev|app|eu|uk|us|ca|au|nz|ie|de|at|ch|fr|be|lu|es|mx|ar|cl|co|it|pt|br|nl|"
    "example|test"
)
_DOMAIN = re.compile(
    rf"(?<= )(?:{_AT}) (?P<domain>[^\W_][\w-]{{0,40}}"
    rf"(?: (?:{_DOT}|dash|hyphen|guion|guión|tiret|minus|bindestrich|trattino|traço|streepje)"
    rf" [^\W_][\w-]{{0,40}}){{0,3}}? (?:{_DOT}) (?:{_TLD})(?: (?:{_DOT}) [a-z]{{2}})?)(?![^\W_])",
    re.IGNORECASE,
)
_LONGEST = 120
_AT_WORDS, _DOT_WORDS = frozenset(_AT.split("|")), frozenset(_DOT.split("|"))
_SAID = re.compile(r"[^\W_][\w'-]*")


@dataclass(frozen=True, slots=True)
class DictatedEmailRecognizer:
    """Looks for `at`, a domain and its end, then reads backwards to the start of the mailbox."""

    name: str = "dictated_email"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(("EMAIL",))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the dictated addresses of a folded text, in order."""
        words = words_of(text)
        if words.isdisjoint(_AT_WORDS) or words.isdisjoint(_DOT_WORDS):
            return
        reached = 0
        for match in _DOMAIN.finditer(text):
            start = _mailbox(text, match.start() - 1, max(reached, match.start() - _LONGEST))
            if start is None:
                start = match.start("domain")
            yield Detection("EMAIL", start, match.end(), 0.9, self.name, True, ("pattern",))
            reached = match.end()


def _mailbox(text: str, end: int, least: int) -> int | None:
    """Return the start of the words before an offset that form a mailbox's name; None if there are none."""
    said = [(match[0].lower(), match.start()) for match in _SAID.finditer(text, least, end)]
    start, index, has_marks = None, len(said) - 1, False
    while index >= 0:
        # Numbers in words follow a name: `silva ninety`.
        while index > 0 and said[index][0] in NUMBERS and said[index - 1][0] not in _MARKS:
            index -= 1
        word = said[index][0]
        mark = index - 1
        while mark >= 0 and said[mark][0] in _SECOND:
            mark -= 1
        is_marked = mark > 0 and said[mark][0] in _MARKS
        if not has_marks and not is_marked and word in _NO_MAILBOX:
            return None
        start = said[index][1]
        if not is_marked:
            break
        index, has_marks = mark - 1, True
    return start
