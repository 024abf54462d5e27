#!/usr/bin/env python3
"""Write py/tabside/redaction/words/ordinary.bin: frequent words of eight languages that are nobody's name.

Run by hand, when the source changes:

    python -m venv words && words/bin/pip install pyspellchecker==0.9.1 zxcvbn-pl==0.3.0
    words/bin/python -m scripts.generate.ordinary_words words/lib/python3*/site-packages

The source is pyspellchecker (MIT), whose word frequencies are made from film subtitles and kept clean by hand, and for
Polish zxcvbn-pl, whose ranks are OpenSubtitles 2024's (ODC-BY) without the given names of its other list (CC0). A word
that five languages and more use is rather a name, which subtitles do not translate, and is left out; so is what
`names.bin` knows as a name alone.
"""

from __future__ import annotations

import gzip
import json
import re
import struct
import sys
from binascii import crc32
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
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
            is_name = kinds & NAME and not kinds & (WORD | WORD_IN_SMALL)
            if not is_name and (spread[word] <= MOST_LANGUAGES or kinds & (WORD | WORD_IN_SMALL)):
                languages[word] |= 1 << bit
    return languages


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
