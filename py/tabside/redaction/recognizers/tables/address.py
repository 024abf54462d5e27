"""Parts of postal addresses with a distinctive shape: units, boxes, military addresses, ZIP+4."""

from __future__ import annotations

from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS"]

_US_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|"
    "TX|UT|VT|VA|WA|WV|WI|WY|DC|PR|VI|GU|AS|MP"
)
_BR_STATES = "AC|AL|AP|AM|BA|CE|DF|ES|GO|MA|MT|MS|MG|PA|PB|PR|PE|PI|RJ|RN|RS|RO|RR|SC|SP|SE|TO"
_NO_TOWN = """
postcode code post zip address area the and from near in at to of dear for with your my our postal uk england wales
"""
_NO_TOWNS = frozenset(_NO_TOWN.split())


def _is_town(value: str) -> bool:
    return value.split(" ")[-1].lower() not in _NO_TOWNS


_MILITARY_POST = r"[AFD]PO,? (?:AA|AE|AP) \d{5}(?:-\d{4})?"

RECOGNIZERS = (
    PatternRecognizer(
        name="street_of_one_word",
        entity="STREET_NAME",
        # Dutch writes nouns small: a capital inside a sentence makes the compound a name. `Verlaan` is a surname.
        regex=r"(?<=[a-zë,;] )(?!Ver|Van)[A-Z][a-zë]{2,20}(?:straat|gracht|singel|steeg|dreef|kade|laan)(?![\w-])",
        score=0.6,
        certain=False,
        hits=("eerst aan de «Heronstraat», toen «Zwanengracht»",),
        misses=("Heronstraat is een straat", "mevrouw de Verlaan", "de Bijlmerdreefse wijk"),
    ),
    PatternRecognizer(
        name="street_with_number",
        entity="STREET_NAME",
        # German and Spanish as they are abbreviated or told: `Anna-Seib-Str. 9`, `calle Molino, número 9`.
        regex=r"(?<![\w-])[A-ZÄÖÜ][\wäöüß]{1,24}(?:-[A-ZÄÖÜ][\wäöüß]{1,24}){0,3}(?:-Str\.|str\.) [0-9]{1,3}[a-z]?"
        r"(?![\w/.-]\w)"
        r"|(?<![^\W_])(?:[Cc]alle|C/|[Aa]vda\.|[Aa]venida|[Pp]laza|[Pp]aseo) "
        r"(?:(?:de|del|la|las|los|el|[A-ZÁÉÍÓÚÑ][^\W\d_]{1,20}) ?){1,5}, ?(?:número|núm\.|n\.?º) ?[0-9]{1,4}(?!\w)",
        score=0.7,
        certain=False,
        hits=(
            "komm in die «Anna-Seib-Str. 9» vorbei", "«Quellenstr. 12b», links",
            "está en la «calle Molino del Rey, número 9».", "la «Plaza Mayor, n.º 4»",
        ),
        misses=("siehe Str. 9", "Hauptstr. ist gesperrt", "la calle, número uno", "calle Molino"),
    ),
    PatternRecognizer(
        name="unit",
        entity="SECONDARY_ADDRESS",
        regex=r"(?<!\w)(?i:apt|apartment|suite|ste|unit|flat|room|rm|bldg|building)\b\.? ?(?:#|[Nn]o\.? ?)?"
        r"(?:\d{1,5}[A-Za-z]?|[A-Z]\d{0,4})(?!\w|\.\d|%)",
        score=0.7,
        certain=False,
        hits=("Main St, «apt. 735», Boston", "«apt 4B»", "«suite #501»"),
        misses=("a suite of 5 rooms", "apt to fail", "unit tests"),
    ),
    PatternRecognizer(
        name="po_box",
        entity="SECONDARY_ADDRESS",
        regex=r"(?<!\w)(?:p\.? ?o\.? ?box|post office box|postfach|boîte postale|apartado|postbus|casella postale"
        r"|caixa postal)[ .:#]{0,3}\d{1,6}(?!\w)",
        score=0.8,
        ignore_case=True,
        hits=("Send to «P.O. Box 1234», Austin", "«PO Box 99»", "«Postfach 12»"),
        misses=("box 12", "po boxes"),
    ),
    PatternRecognizer(
        name="us_military",
        entity="STREET_NAME",
        regex=rf"(?<!\w)(?:(?:PSC|CMR|Unit) \d{{1,5}},? Box \d{{1,5}}(?:,?\s{{1,2}}{_MILITARY_POST})?"
        rf"|(?:USS|USNS|USCGC) \w{{1,20}},?\s{{1,2}}(?:Unit \d{{1,5}},? Box \d{{1,5}},?\s{{1,2}})?{_MILITARY_POST}"
        rf"|{_MILITARY_POST})(?!\w)",
        score=0.95,
        ignore_case=True,
        hits=(
            "at «PSC 0413, Box 8144\nAPO AA 42323»", "«Unit 2050 Box 4190, APO AP 96278»", "«USS Smith\nFPO AE 09012»",
            "«APO AE 09012»", "«USS Example, Unit 100 Box 12\nFPO AP 96601-0042»", "«psc 5420, box 2708\napo aa 33879»",
        ),
        misses=("box 12", "APO is short", "Unit 12"),
    ),
    PatternRecognizer(
        name="us_state_zip",
        entity="ZIP_CODE",
        regex=rf"(?<!\w)(?:{_US_STATES}),? {{1,2}}(?P<value>\d{{5}}(?:-\d{{4}})?)(?!\w|-\d|\.\d)",
        score=0.85,
        country="US",
        hits=("Boston, MA «02134»", "CA «94110-1234»."),
        misses=("OK 12345678", "in 94110"),
    ),
    PatternRecognizer(
        name="us_state",
        entity="STATE",
        regex=rf"(?<!\w)(?P<value>{_US_STATES})(?=,? {{1,2}}\d{{5}}(?:-\d{{4}})?(?!\w|-\d|\.\d))",
        score=0.85,
        country="US",
        hits=("Portland, «OR» 97205", "«CA» 94110-1234."),
        misses=("yes OR 971234", "OR not"),
    ),
    PatternRecognizer(
        name="state_by_key",
        entity="STATE",
        regex=rf"\"(?:state|province|stateCode|state_code)\" ?: ?\""
        rf"(?P<value>(?!OK|ON|IN|OR|ME|HI|OH)(?:{_US_STATES}))\"",
        score=0.7,
        certain=False,
        country="US",
        hits=('"city":"Duluth","state":"«MN»","zip"',),
        misses=('"state": "OK"', '"state":"open"', '"mode":"MN"'),
    ),
    PatternRecognizer(
        name="uk_post_town",
        entity="CITY",
        # Royal Mail: the town directly precedes its postcode.
        regex=r"(?<![\w'-])(?P<value>(?:(?:Nr|Near|Nr\.) )?[A-Z][a-z'-]{2,20}"
        r"(?:[ -](?:(?:on|upon|of|le|the|under|in)[ -])?[A-Z][a-z'-]{2,20}){0,2}"
        r"|[A-Z]{4,20}(?: [A-Z]{3,20})?),?\s{1,3}(?=[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2}(?!\w))",
        score=0.7,
        check=_is_town,
        certain=False,
        country="GB",
        hits=("Upper Farm, «Nr Ledbury», HR8 1PQ", "«Stoke-on-Trent» ST4 2AB", "«ABERAERON»\nSA46 0DX"),
        misses=("Postcode SE5 9NR", "POST CODE: SA46 0DX", "your postcode, SE5 9NR"),
    ),
    PatternRecognizer(
        name="br_town",
        entity="CITY",
        regex=rf"(?<![\w'-])(?P<value>[A-ZÀ-Ý][a-zà-ÿ'-]{{2,20}}(?: (?:d[aeo]s? )?[A-ZÀ-Ý][a-zà-ÿ'-]{{2,20}}){{0,3}}"
        rf"(?:, | ?- ?|/)(?:{_BR_STATES}))"
        r"(?=,? ?(?:- ?)?(?:CEP:? ?)?[0-9]{2}\.?[0-9]{3}-[0-9]{3}(?![\w-]))",
        score=0.75,
        certain=False,
        country="BR",
        hits=(
            "fundos, «Contagem, MG», CEP 32010-130", "«Rio de Janeiro - RJ», 20040-020",
            "«São Paulo/SP» CEP: 01310-100",
        ),
        misses=("Contagem, MG", "Modelo, XY, 32010-130"),
    ),
    PatternRecognizer(
        name="zip_plus_4",
        entity="ZIP_CODE",
        regex=r"(?<![\w.-])\d{5}-\d{4}(?!\w|-\d|\.\d)",
        score=0.75,
        certain=False,
        country="US",
        hits=("«94110-1234»",),
        misses=("194110-1234", "94110-12345", "94110-1234-1"),
    ),
    PatternRecognizer(
        name="uk_postcode",
        entity="ZIP_CODE",
        regex=r"(?<!\w)(?:GIR ?0AA|(?:[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPS-UW]"
        r"|[A-HK-Y]\d[ABEHMNPRV-Y])) \d[ABD-HJLNP-UW-Z]{2})(?!\w)",
        score=0.8,
        certain=False,
        country="GB",
        hits=("London «SW1A 1AA».", "«M1 1AE»", "«EC1A 1BB»"),
        misses=("SW1A1", "A1 1A"),
    ),
)  # fmt: skip
