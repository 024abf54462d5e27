"""Postcodes and street lines outside the United States, by street words and postal formats."""

from __future__ import annotations

from ...words.particles import IN_STREET
from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS"]

# Street words before a name (Romance languages), and street endings (Germanic languages).
_TYPE = (
    r"(?i:calle|c/|c\.|avenida|avda\.?|av\.?|plaza|pza\.?|paseo|glorieta|cañada|camino|carretera|cuesta|urbanización|ronda|acceso|"
    r"callejón|rambla|pasaje|travesía|rua|alameda|largo|praça|travessa|estrada|beco|rodovia|"
    r"via|viale|stretto|calata|lungomare|v\.le|piazza|piazzale|corso|borgo|vicolo|strada|incrocio|rotonda|contrada|"
    r"rue|avenue|boulevard|bd\.?|chemin|impasse|place|allée|allee|quai|route|passage|cours|square|faubourg|esplanade"
    r"|urb\.|pol(?:ígono|\.) ind(?:ustrial|\.))"
)
# A full stop ends an abbreviation, not a sentence.
_NAME = rf"(?:{IN_STREET} ){{0,3}}(?:d'|l'|D'|L')?[A-ZÀ-ÞĀ-Ž](?:[\w'-]{{1,24}}(?!\.(?! ?[0-9,]))|[\w'-]{{0,4}}\.)"
# `25 de Abril`, `1.º de Maio`, `8 Mai 1945`
_DAY = r"[0-9]{1,2}(?:\.?[ºo°]|er)? (?:de |di )?(?i:[jfmasond][a-zçûéô]{2,9})(?: (?:de )?(?:1[89]|20)[0-9]{2})?"
_NUMBER = (
    r"(?:(?i:lote|lt\.|nave|parcela|km|bloco|bloque|portal) )?(?:n[.º°]{0,2} ?)?[0-9]{1,4}"
    r"(?: ?[A-Za-z](?!\w)| ?(?:bis|ter)(?!\w)|/[A-Z](?!\w))?|[Ss]/[Nn]|snc"
)
_UNIT = (
    r"(?i:puerta|piso|apt|apto|appartamento|interno|int|scala|piano|andar|bloco|bl|bloque|esc|escalera|étage|appartement|bât|"
    r"bus|etage|stock|whg|unit|bâtiment|portal|lote|nave)"
)
_REST = (
    rf"(?:,? {_UNIT}\.? ?[0-9A-Z]{{1,4}}(?!\w)"
    r"|,? [0-9]{1,2}\.?[ºª°](?: (?:izda|dcha|izq|dto|esq|drcha)\.?| ?[A-Z](?!\w))?"
    r"|,? (?i:fundos|sobrado|térreo|frente|bajo|ático|entresuelo|rez-de-chaussée|r/c)"
    r"(?: (?:izda|dcha|izq|dto|esq)\.?)?(?!\w)){0,2}"
)

RECOGNIZERS = (
    PatternRecognizer(
        name="street_line",
        entity="STREET_NAME",
        regex=rf"(?=[A-Za-z])(?<![\w/]){_TYPE} (?:{_NAME}|{_DAY})(?: {_NAME}){{0,5}},? (?:{_NUMBER})"
        rf"(?![\w%]|[.,:]\d){_REST}",
        score=0.85,
        certain=False,
        hits=(
            "vive en «Calle de Alcalá 214» de Madrid", "«C/ Mayor, 12, 3.º izda.»\n50001",
            "«Av de São Roque da Lameira 99».",
            "«Alameda da Associação Empresarial de Portugal 72»", "«Borgo Vecellio 95 Appartamento 22».",
            "«Via Garibaldi, 12»",
            "«Glorieta Juanito Alba 96 Puerta 0», Murcia", "«Rua Augusta, 1500»", "«Praça das Tágides S/N»",
            "«vicolo dei Lavandai 4, scala C», Milano", "«Av. 25 de Abril, lote 7, 3.º D»,",
            "«Rua Tupinambás, 88, fundos»,",
            "«contrada Serra Alta snc»", "«via Pescheria Vecchia 18/A» fino", "«C/ Gral. Mola 4»",
        ),
        misses=(
            "via Internet 2.0", "place in 2020", "route to Paris", "avenue of trees 12", "Aide : C. Basset. Boston 8/9",
            "C. Dupont. Salle 4",
        ),
    ),
    PatternRecognizer(
        name="street_line_number_first",
        entity="STREET_NAME",
        regex=rf"(?<![\w/.,-])[0-9]{{1,4}}(?: ?(?:bis|ter|[A-D]))?,? {_TYPE} {_NAME}(?: {_NAME}){{0,5}}",
        score=0.8,
        certain=False,
        hits=("au «12 rue de la Paix» à Paris", "«73 boulevard de Aubert» peu", "«4 bis, impasse des Lilas»"),
        misses=("12 places", "rue de la Paix", "20 via email"),
    ),
    PatternRecognizer(
        name="street_line_germanic",
        entity="STREET_NAME",
        regex=r"(?<![\w/])[A-ZÄÖÜ][\wäöüß.'-]{1,30}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ufer|damm"
        r"|chaussee|straat|laan|plein|gracht|kade|dijk|singel|baan|steeg|dreef|haven|burgwal)"
        r" [0-9]{1,4}(?: ?[a-zA-Z](?!\w)| (?:bis|ter)(?!\w)|[-/][0-9]{1,4}|-[IVX]{1,4})?(?![\w%]|[.,:]\d)",
        score=0.85,
        certain=False,
        hits=(
            "in der «Kastanienallee 12», Berlin", "«Wendestraße 77/79»", "«Keizersgracht 123» Delft", "«Hauptstr. 5a»",
            "te Utrecht, «Maliebaan 60 bis».",
        ),
        misses=("Unterwegs 5", "Der Weg 12", "Hauptstraße"),
    ),
    PatternRecognizer(
        name="ca_postal_code",
        entity="ZIP_CODE",
        # Without a space it is also a color, `C0C0C0`, and many a part's number.
        regex=r"(?<!\w)[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z](?:[ -]|(?<=(?<!\w)[G-Z][0-9][A-Z])"
        r"|(?<=(?<!\w)[A-Z][0-9][G-Z]))[0-9][ABCEGHJ-NPRSTV-Z][0-9](?!\w)",
        score=0.8,
        certain=False,
        country="CA",
        hits=("Ottawa ON «K1A 0B1»", "«H2X1Y4»"),
        misses=("D1A 0B1", "K1A 0B", "fill: C0C0C0"),
    ),
    PatternRecognizer(
        name="nl_postcode",
        entity="ZIP_CODE",
        # After a year, `EN` and `TE` are words.
        regex=r"(?<![\w.,/-])(?!(?:19|20)[0-9]{2} (?:EN|TE|DE|EM|AT|AM|ET|LE|LA) )[1-9][0-9]{3} ?(?!S[ADS])[A-Z]{2}"
        r"(?= {1,2}[A-Z'][\w'])",
        score=0.75,
        certain=False,
        country="NL",
        hits=("«2517 AN» Den Haag", "«1017PT»  Amsterdam"),
        misses=("1017 PT", "2020 SS Enterprise", "12/03/1980 AB Smith", "1980 EN Mérida"),
    ),
    PatternRecognizer(
        name="pt_postal_code",
        entity="ZIP_CODE",
        regex=r"(?<![\w.-])[1-9][0-9]{3}-[0-9]{3}(?= {1,2}[A-ZÀ-Þ][\w'])",
        score=0.8,
        certain=False,
        country="PT",
        hits=("«4020-486» Aveiro",),
        misses=("4020-486", "4020-486 units"),
    ),
    PatternRecognizer(
        name="br_cep",
        entity="ZIP_CODE",
        regex=r"(?<![\w.-])[0-9]{2}\.?[0-9]{3}-[0-9]{3}(?![\w-]|\.\d)",
        score=0.6,
        certain=False,
        context=("cep", "código postal", "endereço", "rua", "avenida", "bairro"),
        needs_context=True,
        country="BR",
        hits=("CEP «01310-100»",),
        misses=("01310-100",),
    ),
    PatternRecognizer(
        name="postal_code",
        entity="ZIP_CODE",
        regex=r"(?<![\w.,-])(?:[A-Z]{1,2}-)?[0-9]{3} ?[0-9]{1,3}(?: ?[A-Z]{2})?(?![\w-]|[.,]\d)",
        score=0.5,
        certain=False,
        context=(
            "zip", "zip code", "zipcode", "postcode", "postal code", "post code", "plz", "postleitzahl",
            "code postal", "cp",
            "código postal", "codigo postal", "cap", "codice postale", "cep",
        ),
        needs_context=True,
        within=12,
        hits=("zip «94110»", "PLZ: «10115» Berlin", "Code postal : «75001»", "CAP «20123»", "postcode «8598ZE»"),
        misses=("94110", "postcode is wrong in 2020"),
    ),
)  # fmt: skip
