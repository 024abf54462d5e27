"""The entities that the labels of other token classifiers usually stand for: a proposal that a person checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

__all__ = ["KINDS", "normalized", "own_labels", "proposed"]

_PREFIX = re.compile(r"^[BIESLU]-")
_NAMES: Mapping[str, str] = {
    "PERSON": "PER NAME FULLNAME PERSONNAME PATIENT DOCTOR STAFF HCW USER NOM",
    "GIVEN_NAME": "GIVENNAME FIRSTNAME MIDDLENAME",
    "SURNAME": "LASTNAME FAMILYNAME",
    "ORGANIZATION": "ORG ORGANISATION COMPANY COMPANYNAME HOSPITAL EMPLOYER VENDOR",
    "DATE_OF_BIRTH": "DOB BOD BIRTHDATE BIRTHDAY",
    "DATE": "DATETIME",
    "NATIONALITY": "NORP",
    "EMAIL": "EMAILADDRESS MAIL",
    "PHONE": "PHONENUMBER TELEPHONE TELEPHONENUM TELEPHONENUMBER TEL MOBILE FAX FAXNUMBER",
    "URL": "WEBSITE DOMAINNAME",
    "USERNAME": "LOGIN HANDLE PERSONALHANDLE",
    "CITY": "LOC LOCATION GPE PLACE TOWN",
    "STATE": "COUNTY REGION PROVINCE",
    "STREET_NAME": "STREET ADDRESS STREETADDRESS FAC",
    "BUILDING_NUMBER": "BUILDING BUILDINGNUM HOUSENUMBER",
    "SECONDARY_ADDRESS": "SECADDRESS",
    "ZIP_CODE": "ZIP POSTCODE POSTALCODE",
    "COORDINATES": "GEOCOORD COORDINATE NEARBYGPSCOORDINATE GPS",
    "SSN": "SOCIALNUM SOCIALNUMBER SOCIALSECURITYNUMBER USSSN",
    "TAX_ID": "TAXNUM TAXNUMBER",
    "GOVERNMENT_ID": "IDCARD IDCARDNUM IDNUM NATIONALID ID IDNUMBER GOVID",
    "PASSPORT": "PASSPORTNUM PASSPORTNUMBER",
    "DRIVERS_LICENSE": "DRIVERLICENSE DRIVERLICENSENUM DRIVERSLICENSENUMBER DRIVERSLICENCE",
    "HEALTH_ID": "MEDICALRECORD MEDICALRECORDNUMBER MRN HEALTHPLAN HEALTHINSURANCEID",
    "CREDIT_CARD": "CREDITCARDNUMBER CARDNUMBER CREDITDEBITCARD MASKEDNUMBER",
    "CARD_EXPIRY": "CREDITCARDEXPIRY",
    "CVV": "CREDITCARDCVV CVC",
    "IBAN": "IBANCODE",
    "BANK_ACCOUNT": "ACCOUNT ACCOUNTNUM ACCOUNTNUMBER BANKACCOUNTNUMBER",
    "ROUTING_NUMBER": "BANKROUTINGNUMBER",
    "CRYPTO_ADDRESS": "BITCOINADDRESS ETHEREUMADDRESS LITECOINADDRESS CRYPTO",
    "IP_ADDRESS": "IP IPV",
    "MAC_ADDRESS": "MAC",
    "DEVICE_ID": "PHONEIMEI IMEI DEVICE DEVICEIDENTIFIER",
    "VEHICLE_ID": "VEHICLEVIN VEHICLEVRM VIN LICENSEPLATE VEHICLEIDENTIFIER",
    "API_KEY": "SECRET PASSWORD PASS TOKEN PIN",
    "AGE": "",
    "COUNTRY": "",
}
KINDS: Mapping[str, str] = {
    name: entity for entity, names in _NAMES.items() for name in (entity.replace("_", ""), *names.split())
}
"""Entities by normalized label."""


def normalized(label: str) -> str:
    """Return a label's letters and digits in capitals, without a number at its end and without `private`.

    >>> [normalized(label) for label in ("private_person", "GIVENNAME2", "driver's license", "IPV4")]
    ['PERSON', 'GIVENNAME', 'DRIVERSLICENSE', 'IPV']
    """
    bare = re.sub(r"[^A-Z0-9]", "", label.upper())
    return bare.removeprefix("PRIVATE").rstrip("0123456789")


def own_labels(labels: Iterable[str]) -> tuple[str, ...]:
    """Return a token classifier's labels without `O` and the prefixes of places, each once, in their order.

    >>> own_labels(["O", "B-PER", "I-PER", "S-ORG"])
    ('PER', 'ORG')
    """
    return tuple(dict.fromkeys(_PREFIX.sub("", str(label)) for label in labels if label != "O"))


def proposed(labels: Iterable[str]) -> dict[str, str | None]:
    """Return the likely entity of each label of a model, None where the label is not known.

    >>> proposed(["O", "B-PER", "I-PER", "B-MISC"])
    {'PER': 'PERSON', 'MISC': None}
    """
    return {label: KINDS.get(normalized(label)) for label in own_labels(labels)}
