"""The engine under wasmtime: fresh for each file, bounded, and typed errors for whatever it does."""

from __future__ import annotations

import pytest

from tabside.errors import FileError, FileProtectedError, FileTooLargeError
from tabside.pdf.engine_document import EngineDocument
from tabside.pdf.wasmtime_engine import WasmtimePdfium
from tabside.runtime.pdfium import Batch, Limits
from tests.unit.pdf.documents import LETTER, line, page, stream


async def test_steps_use_results_of_earlier_steps(engine: WasmtimePdfium) -> None:
    batch = Batch()
    address = batch.call("malloc", 16)
    batch.write(address.plus(4), b"abcd")
    read = batch.read(address.plus(4), 4)
    batch.call("free", address)

    assert (await engine.run(batch))[read.step] == b"abcd"


async def test_two_instances_share_no_memory(engine: WasmtimePdfium) -> None:
    async with WasmtimePdfium() as other:
        document = await EngineDocument.open(engine, page(LETTER))
        assert document.pages == 1
        assert await EngineDocument.open(other, page(LETTER)) is not document
        assert await document.save() == await (await EngineDocument.open(other, page(LETTER))).save()


async def test_a_file_that_takes_too_long_is_stopped() -> None:
    # Forms that each show the next one ten times: 10 ** 8 of them in all.
    forms = [
        stream(f"/X{depth} Do " * 10, f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
               f"/Resources << /XObject << /X{depth} {7 + depth} 0 R >> >>")
        for depth in range(8)
    ]  # fmt: skip
    forms.append(stream("0 0 1 1 re f", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"))
    data = page("/X Do", resources="/XObject << /X 6 0 R >>", more=forms)
    async with WasmtimePdfium(Limits(seconds=0.3)) as engine:
        document = await EngineDocument.open(engine, data)
        with pytest.raises(FileTooLargeError):
            await document.render(await document.load_page(0), 1.0)
        with pytest.raises(FileError):
            await document.save()


async def test_memory_is_bounded() -> None:
    async with WasmtimePdfium(Limits(megabytes=32)) as engine:
        with pytest.raises(FileTooLargeError):
            await EngineDocument.open(engine, page(LETTER) + bytes(64 * 1024 * 1024))


async def test_a_file_that_takes_too_much_memory_is_too_large_not_broken() -> None:
    crowded = page("0 0 1 1 re f " * 200_000)
    async with WasmtimePdfium(Limits(megabytes=32)) as engine:
        document = await EngineDocument.open(engine, crowded)
        with pytest.raises(FileTooLargeError):
            await document.load_page(0)


async def test_a_trap_ends_the_instance(engine: WasmtimePdfium) -> None:
    batch = Batch()
    batch.call("FPDF_GetPageCount", 0x7FFFFFF0)
    with pytest.raises(FileError):
        await engine.run(batch)
    with pytest.raises(FileError):
        await EngineDocument.open(engine, page(LETTER))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"no PDF at all", page(LETTER)[:150], page(LETTER)[200:]])
async def test_what_is_no_pdf(engine: WasmtimePdfium, data: bytes) -> None:
    with pytest.raises(FileError):
        await EngineDocument.open(engine, data)


async def test_a_password(engine: WasmtimePdfium) -> None:
    import io

    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(page(LETTER)))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    for password in ("", "other"):
        with pytest.raises(FileProtectedError):
            await EngineDocument.open(engine, out.getvalue(), password)
    assert (await EngineDocument.open(engine, out.getvalue(), "secret")).pages == 1


async def test_a_picture_of_a_page(engine: WasmtimePdfium) -> None:
    document = await EngineDocument.open(engine, page("0 0 1 rg 0 0 50 100 re f", box="0 0 100 100"))
    loaded = await document.load_page(0)
    picture = await document.render(loaded, 0.1, colors="bgrx")

    assert (picture.width, picture.height, picture.channels) == (10, 10, 4)
    assert picture.pixels[:3] == b"\xff\x00\x00"
    assert picture.pixels[-4:-1] == b"\xff\xff\xff"


async def test_a_page_with_too_many_pixels(engine: WasmtimePdfium) -> None:
    document = await EngineDocument.open(engine, page(line(0, 0, "x"), box="0 0 14400 14400"))
    with pytest.raises(FileTooLargeError):
        await document.render(await document.load_page(0), 1.0)
