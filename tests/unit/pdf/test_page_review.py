"""PDFs open for a review: what is found and where, how pages look, and a reader's decisions in the written file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest

from tabside.errors import InputError
from tabside.files.choice import Choice
from tabside.files.paged.pdf_review import PdfReview
from tabside.files.paged.review import Area, Decisions
from tabside.pdf import PdfOptions
from tabside.redaction import Redactor
from tests.unit.pdf.documents import LETTER, line, page, written
from tests.unit.pdf.test_ocr import picture_of
from tests.unit.pdf.test_redaction import left_in

Opens = Callable[[bytes], Coroutine[Any, Any, PdfReview]]
TWO_LINES = line(60, 700, "Ann Smith wrote this.") + line(60, 680, "Nobody else did, says Ann.")
GREEN = "0 0.5 0 rg 300 300 100 50 re f\n"


@pytest.fixture
async def opens(redactor: Redactor) -> AsyncIterator[Opens]:
    opened: list[PdfReview] = []

    async def open_one(data: bytes) -> PdfReview:
        opened.append(await PdfReview.open(data, "a.pdf", redactor, Choice(), PdfOptions(boxes="plain")))
        return opened[-1]

    yield open_one
    for review in opened:
        await review.close()


def numbers(review: PdfReview, text: str) -> list[int]:
    return [one.number for one in review.findings if one.text == text]


async def test_boxes_lie_over_the_ink_of_findings_and_nowhere_else(opens: Opens) -> None:
    for entries in ("", "/Rotate 90", "/Rotate 270"):
        review = await opens(page(line(60, 700, "Smith"), entries=entries))
        (found,) = review.findings
        assert found.stretch is not None
        (((quad,)),) = await review.boxes(0, [found.stretch])
        picture = await review.render(0, 2.0)
        size = review.sizes[0]
        assert (picture.width, picture.height) == (round(2 * size.width), round(2 * size.height))
        dark = [
            (at % picture.width / 2, at // picture.width / 2)
            for at in range(picture.width * picture.height)
            if picture.pixels[4 * at] < 128
        ]
        xs, ys = [x for x, _ in quad], [y for _, y in quad]
        assert dark
        assert all(min(xs) - 1 <= x <= max(xs) + 1 and min(ys) - 1 <= y <= max(ys) + 1 for x, y in dark)
        assert (max(xs) - min(xs)) * (max(ys) - min(ys)) < 700
        assert set(picture.pixels[3::4]) == {255}


async def test_what_a_reader_keeps_stays_and_the_rest_goes(opens: Opens) -> None:
    review = await opens(page(TWO_LINES))
    first, second = numbers(review, "Ann")
    kept = await review.redact(Decisions(kept=frozenset([second])))
    assert left_in(kept.data, "Smith") == set()
    assert left_in(kept.data, "Ann", "says Ann") == {"Ann", "says Ann"}
    assert [one.text for one in kept.findings] == ["Ann", "Smith"]
    # The same review gives another file for other decisions.
    other = await review.redact()
    assert left_in(other.data, "Ann", "Smith") == set()
    assert first != second


async def test_a_search_ignores_case_and_spaces_and_its_places_can_be_hidden(opens: Opens) -> None:
    review = await opens(page(line(60, 700, "Project N O R T H wind, northwind again")))
    places = review.search("north wind")
    assert [one.text for one in places] == ["N O R T H wind", "northwind"]
    done = await review.redact(Decisions(added=places[1:]))
    assert left_in(done.data, "northwind", "NORTHwind") == {"NORTHwind"}
    assert left_in((await review.redact(Decisions(added=places))).data, "northwind", "NORTHwind") == set()
    assert review.search(" ") == []


@pytest.mark.parametrize("entries", ["", "/Rotate 90"])
async def test_an_area_takes_the_text_and_the_drawing_in_it(opens: Opens, entries: str) -> None:
    review = await opens(page(GREEN + LETTER, entries=entries))
    (place,) = review.search("This line stays")
    (((quad,)),) = await review.boxes(0, [place])
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    area = Area(0, min(xs) - 1, min(ys), max(xs) + 1, max(ys))
    assert [one.text for one in await review.under(area)] == ["This line stays"]
    done = await review.redact(Decisions(areas=[area], kept=frozenset(one.number for one in review.findings)))
    assert left_in(done.data, "This line stays", "Ann") == {"Ann"}
    assert "[CUSTOM_1]" in done.mapping.originals

    size = review.sizes[0]
    whole = await review.redact(Decisions(areas=[Area(0, 0, 0, size.width, size.height)]))
    _, _, pixels = await picture_of(whole.data)
    assert max(pixels) < 10
    assert left_in(whole.data, "as it is.") == set()


async def test_pages_and_areas_that_do_not_exist_are_refused(opens: Opens) -> None:
    review = await opens(page(LETTER))
    for area in (Area(1, 0, 0, 9, 9), Area(0, 5, 5, 5, 9), Area(0, -1, 0, 9, 9), Area(0, 0, 0, 9, 9, "no name")):
        with pytest.raises(InputError):
            await review.redact(Decisions(areas=[area]))


async def test_progress_is_told_page_by_page(redactor: Redactor) -> None:
    told: list[tuple[int, int]] = []
    pages = written(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 200] >>",
        ]
    )
    review = await PdfReview.open(
        pages, "a.pdf", redactor, Choice(), None, on_page=lambda done, total: told.append((done, total))
    )
    await review.close()
    assert told == [(1, 2), (2, 2)]
    assert [(one.width, one.height) for one in review.sizes] == [(100, 100), (100, 200)]
