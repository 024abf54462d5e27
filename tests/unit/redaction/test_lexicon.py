"""The name lists: known and unknown words, and the format of the file."""

from __future__ import annotations

import random
import string
import struct
from itertools import pairwise
from pathlib import Path

import pytest

from tabside.redaction.words import lexicon
from tabside.redaction.words.lexicon import GIVEN, NAME, PLACE, SURNAME, WORD, WORD_IN_SMALL, look_up, plain

WORDS = WORD | WORD_IN_SMALL


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("Gijsbert", GIVEN),
        ("Chukwuemeka", GIVEN),
        ("Nguyễn", SURNAME),
        ("O'Brien", SURNAME),
        ("Kamakawiwoʻole", SURNAME),
        ("Papadopoulos", SURNAME),
        ("Curitiba", PLACE),
        ("Rosa", GIVEN | SURNAME),
        ("Rosa", WORD_IN_SMALL),
        ("Hill", SURNAME | WORD),
        ("Richter", SURNAME | WORD),
        ("window", WORD),
    ],
)
def test_known(word: str, kinds: int) -> None:
    assert look_up(plain(word)) & kinds == kinds


@pytest.mark.parametrize("word", ["Reisepass", "anteayer", "Rechnung", "Danish", "Februar", "che", "the", "cuenta"])
def test_no_names(word: str) -> None:
    assert not look_up(plain(word)) & NAME


def test_a_letter_of_chance_is_hardly_ever_a_name() -> None:
    rng = random.Random(1)
    words = ("".join(rng.choices(string.ascii_lowercase, k=12)) for _ in range(20_000))
    assert sum(look_up(word) != 0 for word in words) < 20_000 * 0.005


def test_the_file_is_small_and_sorted() -> None:
    assert Path(lexicon.__file__).with_name("names.bin").stat().st_size < 300_000
    data = Path(lexicon.__file__).with_name("names.bin").read_bytes()
    buckets = 2 ** (lexicon.HASH_BITS - 16)
    begins = struct.unpack(f"<{buckets + 1}I", data[: 4 * (buckets + 1)])
    low, high = data[4 * (buckets + 1) :][: begins[-1]], data[4 * (buckets + 1) + begins[-1] :][: begins[-1]]
    hashes = [256 * upper + lower for lower, upper in zip(low, high, strict=True)]
    for first, last in pairwise(begins):
        assert hashes[first:last] == sorted(set(hashes[first:last]))
    assert len(data) == 4 * (buckets + 1) + 3 * begins[-1]
