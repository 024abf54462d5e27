"""Column heads and their meanings, in seven languages, in lower case with single spaces."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["HEADS", "NEEDS_ANOTHER", "PERSONAL"]

_WORDS = {
    "GIVEN_NAME": (
        "first name, firstname, given name, given names, forename, forenames, fname, middle name, preferred name, "
        "vorname, rufname, prénom, prénoms, prenom, nombre de pila, nome próprio, voornaam, roepnaam"
    ),
    "SURNAME": (
        "surname, last name, lastname, lname, family name, maiden name, nachname, familienname, geburtsname, "
        "apellido, apellidos, primer apellido, segundo apellido, nom de famille, cognome, sobrenome, apelido, "
        "achternaam, tussenvoegsel"
    ),
    "DATE_OF_BIRTH": (
        "dob, d o b, birth date, birthdate, date of birth, birthday, geburtsdatum, geb datum, geboren, fecha de "
        "nacimiento, f nac, fecha nacimiento, date de naissance, data di nascita, data nascita, data de nascimento, "
        "data nascimento, geboortedatum"
    ),
    "CITY": (
        "city, town, home town, place of birth, ciudad, municipio, localidad, ville, commune, ort, wohnort, stadt, "
        "geburtsort, città, comune, cidade, localidade, plaats, woonplaats"
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
"""What a column with this head holds."""

NEEDS_ANOTHER = frozenset(_split(_WHOLE_NAMES))
"""Heads that say that a column holds people's names only beside another column of people."""

_OF_PEOPLE = (
    "email, e mail, mail, correo, courriel, iban, ssn, dni, rut, cpf, nif, bsn, ni, passport, salary, gehalt, salario, "
    "gender, sex, age"
)
PERSONAL = frozenset((*_split(_WORDS["PHONE"]), *_split(_WORDS["STREET_NAME"]), *_split(_OF_PEOPLE)))
"""Heads that say that a table is of people or firms that one can reach."""
