"""Adjust the model's probability that a word is a name, using name lists and the surrounding words.

The model has read mostly English and knows few names beyond it. A word's presence in a name list and its
surroundings multiply the odds of `1 - P(O)`. The factor is large for a name that is not also a word in one of the seven
languages, inside a sentence and beside another name. It is smaller if the name is also a word, or if everything is
capitalized. A word in no list needs a higher probability. This is evidence, not a decision: the threshold decides, and
with it the sensitivity slider. The factors were tuned on one half of each set; most can be doubled or halved without
changing results (docs/decisions).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..entities import NAMES, NAMES_AND_PLACES
from ..view.languages import TRAINED, language_of
from ..words.capitals import capitals_name, is_german
from ..words.casing import casing
from ..words.common_words import is_common
from ..words.lexicon import GIVEN, NAME, PLACE, SURNAME, WORD, WORD_IN_SMALL, look_up, plain
from ..words.ordinary import GERMAN, POLISH, language_around, languages_of
from .decoding import Word
from .name_tokens import (
    CERTAIN,
    Token,
    after_greeting,
    after_particle,
    after_preposition,
    after_role,
    after_title,
    before_date,
    before_full_date,
    is_inside,
    is_small,
    is_speaker,
    links,
    of_thing,
    tokens_of,
)

__all__ = ["weigh"]

# Factors on the odds. Of a pair, the first applies inside a sentence, the second where a capital means nothing.
_NAME = (45.0, 15.0)
# For words that are only names, at the start of a sentence.
_GIVEN_BEGINS = 120.0
_NAME_AND_WORD = (25.0, 3.0)
_PLACE = (10.0, 3.0)
_BESIDE_NAME = 40.0
_WORD_BESIDE_NAME = (10.0, 6.0)
_BESIDE_LISTED = 20.0
_WORD_BESIDE_LISTED = (10.0, 4.0)
_BESIDE_SURNAME = 3.0
_IN_LIST = 8.0
_BEHIND_TITLE = 20.0
_BEHIND_ROLE = 6.0
# A given name before another word with a capital, where only names have one.
_BEFORE_CAPITAL = 6.0
# A word in no list behind a role, `re`, `filho de`, or beside a name in an enumeration, where only names have capitals.
_ROLED = 45.0
_ENUMERATED = 45.0
# A word in no list for which only its capital speaks, where only names have one.
# The more the model reads in it itself, the less that adds: it is no reason to be sure.
_UNKNOWN = (45.0, 10.0, 3.0)
_SLIGHT = 0.02
_BEHIND_PARTICLE = 10.0
_BEHIND_PREPOSITION = 6.0
_BEFORE_DATE = 10.0
_BEFORE_FULL_DATE = 300.0
_SPEAKER = 6.0
_CAPITALS = 0.5
# For words in no list: after a name (the second if only names are capitalized), before a name, in a greeting,
# elsewhere.
_BEHIND_NAME = (15.0, 45.0)
_BEFORE_NAME = 6.0
_GREETED = 4.0
_UNLISTED = 0.5
# In German, where nouns have capitals, and for what is an ordinary word or a compound that ends in one.
_UNLISTED_GERMAN = 0.05
_ORDINARY = 0.005
_ORDINARY_SMALL = 0.1
# In small letters, among capitals, in a language that the model was not trained on.
_FOREIGN_SMALL = 0.01
_SHORTEST_FOREIGN = 2
# A noun that is a name, too, behind an article, inside a sentence.
_ARTICLED = 0.03
_UNLISTED_CAPITALS = 0.05
_ENGLISH = 0.01
_UNLISTED_SMALL = 0.25
_WORD_SMALL = 0.4
_CALLED = 0.02
# In a text without capitals.
_NAME_SMALL = 40.0
_PLACE_SMALL = 400.0
_NAME_AND_WORD_SMALL = 2.0
_BESIDE_NAME_SMALL = 6.0
_BESIDE_LISTED_SMALL = 10.0

# The languages that the model was trained on; None where too little tells.
_TRAINED = {*TRAINED, None}
_WEIGHED = NAMES_AND_PLACES | {"STREET_NAME"}
# The model's remaining probability for an unknown name; below that value it is not a name.
_LEAST = 0.004
_LIKELY, _POSSIBLE, _DOUBTFUL = 0.5, 0.3, 0.1
# Smaller values are not kept.
_NEGLIGIBLE = 0.02
_BRIEF_CAPITALS = 4
_NEAR = 40


def weigh(words: Sequence[Word], text: str) -> list[Word]:
    """Return the model's words, and words unknown to it, with adjusted probabilities.

    `Word.factor` is the factor on the odds of the model's own probability. Linear in the length of the text.
    """
    tokens = list(tokens_of(text, words))
    small = is_small(text)  # for the whole text: computed once
    between = links(tokens, text)
    weighed: dict[int, Word | None] = {}
    added: list[Word] = []
    for index, token in enumerate(tokens):
        if token.read > _POSSIBLE and token.entity not in _WEIGHED:
            continue
        factor = 1.0
        if token.read < CERTAIN or not token.kinds & NAME:
            around = _Around(tokens, between, index)
            factor = _factor_small(text, token, around) if token.small else _factor(text, token, around)
            if token.read >= CERTAIN:
                factor = min(factor, 1.0)  # What the model is sure of, no list makes surer.
        if factor > 1 or _is_parted(token, words, text):
            word = _raised(token, words, factor, _entity(text, token, tokens[index - 1] if index else None))
            if word.mass >= _NEGLIGIBLE:
                weighed.update(dict.fromkeys(token.words))
                added.append(word)
                token.mass, token.entity = word.mass, word.entity
        elif factor < 1:
            weighed.update((place, _lowered(words[place], factor)) for place in token.words)
    weighed.update(_lowered_in_small(words, text, weighed, small=small))
    if not weighed and not added:
        return list(words)
    kept = (weighed.get(place, word) for place, word in enumerate(words))
    return sorted([word for word in kept if word is not None] + added, key=lambda word: word.start)


def _lowered_in_small(
    words: Sequence[Word], text: str, weighed: Mapping[int, Word | None], *, small: bool
) -> dict[int, Word | None]:
    """Return the words in lower case that rather are no names, by their place, with lower probabilities."""
    lowered: dict[int, Word | None] = {}
    is_foreign: bool | None = None
    for place, word in enumerate(words):
        if word.mass <= _DOUBTFUL or not text[word.start].islower() or place in weighed:
            continue
        factor = _factor_in_small(text, word) if small else _factor_of_rest(text, word)
        if not small and word.entity in _WEIGHED and word.end - word.start > _SHORTEST_FOREIGN:
            is_foreign = language_of(text) not in _TRAINED if is_foreign is None else is_foreign
            languages = language_around(text, word.start, word.end)
            if languages == POLISH or (is_foreign and not languages):
                factor = min(factor, _FOREIGN_SMALL)
        if factor < 1:
            lowered[place] = _lowered(word, factor)
    return lowered


class _Around:
    """A token's neighbors, as far as they may belong to the same name."""

    __slots__ = (
        "before_given",
        "before_name",
        "behind_name",
        "behind_surname",
        "beside_listed",
        "beside_name",
        "enumerated",
        "listed_neighbors",
    )

    def __init__(self, tokens: Sequence[Token], between: Sequence[str], index: int) -> None:
        self.beside_name = self.behind_name = self.before_name = self.enumerated = False
        self.before_given = self.behind_surname = False
        self.beside_listed = self.listed_neighbors = 0
        token = tokens[index]
        for place in (index - 1, index + 1):
            link = between[min(place, index)] if 0 <= place < len(tokens) else ""
            if link == "list":
                other = tokens[place]
                self.listed_neighbors += other.kinds & SURNAME != 0 or other.entity == "SURNAME"
                self.enumerated = self.enumerated or (other.entity in NAMES and other.mass >= _LIKELY)
            elif link == "name":
                self._see(token, tokens[place], is_before=place < index)

    def _see(self, token: Token, other: Token, *, is_before: bool) -> None:
        if other.entity in NAMES and other.mass >= _POSSIBLE:
            if is_before:
                self.behind_surname = other.entity == "SURNAME" and not other.kinds & GIVEN
                self.behind_name = self.behind_name or other.mass > _LIKELY or other.kinds & GIVEN != 0
            else:
                self.before_name = True
                self.before_given = other.kinds & GIVEN != 0
            if other.mass >= _LIKELY or (is_before and other.kinds & GIVEN):
                self.beside_name = True
                return
        if other.is_name and token.is_name and not other.kinds & WORD:
            kinds = token.kinds | other.kinds
            strength = 1 if not kinds & GIVEN else 2 if kinds & (WORD | WORD_IN_SMALL) else 3
            self.beside_listed = max(self.beside_listed, strength)


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts about a listed capitalized word. `is_word`: a common word where its capital means nothing."""

    text: str
    token: Token
    around: _Around
    inside: bool
    is_brief: bool
    is_word: bool

    @property
    def begins_sentence(self) -> bool:
        """Whether it is nothing but a given name, and a sentence begins with it."""
        token = self.token
        return (
            not self.inside
            and token.kinds & GIVEN != 0
            and not token.is_word
            and self.text[token.start : token.end].isalpha()
            and _goes_on(self.text, token.end)
        )

    @property
    def is_before_capital(self) -> bool:
        """Whether a word follows that has a capital and is no ordinary one, in a language that gives only names one."""
        match = _NEXT.match(self.text, self.token.end)
        if match is None or is_common(match[1]) or not capitals_name(self.text, self.token.start, self.token.end):
            return False
        return not look_up(plain(match[1])) & PLACE or look_up(plain(match[1])) & SURNAME != 0

    @property
    def is_plainly_name(self) -> bool:
        return not self.is_word and (self.inside or not self.token.is_word)

    @property
    def is_plainly_place(self) -> bool:
        return self.token.kinds & PLACE != 0 and not self.is_word and not self.is_brief


_Row = tuple[Callable[[_Facts], bool], "float | tuple[float, float]"]

# What the odds of a listed word are multiplied by: of each group the first row that holds. Of two factors the first
# counts inside a sentence, the second elsewhere.
_OF_ANY: Sequence[Sequence[_Row]] = (
    (
        (lambda it: it.is_brief or it.is_word, 1.0),
        (lambda it: it.token.is_name and it.begins_sentence, _GIVEN_BEGINS),
        (lambda it: it.token.is_name and it.token.is_word, _NAME_AND_WORD),
        (lambda it: it.token.is_name, _NAME),
        (lambda it: not it.token.is_word, _PLACE),
    ),
)
_OF_NAMES: Sequence[Sequence[_Row]] = (
    (
        (lambda it: it.around.beside_name and it.is_plainly_name, _BESIDE_NAME),
        (lambda it: it.around.beside_name, _WORD_BESIDE_NAME),
        (lambda it: it.around.beside_listed == 3, _BESIDE_LISTED),
        (lambda it: it.around.beside_listed == 2, _WORD_BESIDE_LISTED),
        (lambda it: it.around.beside_listed == 1, _BESIDE_SURNAME),
        (lambda it: it.around.listed_neighbors == 2 and it.token.kinds & SURNAME != 0, _IN_LIST),
    ),
    (
        (lambda it: after_title(it.text, it.token), _BEHIND_TITLE),
        (lambda it: it.is_plainly_name and it.inside and after_role(it.text, it.token), _BEHIND_ROLE),
    ),
    (
        (
            lambda it: it.inside and it.token.kinds & GIVEN != 0 and not it.around.beside_name and it.is_before_capital,
            _BEFORE_CAPITAL,
        ),
    ),
    (
        (
            lambda it: (
                it.token.kinds & SURNAME != 0 and not it.around.beside_name and after_particle(it.text, it.token)
            ),
            _BEHIND_PARTICLE,
        ),
    ),
    ((lambda it: not it.token.is_word and not it.is_brief and is_speaker(it.text, it.token), _SPEAKER),),
)
_OF_PLACES: Sequence[Sequence[_Row]] = (
    ((lambda it: not it.around.beside_name and after_preposition(it.text, it.token), _BEHIND_PREPOSITION),),
    (
        (lambda it: before_full_date(it.text, it.token), _BEFORE_FULL_DATE),
        (lambda it: before_date(it.text, it.token), _BEFORE_DATE),
    ),
)


_NEXT = re.compile(r" (?:(?:de|da|von|van|di|del|le|la) )?([A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]+)")
# Not `o` and `a`: Portuguese gives names an article.
_ARTICLE = re.compile(
    r"(?<![^\W_])(?:[Dd]er|[Dd]ie|[Dd]as|[Dd]en|[Dd]em|[Ee]ine?|[Ii]m|[Zz]um|[Zz]ur|[Ee]l"
    r"|[Ll]as|[Ll]os) \Z"
)


def _product(groups: Sequence[Sequence[_Row]], facts: _Facts) -> float:
    """Multiply the factors of the first row of each group that holds."""
    product = 1.0
    for rows in groups:
        for holds, factor in rows:
            if holds(facts):
                product *= factor if isinstance(factor, float) else factor[0 if facts.inside else 1]
                break
    return product


def _factor(text: str, token: Token, around: _Around) -> float:
    """Return the factor on the odds of a capitalized word."""
    name = text[token.start : token.end]
    is_upper = len(name) > 1 and name.isupper()
    is_brief = (len(name) <= 2 and name.isascii()) or (is_upper and len(name) <= _BRIEF_CAPITALS)
    if not token.is_listed:
        return _factor_unlisted(text, token, around, can_be_name=not is_brief and not is_upper)
    inside = is_inside(text, token)
    is_word = token.kinds & WORD != 0
    if is_word and inside and not is_common(name) and capitals_name(text, token.start, token.end):
        is_word = False  # an English or German word
    facts = _Facts(text, token, around, inside, is_brief, is_word)
    is_beside = around.behind_name or around.before_name or around.beside_listed
    if token.is_word and not is_beside and _ARTICLE.search(text, max(0, token.start - 6), token.start):
        return _ARTICLED
    factor = _product(_OF_ANY, facts)
    if token.is_name:
        factor *= _product(_OF_NAMES, facts)
    if facts.is_plainly_place:
        factor *= _product(_OF_PLACES, facts)
    return max(1.0, factor * _CAPITALS) if is_upper else factor


def _factor_unlisted(text: str, token: Token, around: _Around, *, can_be_name: bool) -> float:
    """Return the factor on the odds of a word in no list."""
    name = text[token.start : token.end]
    if can_be_name and not is_common(name):
        is_beside = not token.kinds & WORD and (
            (around.behind_name and name.replace("-", "").isalpha()) or around.before_name
        )
        if is_beside and is_german(text, token.start, token.end) and _is_noun(name, text, token):
            is_beside = False  # `Frontmann der Gruppe`
        if is_beside and is_inside(text, token):
            if not around.behind_name:
                return _BEFORE_NAME
            return _BEHIND_NAME[capitals_name(text, token.start, token.end)]
        if after_greeting(text, token):
            return _GREETED
        if _may_be_unknown_name(name, text, token):
            if around.enumerated or after_role(text, token):
                return _ENUMERATED if around.enumerated else _ROLED
            if not of_thing(text, token) and (token.entity in NAMES or token.read < _SLIGHT):
                return _UNKNOWN[(token.read >= _SLIGHT) + (token.read >= _DOUBTFUL)]
    is_lone = not (around.behind_name or around.before_name)
    may_begin_name = (around.before_name and token.read >= _SURE_NAME) or (
        token.entity in ("CITY", "STATE") and _in_address(text, token)
    )
    can_be_noun = token.entity in NAMES_AND_PLACES and (
        not (around.behind_name or may_begin_name)
        or ((around.before_given or around.behind_surname) and is_german(text, token.start, token.end))
    )
    is_certain = around.before_given or around.behind_surname
    if can_be_noun and _is_noun(name, text, token, beside_name=is_certain):
        return _ORDINARY
    if not is_lone or token.entity not in _WEIGHED or token.entity == "STREET_NAME":
        return 1.0
    if token.entity in NAMES and name.isupper() and len(name) > 1 and _is_among_small(text, token):
        return _UNLISTED_CAPITALS  # `dhcpd: DHCPACK on`, `das REST-API`: an abbreviation or a signal
    if token.kinds & WORD:
        return _ENGLISH
    return _UNLISTED_GERMAN if is_german(text, token.start, token.end) and not name.isupper() else _UNLISTED


def _may_be_unknown_name(name: str, text: str, token: Token) -> bool:
    """Whether a word in no list has a capital where only names have one."""
    return (
        not token.kinds
        and not languages_of(plain(name))
        and is_inside(text, token)
        and capitals_name(text, token.start, token.end)
        and not is_german(text, token.start, token.end)
    )


def _in_address(text: str, token: Token) -> bool:
    """Whether a comma, a digit or the end of a line is next to a word, as in an address."""
    begin, end = text.rfind("\n", 0, token.start) + 1, text.find("\n", token.end)
    if (len(text) if end == -1 else end) - begin <= _SHORT_LINE and len(text) > _SHORT_LINE:
        return True
    before = text[max(0, token.start - 2) : token.start].rstrip(" ")
    behind = text[token.end : token.end + 2].lstrip(" ")
    ends = (before[-1:] or "\n") + (behind[:1] or "\n")
    return any(sign in ",\n" or sign.isdecimal() for sign in ends)


def _is_noun(name: str, text: str, token: Token, *, beside_name: bool = False) -> bool:
    """Whether a word in no list of names is an ordinary one, or in German a compound that ends in one.

    `beside_name`: beside a whole name the end of a compound may be a surname: `Stammspieler`.
    """
    spelled = plain(name)
    languages = languages_of(spelled)
    if languages and languages & language_around(text, token.start, token.end):
        return True
    if len(spelled) < _SHORTEST_COMPOUND or not name.isalpha() or not is_german(text, token.start, token.end):
        return False
    return any(
        languages_of(spelled[at:]) & GERMAN and (beside_name or not look_up(spelled[at:]) & NAME)
        for at in range(3, len(spelled) - _SHORTEST_ENDING + 1)
    )


_SURE_NAME, _SHORT_LINE = 0.9, 40
_SHORTEST_COMPOUND, _SHORTEST_ENDING = 8, 5


def _goes_on(text: str, end: int) -> bool:
    """Whether a lower-case word follows: a sentence, not a heading."""
    return text[end : end + 1] == " " and text[end + 1 : end + 2].islower()


def _is_among_small(text: str, token: Token) -> bool:
    """Whether most letters around a word are lower-case."""
    around = text[max(0, token.start - _NEAR) : token.start] + text[token.end : token.end + _NEAR]
    return sum(map(str.islower, around)) > 2 * sum(map(str.isupper, around))


def _factor_small(text: str, token: Token, around: _Around) -> float:
    """Return the factor on the odds of a word in a text without capitals."""
    if token.kinds & WORD or token.end - token.start <= 3:
        return 1.0
    if token.kinds & PLACE and not around.beside_name and after_preposition(text, token):
        return _PLACE_SMALL
    if not token.is_name:
        return 1.0
    factor = 1.0
    if not token.is_word:
        factor = _NAME_SMALL
    elif token.read > _DOUBTFUL / 2:
        factor = _NAME_AND_WORD_SMALL
    if around.beside_name:
        factor *= _BESIDE_NAME_SMALL
    elif around.beside_listed:
        factor *= _BESIDE_LISTED_SMALL
    return factor * _BEHIND_TITLE if after_title(text, token) else factor


def _factor_in_small(text: str, word: Word) -> float:
    """Return the factor for a word that the model takes for a name, in a text without capitals."""
    if word.entity not in NAMES:
        return 1.0
    spelled = plain(text[word.start : word.end])
    return _ORDINARY_SMALL if languages_of(spelled) and not look_up(spelled) & NAME else 1.0


def _factor_of_rest(text: str, word: Word) -> float:
    """Return the factor for a lower-case word that the model takes for a name or a town.

    A word with a bracket directly after it is a function, `len(values)`, unless it is only known as a name.
    """
    name, entity = text[word.start : word.end], word.entity
    if (entity not in NAMES and entity != "CITY") or not name.isalpha():
        return 1.0
    spelled = plain(name)
    kinds = look_up(spelled)
    if languages_of(spelled):
        # `i told peter`: a writer who gives names no capitals.
        is_given = entity in NAMES and kinds & GIVEN != 0 and casing(text, word.start, word.end) == "none"
        return 1.0 if is_given else _ORDINARY
    if not kinds & NAME:
        return _ENGLISH if kinds else _UNLISTED_SMALL
    if not kinds & (WORD | WORD_IN_SMALL):
        return 1.0
    return _CALLED if text[word.end : word.end + 1] == "(" else _WORD_SMALL


def _is_parted(token: Token, words: Sequence[Word], text: str) -> bool:
    """Whether the model recognizes a part of a hyphenated name, and perhaps not the rest."""
    if len(token.words) < 2 or token.read < _POSSIBLE or token.entity not in NAMES:
        return False
    last = words[token.words[-1]]
    return token.end - last.start > 1 and (token.is_listed or "'" in text[token.start : token.end])


def _entity(text: str, token: Token, before: Token | None) -> str:
    """Return a token's entity: the model's if it has one, else that of the lists."""
    if token.entity in _WEIGHED and token.read >= _DOUBTFUL:
        return token.entity
    if token.kinds & PLACE and token.entity not in NAMES and (before is None or before.entity not in NAMES):
        if not token.is_name or after_preposition(text, token) or before_date(text, token):
            return "CITY"
    elif token.kinds & PLACE and not token.is_name:
        return "CITY"
    is_behind_name = before is not None and before.entity in NAMES and token.start - before.end == 1
    if token.kinds & GIVEN and not (is_behind_name and token.kinds & SURNAME):
        return "GIVEN_NAME"
    return "SURNAME"


def _raised(token: Token, words: Sequence[Word], factor: float, entity: str) -> Word:
    """Return the token as a word with a raised probability."""
    parts = words[token.words.start : token.words.stop]
    best = max(parts, key=lambda word: word.mass, default=None)
    keeps = best is not None and best.entity == entity and token.read >= _DOUBTFUL
    mass = _odds_times(max(token.read, _LEAST) if factor > 1 else token.read, factor)
    entities = dict(best.entities) if best is not None and keeps else {entity: mass}
    return Word(token.start, token.end, mass, entities, bool(parts) and parts[0].begins, factor)


def _lowered(word: Word, factor: float) -> Word:
    """Return a word with a lower probability, but at least a doubtful one, which users can ask to see."""
    mass = max(_odds_times(word.mass, factor), min(word.mass, _DOUBTFUL))
    return Word(word.start, word.end, mass, word.entities, word.begins, _odds(mass) / _odds(word.mass))


def _odds(mass: float) -> float:
    return mass / max(1 - mass, 1e-9)


def _odds_times(mass: float, factor: float) -> float:
    """Return the probability whose odds are multiplied by a factor."""
    return mass * factor / (1 - mass + mass * factor)
