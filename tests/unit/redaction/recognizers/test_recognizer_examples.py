"""Every recognizer defined as data has its own examples: each must hold."""

from __future__ import annotations

import pytest

from tabside.redaction.recognizers import PatternRecognizer, Registry
from tabside.redaction.view.folding import fold

PATTERNS = [found for found in Registry.default().recognizers if isinstance(found, PatternRecognizer)]
HITS = [
    pytest.param(pattern, hit, id=f"{pattern.name}-{n}") for pattern in PATTERNS for n, hit in enumerate(pattern.hits)
]
MISSES = [
    pytest.param(pattern, miss, id=f"{pattern.name}-{n}")
    for pattern in PATTERNS
    for n, miss in enumerate(pattern.misses)
]


def marked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}«{text[start:end]}»{text[end:]}"
    return text


@pytest.mark.parametrize(("pattern", "hit"), HITS)
def test_hit(pattern: PatternRecognizer, hit: str) -> None:
    text = hit.replace("«", "").replace("»", "")
    assert marked(text, [(found.start, found.end) for found in pattern.find(fold(text).text)]) == hit


@pytest.mark.parametrize(("pattern", "miss"), MISSES)
def test_miss(pattern: PatternRecognizer, miss: str) -> None:
    assert marked(miss, [(found.start, found.end) for found in pattern.find(fold(miss).text)]) == miss


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_has_examples_of_both_kinds(pattern: PatternRecognizer) -> None:
    assert pattern.hits
    assert pattern.misses


def test_names_are_unique() -> None:
    names = [recognizer.name for recognizer in Registry.default().recognizers]
    assert len(names) == len(set(names))
