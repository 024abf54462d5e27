"""`use_fast`: the Rust library behind tabside's interface gives the same results, and accepts texts it would refuse
alone."""

from __future__ import annotations

import random

import pytest

from tabside import AutoTokenizer
from tabside.errors import InputError, TokenizerError
from tabside.tokenizers import Tokenizer
from tabside.tokenizers.fast import FastTokenizer
from tests.parity.conftest import LONG, examples, real_tokenizer
from tests.parity.test_tokenizers_real import NAMES as ALL
from tests.parity.tokenizers_compared import assert_same
from tests.parity.tokenizers_texts import SNIPPETS

pytestmark = pytest.mark.both

NAMES = list(ALL) if LONG else ["rampart", "traceforge", "deepseek"]


def texts(count: int) -> list[str]:
    """Return texts of snippets, a lone surrogate in every tenth, the same ones each time."""
    chance = random.Random(7)
    made = [" ".join(chance.choices(SNIPPETS, k=chance.randrange(1, 12))) for _ in range(count)]
    return [f"{text}\ud800 x" if number % 10 == 9 else text for number, text in enumerate(made)]


@pytest.mark.parametrize("name", NAMES)
def test_the_results_are_the_same(name: str) -> None:
    text = real_tokenizer(name).read_text(encoding="utf-8")
    ours, fast = Tokenizer.from_str(text), FastTokenizer(text)
    for limited in (False, True):
        for tokenizer in (ours, fast):
            tokenizer.no_padding()
            if limited:
                tokenizer.enable_truncation(12, stride=2)
            else:
                tokenizer.no_truncation()
        samples = texts(examples(30))
        for sample, other in zip(samples, reversed(samples), strict=True):
            assert_same(ours.encode(sample), fast.encode(sample))
            assert_same(ours.encode(sample, other), fast.encode(sample, other))
        for own, other in zip(ours.encode_batch(samples), fast.encode_batch(samples), strict=True):
            assert_same(own, other)
            assert ours.decode(own.ids) == fast.decode(other.ids)


async def test_a_model_s_tokenizer_comes_in_rust_when_it_is_asked_for() -> None:
    model = "nationaldesignstudio/rampart"
    plain: object = (await AutoTokenizer.from_pretrained(model, use_fast=False)).backend_tokenizer
    fast: object = (await AutoTokenizer.from_pretrained(model, use_fast=True)).backend_tokenizer
    assert isinstance(plain, Tokenizer)
    assert isinstance(fast, FastTokenizer)
    assert fast.padding is fast.truncation is None
    assert_same(plain.encode("My name is Ada."), fast.encode("My name is Ada."))
    for tokenizer in (plain, fast):
        with pytest.raises(InputError):
            tokenizer.encode(7)  # type: ignore[arg-type]


def test_a_file_that_is_none_is_a_typed_error() -> None:
    with pytest.raises(TokenizerError):
        FastTokenizer("{}")
