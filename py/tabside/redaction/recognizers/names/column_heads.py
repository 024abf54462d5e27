"""Column heads and their meanings, in seven languages, in lower case with single spaces."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = [
    "HEADS",
    "HEADS_OF_FILES",
    "HEADS_OF_THINGS",
    "NEEDS_ANOTHER",
    "NUMBER",
    "NUMBER_HEADS",
    "OTHER_HEADS",
    "PERSONAL",
]

_WORDS = {
    "GIVEN_NAME": (
        "first name, firstname, given name, given names, forename, forenames, fname, middle name, preferred name, "
        "vorname, rufname, prénom, prénoms, prenom, nombre de pila, nome próprio, voornaam, roepnaam, voorletters, "
        "initials, initialen, iniciales, iniziali"
    ),
    "SURNAME": (
        "surname, last name, lastname, lname, family name, maiden name, nachname, familienname, geburtsname, "
        "apellido, apellidos, primer apellido, segundo apellido, nom de famille, cognome, sobrenome, apelido, "
        "achternaam, tussenvoegsel, voorvoegsel"
    ),
    "DATE_OF_BIRTH": (
        "dob, d o b, birth date, birthdate, date of birth, birthday, geburtsdatum, geb datum, geboren, fecha de "
        "nacimiento, f nac, fecha nacimiento, date de naissance, data di nascita, data nascita, data de nascimento, "
        "data nascimento, geboortedatum"
    ),
    "CITY": (
        "city, town, home town, place of birth, ciudad, municipio, localidad, ville, commune, ort, wohnort, stadt, "
        "geburtsort, città, comune, cidade, localidade, concelho, plaats, woonplaats, población, poblacion"
    ),
    "STREET_NAME": (
        "address, street, street address, address line 1, address 1, adresse, anschrift, straße, strasse, dirección, "
        "direccion, domicilio, calle, rue, indirizzo, endereço, morada, rua, adres, straat"
    ),
    "ZIP_CODE": "zip, zip code, zipcode, postcode, post code, postal code, plz, code postal, código postal, cap, cep",
    "PHONE": (
        "phone, phone number, tel, telephone, mobile, mobile phone, cell, fax, teléfono, telefono, móvil, téléphone, "
        "portable, telefon, handy, mobil, cellulare, telefone, telemóvel, celular, telefoon, mobiel"
    ),
}
# Heads that may also belong to things: goods have a `name` and a `price`.
_WHOLE_NAMES = (
    "name, full name, fullname, contact, contact name, customer, customer name, client, client name, employee, "
    "employee name, patient, patient name, student, student name, pupil, guest, member, account holder, holder, "
    "owner, tenant, driver, teacher, parent, guardian, kunde, kundin, mitarbeiter, ansprechpartner, kontakt, "
    "schüler, inhaber, nom, nom complet, salarié, élève, responsable, nombre, nombre completo, cliente, paciente, "
    "alumno, empleado, tutor, tutor legal, titular, contacto, nome, nome completo, paziente, dipendente, alunno, "
    "genitore, intestatario, funcionário, aluno, utente, encarregado, naam, klant, medewerker, patiënt, leerling, "
    "contactpersoon, lid"
)


def _split(words: str) -> list[str]:
    return [word.strip() for word in words.split(",")]


HEADS: Mapping[str, str] = {
    **dict.fromkeys(_split(_WHOLE_NAMES), "GIVEN_NAME"),
    **{word: kind for kind, words in _WORDS.items() for word in _split(words)},
}
"""The entity of a column with this head."""

NEEDS_ANOTHER = frozenset(_split(_WHOLE_NAMES))
"""Heads that say that a column holds people's names only beside another column of people."""

_OF_PEOPLE = (
    "email, e mail, mail, correo, courriel, iban, ssn, dni, rut, cpf, nif, bsn, ni, passport, salary, gehalt, salario, "
    "gender, sex, age"
)
PERSONAL = frozenset((*_split(_WORDS["PHONE"]), *_split(_WORDS["STREET_NAME"]), *_split(_OF_PEOPLE)))
"""Heads that say that a table is of people or firms that one can reach."""

_FILE_WORDS: Mapping[str, tuple[str, ...]] = {
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
    "CITY": ("city", "town", "stadt", "ort", "ville", "ciudad", "città", "cidade", "stad", "plaats", "county",
             "landkreis", "municipality", "gemeinde", "municipio", "município", "comune", "gemeente"),
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
HEADS_OF_FILES: Mapping[str, str] = {
    **{word: kind for kind, words in _WORDS.items() for word in _split(words)},
    **{head: entity for entity, heads in _FILE_WORDS.items() for head in heads},
}
"""The entity of a file's column: a file has one head row, whose position is known."""

HEADS_OF_THINGS = frozenset(
    ("name", "full name", "fullname", "owner", "nickname", "nom", "nombre", "nome", "nombre completo", "nome completo")
)
"""Those of them that jobs, files and goods have as well: they say something beside other data of people only."""

NUMBER_HEADS: Mapping[str, str] = {
    **dict.fromkeys(("policy no", "policy number", "policy", "policy id", "member no", "member id", "member number",
                     "insurance no", "insurance number", "subscriber id", "polizza", "numero polizza", "poliza",
                     "numero poliza", "polis", "polisnummer", "police", "policennummer", "vertragsnummer",
                     "versicherungsnummer", "versichertennummer", "apolice", "mrn", "patient id", "patient no",
                     "patient number", "claim no", "claim number", "nhs number", "nhs no"), "HEALTH_ID"),
    **dict.fromkeys(("account no", "account number", "acct no", "iban", "kontonummer", "konto", "rekeningnummer",
                     "numero compte", "numero cuenta", "conto", "conta", "cuenta", "bank account"), "BANK_ACCOUNT"),
    **dict.fromkeys(("employee id", "employee no", "employee number", "personalnummer", "persnr", "matricola",
                     "matricule", "personeelsnummer", "student id", "student no", "national id", "id number",
                     "customer no", "customer number", "kundennummer", "klantnummer", "numero client", "codice cliente",
                     "numero cliente", "client no", "dni", "cedula", "cpf", "rg", "bsn", "ausweisnummer"),
                    "GOVERNMENT_ID"),
    **dict.fromkeys(("tax id", "tax no", "tax number", "tin", "steuernummer", "steuer id", "vat no", "vat number",
                     "partita iva", "codice fiscale", "nif"), "TAX_ID"),
    **dict.fromkeys(("passport", "passport no", "passport number"), "PASSPORT"),
    **dict.fromkeys(("driver license", "drivers license", "driving licence", "license no", "licence no"),
                    "DRIVERS_LICENSE"),
    **dict.fromkeys(("ssn", "social security number", "social security no"), "SSN"),
    **dict.fromkeys(("plate", "license plate", "licence plate", "number plate", "kennzeichen", "targa", "kenteken",
                     "matricula"), "VEHICLE_ID"),
}  # fmt: skip
"""Numbers of documents, accounts, policies, members and employees, in tables and after keys."""

NUMBER = re.compile(r"(?=[^\n]{0,20}[0-9])(?=(?:[^0-9]{0,6}[0-9]){3})[A-Z0-9][A-Za-z0-9 ./-]{3,24}[A-Za-z0-9]")
"""Such a number has at least three digits."""

OTHER_HEADS = frozenset(
    (
        "id", "key", "value", "date", "time", "timestamp", "created", "updated", "status", "type", "amount", "price",
        "total", "quantity", "qty", "notes", "note", "comment", "comments", "description", "title", "country", "state",
        "region", "category", "code", "text", "message", "subject", "order", "order id", "product", "company",
        "user", "age", "gender", "sex", "url", "number", "count", "balance", "currency", "department",
    )
)  # fmt: skip
"""Heads that say nothing of persons, but tell that a row is one of heads."""
