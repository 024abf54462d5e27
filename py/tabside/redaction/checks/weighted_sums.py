"""A table of check digits that are weighted sums, computed in one step.

Implemented here because every candidate of a list needs several, and python-stdnum takes five times as long. A test
compares every row with python-stdnum, which also decides everything without a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import mul
from typing import NamedTuple

__all__ = ["SUMS", "Check", "sum_check", "weigh"]

# A module of python-stdnum, the numbers that it accepts without separators, the weights of the figures in the group,
# and what has to come out:
# - `11: 0 5` the sum leaves one of these when it is divided by the first number;
# - `0987-` for what it leaves, divided by the number of characters: the last character of the group, `-` for none. With
#   `/` and other weights behind the weights, `?` stands for what these say, by the characters behind a space.
# No number is accepted that no row of its module describes, but for those behind `ask`: python-stdnum is asked. Dates
# and places of numbers that hold them are read in `dated_checks.py`.
_TABLE = """
ar.cuit | ((?:20|23|24|27|30|33|34|50|51|55)[0-9]{9}) | 5 4 3 2 7 6 5 4 3 2 | 09987654321
at.vnr | ([1-9][0-9]{9}) | 3 7 9 -1 5 8 4 2 1 6 | 11: 0
au.abn | ((?:1[1-9]|[2-9][0-9])[0-9]{9}) | 10 1 3 5 7 9 11 13 15 17 19 | 89: 10
au.acn | ([0-9]{9}) | 8 7 6 5 4 3 2 1 1 | 10: 0
au.tfn | ([0-9]{9}) | 1 4 3 7 5 8 6 9 10 | 11: 0
au.tfn | ([0-9]{8}) | 1 4 3 7 5 8 6 9 | 11: 0
az.voen | ([0-9]{9}[12]) | 4 1 8 6 2 7 5 3 -1 | 11: 0
az.voen | ([0-9]{8}[12]) | 1 8 6 2 7 5 3 -1 | 11: 0
bg.egn | ([0-9]{10}) | 2 4 8 5 10 9 7 3 6 | 01234567890
bg.pnf | ([0-9]{10}) | 21 19 17 13 11 9 7 3 1 -1 | 10: 0
bg.vat | (?:BG)?([0-9]{9}) | 1 2 3 4 5 6 7 8 / 3 4 5 6 7 8 9 10 | 0123456789? 01234567890
bg.vat | (?:BG)?[0-9]{10} | ask
br.cpf | ([0-9]{10})[0-9] | 10 9 8 7 6 5 4 3 2 | 00987654321
ca.bc_phn | (9[0-9]{9}) | 0 2 4 8 5 10 9 7 3 1 | 11: 0
ch.uid | (?:CHE)?([0-9]{9}) | 5 4 3 2 7 6 5 4 1 | 11: 0
ch.vat | CHE([0-9]{9})(?:MWST|TVA|IVA|TPV) | 5 4 3 2 7 6 5 4 1 | 11: 0
cl.rut | (?:CL)?([0-9]{7}[0-9K]) | 9 4 5 6 7 8 9 | 0123456789K
cl.rut | (?:CL)?([0-9]{8}[0-9K]) | 8 9 4 5 6 7 8 9 | 0123456789K
co.nit | ([0-9]{9}) | 37 29 23 19 17 13 7 3 | 01987654321
co.nit | ([0-9]{10}) | 41 37 29 23 19 17 13 7 3 | 01987654321
co.nit | [0-9]{8}|[0-9]{11,16} | ask
cz.dic | (?:CZ)?([0-8][0-9]{7}) | 8 7 6 5 4 3 2 | 10987654321
cz.dic | (?:CZ)?[0-9]{9,10} | ask
dk.cvr | (?:DK)?([1-9][0-9]{7}) | 2 7 6 5 4 3 2 1 | 11: 0
ee.ik | ([1-8][0-9]{10}) | 1 2 3 4 5 6 7 8 9 1 / 3 4 5 6 7 8 9 1 2 3 | 0123456789? 01234567890
ee.kmkr | (?:EE)?([0-9]{9}) | 3 7 1 3 7 1 3 7 1 | 10: 0
ee.registrikood | ([1789][0-9]{7}) | 1 2 3 4 5 6 7 / 3 4 5 6 7 8 9 | 0123456789? 01234567890
fi.alv | (?:FI)?([0-9]{8}) | 7 9 10 5 8 4 2 1 | 11: 0
fi.ytunnus | (?:FI)?([0-9]{8}) | 7 9 10 5 8 4 2 1 | 11: 0
gb.nhs | ([0-9]{10}) | 10 9 8 7 6 5 4 3 2 1 | 11: 0
gb.vat | (?:GB|XI)?([1-9][0-9]{8})(?:[0-9]{3})? | 8 7 6 5 4 3 2 10 1 | 97: 0 42 55
gb.vat | (?:GB|XI)?(0[0-9]{8})(?:[0-9]{3})? | 8 7 6 5 4 3 2 10 1 | 97: 0
gb.vat | (?:GB|XI)?(?:GD|HA)[0-9]* | ask
gr.vat | (?:EL|GR)?([0-9]{9}) | 256 128 64 32 16 8 4 2 | 01234567890
gr.vat | (?:EL|GR)?([0-9]{8}) | 128 64 32 16 8 4 2 | 01234567890
gt.nit | ((?!0{5})[0-9]{5}[0-9K]) | 6 5 4 3 2 | 0K987654321
gt.nit | ((?!0{6})[0-9]{6}[0-9K]) | 7 6 5 4 3 2 | 0K987654321
gt.nit | ((?!0{7})[0-9]{7}[0-9K]) | 8 7 6 5 4 3 2 | 0K987654321
gt.nit | [0-9]+K? | ask
hu.anum | (?:HU)?([0-9]{8}) | 9 7 3 1 9 7 3 1 | 10: 0
is_.kennitala | ([0-9]{9}[09]) | 3 2 7 6 5 4 3 2 1 | 11: 0
jp.cn | ([1-9][0-9]{12}) | 1 2 1 2 1 2 1 2 1 2 1 2 1 | 9: 0
jp.in_ | ([0-9]{12}) | 6 5 4 3 2 7 6 5 4 3 2 | 00987654321
kr.rrn | ([0-9]{13}) | 2 3 4 5 6 7 8 9 2 3 4 5 | 10987654321
lt.asmens | ([1-9][0-9]{10}) | 1 2 3 4 5 6 7 8 9 1 / 3 4 5 6 7 8 9 1 2 3 | 0123456789? 01234567890
lt.pvm | (?:LT)?([0-9]{7}1[0-9]) | 1 2 3 4 5 6 7 8 / 3 4 5 6 7 8 9 1 | 0123456789? 01234567890
lt.pvm | (?:LT)?([0-9]{10}1[0-9]) | 1 2 3 4 5 6 7 8 9 1 2 / 3 4 5 6 7 8 9 1 2 3 4 | 0123456789? 01234567890
lv.pvn | (?:LV)?([4-9][0-9]{10}) | 9 1 4 8 3 10 2 5 7 6 1 | 11: 3
lv.pvn | (?:LV)?([0-3][0-9]{10}) | 10 5 8 4 2 1 6 3 7 9 | 12345678900
md.idno | ([0-9]{13}) | 7 3 1 7 3 1 7 3 1 7 3 1 -1 | 10: 0
me.pib | ([0-9]{8}) | 8 7 6 5 4 3 2 | 00987654321
mk.edb | (?:MK)?([0-9]{13}) | 7 6 5 4 3 2 7 6 5 4 3 2 | 00987654321
mt.vat | (?:MT)?([1-9][0-9]{7}) | 3 4 6 7 8 9 10 1 | 37: 0
mz.nuit | ([0-9]{9}) | 8 9 4 5 6 7 8 9 | 01234567891
nl.bsn | ((?!0{9})[0-9]{9}) | 9 8 7 6 5 4 3 2 -1 | 11: 0
nl.bsn | ((?!0{8})[0-9]{8}) | 8 7 6 5 4 3 2 -1 | 11: 0
nl.bsn | [0-9]{1,7} | ask
nl.onderwijsnummer | (10[0-9]{7}) | 9 8 7 6 5 4 3 2 -1 | 11: 5
no.fodselsnummer | ([0-9]{11}) | 5 4 3 2 7 6 5 4 3 2 1 | 11: 0
no.kontonr | ((?!0000)[0-9]{11}) | 6 7 8 9 4 5 6 7 8 9 -1 | 11: 0
no.kontonr | [0-9]{7}|0000[0-9]* | ask
no.mva | (?:NO)?([0-9]{9})MVA | 3 2 7 6 5 4 3 2 1 | 11: 0
no.orgnr | ([0-9]{9}) | 3 2 7 6 5 4 3 2 1 | 11: 0
nz.ird | (?:NZ)?([1-9][0-9]{7})(?<!10000000) | 2 7 6 5 4 3 2 / 4 3 2 5 2 7 6 | 0?987654321 0-987654321
nz.ird | (?:NZ)?((?:0[1-9]|1[0-4])[0-9]{7})(?<!010000000) | 3 2 7 6 5 4 3 2 / 7 4 3 2 5 2 7 6 | 0?987654321 0-987654321
pe.ruc | ((?:10|15|17|20)[0-9]{9}) | 5 4 3 2 7 6 5 4 3 2 | 10987654321
pl.nip | (?:PL)?([0-9]{10}) | 6 5 7 2 3 4 5 6 7 -1 | 11: 0
pl.pesel | ([0-9]{11}) | 1 3 7 9 1 3 7 9 1 3 1 | 10: 0
pl.regon | ([0-9]{9}) | 8 9 2 3 4 5 6 7 | 01234567890
pl.regon | [0-9]{14} | ask
pt.nif | (?:PT)?([1-9][0-9]{8}) | 9 8 7 6 5 4 3 2 | 00987654321
py.ruc | ([0-9]{6}) | 6 5 4 3 2 | 00987654321
py.ruc | ([0-9]{7}) | 7 6 5 4 3 2 | 00987654321
py.ruc | ([0-9]{8}) | 8 7 6 5 4 3 2 | 00987654321
py.ruc | ([0-9]{9}) | 9 8 7 6 5 4 3 2 | 00987654321
py.ruc | [0-9]{1,5} | ask
ro.cf | (?:RO)?([1-9][0-9]{5}) | 10 70 50 30 20 | 01234567890
ro.cf | (?:RO)?([1-9][0-9]{6}) | 20 10 70 50 30 20 | 01234567890
ro.cf | (?:RO)?([1-9][0-9]{7}) | 30 20 10 70 50 30 20 | 01234567890
ro.cf | (?:RO)?([1-9][0-9]{8}) | 50 30 20 10 70 50 30 20 | 01234567890
ro.cf | (?:RO)?([1-9][0-9]{9}) | 70 50 30 20 10 70 50 30 20 | 01234567890
ro.cf | (?:RO)?(?:[0-9]{2,5}|[0-9]{13}) | ask
ro.cnp | ([1-9][0-9]{12}) | 2 7 9 1 4 6 3 5 8 2 7 9 | 01234567891
ru.inn | ([0-9]{10}) | 2 4 10 3 5 9 4 6 8 | 01234567890
ru.inn | [0-9]{12} | ask
si.ddv | (?:SI)?([1-9][0-9]{7}) | 8 7 6 5 4 3 2 | -0987654321
si.emso | ([0-9]{13}) | 7 6 5 4 3 2 7 6 5 4 3 2 | 00987654321
si.maticna | ([0-9]{7})(?:[A-Z0-9][0-9]{2})? | 7 6 5 4 3 2 | -0987654321
ua.edrpou | ([345][0-9]{7}) | 7 1 2 3 4 5 6 / 9 3 4 5 6 7 8 | 0123456789? 01234567890
ua.edrpou | ([0-26-9][0-9]{7}) | 1 2 3 4 5 6 7 / 3 4 5 6 7 8 9 | 0123456789? 01234567890
ua.rntrc | ([0-9]{10}) | -1 5 7 9 4 6 10 5 7 | 01234567890
uy.rut | (?:UY)?((?:0[1-9]|1[0-9]|2[0-2])(?!0{6})[0-9]{6}001[0-9]) | 4 3 2 9 8 7 6 5 4 3 2 1 | 11: 0
vn.mst | ([0-9]{2}(?!0{7})[0-9]{8})(?:(?!000)[0-9]{3})? | 31 29 23 19 17 13 7 5 3 1 | 11: 10
"""

Check = Callable[[str], bool | None]
"""Says of a number without separators, in capitals, whether it holds; None where python-stdnum has to be asked."""

# Possible values of a group's last character, besides a single character code.
_NEVER, _ANY, _AGAIN = -1, -2, -3


class _Sum(NamedTuple):
    """`lasts`: for each remainder of the sum of character codes, the last character's code, or one of the above."""

    weights: tuple[int, ...]
    modulus: int
    lasts: tuple[int, ...]
    again: _Sum | None = None


@lru_cache(maxsize=256)
def sum_check(name: str) -> Check:
    """Return the check of a module of python-stdnum with rows in the table.

    >>> check = sum_check("pl.nip")
    >>> check("8567346215"), check("PL8567346216"), check("DE8567346215")
    (True, False, False)
    """
    rows = SUMS[name]
    # One group per row, which identifies the matching pattern.
    patterns = [cells[0] if len(cells) == 3 else f"({cells[0]})" for cells in rows]
    matches = re.compile("|".join(patterns)).fullmatch
    sums = [None, *(_sum(*cells[1:]) if len(cells) == 3 else None for cells in rows)]

    def check(number: str) -> bool | None:
        match = matches(number)
        if match is None:
            return False
        row = match.lastindex or 0
        found = sums[row]
        if found is None:
            return None
        weights, modulus, lasts, again = found
        figures = match[row].encode()
        last: int = lasts[sum(map(mul, figures, weights)) % modulus]
        if last == _AGAIN and again is not None:
            weights, modulus, lasts, _ = again
            last = lasts[sum(map(mul, figures, weights)) % modulus]
        return last == figures[-1] or last == _ANY

    return check


def weigh(figures: str, weights: Sequence[int]) -> int:
    """Return the weighted sum of digits. Their number equals that of the weights.

    >>> weigh("123", (3, 2, 1))
    10
    """
    return sum([code * weight for code, weight in zip(figures.encode(), weights, strict=True)]) - ord("0") * sum(
        weights
    )


def _sum(weights: str, outcome: str) -> _Sum:
    first, _, second = weights.partition(" / ")
    factors = tuple(map(int, first.split()))
    modulus, _, remainders = outcome.partition(": ")
    if remainders:
        wanted = set(map(int, remainders.split()))
        lasts = [_ANY if left in wanted else _NEVER for left in range(int(modulus))]
    else:
        characters, _, others = outcome.partition(" ")
        lasts = [_NEVER if ch == "-" else _AGAIN if ch == "?" else ord(ch) for ch in characters]
    # Codes of digits are 48 more than their values.
    more = ord("0") * sum(factors)
    rotated = tuple(lasts[(left - more) % len(lasts)] for left in range(len(lasts)))
    return _Sum(factors, len(lasts), rotated, _sum(second, others) if second else None)


def _read(table: str) -> Mapping[str, Sequence[tuple[str, ...]]]:
    rows: dict[str, list[tuple[str, ...]]] = {}
    for line in table.strip().splitlines():
        name, pattern, *cells = line.split(" | ")
        rows.setdefault(name, []).append((pattern, *cells) if cells != ["ask"] else (pattern,))
    return rows


SUMS = _read(_TABLE)
"""The rows of each module."""
