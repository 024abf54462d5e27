"""Ages, by the words around a number, in seven languages. The number alone is the finding, so that it can be
generalized to a group: `a 90+-year-old woman`. Used only on request: an age alone identifies nobody."""

from __future__ import annotations

from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS"]

_YEARS = r"(?P<value>1[0-2][0-9]|[1-9]?[0-9])"
# Words before an age, and form labels.
_BEFORE = (
    r"aged?|age is|ages|at (?:the )?age of|turn(?:s|ed|ing)|"
    r"edad(?: de)?|a la edad de|cumpl(?:e|ió|irá)(?: los)?|"
    r"âgée?s?(?: de)?|age|âge|à l'âge de|"
    r"alter(?: von)?|im alter von|"
    r"età(?: di)?|all'età di|"
    r"idade(?: de)?|aos|"
    r"leeftijd(?: van)?|op leeftijd van"
)
# Words after an age, whatever precedes it.
_BEHIND = (
    r"[- ]?(?:years?|yrs?)[- ]?old|[- ]years? of age|[- ]?(?:y/o|y\.o\.|yo)(?!\w)|"
    r"[- ]?(?:months?|weeks?|days?)[- ]old|"
    r" años de edad| años de vida| ?añit[oa]s|"
    r" ans? (?:révolus|d'âge)|"
    r" ?jahre? alt|[- ]?j[äa]hrig|"
    r" anni (?:d'età|di età|compiuti)|[- ]?enne(?!\w)|"
    r" anos de idade|"
    r" jaar oud|[- ]?jarige?(?!\w)"
)
# Words that turn a number of years into an age.
_WITH = (
    r"(?:of|is|was|am|be|de|con|tiene|tenía|cumplió|cumple|a los|has|a|avait|ayant|à|mit|ist|war|bin|di|ha|aveva|ho|"
    r"com|tem|tinha|van|is|was|ben)"
)

RECOGNIZERS = (
    PatternRecognizer(
        name="age",
        entity="AGE",
        regex=rf"(?<![^\W_])(?:{_BEFORE})[\"']?\s{{0,2}}[:=(]?\s{{0,2}}[\"']?{_YEARS}"
        r"(?![\w%]|[.,:/]\d)(?! ?(?:%|km|m\b|kg))",
        score=0.7,
        certain=False,
        ignore_case=True,
        optional=True,
        hits=(
            "a woman aged «93»", "Age: «93», male", '"age": «47»', "at the age of «8» she", "turned «90» in May",
            "edad: «34»", "âgé de «93» ans", "Alter: «47»", "im Alter von «93» Jahren", "età: «51»", "idade: «7»",
            "leeftijd: «66»",
        ),
        misses=("page 93", "aged cheddar 93", "the age of 1.5", "stage 3", "age 2024", "for ages, 3 times"),
    ),
    PatternRecognizer(
        name="age_in_years",
        entity="AGE",
        regex=rf"(?<![\w.,:/-]){_YEARS}(?:{_BEHIND})",
        score=0.7,
        certain=False,
        ignore_case=True,
        optional=True,
        hits=(
            "a «93»-year-old man", "he is «47» years old", "«6» months old", "«45» y/o", "«45»yo male",
            "«93» años de edad", "«93» Jahre alt", "der «93»-jährige", "die «47»jährige Frau", "un «51»enne",
            "«93» anos de idade", "«66» jaar oud", "een «66»-jarige",
        ),
        misses=("93 years ago", "in 10 years", "1993 year old", "2.5 years old"),
    ),
    PatternRecognizer(
        name="age_in_prose",
        entity="AGE",
        regex=rf"(?<![^\W_]){_WITH} {_YEARS} (?:años|ans|jahren?|anni|anos|jaar)(?!\w)"
        r"(?! (?:later|ago|depuis|que|lang|vor|fa|atrás|geleden))",
        score=0.6,
        certain=False,
        ignore_case=True,
        optional=True,
        hits=(
            "mujer de «93» años con", "tiene «34» años", "patiente de «47» ans", "elle a «93» ans",
            "Frau mit «47» Jahren", "ist «8» Jahre", "uomo di «51» anni", "ha «93» anni", "homem de «66» anos",
            "tem «7» anos", "hij is «66» jaar",
        ),
        misses=("hace 93 años", "depuis 20 ans", "vor 20 Jahren", "da 20 anni", "há 20 anos", "al 20 jaar"),
    ),
)  # fmt: skip
