"""Real tokenizer files: the same ids, tokens, offsets and decoded texts as Hugging Face `tokenizers`."""

from __future__ import annotations

import functools

import pytest
from hypothesis import given, settings

from tests.parity.conftest import examples, real_tokenizer
from tests.parity.tokenizers_compared import Pair
from tests.parity.tokenizers_texts import TEXTS

NAMES = {"rampart": 2500, "quire": 800, "traceforge": 800, "claude": 500, "deepseek": 500, "gpt4o": 500}


@functools.cache
def pair_of(name: str) -> Pair:
    return Pair(real_tokenizer(name).read_text(encoding="utf-8")).unlimited()


@pytest.mark.parametrize("name", NAMES)
def test_any_text(name: str) -> None:
    pair = pair_of(name)

    @settings(max_examples=examples(NAMES[name]))
    @given(TEXTS)
    def check(text: str) -> None:
        pair.check(text)

    check()


@pytest.mark.parametrize("name", NAMES)
def test_vocabulary(name: str) -> None:
    pair = pair_of(name)
    ours, theirs = pair.ours, pair.theirs
    assert ours.get_vocab() == theirs.get_vocab()
    for with_added_tokens in (True, False):
        assert ours.get_vocab_size(with_added_tokens) == theirs.get_vocab_size(with_added_tokens)
    for is_pair in (True, False):
        assert ours.num_special_tokens_to_add(is_pair) == theirs.num_special_tokens_to_add(is_pair)
    vocabulary = theirs.get_vocab()
    for token in [*list(vocabulary)[:2000], "no such token"]:
        assert ours.token_to_id(token) == theirs.token_to_id(token)
    for token_id in [*range(2000), max(vocabulary.values()), 10_000_000]:
        assert ours.id_to_token(token_id) == theirs.id_to_token(token_id)
    assert list(ours.get_added_tokens_decoder()) == sorted(theirs.get_added_tokens_decoder())


def test_settings_of_the_file() -> None:
    text = real_tokenizer("traceforge").read_text(encoding="utf-8")
    pair = Pair(text)
    assert pair.ours.truncation == pair.theirs.truncation
    assert pair.ours.padding == pair.theirs.padding
    pair.check("a long title " * 40)


@pytest.mark.parametrize("name", NAMES)
def test_long_document(name: str) -> None:
    text = "It was the best of times, it was the worst of times… “Ça va?” said 北京's 3 élèves.\r\n" * 60
    pair_of(name).check(text)


@pytest.mark.parametrize("name", NAMES)
def test_one_character_many_times(name: str) -> None:
    for character in ("a", " ", "中", "é", "\u0301", "😀", "\n"):
        pair_of(name).check(character * 3000)
