"""Conversion between code point and UTF-16 offsets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tabside.bridge.offsets import Utf16Offsets

TEXTS = st.text(st.characters(codec=None, exclude_categories=())).filter(lambda text: len(text) < 200)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(TEXTS)
def test_every_offset_is_what_encoding_says(text: str) -> None:
    offsets = Utf16Offsets(text)
    for offset in range(len(text) + 1):
        assert offsets.to_utf16(offset) == units(text[:offset])


@given(TEXTS)
def test_there_and_back_is_the_same(text: str) -> None:
    offsets = Utf16Offsets(text)
    for offset in range(len(text) + 1):
        assert offsets.to_code_points(offsets.to_utf16(offset)) == offset


def test_the_middle_of_a_pair_means_its_start() -> None:
    assert Utf16Offsets("a😀b").to_code_points(2) == 1
