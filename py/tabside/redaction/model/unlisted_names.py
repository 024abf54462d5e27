"""Weigh a capitalized word that is in no list of names, by its neighbors, its language and its context."""

from __future__ import annotations

from ..entities import NAMES, NAMES_AND_PLACES
from ..words.capitals import capitals_name, is_german
from ..words.common_words import is_common
from ..words.compounds import is_compound, is_german_noun
from ..words.lexicon import NAME, WORD, look_up, plain
from ..words.ordinary import POLISH, language_around, languages_of
from .name_neighbors import Neighbors
from .name_tokens import Token, after_greeting, after_role, is_inside, of_thing
from .odds import DOUBTFUL, WEIGHED

__all__ = ["NOUN_BESIDE_NAME", "ORDINARY", "UNLISTED_ENGLISH", "factor_of_unlisted"]

# A word in no list behind a role, `re`, `filho de`, or beside a name in an enumeration, where only names have capitals.
_ROLED = 45.0
_ENUMERATED = 45.0
# A word in no list for which only its capital speaks, where only names have one.
# The more the model reads in it itself, the less that adds: it is no reason to be sure.
_UNKNOWN = (45.0, 10.0, 3.0)
_SLIGHT = 0.02
# For words in no list: after a name (the second if only names are capitalized), before a name, in a greeting,
# elsewhere.
_BEHIND_NAME = (15.0, 45.0)
_BEFORE_NAME = 6.0
# For one at the begin of a sentence, before a word that is nothing but a surname: `Qadê Fonseca chegou`.
_BEFORE_SURNAME = 45.0
_GREETED = 4.0
_UNLISTED = 1.5
# Of Polish the model has read little.
_UNLISTED_POLISH = 0.5
# A name that none of the languages has as a word; the second where only names have capitals.
_UNLISTED_NAME = (0.7, 3.0)
# In German, where nouns have capitals, and for what is an ordinary word or a compound that ends in one.
_UNLISTED_GERMAN = 0.05
ORDINARY = 0.005
# The model is surest of nouns beside whole names: `Komiker Larry`.
NOUN_BESIDE_NAME = 0.0005
_UNLISTED_CAPITALS = 0.05
UNLISTED_ENGLISH = 0.01
# What the model takes for a town in such a place is somebody as often: `il sistema di Plotino`.
_NAMES_OR_TOWN = NAMES | {"CITY"}
# Parts of a name before a particle: `Hubertus Freiherr von …`.
_NOBLE = frozenset(
    ("Baron", "Baronin", "Edler", "Freifrau", "Freiherr", "Graf", "Gräfin", "Prinz", "Prinzessin", "Ritter")
)
# How many characters around a word tell whether it stands among small letters.
_NEAR = 40
_SURE_NAME, _SHORT_LINE = 0.9, 40


def factor_of_unlisted(text: str, token: Token, around: Neighbors, *, can_be_name: bool) -> float:
    """Return the factor on the odds of a word in no list."""
    name = text[token.start : token.end]
    capitals, languages = capitals_name(text, token.start, token.end), languages_of(plain(name))
    if can_be_name and not is_common(name):
        # An English word has no capital where only names have one: `Martin Luther King`.
        is_word = token.kinds & WORD and not (
            capitals and not languages & language_around(text, token.start, token.end)
        )
        is_beside = not is_word and ((around.behind_name and name.replace("-", "").isalpha()) or around.before_name)
        if is_beside and is_german(text, token.start, token.end) and is_noun(name, text, token):
            is_beside = False  # `Frontmann der Gruppe`
        if is_beside and is_inside(text, token):
            if not around.behind_name:
                return _BEFORE_NAME
            return _BEHIND_NAME[capitals]
        if after_greeting(text, token):
            return _GREETED
        if around.before_surname and capitals and not token.kinds and not languages:
            return _BEFORE_SURNAME
        if _may_be_unknown_name(name, text, token):
            if around.enumerated or after_role(text, token):
                return _ENUMERATED if around.enumerated else _ROLED
            if not of_thing(text, token) and (token.entity in _NAMES_OR_TOWN or token.read < _SLIGHT):
                return _UNKNOWN[(token.read >= _SLIGHT) + (token.read >= DOUBTFUL)]
    is_lone = not (around.behind_name or around.before_name)
    may_begin_name = (around.before_name and token.read >= _SURE_NAME) or (
        token.entity in ("CITY", "STATE") and _in_address(text, token)
    )
    is_certain = around.before_given or around.behind_surname
    can_be_noun = token.entity in NAMES_AND_PLACES and (
        not (around.behind_name or may_begin_name) or (is_certain and is_german(text, token.start, token.end))
    )
    if can_be_noun and is_noun(name, text, token, beside_name=is_certain):
        return NOUN_BESIDE_NAME if is_certain else ORDINARY
    if not is_lone or token.entity not in WEIGHED or token.entity == "STREET_NAME":
        return 1.0
    if token.entity in NAMES and name.isupper() and len(name) > 1 and _is_among_small(text, token):
        return _UNLISTED_CAPITALS  # `dhcpd: DHCPACK on`, `das REST-API`: an abbreviation or a signal
    if token.kinds & WORD:
        return UNLISTED_ENGLISH
    if capitals and not languages and token.entity in NAMES and _begins_sentence(text, token):
        return 1.0
    if is_german(text, token.start, token.end) and not name.isupper():
        return _UNLISTED_GERMAN
    if language_around(text, token.start, token.end) == POLISH:
        return _UNLISTED_POLISH
    return _UNLISTED_NAME[capitals] if token.entity in NAMES and not languages else _UNLISTED


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


def is_noun(name: str, text: str, token: Token, *, beside_name: bool = False) -> bool:
    """Whether a word in no list of names is an ordinary one, or in German a compound that ends in one.

    `beside_name`: beside a whole name the end of a compound may be a surname: `Stammspieler`.
    """
    languages = languages_of(plain(name))
    if name in _NOBLE and text.startswith((" von ", " zu "), token.end):
        return False
    if languages and languages & language_around(text, token.start, token.end):
        return True
    if not is_german(text, token.start, token.end):
        return False
    first, hyphen, last = name.rpartition("-")
    if hyphen and not look_up(plain(first)) & NAME:
        return is_german_noun(last, beside_name=beside_name)
    return is_compound(plain(name), beside_name=beside_name)


def _begins_sentence(text: str, token: Token) -> bool:
    """Whether a word in small letters follows, in a language whose sentences seldom begin with a noun: `Zwq morreu`."""
    is_followed = text[token.end : token.end + 1] == " " and text[token.end + 1 : token.end + 2].islower()
    return is_followed and not language_around(text, token.start, token.end) & POLISH


def _is_among_small(text: str, token: Token) -> bool:
    """Whether most letters around a word are lower-case."""
    around = text[max(0, token.start - _NEAR) : token.start] + text[token.end : token.end + _NEAR]
    return sum(map(str.islower, around)) > 2 * sum(map(str.isupper, around))
