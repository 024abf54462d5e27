"""Perturbations: what copy and paste, scans, forms and attackers do to values.

Each perturbation takes a value and a random generator. It returns the altered value, or the same one if not applicable.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from urllib.parse import quote

Perturbation = Callable[[str, random.Random], str]

LOOKALIKES = str.maketrans("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ")
DASHES = "‐‑‒–—−"
SPACES = "\u00a0\u2009\u202f\u2007\u3000"


def _between(value: str, rng: random.Random, marks: str, count: int) -> str:
    for _ in range(min(count, len(value) - 1)):
        place = rng.randrange(1, len(value))
        value = value[:place] + rng.choice(marks) + value[place:]
    return value


def zero_width(value: str, rng: random.Random) -> str:
    return _between(value, rng, "\u200b\u200c\u200d\u2060\ufeff", 3)


def soft_hyphen(value: str, rng: random.Random) -> str:
    return _between(value, rng, "\u00ad", 2)


def full_width(value: str, rng: random.Random) -> str:
    return "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in value)


def mathematical(value: str, rng: random.Random) -> str:
    zero = rng.choice((0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7F6))
    return "".join(chr(zero + int(ch)) if "0" <= ch <= "9" else ch for ch in value)


def homoglyph(value: str, rng: random.Random) -> str:
    return value.translate(LOOKALIKES)


def combining(value: str, rng: random.Random) -> str:
    return _between(value, rng, "\u0301\u0323\u0336\u0308", 2)


def odd_space(value: str, rng: random.Random) -> str:
    space = rng.choice(SPACES)
    return value.replace(" ", space)


def odd_dash(value: str, rng: random.Random) -> str:
    return value.replace("-", rng.choice(DASHES))


def line_break(value: str, rng: random.Random) -> str:
    places = [index for index, ch in enumerate(value) if ch in " -" and 0 < index < len(value) - 1]
    if not places:
        return value
    place = rng.choice(places)
    kept = "-" if value[place] == "-" else ""
    return value[:place] + kept + "\n" + value[place + 1 :]


def html_entities(value: str, rng: random.Random) -> str:
    style = rng.choice(("&#{};", "&#x{:x};"))
    changed = "".join(style.format(ord(ch)) if not ch.isalnum() and not ch.isspace() else ch for ch in value)
    return changed.replace(" ", "&nbsp;")


def percent(value: str, rng: random.Random) -> str:
    return quote(value, safe="").replace(".", rng.choice((".", "%2E")))


VALUES: dict[str, Perturbation] = {
    "zero-width": zero_width,
    "soft hyphen": soft_hyphen,
    "full-width": full_width,
    "mathematical": mathematical,
    "homoglyph": homoglyph,
    "combining": combining,
    "odd space": odd_space,
    "odd dash": odd_dash,
    "line break": line_break,
    "html entities": html_entities,
    "percent-encoding": percent,
}
TEXTS: dict[str, Perturbation] = {
    "lower case": lambda value, rng: value.lower(),
    "upper case": lambda value, rng: value.upper(),
}
