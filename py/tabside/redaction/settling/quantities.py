"""Drop detections that are amounts, counts or reference numbers rather than house numbers or postcodes.

The model reads a short number after an unknown word as a house number, and a longer one as a postcode. The
surroundings decide: a unit, a currency, the name of something counted. A postcode alone, without
another part of an address or a context word nearby, needs a higher score of the model, and so does a number of
a document or an account without a context word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from ..detection import Detection
from ..entities import ADDRESS, DOCUMENT_NUMBERS, NAMES_AND_PLACES
from ..model.decoding import SOURCE as MODEL
from ..recognizers.context import has_context
from ..recognizers.tables.dates import ANY_MONTH
from ..recognizers.vocabulary import KINDS

__all__ = ["without_quantities"]

_NUMBERS = frozenset(("BUILDING_NUMBER", "ZIP_CODE"))
_NEAR, _LIKELY = 30, 0.6
# Minimum score of a postcode alone.
_SURE = 0.9
# Minimum score of a lower-case street without another part of an address nearby.
_LIKELY_STREET = 0.5
_REACH = 24
# Minimum score of such a number without any context word, and its minimum number of digits.
_SURE_ID, _FIGURES = 0.97, 3
_ANNOUNCED = (
    *(word for kinds in KINDS.values() for words in kinds.values() for word in words),
    "passport", "passeport", "pasaporte", "passaporto", "passaporte", "reisepass", "paspoort", "license", "licence",
    "führerschein", "permis", "patente", "rijbewijs", "carta de condução", "ssn", "social", "ein", "itin", "id", "nie",
    "cpf", "bsn", "tax", "account", "acct", "routing", "aba", "number", "no", "nr", "card",
)  # fmt: skip
_POSTAL = (
    "zip", "zip code", "zipcode", "postcode", "postal code", "post code", "plz", "postleitzahl", "code postal", "cp",
    "código postal", "codigo postal", "cap", "codice postale", "cep", "address", "anschrift", "adresse", "dirección",
    "indirizzo", "morada", "endereço", "adres",
)  # fmt: skip

# An amount or a share: a fraction follows, or a currency or percent sign is at either side.
_FRACTION_BEFORE = re.compile(r"[0-9][.,]\Z")
_CURRENCY_BEFORE = re.compile(r"(?:[€$£¥]|(?<!\w)(?:EUR|USD|GBP|CHF|BRL|R\$)) ?\Z")
_AMOUNT_BEHIND = re.compile(
    r"[.,][0-9]{1,3}(?![0-9])(?! ?[a-z]{3,} [A-Z])|(?:[.,][0-9]+)* ?(?:[€$£¥%‰]|(?:EUR|USD|GBP|CHF"
    r"|[Ee]uros?|[Dd]ollars?|[Pp]ounds|[Pp]fund|[Ff]ranken|[Ff]ranchi|[Rr]eais|[Dd]ólares|[Dd]ollari)(?!\w))"
)
_UNIT = (
    "ns|ms|µs|sec|secs|seconds?|mins?|minutes?|hours?|hrs?|days?|weeks?|months?|years?|times|"
    "mm|cm|km|kg|mg|µg|ml|cl|dl|kb|mb|gb|tb|kib|mib|gib|kbps|mbps|gbps|hz|khz|mhz|ghz|px|pt|dpi|rpm|psi|kpa|nm|kwh|kw|mah|"
    "fps|degrees|percent|items?|files?|rows?|lines?|pages?|points?|votes?|users?|people|pieces|units|workers|retries|bytes|"
    "revolutions|umdrehungen|toeren|giri|rotaciones|rotações|graus?|"
    "segundos?|minutos?|horas?|días?|semanas?|meses|años|grados|páginas?|unidades|puntos|"
    "secondes?|heures?|jours?|semaines?|mois|ans|degrés|pages|unités|"
    "sekunden?|minuten?|stunden?|tagen?|wochen?|monaten?|jahren?|grad|seiten?|stück|prozent|uhr|"
    "secondi|minuti|ore|giorni|settimane|mesi|anni|gradi|pagine|pezzi|"
    "dias|anos|peças|"
    "seconden|uur|dagen|weken|maanden|jaar|graden|stuks|ssh[12]?"
)
_UNIT_BEHIND = re.compile(rf" ?(?:{_UNIT}|[xX×] ?[0-9]+)(?![^\W_])", re.IGNORECASE)
_A_UNIT = re.compile(_UNIT, re.IGNORECASE)
_UNIT_IN = re.compile(rf"[0-9]+ ?(?:{_UNIT})", re.IGNORECASE)
# Numbered things: the word directly before the number names one of them.
_THING = (
    "room|rm|hall|gate|drawer|seat|desk|table|platform|track|coach|carriage|car|bus|line|lane|chapter|section|figure|fig|page|"
    "step|level|layer|row|column|version|release|build|sprint|batch|lot|port|pid|depth|queue|code|status|error|exit|line|"
    "season|episode|volume|vol|issue|part|item|question|answer|team|group|round|week|day|year|song|track|number one|#|"
    "sala|aula|coche|vagón|andén|puerta de embarque|capítulo|página|figura|paso|fila|semana|"
    "salle|voiture|quai|chapitre|page|étape|rangée|semaine|"
    "raum|saal|zimmer|wagen|gleis|kapitel|seite|abbildung|schritt|reihe|woche|kalenderwoche|kw|punkt|"
    "stanza|carrozza|binario|capitolo|pagina|figura|passo|riga|settimana|"
    "carruagem|cais|capítulo|passo|linha|"
    "zaal|kamer|rijtuig|spoor|perron|hoofdstuk|bladzijde|stap|rij|week|"
    # numbered things: trains and flights, laws and their articles, match days
    "train|flight|zug|flug|tren|vuelo|vol|treno|volo|trein|vlucht|comboio|voo|tgv|ice|frecciarossa|intercity|thalys|"
    "law|article|artikel|artículo|articolo|artigo|gesetz|wet|loi|ley|legge|lei|§|decree|décret|decreto|verordnung|"
    # medicine, and things counted at counters and in lists
    "ta|fc|tas|gcs|inr|crp|hb|sato2|spo2|units used|entry|vendor|closes|fixes|guichê|ventanilla|schalter|guichet|"
    "sportello|loket|balie|top|agenda|n[°º]|"
    "matchday|spieltag|jornada|journée|giornata|rodada|speelronde|"
    # days
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    "lunes|martes|miércoles|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|segunda-feira|terça-feira|quarta-feira|quinta-feira|"
    "sexta-feira|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
)
_THING_BEFORE = re.compile(rf"(?:(?<![^\W_])(?:{_THING})|#)\.? ?(?:no\.? |n\.? ?[º°] ?|nr\.? )?#?\Z", re.IGNORECASE)
_A_THING = re.compile(_THING, re.IGNORECASE)
_THING_IN = re.compile(rf"(?:{_THING})\.? ?#?[0-9]{{1,4}}[A-Za-z]?", re.IGNORECASE)
# In the middle of a longer code: `JIRA-20877`, `778-20114`. A country before a postcode, `D-10115`, does not count.
_CODE_BEFORE = re.compile(r"(?:[0-9]|[^\W\d_]{3,})[-/_#]\Z|[A-Za-z0-9][-/_][A-Za-z0-9]*[-/_]\Z")
# The name of a device or a part, `eth0`, or dimensions, `M8 x 25`.
_PART = re.compile(r"[a-z]{2,8}[0-9]{1,2}|[A-Z]?[0-9]{1,4} ?[xX×] ?[0-9]{1,5}")
# Seconds since 1970 with a fraction, as in logs.
_SECONDS = re.compile(r"1[0-9]{9}\.[0-9]{3,6}")
# Seconds or smaller parts of them since 1970, behind a key of times: `"created_at": 1756402511`.
_EPOCH = re.compile(r"1[0-9]{9}(?:[0-9]{3}){0,3}")
_TIME_KEY = re.compile(
    r"(?:(?<![^\W_])(?:ts|iat|nbf|exp|epoch|since|until|[acm]?time|date|timestamp|created|updated|modified|expires?)"
    r"|_at|(?-i:[a-z]At|[a-z](?:Time|Timestamp|Date)))[\"']?[ \t]?[:=][ \t]?[\"']?\Z",
    re.IGNORECASE,
)
_LONGEST_KEY = 20
# `2026-77-4410`: a file's number begins with its year.
_FILE_NUMBER = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}[-/](?:[0-9]{1,6}[-/])?\Z")
# `6.4`, `5.7.1`, and the day before a month: `1er juillet`.
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)+")
# Months of languages whose dates are not recognized, in the case that stands behind a day (CLDR).
_MORE_MONTHS = (
    "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia|"
    "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince|"
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|"
    "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
)
_MONTH_BEHIND = re.compile(
    rf"(?:\.|er|st|nd|rd|th|º)? [\"„“«]?(?:de )?(?:{ANY_MONTH}|{_MORE_MONTHS})(?![^\W_])(?! (?-i:[A-Z]))", re.IGNORECASE
)
# `1834 roku`, `w 1487`, `в 1907 году`.
_A_YEAR = re.compile(r"(?:1[0-9]|20)[0-9]{2}")
_YEAR_BEHIND = re.compile(r" ?(?:roku|rok|r\.|году|года|год|г\.|року|рік)(?![^\W_])")
_YEAR_BEFORE = re.compile(
    r"(?<![^\W_])(?:roku|rok|w|we|od|do|po|przed|około|в|с|до|после|около|у|від) \Z", re.IGNORECASE
)
# Not a postcode in any country: one or two digits, or a zero after its letter, as in `E07`. `SE5` is half of one.
_SHORT_CODE = re.compile(r"[0-9]{1,2}(?: ?[xX])?|[A-Za-z][0-9]|[A-Za-z]{1,2}0[0-9]?")
_GOODS = re.compile(
    r"(?<![^\W_])(?:ISBN|ISSN|EAN|GTIN|UPC)(?:-?[0-9]{1,2})?(?: ?(?:code|no|nr)\.?)?"
    r"[: ]{0,2}[0-9][0-9 -]{6,15}[0-9X](?![^\W_])"
)
# A digest, or a generated identifier: hexadecimal characters, long or in groups.
_DIGEST = re.compile(
    r"(?<![^\W_-])(?=[0-9-]{0,36}[a-f])(?=[a-f-]{0,36}[0-9])(?:[0-9a-f]{16,128}|[0-9a-f]{6,12}(?:-[0-9a-f]{4,12}){2,6})(?![^\W_-])",
    re.IGNORECASE,
)


def without_quantities(detections: Sequence[Detection], text: str) -> list[Detection]:
    """Drop claims contradicted by their surroundings. In a folded text; in any order."""
    address = sorted((found for found in detections if found.entity in ADDRESS), key=lambda found: found.start)
    places = [found for found in address if not _is_none(found, text)]
    goods = _Stretches(match.span() for match in _GOODS.finditer(text))
    digests = _Stretches(match.span() for match in _DIGEST.finditer(text))
    claims = _Stretches((found.start, found.end) for found in detections)
    dropped = set(map(id, address)) - set(map(id, places))
    for index, found in enumerate(places):
        if _is_thing(found, text) and not _has_neighbor(places, index):
            dropped.add(id(found))
    return [
        found
        for found in detections
        if id(found) not in dropped
        and not (found.source == MODEL and (_is_part(found, text) or _is_unannounced(found, claims, text)))
        and not goods.count(found.start + 1, found.end - 1)
        and not _is_time(found, text)
        and not (
            found.source == MODEL and found.entity in DOCUMENT_NUMBERS and digests.count(found.start + 1, found.end - 1)
        )
    ]


class _Stretches:
    """Stretches of a text. The number of those that overlap another is found without looking at each."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        spans = list(stretches)
        self._starts = sorted(start for start, _ in spans)
        self._ends = sorted(end for _, end in spans)

    def count(self, start: int, end: int) -> int:
        """Count those that begin at or before `end` and end at or after `start`."""
        return bisect_right(self._starts, end) - bisect_left(self._ends, start)


def _is_time(found: Detection, text: str) -> bool:
    """Whether a number is a time that its key names, whatever words stand near."""
    return (
        _EPOCH.fullmatch(text, found.start, found.end) is not None
        and _TIME_KEY.search(text, max(0, found.start - _LONGEST_KEY), found.start) is not None
    )


def _is_part(found: Detection, text: str) -> bool:
    """Whether the model took a machine part for a licence, a word for an e-mail address, or a unit for a name."""
    if found.entity == "EMAIL":
        return text[found.start : found.end].isalpha()
    if found.entity == "PHONE":
        return _SECONDS.fullmatch(text, found.start, found.end) is not None
    if (
        found.entity in DOCUMENT_NUMBERS
        and text[found.start : found.end].isalpha()
        and text[found.start : found.end].islower()
    ):
        return not text.islower()
    if found.entity in NAMES_AND_PLACES:
        before = text[max(0, found.start - 2) : found.start].rstrip()[-1:]
        return before.isdecimal() and _A_UNIT.fullmatch(text, found.start, found.end) is not None
    return found.entity == "DRIVERS_LICENSE" and _PART.fullmatch(text, found.start, found.end) is not None


def _is_unannounced(found: Detection, claims: _Stretches, text: str) -> bool:
    """Whether a claim is a number without a context word, touches no other claim, and has too low a score."""
    if found.entity not in DOCUMENT_NUMBERS or found.score >= _SURE_ID:
        return False
    figures = sum(map(str.isdecimal, text[found.start : found.end]))
    if not figures or (figures >= _FIGURES and has_context(text, found.start, found.end, _ANNOUNCED)):
        return False
    return claims.count(found.start - 2, found.end + 2) == 1  # itself


def _is_none(found: Detection, text: str) -> bool:
    """Whether a claim is impossible in any context: no digits, or an amount of money."""
    if found.source != MODEL or found.entity not in _NUMBERS:
        return False
    value = text[found.start : found.end]
    if found.entity == "ZIP_CODE" and (
        not any(map(str.isdecimal, value)) or _FILE_NUMBER.search(text, max(0, found.start - 12), found.start)
    ):
        return True
    if found.entity == "BUILDING_NUMBER" and (
        _DECIMAL.fullmatch(value)
        or _MONTH_BEHIND.match(text, _figures_end(found, text))
        or _is_slavic_year(found, text)
    ):
        return True
    before = text[max(0, found.start - 5) : found.start]
    return value.isdecimal() and (
        _FRACTION_BEFORE.search(before) is not None
        or _CURRENCY_BEFORE.search(before) is not None
        or _AMOUNT_BEHIND.match(text, found.end) is not None
    )


def _is_slavic_year(found: Detection, text: str) -> bool:
    if not _A_YEAR.fullmatch(text, found.start, found.end):
        return False
    before = text[max(0, found.start - 8) : found.start]
    return _YEAR_BEHIND.match(text, found.end) is not None or _YEAR_BEFORE.search(before) is not None


def _figures_end(found: Detection, text: str) -> int:
    end = found.start
    while end < found.end and text[end].isdecimal():
        end += 1
    return end


def _is_thing(found: Detection, text: str) -> bool:
    """Whether the surroundings of a number without an address nearby name the thing that it counts."""
    value = text[found.start : found.end]
    if found.entity == "SECONDARY_ADDRESS":
        return _THING_IN.fullmatch(value) is not None
    if found.entity == "STREET_NAME" and found.source == MODEL:
        is_doubtful = found.score < _LIKELY_STREET and value[0].islower() and not text.islower()
        return is_doubtful or _A_THING.fullmatch(value) is not None
    if found.source != MODEL or found.entity not in _NUMBERS:
        return False
    before = text[max(0, found.start - _REACH) : found.start]
    return (
        _THING_BEFORE.search(before) is not None
        or _CODE_BEFORE.search(before) is not None
        or _UNIT_BEHIND.match(text, found.end) is not None
        or _UNIT_IN.fullmatch(value) is not None
        or _PART.fullmatch(value) is not None
        or (found.entity == "ZIP_CODE" and _SHORT_CODE.fullmatch(value) is not None)
        or (
            found.entity == "ZIP_CODE"
            and found.score < _SURE
            and not has_context(text, found.start, found.end, _POSTAL)
        )
    )


def _has_neighbor(places: Sequence[Detection], index: int) -> bool:
    """Whether another part of an address is near."""
    found = places[index]
    for other in (*places[max(0, index - 2) : index], *places[index + 1 : index + 3]):
        apart = max(other.start - found.end, found.start - other.end)
        same = other.start < found.end and found.start < other.end
        if not same and apart < _NEAR and other.score >= _LIKELY and (other.entity != found.entity or apart <= 2):
            return True
    return False
