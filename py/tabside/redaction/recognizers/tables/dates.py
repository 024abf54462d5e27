"""Dates in digits and with month names, in seven languages; dates of birth by the preceding words.

A plain date identifies nobody, so `DATE` is found only on request. If it is requested (policy `hipaa`),
month and day without a year, and month and year without a day, are dates as well: everything finer than a year.
"""

from __future__ import annotations

from ..pattern import PatternRecognizer

__all__ = ["ANY_MONTH", "RECOGNIZERS"]

_WHOLE_MONTHS = (
    "january|february|march|april|june|july|august|september|october|november|december|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|"
    "janvier|février|fevrier|mars|avril|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|"
    "januar|jänner|februar|märz|juni|juli|oktober|dezember|"
    "gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|"
    "janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|"
    "januari|februari|maart|augustus"
)
_MONTHS = f"{_WHOLE_MONTHS}|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|mai|mei"
# Abbreviations allowed only before a full stop or between digits.
_SHORT = "janv|févr?|avr|juil|déc|mrz|okt|dez|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|fev|out|mrt"


def _by_letter(words: str) -> str:
    """Group alternatives by their first letters, so that most letters exclude all but a few at once.

    >>> _by_letter("may|march|june")
    'm(?:ay|arch)|j(?:une)'
    """
    letters: dict[str, list[str]] = {}
    for word in words.split("|"):
        letters.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in letters.items())


ANY_MONTH = _by_letter(_MONTHS.replace("sept?", "sep|sept"))
_INITIALS = "".join(sorted({month[0] for month in _MONTHS.split("|")}))
_SHORT_OR_ANY = _by_letter(f"{_MONTHS}|{_SHORT}".replace("sept?", "sep|sept"))
_ORDINAL = r"(?:st|nd|rd|th|er|e|º|\.)?"
_FIGURES = (
    r"[0-9]{4}(?P<iso>[-/.])[0-9]{1,2}(?P=iso)[0-9]{1,2}"
    r"|[0-9]{1,2}(?P<gap>[-/.]|\. )[0-9]{1,2}(?P=gap)(?:[0-9]{4}|[0-9]{2})"
)
_IN_WORDS = (
    rf"[0-9]{{1,2}}{_ORDINAL}(?: de| of)? (?=[a-z])(?:{ANY_MONTH})\.?,?(?: de| del)? (?:[0-9]{{4}}|[0-9]{{2}})"
    rf"|(?=[{_INITIALS}])(?:{ANY_MONTH})\.? [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}}"
)
_YEAR = r"(?:1[89]|20)[0-9]{2}"
_DATE_OF_BIRTH = rf"(?:{_FIGURES}|{_IN_WORDS}|[0-9]{{8}})"
_DAY, _MONTH = "(?:[12][0-9]|3[01]|0?[1-9])", "(?:1[0-2]|0?[1-9])"
_END = r"(?![\w/]|[.:-]\d)"
_DATE = (
    rf"{_YEAR}(?P<iso>[-/.]){_MONTH}(?P=iso){_DAY}(?=T[0-9]{{2}}:|[^\w]|$)"
    rf"|(?:{_DAY}(?P<gap>[-/.]|\. ){_MONTH}(?P=gap)|{_MONTH}(?P<us>[-/.]){_DAY}(?P=us))(?:{_YEAR}|[0-9]{{2}}){_END}"
    rf"|{_MONTH}/{_YEAR}{_END}"
)
# The first letter of a month must follow the day, so few texts reach the months.
_DATE_IN_WORDS = (
    rf"{_DAY}{_ORDINAL}(?: de| of|-)?[ -]?(?=[a-z])(?:{_SHORT_OR_ANY})(?!\w)"
    rf"(?:\.?,?(?: de| del|-)?[ -]?(?:{_YEAR}|'?[0-9]{{2}}))?{_END}"
    rf"|(?=[{_INITIALS}])(?:{ANY_MONTH})\.? (?:{_DAY}(?:st|nd|rd|th)?(?:,? {_YEAR})?|(?:de )?{_YEAR}){_END}"
)
_BIRTH = (
    r"b(?:orn(?: on)?(?: the)?|irth[ _]?dates?|irth[ _]?day|irth|\.(?=\s[0-9]{1,2}[./]))|dn(?=:? [0-9])"
    r"|d(?:\.?o\.?b\.?|ate[ _]of[ _]birth|ate de naissance|ata di nascita|ata de nascimento)"
    r"|n(?:acid(?:[oa]|o/a|o\(a\))(?: el)?|acimiento|ée?(?: le)?|é\(e\)(?: le)?|aissance"
    r"|at(?:[oa]|o/a)(?: il)?|ascita|ascid(?:[oa]|o/a|o\(a\))(?: em| a)?|ascimento|asc\.)"
    r"|f(?:echa de nacimiento|\. ?nac\.?)"
    r"|c(?:umpleaños|ompleanno)|anniversaire|verjaardag"
    r"|geb(?:oren(?: am| op)?|urtsdatum|urtstag|oortedatum|oortedag|\.?(?: am| op)|\. ?dat(?:um|\.)|\.|)"
)


RECOGNIZERS = (
    PatternRecognizer(
        name="date_of_birth",
        entity="DATE_OF_BIRTH",
        regex=rf"(?=[bdnfgvca])(?<![^\W_])(?:{_BIRTH})(?:\"?'?\s{{0,3}}(?:[:=#|]|is|was|est|ist|è|es|é)?\s{{0,3}}\"?'?)"
        rf"(?=[0-9{_INITIALS}])(?P<value>{_DATE_OF_BIRTH})(?![\w/]|[.-]\d)",
        score=0.9,
        ignore_case=True,
        hits=(
            "born on «12 March 1980» in", "DOB: «03/12/1980»,", "Fecha de nacimiento: «5 de mayo de 1971»",
            "née le «1er avril 1990»", "NÉ(E) LE «26 décembre 1945» À",
            "geb. «12.03.1980»", "Geburtsdatum «1. Januar 2001»", "nata il «3 maggio 1955»",
            "data de nascimento: «01-02-1999»",
            "geboren op «7 juni 1963»", "\"birthDate\": \"«1980-03-12»\"",
            "geb. am «12.03.1980»", "Geb. datum: «7 mei 2002»",
            "Ann Lee b. «17.4.84», seen", "utente 3, DN «05/10/1941»",
        ),
        misses=("on 12 March 1980", "born in Paris", "reborn 12/03/1980", "DOB: 12"),
    ),
    PatternRecognizer(
        name="date_of_birth_behind_place",
        entity="DATE_OF_BIRTH",
        # The place of birth is between the word and the date; `(W/F, 06-30-1971)` as in police reports.
        regex=r"(?=[bngt(])(?:(?<![^\W_])(?:born|né(?:e|\(e\))?|nacid(?:[oa]|o/a)|nat(?:[oa]|o/a)|nascid(?:[oa]|o/a)|geb(?:oren|\.))"
        r"\s(?:in|at|à|a|en|em|n[oa]|nel|te)\s(?=[^\W\d_])[^\d\n.;:]{2,40}?,?\s(?:(?:il|le|el|em|am|op|on|a|den)\s|l['’])?"
        # A name at birth stands between them.
        r"|(?<![^\W_])(?:née?|geb(?:\.|orene))\s(?=[^\W\d_])[^\d\n.;:]{2,40}?,?\s(?:le|am|op|on)\s"
        rf"|\((?:[abhiouw]/)?[fm],\s)(?=[0-9{_INITIALS}])(?P<value>{_FIGURES}|{_IN_WORDS})(?![\w/]|[.-]\d)",
        score=0.85,
        ignore_case=True,
        hits=(
            "nata a Gemona del Friuli il «12 marzo 1984», ricoverata", "né à Libreville le «14/09/1990» et",
            "nacido en Las Palmas el «3 de mayo de 1971»", "nascida em Évora a «12/06/1990»,",
            "geboren in Bad Homburg am «3. Mai 1960»", "geboren te Den Haag op «3 mei 1960»",
            "born in Cork, Ireland on «12 March 1980»",
            "Anne Ruiz, née Le Goff le «05/04/1939», vit", "Ute Lenz, geb. Maas am «3. Mai 1960»",
            "nato a Lecce l'«8/9/1999»", "COBB, TYRESE (B/M, «06-30-1971»)",
        ),
        misses=("born in Paris. On 12 March 1980", "geboren in 1980", "nata a Roma", "(F, 3)", "born in a house 12/2"),
    ),
    PatternRecognizer(
        name="date_of_birth_by_star",
        entity="DATE_OF_BIRTH",
        # German's sign for a birth, behind a comma or bracket, or before a death; else a list has it.
        regex=r"\*(?:(?<=[,(]\*)|(?<=[,(] \*)|(?=[^\n]{8,30}†))\s?"
        rf"(?P<value>{_FIGURES}|{_IN_WORDS})(?![\w/]|[.-]\d)",
        score=0.85,
        ignore_case=True,
        hits=("Meier, Anna, *«07.09.1967», w", "(*«3. Mai 1931»)", "* «6. Jänner 1931»   † 9. März 2026"),
        misses=("* 12.03.2026 Termin verlegt", "**12.03.2026**", "2 * 3.4"),
    ),
    PatternRecognizer(
        name="date",
        entity="DATE",
        regex=rf"(?=[0-9]{{1,4}}[-/.])(?<![\w/.:$€£-])(?:{_DATE})",
        score=0.6,
        certain=False,
        optional=True,
        hits=(
            "admitted «2024-03-12», again «2024/3/9»", "«2026-11-24»T08:00:00Z", "on «03/12/2024».", "«12.03.24»,",
            "am «12. 3. 2024»", "seen «05/2024»",
        ),
        misses=(
            "in 2024", "version 1.2.3.4", "10:30", "99/99/2024", "31/31/2024", "chapter 3 of 12", "1/2 cup",
            "ratio 3/4", "0.12.2024.1",
        ),
    ),
    PatternRecognizer(
        name="date_in_words",
        entity="DATE",
        regex=rf"(?=[0-9{_INITIALS}])(?<![\w/.:$€£-])(?:{_DATE_IN_WORDS})",
        score=0.6,
        certain=False,
        ignore_case=True,
        optional=True,
        hits=(
            "«March 3, 2024» and «3 March 2024»", "«Mar. 3rd, 2024»", "on «May 5» she", "in «March 2024»",
            "«3-Mar-2024»", "«12 de mayo de 2024»", "«5 de mayo»", "«enero de 2024»", "le «1er avril 2024»",
            "«14 févr. 2024»", "«luglio 2024»", "am «3. Oktober 2024»", "«2. Mai»", "il «3 maggio 2024»",
            "«3 de março de 2024»",
            "op «7 juni 2024»", "«7 mrt 2024»",
        ),
        misses=("May I", "march on", "5 marzipan", "5 maybe"),
    ),
)  # fmt: skip
