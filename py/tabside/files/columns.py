"""Classify columns by their head and by most of their cells; the result applies to all cells.

A model that reads `Ng` by itself cannot know a name in it; among two hundred names it is one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from ..types import Finding
from .document import Segment

__all__ = ["column_entities", "entity_of_head", "is_head"]

# Column heads in words, after folding case and punctuation.
_HEADS: Mapping[str, tuple[str, ...]] = {
    "GIVEN_NAME": ("first name", "firstname", "given name", "forename", "vorname", "prénom", "prenom", "nombre", "nome",
                   "voornaam", "middle name", "preferred name", "nickname"),
    "SURNAME": ("last name", "lastname", "surname", "family name", "nachname", "familienname", "nom", "nom de famille",
                "apellido", "apellidos", "cognome", "sobrenome", "apelido", "achternaam",
                "maiden name", "geburtsname"),
    "PERSON": ("name", "full name", "fullname", "customer name", "patient name", "employee name", "contact name",
               "owner", "cardholder", "name des kunden", "nombre completo", "nome completo", "contact person",
               "patient", "account holder", "kontoinhaber", "titulaire", *(f"{role} name" for role in (
                   "applicant", "beneficiary", "client", "doctor", "father", "guardian", "insured", "manager", "member",
                   "mother", "nurse", "parent", "physician", "spouse", "student", "subscriber", "teacher", "tenant"))),
    "EMAIL": ("email", "e mail", "mail", "email address", "correo", "correo electrónico", "courriel"),
    "PHONE": ("phone", "phone number", "telephone", "tel", "mobile", "cell", "fax", "telefon", "handy", "téléphone",
              "teléfono", "telefono", "telefone", "telefoon", "mobile number",
              "cell phone", "telephone number", "fax number", "contact number", "mobiltelefon", "telefonnummer"),
    "SSN": ("ssn", "social security number", "social security"),
    "STREET_NAME": ("street", "address", "street address", "address line 1", "address1", "adresse", "straße", "strasse",
                    "dirección", "indirizzo", "endereço", "adres"),
    "CITY": ("city", "town", "stadt", "ort", "ville", "ciudad", "città", "cidade", "stad", "plaats"),
    "ZIP_CODE": ("zip", "zip code", "zipcode", "postal code", "postcode", "plz", "code postal", "código postal", "cap"),
    "IBAN": ("iban",),
    "CREDIT_CARD": ("credit card", "card number", "cc number", "pan"),
    "PASSPORT": ("passport", "passport number", "passport no"),
    "IP_ADDRESS": ("ip", "ip address"),
    "MAC_ADDRESS": ("mac address",),
    "USERNAME": ("username", "user name", "login", "login name", "benutzername"),
    "HEALTH_ID": ("mrn", "medical record number", "patient id", "patient number", "member id"),
    "BANK_ACCOUNT": ("account number", "account no", "bank account", "kontonummer"),
    "DRIVERS_LICENSE": ("drivers license", "driver license", "driver s license", "driving licence"),
    "VEHICLE_ID": ("vin", "license plate", "plate number", "number plate", "kennzeichen"),
    "TAX_ID": ("tax id", "tin", "steuernummer", "steuer id"),
    "COORDINATES": ("lat", "latitude", "lng", "lon", "longitude", "coordinates", "coords", "latlng", "gps"),
    "DATE_OF_BIRTH": ("dob", "date of birth", "birth date", "birthdate", "birthday", "geburtsdatum",
                      "date de naissance", "fecha de nacimiento", "data di nascita"),
}  # fmt: skip
_BY_HEAD = {head: entity for entity, heads in _HEADS.items() for head in heads}
# Heads that are not about persons, but indicate that a row consists of heads.
_OTHER_HEADS = frozenset(
    (
        "id", "key", "value", "date", "time", "timestamp", "created", "updated", "status", "type", "amount", "price",
        "total", "quantity", "qty", "notes", "note", "comment", "comments", "description", "title", "country", "state",
        "region", "category", "code", "text", "message", "subject", "order", "order id", "product", "company",
        "user", "age", "gender", "sex", "url", "number", "count", "balance", "currency", "department",
    )
)  # fmt: skip
_MOST = 0.6
_WHOLE = 0.8
_FEWEST = 3


def entity_of_head(head: str) -> str | None:
    """Return the entity of the cells below a head.

    >>> entity_of_head("E-Mail"), entity_of_head("customer_phone"), entity_of_head("price")
    ('EMAIL', 'PHONE', None)
    """
    words = _words(head)
    entity = _BY_HEAD.get(words)
    if entity is None and " " in words:
        last = words.rsplit(" ", 1)[-1]
        entity = _BY_HEAD.get(last) if last not in ("name", "address", "nom", "cap", "tel") else None
    return entity


def is_head(cells: Sequence[str]) -> bool:
    """Whether a first row names its columns: at least one known head, and nothing that looks like a value."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or any("@" in cell or len(re.findall(r"[0-9]", cell)) > 3 or len(cell) > 60 for cell in filled):
        return False
    return any(entity_of_head(cell) is not None or _words(cell) in _OTHER_HEADS for cell in filled)


def column_entities(segments: Sequence[Segment], findings: Sequence[Sequence[Finding]]) -> Mapping[str, str]:
    """Return the entity of each column: that of most of its cells, or of its head.

    `findings` are those of each segment, with offsets in its text.
    """
    cells: dict[str, int] = Counter()
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for segment, found in zip(segments, findings, strict=True):
        if segment.column is None:
            continue
        cells[segment.column] += 1
        whole = Counter[str]()
        for finding in found:
            whole[finding.entity] += finding.end - finding.start
        length = len(segment.text.strip())
        if length and sum(whole.values()) >= _WHOLE * length:
            votes[segment.column][whole.most_common(1)[0][0]] += 1
    entities: dict[str, str] = {}
    for column, count in cells.items():
        by_head = entity_of_head(column.rpartition("\0")[2])
        best = votes[column].most_common(1)
        if by_head is not None:
            entities[column] = by_head
        elif best and count >= _FEWEST and best[0][1] >= _MOST * count:
            entities[column] = best[0][0]
    return entities


def _words(head: str) -> str:
    split = re.sub(r"(?<=[a-zß-ÿ])(?=[A-Z])", " ", head.strip())
    return " ".join(re.findall(r"[^\W_]+", split.lower()))
