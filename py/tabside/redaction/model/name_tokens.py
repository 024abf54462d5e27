"""Tokens that may be names, with the results of lists and model for each, and their context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..entities import NAMES
from ..words.casing import casing
from ..words.chat import small_messages
from ..words.lexicon import GIVEN, NAME, PLACE, SURNAME, WORD, WORD_IN_SMALL, look_up, plain
from ..words.ordinary import POLISH, language_around, languages_of
from ..words.particles import LEADING, LINKING
from ..words.titles import CALLING, GREETING, LONGEST_CALLING, LONGEST_GREETING, LONGEST_ROLE, ROLE
from .decoding import Word

__all__ = [
    "CERTAIN",
    "Token",
    "after_greeting",
    "after_particle",
    "after_preposition",
    "after_role",
    "after_title",
    "before_date",
    "before_full_date",
    "is_inside",
    "is_small",
    "is_speaker",
    "links",
    "of_thing",
    "tokens_of",
]

CERTAIN = 0.95
"""Above this probability the lists change nothing."""

_LIKELY = 0.5

# An address, a path or a handle is not a name; `'s` is not part of one.
_BEFORE = r"(?<![\w'ʻ@./\\-])"
_REST = r"[^\W\d_]*+(?:['ʻ-](?!s\b)[^\W\d_]++)*+(?![\w@\\])"
# Also behind an elision: `d'Albert`, `all'Ottavia`.
_CAPITALIZED = re.compile(rf"(?:{_BEFORE}|(?<=[a-zà-ÿ]'))[A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỿ]{_REST}")
_ANY = re.compile(rf"{_BEFORE}[^\W\d_]{_REST}")
# `LaTeX` is not a name, `McLean` is one.
_CAMEL = re.compile(r"[a-zß-ÿ][A-Z]")
_CAMEL_NAME = re.compile(r"(?:M[ac]c?|[OD]'|D[aeiu]|L[aeo]|V[ao]n|Fitz)[A-Z]")
# Letters that none of the seven languages uses: a word with one is almost always a name there.
_FOREIGN = re.compile("[Ā-ćČ-ėĘ-ěĞğĢģĪīĮ-ıĶķĹ-ňŐőŔ-űŲųŹ-žƏəƠơƯưȘ-țḀ-ẝẟ-ỿ]")
_SHAPE = re.compile(
    r"[^\W\d_]{2}(?:d[oó]ttir|sson|opoulo[su]|[iy]a[dk]is|[eo]vi[ćc]|[eo]wsk[ia]|wicz|enko|chuk|shvili|o[ğg]lu|zadeh|escu"
    r"|[qk]vist|quist)\Z|\A(?:Ma?c|O'|D'|Fitz)[A-ZÀ-Þ][^\W\d_]{2}"
)

_LINK = re.compile(rf"[ \t]{{1,2}}(?:{LINKING}[ \t]{{1,2}}){{0,3}}")
_LONGEST_LINK = 24
_LIST = re.compile(r",[ \t]?(?:(?:and|und|y|e|et|en) )?|[ \t](?:and|und|y|e|et|en)[ \t]")
_PREPOSITION = re.compile(
    r"(?<!\w)(?:in|a|à|en|em|aus|nach|from|near|te|uit|naar|bei|bij|vers|para|hacia|desde|de|da|di|von|van|through|via"
    r"|outside)[ \t]\Z",
    re.IGNORECASE,
)
# `Lecce, il 2 dicembre 2024`: place and date of a letter. The year makes it more certain.
_DAY = r",[ \t]{1,2}(?:(?:a|le|den|il|em|op|à|on) )?[0-9]{1,2}"
_DATE = re.compile(rf"{_DAY}[ ./-]")
_FULL_DATE = re.compile(
    rf"{_DAY}(?:(?:\.|º|er)? (?:de )?[^\W\d_]{{3,10}}\.? (?:de )?|[./-][0-9]{{1,2}}[./-])(?:19|20)[0-9]{{2}}(?![0-9])"
)
# `Alavés 1`, `Sig.ra`: a result, an abbreviation.
_NOT_PERSON = re.compile(r" -?[0-9]|\.[^\W\d_]|\. ?[0-9]|[\"”»]")
# Right behind a word or a comma, as inside a sentence.
_INSIDE = re.compile(r"[a-zß-öø-ÿ,;] \Z|[a-zß-ÿ]'\Z")
# What stands before places, works and organizations rather than people: an article, a preposition of place, a quotation
# mark; and a thing before `di` or `de`.
_OF_THING = re.compile(
    r"(?<![^\W_])(?:il|lo|la|i|gli|le|l'|del|dello|della|dell'|dei|degli|delle|al|allo|alla|all'|ai|agli|alle|dal|dallo"
    r"|dalla|dall'|dai|dagli|dalle|nel|nello|nella|nell'|nei|negli|nelle|sul|sullo|sulla|sull'|sui|sugli|sulle|un|uno|una"
    r"|un'|in|a|ad|da|tra|fra|presso|verso|el|los|las|unos|unas|en|hacia|hasta|desde|les|une|des|du|au|aux|à|dans|vers|chez"
    r"|o|os|as|um|uma|do|dos|das|ao|aos|às|no|na|nos|nas|pelo|pela|em|para|num|numa|de|het|een|te|naar|uit|op|bij|w|we|z"
    r"|ze|na|do|od|pod|nad|'s|koło|ulicy|mieście|gminie|powiecie) ?\Z|[\"“„«'(\[] ?\Z",
    re.IGNORECASE,
)
_COLON = re.compile(r"[ \t]?:[ \t]")


@dataclass(slots=True)
class Token:
    """A word with hyphens and apostrophes, as in the text.

    `kinds` is the lists' result (`lexicon.py`), not looked up where the model is certain. `words` are the
    model's words in it, `read` the greatest probability among them, and `mass` the adjusted one. `entity` is that of
    the greatest, or empty. `foreign`: its letters or its ending are typical of names. `small`: no capitals nearby.
    """

    start: int
    end: int
    kinds: int
    words: range
    read: float
    mass: float
    entity: str
    foreign: bool
    small: bool = False

    @property
    def is_listed(self) -> bool:
        """Whether it is in any list of names."""
        return self.foreign or self.kinds & NAME != 0

    @property
    def is_name(self) -> bool:
        """Whether it can be a person's name."""
        return self.foreign or self.kinds & (GIVEN | SURNAME) != 0

    @property
    def is_word(self) -> bool:
        """Whether it is also a word in any of the languages."""
        return self.kinds & (WORD | WORD_IN_SMALL) != 0


def tokens_of(text: str, words: Sequence[Word]) -> Iterator[Token]:
    """Yield the capitalized words; if there are none in the text, all words that the lists or the model know.

    A town of two words is one token.
    """
    all_small = is_small(text)
    messages = () if all_small else small_messages(text)
    message = 0
    index = 0
    position = 0
    named = -_LONGEST_LINK  # end of the last word that is probably a given name or a surname
    for match in (_ANY if all_small or messages else _CAPITALIZED).finditer(text):
        name = match[0]
        if match.start() < position:
            continue
        while message < len(messages) and messages[message][1] <= match.start():
            message += 1
        small = all_small or (message < len(messages) and messages[message][0] <= match.start())
        if not small and (not name[0].isupper() or (_CAMEL.search(name) and not _CAMEL_NAME.match(name))):
            continue
        start, end = match.span()
        while index < len(words) and words[index].end <= start:
            index += 1
        last = index
        while last < len(words) and words[last].start < end:
            last += 1
        best = max(words[index:last], key=_mass) if last > index else None
        mass, entity = (0.0, "") if best is None else (best.mass, best.entity)
        kinds = _kinds(name)
        if mass >= CERTAIN and last == index + 1 and kinds & NAME:
            yield Token(start, end, kinds, range(index, last), mass, mass, entity, False, small)
            named = end if entity in NAMES else named
            continue
        if not small and text[end : end + 1] == " ":
            second = _CAPITALIZED.match(text, end + 1)
            if (
                second is not None
                and look_up(plain(name + second[0])) & PLACE
                and not (kinds & GIVEN and _goes_on_as_name(text, second.end()))
            ):
                position = end = second.end()
                kinds = PLACE
                while last < len(words) and words[last].start < end:
                    last += 1
                best = max(words[index:last], key=_mass, default=None)
                mass, entity = (0.0, "") if best is None else (best.mass, best.entity)
        foreign = False
        if not small and not name.isascii() and len(name) > 1 and _FOREIGN.search(name):
            is_inside_sentence = _INSIDE.search(text, max(0, start - 3), start) is not None
            # In Polish such letters are in every second word.
            if not languages_of(plain(name)) & POLISH and (
                is_inside_sentence or language_around(text, start, end) != POLISH
            ):
                foreign = True
                kinds &= NAME
        elif not kinds & NAME:
            foreign = not small and _SHAPE.search(name) is not None
        is_beside = not small and start - named <= _LONGEST_LINK and _LINK.fullmatch(text, named, start) is not None
        if not is_beside and not small and not best and not kinds & NAME:
            is_beside = _INSIDE.search(text, max(0, start - 3), start) is not None and not languages_of(plain(name))
        if (entity in NAMES and mass >= _LIKELY) or (kinds & GIVEN and not kinds & WORD):
            named = end
        if best is not None or kinds & NAME or foreign or is_beside:
            yield Token(start, end, kinds, range(index, last), mass, mass, entity, foreign, small)


def _goes_on_as_name(text: str, end: int) -> bool:
    """Whether a surname follows a town that is called as somebody was: `Paulo Afonso de Melo`."""
    link = _LINK.match(text, end)
    following = _CAPITALIZED.match(text, link.end()) if link is not None else None
    return following is not None and look_up(plain(following[0])) & SURNAME != 0


def is_small(text: str) -> bool:
    """Whether a text is written without capitals, except for words in all capitals: `asked by EMAIL`."""
    if text.islower():
        return True
    uppers = sum(map(str.isupper, text[:_SAMPLE]))
    return _CAPITAL.search(text) is None and _FEW_CAPITALS * uppers < sum(map(str.islower, text[:_SAMPLE]))


_CAPITAL = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-ÞĀ-Ž][a-zß-öø-ÿ]|(?<![^\W_])[A-ZÀ-ÖØ-Þ](?![^\W_])")
_SAMPLE, _FEW_CAPITALS = 10_000, 15


def _mass(word: Word) -> float:
    return word.mass


def _kinds(name: str) -> int:
    """Return the lists' result for a word; for a hyphenated one, if they know each part."""
    if "-" not in name:
        return look_up(plain(name))
    kinds = look_up(plain(name.replace("-", "")))
    if kinds & NAME:
        return kinds
    for part in name.split("-"):
        known = look_up(plain(part))
        if not known & NAME:
            return 0
        kinds |= known
    return kinds


def links(tokens: Sequence[Token], text: str) -> list[str]:
    """Return each token's relation to the next one: `name` for one name, `list` for a list, else empty."""
    between: list[str] = []
    for token, following in pairwise(tokens):
        if following.start - token.end > _LONGEST_LINK:
            between.append("")
        elif _LINK.fullmatch(text, token.end, following.start):
            between.append("name")
        else:
            between.append("list" if _LIST.fullmatch(text, token.end, following.start) else "")
    return between


def is_inside(text: str, token: Token) -> bool:
    """Whether a capital is meaningful: inside a sentence that has lower-case words."""
    return casing(text, token.start, token.end) == "capital"


def after_particle(text: str, token: Token) -> bool:
    """Whether a surname particle precedes a token: `De Vries`, `van der Meer`."""
    return LEADING.search(text, max(0, token.start - 10), token.start) is not None


def after_preposition(text: str, token: Token) -> bool:
    """Whether a preposition of place precedes a token."""
    return _PREPOSITION.search(text, max(0, token.start - 9), token.start) is not None


def after_title(text: str, token: Token) -> bool:
    """Whether a word that surnames follow precedes a token: an office, a profession, a kinship."""
    return CALLING.search(text, max(0, token.start - LONGEST_CALLING), token.start) is not None


def after_role(text: str, token: Token) -> bool:
    """Whether a role, `el rey`, or what belongs to somebody, `figlio di`, precedes a token."""
    return ROLE.search(text, max(0, token.start - LONGEST_ROLE), token.start) is not None


def of_thing(text: str, token: Token) -> bool:
    """Whether what precedes a token speaks for a place, a work or an organization rather than a person."""
    if _NOT_PERSON.match(text, token.end):
        return True
    return _OF_THING.search(text, max(0, token.start - 12), token.start) is not None


def after_greeting(text: str, token: Token) -> bool:
    """Whether a token is greeted."""
    return GREETING.search(text, max(0, token.start - LONGEST_GREETING), token.start) is not None


def before_date(text: str, token: Token) -> bool:
    """Whether a date follows, as after the place of a letter."""
    return _DATE.match(text, token.end) is not None


def before_full_date(text: str, token: Token) -> bool:
    """Whether day, month and year follow."""
    return _FULL_DATE.match(text, token.end) is not None


def is_speaker(text: str, token: Token) -> bool:
    """Whether a token begins a line and a colon follows, as in a chat."""
    return (token.start == 0 or text[token.start - 1] == "\n") and _COLON.match(text, token.end) is not None
