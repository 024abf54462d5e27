from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabside.redaction.folding import fold

TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("e1２é\u0301\u0336\u200b\u200d\u00ad–’\u00a0\u2028\ud800\x00ﬁ𝟏①👨\ufe0f٣ｶ"),
    )
)


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("plain text\n\t", "plain text\n\t"),
        ("１２３-４５", "123-45"),
        ("𝟏𝟐𝟑 𝓐𝓷𝓷", "123 Ann"),
        ("٠١٢ ०१२", "012 012"),
        ("4\u200b1\u200d1\ufeff1", "4111"),
        ("soft\u00adhyphen", "softhyphen"),
        ("1‑2–3—4−5", "1-2-3-4-5"),
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("O’Neil", "O'Neil"),
        ("one\u2028two\x85three\x0bfour", "one\ntwo\nthree\nfour"),
        ("Jose\u0301", "José"),
        ("1\u03362\u0336", "12"),
        ("Z\u0351\u036b\u0343a\u0335", "Za"),
        ("ﬁne oﬀer", "fine offer"),
        ("①②", "12"),
        ("m² ½", "m² ½"),
        ("a\x00b\x07c", "abc"),
        ("x\ud800y", "x\ufffdy"),
        ("नमस्ते", "नमस्ते"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("漢字かな", "漢字かな"),
    ],
)
def test_view(text: str, view: str) -> None:
    assert fold(text).text == view


@pytest.mark.parametrize(
    ("text", "in_view", "in_original"),
    [
        ("ab", (0, 2), (0, 2)),
        ("\u200bab", (0, 2), (1, 3)),
        ("a\u200bb", (0, 1), (0, 1)),
        ("a\u200bb", (0, 2), (0, 3)),
        ("a\u200b", (0, 1), (0, 1)),
        ("ﬁx", (0, 1), (0, 1)),
        ("ﬁx", (1, 3), (0, 2)),
        ("e\u0301x", (0, 1), (0, 2)),
        ("e\u0301x", (1, 2), (2, 3)),
        ("😀１", (1, 2), (1, 2)),
        ("１\u200b\u200b２", (0, 2), (0, 4)),
        ("１\u200b\u200b２", (0, 1), (0, 1)),
        ("a\u200b", (1, 1), (2, 2)),
    ],
)
def test_alignment(text: str, in_view: tuple[int, int], in_original: tuple[int, int]) -> None:
    assert fold(text).to_original(*in_view) == in_original


@settings(deadline=None)
@given(TEXTS)
def test_every_character_of_the_view_stands_for_its_own_part(text: str) -> None:
    view = fold(text)
    position = 0
    for index in range(len(view.text)):
        start, end = view.to_original(index, index + 1)
        assert 0 <= start < end <= len(text)
        assert start >= position or view.to_original(index - 1, index) == (start, end)
        position = max(position, start)
        # What stands there folds to what the view holds there, up to what a neighbor adds.
        assert view.text[index] in fold(text[start:end]).text


@settings(deadline=None)
@given(TEXTS)
def test_the_view_of_a_view_is_itself(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_alignment_is_monotone(before: str, after: str) -> None:
    view = fold(before + after)
    starts = [view.to_original(index, index + 1)[0] for index in range(len(view.text))]
    assert starts == sorted(starts)


def test_a_megabyte_of_marks_is_linear() -> None:
    begin = time.process_time()
    assert fold("a" + "\u0301\u0316" * 500_000).text == "á"
    assert time.process_time() - begin < 2
