"""Titles, professions and greetings that precede names."""

from __future__ import annotations

import re

__all__ = [
    "BEFORE_PARTICLE",
    "CALLING",
    "COURTESY",
    "GREETING",
    "KIN",
    "LONGEST_CALLING",
    "LONGEST_GREETING",
    "LONGEST_TITLE",
    "TITLE",
]

TITLE = re.compile(
    r"(?<![^\W_])(?:mr|mrs|ms|miss|mx|dr|prof|sir|herr|herrn|frau|señor|señora|sr|sra|srta|don|doña|dña|m|mme|mlle"
    r"|monsieur|madame|mademoiselle|signor|signora|signorina|sig|dott|dottssa|senhor|senhora|dona|meneer|mevrouw|dhr"
    r"|mevr|mw)\.?\s{1,2}\Z",
    re.IGNORECASE,
)
"""A courtesy title right before a word makes a surname of it."""

LONGEST_TITLE = 16

CALLING = re.compile(
    r"(?<!\w)(?:advocaat|avvocat[oa]|abogad[oa]|advogad[oa]|avocate?|maître|(?:rechts)?anw[aä]lt(?:in)?|notar(?:in|is|io|ia)?"
    r"|notary|docteure?|doctora?|dokter|doktor|dottore?|dottoressa|doutora?|professora?|professore|professeure?|professoressa"
    r"|ingenieur|ingeniero|ingegnere|engenheir[oa]|inspe[ck]tor|inspecteur|sergeant|officer|captain|judge|jueza?|juiza?"
    r"|giudice|rechter|juge|familie|family|famille|famiglia|familia|família|witwer?|kollegin?|kollege|nachbar(?:in)?|colleg[ao]"
    r"|colega|collègue|dra?\.?|pfarrer|pater|père|padre|frère|fray|schwester|sœur|suor|sor|irmã|broer|zuster)[ \t]\Z",
    re.IGNORECASE,
)
LONGEST_CALLING = 18
GREETING = re.compile(
    r"(?<!\w)(?:dear|hi|hello|hey|querid[oa]|estimad[oa]|hola|cher|chère|bonjour|salut|lieber?|hallo|lieve|beste|hoi|dag"
    r"|car[oa]|gentile|ciao|prezad[oa]|olá|oi)[ \t]\Z",
    re.IGNORECASE,
)
LONGEST_GREETING = 12

BEFORE_PARTICLE = (
    r"(?:[Mm]eneer|[Mm]evrouw|[Dd]e heer|[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.?|[Ff]amilie|Herrn?|Frau"
    r"|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Prof\.?|M\.|Mme|Mlle|[Mm]onsieur|[Mm]adame|[Ff]amille|[Ss]eñora?|[Ss]r[a.]?\.?|[Dd]oña|[Dd]on"
    r"|[Ff]amilia|[Ss]ignora?|[Ss]ig\.?(?:ra)?|[Ff]amiglia|[Ss]enhora?|[Dd]ona|[Ff]amília)"
)
"""Titles that a particle and a surname may follow, whatever the surname: source of a pattern."""

COURTESY = (
    r"(?:(?:M(?:rs?|s|x)|Dr|Prof|Cllr|Dott|dott|Sig|sig|[Dd]hr|[Mm]evr|[Mm]w|[Ff]am|Rev(?=\.))\.?"
    r"|Herrn?|Frau|Mme|Mlle"
    r"|[Mm]onsieur|[Mm]adame|[Mm]eneer|[Mm]evrouw|[Ff]amilie|[Dd]e heer|[Ss]ig\.ra|[Dd]ott\.ssa|[Ss]ignora?|[Ss]eñora?"
    r"|[Ss]ra\."
    r"|Dña\.|Dra\.|[Ss]enhora?|[Dd]ona|[Dd]oña|(?:[Ee]l|[Aa]l|[Dd]el|[Ee]stimado|[Pp]rezado|[Oo]|[Aa]o|[Dd]o) [Ss]r\."
    r"|[Jj]uf|[Ss]eñ[oa])"
)
"""Titles that make a surname of any word with a capital: source of a pattern."""

KIN = (
    r"(?:aunt(?:ie|y)?|[Uu]ncle|Aunt(?:ie|y)?|tí[ao]|tia|tio|[Tt]ante|oncle|tonton|Onkel|zi[ao]|oom|oma|opa|Oma|Opa"
    r"|nonn[ao]|abuel[ao]|mon cousin|ma cousine|suocer[ao])"
)
"""Words of kinship that make a given name of any word with a capital: source of a pattern."""
