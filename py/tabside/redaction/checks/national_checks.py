"""Checks of numbers without a module in python-stdnum. Each gets only letters and digits, in capitals.

The sources are named beside the tables in `recognizers/numbers_*.py`.
"""

from __future__ import annotations

from .check_digits import luhn

__all__ = [
    "ae_id",
    "au_medicare",
    "br_pis",
    "ca_ohip",
    "de_document",
    "de_handelsregister",
    "de_kvnr",
    "de_lanr",
    "de_rvnr",
    "es_nss",
    "fr_rib",
    "hk_id",
    "hu_bank",
    "hu_taj",
    "hu_tax",
    "icao_9303",
    "lu_nin",
    "mrz",
    "mx_clabe",
    "mx_nss",
    "nz_nhi",
    "pl_id_card",
    "pl_passport",
    "ru_snils",
    "sa_id",
    "sg_nric",
    "tw_id",
    "uk_driving_licence",
    "us_dea",
    "us_mbi",
    "us_npi",
    "uy_ci",
    "vin",
    "za_vat",
]


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _digit_sum(number: int) -> int:
    return sum(map(int, str(number)))


def _letter(ch: str) -> int:
    """A = 1, B = 2, and so on."""
    return ord(ch) - ord("A") + 1


def icao_9303(value: str) -> bool:
    """ICAO Doc 9303, part 3: weights 7, 3, 1 over digits; letters count 10 to 35, `<` counts 0; the last is the check
    digit.

    >>> icao_9303("L898902C36")
    True
    """
    if not value[-1].isdecimal():
        return False
    total = sum((0 if ch == "<" else int(ch, 36)) * (7, 3, 1)[place % 3] for place, ch in enumerate(value[:-1]))
    return total % 10 == int(value[-1])


def de_document(value: str) -> bool:
    """German identity cards and passports: nine of the permitted letters and digits, and a check digit."""
    return len(value) == 10 and value[0] in "CFGHJKLMNPRTVWXYZ" and set(value) <= _GERMAN_DOCUMENT and icao_9303(value)


_GERMAN_DOCUMENT = frozenset("0123456789CFGHJKLMNPRTVWXYZ")


def de_handelsregister(value: str) -> bool:
    """German commercial register: section and number; there is no check digit."""
    return value[:3] in ("HRA", "HRB", "GNR")


def de_rvnr(value: str) -> bool:
    """German pension insurance number: area, birth date, initial, serial, check digit."""
    if not (1 <= int(value[4:6]) % 20 <= 12 or value[4:6] == "00") or int(value[2:4]) > 81:
        return False
    digits = value[:8] + f"{_letter(value[8]):02}" + value[9:11]
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    total = sum(_digit_sum(int(digit) * weight) for digit, weight in zip(digits, weights, strict=True))
    return total % 10 == int(value[11])


def de_kvnr(value: str) -> bool:
    """German health insurance number: a letter, eight digits, check digit."""
    digits = f"{_letter(value[0]):02}" + value[1:9]
    total = sum(_digit_sum(int(digit) * (1, 2)[place % 2]) for place, digit in enumerate(digits))
    return total % 10 == int(value[9])


def de_lanr(value: str) -> bool:
    """German physician number: six digits, a check digit of weights 4 and 9, the field of work."""
    return (10 - _weighted(value, (4, 9, 4, 9, 4, 9)) % 10) % 10 == int(value[6])


def es_nss(value: str) -> bool:
    """Spanish social security number: province, serial, and both modulo 97."""
    return int(value[:10] if value[2] != "0" else value[:2] + value[3:10]) % 97 == int(value[10:])


def hu_taj(value: str) -> bool:
    """Hungarian social security number: weights 3 and 7."""
    return _weighted(value, (3, 7) * 4) % 10 == int(value[8])


def hu_tax(value: str) -> bool:
    """Hungarian personal tax id: begins with 8; the weights are the positions, modulo 11."""
    return value[0] == "8" and _weighted(value, tuple(range(1, 10))) % 11 == int(value[9])


def lu_nin(value: str) -> bool:
    """Luxembourg's national id: birth date, serial, a Luhn digit, (a Verhoeff digit)."""
    return 18 <= int(value[:2]) <= 20 and 1 <= int(value[4:6]) <= 12 and 1 <= int(value[6:8]) <= 31 and luhn(value[:12])


def pl_id_card(value: str) -> bool:
    """Polish identity card: three letters (10 to 35) and six digits, modulo 10; the first digit is the check."""
    numbers = [int(ch, 36) for ch in value]
    return sum(n * w for n, w in zip(numbers, (7, 3, 1, 9, 7, 3, 1, 7, 3), strict=True)) % 10 == 0


def pl_passport(value: str) -> bool:
    """Polish passport: two letters (10 to 35) and seven digits, modulo 10; the first digit is the check."""
    numbers = [int(ch, 36) for ch in value]
    return sum(n * w for n, w in zip(numbers, (7, 3, 9, 1, 7, 3, 1, 7, 3), strict=True)) % 10 == 0


def ru_snils(value: str) -> bool:
    """Russian pension insurance number: weights 9 to 1, modulo 101."""
    return _weighted(value, (9, 8, 7, 6, 5, 4, 3, 2, 1)) % 101 % 100 == int(value[9:])


def uk_driving_licence(value: str) -> bool:
    """GB driver number: surname, decade, month (plus 50 for women), day, year, initials, and DVLA's additions."""
    month = int(value[6:8])
    return 1 <= month % 50 <= 12 and month < 63 and 1 <= int(value[8:10]) <= 31


def ae_id(value: str) -> bool:
    """Emirates ID: 784, year, serial, a Luhn digit."""
    return value.startswith("784") and luhn(value)


def au_medicare(value: str) -> bool:
    """Australian Medicare card: begins with 2 to 6; weights 1, 3, 7, 9; then issue (and person)."""
    return value[0] in "23456" and _weighted(value, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(value[8])


def br_pis(value: str) -> bool:
    """Brazilian PIS/PASEP/NIS number: modulo 11."""
    check = 11 - _weighted(value, (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return (check if check < 10 else 0) == int(value[10])


def ca_ohip(value: str) -> bool:
    """Ontario health card: ten digits with Luhn's, and a version of two letters."""
    return value[0] != "0" and luhn(value[:10])


def hk_id(value: str) -> bool:
    """Hong Kong identity card: one or two letters, six digits, a check of 0 to 9 or A, modulo 11."""
    padded = value.rjust(9)
    numbers = [36 if ch == " " else int(ch, 36) for ch in padded[:8]]
    check = 10 if padded[8] == "A" else int(padded[8]) if padded[8].isdecimal() else 99
    return (sum(n * w for n, w in zip(numbers, range(9, 1, -1), strict=True)) + check) % 11 == 0


def mx_nss(value: str) -> bool:
    """Mexican social security number (IMSS): Luhn."""
    return luhn(value)


def nz_nhi(value: str) -> bool:
    """New Zealand's health index (HISO 10046): modulo 11 with a digit, modulo 23 with a letter, at the end."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    numbers = [letters.find(ch) + 1 if ch.isalpha() else int(ch) for ch in value[:6]]
    if any(ch in "IO" for ch in value):
        return False
    total = sum(n * w for n, w in zip(numbers, (7, 6, 5, 4, 3, 2), strict=True))
    if value[6].isalpha():
        return letters[(23 - total % 23) - 1] == value[6]
    return total % 11 != 0 and (11 - total % 11) % 10 == int(value[6])


def sa_id(value: str) -> bool:
    """Saudi identity and residence numbers: begin with 1 or 2; Luhn."""
    return value[0] in "12" and luhn(value)


def sg_nric(value: str) -> bool:
    """Singapore's NRIC and FIN: S, T, F, G or M, seven digits, a letter."""
    if value[0] not in "STFGM":
        return False
    total = _weighted(value[1:8], (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(value[0], 0)
    if value[0] in "ST":
        return "JZIHGFEDCBA"[total % 11] == value[8]
    if value[0] in "FG":
        return "XWUTRQPNMLK"[total % 11] == value[8]
    return "KLJNPQRTUWX"[10 - total % 11] == value[8]


def tw_id(value: str) -> bool:
    """Taiwan's national id: a letter for the place, sex, serial, check digit; residents have two letters."""
    order = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
    place = order.find(value[0]) + 10
    rest = value[1:] if value[1].isdecimal() else str((order.find(value[1]) + 10) % 10) + value[2:]
    if rest[0] not in "1289" and value[1].isdecimal():
        return False
    return (place // 10 + place % 10 * 9 + _weighted(rest, (8, 7, 6, 5, 4, 3, 2, 1, 1))) % 10 == 0


def us_dea(value: str) -> bool:
    """DEA registration: the kind of registrant, an initial or 9, and seven digits, the last of which is the check
    digit."""
    if value[0] not in "ABCDEFGHJKLMPRSTUX":
        return False
    digits = list(map(int, value[2:]))
    return (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


def us_mbi(value: str) -> bool:
    """Medicare beneficiary identifier: no check digit; the letters S, L, O, I, B and Z are not used."""
    return value[0] != "0" and not set(value) & set("SLOIBZ")


def us_npi(value: str) -> bool:
    """National provider identifier: begins with 1 or 2; Luhn with the prefix 80840."""
    return value[0] in "12" and luhn("80840" + value)


def uy_ci(value: str) -> bool:
    """Uruguay's identity card: weights 2, 9, 8, 7, 6, 3, 4."""
    padded = value.zfill(8)
    return (10 - _weighted(padded, (2, 9, 8, 7, 6, 3, 4)) % 10) % 10 == int(padded[7])


def za_vat(value: str) -> bool:
    """South African VAT number: begins with 4; Luhn."""
    return value[0] == "4" and luhn(value)


_VIN = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)


def vin(value: str) -> bool:
    """Vehicle identification number with the check digit of North America and China (49 CFR 565.15).

    >>> vin("1M8GDM9AXKP042788"), vin("1M8GDM9AXKP042789")
    (True, False)
    """
    numbers = [int(ch) if ch.isdecimal() else _VIN[ch] for ch in value.upper()]
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    return "0123456789X"[sum(n * w for n, w in zip(numbers, weights, strict=True)) % 11] == value[8]


def mrz(value: str) -> bool:
    """Machine-readable zone of ICAO Doc 9303: the document number and its check digit."""
    lines = value.split()
    if len(lines) == 3:
        return icao_9303(lines[0][5:15])
    return icao_9303(lines[1][:10])


def fr_rib(value: str) -> bool:
    """French bank account (RIB): bank, branch, account and key, modulo 97; letters count 1 to 9, over and over."""
    digits = "".join(ch if ch.isdecimal() else "12345678912345678923456789"[ord(ch) - ord("A")] for ch in value)
    return int(digits) % 97 == 0


def mx_clabe(value: str) -> bool:
    """Mexican bank account (CLABE): weights 3, 7, 1, each product modulo 10."""
    total = sum(int(digit) * (3, 7, 1)[place % 3] % 10 for place, digit in enumerate(value[:17]))
    return (10 - total % 10) % 10 == int(value[17])


def hu_bank(value: str) -> bool:
    """Hungarian bank account: weights 9, 7, 3, 1 over the first eight and the rest."""
    weights = (9, 7, 3, 1) * 4
    return _weighted(value[:8], weights) % 10 == 0 and _weighted(value[8:], weights) % 10 == 0
