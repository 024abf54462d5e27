"""Names of people in Russian sentences that have neither a title nor a patronymic.

Inside a sentence Russian capitalizes only names. A capitalized word there is therefore taken for a person unless
there is evidence against it: a list of places or of frequent words, the form of a place or of an adjective, a
preposition of place, quotation marks, or a word like `город` or `клуб` before it. At the start of a sentence only
given names count, two unlisted words, and names that are found elsewhere in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...words.cyrillic import GIVEN, ORDINARY, PLACE, cases, kinds_of

__all__ = ["russian_names"]

_PART = "[А-ЯЁ](?:'[А-ЯЁ])?[а-яё]{1,24}"
_WORD = rf"{_PART}(?:-(?:{_PART}|[а-яё]{{2,12}})){{0,3}}"
_PARTICLE = "(?:де|да|ди|дю|дер|ден|ле|ла|лос|аль|эль|аш|ас|ан|ибн|бен|бин|оглы|кызы|фон|ван|дос|дас|делла?|тер|цу)"
_INITIAL = r"[А-ЯЁ]\."
_INITIALS = rf"(?:{_INITIAL} ?)"
# Words with capitals, and initials, particles and the numbers of kings between them.
_RUN = re.compile(
    rf"(?<![\w'-]){_INITIALS}{{0,3}}{_WORD}"
    rf"(?:(?: {_PARTICLE}){{0,2}} {_INITIALS}{{0,2}}{_WORD}| [IVX]{{1,5}}(?!\w)){{0,5}}(?![\w'])"
)
_ONE = re.compile(rf"{_WORD}|{_INITIAL}")
# Letters of Ukrainian, Belarusian, Serbian, Macedonian and languages of Asia; a hard sign and words as in Bulgarian.
_NOT_RUSSIAN = re.compile(
    "[іїєґјљњћђџѓќўѕқңөүұһғәҳҷӣӯ]|[бвгджзклмнпрстфхцчш]ъ[бвгджзклмнпрстфхцчш]|(?<!\\w)(?:се|са|че)(?!\\w)",
    re.IGNORECASE,
)
# Inside a sentence: behind a word, a comma, a dash, or a colon that ends no short label.
_INSIDE = re.compile(
    r"(?:[а-яё0-9IVX%][,;)»\"”]{0,2} |[а-яё,)] [-–—] |[^\n:]{30}: )[(«\"„“]?\Z|[а-яё] ?[(/]\Z"
    # An abbreviation ends no sentence.
    r"|(?<![А-Яа-яё])(?:гг?|вв?|т|д|е|к|н|э|им|св|ул|пр|ст|р|о|с|п|см|тыс|млн|др|проф|акад|ген|ред|род|ок|рис|табл)"
    r"\. ?\Z"
)
_QUOTED = re.compile(r"[«\"“„'] ?\Z")
# What stands before a place.
_OF_PLACES = frozenset(("в", "во", "на", "из", "под", "близ", "над", "через"))
# Beginnings of words for things that have names of their own, before up to four letters of an ending.
_THINGS = """
автомобил академи альбом ансамбл астероид аул аэропорт балет банк библиотек браузер бренд бульвар бухт вид
водохранилищ вокзал волост вулкан газет галактик гор город городк государств графств групп губерни движени двор дворец
департамент деревн диалект долин журнал завод залив замк замок звезд земл игр издательств импери институт канал кантон
клуб княжеств колледж команд комет коммун компани концерн корабл королевств корпораци кра крейсер крепост кубк лейбл
лиг линкор марк метро мечет модел монастыр мор мост музе муниципалитет мыс набережн народ област озер озёр округ опер
орден оркестр остров парк парти переулк переулок песн планет платформ площад поезд полуостров пород порт портал поселк
поселок посёлк посёлок преми провинци программ пролив проспект протокол процессор пустын пьес район ракет регион рек
республик род роман сайт самолет самолёт сборн сверхскоплени сел семейств сериал сингл систем скоплени собор созвезди
сорт спутник стадион стандарт станиц станци столиц стран студи театр телеканал турнир уезд улиц университет фильм фирм
фонд храм хребет хребт хутор царств церк церков чемпионат школ шоссе штат эсминец эсминц язык
"""
_LONGEST_ENDING = 4
_STEMS = frozenset(_THINGS.split())
# Endings of adjectives, of surnames and of places.
_ADJECTIVES = """
ый ий ой ая яя ое ее ого его ому ему ых их ую юю ые ие ыми ими ым им
"""
_SURNAMES = """
ов ев ова ева ову еву овым евым овой евой овых евых ин ина ину иным иной ский цкий ская цкая ского цкого скому цкому
ским цким ской цкой скую цкую енко чук чука чуком ович евич ич ича ичу ичем овна овны овну ян яна яну яном дзе швили
сон сона сону соном берг берга бергу бергом штейн штейна штейну ман мана ману маном лли тти нни
"""
_LANDS = """
ия ию ии ией ск ска ску ске ском ка цк цка цке град града граду граде бург бурга бургу бурге лэнд ленд ленда ленде
ланд ланда ланде ландия ландию ландии шир шира шире стан стана стане штадт штадта штадте хайм хайма хайме поль поля
полем таун тауна тауне вилль вилля форде сити ово ево ино
"""
_OF_ADJECTIVES, _OF_SURNAMES, _OF_LANDS = (tuple(endings.split()) for endings in (_ADJECTIVES, _SURNAMES, _LANDS))
_OF_VERBS = ("йте", "ите", "ть", "ться", "тся")  # `Нажмите Сохранить`
_OF_ADJECTIVES_TOO = (*_OF_ADJECTIVES, "ом", "ем", "ей")  # `в старом`
_SHORTEST, _REACH = 3, 40
_WORD_BEHIND = re.compile(" ([а-яё]{2,30})")


class _Run(NamedTuple):
    """Words of a run with their places, and the text before them."""

    start: int
    end: int
    words: Sequence[str]
    before: str


def russian_names(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, whether it is one given name) of each such name of a folded text. Linear in its length."""
    if _NOT_RUSSIAN.search(text) is not None:
        return
    others: list[_Run] = []
    known: set[str] = set()
    for match in _RUN.finditer(text):
        run = _run(match, text)
        if run is not None and _is_name(run, text):
            known.update(stem for stem in cases(run.words[-1].lower()) if len(stem) > _SHORTEST)
            yield run.start, run.end, len(run.words) == 1 and kinds_of(run.words[0]) & GIVEN != 0
        else:
            others.append(_Run(*match.span(), _words(match[0]), ""))
    for run in others:
        if len(run.words) == 1 and not known.isdisjoint(cases(run.words[0].lower())):
            yield run.start, run.end, False


def _words(run: str) -> Sequence[str]:
    return [match[0] for match in _ONE.finditer(run)]


def _run(match: re.Match[str], text: str) -> _Run | None:
    """Return a run without the word that only begins a sentence; None if nothing is left."""
    start, end = match.span()
    words, before = _words(match[0]), text[max(0, start - _REACH) : start]
    if _INSIDE.search(before) is not None or _may_begin(words):
        return _Run(start, end, words, before)
    if len(words) == 1:
        return None
    start = text.index(words[1], start + len(words[0]))
    return _Run(start, end, words[1:], "")


def _may_begin(words: Sequence[str]) -> bool:
    """Whether the first word of a sentence may be a name: a given one, an initial, or unknown beside another."""
    kinds = kinds_of(words[0])
    if words[0].endswith(".") or (kinds & GIVEN and not kinds & ORDINARY):
        return True
    return len(words) > 1 and not kinds and not words[0].endswith(_OF_ADJECTIVES)


def _is_name(run: _Run, text: str) -> bool:
    spelled = [word for word in run.words if not word.endswith(".")]
    if not spelled:
        return False
    kinds = [kinds_of(word) | (kinds_of(word.partition("-")[0]) if "-" in word else 0) for word in spelled]
    if any(kind & GIVEN for kind in kinds[:-1]):
        return True
    is_placed = _is_placed(run.before)
    if len(run.words) > len(spelled):
        return not is_placed
    if len(spelled) == 1 and kinds[0] & GIVEN:
        return not (kinds[0] & PLACE and is_placed)
    if is_placed or _QUOTED.search(run.before) is not None:
        return False
    return _is_unknown_name(spelled, kinds, text, run.end)


def _is_placed(before: str) -> bool:
    """Whether a word before a name announces a place or a thing, perhaps with an adjective between."""
    if not before.endswith(" "):
        return False
    words = before.rsplit(maxsplit=2)
    last = words[-1] if words else ""
    if _is_thing(last) or last.lower() in _OF_PLACES:
        return True
    return len(words) > 1 and words[-2].lower() in _OF_PLACES and last.endswith(_OF_ADJECTIVES_TOO)


def _is_thing(word: str) -> bool:
    return any(word[:end] in _STEMS for end in range(max(2, len(word) - _LONGEST_ENDING), len(word) + 1))


def _word_behind(text: str, end: int) -> str:
    match = _WORD_BEHIND.match(text, end)
    return match[1] if match is not None else ""


def _is_unknown_name(words: Sequence[str], kinds: Sequence[int], text: str, end: int) -> bool:
    """Whether words that are in no list of given names look like a person's."""
    if kinds[0] & ORDINARY or any(kind & PLACE for kind in kinds) or words[-1].endswith(_OF_LANDS):
        return False
    if any(word.endswith(_OF_VERBS) for word in words):
        return False
    if len(words) == 1 and (
        len(words[0]) < _SHORTEST or (words[0].endswith(_OF_ADJECTIVES) and _is_thing(_word_behind(text, end)))
    ):
        return False
    return words[-1].endswith(_OF_SURNAMES) or not any(word.endswith(_OF_ADJECTIVES) for word in words)
