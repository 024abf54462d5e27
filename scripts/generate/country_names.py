"""Write the names of countries in seven languages from CLDR, which Babel carries: python -m
scripts.generate.country_names

Needs Babel (`pip install babel==2.18.0`), which nothing else here does. Its output is committed.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from ..paths import ROOT

MODULE = ROOT / "py" / "tabside" / "redaction" / "recognizers" / "country_names.py"
LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "nl")
# Names that in one of the languages usually mean a person or another thing.
AMBIGUOUS = {
    "Ascension", "Chad", "Chili", "Cocos", "Congo-", "Curacao", "Dominica", "Georgia", "Guadalupe", "Jersey", "Jordan",
    "Man", "Réunion", "Reunion", "Saint Martin", "Saint-Martin", "San Martín", "Santa Lucia", "Santa Lucía", "Turkey",
}  # fmt: skip
# Common names that CLDR lacks.
MORE = (
    "USA", "U.S.A.", "U.S.", "UK", "U.K.", "UAE", "EEUU", "EE.UU.", "EE. UU.", "Great Britain", "England", "Scotland",
    "Wales", "Northern Ireland", "Hong Kong", "Macau", "Holland", "Burma", "Ivory Coast", "Czech Republic", "Swaziland",
    "Macedonia", "Großbritannien", "Schottland", "Grande-Bretagne", "Angleterre", "Écosse", "Inglaterra", "Escocia",
    "Escócia", "Gran Bretaña", "Grã-Bretanha", "Gran Bretagna", "Inghilterra", "Scozia", "Holanda", "Olanda",
    "Groot-Brittannië", "Engeland", "Schotland", "Tschechische Republik", "Bundesrepublik Deutschland",
    "United States of America", "Vereinigte Staaten von Amerika", "Estados Unidos de América", "États-Unis d'Amérique",
    "Russian Federation", "South Korea", "North Korea", "Palestine", "Palestina", "Kosovo",
)  # fmt: skip


def names() -> Iterator[str]:
    """Yield every name; text in parentheses is yielded separately."""
    from babel import Locale

    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if not re.fullmatch(r"[A-Z]{2}", code) or code in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"):
                continue
            outer, _, inner = name.partition(" (")
            yield from (part for part in (outer, inner.rstrip(")")) if part[:1].isupper())
            yield from re.findall(r"^(.+?)(?: - |-)(?:Kinshasa|Brazzaville|Kinsasa)", outer)
    yield from MORE


def main() -> None:
    kept = sorted({name.replace("’", "'") for name in names() if len(name) > 1 and name not in AMBIGUOUS})
    lines = textwrap.wrap("|".join(kept).replace(" ", "\u00a0").replace("|", " "), 110, break_on_hyphens=False)
    body = "\n".join(line.replace(" ", "|").replace("\u00a0", " ") + "|" for line in lines).rstrip("|")
    MODULE.write_text(
        '"""Names of countries in seven languages, from CLDR (Unicode license).\n\n'
        'Made by scripts/generate/country_names.py: do not edit.\n"""\n\n'
        "from __future__ import annotations\n\n"
        '__all__ = ["NAMES"]\n\n'
        f'_TABLE = """\n{body}\n"""\n\n'
        'NAMES = frozenset(_TABLE.strip().replace("\\n", "").split("|"))\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
