"""Prefilters of patterns: they must never exclude a match, whatever the text."""

import random
import re
import sys
from functools import cache
from pathlib import Path

import pytest

from tabside.evaluation import dataset
from tabside.redaction.recognizers import PatternRecognizer, Registry
from tabside.redaction.recognizers.necessity import Needs, can_match, needs_of
from tabside.redaction.view.folding import fold

OWN = Path(__file__).resolve().parents[3] / "data" / "pii" / "pii.jsonl"
PATTERNS = [one for one in Registry.default().recognizers if isinstance(one, PatternRecognizer)]
ODD = "  \n-./:@#'\u017f\u212a\u0130\u0131\u00e9\u0660\u2013"

NEEDS: dict[str, tuple[str, int, list[str]]] = {
    "a character": ("a+", 0, ["a"]),
    "one of a class": ("[ab]", 0, ["a b"]),
    "of two that stand side by side, both and the pair": ("xz", 0, ["xz", "x", "z"]),
    "nothing of what may be left out": ("(?:x)?z", 0, ["z"]),
    "of what is repeated": ("(?:x){2,}", 0, ["x"]),
    "of each branch its rarest": ("xe|z", 0, ["xe z"]),
    "nothing when a branch needs nothing": (r"x|\w", 0, []),
    "nothing of what must not stand there": ("(?!x)(?<!v)z", 0, ["z"]),
    "what must stand there": ("(?=x)z", 0, ["x", "z"]),
    "any character": (r".[^a]\d\s", 0, []),
    "both cases": ("x", re.IGNORECASE, ["X x"]),
    "both cases where the pattern says so": ("(?i:x)", 0, ["X x"]),
    "nothing of another alphabet without case": ("ß", re.IGNORECASE, []),
    "a group": ("(?P<value>x)", 0, ["x"]),
    "nothing of a reference": (r"(?:(\w))\1", 0, []),
    "an atomic group": ("(?>x)", 0, ["x"]),
}


@pytest.mark.parametrize(("regex", "flags", "expected"), NEEDS.values(), ids=NEEDS)
def test_a_pattern_is_read(regex: str, flags: int, expected: list[str]) -> None:
    assert sorted(" ".join(sorted(need)) for need in needs_of(regex, flags)) == sorted(expected)


def test_whatever_matches_a_letter_without_case_is_known() -> None:
    everything = "".join(map(chr, [*range(0xD800), *range(0xE000, sys.maxunicode + 1)]))
    for letter in "abcdefghijklmnopqrstuvwxyz":
        (need,) = needs_of(letter, re.IGNORECASE)
        assert need == set(re.findall(letter, everything, re.IGNORECASE)), letter


@cache
def read(recognizer: PatternRecognizer) -> tuple[re.Pattern[str], Needs]:
    flags = re.IGNORECASE if recognizer.ignore_case else 0
    return re.compile(recognizer.regex, flags), needs_of(recognizer.regex, flags)


def hidden(recognizer: PatternRecognizer, text: str) -> bool:
    """Whether a prefilter excludes a text that contains a match."""
    pattern, needs = read(recognizer)
    return not can_match(text, needs) and pattern.search(text) is not None


def altered(text: str, chance: random.Random) -> str:
    """Cut a text, swap its case, and insert unusual characters."""
    characters = list(text[chance.randrange(len(text) // 2 + 1) :])
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(characters) + 1)
        characters[at : at + chance.randrange(3)] = chance.choice([chance.choice(ODD), ""])
    changed = "".join(characters)
    return chance.choice([changed, changed, changed.upper(), changed.lower(), changed.swapcase()])


@pytest.mark.parametrize("recognizer", PATTERNS, ids=[one.name for one in PATTERNS])
def test_no_match_is_hidden_in_altered_examples(recognizer: PatternRecognizer) -> None:
    chance = random.Random(recognizer.name)
    examples = [text.replace("«", "").replace("»", "") for text in (*recognizer.hits, *recognizer.misses)]
    texts = [*examples, *(altered(chance.choice(examples), chance) for _ in range(60))]
    assert [text for text in texts if hidden(recognizer, text)] == []


def test_no_match_is_hidden_in_the_own_set() -> None:
    texts = [fold(example.text).text for example in dataset.load(OWN)[::3]]
    assert [(one.name, text) for text in texts for one in PATTERNS if hidden(one, text)] == []


def test_most_recognizers_pass_over_plain_prose() -> None:
    text = "The committee met again and decided that the new library should be opened in the spring."
    assert sum(can_match(text, read(one)[1]) for one in PATTERNS) < len(PATTERNS) / 4
