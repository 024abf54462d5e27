"""PDF as text: extract the text and write it into a new PDF; nothing of the old file is copied.

A black box over live text hides nothing, and text in a PDF cannot be replaced in place without its fonts. Layout,
pictures, forms, annotations, attachments and properties are therefore dropped. Text that the standard fonts (ISO
32000-1, 9.6.2.2, in Windows-1252) cannot show is written as a text file instead. Scanned pages contain no text and are
refused.
"""

from __future__ import annotations

import io
import logging
import re
import textwrap
from collections.abc import Sequence
from typing import Any

from ...errors import FileError, FileProtectedError, FileTooLargeError, FileUnsupportedError
from ..document import Document, Segment

__all__ = ["open_pdf", "text_pdf"]

_MOST_PAGES = 5_000
_MOST_CHARACTERS = 20_000_000
# A megabyte of what pages draw takes up to three seconds.
_CONTENT_OF_ANY, _CONTENT_A_BYTE = 3_000_000, 3
_CALL = re.compile(rb"\bDo\b")
_WIDTH, _HEIGHT, _MARGIN = 595, 842, 45
_SIZE, _LEADING, _COLUMNS, _LINES = 9, 12, 93, 62


def open_pdf(data: bytes, media_type: str) -> Document:
    """Read a PDF, one segment per page.

    Raises:
        FileUnsupportedError: it contains no text (scanned), or the package pypdf is not installed.
        FileProtectedError: it is protected by a password.
        FileError: it is damaged. FileTooLargeError: it has too many pages, too much text, or pages that draw too much.
    """
    try:
        import pypdf
    except ImportError:
        raise FileUnsupportedError('PDF files need the package pypdf: pip install "tabside[files]".') from None
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)  # its log may quote the file
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileProtectedError("This PDF is locked by a password.")
        pages = _texts(reader, max(_CONTENT_OF_ANY, _CONTENT_A_BYTE * len(data)))
    except FileError:
        raise
    except Exception:
        # A hostile file may cause any exception; each means that the file cannot be read.
        raise FileError("This PDF is broken: it cannot be read.") from None
    finally:
        logger.setLevel(level)
    empty = [number for number, text in enumerate(pages, 1) if not text.strip()]
    if len(empty) == len(pages):
        raise FileUnsupportedError("This PDF holds no text: scanned pages have to be read (OCR) first.")
    warnings = ["Text alone was taken over: no layout, pictures, forms, notes or properties."]
    if empty:
        warnings.append(f"Pages without text were left empty: {', '.join(map(str, empty))}.")
    segments = [Segment(f"page {number}", (text,)) for number, text in enumerate(pages, 1)]
    try:
        "".join(pages).encode("cp1252")
        is_pdf = True
    except UnicodeEncodeError:
        is_pdf = False
        warnings.append("The text has signs that the standard fonts lack, so it was written as a text file.")

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        texts = ["".join(piece) for piece in pieces]
        return text_pdf(texts) if is_pdf else "\f".join(texts).encode("utf-8", "replace")

    return Document(segments, rebuild, media_type if is_pdf else "text/plain", warnings, _parts)


def _texts(reader: Any, most: int) -> list[str]:
    if len(reader.pages) > _MOST_PAGES:
        raise FileTooLargeError(f"This PDF has more than {_MOST_PAGES:,} pages.")
    weights: dict[int, int] = {}
    if sum(_weight(page, page.get("/Contents"), weights, most) for page in reader.pages) > most:
        raise FileTooLargeError("The pages of this PDF draw far more than a file of its size does. Divide it.")
    pages: list[str] = []
    total = 0
    for page in reader.pages:
        text = str(page.extract_text())
        total += len(text)
        if total > _MOST_CHARACTERS:
            raise FileTooLargeError("This PDF holds too much text.")
        # Ligatures and similar characters come from fonts; lone surrogates are invalid.
        pages.append(text.encode("utf-8", "replace").decode("utf-8"))
    return pages


def _weight(owner: Any, content: Any, weights: dict[int, int], most: int) -> int:
    """Return how many bytes of content a page or form draws: those of forms count as often as they are called.

    `weights` are those of forms by identity; a form that calls itself counts once.
    """
    content = content.get_object() if content is not None else ()
    streams = content if isinstance(content, (list, tuple)) else [content]
    data = b"\n".join(each.get_object().get_data() for each in streams)
    calls = len(_CALL.findall(data))
    if not calls:
        return len(data)
    inside = 0
    for one in _held(_held(owner, "/Resources"), "/XObject").values():
        form = one.get_object()
        if form.get("/Subtype") == "/Form":
            if id(form) not in weights:
                weights[id(form)] = 0
                weights[id(form)] = min(_weight(form, form, weights, most), most + 1)
            inside += weights[id(form)]
    return min(len(data) + calls * inside, most + 1)


def _held(owner: Any, name: str) -> Any:
    found = owner.get(name)
    return {} if found is None else found.get_object()


def _parts(data: bytes) -> list[bytes]:
    # The streams that `text_pdf` writes are not compressed.
    return [data]


def text_pdf(pages: Sequence[str]) -> bytes:
    """Write texts as a PDF in Courier, each starting on a new page."""
    sheets: list[list[str]] = []
    for text in pages:
        lines = [
            piece
            for line in text.expandtabs(4).splitlines() or [""]
            for piece in textwrap.wrap(line, _COLUMNS, drop_whitespace=False, replace_whitespace=False) or [""]
        ]
        sheets += [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)] or [[]]
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(sheets)} /Kids [{kids}] >>".encode("ascii"),
        font,
    ]
    for number, lines in enumerate(sheets):
        shown = b"".join(b"(" + _pdf_string(line) + b") '\n" for line in lines)
        begin = f"BT /F1 {_SIZE} Tf {_LEADING} TL {_MARGIN} {_HEIGHT - _MARGIN} Td\n".encode("ascii")
        content = begin + shown + b"ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>".encode("ascii")
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _written(objects)


def _written(objects: Sequence[bytes]) -> bytes:
    file = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(file)


def _pdf_string(line: str) -> bytes:
    data = line.encode("cp1252", "replace")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
