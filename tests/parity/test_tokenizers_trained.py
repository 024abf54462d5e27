"""Tokenizers of the other model families, trained by the tests."""

from __future__ import annotations

import functools

import pytest
from hypothesis import given, settings

from tests.parity.conftest import examples
from tests.parity.tokenizers_compared import Pair
from tests.parity.tokenizers_texts import TEXTS
from tests.parity.tokenizers_trained import FOREIGN, KINDS, trained


@functools.cache
def pair_of(kind: str) -> Pair:
    return Pair(trained(kind)).unlimited()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_any_text(kind: str) -> None:
    pair = pair_of(kind)

    @settings(max_examples=examples(80))
    @given(TEXTS, TEXTS)
    def check(text: str, second: str) -> None:
        pair.check(text)
        pair.check(text, pair=second)

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_document(kind: str) -> None:
    pair_of(kind).check(FOREIGN * 8)
    pair_of(kind).check("a" * 2000 + "中" * 500)


@pytest.mark.parametrize("kind", KINDS)
def test_truncated_pairs(kind: str) -> None:
    pair = Pair(trained(kind))
    for side in (pair.ours, pair.theirs):
        side.enable_truncation(16, stride=3)
        side.enable_padding(direction="left", length=20)
    pair.check(FOREIGN)
    pair.check(FOREIGN[:80], pair=FOREIGN[80:160])
