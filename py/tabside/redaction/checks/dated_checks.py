"""Check digits of numbers that contain a date of birth. Implemented here: python-stdnum takes five times as long.

The check digit is tested first, since nearly all candidates fail it, then the date and the rest. Each function gets a
number without separators, in capitals. A test compares them with python-stdnum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from .check_digits import luhn
from .stdnum_modules import ask, stdnum_module
from .weighted_sums import Check, sum_check, weigh

__all__ = ["DATED_CHECKS", "cz_rc"]


def _is_date(year: int, month: int, day: int) -> bool:
    if not (0 < month <= 12 and 0 < day <= 31):
        return False
    if day <= 28:
        return True
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_past(year: int, month: int, day: int) -> bool:
    # Today's date is read only if it can matter: that takes longer than everything else.
    return _is_date(year, month, day) and (year < _SURELY_PAST or date(year, month, day) <= date.today())


_SURELY_PAST = 2026


def _has_day(number: str, century: int = 2000) -> bool:
    """Whether a number begins with a valid date as YYMMDD. Of the relevant centuries only 1900 had no leap day."""
    return _is_date(century + int(number[:2]), int(number[2:4]), int(number[4:6]))


def _dated(name: str, reads: Callable[[str], bool]) -> Check:
    """Return the check of a python-stdnum module in the sum table: the sum, and the number's other content."""
    holds = sum_check(name)

    def check(number: str) -> bool:
        return holds(number) is True and reads(number)

    return check


def _be_ssn(number: str) -> bool:
    if _ELEVEN(number) is None or number == "0" * 11:
        return False
    serial, check, month = int(number[:9]), int(number[9:]), int(number[2:4])
    if 97 - serial % 97 != check:
        is_young = 97 - (2_000_000_000 + serial) % 97 == check
        if not is_young or 2000 + int(number[:2]) > date.today().year:
            return False
    # Foreigners' numbers add 20 or 40 to the month; 0 means unknown.
    return month < 60 and month % 20 <= 12


def _bg_egn(number: str) -> bool:
    year, month = 1900 + int(number[:2]), int(number[2:4])
    if month > 40:
        year, month = year + 100, month - 40
    elif month > 20:
        year, month = year - 100, month - 20
    return _is_date(year, month, int(number[4:6]))


def _cn_ric(number: str) -> bool:
    if _RESIDENT(number) is None or "10X98765432"[int(number[:17], 13) * 2 % 11] != number[17]:
        return False
    year = int(number[6:10])
    return _is_date(year, int(number[10:12]), int(number[12:14])) and any(
        begin <= year <= end for begin, end in _years_of_county(number[:6])
    )


@lru_cache(maxsize=8192)
def _years_of_county(code: str) -> Sequence[tuple[int, int]]:
    """Return the range of years in which python-stdnum's table has counties with this code."""
    said: dict[str, str] = {}
    for _, properties in stdnum_module("numdb").get("cn/loc").info(code):
        said.update(properties)
    years = [_YEARS.match(county) for county in said.get("county", "").split(",") if county]
    return [(int(found[1] or 0), int(found[2] or 9999)) if found else (0, 9999) for found in years]


_RESIDENT = re.compile(r"[0-9]{17}[0-9X]").fullmatch
_YEARS = re.compile(r"\[([0-9]*)-([0-9]*)\]")


def cz_rc(number: str) -> bool:
    """Czech and Slovak birth number: ten digits, or nine before 1954."""
    if _NINE_OR_TEN(number) is None:
        return False
    year = 1900 + int(number[:2])
    if len(number) == 9:
        year -= 100 if year >= 1980 else 0
        if year > 1953:
            return False
    else:
        if int(number[:9]) % 11 % 10 != int(number[9]):
            return False
        year += 100 if year < 1954 else 0
    return _is_date(year, int(number[2:4]) % 50 % 20, int(number[4:6]))


def _dk_cpr(number: str) -> bool:
    if _TEN(number) is None:
        return False
    day, month, year, century = int(number[:2]), int(number[2:4]), int(number[4:6]), number[6]
    if century in "5678" and year >= 58:
        year += 1800
    elif century in "0123" or (century in "49" and year >= 37):
        year += 1900
    else:
        year += 2000
    return _is_past(year, month, day)


def _ee_ik(number: str) -> bool:
    century = 1700 + 100 * ((int(number[0]) + 1) // 2)
    return int(number[0]) <= 8 and _is_date(century + int(number[1:3]), int(number[3:5]), int(number[5:7]))


def _lt_asmens(number: str) -> bool:
    return number[0] == "9" or _ee_ik(number)


def _fi_hetu(number: str) -> bool | None:
    match = _HETU(number)
    if match is None:
        return False if number.isascii() else None
    century, serial = match[2], int(match[3])
    if not 2 <= serial < 900:
        return False
    if "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(match[1] + match[3]) % 31] != match[4].upper():
        return False
    year = int(match[1][4:]) + (1800 if century == "+" else 1900 if century.upper() in "-YXWVU" else 2000)
    return _is_date(year, int(match[1][2:4]), int(match[1][:2]))


def _gr_amka(number: str) -> bool:
    if _ELEVEN(number) is None or not luhn(number):
        return False
    return _is_date(2000 + int(number[4:6]), int(number[2:4]), int(number[:2]))


def _is_kennitala(number: str) -> bool:
    day, year = int(number[:2]), int(number[4:6]) + (1900 if number[9] == "9" else 2000)
    return day < 80 and _is_date(year, int(number[2:4]), day - 40 if day >= 40 else day)


def _kr_rrn(number: str) -> bool:
    century = number[6]
    year = int(number[:2]) + (1900 if century in "1256" else 2000 if century in "3478" else 1800)
    return int(number[7:9]) <= 96 and _is_date(year, int(number[2:4]), int(number[4:6]))


def _lv_pvn(number: str) -> bool:
    figures = number.removeprefix("LV")
    if figures[0] > "3" or figures.startswith("32"):
        return True  # a company's number, or a newer one without information
    return _is_date(1800 + 100 * int(figures[6]) + int(figures[4:6]), int(figures[2:4]), int(figures[:2]))


def _my_nric(number: str) -> bool:
    return _TWELVE(number) is not None and _has_day(number) and _is_in_malaysia(number[6:8])


@lru_cache(maxsize=128)
def _is_in_malaysia(place: str) -> bool:
    return ask("my.nric", f"000101{place}0000")


def _no_fodselsnummer(number: str) -> bool:
    day, month, year, serial = int(number[:2]), int(number[2:4]), int(number[4:6]), int(number[6:9])
    if weigh(number[:10], _NO_WEIGHTS) % 11 != 0 or day >= 80:
        return False
    if serial < 500:
        year += 1900
    elif serial < 750 and year >= 54:
        year += 1800
    elif year < 40:
        year += 2000
    elif serial >= 900:
        year += 1900
    else:
        return False
    return _is_past(year, month - 40 if month > 40 else month, day - 40 if day > 40 else day)


_NO_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)


def _pl_pesel(number: str) -> bool:
    century, month = divmod(int(number[2:4]), 20)
    year = (1900, 2000, 2100, 2200, 1800)[century] + int(number[:2])
    return _is_date(year, month, int(number[4:6]))


def _ro_cnp(number: str) -> bool:
    year = int(number[1:3]) + {"3": 1800, "4": 1800, "5": 2000, "6": 2000}.get(number[0], 1900)
    return _is_date(year, int(number[3:5]), int(number[5:7])) and _is_in_romania(number[7:9])


@lru_cache(maxsize=128)
def _is_in_romania(county: str) -> bool:
    return any(ask("ro.cnp", f"1000101{county}000{last}") for last in range(10))


def _se_personnummer(number: str) -> bool:
    if _TEN(number) is not None:
        return luhn(number) and _has_day(number)
    if _TWELVE(number) is None or not luhn(number[2:]) or number.startswith("0000"):
        return False
    return _is_date(int(number[:4]), int(number[4:6]), int(number[6:8]))


def _si_emso(number: str) -> bool:
    year = int(number[4:7])
    return _is_date(year + (2000 if year < 800 else 1000), int(number[2:4]), int(number[:2]))


def _za_idnr(number: str) -> bool:
    return _THIRTEEN(number) is not None and number[10] in "01" and luhn(number) and _has_day(number)


_NINE_OR_TEN = re.compile(r"[0-9]{9,10}").fullmatch
_TEN = re.compile(r"[0-9]{10}").fullmatch
_ELEVEN = re.compile(r"[0-9]{11}").fullmatch
_TWELVE = re.compile(r"[0-9]{12}").fullmatch
_THIRTEEN = re.compile(r"[0-9]{13}").fullmatch
_HETU = re.compile(
    r"([0-3][0-9][01][0-9][0-9]{2})([-+ABCDEFYXWVU])([0-9]{3})([0-9ABCDEFHJKLMNPRSTUVWXY])", re.IGNORECASE | re.ASCII
).fullmatch

DATED_CHECKS: Mapping[str, Callable[[str], bool | None]] = {
    "be.ssn": _be_ssn,
    "bg.egn": _dated("bg.egn", _bg_egn),
    "cn.ric": _cn_ric,
    "cz.rc": cz_rc,
    "dk.cpr": _dk_cpr,
    "ee.ik": _dated("ee.ik", _ee_ik),
    "fi.hetu": _fi_hetu,
    "gr.amka": _gr_amka,
    "is_.kennitala": _dated("is_.kennitala", _is_kennitala),
    "kr.rrn": _dated("kr.rrn", _kr_rrn),
    "lt.asmens": _dated("lt.asmens", _lt_asmens),
    "lv.pvn": _dated("lv.pvn", _lv_pvn),
    "my.nric": _my_nric,
    "no.fodselsnummer": _dated("no.fodselsnummer", _no_fodselsnummer),
    "pl.pesel": _dated("pl.pesel", _pl_pesel),
    "ro.cnp": _dated("ro.cnp", _ro_cnp),
    "se.personnummer": _se_personnummer,
    "si.emso": _dated("si.emso", _si_emso),
    "sk.rc": cz_rc,
    "za.idnr": _za_idnr,
}
