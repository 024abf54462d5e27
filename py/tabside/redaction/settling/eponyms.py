"""Eponyms: `Parkinson's disease`, `Hilbert's basis theorem` and `Morbus Crohn` identify nobody.

A few words of medicine and mathematics directly before or after the name indicate an eponym.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..detection import Detection
from ..entities import PEOPLE
from ..words.titles import LONGEST_TITLE, TITLE
from .guessed_names import GUESSING

__all__ = ["without_eponyms"]

_NAMES = PEOPLE | {"CITY"}
_THING = (
    "disease|syndrome|disorder|dementia|lymphoma|palsy|chorea|thyroiditis|anaemia|anemia|fracture|reflex|sign|score|scale"
    "|theorem|lemma|conjecture|inequality|equation|totient|transform|algorithm|paradox|distribution|criterion"
    "|formula|constant|hypothesis|polynomials?|numbers|matrix|process|krankheit|syndrom|erkrankung|thyreoiditis|zeichen|lymphom|satz"
    "|ziekte|syndroom|catheter|katheter|cath[ée]ter|tumou?r|gene|virus|bacillus|lymph"
)
_BEHIND = re.compile(
    r"(?:['’]s?)?(?:[–-][A-ZÀ-Þ][^\W\d_]{1,20})?"
    r"(?: (?:basis|limit|incompleteness|totient|last|first|small|lymphocytic))?[ -]"
    rf"(?:{_THING})(?![^\W_])",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?<![^\W_])(?:Morbus|maladie d[e']|syndrome d[e']|enfermedad de|síndrome de|malattia di|morbo di|sindrome di"
    r"|doença de|síndrome do|ziekte van|syndroom van|teorema d[ei]|théorème d[e']|Satz von|stelling van)[ ]?\Z",
    re.IGNORECASE,
)
_LONGEST = 20


# What is a disease, wherever it stands: hardly anybody is called so.
_DISEASES = re.compile(
    r"(?:Parkinson|Alzheimer|Creutzfeldt[- ]Jakob|(?:Gilles de la )?Tourette|Crohn|Hodgkin|Asperger|Basedow|Hashimoto"
    r"|Guillain[- ]Barr[ée]|Raynaud|Sjögren|Menière|Ménière|Lewy|Lyme|Huntington|Kaposi|Behçet|Addison)(?:['’]?s)?"
)
_MEDICAL = re.compile(
    r"disease|syndrom|dement|patient|ziekte|verdenking|krank|diagnos|symptom|maladie|enfermedad|malattia|doença|hx|r/o"
    r"|therap|neurolog|anamnes|geen |kein |no |sin |senza |sem ",
    re.IGNORECASE,
)
_AROUND = 80
# Programming languages that are called as somebody is, beside a word of programming and without a surname behind.
_LANGUAGE = re.compile(r"Ada|Crystal|Delphi|Dylan|Eiffel|Elm|Haskell|Julia|Kotlin|Pascal|Perl|Ruby|Scala|Simula")
_PROGRAMMING_BEFORE = re.compile(
    r"(?<![^\W_])(?:learn(?:ed|t|s|ing)?|(?:program|cod|writ)(?:s|med|ming|e|ed|es|ing|ten)? in"
    r"|compiles?|(?:turbo|object|free)) \Z",
    re.IGNORECASE,
)
_PROGRAMMING_BEHIND = re.compile(
    r" (?:code|compilers?|programs?|programmers?|programming|scripts?|developers?|on Rails)(?![^\W_])"
)
_SURNAME_BEHIND = re.compile(r" [A-ZÀ-Þ][a-zß-ÿ]")


def without_eponyms(detections: Sequence[Detection], text: str) -> list[Detection]:
    """Drop claims of names that belong to a disease or a theorem."""
    return [found for found in detections if not _is_eponym(found, text)]


def _is_eponym(found: Detection, text: str) -> bool:
    if found.entity not in _NAMES or found.source not in GUESSING:
        return False
    if _DISEASES.fullmatch(text, found.start, found.end) and _MEDICAL.search(
        text, max(0, found.start - _AROUND), found.end + _AROUND
    ):
        return TITLE.search(text, max(0, found.start - LONGEST_TITLE), found.start) is None
    if _LANGUAGE.fullmatch(text, found.start, found.end):
        if _PROGRAMMING_BEHIND.match(text, found.end):
            return True
        before = _PROGRAMMING_BEFORE.search(text, max(0, found.start - _LONGEST), found.start)
        return before is not None and _SURNAME_BEHIND.match(text, found.end) is None
    return (
        _BEHIND.match(text, found.end) is not None
        or _BEFORE.search(text, max(0, found.start - _LONGEST), found.start) is not None
    )
