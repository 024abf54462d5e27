"""The tab's Python and its host for PDFium give the same bytes, warnings and errors as wasmtime on CPython."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import pypdf
import pytest

from tabside.errors import TabsideError
from tabside.files import redact_file
from tabside.redaction import Redactor
from tests.unit.pdf.documents import FORM, LETTER, edited, field, line, lines, page, stream, with_notes
from tests.unit.redaction.classifier_fake import WordClassifier

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
IMAGE = stream(bytes(range(256)) * 40, "/Type /XObject /Subtype /Image /Width 128 /Height 80 /ColorSpace /DeviceGray "
               "/BitsPerComponent 8", packed=True)  # fmt: skip
FILES = {
    "letter": page(LETTER),
    "packed": page(LETTER, packed=True),
    "turned": page(LETTER, entries="/Rotate 90 /UserUnit 2"),
    "slanted": page("BT /F1 12 Tf 0.966 0.259 -0.259 0.966 60 600 Tm (for Ann Smith now) Tj ET"),
    "form": page("q 1.5 0 0 1.5 40 500 cm /X Do Q " + LETTER, resources="/XObject << /X 6 0 R >>",
                 more=[stream(line(0, 10, "Ann Smith"), FORM.format(""))]),
    "notes": with_notes(),
    "field": edited(field),
    "outline": edited(lambda writer: writer.add_outline_item(title="Ann", page_number=0)),
    "picture": page(LETTER + "q 300 0 0 90 60 700 cm /I Do Q", resources="/XObject << /I 6 0 R >>", more=[IMAGE]),
    "many lines": page(lines([f"Ann Smith writes to Oslo for the {number}th time" for number in range(50)])),
    "nothing": page(line(60, 700, "This line stays.")),
    "scan": page("q 300 0 0 90 60 700 cm /I Do Q", resources="/XObject << /I 6 0 R >>", more=[IMAGE]),
    "broken": page(LETTER)[:300],
    "xfa": page(LETTER, catalog="/AcroForm << /Fields [] /XFA 6 0 R >> /NeedsRendering true", more=[stream("<x/>")]),
}  # fmt: skip


@pytest.fixture(scope="module")
def in_tab(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    folder = tmp_path_factory.mktemp("pdfs")
    for name, data in FILES.items():
        (folder / f"{name}.pdf").write_bytes(data)
    command: list[str | Path] = ["node", HERE / "pdf_pyodide.mjs", folder, Path(pypdf.__file__).parents[1]]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, list[object]] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.parametrize("name", FILES)
async def test_the_same_bytes(name: str, in_tab: dict[str, list[object]]) -> None:
    redactor = Redactor(WordClassifier({"Ann": "B-GIVEN_NAME", "Smith": "B-SURNAME", "Oslo": "B-CITY"}))
    try:
        result = await redact_file(FILES[name], f"{name}.pdf", redactor)
        here = [hashlib.sha256(result.data).hexdigest(), list(result.warnings)]
    except TabsideError as error:
        here = [error.code, [str(error)]]

    assert in_tab[f"{name}.pdf"] == here
