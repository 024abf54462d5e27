"""The registry of recognizers, and the selection that a redactor uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...errors import InputError
from .names import countries
from .names.chat_speakers import ChatSpeakerRecognizer
from .names.columns import ColumnRecognizer
from .names.countries import CountryRecognizer
from .names.keyed_values import KeyedValueRecognizer
from .names.name_forms import NameFormRecognizer
from .names.place_forms import PlaceFormRecognizer
from .names.script_names import ScriptNameRecognizer
from .numbers import numbers_europe, numbers_world
from .numbers.card import CardRecognizer
from .numbers.iban import IbanRecognizer
from .numbers.number import NumberRecognizer
from .numbers.phone import PhoneRecognizer
from .pattern import PatternRecognizer
from .recognizer import Recognizer
from .spoken.dictated import DictatedNumberRecognizer, SpelledNameRecognizer
from .spoken.dictated_email import DictatedEmailRecognizer
from .tables import (
    address,
    ages,
    card_details,
    credentials,
    crypto,
    dates,
    devices,
    documents,
    finance,
    identity,
    internet,
    organizations,
    personal,
    postal,
    provider_keys,
)

__all__ = ["COUNTRIES", "Registry"]

# Where each of the model's languages is official, among the countries of the recognizers (ISO 639-1, ISO 3166-1).
COUNTRIES = {
    "de": ("AT", "BE", "CH", "DE", "LI", "LU"),
    "en": ("AU", "CA", "GB", "GH", "HK", "IE", "IN", "KE", "MT", "MU", "NG", "NZ", "PH", "PK", "SG", "US", "ZA"),
    "es": ("AR", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GT", "MX", "PE", "PY", "SV", "UY", "VE"),
    "fr": ("BE", "CA", "CH", "DZ", "FR", "GN", "LU", "MA", "MC", "MU", "SN", "TN"),
    "it": ("CH", "IT", "SM"),
    "nl": ("BE", "NL"),
    "pt": ("BR", "MZ", "PT"),
}

# Readers of dictated numbers, besides those for states, cards and phones.
_READ_ALOUD = frozenset(
    (
        "us_ssn", "us_ssn_bare", "us_itin", "us_ein", "us_routing", "bank_account", "passport", "drivers_license",
        "medical_record", "health_plan", "tax_number", "id_document", "postal_code", "date_of_birth", "imei",
        "card_security_code",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Registry:
    """A set of recognizers. Immutable: `adding`, `only` and `of` return new ones."""

    recognizers: Sequence[Recognizer]

    @classmethod
    def default(cls, phone_regions: Sequence[str] = ("US",)) -> Registry:
        """Return every built-in recognizer. Phone numbers without a + are read as numbers of these regions."""
        tables = (
            internet, finance, card_details, identity, documents, personal, dates, ages, devices, crypto,
            provider_keys, credentials, address, postal, countries, organizations,
        )  # fmt: skip
        patterns = [recognizer for table in tables for recognizer in table.RECOGNIZERS]
        numbers = NumberRecognizer(numbers_europe.NUMBERS + numbers_world.NUMBERS)
        cards, phones = CardRecognizer(), PhoneRecognizer(tuple(phone_regions))
        readers = (*(pattern for pattern in patterns if pattern.name in _READ_ALOUD), numbers, cards, phones)
        dictated = DictatedNumberRecognizer(readers), DictatedEmailRecognizer(), SpelledNameRecognizer()
        forms = NameFormRecognizer(), PlaceFormRecognizer(), ScriptNameRecognizer()
        names = CountryRecognizer(), *forms, ChatSpeakerRecognizer(), ColumnRecognizer(), KeyedValueRecognizer()
        return cls((*patterns, numbers, cards, IbanRecognizer(), phones, *dictated, *names))

    @property
    def entities(self) -> frozenset[str]:
        return frozenset().union(*(recognizer.entities for recognizer in self.recognizers))

    @property
    def optional_entities(self) -> frozenset[str]:
        """Entities found only if requested by name: no default recognizer finds them."""
        optional = Registry([recognizer for recognizer in self.recognizers if _is_optional(recognizer)])
        return optional.entities - self.by_default().entities

    def by_default(self) -> Registry:
        """Return a registry of the recognizers used by default."""
        return Registry([recognizer for recognizer in self.recognizers if not _is_optional(recognizer)])

    def adding(self, recognizers: Iterable[Recognizer]) -> Registry:
        """Return a registry with further recognizers."""
        return Registry((*self.recognizers, *recognizers))

    def only(self, entities: frozenset[str]) -> Registry:
        """Return a registry of the recognizers that find any of these entities."""
        return Registry([recognizer for recognizer in self.recognizers if recognizer.entities & entities])

    def of(self, *, countries: Iterable[str] = (), languages: Iterable[str] = ()) -> Registry:
        """Return a registry without the numbers of countries other than these, and those where the languages are
        official.

        Recognizers without a country (e-mail addresses, cards, IBANs, keys) stay. Countries are ISO 3166-1 codes of two
        letters, languages ISO 639-1 codes.

        Raises:
            InputError: an unknown language, or neither a country nor a language.
        """
        languages = frozenset(languages)
        if not languages <= COUNTRIES.keys():
            raise InputError(f"No such language. There are: {', '.join(sorted(COUNTRIES))}.")
        wanted = frozenset(countries).union(*(COUNTRIES[language] for language in languages))
        if not wanted:
            raise InputError("Name at least one country or language.")
        kept: list[Recognizer] = []
        for recognizer in self.recognizers:
            if isinstance(recognizer, NumberRecognizer):
                numbers = tuple(number for number in recognizer.numbers if number.country in wanted)
                kept.append(replace(recognizer, numbers=numbers))
            elif isinstance(recognizer, DictatedNumberRecognizer):
                readers = Registry(recognizer.readers).of(countries=wanted).recognizers
                kept.append(replace(recognizer, readers=readers))
            elif not isinstance(recognizer, PatternRecognizer) or recognizer.country in (None, *wanted):
                kept.append(recognizer)
        return Registry(kept)


def _is_optional(recognizer: Recognizer) -> bool:
    return bool(getattr(recognizer, "optional", False))
