"""Particles in names (`van der Meer`, `da Conceição`, `bin Rashid`): one set for each rule that uses them.

The sets differ by context: between two names nearly every small word is a particle, before a single word only few
are.
"""

from __future__ import annotations

import re

__all__ = [
    "BEFORE_SURNAME",
    "BETWEEN_NAMES",
    "IN_CELL",
    "IN_STREET",
    "LEADING",
    "LINKING",
    "SMALL",
    "SMALL_TITLED",
    "WRITTEN_SMALL",
]

LINKING = (
    r"(?:v[ao]n|de[nrlims]?|d[aio]s?|du|del+[ao]?|las?|les?|los|te[nr]?|zu[mr]?|het|'t|bin|ibne?|al|el|af|av|op|und|de'|[eyi]"
    r"|[A-Z]\.)"
)
"""May stand between two words that are one name, an initial included: source of a pattern."""

LEADING = re.compile(
    r"(?<![\w'])(?:(?:[vV][ao]n|uit|op) (?:de[nr]?|het|'t|dem)|in 't|De|Del|Del+a|D[ai]|D[io]s|L[ae]|Los|Las|Te[nr]?"
    r"|V[ao]n|Zu[mr]|El|Al|Mac|Ben|Bin|Santa?|San) \Z"
)
"""Begins a surname, right before a word."""

BETWEEN_NAMES = (
    r"(?:v[ao]n|de[nrlims]?|d[aio]s?|du|del+[ao]?|d[ae]gli|las?|les?|los|te[nr]?|zu[mr]?|het|'t|'s|bint?|ibne?|al|el|af|av|op"
    r"|in(?= +'t)|an(?= +de[mr])|und zu|de')"
)
"""Between two names that are found: source of a pattern."""

BEFORE_SURNAME = re.compile(
    r"(?<![\w'])(?:(?P<two>(?:[vV][ao]n|uit|op) (?:de[nr]?|het|'t|dem)|in 't)|De|Del|Del+a|D[ai]|D[io]s|L[ae]|Los|Las"
    r"|Te[nr]|V[ao]n|Zu[mr]|El|Al|Mac|Ben|Bin|St\.) \Z"
)
"""Begins a surname without a name before it: two lower-case particles, or one with a capital."""

# A single particle: at the start of a sentence, for writers who never capitalize it, and after a title.
SMALL = re.compile(r"(?<![\w'])(?:v[ao]n|te[nr]|zu[mr]) \Z")
SMALL_TITLED = re.compile(r"(?<![\w'])(?:v[ao]n|te[nr]?|zu[mr]?|de[ln]?|da|di|do|dos|du|el|al|bin|ben) \Z")

WRITTEN_SMALL = (
    r"(?:(?:v[ao]n|de|da|di|do|dos|del|della|du|ter|ten|zu|zur|zum|el|al|bin)(?: (?:de[nr]?|het|la|las|los))? )"
)
"""Lower-case particles before a surname in a form, with the space after them: source of a pattern."""

IN_STREET = r"(?:d[aeio]s?|d[e']l{0,2}[aeo']?|de(?:i|gli)|l[aeo]s?|y|e|du|des|von|van|den|der)"
"""In the name of a street: source of a pattern."""

IN_CELL = r"[a-zß-ÿ]{1,3}|'[a-z]|del+[ao]|und|'t"
"""In the cell of a table that holds a name: source of a pattern."""
