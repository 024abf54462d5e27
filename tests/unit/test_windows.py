"""Windows: their ends, ownership of every character exactly once, and linear time."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabside.pipelines.windows import MOST_CHARS, Window, cut

LONG_LINE = "This line is as long as lines are when prose was wrapped at seventy-two"
SENTENCE = "Ada Lovelace wrote to Charles Babbage about the engine again. "

# text -> the texts of its windows
CASES = {
    "one sentence": ("Hello there.", ["Hello there."]),
    "short sentences stay together": ("One. Two! Three?", ["One. Two! Three?"]),
    "a window ends once it is long enough": (SENTENCE * 2, [SENTENCE, SENTENCE]),
    "paragraphs part": ("Dear Ada,\n\nsee you.", ["Dear Ada,\n\n", "see you."]),
    "paragraphs part with spaces between": ("A\n \t\nB", ["A\n \t\n", "B"]),
    "windows line ends": ("A\r\n\r\nB\r\nC", ["A\r\n\r\n", "B\r\nC"]),
    "an address block stays together": ("Ada\n12 Main St\nLondon", ["Ada\n12 Main St\nLondon"]),
    "a wrapped line goes on": (f"{LONG_LINE}\nand goes on.", [f"{LONG_LINE}\nand goes on."]),
    "a very long line ends": (f"{LONG_LINE} {LONG_LINE}\nB", [f"{LONG_LINE} {LONG_LINE}\n", "B"]),
    "a title is no end": ("x" * 60 + " Dr. Ada. B", ["x" * 60 + " Dr. Ada. ", "B"]),
    "an initial is no end": ("x" * 60 + " A. Lovelace. B", ["x" * 60 + " A. Lovelace. ", "B"]),
    "quotes belong to the sentence": ("x" * 60 + ' "yes." B', ["x" * 60 + ' "yes." ', "B"]),
    "ideographic full stop": ("你" * 60 + "。好", ["你" * 60 + "。", "好"]),
    "spaces before the text": ("\n\n  Hello", ["\n\n  Hello"]),
    "spaces after the text": ("Hello \n\n", ["Hello \n\n"]),
    "empty": ("", []),
    "spaces only": (" \n\t ", []),
    "lone surrogate": ("\ud800", ["\ud800"]),
    "NUL": ("\0", ["\0"]),
    "full stop alone": ("。", ["。"]),
    "full stop at the end": ("你" * 60 + "。", ["你" * 60 + "。"]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_windows_end_where_people_would_end_them(text: str, expected: list[str]) -> None:
    assert [text[window.start : window.end] for window in cut(text)] == expected


def own(text: str, windows: list[Window]) -> str:
    return "".join(text[window.own_start : window.own_end] for window in windows)


def check(text: str, windows: list[Window]) -> None:
    assert own(text, windows) == (text if text.strip() else "")
    for window in windows:
        assert 0 <= window.start <= window.own_start < window.own_end <= window.end <= len(text)
        assert window.end - window.start <= MOST_CHARS
    numbers = [window.number for window in windows]
    assert numbers == sorted(numbers)
    for one, following in pairwise(windows):
        assert (following.start < one.end) == (following.number == one.number)


@given(st.text(alphabet=st.sampled_from("ab .!?\n\r\t。\u0301\"')\u2029Dr\ud800"), max_size=2000))
def test_every_character_is_owned_once(text: str) -> None:
    check(text, list(cut(text)))


@given(st.text(max_size=300))
def test_every_character_is_owned_once_whatever_it_is(text: str) -> None:
    check(text * 5, list(cut(text * 5)))


def test_over_long_sentences_are_cut_between_words_and_overlap() -> None:
    text = " ".join(f"word{number}" for number in range(400))

    windows = list(cut(text))

    assert len(windows) > 5
    assert {window.number for window in windows} == {0}
    for one, following in pairwise(windows):
        assert text[following.start - 1] == " "
        assert text[one.own_end] == " "
        # An entity of forty characters across the border of the owned parts is complete in both.
        assert following.start + 40 < one.own_end < one.end - 40


def test_marks_stay_with_their_letters() -> None:
    text = "e\u0301" * 1000

    for window in cut(text):
        assert text[window.start] == "e"
        assert text[window.own_start] == "e"


def test_overlap_must_fit() -> None:
    with pytest.raises(ValueError, match="overlap_chars"):
        next(cut("a", most_chars=100, overlap_chars=50))


MEGABYTES = {
    "one letter": "a",
    "full stops": ".",
    "closers": '")',
    "spaces": " ",
    "line breaks": "\n",
    "sentences": SENTENCE,
    "short sentences": "a. \n",
    "marks": "\u0301",
    "ideographs": "你好。",
}


@pytest.mark.parametrize("unit", MEGABYTES.values(), ids=MEGABYTES)
def test_a_million_characters_are_owned_once(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))

    windows = list(cut(text))

    assert own(text, windows) == (text if text.strip() else "")


@pytest.mark.long
@pytest.mark.parametrize("unit", MEGABYTES.values(), ids=MEGABYTES)
def test_a_million_characters_take_linear_time(unit: str) -> None:
    start = time.perf_counter()

    test_a_million_characters_are_owned_once(unit)

    # Quadratic time would be minutes; this leaves room for a slow machine.
    assert time.perf_counter() - start < 15
