"""Drop people and towns in titles of works: `we watched "Erin Brockovich"`.

A title stands in quotation marks, and its sentence has a word of reading, watching or performing. Quoted names of
people are kept: without such a word, and behind a word that gives somebody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..detection import Detection
from .guessed_names import is_guessed_name

__all__ = ["without_works"]


# Up to six words, of which the first has a capital; the last must have one, too.
_TITLE_WORD = r"[^\s\"“”„«»‘]{1,30}"
_QUOTED = re.compile(
    rf"(?:(?P<straight>(?<![^\W_])[\"'])|[“„‘‚«]) ?(?P<title>(?=[A-ZÀ-ÖØ-Þ])(?:{_TITLE_WORD} ){{0,5}}"
    rf"{_TITLE_WORD}?) ?(?(straight)(?P=straight)(?![^\W_])|[”“’‘»])"
)
_WORDS = (
    # English
    r"(?:I|we|you|he|she|they|have|has|had|just|'ve|been) (?:re-?)?read|(?:re-?)?reading|watch(?:ed|es|ing)?"
    r"|novels?|books?|films?|movies?|seasons?|episodes?|albums?|songs?|musicals?|operas?|plays?"
    r"|sequels?|remakes?|soundtracks?|tickets for"
    r"|cinemas?|theat(?:er|re)s?|bestsellers?|Blu-rays?|DVDs?|finished|editions?|stage[ds]?|screenings?"
    # German
    r"|lesen?|liest|lasen|las|gelesen|Lektüre|Romane?|Buch|Bücher|Films?|Kinos?|Serien?|Staffeln?|Alb(?:um|en)|Lied(?:er)?|Theater"
    r"|Oper|Theaterstück|Inszenierung|geschaut|schauen|gesehen|spielt|läuft|Verfilmung|verfilmt|ausgeliehen|geliehen"
    # Spanish
    r"|leyendo|leer|leí|leo|vimos|ver|película|cine|novela|libro|serie|temporada|canción|disco|ópera|obra|teatro|pondrán"
    r"|re?estren\w+|prestó"
    # French
    r"|lire|lis|lit|lisons|regard\w+|films?|cinéma|roman|livre|série|saison|chanson|pièce|théâtre|spectacle|opéra"
    r"|au bac|joue(?:r|ra|nt)?|prêtée?|relire"
    # Italian
    r"|leggendo|leggere|letto|leggo|visto|vedere|guard(?:o|are|iamo|ato)|romanzo|libro|canzone|teatro|cinema|opera|danno"
    r"|si studia|prestato"
    # Portuguese
    r"|ler|lendo|leio|assisti\w*|filme|cinema|romance|livro|novela|canção|peça|passa|emprest\w+|releitur\w+"
    # Dutch
    r"|lezen|lees|leest|las|gelezen|keken|kijken|kijkt|gekeken|bioscoop|boek|boeken|seizoen|toneelstuk|voorstelling"
    r"|televisie|leende|leeslijst"
)
_WORK = re.compile(rf"(?<![^\W_])(?:{_WORDS})(?![^\W_])", re.IGNORECASE)
# What gives somebody's name before quotation marks.
_NAMED = re.compile(
    r"(?<![^\W_])(?:called|named|name|alias|aka|nicknamed?|known as|signed|users?|customers?|patients?"
    r"|genannt|namens|heißt|Name|Kunde|Kundin|llamad[oa]s?|apodad[oa]|firmado|nombre|nommée?|appelée?|surnommée?|nom|chiamat[oa]|nome|firmato"
    r"|chamad[oa]|apelidad[oa]|genaamd|bijgenaamd|naam|by|von|por|par|da|door)[\"'’)]{0,2} ?[:=(]{0,2} ?\Z",
    re.IGNORECASE,
)
# A value of data rather than a title.
_DATA_BEFORE, _DATA_BEHIND = re.compile(r"[:=({\[] ?\Z"), re.compile(r" ?[:=]")
_SENTENCE_END = re.compile(r"[.!?…][\"”»“’]? +(?=[^\W\d_]|[\"“„«‘])|\n")
_REACH, _LONGEST_NAMED, _NEXT = 160, 16, 60


def without_works(found: Sequence[Detection], text: str) -> list[Detection]:
    """Return the detections without those of people and places inside the title of a work."""
    if not any(_is_checked(one) for one in found):
        return list(found)
    titles = list(_titles(text))
    if not titles:
        return list(found)
    return [
        one
        for one in found
        if not (_is_checked(one) and any(start <= one.start and one.end <= end for start, end in titles))
    ]


def _is_checked(one: Detection) -> bool:
    return is_guessed_name(one)


def _titles(text: str) -> Iterator[tuple[int, int]]:
    """Yield the borders of titles. What follows one closely is one as well: `„Toni Erdmann“. Morgen: „Jim Knopf“`."""
    last = -_NEXT - 1
    for match in _QUOTED.finditer(text):
        title = match["title"]
        if not title.split()[-1][0].isupper() or title[-1] in ".!?,…":
            continue
        if match["straight"] and (
            _DATA_BEFORE.search(text, max(0, match.start() - 2), match.start()) or _DATA_BEHIND.match(text, match.end())
        ):
            continue
        if _NAMED.search(text, max(0, match.start() - _LONGEST_NAMED), match.start()):
            continue
        if match.start() - last <= _NEXT or _is_work(text, match.start(), match.end()):
            last = match.end()
            yield match.span("title")


def _is_work(text: str, start: int, end: int) -> bool:
    """Whether the sentence around a title has a word of works; somebody may begin one: `"Anna" schrieb den Roman`."""
    begin, last = max(0, start - _REACH), min(len(text), end + _REACH)
    for stop in _SENTENCE_END.finditer(text, begin, start):
        begin = stop.end()
    if _WORK.search(text, begin, start):
        return True
    behind = _SENTENCE_END.search(text, end, last)
    return begin < start and _WORK.search(text, end, behind.start() if behind else last) is not None
