"""The checks of python-stdnum that are used most, implemented here: python-stdnum takes five times as long.

Each gets a number without separators, in capitals, and returns the same as python-stdnum, as a test verifies. If
one returns None, python-stdnum decides. Weighted sums are in `weighted_sums.py`, dates in `dated_checks.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from .check_digits import luhn, mod_97
from .dated_checks import DATED_CHECKS, cz_rc
from .stdnum_modules import ask
from .weighted_sums import SUMS, Check, sum_check, weigh

__all__ = ["written_check"]

_ZERO = ord("0")


def written_check(name: str) -> Check | None:
    """Return the check for a module of python-stdnum, or None if it is not implemented here."""
    return _WRITTEN.get(name) or DATED_CHECKS.get(name) or (sum_check(name) if name in SUMS else None)


def _by_luhn(pattern: str) -> Check:
    """Return a check of numbers matching a pattern, with Luhn's digit in its only group."""
    matches = re.compile(pattern).fullmatch

    def check(number: str) -> bool:
        match = matches(number)
        return match is not None and luhn(match[1])

    return check


# ISO 7064, mod 11,10: the next state for each character code and state.
_STEPS = [{_ZERO + figure: ((before or 10) * 2 % 11 + figure) % 10 for figure in range(10)} for before in range(10)]


def _by_mod_11_10(pattern: str) -> Check:
    """Return a check of numbers matching a pattern, with the ISO 7064 digit in its only group."""
    matches = re.compile(pattern).fullmatch

    def check(number: str) -> bool:
        match = matches(number)
        if match is None:
            return False
        state = 5
        for figure in match[1].encode():
            state = _STEPS[state][figure]
        return state == 1

    return check


def _ar_cbu(number: str) -> bool:
    if _AR_CBU(number) is None:
        return False
    return weigh(number[:8], _AR_BANK) % 10 == 0 and weigh(number[8:], _AR_ACCOUNT) % 10 == 0


_AR_CBU = re.compile(r"[0-9]{22}").fullmatch
_AR_BANK = (7, 1, 3, 9, 7, 1, 3, 1)
_AR_ACCOUNT = (3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3, 1)


def _at_businessid(number: str) -> bool | None:
    plain = number.translate(_AT_SEPARATORS)
    if not plain.isascii():
        return None
    return _AT_BUSINESS(plain[2:] if plain[:2].upper() == "FN" else plain) is not None


_AT_SEPARATORS = str.maketrans("", "", " -./")
_AT_BUSINESS = re.compile(r"[0-9]+[a-z]").fullmatch


def _at_tin(number: str) -> bool:
    return _AT_TIN(number) is not None and luhn(number) and _is_tax_office(number[:2])


_AT_TIN = re.compile(r"[0-9]{9}").fullmatch


@lru_cache(maxsize=128)
def _is_tax_office(code: str) -> bool:
    return any(ask("at.tin", f"{code}000000{last}") for last in range(10))


def _be_vat(number: str) -> bool:
    match = _BE_VAT(number)
    if match is None:
        return False
    figures = match[1]
    return (int(figures[:-2]) + int(figures[-2:])) % 97 == 0 and int(figures) > 0


_BE_VAT = re.compile(r"(?:BE)?([01]?[0-9]{9})").fullmatch


def _br_cpf(number: str) -> bool:
    if not _cpf_sum(number):
        return False
    return int(number[-1]) == -weigh(number[:-1], _CPF) % 11 % 10 and number != "0" * 11


_cpf_sum = sum_check("br.cpf")
_CPF = tuple(range(11, 1, -1))


def _de_idnr(number: str) -> bool | None:
    return None if _de_digit(number) else False  # python-stdnum checks for repeated digits


_de_digit = _by_mod_11_10("([1-9][0-9]{10})")


def _es_ccc(number: str) -> bool:
    if _ES_CCC(number) is None:
        return False
    bank, account = weigh(number[:8], _POWERS[2:]) % 11, weigh(number[10:], _POWERS) % 11
    return number[8] == "01987654321"[bank] and number[9] == "01987654321"[account]


_ES_CCC = re.compile(r"[0-9]{20}").fullmatch
_POWERS = tuple(2**place for place in range(10))


def _es_nif(number: str) -> bool | None:
    match = _ES_DNI(number)
    return None if match is None else _DNI_LETTERS[int(match[1]) % 23] == number[-1]


def _es_nie(number: str) -> bool:
    return (
        _ES_NIE(number) is not None and _DNI_LETTERS[int("012"["XYZ".index(number[0])] + number[1:8]) % 23] == number[8]
    )


_ES_DNI = re.compile(r"(?:ES)?([0-9]{8})[A-Z]").fullmatch
_ES_NIE = re.compile(r"[XYZ][0-9]{7}[A-Z]").fullmatch
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def _eu_at_02(number: str) -> bool:
    return len(number) > 7 and mod_97(number[7:] + number[:4]) == 1


def _fr_siret(number: str) -> bool | None:
    if _FR_SIRET(number) is None:
        return False
    if number.startswith("356000000"):
        return None  # La Poste's numbers follow other rules
    return luhn(number) and luhn(number[:9])


_FR_SIRET = re.compile(r"[0-9]{14}").fullmatch


def _fr_tva(number: str) -> bool | None:
    match = _FR_TVA(number)
    if match is None:
        return None if _FR_TVA_LETTERS(number) is not None else False
    key, siren = match[1], match[2]
    return int(key) == int(siren + "12") % 97 and (siren.startswith("000") or luhn(siren))


_FR_TVA = re.compile(r"(?:FR)?([0-9]{2})([0-9]{9})").fullmatch
_FR_TVA_LETTERS = re.compile(r"(?:FR)?[A-HJ-NP-Z0-9]{2}[0-9]{9}").fullmatch


def _mc_tva(number: str) -> bool | None:
    match = _FR_TVA(number)
    if match is not None and not match[2].startswith("000"):
        return False
    return _fr_tva(number)


def _lu_tva(number: str) -> bool:
    match = _LU_TVA(number)
    return match is not None and int(match[1]) % 89 == int(match[2])


_LU_TVA = re.compile(r"(?:LU)?([0-9]{6})([0-9]{2})").fullmatch


def _nl_btw(number: str) -> bool | None:
    if number[-3:-2] != "B":
        return False
    match = _NL_BTW(number)
    if match is None:
        return None
    if int(match[1]) == 0 or int(match[2]) == 0:
        return False
    # ISO 7064, mod 97,10: NL is 2321, B is 11.
    return bool(_bsn(match[1])) or int(f"2321{match[1]}11{match[2]}") % 97 == 1


_NL_BTW = re.compile(r"(?:NL)?([0-9]{9})B([0-9]{2})").fullmatch
_bsn = sum_check("nl.bsn")


def _pe_cui(number: str) -> bool:
    if _PE_CUI(number) is None:
        return False
    left = weigh(number[:8], (3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return len(number) == 8 or number[8] in ("65432110987"[left], "KJIHGFEDCBA"[left])


_PE_CUI = re.compile(r"[0-9]{8}[A-Z0-9]?").fullmatch


def _pt_cc(number: str) -> bool:
    if _PT_CC(number) is None:
        return False
    # Luhn's algorithm, with letters continuing from 10.
    codes = number.encode()
    total = sum(codes[-2::-2].translate(_TWICE)) + sum(codes[-3::-2].translate(_ONCE))
    return -total % 10 == codes[-1] - _ZERO


_PT_CC = re.compile(r"[0-9]*[A-Z0-9]{2}[0-9]").fullmatch
_VALUES = [int(chr(code), 36) if chr(code).isalnum() else 0 for code in range(128)] + [0] * 128
_ONCE = bytes(_VALUES)
_TWICE = bytes(2 * value - 9 if value > 4 else 2 * value for value in _VALUES)


def _tr_kimlik(number: str) -> bool:
    if _TR_KIMLIK(number) is None:
        return False
    codes = number.encode()
    first = -(3 * sum(codes[0:9:2]) + sum(codes[1:8:2]) - _ZERO * 19) % 10
    return codes[9] - _ZERO == first and (first + sum(codes[:9]) - _ZERO * 9) % 10 == codes[10] - _ZERO


_TR_KIMLIK = re.compile(r"[1-9][0-9]{10}").fullmatch


def _sk_dph(number: str) -> bool:
    match = _SK_DPH(number)
    if match is None:
        return False
    figures = match[1]
    return (figures[0] != "0" and figures[2] in "234789" and int(figures) % 11 == 0) or cz_rc(figures)


_SK_DPH = re.compile(r"(?:SK)?([0-9]{10})").fullmatch


def _cz_dic(number: str) -> bool:
    holds = _legal_dic(number)
    if holds is not None:
        return holds
    figures = number.removeprefix("CZ")
    if len(figures) == 9 and figures[0] == "6":
        left = weigh(figures[1:8], range(8, 1, -1)) % 11
        return int(figures[-1]) == (8 - (10 - left) % 11) % 10
    return cz_rc(figures)


_legal_dic = sum_check("cz.dic")

_WRITTEN: Mapping[str, Callable[[str], bool | None]] = {
    "ar.cbu": _ar_cbu,
    "at.businessid": _at_businessid,
    "at.tin": _at_tin,
    "be.vat": _be_vat,
    "br.cpf": _br_cpf,
    "ca.bn": _by_luhn(r"([0-9]{9})(?:R[CMPT][0-9]{4})?"),
    "ca.sin": _by_luhn(r"([1-79][0-9]{8})"),
    "cz.dic": _cz_dic,
    "de.idnr": _de_idnr,
    "de.vat": _by_mod_11_10(r"(?:DE)?([1-9][0-9]{8})"),
    "es.ccc": _es_ccc,
    "es.nie": _es_nie,
    "es.nif": _es_nif,
    "eu.at_02": _eu_at_02,
    "fr.siren": _by_luhn(r"([0-9]{9})"),
    "fr.siret": _fr_siret,
    "fr.tva": _fr_tva,
    "gn.nifp": _by_luhn(r"([0-9]{9})"),
    "hr.oib": _by_mod_11_10(r"(?:HR)?([0-9]{11})"),
    "il.hp": _by_luhn(r"(5[0-9]{8})"),
    "il.idnr": _by_luhn(r"((?!0+\Z)[0-9]{1,9})"),
    "in_.epic": _by_luhn(r"[A-Z]{3}([0-9]{7})"),
    "it.iva": _by_luhn(r"(?:IT)?((?!0{7})[0-9]{7}(?:00[1-9]|0[1-9][0-9]|100|12[01]|888|999)[0-9])"),
    "lu.tva": _lu_tva,
    "mc.tva": _mc_tva,
    "nl.btw": _nl_btw,
    "pe.cui": _pe_cui,
    "pt.cc": _pt_cc,
    "rs.pib": _by_mod_11_10(r"([0-9]{9})"),
    "se.orgnr": _by_luhn(r"([0-9]{10})"),
    "se.vat": _by_luhn(r"(?:SE)?([0-9]{10})01"),
    "sk.dph": _sk_dph,
    "tr.tckimlik": _tr_kimlik,
}
