#!/usr/bin/env python3
"""Write py/tabside/redaction/words/ordinary.bin: frequent words of eight languages that are nobody's name.

Run by hand, when the source changes:

    python -m venv words && words/bin/pip install pyspellchecker==0.9.1 zxcvbn-pl==0.3.0
    npm pack @zxcvbn-ts/language-de@3.0.2 && tar xzf zxcvbn-ts-language-de-3.0.2.tgz
    mv package words/lib/python3*/site-packages/zxcvbn-ts-language-de
    words/bin/python -m scripts.generate.ordinary_words words/lib/python3*/site-packages

The source is pyspellchecker (MIT), whose word frequencies come from film subtitles and are cleaned by hand. For Polish
it is zxcvbn-pl, with the ranks of OpenSubtitles 2024 (ODC-BY), without the given names of its other list (CC0). A word
that five or more languages use is probably a name, because subtitles do not translate names, and is left out. Words
that `names.bin` lists only as names are left out as well.

For German, pyspellchecker has frequencies for few words, and a larger dictionary. A dictionary word counts as frequent
if it is among the most frequent words of Wikipedia or of subtitles in @zxcvbn-ts/language-de (MIT), whose lists exclude
names of people. The few names left, such as `Goethe`, are excluded because their only other form is a genitive.
"""

from __future__ import annotations

import gzip
import json
import re
import struct
import sys
from binascii import crc32
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path

from ..paths import ROOT

sys.path.insert(0, str(ROOT / "py"))

from tabside.redaction.words.lexicon import HASH_BITS, NAME, WORD, WORD_IN_SMALL, look_up, plain

TARGET = ROOT / "py" / "tabside" / "redaction" / "words" / "ordinary.bin"
# How many words of each language. German nouns have a capital, so that more are needed.
WORDS = {"en": 14_000, "de": 18_000, "es": 11_000, "fr": 11_000, "it": 11_000, "pt": 11_000, "nl": 15_000, "pl": 12_000}
# Languages of pyspellchecker. Subtitles in Polish leave much English as it is.
SUBTITLED = tuple(language for language in WORDS if language != "pl")
ENGLISH_IN_POLISH = 3_000
SHORTEST = 3
MOST_LANGUAGES = 4
# pyspellchecker gives words of a dictionary 50 where the subtitles have less.
LEAST, FLOOR = 50, 51
# Endings by which a German word has other forms in a dictionary. A name has but a genitive.
INFLECTIONS = ("n", "en", "e", "es", "er", "ern", "em", "nen", "se", "sen")
UMLAUTS = (("äu", "au"), ("ä", "a"), ("ö", "o"), ("ü", "u"))
ENDINGS_OF_NOUNS = re.compile(r"(?:schaft|keit|heit|ung|ismus|tion|tät|tum|nis|ling)s?")
# What `is_noun` takes for a compound need not be stored.
SHORTEST_COMPOUND, SHORTEST_ENDING = 8, 5


def frequent(folder: Path, language: str, least: int) -> Iterator[str]:
    """Yield the words of a language as `plain` spells them, those first that occur most, down to `least` times."""
    if language == "pl":
        yield from frequent_polish(folder)
        return
    data = (folder / "spellchecker" / "resources" / f"{language}.json.gz").read_bytes()
    counts: Mapping[str, int] = json.loads(gzip.decompress(data))
    for word, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
        spelled = plain(word)
        if len(spelled) >= SHORTEST and re.fullmatch("[a-z]+", spelled) and word.isalpha() and count >= least:
            yield spelled


def frequent_polish(folder: Path) -> Iterator[str]:
    """Yield the words of Polish as `plain` spells them, those first that occur most."""
    from marisa_trie import RecordTrie

    words, given = (RecordTrie("<I") for _ in range(2))
    words.load(str(folder / "zxcvbn_pl" / "data" / "pl_common_words.marisa"))
    given.load(str(folder / "zxcvbn_pl" / "data" / "pl_first_names.marisa"))
    for word in sorted(words.keys(), key=lambda word: (words[word][0][0], word)):
        spelled = plain(word)
        if len(spelled) >= SHORTEST and re.fullmatch("[a-z]+", spelled) and word not in given:
            yield spelled


def frequent_german(folder: Path) -> Iterator[str]:
    """Yield words of the German dictionary that are frequent in Wikipedia or subtitles, and are no names."""
    resources = folder / "spellchecker" / "resources" / "de.json.gz"
    dictionary: Mapping[str, int] = json.loads(gzip.decompress(resources.read_bytes()))
    lists = folder / "zxcvbn-ts-language-de" / "src"
    for file in ("commonWords.json", "wikipedia.json"):
        for word in json.loads((lists / file).read_text(encoding="utf-8")):
            spelled = plain(word)
            if word not in dictionary or len(spelled) < SHORTEST or not re.fullmatch("[a-z]+", spelled):
                continue
            if ENDINGS_OF_NOUNS.search(word) or any(form in dictionary for form in other_forms(word)):
                yield spelled


def other_forms(word: str) -> Iterator[str]:
    """Yield what may be other forms of a German word that is no name.

    >>> "gruppen" in other_forms("gruppe"), "platons" in other_forms("platon")
    (True, False)
    """
    for ending in INFLECTIONS:
        yield word + ending
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST:
            yield stem
            yield from (stem.replace(umlaut, vowel) for umlaut, vowel in UMLAUTS if umlaut in stem)
    for ending in ("a", "is", "um", "us"):
        if word.endswith(ending):
            yield word.removesuffix(ending) + "en"
    yield from (word.replace(umlaut, vowel) for umlaut, vowel in UMLAUTS if umlaut in word)


def without_compounds(words: Iterable[str], known: Set[str]) -> list[str]:
    """Return the words that are no compound with an ending that is known, in their order."""
    return [
        word
        for word in words
        if len(word) < SHORTEST_COMPOUND
        or not any(word[at:] in known for at in range(SHORTEST, len(word) - SHORTEST_ENDING + 1))
    ]


def ordinary(folder: Path) -> Mapping[str, int]:
    """Return each word and the languages that use it, as a sum of bits in the order of `WORDS`."""
    known = {language: dict.fromkeys(frequent(folder, language, LEAST)) for language in WORDS}
    for word in list(known["en"])[:ENGLISH_IN_POLISH]:
        known["pl"].pop(word, None)
    spread = Counter(word for language in SUBTITLED for word in set(frequent(folder, language, FLOOR)))
    languages: defaultdict[str, int] = defaultdict(int)
    for bit, (language, number) in enumerate(WORDS.items()):
        for word in list(known[language])[:number]:
            kinds = look_up(word)
            if not is_only_name(word) and (spread[word] <= MOST_LANGUAGES or kinds & (WORD | WORD_IN_SMALL)):
                languages[word] |= 1 << bit
    german = 1 << list(WORDS).index("de")
    stored = {word for word, bits in languages.items() if bits & german}
    further = [word for word in dict.fromkeys(frequent_german(folder)) if not is_only_name(word)]
    for word in without_compounds(further, stored | set(further)):
        languages[word] |= german
    return languages


def is_only_name(word: str) -> bool:
    """Whether the lists know a word as a name, and no language as a word."""
    kinds = look_up(word)
    return kinds & NAME != 0 and not kinds & (WORD | WORD_IN_SMALL)


def packed(words: Mapping[str, int]) -> bytes:
    """Return the file, laid out as `names.bin`."""
    kinds: defaultdict[int, int] = defaultdict(int)
    for word, bits in words.items():
        kinds[crc32(word.encode()) >> 32 - HASH_BITS] |= bits
    hashes = sorted(kinds)
    begins = [0] * (2 ** (HASH_BITS - 16) + 1)
    for value in hashes:
        begins[(value >> 16) + 1] += 1
    for index in range(1, len(begins)):
        begins[index] += begins[index - 1]
    planes = (bytes(value & 0xFF for value in hashes), bytes(value >> 8 & 0xFF for value in hashes))
    return struct.pack(f"<{len(begins)}I", *begins) + b"".join(planes) + bytes(kinds[value] for value in hashes)


def main() -> None:
    """Write the file and print its size."""
    words = ordinary(Path(sys.argv[1]))
    data = packed(words)
    TARGET.write_bytes(data)
    print(f"{len(words):,} words, {len(data):,} bytes")


if __name__ == "__main__":
    main()
