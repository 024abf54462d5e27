"""Names by their form: an initial between two words, `Ella H. Snider`, or initials before one, `M.K. Tran`.

Many other terms have a letter in the middle (`Plan B`, `Hepatitis C virus`). Words that begin such terms, and
words that begin a sentence, are therefore excluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...detection import Detection
from ...entities import NAMES
from ...words.common_words import is_common
from ...words.lexicon import GIVEN, NAME, PLACE, SURNAME, WORD, WORD_IN_SMALL, look_up, plain
from ...words.ordinary import languages_of
from ...words.particles import WRITTEN_SMALL
from ...words.titles import BEFORE_PARTICLE, COURTESY, KIN, OWN_KIN
from ..necessity import Needs, can_match, needs_of

__all__ = ["NameFormRecognizer"]

_UPPER = "A-ZÀ-ÖØ-ÞĀ-Ž"
_LOWER = r"[^\W\d_A-ZÀ-ÖØ-Þ]{2,20}"
_WORD = rf"(?:(?:Mc|Mac|[OD]')?[{_UPPER}]{_LOWER}(?:-[{_UPPER}]{_LOWER})?)"
# `Th.`, `Ph.`, `Chr.` are initials as well.
_INITIAL = rf"[{_UPPER}](?:hr?)?\."
# `I` and `A` are words, as are `Y`, `E` and `O` in Romance languages, unless a full stop follows.
_NAME = re.compile(
    rf"(?<![\w.'&/-])(?P<given>{_WORD}) (?:[{_UPPER}]\.|(?![AEIOYÀ] )[{_UPPER}]) (?P<surname>{_WORD})(?![^\W_]|')"
    rf"|(?<![\w.'&/-])(?P<initials>[{_UPPER}]\. ?{_INITIAL}(?: ?{_INITIAL})?)"
    rf" ?(?P<alone>{WRITTEN_SMALL}?{_WORD})(?![^\W_])"
)
# Phrases that follow a person's name directly in documents; the rest of the name precedes them.
_SAID_BORN = (
    r" (?:nat[oa] (?:il|a|nel)|nascid[oa] (?:a|em|no|na)|nacid[oa] (?:el|en)|née? (?:le|à|en)|geboren (?:am|op|te|in)"
    r"|born (?:on|in)|geb\.|\*) ?(?=[A-ZÀ-Ý0-9'])"
)
_BORN_MARK = re.compile(_SAID_BORN)
_BORN = re.compile(
    rf"(?<![\w.'&/-])(?P<given>{_WORD})(?P<middle>(?: {_WORD}){{0,2}}) (?P<surname>{WRITTEN_SMALL}?{_WORD}),?"
    rf"{_SAID_BORN}"
)
# No name of that form is longer, particles included.
_MOST_WORDS, _LONGEST = 6, 200
# `mevrouw van Dommelen`: the words after a title and a particle.
_TITLED = re.compile(rf"(?<![\w.'-]){BEFORE_PARTICLE} (?P<name>{WRITTEN_SMALL}{_WORD})(?![^\W_])")
# A courtesy title, or a word of kinship in small letters, announces a surname or a given name.
_COURTESY = re.compile(
    rf"(?<![\w.'-]){COURTESY} (?P<surname>{_WORD})(?![^\W_]|\.[a-z])"
    rf"|(?<![\w.'-]){KIN} (?P<given>{_WORD})(?![^\W_])"
)
# A birth name, and a nickname in quotation marks.
_BIRTH_NAME = re.compile(
    rf"(?<![^\W_])(?:née?|geborene|geb\.|nacida|nascida)"
    rf" (?P<name>(?:{WRITTEN_SMALL}|(?:De|Di|Du|El|Al|L[ae]|V[ao]n) )?{_WORD})(?![^\W_])(?! [0-9])"
)
# `my cousin ada` in texts without capitals.
_KIN_IN_SMALL = re.compile(
    rf"(?<![\w.'-]){OWN_KIN} (?P<given>[a-zß-ÿ]{{3,15}})(?= [a-zß-ÿ]|[,.!?;:)\n]|\Z)(?![\w'@-]|\.\w)", re.IGNORECASE
)
# `Mª Ángeles`, `Fco. Javier`; an initial and a name alone in quotation marks or brackets.
_SHORTENED = re.compile(
    rf"(?<![^\W_])(?P<given>(?:Mª|M\.ª|Fco\.|Ma\.|Jª) (?:de(?:l| la| los)? )?{_WORD})(?![^\W_])"
    rf"|[\"“„«(](?P<surname>[{_UPPER}]\. ?{_WORD})[\"”“»)]"
)
_ALIAS = re.compile(
    r"(?<![^\W_])(?:alias|vulgo|a\.?k\.?a\.?|nicknamed|know(?:n|s)? (?:him|her|them)? ?as|goes by|apodad[oa]"
    r"|conocid[oa] (?:como|por)|alcunhad[oa]"
    r"|conhecid[oa] (?:como|por)|surnommée?|soprannominat[oa]|detto|detta|genannt|bijgenaamd)"
    rf" ?[\"“„«'‘](?P<alias>(?:(?:[Ee]l|[Ll]a|[Oo]|[Aa]|[Ii]l|[Ll]o|[Dd]er|[Dd]ie|[Dd]e|[Tt]he) )?"
    rf"{_WORD}(?: {_WORD})?)[\"”“»'’]"
)
# `Kaltenbrunn, Detlef` as a whole field of a table, a line or a form.
_INVERTED = re.compile(
    rf"(?:^|[:|;\t>\]])[ \t]*[\"']?(?P<last>{_WORD}(?: {_WORD})?), (?P<first>{_WORD})(?: {_WORD})?"
    r"(?=[\"']?[ \t]*(?:$|[|;\t<]))",
    re.MULTILINE,
)
# `FERRARIS GAETANA` among words that are not all in capitals.
_CAPITALS = re.compile(
    rf"(?<![\w.'&/-])(?<![A-Z] )(?P<first>[{_UPPER}]{{3,20}}) (?P<second>[{_UPPER}]{{3,20}}(?:-[{_UPPER}]{{3,20}})?)"
    rf"(?![\w'/-])(?! [{_UPPER}]{{2}})"
)
_THINGS = (
    "plan section appendix part chapter type class group hepatitis schedule table figure exhibit annex team grade "
    "series model unit level option category phase zone block hall wing gate line channel volume book act scene "
    "title article vitamin vitamine vitamina room building terminal platform form formula paragraph clause question "
    "answer item step case area sector region route bus track side disc disk drive partition version vitamins blood "
    "factor protein influenza streptococcus stage tier league serie gruppe klasse teil anhang abschnitt typ halle "
    "gleis plano parte clase grupo tipo sección apartado anexo partie classe groupe annexe gruppo sezione allegato "
    "seção deel klas groep bijlage hoofdstuk"
)
_STARTERS = (
    "the then this that these those there they you your our his her its and but for from with when what where who "
    "why how not yes after before while since because until however also now here all any some each every one two "
    "three der die das den dem ein eine und aber wir sie ihr für von mit bei nach wenn als auch nicht dann dort "
    "hier les des une est pour dans avec mais elle ils nous vous cette ces quand après avant los las una por para "
    "con pero ellos nosotros cuando después antes este esta gli per nel della dei dopo prima quando questo questa "
    "uma com mas ela eles nós depois het een voor van met maar wij zij deze dit army navy court government congress "
    "senate department office president bank dollars citizen state states embassy"
)
_NO_GIVEN, _NO_SURNAME = (frozenset(words.split()) for words in (_THINGS + " " + _STARTERS, _STARTERS))
# Offices and professions that follow a title, and things named like that.
_OFFICES = (
    "president chairman chairwoman chair speaker secretary minister ambassador director judge justice doctor doktor "
    "professor professorin präsident präsidentin kanzler kanzlerin ministerin bürgermeister direktor pastor "
    "président présidente ministre directeur directrice maire juge presidente presidenta ministro ministra director "
    "directora alcalde juez jueza juiz juíza doutor doutora ingegnere avvocato direttore sindaco pepper universe right "
    "apt suite unit kollege kollegin notar anwalt dr prof dra mr mrs ing"
)
_NO_TITLED = _NO_SURNAME | frozenset(_OFFICES.split())
# Two letters that are a country, a place or a time.
_NO_INITIALS = frozenset(("us", "uk", "un", "eu", "dc", "ny", "la", "po", "am", "pm", "bc", "ad", "sa", "st", "no"))


@dataclass(frozen=True, slots=True)
class NameFormRecognizer:
    """Finds given name and surname around a middle initial, and initials before a surname."""

    name: str = "name_form"

    @property
    def entities(self) -> frozenset[str]:
        return NAMES

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the names of a folded text, in order."""
        for match in _NAME.finditer(text):
            if match["given"]:
                if _is_none(match["surname"], _NO_SURNAME) or _is_none(match["given"], _NO_GIVEN):
                    continue
                end = match.start("surname") - 1
                yield Detection("GIVEN_NAME", match.start(), end, 0.7, self.name, False, ("pattern",))
                yield Detection("SURNAME", *match.span("surname"), 0.7, self.name, False, ("pattern",))
            elif (
                not _is_none(match["alone"].rpartition(" ")[2], _NO_SURNAME)
                and _letters(match["initials"]) not in _NO_INITIALS
            ):
                yield Detection("SURNAME", *match.span(), 0.7, self.name, False, ("pattern",))
        for match in _born(text):
            yield from self._born(match)
        for match in _matches(_COURTESY, text):
            group, entity = ("surname", "SURNAME") if match["surname"] else ("given", "GIVEN_NAME")
            if not _is_none(match[group], _NO_TITLED):
                yield Detection(entity, *match.span(group), 0.7, self.name, False, ("pattern",))
        for match in _matches(_KIN_IN_SMALL, text):
            if match["given"].islower() and _may_be_given(match["given"]) and not is_common(match["given"]):
                yield Detection("GIVEN_NAME", *match.span("given"), 0.6, self.name, False, ("pattern",))
        for match in _matches(_SHORTENED, text):
            entity = "GIVEN_NAME" if match["given"] else "SURNAME"
            yield Detection(entity, *match.span(match.lastgroup or 0), 0.7, self.name, False, ("pattern",))
        for match in _matches(_BIRTH_NAME, text):
            if not _is_none(match["name"].rpartition(" ")[2], _NO_SURNAME):
                yield Detection("SURNAME", *match.span("name"), 0.7, self.name, False, ("pattern",))
        for match in _matches(_ALIAS, text):
            yield Detection("GIVEN_NAME", *match.span("alias"), 0.7, self.name, False, ("pattern",))
        for match in _matches(_INVERTED, text):
            last = match["last"].split()
            if _is_given(match["first"]) and not any(_is_thing(word) or look_up(plain(word)) & WORD for word in last):
                yield Detection("SURNAME", *match.span("last"), 0.7, self.name, False, ("pattern",))
                yield Detection("GIVEN_NAME", match.start("first"), match.end(), 0.7, self.name, False, ("pattern",))
        for match in _matches(_CAPITALS, text):
            words = (match["first"], *match["second"].split("-"))
            if any(map(_may_be_given, words)) and not any(map(_is_thing, words)):
                given = "first" if _may_be_given(match["first"]) else "second"
                for group in ("first", "second"):
                    entity = "GIVEN_NAME" if group == given else "SURNAME"
                    yield Detection(entity, *match.span(group), 0.6, self.name, False, ("pattern",))
        for match in _matches(_TITLED, text):
            if not _is_none(match["name"].rpartition(" ")[2], _NO_SURNAME):
                yield Detection("SURNAME", *match.span("name"), 0.7, self.name, False, ("pattern",))

    def _born(self, match: re.Match[str]) -> Iterator[Detection]:
        start, end = match.start(), match.start("surname") - 1
        while start < end and _is_none((word := match.string[start:end].partition(" ")[0]), _NO_SURNAME):
            start += len(word) + 1  # `Patientin Anna Weiß, geboren am`
        first = match.string[start:end].partition(" ")[0]
        if first != match.string[start:end] and not look_up(plain(first)) & NAME:
            start += len(first) + 1  # `Envio Clara Siqueira, nascida em`: the first of three words may be a verb
        if start < end:
            yield Detection("GIVEN_NAME", start, end, 0.7, self.name, False, ("pattern",))
        if not _is_none(match["surname"], _NO_SURNAME):
            yield Detection("SURNAME", *match.span("surname"), 0.7, self.name, False, ("pattern",))


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield a pattern's matches; returns at once if the prefilter excludes any."""
    return pattern.finditer(text) if can_match(text, _needs(pattern)) else iter(())


@lru_cache(maxsize=16)
def _needs(pattern: re.Pattern[str]) -> Needs:
    return needs_of(pattern.pattern, pattern.flags)


def _born(text: str) -> Iterator[re.Match[str]]:
    """Yield names followed by a birth phrase. The phrase is searched first, as most names have none."""
    reached = 0
    for mark in _BORN_MARK.finditer(text):
        begin = max(reached, mark.start() - _LONGEST)
        words = text[begin : mark.start()].rsplit(" ", _MOST_WORDS)
        if len(words) > _MOST_WORDS:
            begin += len(words[0]) + 1
        match = _BORN.search(text, begin, mark.end() + 1)
        if match is not None:
            yield match
        reached = mark.end()


def _is_given(word: str) -> bool:
    """Whether a word is nothing but a given name."""
    kinds = look_up(plain(word))
    return kinds & GIVEN != 0 and not kinds & (WORD | WORD_IN_SMALL)


def _may_be_given(word: str) -> bool:
    """Whether a word is a given name, and no ordinary word."""
    kinds = look_up(plain(word))
    return kinds & GIVEN != 0 and not kinds & WORD and not languages_of(plain(word))


def _is_thing(word: str) -> bool:
    """Whether a word is an ordinary one or a town and no name."""
    kinds = look_up(plain(word))
    if is_common(word) or word.casefold() in _NO_SURNAME:
        return True
    return not kinds & (GIVEN | SURNAME) and (kinds & (PLACE | WORD) != 0 or languages_of(plain(word)) != 0)


def _letters(initials: str) -> str:
    return initials.replace(".", "").replace(" ", "").lower()


def _is_none(word: str, others: frozenset[str]) -> bool:
    return word.lower() in others or is_common(word)
