"""A PDF opened in an instance of the engine: its pages' characters, its images, its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import FileError, FileProtectedError, FileTooLargeError, FileUnsupportedError
from ..runtime.pdfium import Batch, Pdfium
from .glyphs import GLYPH_BYTES, OBJECT_BYTES, Box, Glyph, PageObject, parse_glyphs, parse_objects

__all__ = ["EngineDocument", "Picture"]

Colors = Literal["grey", "bgrx", "rgba"]

MOST_PAGES = 5_000
_MOST_GLYPHS = 2_000_000
_MOST_OBJECTS = 1_000_000
_MOST_PIXELS = 50_000_000
_IMAGE, _FORM = 3, 5
_DEEPEST = 12
_GRAY, _BGRX, _BGRA = 1, 3, 4
_EVERYWHERE = Box(-1e9, -1e9, 1e9, 1e9)
_DRAW_ANNOTATIONS, _REVERSE_BYTES = 1, 16
# Channels, format of the bitmap, flags.
_COLORS = {
    "grey": (1, _GRAY, _DRAW_ANNOTATIONS),
    "bgrx": (4, _BGRX, _DRAW_ANNOTATIONS),
    "rgba": (4, _BGRA, _DRAW_ANNOTATIONS | _REVERSE_BYTES),
}
_WRONG_PASSWORD, _SECURITY = 4, 5


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered page: `channels` bytes per pixel, rows from the top."""

    width: int
    height: int
    channels: int
    pixels: bytes


class EngineDocument:
    """A document in the engine. `pages` is its number of pages."""

    def __init__(self, pdfium: Pdfium, handle: int, pages: int, address: int) -> None:
        self.pdfium = pdfium
        self.handle = handle
        self.pages = pages
        self._address = address

    @classmethod
    async def open(cls, pdfium: Pdfium, data: bytes, password: str = "") -> EngineDocument:
        """Load a PDF.

        Raises:
            FileProtectedError: the password is missing or wrong.
            FileUnsupportedError: its encryption is unknown to the engine.
            FileTooLargeError: it has too many pages, or does not fit into the engine's memory.
            FileError: it is damaged.
        """
        secret = password.encode("utf-8") + b"\0"
        (address,) = await pdfium.run(_batch_of("malloc", len(data) + len(secret) + 8))
        if not isinstance(address, int) or address <= 0:
            raise FileTooLargeError("This PDF does not fit into the engine's memory.")
        batch = Batch()
        batch.write(address, data)
        batch.write(address + len(data), secret)
        handle = batch.call("FPDF_LoadMemDocument", address, len(data), address + len(data))
        error = batch.call("FPDF_GetLastError")
        pages = batch.call("FPDF_GetPageCount", handle)
        results = await pdfium.run(batch)
        document, code, count = (int(results[ref.step] or 0) for ref in (handle, error, pages))
        if not document:
            _refuse(code, has_password=bool(password))
        if count > MOST_PAGES:
            raise FileTooLargeError(f"This PDF has more than {MOST_PAGES:,} pages.")
        if count <= 0:
            raise FileError("This PDF has no pages.")
        return cls(pdfium, document, count, address)

    async def number(self, name: str, *arguments: int | float) -> int:
        """Call a function of the engine that takes and returns plain numbers."""
        (result,) = await self.pdfium.run(_batch_of(name, *arguments))
        return int(result) if isinstance(result, int | float) else 0

    async def load_page(self, index: int) -> int:
        """Load a page and return its handle.

        Raises:
            FileError: the page is damaged.
        """
        page = await self.number("FPDF_LoadPage", self.handle, index)
        if not page:
            raise FileError(f"Page {index + 1} of this PDF is broken.", page=index + 1)
        return page

    async def close_page(self, page: int) -> None:
        """Close a page."""
        await self.number("FPDF_ClosePage", page)

    async def glyphs(self, page: int) -> list[Glyph]:
        """Return the characters of a loaded page, in the order of its content."""
        text = await self.number("FPDFText_LoadPage", page)
        if not text:
            return []
        count = max(0, await self.number("FPDFText_CountChars", text))
        if count > _MOST_GLYPHS:
            raise FileTooLargeError("A page of this PDF holds too much text.")
        data = await self._records("read_glyphs", text, count, GLYPH_BYTES)
        await self.number("FPDFText_ClosePage", text)
        return list(parse_glyphs(data))

    async def image_boxes(self, page: int) -> list[Box]:
        """Return the boxes of images on a loaded page; an image in a form has the box of the whole form."""
        count = await self.number("FPDFPage_CountObjects", page)
        return [
            one.box or _EVERYWHERE
            for one in await self._objects("read_page_objects", page, count)
            if one.type == _IMAGE or (one.type == _FORM and await self._has_image(one.handle, 0))
        ]

    async def size(self, page: int) -> tuple[float, float]:
        """Return the width and height of a loaded page as shown, in points."""
        batch = Batch()
        sides = batch.call("FPDF_GetPageWidthF", page), batch.call("FPDF_GetPageHeightF", page)
        results = await self.pdfium.run(batch)
        width, height = (float(results[side.step] or 0) for side in sides)
        return width, height

    async def render(self, page: int, pixels_per_point: float, *, colors: Colors = "grey") -> Picture:
        """Render a loaded page as shown, with its rotation: in grey, or as blue, green, red, unused, or as RGBA.

        Raises:
            FileTooLargeError: the image would have more than 50 million pixels.
        """
        sizes = await self.size(page)
        columns, rows = (max(1, round(side * pixels_per_point)) for side in sizes)
        if columns * rows > _MOST_PIXELS:
            raise FileTooLargeError("A page of this PDF is too large to be drawn.")
        channels, kind, flags = _COLORS[colors]
        batch = Batch()
        bitmap = batch.call("FPDFBitmap_CreateEx", columns, rows, kind, 0, 0)
        batch.call("FPDFBitmap_FillRect", bitmap, 0, 0, columns, rows, -1)
        batch.call("FPDF_RenderPageBitmap", bitmap, page, 0, 0, columns, rows, 0, flags)
        stride = batch.call("FPDFBitmap_GetStride", bitmap)
        results = await self.pdfium.run(batch)
        step, made = int(results[stride.step] or 0), int(results[bitmap.step] or 0)
        if not made or step < columns * channels:
            raise FileTooLargeError("A page of this PDF is too large to be drawn.")
        batch = Batch()
        pixels = batch.read(batch.call("FPDFBitmap_GetBuffer", made), step * rows)
        batch.call("FPDFBitmap_Destroy", made)
        data = (await self.pdfium.run(batch))[pixels.step]
        assert isinstance(data, bytes)
        if step != columns * channels:
            data = b"".join(data[row * step : row * step + columns * channels] for row in range(rows))
        return Picture(columns, rows, channels, data)

    async def save(self) -> bytes:
        """Write the reachable objects of the document as a new file and return its bytes.

        Raises:
            FileError: the engine could not write it.
        """
        batch = Batch()
        writer = batch.call("PDFiumExt_OpenFileWriter")
        done = batch.call("PDFiumExt_SaveAsCopy", self.handle, writer)
        size = batch.call("PDFiumExt_GetFileWriterSize", writer)
        address = batch.call("malloc", size)
        batch.call("PDFiumExt_GetFileWriterData", writer, address, size)
        written = batch.read(address, size)
        batch.call("free", address)
        batch.call("PDFiumExt_CloseFileWriter", writer)
        results = await self.pdfium.run(batch)
        data = results[written.step]
        if not results[done.step] or not isinstance(data, bytes) or not data.startswith(b"%PDF-"):
            raise FileError("The engine could not write this PDF.")
        return data

    async def close(self) -> None:
        """Close the document and free its bytes. The engine stays usable."""
        batch = Batch()
        batch.call("FPDF_CloseDocument", self.handle)
        batch.call("free", self._address)
        await self.pdfium.run(batch)

    async def _objects(self, reader: str, handle: int, count: int) -> list[PageObject]:
        if count > _MOST_OBJECTS:
            raise FileTooLargeError("A page of this PDF holds too many objects.")
        return list(parse_objects(await self._records(reader, handle, max(0, count), OBJECT_BYTES)))

    async def _has_image(self, form: int, depth: int) -> bool:
        if depth > _DEEPEST:
            return True
        count = await self.number("FPDFFormObj_CountObjects", form)
        for one in await self._objects("read_form_objects", form, count):
            if one.type == _IMAGE or (one.type == _FORM and await self._has_image(one.handle, depth + 1)):
                return True
        return False

    async def _records(self, reader: str, handle: int, count: int, size: int) -> bytes:
        if not count:
            return b""
        batch = Batch()
        address = batch.call("malloc", count * size)
        batch.call(reader, handle, count, address)
        data = batch.read(address, count * size)
        batch.call("free", address)
        result = (await self.pdfium.run(batch))[data.step]
        assert isinstance(result, bytes)
        return result


def _batch_of(name: str, *arguments: int | float) -> Batch:
    batch = Batch()
    batch.call(name, *arguments)
    return batch


def _refuse(code: int, *, has_password: bool) -> None:
    if code == _WRONG_PASSWORD:
        raise FileProtectedError(
            "This PDF is locked by another password." if has_password else "This PDF is locked by a password."
        )
    if code == _SECURITY:
        raise FileUnsupportedError("This PDF is encrypted in a way that cannot be read.")
    raise FileError("This PDF is broken: it cannot be read.")
