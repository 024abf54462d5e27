"""Drop names of products, dishes and versions of software: `a Kenwood mixer`, `galletas María`, `Jenkins v2.452`.

A word for a thing stands beside such a name: behind it in English, German and Dutch, where an article precedes both,
and before it in the Romance languages. A given name together with a surname is kept there. Words that an entry of
contacts has (`phone`, `mobile`) and that people are called by (`trainer`) are no such words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..detection import Detection
from .guessed_names import is_guessed_name

__all__ = ["without_products"]


_ENGLISH = (
    "air fryers?|amplifiers?|blenders?|biscuits?|chainsaws?|coffee machines?|crackers?|dishwashers?|freezers?|fridges?"
    "|guitars?|headphones|jeans|keyboards?|kettles?|laptops?|lawnmowers?|microwaves?|mixers?|monitors?|motorbikes?|ovens?|pianos?"
    "|printers?|razors?|routers?|sewing machines?|smartphones?|sneakers?|telescopes?|televisions?|toasters?|tractors?"
    "|typewriters?|vacuum cleaners?|violins?|washing machines?|whiske?y"
)
# The last part of a compound, or the whole word.
_GERMAN = (
    "[a-zäöüß]*(?:schrauber|maschine|schrank|trockner|herd|drucker|fernseher|laptop|kamera|mixer|toaster|kocher|sauger"
    "|tüten|reifen|geräte?|lautsprecher|kopfhörer|mäher)n?|Kaffee|Pizza|Herd|Mixer|Toaster|Drucker|Fernseher|Laptop|Klavier"
)
_DUTCH = (
    "oven|wasmachine|koelkast|wasdroger|vaatwasser|printer|televisie|laptop|boormachine|stofzuiger|scheerapparaat"
    "|waterkoker|broodrooster|koptelefoon|grasmaaier|naaimachine"
)
_ROMANCE = (
    # Spanish
    "galletas?|lavadora|nevera|horno|impresora|televisor|lavavajillas|aspiradora|zapatillas|mermelada|cerveza|yogur"
    "|batidora|tostadora"
    # French
    "|lave-linge|lave-vaisselle|(?:le|un|du|au) four|frigo|réfrigérateur|imprimante|téléviseur|perceuse|aspirateur"
    "|yaourts?|biscuits?|savon|confiture|bière|grille-pain|bouilloire"
    # Italian
    "|biscotti|pasta|caffè|lavatrice|lavastoviglie|frigorifero|forno|stampante|televisore|trapano|birra|marmellata"
    "|frullatore|tostapane"
    # Portuguese
    "|bolachas?|biscoitos?|leite|queijo|máquina de lavar|frigorífico|geladeira|fogão|impressora|aspirador|cerveja"
    "|iogurte|liquidificador|torradeira|chaleira"
)
_BRAND = r"[A-ZÀ-Þ][\w’'-]{1,20}"
_ARTICLE_BEFORE = re.compile(
    r"(?<![^\W_])(?:[Aa]n?|[Tt]he|[Tt]his|[Tt]wo|[Oo]ur|[Nn]ew|[Oo]ld|[Ee]ine?[nmr]?|[Dd](?:er|ie|as|en|em)|[Nn]eue[nrm]?"
    rf"|[Ee]en|[Hh]et|[Dd]e|nieuwe) (?:{_BRAND} )?\Z"
)
_THING_BEHIND = re.compile(rf" (?:{_BRAND} )?(?:{_ENGLISH}|{_DUTCH}|(?=[A-ZÄÖÜ])[A-ZÄÖÜ]?(?:{_GERMAN}))(?![^\W_])")
_GERMAN_THING = re.compile(rf"[A-ZÄÖÜ](?=[a-zäöüß]{{5}})(?:{_GERMAN})")
_BRAND_BEFORE = re.compile(rf"(?<![^\W_])(?:[Dd](?:er|ie|as|en|em|es)|[Ee]in(?:e[nmrs]?)?) {_BRAND} \Z")
_THING_BEFORE = re.compile(rf"(?<![^\W_])(?:{_ROMANCE}) \Z")
_FURTHER_NAME = re.compile(r" [A-ZÀ-Þ][a-zß-ÿ]")
# Dishes and drinks that are named after somebody.
_DISH_BEHIND = re.compile(r"(?:(?:Caesar|Cobb|Waldorf)[ -](?:[Ss]alad|[Ss]alat|salade)|Graham crackers?)(?![^\W_])")
_DISH = re.compile(
    r"(?<![^\W_])(?:eggs Benedict|beef (?:Wellington|Stroganoff)|chicken K(?:ie|yi)v"
    r"|(?:peach|pêche|pesca|Pfirsich|pêssego) Melba|bananas Foster|cr[êe]pes? Suzette"
    r"|oysters Rockefeller|tarte Tatin|sauce Mornay|pizza (?:Regina )?Margherita"
    r"|(?:pasta|spaghetti) alla Norma|sole Meunière|tournedos Rossini|Earl Grey|Bloody Mary)(?![^\W_])",
    re.IGNORECASE,
)
_VERSION_BEHIND = re.compile(r"(?: v|@|,? (?:[Vv]ersion|versión|versione|versão|versie) )[0-9]{1,4}\.[0-9]")
_BEFORE, _LONGEST_NAME = 42, 40


def without_products(found: Sequence[Detection], text: str) -> list[Detection]:
    """Return the detections without those of people and places that name a thing."""
    return [one for one in found if not _is_thing(one, text)]


def _is_thing(one: Detection, text: str) -> bool:
    if not is_guessed_name(one) or one.end - one.start > _LONGEST_NAME:
        return False
    begin = max(0, one.start - _BEFORE)
    if _THING_BEHIND.match(text, one.end) and _ARTICLE_BEFORE.search(text, begin, one.start):
        return True
    if _GERMAN_THING.fullmatch(text, one.start, one.end) and _BRAND_BEFORE.search(text, begin, one.start):
        return True
    if _DISH_BEHIND.match(text, one.start) or _VERSION_BEHIND.match(text, one.end):
        return True
    dish = _DISH.search(text, begin, one.end + _LONGEST_NAME)
    if dish is not None and dish.start() <= one.start and one.end <= dish.end():
        return True
    is_lone = " " not in text[one.start : one.end] and _FURTHER_NAME.match(text, one.end) is None
    return is_lone and _THING_BEFORE.search(text, begin, one.start) is not None
