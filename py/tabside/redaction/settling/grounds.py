"""Drop numbers and streets that only the model claims, without support by a form, a word, a position or a column.

The model has learned the shapes of people's numbers. It therefore reads timestamps, counters, digests, versions and
years as telephone numbers, tax numbers and postcodes. Its claim alone is not sufficient. This evidence supports a
claim:

| evidence | example |
|---|---|
| form | a recognizer finds the same number, or a part of it |
| word | `tax id`, `phone:`, `kundennr` before the number |
| position | adjacent parts of an address, one of which is certain or contains a street word |

A street that the model finds after a given name may be a surname. It is then claimed as a surname.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence

from ...types import Reason
from ..detection import Detection
from ..entities import ADDRESS, DOCUMENT_NUMBERS, NAMES
from ..model.decoding import SOURCE as MODEL
from ..model.name_tokens import is_small
from ..recognizers.announcing import OF_ADDRESS, OF_CARDS, OF_NUMBERS, OF_PHONES, STREET_WORD, UNIT_WORD
from ..recognizers.context import context_distance, context_reason
from ..view.lines import in_machine_line
from .street_names import CAPITALS, WORDS, name_in_street

__all__ = ["with_grounds"]

_PARTS = ADDRESS - {"CITY", "STATE"}
_CHECKED = DOCUMENT_NUMBERS | _PARTS | {"PHONE", "URL", "EMAIL"}
# How far a word may stand before the number that it announces.
_REACH = 40
_FEWEST_FIGURES, _MOST_OF_PHONE = 3, 15
_FEWEST_OF_PHONE = 7
_ANNOUNCING = (*OF_NUMBERS, *OF_PHONES, *OF_CARDS)
# What may stand between two parts of one address.
_GAP = re.compile(r"[\s,;./#>()*|:-]{0,8}(?:[^\W_]{1,4}\.?[\s,;./#>:-]{1,4}){0,2}")
_LONGEST_GAP = 24
_LIKELY, _SURE = 0.6, 0.9
# Grouped as numbers are written to be read out: from a trunk prefix or country code on, or in three groups and more.
_TELEPHONE = re.compile(
    r"\(?(?:0[0-9]{1,5}|\+ ?[0-9]{1,3})\)?(?:[ ./()\n-]{1,3}[0-9]{1,9}){1,5}|\(?[0-9]{2,4}\)?(?:[ .\n-][0-9]{2,4}){2,4}"
)
# Seven figures, the shortest that are no year or count.
_SHORT_TELEPHONE = re.compile(r"[0-9]{3}[ -][0-9]{4}")
_POSTCODE = re.compile(
    r"[0-9]{4}-[0-9]{3}|[0-9]{5}-[0-9]{3,4}|[0-9]{2}-[0-9]{3}|[0-9]{4} ?[A-Z]{2}"
    r"|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]"
)
_A_YEAR = r"(?:1[5-9][0-9]{2}|20[0-3][0-9])"
_YEAR = re.compile(rf"{_A_YEAR}(?:\s?[-/]\s?(?:[0-9]{{2}}|{_A_YEAR}))?|[-/] ?{_A_YEAR}")
_ADDRESS_OF_WEB = re.compile(r"://|www\.|\A[^/]*[^\W_]\.[a-z]{2,}(?![^\W_])", re.IGNORECASE)
# `index.html`, `docs/conf.py`: a file, not a host.
_FILE = re.compile(
    r"(?:\.{0,2}/)?[^/:]*\.(?:html?|php[0-9]?|aspx?|jsp|pdf|py|[cm]?[jt]sx?|css|md|rst|txt|json|ya?ml|toml|xml|csv|png|"
    r"jpe?g|gif|svg|exe|dll|so|jar|java|class|[ch](?:pp)?|go|rs|rb|sh|bat|cfg|ini|log|zip|gz|tar|docx?|xlsx?|pptx?|pyc|"
    r"whl|lock|sql|ipynb)(?:[#?].*)?",
    re.IGNORECASE,
)
_DIGEST = re.compile(r"[0-9a-f]{6,}(?:-[0-9a-f]{4,})*|[A-Za-z0-9+/]{24,}={0,2}", re.IGNORECASE)

# A street with its number.
_STREET = re.compile(rf"(?:[0-9]{{1,5}}[A-Za-z]? )?{CAPITALS.pattern}(?: [0-9]{{1,4}}[A-Za-z]?)?")
_A_WORD = re.compile(r" [A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]+ ")

_AGREED = Reason("")


def with_grounds(found: Sequence[Detection], text: str) -> list[Detection]:
    """Return the detections without those numbers and streets for which nothing but the model speaks."""
    if not any(one.source == MODEL and one.entity in _CHECKED for one in found):
        return list(found)
    claims = _Claims(found)
    addresses = dict(_grounded_addresses(claims.sorted, text))
    places = sorted((one.start, one.end) for one in claims.sorted if id(one) in addresses or _is_sure_part(one))
    begins = {start for start, _end in places}
    names = [(one.start, one.end) for one in claims.sorted if one.entity in NAMES and one.end + 1 in begins]
    places = sorted((*places, *names))  # `864 Piazzetta Rubiani`, the first word of which is taken for a surname
    kept: list[Detection] = []
    for one in found:
        if one.source != MODEL or one.entity not in _CHECKED:
            kept.append(one)
            continue
        ground = _ground(one, claims, addresses, text) or _beside_address(one, places, text)
        if ground is not None:
            kept.append(one if not ground.kind else one._replace(reasons=(*one.reasons, ground)))
        elif (
            one.entity in _PARTS
            and (name := name_in_street(one, list(claims.within(one.start - 2, one.start - 1)), text)) is not None
        ):
            kept.append(name)
    return kept


class _Claims:
    """All claims of a text in order, for lookup by stretch."""

    def __init__(self, claims: Sequence[Detection]) -> None:
        self.sorted = sorted(claims, key=lambda claim: (claim.start, claim.end))
        self._starts = [claim.start for claim in self.sorted]
        self._longest = max((claim.end - claim.start for claim in claims), default=0)

    def within(self, start: int, end: int) -> Iterator[Detection]:
        """Yield the claims that overlap a stretch."""
        first = bisect_left(self._starts, start - min(self._longest, 400))
        for claim in self.sorted[first : bisect_right(self._starts, end - 1)]:
            if claim.end > start:
                yield claim


def _ground(one: Detection, claims: _Claims, addresses: Mapping[int, Reason], text: str) -> Reason | None:
    """Return what speaks for a claim besides the model, None if nothing does."""
    others = [other for other in claims.within(one.start, one.end) if other.source != MODEL]
    if any(one.entity not in _PARTS or other.entity not in NAMES for other in others):
        return _AGREED  # Named when overlaps are resolved. A person in what may be a street is no ground for it.
    if one.entity in _PARTS:
        ground = addresses.get(id(one))
        if ground is None and one.entity == "ZIP_CODE" and _POSTCODE.fullmatch(text, one.start, one.end):
            return Reason("pattern", "form of a postcode")
        return ground or _of_telephone(one, text)
    return _GROUNDS.get(one.entity, _of_number)(one, text)


def _is_sure_part(one: Detection) -> bool:
    return one.source != MODEL and one.entity in _PARTS


def _beside_address(one: Detection, places: Sequence[tuple[int, int]], text: str) -> Reason | None:
    """Whether digits are directly beside a part of an address: `515` in `515 385 Gemsbok St`."""
    if one.entity in ("URL", "EMAIL") or not _SHORT_NUMBER.fullmatch(text, one.start, one.end):
        return None
    at = bisect_left(places, (one.start, 0))
    for start, end in places[max(0, at - 1) : at + 1]:
        gap = text[end : one.start] if end <= one.start else text[one.end : start]
        if len(gap) <= 1 and gap in ("", " ") and (end <= one.start or one.end <= start):
            return Reason("position", "address")
    return None


_SHORT_NUMBER = re.compile(r"[0-9]{1,5}[A-Za-z]?(?: [0-9]{1,5}[A-Za-z]?)?")


def _of_number(one: Detection, text: str) -> Reason | None:
    start, end = _whole_number(one, text)
    figures = sum(map(str.isdecimal, text[start:end]))
    if figures < _FEWEST_FIGURES or _NUMBER_OF_A_THING.search(text, max(0, start - _LONGEST_THING), start):
        return None
    word = _word(start, end, text, _ANNOUNCING)
    if word is not None or not _FEWEST_OF_PHONE <= figures <= _MOST_OF_PHONE:
        return word
    form = _SHORT_TELEPHONE if figures == _FEWEST_OF_PHONE else _TELEPHONE
    if in_machine_line(text, start) or form.fullmatch(text, start, end) is None:
        return None
    return Reason("pattern", "groups of a telephone number")


def _of_telephone(one: Detection, text: str) -> Reason | None:
    """Return what speaks for figures that the model takes for a house number or postcode, but are a part of more."""
    start, end = _whole_number(one, text)
    if sum(map(str.isdecimal, text[start:end])) < _FEWEST_OF_PHONE or (start, end) == (one.start, one.end):
        return None
    return _of_number(one, text)


def _whole_number(one: Detection, text: str) -> tuple[int, int]:
    """Return where the groups of figures begin and end that a claim is a part of."""
    start, end = one.start, one.end
    if sum(map(str.isdecimal, text[start:end])) >= _FEWEST_OF_PHONE:
        return start, end
    begin = max(0, start - _LONGEST_NUMBER)
    before = _GROUPS_BEFORE.search(text, begin, start)
    behind = _GROUPS_BEHIND.match(text, end, end + _LONGEST_NUMBER)
    return (before.start() if before else start), (behind.end() if behind else end)


_LONGEST_NUMBER = 20
# `build number 2025 0418 1133`: its own word says that it is nobody's.
_NUMBER_OF_A_THING = re.compile(
    r"(?<![^\W_])(?:build|order|invoice|batch|part|model|version|revision|ticket|issue|tracking|lot|article|item|row|page"
    r"|auftrags|bestell|rechnungs|artikel)[- ]?(?:number|no\.?|nr\.?|nummer|#)[:\s#]{1,3}\Z",
    re.IGNORECASE,
)
_LONGEST_THING = 24
_GROUPS_BEFORE = re.compile(r"(?<![^\W_])[+(]?[0-9]+(?:[ .()\n-]{1,2}[0-9]+){0,4}[ .()\n-]{0,2}\Z")
_GROUPS_BEHIND = re.compile(r"(?:[ .()\n-]{0,2}[0-9]+)+(?![^\W_])")


def _of_url(one: Detection, text: str) -> Reason | None:
    value = text[one.start : one.end]
    if _ADDRESS_OF_WEB.search(value) is None or _DIGEST.fullmatch(value) or _FILE.fullmatch(value):
        return None
    return Reason("pattern", "address of the web")


def _of_email(one: Detection, text: str) -> Reason | None:
    return Reason("pattern", "@") if "@" in text[one.start : one.end] else None


_GROUNDS: Mapping[str, Callable[[Detection, str], Reason | None]] = {
    "URL": _of_url,
    "EMAIL": _of_email,
}


def _figures(one: Detection, text: str) -> int:
    return sum(map(str.isdecimal, text[one.start : one.end]))


def _word(start: int, end: int, text: str, words: tuple[str, ...]) -> Reason | None:
    """Return which word announces a stretch."""
    away = context_distance(text, start, end, words)
    if away is None or away > _REACH:
        return None
    reason = context_reason(text, start, end, words)
    return Reason("context", reason.partition(": ")[2] or None)


def _grounded_addresses(claims: Sequence[Detection], text: str) -> Iterator[tuple[int, Reason]]:
    """Yield the parts of addresses that have a ground, by their id, and the ground."""
    grounded_to = -_SAME_ADDRESS - 1
    for group in _addresses(claims, text):
        parts = [one for one in group if one.entity in _PARTS]
        ground = _ground_of_address(group, parts, text) if parts else None
        if ground is None and parts and _goes_on(parts, grounded_to, group[0].start, text):
            ground = Reason("position", "address")
        if ground is not None:
            grounded_to = group[-1].end
            yield from ((id(one), ground) for one in parts)


def _addresses(claims: Sequence[Detection], text: str) -> Iterator[list[Detection]]:
    """Yield runs of claims that may be parts of one address."""
    group: list[Detection] = []
    reach = 0
    for one in claims:
        if one.entity not in ADDRESS:
            continue
        if group and not (one.start - reach <= _LONGEST_GAP and _GAP.fullmatch(text, min(reach, one.start), one.start)):
            yield group
            group = []
        reach = max(reach, one.end) if group else one.end
        group.append(one)
    if group:
        yield group


def _goes_on(parts: Sequence[Detection], grounded_to: int, start: int, text: str) -> bool:
    """Whether parts of an address go on one that ends right before."""
    if start - grounded_to > _SAME_ADDRESS or any(_is_year(one, text) for one in parts):
        return False
    return "." not in text[max(0, grounded_to) : start]


_SAME_ADDRESS = 50
# How far a word of a street may stand outside the claims.
_STREET_REACH = 14


def _ground_of_address(group: Sequence[Detection], parts: Sequence[Detection], text: str) -> Reason | None:
    if any(one.source != MODEL for one in parts):
        return Reason("position", "address")
    start, end = group[0].start, group[-1].end
    stretch = text[start:end]
    around = text[max(0, start - _STREET_REACH) : end + _STREET_REACH].partition("\n\n")[0]
    if STREET_WORD.search(around) and (any(map(str.isdecimal, stretch)) or not stretch.islower() or text.islower()):
        return Reason("pattern", "word of a street")
    if UNIT_WORD.search(stretch) and any(map(str.isdecimal, stretch)):
        return Reason("pattern", "unit of a building")
    kinds = {one.entity for one in group if one.score >= _LIKELY}
    small = is_small(text)
    form = WORDS if small else _STREET
    streets = [one for one in parts if one.entity == "STREET_NAME" and form.fullmatch(text, one.start, one.end)]
    numbers = [one for one in parts if one.entity != "STREET_NAME" and _figures(one, text) and not _is_year(one, text)]
    if small:
        streets = [
            one for one in streets if one.score >= _SURE and any(_touches(one, other, text) for other in numbers)
        ]
    is_numbered = any(one.score >= _SURE and _figures(one, text) for one in streets)
    # `Thomas Kurz in der 67.`: what stands between a street and its number is no word.
    has_number = any(not _SMALL_WORD_BETWEEN.search(_between(one, other, text)) for one in streets for other in numbers)
    if streets and (has_number or is_numbered or "CITY" in kinds):
        return Reason("position", "street")
    if _is_between_numbers(numbers, text):
        return Reason("position", "street")
    if numbers and kinds & {"CITY", "STATE"} and any(one.entity == "ZIP_CODE" for one in numbers):
        return Reason("position", "town")
    if any(map(str.isdecimal, stretch)) or streets:
        return _word(group[0].start, group[-1].end, text, OF_ADDRESS)
    return None


def _is_between_numbers(numbers: Sequence[Detection], text: str) -> bool:
    """Whether a word stands between two sure numbers of a line: `09457 Raua 2513`."""
    sure = [one for one in numbers if one.score >= _SURE]
    if len(sure) < 2 or in_machine_line(text, sure[0].start):
        return False
    first, last = sure[0], sure[-1]
    between = text[first.end : last.start]
    return _A_WORD.fullmatch(between) is not None


def _touches(one: Detection, other: Detection, text: str) -> bool:
    gap = text[other.end : one.start] if other.end <= one.start else text[one.end : other.start]
    return gap in (" ", ", ")


_SMALL_WORD_BETWEEN = re.compile(r"[a-zß-ÿ]")


def _between(one: Detection, other: Detection, text: str) -> str:
    return text[one.end : other.start] if one.end <= other.start else text[other.end : one.start]


def _is_year(one: Detection, text: str) -> bool:
    return _YEAR.fullmatch(text, one.start, one.end) is not None
