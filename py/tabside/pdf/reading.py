"""Read a PDF: check it, drop parts besides its content, flatten notes and form fields, and extract the pages' texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..errors import FileUnsupportedError
from ..ocr import load_reader
from ..runtime.pdfium import Batch, Pdfium
from .attachments import Attachment, take_attachments
from .carriers import KEPT, Carrier, carriers_kept, drop_carriers, kept_texts
from .content_streams import refuse_unseen_text
from .encryption import check_can_encrypt
from .engine_document import EngineDocument
from .form_alternatives import drop_actual_text_in_forms
from .form_matrices import write_matrices_into_forms
from .glyphs import Box, Glyph
from .graph import opened, quiet, written_once
from .kept_jpegs import Jpeg, jpegs_of
from .options import PdfOptions
from .page_text import PageText, page_text
from .picture_text import read_picture

if TYPE_CHECKING:
    from ..ocr.reader import Reader

__all__ = ["OpenPdf", "PageContent", "open_pdf_file", "page_content"]

_XFA = (2, 3)
_LINK, _POPUP = 2, 16
_INVISIBLE = (3, 7)
_UNREAD_WORD = re.compile(r"[\w\ufffd]*\ufffd[\w\ufffd]*")
_LEAST_UNREAD = 3
_PREVIEW = 0.5
_PAPER = 250
_MOST_TEXT = 20_000_000
# Letters whose places are kept, some 70 MB. Pages beyond are read again when they change.
_MOST_HELD = 100_000


@dataclass(frozen=True, slots=True)
class PageContent:
    """The content of a page: its drawn text, its recognized text, and the positions of its images."""

    drawn: PageText
    read: PageText | None
    images: Sequence[Box]

    @property
    def texts(self) -> Sequence[PageText]:
        """The page's texts, in the order of its segments."""
        return (self.drawn,) if self.read is None else (self.drawn, self.read)


@dataclass(slots=True)
class OpenPdf:
    """A PDF that was read. `texts` has a pair for each text of a page: the page's index, and the text.

    `beside` are the kept texts besides the content. `sizes` are the pages' widths and heights as shown, in points.
    `read` has the texts that OCR has read, `reader` what was loaded for it. `is_clean`: the file had only content, so
    it may stay unchanged if nothing is found. `held` has the content of the first pages. `attachments` are the files in
    it, `jpegs` its pictures of this kind.
    """

    document: EngineDocument
    data: bytes = field(repr=False)
    options: PdfOptions
    texts: list[tuple[int, str]] = field(repr=False)
    beside: dict[str, str] = field(repr=False)
    carriers: list[Carrier]
    warnings: list[str]
    is_clean: bool
    is_encrypted: bool = False
    read: dict[int, PageText] = field(default_factory=dict, repr=False)
    sizes: list[tuple[float, float]] = field(default_factory=list)
    reader: Reader | None = field(default=None, repr=False)
    held: dict[int, PageContent] = field(default_factory=dict, repr=False)
    attachments: Sequence[Attachment] = ()
    jpegs: Sequence[Jpeg] = ()

    async def copied(self) -> OpenPdf:
        """Return the same file with a document of its own, so that writing it leaves this one open."""
        document = self.document
        return replace(self, document=await EngineDocument.open(document.pdfium, await document.save()))


async def open_pdf_file(
    pdfium: Pdfium, data: bytes, options: PdfOptions, on_page: Callable[[int, int], None] | None = None
) -> OpenPdf:
    """Read a PDF into segments of text. `on_page` is told how many pages have been read, and how many there are.

    Raises:
        FileProtectedError: the password is missing or wrong.
        FileUnsupportedError: it is an XFA form, or has unreadable text; the message lists the pages.
        FileTooLargeError, FileError: see `EngineDocument`.
    """
    document = await EngineDocument.open(pdfium, data, options.password)
    if await document.number("FPDF_GetFormType", document.handle) in _XFA:
        raise FileUnsupportedError("This PDF is an XFA form, which cannot be read. Print it into a PDF first.")
    carriers, is_encrypted = await _whole_file(document, data, options)
    plain = await document.save()
    await document.close()
    with quiet():
        graph = opened(plain)
        refuse_unseen_text(graph)
        drop_actual_text_in_forms(graph)
        attachments = take_attachments(graph)
        carriers += drop_carriers(graph, keep_notes=options.notes == "flatten")
        kept = list(kept_texts(graph))
        beside = {one.text: one.place for one in kept}
        carriers += carriers_kept(graph, kept)
        write_matrices_into_forms(graph)
        jpegs = jpegs_of(graph)
        cleaned = written_once(graph)
    document = await EngineDocument.open(pdfium, cleaned)
    file = OpenPdf(
        document, data, options, [], beside, carriers, [],
        all(_is_harmless(one) for one in carriers) and not attachments, is_encrypted,
        attachments=attachments, jpegs=jpegs,
    )  # fmt: skip
    await _read_pages(file, on_page)
    return file


async def page_content(file: OpenPdf, index: int, page: int) -> PageContent:
    """Read a loaded page. The same page gives the same content each time."""
    document, options = file.document, file.options
    if index in file.held:
        return file.held[index]
    glyphs = await document.glyphs(page)
    images = await document.image_boxes(page)
    drawn = page_text(glyphs)
    if index not in file.read and options.reader and (images or not glyphs or _has_unread_words(drawn)):
        file.read[index] = await read_picture(document, page, options.reader, options.ocr_dpi, glyphs)
    return PageContent(drawn, file.read.get(index), images)


async def _whole_file(document: EngineDocument, data: bytes, options: PdfOptions) -> tuple[list[Carrier], bool]:
    """Remove encryption, and record what concerns the whole file. Return also whether it was encrypted."""
    found: list[Carrier] = []
    is_encrypted = bool(await document.number("EPDF_IsEncrypted", document.handle))
    if is_encrypted:
        is_kept = options.encryption == "keep"
        if is_kept:
            check_can_encrypt(options.password)
        await document.number("EPDF_RemoveEncryption", document.handle)
        outcome = "the result is encrypted anew, with the same password" if is_kept else "removed"
        found.append(Carrier("encryption", 1, outcome if is_kept else f"{outcome}; the result is not encrypted"))
    signatures = await document.number("FPDF_GetSignatureCount", document.handle)
    if signatures > 0:
        found.append(Carrier("signatures", signatures, "removed; they would not hold for a changed file"))
    ends = data.count(b"%%EOF") - (1 if b"/Linearized" in data[:1024] else 0)
    if ends > 1:
        found.append(Carrier("earlier versions of the file", ends - 1, "removed"))
    return found, is_encrypted


async def _read_pages(file: OpenPdf, on_page: Callable[[int, int], None] | None) -> None:
    document = file.document
    unread: list[int] = []
    unmapped: list[int] = []
    pictures = total = 0
    for index in range(document.pages):
        page = await document.load_page(index)
        if await _flatten(document, page):
            await document.close_page(page)
            page = await document.load_page(index)
        file.sizes.append(await document.size(page))
        content = await _with_scan(file, index, page, await page_content(file, index, page))
        pictures += len(content.images)
        file.texts += ((index, text.text) for text in content.texts)
        total += sum(len(text.text) for text in content.texts)
        if total <= _MOST_HELD:
            file.held[index] = content
        if content.read is None:
            if await _needs_ocr(document, page, content):
                unread.append(index + 1)
            if _has_unread_words(content.drawn):
                unmapped.append(index + 1)
        await document.close_page(page)
        if total > _MOST_TEXT:
            raise FileUnsupportedError("This PDF holds too much text.")
        if on_page is not None:
            on_page(index + 1, document.pages)
    if unread:
        raise FileUnsupportedError(f"{_pages(unread)} drawn or scanned: the text has to be read (OCR) first.")
    if unmapped:
        raise FileUnsupportedError(f"{_pages(unmapped)} set in a font that does not say which letters it shows.")
    if pictures and file.options.reader is None:
        file.warnings.append(f"Pictures stay as they are, and were not looked into: {pictures}.")


async def _with_scan(file: OpenPdf, index: int, page: int, content: PageContent) -> PageContent:
    """Read a page that shows its text as an image, if only such pages are to be read."""
    document, options = file.document, file.options
    if content.read is not None or options.ocr != "scans":
        return content
    if not _has_unread_words(content.drawn) and not await _needs_ocr(document, page, content):
        return content
    file.reader = file.reader or await load_reader()
    file.read[index] = await read_picture(document, page, file.reader, options.ocr_dpi, content.drawn.glyphs)
    return replace(content, read=file.read[index])


async def _flatten(document: EngineDocument, page: int) -> bool:
    """Make notes and form fields a part of the page; links stay."""
    count = await document.number("FPDFPage_GetAnnotCount", page)
    flattened = False
    for index in reversed(range(max(0, count))):
        batch = Batch()
        annotation = batch.call("FPDFPage_GetAnnot", page, index)
        kind = batch.call("FPDFAnnot_GetSubtype", annotation)
        results = await document.pdfium.run(batch)
        handle, subtype = int(results[annotation.step] or 0), results[kind.step]
        if not handle:
            continue
        if subtype in (_LINK, _POPUP):
            await document.number("FPDFPage_CloseAnnot", handle)
            continue
        if not await document.number("EPDFAnnot_HasAppearanceStream", handle, 0):
            await document.number("EPDFAnnot_GenerateFormFieldAP", handle)
        flattened |= bool(await document.number("EPDFAnnot_Flatten", page, handle))
        await document.number("FPDFPage_CloseAnnot", handle)
    return flattened and bool(await document.number("FPDFPage_GenerateContent", page))


def _has_unread_words(text: PageText) -> bool:
    """Whether a word has characters that the font gives no Unicode value. A lone bullet does not count."""
    return any(len(word) >= _LEAST_UNREAD for word in _UNREAD_WORD.findall(text.text))


async def _needs_ocr(document: EngineDocument, page: int, content: PageContent) -> bool:
    """Whether a page shows text as an image: it is a scan, or its text is invisible over one."""
    glyphs = content.drawn.glyphs
    if not any(glyph.box.width > 0 for glyph in glyphs):
        picture = await document.render(page, _PREVIEW)
        return min(picture.pixels) < _PAPER
    return any(_is_layer(glyph, content.images) for glyph in glyphs)


def _is_layer(glyph: Glyph, images: Sequence[Box]) -> bool:
    return glyph.mode in _INVISIBLE and any(glyph.box.meets(image) for image in images)


def _pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10])) + (" and others" if len(numbers) > 10 else "")
    return f"Page {shown} is" if len(numbers) == 1 else f"Pages {shown} are"


def _is_harmless(carrier: Carrier) -> bool:
    return carrier.kind in ("names of programs and dates", "links") or carrier.outcome == KEPT
