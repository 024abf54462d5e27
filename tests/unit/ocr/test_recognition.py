"""From scores to letters and words with places."""

from __future__ import annotations

import numpy as np
import pytest

from tabside.ocr.box import Box
from tabside.ocr.recognition import Letter, letters, padded_width, tensor
from tabside.ocr.words import pieces

CLASSES = ["", "a", "b", " "]


def scores(best: list[int], score: float = 0.8) -> np.ndarray:
    rows = np.full((len(best), len(CLASSES)), (1 - score) / 3, np.float32)
    rows[np.arange(len(best)), best] = score
    return rows


def test_a_class_that_goes_on_is_one_letter_and_one_that_comes_again_is_two() -> None:
    read = letters(scores([0, 1, 1, 0, 1, 2, 2, 0]), CLASSES, fed_width=64, scale=0.5)

    assert "".join(letter.text for letter in read) == "aab"
    # Eight pixels a step, half a pixel of the image each: middles of steps 1-2, 4, 5-6.
    assert [letter.at for letter in read] == [8.0, 18.0, 24.0]
    assert [letter.score for letter in read] == pytest.approx([0.8] * 3)


def test_a_line_of_nothing_has_no_letters() -> None:
    assert letters(scores([0, 0, 0]), CLASSES, 24, 1.0) == []


def test_lines_are_fed_in_few_widths_and_filled_with_grey() -> None:
    fed = tensor(np.full((48, 70, 3), 255, np.float32))

    assert fed.shape == (1, 3, 48, padded_width(70))
    assert fed[..., :70] == pytest.approx(1.0)
    assert not fed[..., 70:].any()


BOX = Box((50.0, 10.0), 100.0, 20.0, (1.0, 0.0))


def line(text: str) -> list[Letter]:
    """Letters ten pixels apart, the first one at 5."""
    return [Letter(ch, 5.0 + 10 * index, 0.9) for index, ch in enumerate(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ab", [("ab", (0.0, 10.0, 100.0))]),
        ("a b", [("a", (0.0, 15.0)), ("b", (15.0, 100.0))]),
        # Two spaces: each word reaches to the one beside it.
        ("a  bc", [("a", (0.0, 15.0)), ("bc", (25.0, 40.0, 100.0))]),
        (" a ", [("a", (5.0, 25.0))]),
        (" ", []),
        ("", []),
    ],
)
def test_words_reach_to_the_middle_of_the_space_beside_them(
    text: str, expected: list[tuple[str, tuple[float, ...]]]
) -> None:
    assert [(piece.text, piece.edges) for piece in pieces(line(text), BOX)] == expected


def test_a_word_is_as_sure_as_its_least_sure_letter() -> None:
    (word,) = pieces([Letter("a", 5, 0.99), Letter("b", 15, 0.42)], BOX)

    assert word.scores == (0.99, 0.42)
