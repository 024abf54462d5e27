"""PDFs of many programs, and damaged ones, in volume. Programs that are not installed are skipped."""

from __future__ import annotations

import asyncio
import io
import shutil
import subprocess
import time
from pathlib import Path

import pypdf
import pytest

from bench.pdf.producers import PRODUCERS, letter
from tabside.errors import TabsideError
from tabside.files import redact_file
from tabside.pdf import PdfOptions
from tabside.pdf.leaks import folded
from tabside.redaction import Redactor
from tests.unit.pdf.documents import LETTER, edited, field, page, with_notes
from tests.unit.pdf.hostile import hostile
from tests.unit.pdf.test_redaction import everything, left_in

pytestmark = [pytest.mark.long, pytest.mark.timeout(3_600)]

FILES = 65
"""Of each of eight producers."""
LONGEST_S = 10.0
"""Of CPU time, for one damaged file."""


def texts_of(data: bytes, folder: Path) -> list[str]:
    """What each reader that is installed makes of a PDF."""
    texts = ["".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(data)).pages)]
    if shutil.which("pdftotext"):
        (folder / "result.pdf").write_bytes(data)
        done = subprocess.run(["pdftotext", folder / "result.pdf", "-"], capture_output=True, check=True)
        texts.append(done.stdout.decode("utf-8", "replace"))
    return texts


def capitals(value: str) -> str:
    """A value as small capitals show it: letters without a capital of one letter stay, such as the sharp s."""
    return "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in value)


@pytest.mark.parametrize("producer", PRODUCERS)
async def test_no_value_that_was_found_is_left(producer: str, redactor: Redactor, tmp_path: Path) -> None:
    make, is_installed = PRODUCERS[producer]
    if not is_installed():
        pytest.skip(f"{producer} is not installed")
    first = 10_000 * (1 + list(PRODUCERS).index(producer))
    letters = [(seed, letter(seed)) for seed in range(first, first + FILES)]
    missed = 0
    # Playwright's own loop needs a thread without one.
    made = await asyncio.to_thread(lambda: list(make(letters)))
    for (seed, one), data in zip(letters, made, strict=True):
        hide = {
            spelled: kind for value, kind in one.values.items() for spelled in (value, value.upper(), capitals(value))
        }
        done = await redact_file(data, "a.pdf", redactor, pdf=PdfOptions(), hide=hide)
        found = {folded(each.text) for each in done.findings}
        gone = [value for value in one.values if any(folded(value) in each for each in found)]
        missed += len(one.values) - len(gone)
        for text in texts_of(done.data, tmp_path):
            assert not [value for value in gone if folded(value) in folded(text)], seed
        assert not left_in(done.data, *(value for value in gone if value.isascii())), seed
        assert everything(done.data)
    # Forms hold the rows alone.
    assert producer == "forms" or missed <= 0.05 * sum(len(one.values) for _, one in letters)


@pytest.mark.parametrize("start", range(0, 2_000, 100))
async def test_damaged_files_end_in_a_result_or_a_typed_error(start: int, redactor: Redactor) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(page(LETTER)))
    writer.add_attachment("notes.txt", b"Ann Smith was here.")
    attached = io.BytesIO()
    writer.write(attached)
    samples = (page(LETTER), page(LETTER, packed=True), with_notes(), edited(field), attached.getvalue())
    for seed in range(start, start + 100):
        began = time.process_time()
        try:
            done = await redact_file(hostile(seed, samples), "a.pdf", redactor, pdf=PdfOptions())
            assert done.data.startswith(b"%PDF-"), seed
        except TabsideError:
            pass
        assert time.process_time() - began < LONGEST_S, seed
