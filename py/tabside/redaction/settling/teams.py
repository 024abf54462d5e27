"""Drop towns and names in names of teams: `FC Carl Zeiss Jena`, `Burton Albion`, `o Vitória recebe o Bragantino`.

Words that only clubs bear decide by themselves. Words that other things bear (`Real`, `State`) and towns behind an
article need a word of sports in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..detection import Detection
from .guessed_names import is_guessed_name

__all__ = ["without_teams"]


_CLUB = r"(?: [A-ZÀ-Þ][\w’'-]{1,20})? \Z"
_CLUB_BEFORE = re.compile(
    r"(?<![^\W_])(?<!, )(?:FC|AFC|SC|AC|CF|CD|UD|SV|TSV|VfB|VfL|VfR|SpVgg|MSV|RSC|SSC|KV|RCD|FK|NK|IFK|Eintracht"
    r"|Borussia|Rot-Wei(?:ß|ss)|Preußen|Arminia|Alemannia|Dynamo|Dinamo|Lokomotive|Lokomotiv|Spartak|Olympique"
    rf"|Sporting de|Stade de|Hapoel|Maccabi|Atlético(?: de)?){_CLUB}"
)
_CLUB_BEHIND = re.compile(r" (?:United|Rovers|Wanderers|Albion|Hotspur|Argyle|FC|AFC|CF|FK|Harriers)(?![^\W_])")
_SPORT_BEFORE = re.compile(rf"(?<![^\W_])(?:Real|Racing|Sporting|Inter|Stade|Olimpia|Deportivo|Athletic){_CLUB}")
_SPORT_BEHIND = re.compile(r" (?:State|City|Town|County|Athletic|Orient|Hearts|Rangers|Stars)(?![^\W_])")
# A town with an article, as teams have one.
_ARTICLE = re.compile(r"(?<![^\W_])(?:[Ee]l|[Oo]|[Ii]l|[Ll]e) \Z")
_SPORT = re.compile(
    r"(?<![^\W_])(?:League|Championship|[Pp]lay-?offs?|[Dd]erb[iy]|goalless|Liga|Bundesliga|Regionalliga|Ligue"
    r"|S[eé]rie [A-D]|Copa|Coupe|Cup|Pokal|Segunda|[Ee]erste divisie|Eredivisie|Premier|empat\w+|vence\w*|venció"
    r"|recebe|recevra"
    r"|pareggi\w+|batte|match|Spiel|partido|partita|jogo|joga|trifft auf|lost (?:to|at)|hosts?|beats?|vs\.?"
    r"|[0-9]{1,3}[-:–][0-9]{1,3})(?![^\W_])"
)
_SENTENCE_END = re.compile(r"[.!?] +(?=[A-ZÀ-Þ])|\n")
_BEFORE, _REACH = 40, 140


def without_teams(found: Sequence[Detection], text: str) -> list[Detection]:
    """Return the detections without those of people and places in the name of a team."""
    return [one for one in found if not _is_team(one, text)]


def _is_team(one: Detection, text: str) -> bool:
    if not is_guessed_name(one):
        return False
    begin = max(0, one.start - _BEFORE)
    if _CLUB_BEHIND.match(text, one.end) or _CLUB_BEFORE.search(text, begin, one.start):
        return True
    may_be = (
        _SPORT_BEHIND.match(text, one.end)
        or _SPORT_BEFORE.search(text, begin, one.start)
        or (one.entity == "CITY" and _ARTICLE.search(text, begin, one.start))
    )
    return bool(may_be) and _is_about_sport(text, one)


def _is_about_sport(text: str, one: Detection) -> bool:
    begin, end = max(0, one.start - _REACH), min(len(text), one.end + _REACH)
    for stop in _SENTENCE_END.finditer(text, begin, one.start):
        begin = stop.end()
    behind = _SENTENCE_END.search(text, one.end, end)
    return _SPORT.search(text, begin, behind.start() if behind else end) is not None
