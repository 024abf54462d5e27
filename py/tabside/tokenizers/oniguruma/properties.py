r"""The sets of code points behind `\p{...}`, `\w` and `[:alpha:]` in Oniguruma."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache

from ...errors import TokenizerError
from ..unicode import oniguruma_tables
from ..unicode.sets import unpack
from .code_points import Runs, complement, intersection, union

__all__ = ["category", "property_named"]

_LONG_CATEGORIES = {
    "letter": "L",
    "uppercaseletter": "Lu",
    "lowercaseletter": "Ll",
    "titlecaseletter": "Lt",
    "casedletter": "LC",
    "modifierletter": "Lm",
    "otherletter": "Lo",
    "mark": "M",
    "combiningmark": "M",
    "nonspacingmark": "Mn",
    "spacingmark": "Mc",
    "enclosingmark": "Me",
    "number": "N",
    "decimalnumber": "Nd",
    "letternumber": "Nl",
    "othernumber": "No",
    "punctuation": "P",
    "connectorpunctuation": "Pc",
    "dashpunctuation": "Pd",
    "openpunctuation": "Ps",
    "closepunctuation": "Pe",
    "initialpunctuation": "Pi",
    "finalpunctuation": "Pf",
    "otherpunctuation": "Po",
    "symbol": "S",
    "mathsymbol": "Sm",
    "currencysymbol": "Sc",
    "modifiersymbol": "Sk",
    "othersymbol": "So",
    "separator": "Z",
    "spaceseparator": "Zs",
    "lineseparator": "Zl",
    "paragraphseparator": "Zp",
    "other": "C",
    "control": "Cc",
    "cntrl": "Cc",
    "format": "Cf",
    "surrogate": "Cs",
    "privateuse": "Co",
    "unassigned": "Cn",
    "digit": "Nd",
}
_ALIASES = {"alpha": "alphabetic", "upper": "uppercase", "lower": "lowercase", "whitespace": "space"}


@cache
def _categories() -> dict[str, Runs]:
    """Return the runs of every general category, in Oniguruma's version of Unicode."""
    changed = {name: unpack(packed) for name, packed in oniguruma_tables.CATEGORY_CHANGES.items()}
    changes = union(*changed.values())
    runs: dict[str, Runs] = {}
    category, start = unicodedata.category("\0"), 0
    for number in range(1, sys.maxunicode + 2):
        following = "" if number > sys.maxunicode else unicodedata.category(chr(number))
        if following != category:
            runs.setdefault(category, []).append((start, number))
            category, start = following, number
    unchanged = complement(changes)
    return {
        name: union(intersection(runs.get(name, []), unchanged), changed.get(name, [])) for name in {*runs, *changed}
    }


@cache
def category(name: str) -> Runs:
    """Return a general category such as `Lu`, a group such as `L`, or `LC`."""
    known = _categories()
    if name == "LC":
        return union(known["Lu"], known["Ll"], known["Lt"])
    found = [runs for key, runs in known.items() if key == name or (len(name) == 1 and key[0] == name)]
    return union(*found)


@cache
def property_named(name: str) -> Runs:
    """Return the set of a named property. Case, `_`, `-` and spaces in the name do not matter.

    Raises TokenizerError for an unknown name.
    """
    simple = "".join(character for character in name.casefold() if character not in " _-")
    short = simple.capitalize() if simple != "lc" else "LC"
    if simple in _LONG_CATEGORIES:
        return category(_LONG_CATEGORIES[simple])
    if len(simple) <= 2 and category(short):
        return category(short)
    built = _built(_ALIASES.get(simple, simple))
    if built is None:
        raise TokenizerError(f"a regex of the tokenizer asks for the property {name!r}, which is not known here")
    return built


def _built(simple: str) -> Runs | None:
    match simple:
        case "any":
            return [(0, 0x110000)]
        case "ascii":
            return [(0, 128)]
        case "alnum":
            return union(property_named("alphabetic"), category("Nd"))
        case "blank":
            return union(category("Zs"), [(9, 10)])
        case "xdigit" | "asciihexdigit":
            return [(48, 58), (65, 71), (97, 103)]
        case "graph":
            return complement(union(property_named("space"), *map(category, ("Cc", "Cn", "Cs"))))
        case "print":
            return union(property_named("graph"), category("Zs"))
    for key, packed in oniguruma_tables.PROPERTIES.items():
        if key.replace("_", "") == simple:
            return unpack(packed)
    return None
