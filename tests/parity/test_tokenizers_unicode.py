"""Every code point in both implementations."""

from __future__ import annotations

import pytest

from tests.parity.conftest import LONG
from tests.parity.tokenizers_compared import Pair
from tests.parity.tokenizers_exhaustive import AROUND, CONFIGS, texts

pytestmark = [pytest.mark.both, pytest.mark.slow]


@pytest.mark.parametrize("name", CONFIGS)
def test_every_code_point(name: str) -> None:
    pair = Pair(CONFIGS[name])
    for text in texts(AROUND if LONG else "{0}\u0301 ", everything=LONG):
        ours, theirs = pair.ours.encode(text), pair.theirs.encode(text)
        assert ours.tokens == theirs.tokens
        assert ours.offsets == theirs.offsets
        assert ours.word_ids == theirs.word_ids
