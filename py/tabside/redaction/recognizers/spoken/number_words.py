"""Number words in the seven languages, as dictated one by one.

One table for all languages: no word has different values in two of them. Compounds of German, Dutch, Italian and
Spanish are generated from their parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

__all__ = ["CONNECTORS", "FILLERS", "NUMBERS", "ORDINALS", "PLUS", "REPEATS", "SEPARATORS"]

# Each line counts up by one from its first number.
_UNITS = (
    "zero one two three four five six seven eight nine",
    "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "zéro un deux trois quatre cinq six sept huit neuf",
    "null eins zwei drei vier fünf sechs sieben acht neun",
    "zero uno due tre quattro cinque sei sette otto nove",
    "zero um dois três quatro cinco seis sete oito nove",
    "nul een twee drie vier vijf zes zeven acht negen",
)
_TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
    "dix onze douze treize quatorze quinze seize",
    "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove",
    "dez onze doze treze catorze quinze dezasseis dezassete dezoito dezanove",
    "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
)
_TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety",
    "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "vingt trente quarante cinquante soixante septante huitante nonante",
    "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
)
_HUNDREDS = (
    "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
    "duecento trecento quattrocento cinquecento seicento settecento ottocento novecento",
    "duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos",
)
_OTHERS = {
    "oh": 0, "nought": 0, "une": 1, "una": 1, "ein": 1, "eine": 1, "uma": 1, "één": 1, "zwo": 2, "duas": 2, "meia": 6,
    "quatorze": 14, "dezesseis": 16, "dezessete": 17, "dezenove": 19, "vingts": 20, "dreissig": 30, "octante": 80,
    "hundred": 100, "cien": 100, "ciento": 100, "cent": 100, "cents": 100, "hundert": 100, "cento": 100, "cem": 100,
    "honderd": 100, "thousand": 1000, "mil": 1000, "mille": 1000, "tausend": 1000, "duizend": 1000,
}  # fmt: skip
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth",
    "ersten zweiten dritten vierten fünften sechsten siebten achten neunten zehnten elften zwölften dreizehnten "
    "vierzehnten fünfzehnten sechzehnten siebzehnten achtzehnten neunzehnten zwanzigsten",
)


def _plain() -> Iterator[tuple[str, int]]:
    for lines, first, step in ((_UNITS, 0, 1), (_TEENS, 10, 1), (_TENS, 20, 10), (_HUNDREDS, 200, 100)):
        for line in lines:
            yield from ((word, first + place * step) for place, word in enumerate(line.split()))
    yield from _OTHERS.items()


def _together() -> Iterator[tuple[str, int]]:
    """Yield numbers from 21 to 99 that are one word, and years of the last century."""
    german, dutch, italian, spanish = (_UNITS[place].split() for place in (3, 6, 4, 1))
    for place, (tens, dutch_tens, italian_tens) in enumerate(zip(*(_TENS[n].split() for n in (3, 6, 4)), strict=True)):
        for unit in range(1, 10):
            value = 20 + 10 * place + unit
            yield f"{'ein' if unit == 1 else german[unit]}und{tens}", value
            yield f"{dutch[unit]}{'ën' if dutch[unit].endswith('e') else 'en'}{dutch_tens}", value
            stem = italian_tens[:-1] if unit in (1, 8) else italian_tens
            yield stem + ("tré" if unit == 3 else italian[unit]), value
            if unit == 3:
                yield f"{stem}tre", value
            yield f"neunzehnhundert{'ein' if unit == 1 else german[unit]}und{tens}", 1900 + value
            yield f"millenovecento{stem}{italian[unit]}", 1900 + value
    for unit in range(1, 10):
        yield f"veinti{spanish[unit]}", 20 + unit


def _without_accents() -> Iterator[tuple[str, int]]:
    """Yield all words, and accented ones without accents as well. `ß` and `ë` of compounds stay as folded."""
    for word, value in (*_plain(), *_together()):
        yield word, value
        yield word.translate(_ACCENTS), value


_ACCENTS = str.maketrans("áéíóúêëãçüöäñ", "aeioueeacuoan")

NUMBERS: Mapping[str, int] = {
    **dict(_without_accents()), "veintidós": 22, "veintitrés": 23, "veintiséis": 26, "veintiún": 21,
}  # fmt: skip
"""In lower case, with and without accents."""

ORDINALS: Mapping[str, int] = {word: place for line in _ORDINALS for place, word in enumerate(line.split(), 1)}
_CONNECTORS = "and y et und e en"
_DOUBLE, _TRIPLE = "double doble doppel doppio duplo dubbel", "triple triplo dreifach"
_PLUS = "plus más mas più piu mais"
_SEPARATORS = (
    "dash hyphen slash dot guion guión barra punto tiret point strich bindestrich schrägstrich punkt trattino traço "
    "hífen ponto streepje punt"
)
_FILLERS = "uh er eh ehm äh ähm euh then luego poi dann depois dan"

CONNECTORS = frozenset(_CONNECTORS.split())
"""Words between tens and units."""
REPEATS: Mapping[str, int] = {**dict.fromkeys(_DOUBLE.split(), 2), **dict.fromkeys(_TRIPLE.split(), 3)}
PLUS = frozenset(_PLUS.split())
SEPARATORS = frozenset(_SEPARATORS.split())
FILLERS = frozenset(_FILLERS.split())
