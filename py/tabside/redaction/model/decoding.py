"""Decode token predictions into detections.

A word is claimed if `1 - P(O)` reaches the threshold on any of its tokens. The whole word is claimed, since a name
half masked is a name revealed. Its entity is the one with the greatest probability over its tokens, `B-` and `I-`
added. Adjacent claimed words are joined into one detection, across punctuation and white space that the
entity may contain, and across a doubtful word between two claimed ones (`bridge_floor`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...reasons import Reason
from ...types import TokenPrediction
from ..detection import Detection
from ..entities import NAMES, NAMES_AND_PLACES
from ..reasons import weighed
from ..words.casing import casing
from ..words.common_words import is_common
from ..words.lexicon import GIVEN, SURNAME, look_up, plain
from ..words.particles import BETWEEN_NAMES
from ..words.titles import LONGEST_TITLE, TITLE
from .odds import LIKELY

__all__ = ["DEFAULT_THRESHOLD", "DecodeOptions", "ModelDecoder", "Word", "decode", "for_model", "without_factor"]

SOURCE = "model"

_CASED = NAMES_AND_PLACES | {"STREET_NAME"}
# Text allowed between two words of one entity: white space for most, more for numbers and addresses.
_GAP = re.compile(r"[ \t]{0,3}\n?[ \t]{0,3}")
_NAME_GAP = re.compile(r"[ \t]{0,2}|[ \t]?[-'.][ \t]?")
_NUMBER_GAP = re.compile(r"[ \t]{0,2}[-./()+:#@_,&=?%~]{0,3}[ \t]{0,2}")
_NUMBERS = frozenset(
    (
        "PHONE", "EMAIL", "URL", "TAX_ID", "BANK_ACCOUNT", "ROUTING_NUMBER", "GOVERNMENT_ID", "PASSPORT",
        "DRIVERS_LICENSE", "ZIP_CODE",
    )
)  # fmt: skip
# Tuned on one half of the public texts (see `tabside.evaluation`).
DEFAULT_THRESHOLD = 0.3
# The model invents more towns than people. This factor on the odds means a threshold of 0.5 instead of 0.3.
_ODDS = {"CITY": 7 / 3}
# Punctuation that an entity may begin with.
_OPENING = frozenset("(+#@")
_BRACKETS = frozenset("()[]{}<>")
# Between two names, and in none. Not `y` and `e`, which join the surnames of one person.
_CONJUNCTIONS = frozenset(("and", "und", "ed", "et", "oder", "nel", "nella", "dall", "nell", "zu"))
_LONGEST_PARTICLE = 3
_PARTICLES = re.compile(rf" (?:{BETWEEN_NAMES} ){{1,2}}")
# Words with less than this are dropped immediately.
MASS_FLOOR = 0.005


@dataclass(frozen=True, slots=True)
class DecodeOptions:
    """The conditions for claiming a word.

    `threshold` applies to `1 - P(O)`, and is raised for towns; `by_entity` overrides it. `bridge_floor` is the minimum
    of a word between two claimed words of one entity. Case changes the threshold of names and places (see `casing.py`):
    it is multiplied by `capital` for a capitalized word inside a sentence. For a name in lower case its distance from 1
    is multiplied by `lower` among capitals, and by `rather_lower` if only sentences begin with one.
    """

    threshold: float = DEFAULT_THRESHOLD
    bridge_floor: float = 0.1
    by_entity: Mapping[str, float] = field(default_factory=dict)
    capital: float = 0.4
    lower: float = 0.05
    rather_lower: float = 0.6

    def _threshold(self, entity: str) -> float:
        if entity in self.by_entity:
            return self.by_entity[entity]
        odds = _ODDS.get(entity, 1)
        return self.threshold * odds / (1 - self.threshold + self.threshold * odds)

    def claims(self, word: Word, text: str) -> bool:
        """Whether a word is claimed."""
        threshold = self._threshold(word.entity)
        if not threshold * self.capital <= word.mass < 1 - (1 - threshold) * self.lower:
            return word.mass >= threshold  # its case cannot change the result
        return word.mass >= self.needed(word, text)

    def needed(self, word: Word, text: str) -> float:
        """Return the probability required to claim a word."""
        entity = word.entity
        threshold = self._threshold(entity)
        if entity not in _CASED:
            return threshold
        case = casing(text, word.start, word.end)
        if case == "capital":
            threshold *= self.capital
        elif case != "none" and entity in NAMES_AND_PLACES:
            threshold = 1 - (1 - threshold) * (self.lower if case == "lower" else self.rather_lower)
        return threshold


@dataclass(slots=True)
class Word:
    """The tokens of one word: their span, the maximum of `1 - P(O)`, and the probability of each entity.

    `begins`: its first token is more likely a `B-` than an `I-`; known once the word is complete.
    `factor` multiplies the odds of `mass`, from other evidence (`name_evidence.py`).
    """

    start: int
    end: int
    mass: float
    entities: dict[str, float]
    begins: bool
    factor: float = 1.0

    @property
    def read(self) -> float:
        """The model's own probability."""
        return without_factor(self.mass, self.factor)

    @property
    def entity(self) -> str:
        return max(self.entities, key=self.entities.__getitem__)


class ModelDecoder:
    """Receives predictions one by one and keeps only relevant words: memory does not grow with clean text."""

    def __init__(self, labels: Sequence[str]) -> None:
        """Take the model's labels in the order of its ids: `O`, and `B-X` and `I-X` for each entity X."""
        self._outside = [index for index, label in enumerate(labels) if label == "O"]
        self._columns: dict[str, list[int]] = {}
        for index, label in enumerate(labels):
            if label != "O":
                self._columns.setdefault(label[2:] if label[:2] in ("B-", "I-") else label, []).append(index)
        self._begins = [index for index, label in enumerate(labels) if label.startswith("B-")]
        self._first: Sequence[float] = ()
        self.entities = frozenset(self._columns)
        self.words: list[Word] = []
        self._open: Word | None = None

    def add(self, token: TokenPrediction) -> None:
        """Add the next prediction, in text order."""
        # Once for each token: plain comparisons, since calls would take twice as long.
        start, end, _window, starts_word, scores = token
        mass = 1.0
        for index in self._outside:
            mass -= scores[index]
        word = self._open
        if word is None or (starts_word and start >= word.end) or start > word.end:
            if word is not None and word.mass >= MASS_FLOOR:
                self._close()
            word = self._open = Word(start, end, 0.0, {}, False)
            self._first = scores
        if end > word.end:
            word.end = end
        if mass > word.mass:
            word.mass = mass
        if mass >= MASS_FLOOR:
            entities = word.entities
            for entity, columns in self._columns.items():
                score = entities.get(entity, 0.0)
                for index in columns:
                    score += scores[index]
                entities[entity] = score

    def _close(self) -> None:
        if self._open is not None and self._open.mass >= MASS_FLOOR:
            first = self._first
            inside = 1.0 - sum(first[index] for index in self._outside)
            self._open.begins = sum(first[index] for index in self._begins) > inside / 2
            self.words.append(self._open)
        self._open = None

    def finish(self) -> list[Word]:
        """Return the relevant words, in text order."""
        self._close()
        return self.words


def without_factor(mass: float, factor: float) -> float:
    """Return the probability whose odds, multiplied by a factor, are those of the given one."""
    return mass / (mass + (1 - mass) * factor)


_QUOTE_MARKS = re.compile(r"^[ \t]*>[> \t]*", re.MULTILINE)


def for_model(text: str) -> str:
    """Blank the quote marks of mail, which would hide the start of a line from the model. The length stays."""
    return _QUOTE_MARKS.sub(lambda match: " " * len(match[0]), text) if ">" in text else text


def decode(words: Sequence[Word], text: str, options: DecodeOptions) -> list[Detection]:
    """Join claimed words into detections, in order and without overlaps."""
    runs: list[tuple[str, list[Word]]] = []
    entity, run, bridge = "", list[Word](), list[Word]()
    for place, word in enumerate(words):
        if run and not _joins(text[(bridge or run)[-1].end : word.start], entity):
            run, bridge = [], []
        if run and entity in NAMES_AND_PLACES and text[word.start : word.end] in _BRACKETS:
            run, bridge = [], []  # `Bad Homburg (Vermieter)`: a name does not continue in brackets
        if entity in NAMES_AND_PLACES and text[word.start : word.end] in _CONJUNCTIONS:
            run, bridge = [], []
            continue
        claimed = options.claims(word, text) and not (
            _is_no_name(word, text, (bridge or run)[-1:])
            and not _is_part_of_name(word, text, run[-1:], words[place + 1 : place + 2])
        )
        if not _is_written(text, word) and not (claimed and (run or text[word.start : word.end] in _OPENING)):
            continue  # punctuation is part of the gap between words
        if not claimed:
            bridge.append(word)
            if word.mass < options.bridge_floor or len(bridge) > 2:
                run, bridge = [], []
        elif (
            run
            and word.entity == entity
            and not (word.begins and _splits(text[run[-1].end : word.start]))
            and not _is_between(bridge, word, entity, text)
        ):
            run += [*bridge, word]
            bridge = []
        else:
            entity, run, bridge = word.entity, [word], []
            runs.append((entity, run))
    return [_detection(run, entity, text) for entity, run in runs if _says_something(entity, run, text)]


def _is_no_name(word: Word, text: str, before: Sequence[Word]) -> bool:
    """Whether a word is a common word, with neither a name nor a title before it that would make it a name."""
    if word.entity not in NAMES_AND_PLACES or not is_common(text[word.start : word.end]):
        return False
    if before and text[before[0].end : word.start] == " " and not is_common(text[before[0].start : before[0].end]):
        # `kein Fieber`: a lower-case word is not a name continued by a capitalized one.
        agrees = text[word.start].islower() or not text[before[0].start].islower()
        if agrees or word.entity == "CITY":
            return False
    return TITLE.search(text[max(0, word.start - LONGEST_TITLE) : word.start]) is None


def _is_part_of_name(word: Word, text: str, before: Sequence[Word], behind: Sequence[Word]) -> bool:
    """Whether a common word with a capital stands behind a name and a particle, or is a given name before a surname.

    `Werner von Siemens`, where brands count as common, and `Otto Hahn`, where Italian counts to eight.
    """
    written = text[word.start : word.end]
    if not written[0].isupper() or written.isupper():
        return False
    is_behind = bool(before) and not is_common(text[before[0].start : before[0].end])
    if is_behind and _PARTICLES.fullmatch(text, before[0].end, word.start):
        return True
    if not behind or behind[0].mass < LIKELY or text[word.end : behind[0].start] != " ":
        return False
    last = text[behind[0].start : behind[0].end]
    kinds = look_up(plain(written))
    return (
        kinds & GIVEN != 0 and kinds & SURNAME != 0 and last[0].isupper() and not last.isupper() and not is_common(last)
    )


def _is_between(bridge: Sequence[Word], word: Word, entity: str, text: str) -> bool:
    """Whether a doubtful word separates two names rather than being part of one: `Hoff belt Mieke`."""
    return (
        entity in NAMES_AND_PLACES
        and text[word.start].isupper()
        and any(text[other.start].islower() and other.end - other.start > _LONGEST_PARTICLE for other in bridge)
    )


def _says_something(entity: str, run: Sequence[Word], text: str) -> bool:
    """Whether a run contains a letter or digit; for a street, a word that is not a common word."""
    written = [text[word.start : word.end] for word in run if _is_written(text, word)]
    return bool(written) and not (entity == "STREET_NAME" and all(map(is_common, written)))


def _joins(gap: str, entity: str) -> bool:
    """Whether words with this text between them can be one entity."""
    if entity in NAMES:
        return _NAME_GAP.fullmatch(gap) is not None
    return (_NUMBER_GAP if entity in _NUMBERS else _GAP).fullmatch(gap) is not None


def _splits(gap: str) -> bool:
    """Whether a word that begins an entity starts a new one: not if punctuation inside a word joins it to the last."""
    return gap == "" or gap.isspace()


def _is_written(text: str, word: Word) -> bool:
    return any(ch.isalnum() for ch in text[word.start : word.end])


def _detection(run: Sequence[Word], entity: str, text: str) -> Detection:
    """Build the detection of a run, without the punctuation after its last word."""
    last = len(run) - 1
    while last > 0 and not _is_written(text, run[last]):
        last -= 1
    score = min(1.0, sum(word.mass for word in run) / len(run))
    read = min(1.0, sum(word.read for word in run) / len(run))
    reasons = (Reason("model", entity, round(read, 4)), *weighed(score, read))
    return Detection(entity, run[0].start, run[last].end, score, SOURCE, False, reasons)
