"""Both sides get the same text on every machine, of the length in the table."""

from __future__ import annotations

import pytest

from bench import texts


def count(text: str) -> int:
    return len(text.split()) + text.count(".")


@pytest.mark.parametrize("chars", [1, 1_000, 50_000])
def test_prose_is_as_long_as_asked_and_always_the_same(chars: int) -> None:
    assert len(texts.prose(chars)) == chars
    assert texts.prose(chars) == texts.prose(chars)


def test_a_third_of_the_sentences_hold_personal_data() -> None:
    sentences = texts.prose(200_000).count(".") - texts.prose(200_000).count("@example.org")
    fillers = sum(texts.prose(200_000).count(filler) for filler in texts.FILLERS)
    assert 0.25 < 1 - fillers / sentences < 0.45


@pytest.mark.parametrize("tokens", [16, 32, 64, 512])
def test_short_texts_have_exactly_so_many_tokens(tokens: int) -> None:
    assert count(texts.of_tokens(tokens, count)) == tokens


def test_mixed_texts_are_short_and_long() -> None:
    lengths = [count(text) for text in texts.mixed(200, count)]
    assert max(lengths) <= 250
    assert min(lengths) < 15
    assert max(lengths) > 100
