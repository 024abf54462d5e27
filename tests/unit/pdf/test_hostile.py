"""Hostile PDFs end in a result or in a typed error, never in anything else."""

from __future__ import annotations

from collections import Counter

import pytest

from tabside.errors import TabsideError
from tabside.files import redact_file
from tabside.pdf import PdfOptions
from tabside.redaction import Redactor
from tests.unit.pdf.documents import FORM, LETTER, edited, field, lines, page, stream, with_notes
from tests.unit.pdf.hostile import hostile

SAMPLES = (
    page(LETTER),
    page(LETTER, packed=True),
    page("q 1 0 0 1 60 700 cm /X Do Q", resources="/XObject << /X 6 0 R >>",
         more=[stream(lines(["Ann Smith"], y=10), FORM.format(""))]),
    with_notes(),
    edited(field),
    edited(lambda writer: writer.add_outline_item(title="Ann", page_number=0)),
)  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
async def test_a_damaged_file(redactor: Redactor, seed: int) -> None:
    said = ""
    try:
        done = await redact_file(hostile(seed, SAMPLES), "a.pdf", redactor, pdf=PdfOptions())
        assert done.data.startswith(b"%PDF-")
    except TabsideError as error:
        said = error.message
    assert "Smith" not in said


def test_a_seed_gives_one_file_and_seeds_give_many() -> None:
    made = Counter(hostile(seed, SAMPLES) for seed in range(200))

    assert len(made) > 190
    assert hostile(7, SAMPLES) == hostile(7, SAMPLES)
