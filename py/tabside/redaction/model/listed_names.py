"""Weigh a capitalized word that is in a list of names or places: a table of conditions and factors on the odds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..words.capitals import capitals_name, is_german
from ..words.common_words import is_common
from ..words.compounds import is_compound, is_german_noun
from ..words.lexicon import GIVEN, PLACE, SURNAME, WORD, look_up, plain
from ..words.ordinary import GERMAN, PORTUGUESE, language_around, languages_of
from .name_neighbors import Neighbors
from .name_tokens import (
    Token,
    after_particle,
    after_preposition,
    after_role,
    after_title,
    before_date,
    before_full_date,
    is_inside,
    is_speaker,
)
from .odds import POSSIBLE
from .unlisted_names import NOUN_BESIDE_NAME, factor_of_unlisted

__all__ = ["BEHIND_TITLE", "factor_of_capitalized"]

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
BEHIND_TITLE = 20.0
_BEHIND_ROLE = 6.0
# A given name before another word with a capital, where only names have one.
_BEFORE_CAPITAL = 6.0
_BEHIND_PARTICLE = 10.0
_BEHIND_PREPOSITION = 6.0
_BEFORE_DATE = 10.0
_BEFORE_FULL_DATE = 300.0
_SPEAKER = 6.0
_CAPITALS = 0.5
# A noun that is a name, too, behind an article, inside a sentence.
_ARTICLED = 0.03
# A contraction of a preposition that is a given name elsewhere: `Nele`, `Nessa`.
_CONTRACTION = re.compile(r"[DN](?:el[ae]|est[ae]|ess[ae])s?")
_BRIEF_CAPITALS = 4
# What the model reads in a word that it takes for nothing.
_SLIGHT = 0.02

_NEXT = re.compile(r" (?:(?:de|da|von|van|di|del|le|la) )?([A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]+)")
# Not `o` and `a`: Portuguese gives names an article.
_ARTICLE = re.compile(
    r"(?<![^\W_])(?:[Dd]er|[Dd]ie|[Dd]as|[Dd]en|[Dd]em|[Ee]ine?|[Ii]m|[Zz]um|[Zz]ur|[Ee]l"
    r"|[Ll]as|[Ll]os) \Z"
)


# In German also with adjectives between. A definite one stands before people as well: `die kleine Rosa`.
_WITH_ADJECTIVE = re.compile(
    r"(?<![^\W_])(?:(?P<definite>[Dd](?:er|ie|as|en|em|es))|[Ii]m|[Zz]u[mr]|[Aa]m|[Bb]eim|[Vv]om"
    r"|(?:[Ee]in|[Kk]ein|[Dd]ies|[Jj]ed|[Mm]ein|[Ss]ein|[Ii]hr|[Uu]nser)(?:e[mnrs]?)?)"
    r"(?: [a-zäöüß]{2,20}e[mnrs]?){1,2} \Z"
)
_LONGEST_WITH_ADJECTIVE = 60


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts about a listed capitalized word. `is_word`: a common word where its capital means nothing.

    `is_only_name`: a word of other languages than the one around, where only names have a capital.
    """

    text: str
    token: Token
    around: Neighbors
    inside: bool
    is_brief: bool
    is_word: bool
    is_only_name: bool

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
        (lambda it: it.token.is_name and it.token.is_word and not it.is_only_name, _NAME_AND_WORD),
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
        (lambda it: after_title(it.text, it.token), BEHIND_TITLE),
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


def factor_of_capitalized(text: str, token: Token, around: Neighbors) -> float:
    """Return the factor on the odds of a capitalized word."""
    name = text[token.start : token.end]
    is_upper = len(name) > 1 and name.isupper()
    is_brief = (len(name) <= 2 and name.isascii()) or (is_upper and len(name) <= _BRIEF_CAPITALS)
    if not token.is_listed:
        return factor_of_unlisted(text, token, around, can_be_name=not is_brief and not is_upper)
    inside = is_inside(text, token)
    is_word = token.kinds & WORD != 0
    if is_word and inside and not is_common(name) and capitals_name(text, token.start, token.end):
        is_word = False  # an English or German word
    if _is_german_noun(name, text, token, around):
        return NOUN_BESIDE_NAME if around.before_name else _ARTICLED
    is_only_name = inside and not is_word and _is_foreign_word(name, text, token)
    facts = _Facts(text, token, around, inside, is_brief, is_word, is_only_name)
    is_beside = around.behind_name or around.before_name or around.beside_listed
    if (
        token.is_word
        and not is_beside
        and (_ARTICLE.search(text, max(0, token.start - 6), token.start) or _is_behind_adjective(name, text, token))
    ):
        return _ARTICLED
    if _CONTRACTION.fullmatch(name) and not inside and not is_beside and _is_portuguese(text, token):
        return _ARTICLED
    factor = _product(_OF_ANY, facts)
    if token.is_name:
        factor *= _product(_OF_NAMES, facts)
    if facts.is_plainly_place:
        factor *= _product(_OF_PLACES, facts)
    return max(1.0, factor * _CAPITALS) if is_upper else factor


def _is_behind_adjective(name: str, text: str, token: Token) -> bool:
    """Whether an article and an adjective precede a German word: `einer klugen Rede`."""
    if not languages_of(plain(name)) & GERMAN or not is_german(text, token.start, token.end):
        return False
    match = _WITH_ADJECTIVE.search(text, max(0, token.start - _LONGEST_WITH_ADJECTIVE), token.start)
    return match is not None and not (match["definite"] and token.kinds & GIVEN)


def _is_portuguese(text: str, token: Token) -> bool:
    return language_around(text, token.start, token.end) & PORTUGUESE != 0


def _is_foreign_word(name: str, text: str, token: Token) -> bool:
    """Whether a name that is a word as well is none of the language around, where only names have a capital."""
    return (
        token.is_word
        and capitals_name(text, token.start, token.end)
        and not languages_of(plain(name)) & language_around(text, token.start, token.end)
    )


def _is_german_noun(name: str, text: str, token: Token, around: Neighbors) -> bool:
    """Whether a listed word is rather a noun: `Sänger Chris`; or a compound with the hash of a name."""
    if not is_german(text, token.start, token.end) or after_title(text, token) or token.foreign:
        return False
    if (
        token.kinds & WORD
        and not token.kinds & (GIVEN | PLACE)
        and not around.behind_name
        and is_german_noun(name, beside_name=True)
    ):
        return around.before_name or token.read < POSSIBLE
    return token.read < _SLIGHT and not token.kinds & GIVEN and is_compound(plain(name))


def _product(groups: Sequence[Sequence[_Row]], facts: _Facts) -> float:
    """Multiply the factors of the first row of each group that holds."""
    product = 1.0
    for rows in groups:
        for holds, factor in rows:
            if holds(facts):
                product *= factor if isinstance(factor, float) else factor[0 if facts.inside else 1]
                break
    return product


def _goes_on(text: str, end: int) -> bool:
    """Whether a lower-case word follows: a sentence, not a heading."""
    return text[end : end + 1] == " " and text[end + 1 : end + 2].islower()
