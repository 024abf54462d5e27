"""The surrogate operator: invented values in the shape of the real ones, the same for the same value in a document.

An invented value must not belong to anybody. Phone numbers come from ranges reserved for fiction (NANP
555-01XX; Ofcom; ARCEP; the Bundesnetzagentur; ACMA), mail and web addresses from RFC 2606, network addresses from RFC
5737, 3849 and 7042. Cards are test numbers published by the card networks. Social security numbers begin with 666,
which is never assigned. IBANs have the check digits 00, which are never valid. Other identifiers become X and 0 with a
number at the end.

If no value is safe, new in this text and exactly restorable, a placeholder is used instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from random import Random, SystemRandom
from typing import ClassVar

from ...errors import InputError
from ..view.folding import fold
from .operators import PreparedOperator
from .surrogate_numbers import NUMBERS
from .surrogate_words import CITIES, GIVEN_NAMES, STATES, STREETS, SURNAMES

__all__ = ["Surrogate"]

Generator = Callable[[str, Random], Iterator[str]]

# Number of values tried before a placeholder is used.
_TRIES = 200


@dataclass(frozen=True, slots=True)
class Surrogate:
    """Replace the value by an invented value of the same shape.

    With a `seed` the same document gives the same values; without one they are drawn anew each time.
    """

    name: ClassVar[str] = "surrogate"
    restorable: ClassVar[bool] = True

    seed: str = field(default="", repr=False)

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        raise InputError("The surrogate operator works on a whole document: use anonymize or redact.")

    async def prepare(self, text: str, values: Iterable[tuple[str, str]]) -> PreparedOperator:
        """Choose a surrogate for each value of a document. None occurs in the document or contains another."""
        random = Random(self.seed) if self.seed else SystemRandom()
        chosen: dict[str, tuple[str, str]] = {}
        bases: dict[tuple[str, str], str] = {}
        folded = fold(text).text.casefold()
        for entity, value in dict.fromkeys(values):
            key = (entity, " ".join(fold(value).text.casefold().split()))
            base = bases.get(key)
            again = [] if base is None else [base]
            for candidate in islice((*again, *islice(_candidates(entity, value, random), _TRIES)), _TRIES):
                surrogate = _in_case_of(value, candidate)
                if surrogate not in chosen and surrogate.casefold() not in folded:
                    chosen[surrogate] = (entity, value)
                    bases.setdefault(key, candidate)
                    break
        return PreparedOperator(self.name, True, True, {pair: surrogate for surrogate, pair in chosen.items()})


def _candidates(entity: str, value: str, random: Random) -> Iterator[str]:
    generator = _GENERATORS.get(entity)
    if generator is not None:
        return generator(value, random)
    if any(ch.isdigit() for ch in value):
        return NUMBERS["ID"](value, random)
    return iter(())


def _words(words: tuple[str, ...]) -> Generator:
    def generate(value: str, random: Random) -> Iterator[str]:
        count = min(len(re.findall(r"[^\W\d_]+", value)) or 1, 3)
        separator = "-" if "-" in value else " "
        for _ in range(_TRIES):
            yield separator.join(random.sample(words, count))

    return generate


_STREET_KINDS = re.compile(
    r"(?i)(?:\b(?:st|street|rd|road|ave|avenue|dr|drive|ln|lane|blvd|boulevard|way|court|ct|place|pl|square|sq)\.?)$"
)
_STREET_SUFFIX = re.compile(r"(?i)(?:straße|strasse|str\.|weg|gasse|platz|allee|straat|laan)$")
_STREET_PREFIX = re.compile(r"(?i)^(?:calle|avenida|rua|via|viale|piazza|rue|avenue|boulevard|place|plaza|chemin)\b")


def _street(value: str, random: Random) -> Iterator[str]:
    number = re.match(r"\s*[0-9]+", value)
    kind, suffix, prefix = _STREET_KINDS.search(value), _STREET_SUFFIX.search(value), _STREET_PREFIX.search(value)
    for _ in range(_TRIES):
        word = random.choice(STREETS)
        if kind:
            street = f"{word} {kind[0]}"
        elif prefix:
            street = f"{prefix[0]} {word}"
        elif suffix:
            street = f"{word}{suffix[0]}" if suffix[0][0].islower() else f"{word} {suffix[0]}"
        else:
            street = f"{word} Street"
        yield f"{random.randint(1, 199)} {street}" if number else street


def _in_case_of(value: str, surrogate: str) -> str:
    """Give words the capitals of the original; numbers and addresses stay as they are."""
    letters = [ch for ch in value if ch.isalpha()]
    if "@" in surrogate or "." in surrogate or any(ch.isdigit() for ch in surrogate):
        return surrogate
    if len(letters) > 1 and all(ch.isupper() for ch in letters):
        return surrogate.upper()
    return surrogate.lower() if letters and all(ch.islower() for ch in letters) else surrogate


_person = _words(GIVEN_NAMES)


def _full_name(value: str, random: Random) -> Iterator[str]:
    for _ in range(_TRIES):
        yield f"{random.choice(GIVEN_NAMES)} {random.choice(SURNAMES)}"


_GENERATORS: Mapping[str, Generator] = {
    "GIVEN_NAME": _person,
    "SURNAME": _words(SURNAMES),
    "PERSON": _full_name,
    "CITY": _words(CITIES),
    "STATE": _words(STATES),
    "STREET_NAME": _street,
    **NUMBERS,
}
