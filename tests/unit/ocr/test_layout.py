"""Reading order, and offsets that lead back to words."""

from __future__ import annotations

import math

import pytest

from tabside.ocr.box import Box
from tabside.ocr.covering import covering_boxes
from tabside.ocr.layout import page_of
from tabside.ocr.page import Page
from tabside.ocr.words import Piece

LETTER = 12.0
HEIGHT = 40.0


def at(x: float, y: float, text: str, degrees: float = 0.0) -> list[Piece]:
    """Return a line that begins at x with its middle at y, each letter 12 pixels wide, the whole turned about 0, 0."""
    width = LETTER * len(text)
    angle = math.radians(degrees)
    axis = (math.cos(angle), math.sin(angle))
    middle = x + width / 2
    center = (middle * axis[0] - y * axis[1], middle * axis[1] + y * axis[0])
    box = Box(center, width, HEIGHT, axis)
    words: list[Piece] = []
    start = 0
    for word in text.split(" "):
        edges = tuple(LETTER * (start + index) for index in range(len(word) + 1))
        words.append(Piece(word, box, edges, (0.95,) * len(word)))
        start += len(word) + 1
    return words


def page(*lines: list[Piece]) -> Page:
    made = page_of(lines, [], 1000, 1000, 0)
    for word in made.words:
        assert made.text[word.start : word.end] == word.text
        assert len(word.edges) == len(word.text) + 1 == len(word.scores) + 1
    return made


LONG = "a line of prose that is long"
HEADING = "a heading over both of the two columns of this page, I say"


def columns(*heights: float) -> list[list[Piece]]:
    return [at(x, y, f"{LONG} {side}{row}") for row, y in enumerate(heights) for x, side in ((0, "l"), (500, "r"))]


def column(side: str, rows: int) -> str:
    return "\n".join(f"{LONG} {side}{row}" for row in range(rows))


def table(*rows: str) -> list[list[Piece]]:
    return [
        at(400 * column, 50 + 40 * row, cell) for row, cells in enumerate(rows) for column, cell in enumerate(cells)
    ]


LAYOUTS: dict[str, tuple[list[list[Piece]], str]] = {
    "lines from top to bottom": ([at(0, 90, "two"), at(0, 50, "one"), at(0, 130, "three")], "one\ntwo\nthree"),
    "words side by side": ([at(300, 50, "there"), at(0, 51, "hello to you all")], "hello to you all\tthere"),
    "two pieces of one line": ([at(0, 50, "hello"), at(70, 52, "there")], "hello there"),
    "blocks": ([at(0, 50, "one"), at(0, 90, "two"), at(0, 130, "three"), at(0, 230, "far")], "one\ntwo\nthree\n\nfar"),
    "a double-spaced letter": ([at(0, y, "line") for y in (50, 130, 210)], "line\nline\nline"),
    "a table is read across": (table("ab", "cd", "ef", "gh"), "a\tb\nc\td\ne\tf\ng\th"),
    "columns of prose one after the other": (columns(50, 90, 130, 170), f"{column('l', 4)}\n\n{column('r', 4)}"),
    "a heading above columns": (
        [at(0, 0, HEADING), *columns(100, 140, 180)],
        f"{HEADING}\n\n{column('l', 3)}\n\n{column('r', 3)}",
    ),
    "a hyphen at a line's end goes": (
        [at(0, 50, "the Feather-"), at(0, 90, "stone family")],
        "the Featherstone family",
    ),
    "a hyphen of a double name stays": ([at(0, 50, "Ann Schmidt-"), at(0, 90, "Meyer said")], "Ann Schmidt-Meyer said"),
    "a dash is no hyphen": ([at(0, 50, "he came -"), at(0, 90, "and went")], "he came -\nand went"),
    "a range goes on in no word": ([at(0, 50, "from 1990-"), at(0, 90, "here")], "from 1990-\nhere"),
    "a hyphen at a block's end stays": (
        [at(0, 10, "the"), at(0, 50, "Feather-"), at(0, 150, "stone")],
        "the\nFeather-\n\nstone",
    ),
    "nothing": ([], ""),
    "lines without letters": ([[], at(0, 50, "one")], "one"),
}


@pytest.mark.parametrize(("lines", "text"), LAYOUTS.values(), ids=LAYOUTS)
def test_reading_order(lines: list[list[Piece]], text: str) -> None:
    assert page(*lines).text == text


@pytest.mark.parametrize("degrees", [-8, -3, 3, 8, 90, 180, 270])
def test_reading_order_of_a_page_askew(degrees: int) -> None:
    turned = [at(x, y, f"{LONG} {y}{x}", degrees) for y in (50, 90, 130) for x in (0, 600)]

    assert page(*turned).text == "\n\n".join("\n".join(f"{LONG} {y}{x}" for y in (50, 90, 130)) for x in (0, 600))


def test_the_place_of_a_hyphen_that_went_stays_with_its_word() -> None:
    made = page(at(0, 50, "Feather-"), at(0, 90, "stone"))

    first, second = made.words
    assert (first.text, first.edges[-1], second.text) == ("Feather", 8 * LETTER, "stone")
    assert (second.start, second.end) == (7, 12)


def test_words_between_offsets() -> None:
    made = page(at(0, 50, "one two three"))

    assert [word.text for word in made.words_between(4, 5)] == ["two"]
    assert [word.text for word in made.words_between(2, 9)] == ["one", "two", "three"]
    assert made.words_between(3, 4) == []


def test_a_value_is_covered_by_a_box_a_row_that_reaches_over_its_spaces() -> None:
    made = page(at(0, 50, "Dear Ada Lovelace,"), at(0, 90, "London"))
    start = made.text.index("Ada")

    first, second = covering_boxes(
        made, [(start, start + len("Ada Lovelace")), (made.text.index("London"), len(made.text))]
    )

    margin = 0.07 * HEIGHT
    assert first.quad(0, first.width)[0][0] == pytest.approx(5 * LETTER - margin)
    assert first.quad(0, first.width)[1][0] == pytest.approx(17 * LETTER + margin)
    assert first.height == pytest.approx(HEIGHT + 2 * margin)
    assert second.center[1] == 90


def test_sure_and_unsure_words() -> None:
    line = at(0, 50, "ab")
    unsure = [Piece("cd", line[0].box, (30.0, 40.0, 50.0), (0.99, 0.5))]
    made = page([*line, *unsure])

    assert [(word.text, word.is_sure) for word in made.words] == [("ab", True), ("cd", False)]
    assert made.confidence == pytest.approx((0.95 * 2 + 0.99 + 0.5) / 4)


def test_no_text_in_a_repr() -> None:
    made = page(at(0, 50, "Ada"))

    assert "Ada" not in repr(made) + repr(list(made.words)) + repr(made.lines)
