"""The rows of the number tables, and an index of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import product
from operator import or_

from ...checks import holds as check_digits
from ..context import Vocabulary, vocabulary
from ..vocabulary import KINDS

__all__ = ["HEAD", "LETTERED", "SEPARATORS", "SHAPE", "Candidates", "IdNumber", "Index", "index_of", "rows"]

SHAPE = str.maketrans("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "9" * 10 + "A" * 26)
SEPARATORS = re.compile(r"[^A-Z0-9]+")
_KIND_IDS = {entity: -1 - place for place, entity in enumerate(KINDS)}
# python-stdnum's modules that accept a prefix of two letters only if it is their country's. Verified by a test.
_COUNTRY_LETTERS = {
    "be.vat": "BE", "bg.vat": "BG", "cy.vat": "CY", "cz.dic": "CZ", "de.vat": "DE", "dk.cvr": "DK", "ee.kmkr": "EE",
    "fi.alv": "FI", "gb.vat": "GB XI", "gr.vat": "EL GR", "hr.oib": "HR", "hu.anum": "HU", "ie.vat": "IE",
    "it.iva": "IT", "lt.pvm": "LT", "lu.tva": "LU", "lv.pvn": "LV", "mk.edb": "MK", "mt.vat": "MT", "pl.nip": "PL",
    "pt.nif": "PT", "ro.cf": "RO", "se.vat": "SE", "si.ddv": "SI", "sk.dph": "SK",
}  # fmt: skip


# Compared by identity: all rows are looked up in the index for each text, and hashing their content is slow.
@dataclass(frozen=True, slots=True, eq=False)
class IdNumber:
    """One row of a number table.

    - `check`: a module of python-stdnum (`es.nif`) or a function of `check_digits`; "" for none.
    - `alone`: the required form without any context word: shapes with separators (`_` a space), `*` for any.
    - `example`: a valid number in its usual form. Tests check that it is found, and that an altered one is not.
    """

    name: str
    entity: str
    country: str
    check: str
    shapes: tuple[str, ...]
    context: tuple[str, ...]
    example: str
    alone: tuple[str, ...] = ()

    def holds(self, written: str) -> bool:
        """Run the row's check on a number as written."""
        return check_digits.holds(self.check, written, SEPARATORS.sub("", written.upper()))

    @property
    def country_letters(self) -> Sequence[str]:
        """The letter pairs allowed before the number, if its shape begins with two letters; empty for any."""
        return _COUNTRY_LETTERS.get(self.check, "").split()


def rows(table: str) -> tuple[IdNumber, ...]:
    """Parse rows: `name | ENTITY | check | shapes | shapes alone | context words, … | example`.

    The country is the first part of the name.
    """
    found = []
    for line in table.strip().splitlines():
        name, entity, check, shapes, alone, context, example = (cell.strip() for cell in line.split("|"))
        words = tuple(word.strip() for word in context.split(","))
        country = name[:2].upper().replace("UK", "GB")
        written = tuple(shape.replace("_", " ") for shape in alone.split())
        found.append(IdNumber(name, entity, country, check, tuple(shapes.split()), words, example, written))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The rows of one shape: by owner of the supporting words (a row, or a kind), and those found
    in any form without words.
    """

    by_word: Mapping[int, Sequence[IdNumber]]
    always: Sequence[IdNumber]


@dataclass(frozen=True, slots=True)
class Index:
    """The lookup tables for one pass over a text.

    - `alone`: rows that need no word, by the required form, and by their first two letters or
      "" for all others.
    - `alone_heads`: the first `HEAD` characters of such numbers in their required form.
    - `lengths`: possible lengths by owner of the words, one bit each: of digits only, and, shifted by
      `LETTERED` bits, with letters. `any_length`: those of numbers that need no word, in any form.
    """

    by_shape: Mapping[str, Candidates]
    alone: Mapping[str, Mapping[str, Sequence[IdNumber]]]
    alone_heads: frozenset[str]
    lengths: Mapping[int, int]
    any_length: int
    vocabulary: Vocabulary


HEAD = 6  # no number is shorter
LETTERED = 32


@lru_cache(maxsize=8)
def index_of(numbers: tuple[IdNumber, ...]) -> Index:
    """Build the index of some rows."""
    by_shape: dict[str, list[tuple[int, IdNumber]]] = {}
    lengths: dict[int, int] = {}
    alone: dict[str, list[IdNumber]] = {}
    for place, number in enumerate(numbers):
        for shape in number.shapes:
            for whose in _speakers(place, number):
                lengths[whose] = lengths.get(whose, 0) | _length(shape)
            for plain in _expand(shape):
                by_shape.setdefault(plain, []).append((place, number))
        for shape in number.alone:
            if shape == "*" or any(place == of for of, _ in by_shape.get(re.sub("[^A9]", "", shape), ())):
                alone.setdefault(shape, []).append(number)
    always = frozenset(alone.pop("*", ()))
    words = [(number.context, place) for place, number in enumerate(numbers)]
    words += [(tuple(word for of in kinds.values() for word in of), _KIND_IDS[name]) for name, kinds in KINDS.items()]
    return Index(
        {shape: _candidates(of, always) for shape, of in by_shape.items()},
        {shape: _by_letters(shape, of) for shape, of in alone.items()},
        frozenset(shape[:HEAD] for shape in alone),
        lengths,
        reduce(or_, (_length(shape) for number in always for shape in number.shapes), 0),
        vocabulary(tuple(words)),
    )


def _length(shape: str) -> int:
    """Return the bits for a shape's length; `*` may be either."""
    bits = 0 if "A" in shape else 1 << len(shape)
    return bits | (1 << len(shape) + LETTERED if "A" in shape or "*" in shape else 0)


def _speakers(place: int, number: IdNumber) -> Iterator[int]:
    """Yield the owners of words that support a row: itself, and its kind if a check distinguishes it from others."""
    yield place
    if number.check and number.entity in _KIND_IDS:
        yield _KIND_IDS[number.entity]


def _candidates(numbers: Sequence[tuple[int, IdNumber]], always: frozenset[IdNumber]) -> Candidates:
    by_word: dict[int, list[IdNumber]] = {}
    for place, number in numbers:
        for whose in _speakers(place, number):
            by_word.setdefault(whose, []).append(number)
    return Candidates(by_word, [number for _, number in numbers if number in always])


def _by_letters(shape: str, numbers: Sequence[IdNumber]) -> dict[str, Sequence[IdNumber]]:
    """Return rows by the first letters of their numbers, in table order."""
    wanted = [(number, number.country_letters if shape.startswith("AA") else ()) for number in numbers]
    heads = {"", *(letters for _, of in wanted for letters in of)}
    return {head: [number for number, of in wanted if not of or head in of] for head in heads}


def _expand(shape: str) -> Iterator[str]:
    """Expand `*` into all possibilities.

    >>> list(_expand("9*A"))
    ['99A', '9AA']
    """
    for parts in product(*("9A" if ch == "*" else ch for ch in shape)):
        yield "".join(parts)
