"""Invented texts, drawn from a seed, and the values in them that may stay nowhere."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

__all__ = ["WORDS", "Planted", "Source"]

GIVEN = ("Ann", "Wilhelmina", "Jörg", "Siobhan")
SURNAMES = ("Krastenberg", "Muñoz", "O'Brannigan", "Ahlqvist")
PLAIN = ("minutes", "budget", "report", "lease", "garden", "harbour", "window", "paper")
WORDS = {**dict.fromkeys(GIVEN, "B-GIVEN_NAME"), **dict.fromkeys(("Krastenberg", "Muñoz", "Ahlqvist"), "B-SURNAME"),
         "O": "O", "Brannigan": "B-SURNAME"}  # fmt: skip
"""What the stand-in for the model knows."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A file, and the values in it of which none may stay."""

    name: str
    data: bytes = field(repr=False)
    secrets: frozenset[str]


class Source:
    """Draws texts, and keeps what is private in them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.secrets: set[str] = set()

    def pick(self, values: tuple[str, ...]) -> str:
        return self.random.choice(values)

    def given(self) -> str:
        return self._secret(self.pick(GIVEN))

    def surname(self) -> str:
        return self._secret(self.pick(("Krastenberg", "Muñoz", "Ahlqvist")))

    def mail(self) -> str:
        return self._secret(f"k{self.random.randrange(10_000)}@planted-{self.random.randrange(100)}.example")

    def initials(self) -> str:
        return self._secret(f"Q{self.random.choice('XZ')}{self.random.randrange(100, 1000)}")

    def plain(self) -> str:
        return f"{self.pick(PLAIN)} {self.pick(PLAIN)}"

    def text(self) -> str:
        kinds = (self._sentence, self._address, self._addresses, self.plain, self.given)
        return self.random.choice(kinds)()

    def _sentence(self) -> str:
        return f"{self.plain()} of {self.given()} {self.surname()}"

    def _address(self) -> str:
        return f"write to {self.mail()}"

    def _addresses(self) -> str:
        return f"ask {self.pair()} soon"

    def pair(self) -> str:
        """Return two addresses with only a sign between them."""
        return f"{self.mail()}{self.random.choice('|/=#?!*{}`;,')}{self.mail()}"

    def found(self) -> str:
        """Return a name that the file holds already, so that it is found where nobody looks for names."""
        return self.random.choice(sorted(one for one in self.secrets if one in WORDS))

    def _secret(self, value: str) -> str:
        self.secrets.add(value)
        return value
