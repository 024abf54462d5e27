"""Dictated numbers, addresses and names, as in a transcript or a chat.

A dictated number is rewritten in digits, with its surroundings, and passed to the number recognizers, whose
context words and check digits apply. One of seven digits or more that none of them recognizes is a phone
number, unless it counts up or down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...detection import Detection, detection_of
from ..context import has_context, words_of
from ..recognizer import Recognizer
from .dictation import Group, Run, passages
from .number_words import NUMBERS, ORDINALS, REPEATS

__all__ = ["DictatedNumberRecognizer", "SpelledNameRecognizer"]

_BEFORE, _BEHIND = 80, 30
_LONG_ENOUGH = 7
# Limits on the numbers passed to the readers and on those read at all, per text or per this many characters. No
# transcript has more; beyond the limits, long ones are claimed unread.
_MOST_GIVEN, _CHARACTERS_A_NUMBER = 30, 4000
_MOST_READ = 10
# Slow readers, and the minimum number of digits for each.
_LEAST = {"id_number": 6, "phone": 7, "credit_card": 12}
_SAID = frozenset((*NUMBERS, *ORDINALS, *REPEATS))
_COUNTS = ("01234567890", "9876543210")
_DIGITS = re.compile(r"(?:[0-9] ){6}")


@dataclass(frozen=True, slots=True)
class DictatedNumberRecognizer:
    """Applies its readers to numbers rewritten in digits."""

    readers: Sequence[Recognizer]
    name: str = "dictated_number"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(("PHONE",)).union(*(reader.entities for reader in self.readers))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the dictated numbers of a folded text, in order."""
        if len(words_of(text) & _SAID) < 2 and _DIGITS.search(text) is None:
            return
        left = max(_MOST_GIVEN, len(text) // _CHARACTERS_A_NUMBER)
        for runs in passages(text, _MOST_READ * left):
            found: list[Detection] = []
            if left > 0:
                left -= 1
                found = self._read(text, runs)
                yield from found
            for run in runs:
                if found:
                    covered = sum(len(group.figures) for group in run.groups if _is_covered(group, found))
                    if covered * 5 > len(run.figures) * 4:
                        continue
                if _may_be_phone(run):
                    yield detection_of(("PHONE", run.start, run.end, 0.6, self.name, False, ("pattern",)))

    def _read(self, text: str, runs: Sequence[Run]) -> list[Detection]:
        """Pass numbers in digits, with the words around them, to the readers. Results refer to the original."""
        first, last = runs[0].start, runs[-1].end
        begin, end = max(0, first - _BEFORE), min(len(text), last + _BEHIND)
        while 0 < begin < first and text[begin - 1].isalnum():
            begin += 1
        written, position = "", begin
        places: list[tuple[int, int, Group]] = []
        for run in runs:
            written += text[position : run.start]
            for index, group in enumerate(run.groups):
                written += " " if index else ""
                places.append((len(written), len(written) + len(group.figures), group))
                written += group.figures
            position = run.end
        written += text[last:end]
        found: list[Detection] = []
        figures = max(len(run.figures) for run in runs)
        for reader in self.readers:
            if figures < _LEAST.get(reader.name, 0):
                continue
            for hit in reader.find(written):
                touched = [place for place in places if place[0] < hit.end and hit.start < place[1]]
                if not touched:
                    continue
                # Words between two numbers are the same in both texts.
                start = touched[0][2].start - max(0, touched[0][0] - hit.start)
                stop = touched[-1][2].end + max(0, hit.end - touched[-1][1])
                found.append(hit.at(start, stop))
        return found


def _is_covered(group: Group, found: Sequence[Detection]) -> bool:
    return any(hit.start <= group.start and group.end <= hit.end for hit in found)


def _may_be_phone(run: Run) -> bool:
    """Whether an unrecognized number is long enough, mostly spoken digit by digit, and not just counting."""
    figures = run.figures.removeprefix("+")
    if not figures:
        return run.single >= _LONG_ENOUGH
    if run.words == 0 or 2 * run.single < run.words:
        return False
    counts = any(figures[:6] in count for count in _COUNTS)
    return _LONG_ENOUGH <= len(figures) <= 19 and len(set(figures)) > 2 and not counts


_SPELLED = re.compile(r"(?<![^\W_])[A-Z](?:[ -][A-Z]){3,17}+(?![^\W_])")
_SPELLING = (
    "spelled", "spelt", "spell", "spelling", "surname", "last name", "first name", "name", "deletreo", "se escribe",
    "apellido", "nombre", "s'écrit", "épelle", "nom", "prénom", "buchstabiert", "buchstabiere", "geschrieben", "name",
    "nachname", "vorname", "si scrive", "cognome", "nome", "soletro", "soletrando", "escreve-se", "apelido", "gespeld",
    "spel", "naam", "achternaam",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpelledNameRecognizer:
    """Finds a spelled name, `H O L L O W A Y`, if it also occurs nearby as a word or if a word for spelling does."""

    name: str = "spelled_name"
    context: tuple[str, ...] = _SPELLING

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(("SURNAME",))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield spelled names in a folded text, and the same name as a word near them."""
        left = max(_MOST_GIVEN, len(text) // _CHARACTERS_A_NUMBER)
        for match in _SPELLED.finditer(text):
            if (left := left - 1) < 0:
                return
            letters = match[0].replace(" ", "").replace("-", "")
            begin = max(0, match.start() - _BEFORE)
            around = text[begin : match.end() + _BEHIND]
            word = re.search(rf"(?<![^\W_]){letters}(?![^\W_])", around, re.IGNORECASE)
            if word is not None:
                start = begin + word.start()
                yield Detection("SURNAME", start, start + len(letters), 0.8, self.name, False, ("pattern",))
            if word is not None or has_context(text, match.start(), match.end(), self.context):
                yield Detection("SURNAME", match.start(), match.end(), 0.8, self.name, False, ("pattern",))
