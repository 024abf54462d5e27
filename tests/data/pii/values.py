"""Values for all template slots other than names, in the notation of each of the seven languages."""

from __future__ import annotations

import random
import string
import unicodedata
from collections.abc import Callable
from datetime import date

import phonenumbers
from faker import Faker
from stdnum import luhn
from stdnum.de import idnr
from stdnum.nl import bsn
from stdnum.pt import nif

from tests.data.pii.traditions import Person

LOCALE = {"en": "en_US", "es": "es_ES", "fr": "fr_FR", "de": "de_DE", "it": "it_IT", "pt": "pt_PT", "nl": "nl_NL"}
REGIONS = {
    "en": ("US", "US", "GB"),
    "es": ("ES", "ES", "MX"),
    "fr": ("FR",),
    "de": ("DE", "DE", "AT", "CH"),
    "it": ("IT",),
    "pt": ("PT", "BR"),
    "nl": ("NL", "NL", "BE"),
}
CITIES = {
    "en": "Springfield|Boise|Tulsa|Baton Rouge|Kalamazoo|Des Moines|Santa Rosa|Fort Wayne|Duluth|Savannah|Chicago",
    "es": "Valladolid|Cádiz|Albacete|Lugo|Las Palmas|Teruel|Mérida|Palencia|Jerez de la Frontera|Murcia|Madrid",
    "fr": "Angers|Quimper|Saint-Étienne|Le Mans|Nîmes|Aix-en-Provence|Limoges|La Rochelle|Dijon|Tours|Lyon",
    "de": "Tübingen|Bad Homburg|Chemnitz|Flensburg|Görlitz|Ingolstadt|Kassel|Münster|Rosenheim|Ulm|Hamburg",
    "it": "Cuneo|Reggio Emilia|L'Aquila|Vicenza|Lecce|Trieste|Bergamo|La Spezia|Matera|Siena|Torino",
    "pt": "Évora|Vila Nova de Gaia|Guimarães|Viseu|Ponta Delgada|Curitiba|Aveiro|Faro|Recife|Santarém|Lisboa",
    "nl": "Zwolle|'s-Hertogenbosch|Leeuwarden|Bergen op Zoom|Alkmaar|Capelle aan den IJssel|Venlo|Gent|Breda|Utrecht",
}
STATES = ("AL", "CA", "CO", "GA", "IL", "IN", "KS", "MA", "MI", "MN", "NC", "NY", "OH", "OR", "PA", "TX", "VA", "WA")
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
TITLES = {"en": ("Mr.", "Ms.", "Dr."), "de": ("Herr", "Frau", "Dr."), "nl": ("meneer", "mevrouw")}
PATTERNS = {  # A: a letter, 9: a digit, 8: a digit but 0
    "passport": {
        "en": ("899999999", "A89999999"),
        "es": ("AAA899999",),
        "fr": ("89AA99999",),
        "de": ("C89A9A9A9",),
        "it": ("YA8999999",),
        "pt": ("CA899999",),
        "nl": ("NA8A99A99",),
    },
    "plate": {
        "en": ("8AAA999", "AAA-8999"),
        "es": ("8999 BCD",),
        "fr": ("AA-899-AA",),
        "de": ("TÜ-AA 899", "M AA 8999"),
        "it": ("AA899AA",),
        "pt": ("AA-89-AA",),
        "nl": ("89-AAA-8", "A-899-AA"),
    },
}
LETTERS = "ABCDEFGHJKLMNPRSTVWXYZ"


def fill(pattern: str, rng: random.Random) -> str:
    """Fill letters and digits into a pattern; other characters stay."""
    pick = {"A": LETTERS, "9": string.digits, "8": string.digits[1:]}
    return "".join(rng.choice(pick[ch]) if ch in pick else ch for ch in pattern)


def ascii_of(name: str) -> str:
    folded = unicodedata.normalize(
        "NFKD", name.lower().replace("ß", "ss").replace("ø", "o").replace("đ", "d").replace("ł", "l")
    )
    return "".join(ch for ch in folded if ch.isascii() and ch.isalnum())


class Values:
    """Generates values in one language from one random generator. Each method is a slot of the templates."""

    def __init__(self, language: str, rng: random.Random) -> None:
        self._language = language
        self._rng = rng
        self._faker = Faker(LOCALE[language])
        self._faker.seed_instance(rng.random())

    def email(self, person: Person) -> str:
        given, surname = ascii_of(person.given) or "user", ascii_of(person.surname) or "mail"
        local = self._rng.choice(
            (
                f"{given}.{surname}",
                f"{given[0]}{surname}",
                f"{surname}_{given}",
                f"{given}{self._rng.randrange(60, 99)}",
            )
        )
        domain = self._rng.choice(
            ("example.com", "example.org", "mail.example.net", f"{surname}-family.example", "uni-mail.example")
        )
        return f"{local}@{domain}"

    def handle_plain(self, person: Person) -> str:
        return (
            (ascii_of(person.given) or "user")[:1]
            + (ascii_of(person.surname) or "name")[:9]
            + self._rng.choice(("", "7", "_88"))
        )

    def handle(self, person: Person) -> str:
        return "@" + self.handle_plain(person)

    def url(self, person: Person) -> str:
        given, surname = ascii_of(person.given) or "user", ascii_of(person.surname) or "name"
        return self._rng.choice(
            (
                f"https://www.linkedin.com/in/{given}-{surname}",
                f"https://{given}{surname}.example/talks",
                f"www.{surname}.example",
            )
        )

    def phone(self) -> str:
        region = self._rng.choice(REGIONS[self._language])
        kind = self._rng.choice((phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE))
        example = phonenumbers.example_number_for_type(region, kind)
        assert example is not None, f"phonenumbers has no {kind} of {region}"
        sample = str(example.national_number)
        code = phonenumbers.country_code_for_region(region)
        zeros = region == "IT" and kind == phonenumbers.PhoneNumberType.FIXED_LINE
        while True:
            digits = sample[:3] + "".join(self._rng.choice(string.digits) for _ in sample[3:])
            number = phonenumbers.PhoneNumber(
                country_code=code, national_number=int(digits), italian_leading_zero=zeros or None
            )
            if phonenumbers.is_valid_number(number):
                break
        style = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(
            number, self._rng.choice((style.NATIONAL, style.NATIONAL, style.INTERNATIONAL, style.E164))
        )

    def street(self) -> str:
        return " ".join(self._faker.street_address().replace(",", " ").split())

    def city(self) -> str:
        return self._rng.choice(CITIES[self._language].split("|"))

    def state(self) -> str:
        return self._rng.choice(STATES)

    def zip(self) -> str:
        return self._faker.postcode()

    def iban(self) -> str:
        number = self._faker.iban()
        return " ".join(number[i : i + 4] for i in range(0, len(number), 4)) if self._rng.random() < 0.5 else number

    def card(self) -> str:
        number = fill(self._rng.choice(("4", "51", "53", "6011")).ljust(15, "9"), self._rng)
        number += luhn.calc_check_digit(number)
        between = self._rng.choice((" ", "-", ""))
        return between.join(number[i : i + 4] for i in range(0, 16, 4))

    def nid(self) -> str:
        make: dict[str, Callable[[], str]] = {
            "en": self._faker.ssn,
            "es": lambda: self._faker.nif(),
            "fr": self._faker.ssn,
            "de": self._tax_id,
            "it": self._faker.ssn,
            "pt": self._nif,
            "nl": self._bsn,
        }
        return make[self._language]()

    def _tax_id(self) -> str:
        while True:  # ten digits, one of them twice, and the check digit
            digits = [*string.digits]
            digits.remove(self._rng.choice(digits))
            digits.append(self._rng.choice(digits))
            self._rng.shuffle(digits)
            for last in string.digits:
                if digits[0] != "0" and idnr.is_valid("".join(digits) + last):
                    number = "".join(digits) + last
                    return (
                        f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}" if self._rng.random() < 0.4 else number
                    )

    def _nif(self) -> str:
        number = fill("29999999", self._rng)
        return number + nif.calc_check_digit(number)

    def _bsn(self) -> str:
        while not bsn.is_valid(number := fill("899999999", self._rng)):
            pass
        return number

    def passport(self) -> str:
        return fill(self._rng.choice(PATTERNS["passport"][self._language]), self._rng)

    def license(self) -> str:
        return fill(self._rng.choice(("A8999999", "A899-9999-9999")), self._rng)

    def plate(self) -> str:
        return fill(self._rng.choice(PATTERNS["plate"][self._language]), self._rng)

    def account(self) -> str:
        return fill(self._rng.choice(("89999999", "8999999999")), self._rng)

    def _day(self, first: int, last: int) -> str:
        day = date(self._rng.randrange(first, last), self._rng.randrange(1, 13), self._rng.randrange(1, 29))
        month = MONTHS[self._language].split()[day.month - 1]
        if self._language == "en":
            return self._rng.choice((day.strftime("%m/%d/%Y"), f"{month} {day.day}, {day.year}", day.isoformat()))
        of = {"es": " de ", "pt": " de ", "de": ". "}.get(self._language, " ")
        after = {"es": " de ", "pt": " de "}.get(self._language, " ")
        dotted = day.strftime(
            "%d.%m.%Y" if self._language == "de" else "%d-%m-%Y" if self._language == "nl" else "%d/%m/%Y"
        )
        return self._rng.choice((dotted, f"{day.day}{of}{month}{after}{day.year}"))

    def dob(self) -> str:
        return self._day(1935, 2008)

    def date(self) -> str:
        return self._day(2023, 2027)

    def ip(self) -> str:
        return self._faker.ipv4_public()

    def ipv6(self) -> str:
        return self._faker.ipv6()

    def mac(self) -> str:
        return self._faker.mac_address().replace(":", self._rng.choice((":", "-")))

    def key(self) -> str:
        def random_of(count: int) -> str:
            return "".join(self._rng.choice(string.ascii_letters + string.digits) for _ in range(count))

        start, count = self._rng.choice((("ghp_", 36), ("sk_live_", 24), ("sk-", 48)))
        return start + random_of(count)

    def amount(self) -> str:
        whole, part = self._rng.randrange(12, 980), self._rng.randrange(100)
        return f"${whole}.{part:02}" if self._language == "en" else f"{whole},{part:02} €"

    def order(self) -> str:
        return fill(self._rng.choice(("#89999", "A-89999999", "INC-899999")), self._rng)

    def title(self) -> str:
        return self._rng.choice(TITLES[self._language])
