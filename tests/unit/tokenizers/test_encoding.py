"""Encodings: merging, truncating, padding and looking up."""

from __future__ import annotations

import pytest

from tabside.errors import TokenizerError
from tabside.tokenizers import Encoding


def encoding(text: str, start: int = 0) -> Encoding:
    """One token per letter."""
    offsets = [(start + index, start + index + 1) for index in range(len(text))]
    return Encoding([ord(letter) for letter in text], list(text), offsets, list(range(len(text))))


def texts(whole: Encoding) -> list[str]:
    return ["".join(part.tokens) for part in (whole, *whole.overflowing)]


@pytest.mark.parametrize(
    ("length", "stride", "direction", "parts"),
    [
        (9, 0, "right", ["abcdef"]),
        (6, 0, "right", ["abcdef"]),
        (4, 0, "right", ["abcd", "ef"]),
        (4, 1, "right", ["abcd", "def"]),
        (3, 2, "right", ["abc", "bcd", "cde", "def"]),
        (4, 0, "left", ["cdef", "ab"]),
        (4, 1, "left", ["cdef", "abc"]),
        (0, 0, "right", ["", "abcdef"]),
    ],
)
def test_truncate(length: int, stride: int, direction: str, parts: list[str]) -> None:
    whole = encoding("abcdef")
    whole.truncate(length, stride, direction)  # type: ignore[arg-type]
    assert texts(whole) == parts


def test_a_stride_as_long_as_the_window_is_refused() -> None:
    with pytest.raises(TokenizerError):
        encoding("abcdef").truncate(2, 2)


def test_merge_combines_overflowing_parts_each_with_each() -> None:
    first, second = encoding("abcd"), encoding("xyz")
    first.truncate(2)
    second.truncate(2)
    assert texts(Encoding.merge([first, second], growing_offsets=False)) == ["abxy", "cdxy", "cdz", "abz"]


def test_merge_with_growing_offsets() -> None:
    merged = Encoding.merge([encoding("ab"), encoding("c")])
    assert merged.offsets == [(0, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize(("direction", "tokens"), [("right", ["a", "b", "-", "-"]), ("left", ["-", "-", "a", "b"])])
def test_pad(direction: str, tokens: list[str]) -> None:
    padded = encoding("ab")
    padded.set_sequence_id(0)
    padded.pad(4, direction, pad_id=9, pad_type_id=1, pad_token="-")  # type: ignore[arg-type]
    kept = [token != "-" for token in tokens]
    assert padded.tokens == tokens
    assert padded.attention_mask == [int(keep) for keep in kept]
    assert padded.special_tokens_mask == [int(not keep) for keep in kept]
    assert padded.type_ids == [int(not keep) for keep in kept]
    assert padded.sequence_ids == [0 if keep else None for keep in kept]
    padded.pad(2)
    assert len(padded) == 4


def test_lookups() -> None:
    words = Encoding([1, 2, 3], ["un", "##do", "it"], [(0, 2), (2, 4), (5, 7)], [0, 0, 1])
    assert words.word_to_tokens(0) == (0, 2)
    assert words.word_to_chars(0) == (0, 4)
    assert words.word_to_tokens(2) is None
    assert (words.char_to_token(3), words.char_to_token(4), words.char_to_word(6)) == (1, None, 1)
    assert (words.token_to_chars(2), words.token_to_chars(3)) == ((5, 7), None)
    assert (words.token_to_word(1), words.token_to_sequence(1)) == (0, 0)


def test_lists_belong_to_the_caller() -> None:
    first = encoding("ab")
    merged = Encoding.merge([first], growing_offsets=False)
    merged.ids[0] = 0
    assert first.ids[0] == ord("a")
