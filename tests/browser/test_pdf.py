"""PDFs in the tab: an engine that is fetched when the first one comes, and the same bytes as on CPython."""

from __future__ import annotations

from playwright.sync_api import Page

from tabside import sync
from tabside.errors import FileError
from tabside.files import redact_file
from tabside.redaction.redactor import Redactor
from tests.unit.pdf.documents import edited, field, line, lines, stream
from tests.unit.pdf.documents import page as pdf

from .engine_page import open_engine, redact

REDACT = """([files]) => Promise.all(files.map(([name, bytes]) =>
    engine.redactFile(new Uint8Array(bytes), { name }).then(
        ({ data, warnings }) => [Array.from(data), warnings],
        ({ code, message }) => [code, [message]])))"""
LETTER = lines(["Dear Maria Lindqvist,", "write to maria@example.com or", "pay DE89 3704 0044 0532 0130 00."])
# Forms that each show the next one ten times: 10 ** 8 of them in all.
DEEP = [
    stream(f"/X{depth} Do " * 10, "/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
           f"/Resources << /XObject << /X{depth} {7 + depth} 0 R >> >>")
    for depth in range(8)
]  # fmt: skip
DEEP.append(stream("0 0 1 1 re f", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"))
FILES = {
    "letter.pdf": pdf(LETTER),
    "turned.pdf": pdf(LETTER, entries="/Rotate 90"),
    "form.pdf": edited(field),
    "nothing.pdf": pdf(line(60, 700, "This line stays.")),
    "outlined.pdf": pdf("60 600 m 90 640 l 120 600 l f"),
    "broken.pdf": pdf(LETTER)[:300],
}


def native() -> list[list[object]]:
    async def redact_all() -> list[list[object]]:
        redactor = await Redactor.create()
        results: list[list[object]] = []
        for name, data in FILES.items():
            try:
                done = await redact_file(data, name, redactor)
                results.append([list(done.data), list(done.warnings)])
            except FileError as error:
                results.append([error.code, [str(error)]])
        return results

    return sync.run(redact_all())


def test_the_engine_comes_with_the_first_pdf_and_gives_the_bytes_of_cpython(page: Page, server: str) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    open_engine(page, server)
    redact(page, "Mail maria@example.com.")
    assert not [url for url in asked if "pdf" in url]

    files = [[name, list(data)] for name, data in FILES.items()]
    assert page.evaluate(REDACT, [files]) == native()
    assert len([url for url in asked if url.endswith("/pdfium.wasm")]) == 1


def test_a_pdf_that_takes_too_long_ends_its_worker_and_no_other(shared_engine: Page) -> None:
    bomb = pdf("/X Do", resources="/XObject << /X 6 0 R >>", more=DEEP)
    files = [["bomb.pdf", list(bomb)], ["a.pdf", list(FILES["letter.pdf"])]]
    ((code, _), (data, _)) = shared_engine.evaluate(REDACT, [files])

    # Whichever of time, memory and stack gives out first.
    assert code == "file.too-large"
    assert bytes(data).startswith(b"%PDF-")
    assert not [worker for worker in shared_engine.workers if worker.url.endswith("/pdf-worker.js")]
