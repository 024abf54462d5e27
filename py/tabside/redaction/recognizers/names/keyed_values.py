"""Values after keys: JSON, dictionaries in code, XML, LDIF and vCards, `key=value`.

A value alone is ambiguous, like a cell of a table (`columns.py`). Its key decides. Keys are read like column heads:
`customer_phone`, `lastName` and `postalCode` mean the same as `phone`, `last name` and `postal code`. Keys that
things have as well (`name`, `owner`) are ignored here. The model reads their values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ...detection import Detection
from ...words.code_words import is_code_word
from ...words.common_words import is_common
from .column_heads import HEADS, HEADS_OF_FILES, NEEDS_ANOTHER, NUMBER, NUMBER_HEADS

__all__ = ["KeyedValueRecognizer"]

_KEY = r"[^\W\d_][\w .:-]{0,39}"
_PAIRS = (
    # JSON and dictionaries: `"key": "value"`, `'key' => 'value'`, a number behind a key in quotes.
    re.compile(
        rf"(?P<quote>[\"'])(?P<key>{_KEY})(?P=quote)\s{{0,2}}(?::|=>)\s{{0,2}}"
        r"(?:\"(?P<double>[^\"\n\\]{1,120})\"|'(?P<single>[^'\n\\]{1,120})'|(?P<number>\+?[0-9]{4,20})(?![\w.]))"
    ),
    # XML: `<key>value</key>`.
    re.compile(r"<(?P<key>[^\W\d_][\w:.-]{1,39})(?: [^<>\n]{0,200})?>(?P<value>[^<>\n]{1,120})</"),
    # `key=value` of settings, logs and forms on the web.
    re.compile(
        r"(?<![\w$.-])(?P<key>[^\W\d_][\w.-]{1,39})=(?:\"(?P<double>[^\"\n]{1,120})\"|'(?P<single>[^'\n]{1,120})'"
        r"|(?P<form>[^\W_][^&=\n;\"'<>()]{0,60})(?=&)|(?P<value>[^\s&=;,\"'<>()\[\]{}]{1,80}+)(?![=(]))"
    ),
    # LDIF (RFC 2849), vCards (RFC 6350), and YAML: a line of a key and a value.
    re.compile(
        r"(?m)^[ \t-]{0,12}(?P<key>[A-Za-z_][\w-]{0,39})(?:;[\w=,-]{1,60})?:[ \t]?[\"']?"
        r"(?P<value>[^\n\"':]{1,120}?)[\"']?$"
    ),
)
_GROUPS = ("double", "single", "number", "form", "value")
_CAMEL = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")
_GAPS = re.compile(r"[\s_.:-]+")
# Keys of directories and cards, which are too short to be heads of tables.
_DIRECTORY: Mapping[str, str] = {
    "sn": "SURNAME", "cn": "GIVEN_NAME", "given name": "GIVEN_NAME", "l": "CITY", "bday": "DATE_OF_BIRTH",
    "telephone number": "PHONE", "home phone": "PHONE", "fn": "GIVEN_NAME",
}  # fmt: skip
# Keys besides those of tables.
_KEYS: Mapping[str, str] = {
    **dict.fromkeys(
        ("preferred", "nominativo", "display name", "full name", "fullname", "customer name", "patient name",
         "contact name", "cardholder name", "cardholder", "account holder", "card holder", "holder name",
         "recipient name", "sender name", "to name", "from name", "billing name", "shipping name", "nombre completo",
         "nome completo", "nom complet", "prenom", "beneficiary name", "employee name", "kundenname", "klantnaam"),
        "GIVEN_NAME",
    ),
    **dict.fromkeys(("via", "line1", "line 1", "street1", "street 1", "to street", "strasse", "address1"),
                    "STREET_NAME"),
    **dict.fromkeys(("nato il", "nata il", "nascimento", "dn", "born", "born on", "date naissance", "geb", "nacido"),
                    "DATE_OF_BIRTH"),
    **dict.fromkeys(("fone", "whatsapp", "msisdn", "caller id", "tel no", "mobile no", "phone no"), "PHONE"),
    **dict.fromkeys(("comune", "localite", "localité"), "CITY"),
}  # fmt: skip
_LAST = frozenset(
    ("phone", "mobile", "telephone", "telefon", "telefono", "surname", "lastname", "firstname", "dob", "birthdate",
     "zip", "zipcode", "postcode", "plz", "street", "strasse", "city", "vorname", "nachname", "cognome", "achternaam",
     "voornaam", "prenom", "apellidos", "geburtsdatum", "geboortedatum", "birthday")
)  # fmt: skip
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’-](?=[^\W\d_.])){1,59}\.?")
_DATE = re.compile(r"[0-9]{1,4}[-/. ]{1,2}[0-9]{1,2}[-/. ]{1,2}[0-9]{2,4}|(?:19|20)[0-9]{6}")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{5,20}[0-9]")
_ZIP = re.compile(r"(?=[A-Z -]{0,4}[0-9])[A-Z0-9][A-Z0-9 -]{1,8}[A-Z0-9]")
_STREET = re.compile(r"(?=[^\n]{0,60}[0-9])(?=[^\n]{0,40}[^\W\d_]{2})[\w#][^\n<>{}=]{3,80}")
_VALUES: Mapping[str, re.Pattern[str]] = {
    "GIVEN_NAME": _NAME, "SURNAME": _NAME, "CITY": _NAME, "DATE_OF_BIRTH": _DATE, "PHONE": _PHONE, "ZIP_CODE": _ZIP,
    "STREET_NAME": _STREET,
}  # fmt: skip
_NO_VALUES = frozenset(("none", "null", "n/a", "na", "nan", "unknown", "tbd", "true", "false", "string", "number"))
_SCORE = 0.75


@dataclass(frozen=True, slots=True)
class KeyedValueRecognizer:
    """Finds names, towns, streets, dates of birth, telephone and other numbers by their keys."""

    name: str = "keyed_value"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset((*_VALUES, *NUMBER_HEADS.values()))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the values of a folded text."""
        if ":" not in text and "=" not in text and "</" not in text:
            return
        for number, pattern in enumerate(_PAIRS):
            for match in pattern.finditer(text):
                kind = _kind(match["key"], number == _LINES)
                if kind is None:
                    continue
                groups = match.groupdict()
                group = next(group for group in _GROUPS if groups.get(group) is not None)
                start, end = _stripped(text, *match.span(group))
                if _is_value(text[start:end], kind):
                    yield Detection(
                        kind, start, end, _SCORE, self.name, False, ("pattern", f"context word: {_plain(match['key'])}")
                    )


_LINES = 3


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


@lru_cache(maxsize=1024)
def _kind(key: str, is_line: bool) -> str | None:
    """Return what the values of a key are, None if it does not say."""
    plain = _plain(key)
    kind = _KEYS.get(plain) or NUMBER_HEADS.get(plain)
    if kind is None and is_line:
        # In prose `City: …` and `Name: …` are read by the model and by rules of their own.
        return _DIRECTORY.get(plain) or (_kind(key, False) if "_" in key or _CAMEL.search(key) else None)
    if kind is not None:
        return kind if not is_line or "_" in key or _CAMEL.search(key) else None
    if plain in NEEDS_ANOTHER:
        return None
    head = HEADS.get(plain) or HEADS_OF_FILES.get(plain)
    if head is None and " " in plain:
        last = plain.rpartition(" ")[2]
        head = (HEADS.get(last) or HEADS_OF_FILES.get(last)) if last in _LAST else None
    return head if head in _VALUES else None


@lru_cache(maxsize=1024)
def _plain(key: str) -> str:
    return _GAPS.sub(" ", _CAMEL.sub(" ", key)).strip().lower()


def _is_value(value: str, kind: str) -> bool:
    pattern = _VALUES.get(kind, NUMBER)
    if pattern.fullmatch(value) is None or value.lower() in _NO_VALUES:
        return False
    if pattern is _NAME:
        words = value.split()
        return len(words) <= 6 and not all(is_common(word) or is_code_word(word) for word in words)
    return True
