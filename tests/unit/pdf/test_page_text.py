"""A page's text is rebuilt in reading order, and each letter knows what was drawn for it."""

from __future__ import annotations

import pytest

from tabside.pdf.engine_document import EngineDocument
from tabside.pdf.page_text import PageText, page_text
from tabside.pdf.wasmtime_engine import WasmtimePdfium
from tests.unit.pdf.documents import line, lines, page

LEFT = [
    "The first column tells of a harbour in the",
    "north, of the ships that lie in it and of a",
    "woman who keeps the lights burning there",
    "through all the long nights of the winter.",
]
RIGHT = [
    "The second column speaks of something else,",
    "of a valley with a mill, a river and a road",
    "that leads over the hills and to the town,",
    "where the market is held on each Saturday.",
]

HYPHENATED = ["whoever wants to know more of it may ask for ann.smith@exam-", "ple.org, please, and for no one else"]


async def read(engine: WasmtimePdfium, content: str, **entries: str) -> PageText:
    document = await EngineDocument.open(engine, page(content, **entries))  # type: ignore[arg-type]
    return page_text(await document.glyphs(await document.load_page(0)))


def spread(texts: list[str], x: float) -> str:
    return lines(texts, x=x, y=700)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(line(60, 700, "Dear Ann Smith"), "Dear Ann Smith", id="one line"),
        pytest.param("BT /F1 12 Tf 6 Tc 60 700 Td (Ann Smith) Tj ET", "Ann Smith", id="letter-spaced"),
        pytest.param(
            "BT /F1 12 Tf 3 Tc 60 700 Td (to 24 Mill Road) Tj ET", "to 24 Mill Road", id="letter-spaced numbers"
        ),
        pytest.param("BT /F1 12 Tf 60 700 Td [(A)20(nn)-300(Sm)15(ith)] TJ ET", "Ann Smith", id="a gap is a space"),
        pytest.param(
            "BT /F1 12 Tf 1 0 0 1 90 700 Tm (Smith) Tj 1 0 0 1 60 700 Tm (Ann) Tj ET", "Ann Smith", id="drawn backwards"
        ),
        pytest.param(
            lines(HYPHENATED),
            "".join(HYPHENATED).replace("-", ""),
            id="hyphen at a line's end",
        ),
        pytest.param(lines(["call Smith-", "Jones today"]), "call Smith-Jones today", id="hyphen of a name"),
        pytest.param(
            lines(["Ann Smith", "5 Mill Road", "Oslo 0150"]), "Ann Smith\n5 Mill Road\nOslo 0150", id="address"
        ),
        pytest.param(lines(LEFT), " ".join(LEFT), id="a sentence over lines"),
        pytest.param(
            "".join(line(60, 700 - 30 * number, text) for number, text in enumerate(LEFT)),
            " ".join(LEFT),
            id="double spacing",
        ),
        pytest.param(
            line(60, 700, "Dear Ann Smith") + line(60, 670, LEFT[0]) + line(60, 640, LEFT[1]),
            f"Dear Ann Smith\n\n{LEFT[0]} {LEFT[1]}",
            id="a short line before double spacing",
        ),
        pytest.param(spread(LEFT, 40) + spread(RIGHT, 310), " ".join(LEFT) + "\n\n" + " ".join(RIGHT), id="columns"),
        pytest.param(
            line(40, 760, "A title that reaches over both of the columns of this page", 18)
            + spread(LEFT, 40)
            + spread(RIGHT, 310),
            "A title that reaches over both of the columns of this page\n\n"
            + " ".join(LEFT)
            + "\n\n"
            + " ".join(RIGHT),
            id="a title over columns",
        ),
        pytest.param(
            lines(["Name", "City", "Phone"], x=60, y=700) + lines(["Ann Smith", "Oslo", "22 00 00 00"], x=250, y=700),
            "Name\tAnn Smith\nCity\tOslo\nPhone\t22 00 00 00",
            id="labels and values",
        ),
        pytest.param(
            line(60, 700, "on the 1") + line(103.8, 705, "st", 7) + line(114, 700, "of May"),
            "on the 1st of May",
            id="superscript",
        ),
        pytest.param(line(60, 700, "Ann") + line(60.3, 700, "Ann"), "Ann", id="drawn twice to look bold"),
        pytest.param("BT /F1 12 Tf 0 1 -1 0 300 300 Tm (Ann Smith) Tj ET", "Ann Smith", id="upwards"),
        pytest.param("BT /F1 12 Tf 0.966 0.259 -0.259 0.966 60 600 Tm (Ann Smith) Tj ET", "Ann Smith", id="slanted"),
        pytest.param(
            line(60, 700, "Account") + lines(["DE89 3704 0044 0532", "0130 00"], x=200, y=707, step=14),
            "Account\n\nDE89 3704 0044 0532\n0130 00",
            id="a label in the middle of a cell",
        ),
        pytest.param("", "", id="nothing"),
    ],
)
async def test_texts(engine: WasmtimePdfium, content: str, text: str) -> None:
    assert (await read(engine, content)).text == text


async def test_each_letter_knows_its_glyph(engine: WasmtimePdfium) -> None:
    text = await read(engine, lines(HYPHENATED))
    start = text.text.index("ann.smith@")
    taken = text.within(start, start + len("ann.smith@example.org"))

    assert "".join(glyph.text or "-" for _, glyph in taken).replace("\x02", "-").replace("\xad", "-") == (
        "ann.smith@exam-ple.org"
    )
    assert len({line for line, _ in taken}) == 2
    assert len(text.owners) == len(text.lines) == len(text.text)


async def test_turned_pages_are_read_alike(engine: WasmtimePdfium) -> None:
    for turn in ("0", "90", "180", "270"):
        assert (await read(engine, lines(LEFT), entries=f"/Rotate {turn}")).text == " ".join(LEFT)


@pytest.mark.parametrize(
    ("drawn", "text"),
    [("\xa8o", "ö"), ("o\xa8", "ö")],
)
async def test_accents_that_were_drawn_apart(engine: WasmtimePdfium, drawn: str, text: str) -> None:
    first, second = drawn[0], drawn[1]
    content = f"BT /F1 12 Tf 60 700 Td (K) Tj 8.5 0 Td ({first}) Tj 1 0 Td ({second}) Tj 6.2 0 Td (ln) Tj ET"

    assert (await read(engine, content)).text == f"K{text}ln"


@pytest.mark.parametrize(
    "matrix",
    [
        "1 0 .3 1",
        "1 0 -.3 1",
        "1 0 1 1",
        "1 .2 0 1",
        "1 .5 0 1",
        "1 -.2 .3 1",
        "2 0 .3 1",
        ".98 .17 -.17 .98",
        "0 1 -1 .3",
    ],
)
async def test_slanted_and_sheared_text(engine: WasmtimePdfium, matrix: str) -> None:
    """Regression: the end of a long slanted line lay on another baseline, and sheared letters hid each other."""
    text = "The tenant is Ann Smith, and it is 24 Mill Road to which all of this goes"
    read_text = (await read(engine, f"BT /F1 8 Tf {matrix} 200 300 Tm ({text}) Tj ET")).text

    assert read_text == text


@pytest.mark.parametrize(
    ("over", "texts"),
    [
        pytest.param("the date of today", {"Signed by Ann Smith", "the date of today"}, id="two texts"),
        pytest.param("Signed by Ann Smith", {"Signed by Ann Smith"}, id="drawn twice, for bold"),
    ],
)
async def test_texts_over_each_other(engine: WasmtimePdfium, over: str, texts: set[str]) -> None:
    """Regression: their letters were mixed, as in `Sigtnehde`, and the name was not found."""
    drawn = line(60, 700, "Signed by Ann Smith") + line(60.3, 700.5, over)

    assert set((await read(engine, drawn)).text.split("\n")) - {""} == texts
