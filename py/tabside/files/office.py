""".docx, .xlsx and .pptx (Office Open XML, ECMA-376): text is replaced in the XML itself, all else stays as it is.

Read are texts over runs, headers, footers, notes, comments, tracked changes (inserted and deleted), fields, addresses
of links, alternative texts, properties, charts, numbers in cells, pivot caches and embedded Office files. Names of
authors are always replaced. The picture of the first page (thumbnail) goes; other pictures stay, and that is said.
Macros and other embedded objects are not read, so a file with them is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..errors import FileError, FileUnsupportedError
from .archive import Entry, read_archive, write_archive
from .document import Document, Segment
from .sheet import SharedStringsPart, SheetPart, heads_of
from .xml_part import XmlPart

__all__ = ["open_office"]

Open = Callable[[bytes, str, int], Document]

_MAIN = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_XML = (".xml", ".rels", ".vml", ".svg")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".ico", ".webp", ".wdp", ".jfif")
_MEDIA = (".mp3", ".mp4", ".wav", ".avi", ".mov", ".m4a", ".wmv")
_HARMLESS = (".ttf", ".otf", ".odttf", ".fntdata")
_THUMBNAIL = re.compile(r"(?i)(?:^|/)docProps/thumbnail\.[a-z0-9]+$")
_THUMBNAIL_LINK = re.compile(r"<Relationship\b[^>]*thumbnail[^>]*/>")
_PRINTER = re.compile(r"printerSettings[0-9]*\.bin$")


def open_office(data: bytes, media_type: str, *, kind: str, open_inner: Open, depth: int) -> Document:
    """Read a file of `kind` docx, xlsx or pptx.

    Raises:
        FileError: it is broken, or of another kind.
        FileProtectedError, FileTooLargeError: see `archive`.
        FileUnsupportedError: it holds macros or objects that cannot be read.
    """
    entries = read_archive(data)
    names = {entry.name for entry in entries}
    if "[Content_Types].xml" not in names or not any(name.startswith(_MAIN[kind]) for name in names):
        raise FileError(f"This is no .{kind} file.")
    warnings: list[str] = []
    parts: list[tuple[Entry, XmlPart | Document | None]] = []
    pictures = 0
    for entry in entries:
        lower = entry.name.lower()
        if _THUMBNAIL.search(entry.name):
            continue
        if _PRINTER.search(entry.name):
            parts.append((Entry(entry.name, b"", entry.compress_type, entry.date_time), None))
        elif lower.endswith(_XML):
            parts.append((entry, _xml(entry)))
        elif lower.endswith((".docx", ".xlsx", ".pptx")):
            inner = open_inner(entry.data, entry.name, depth + 1)
            warnings += inner.warnings
            parts.append((entry, inner))
        elif lower.endswith((*_PICTURES, *_MEDIA)):
            pictures += 1
            parts.append((entry, None))
        elif lower.endswith(_HARMLESS) or not entry.data:
            parts.append((entry, None))
        else:
            raise FileUnsupportedError("This file holds macros or an embedded object, which cannot be read.")
    if pictures:
        warnings.append(f"Pictures and recordings stay as they are, and were not looked into: {pictures}.")
    if kind == "xlsx":
        _tell_columns([part for _, part in parts])
    segments = [segment for _, part in parts if part is not None for segment in _segments(part)]

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        written: list[Entry] = []
        position = 0
        for entry, part in parts:
            new = entry.data
            if part is not None:
                count = len(part.segments)
                new = part.rebuild(pieces[position : position + count])
                position += count
            written.append(Entry(entry.name, new, entry.compress_type, entry.date_time))
        return write_archive(written)

    return Document(segments, rebuild, media_type, warnings, _unpacked)


def _unpacked(data: bytes) -> list[bytes]:
    unpacked: list[bytes] = []
    for entry in read_archive(data):
        unpacked.append(entry.data)
        if entry.name.lower().endswith((".docx", ".xlsx", ".pptx")):
            unpacked += _unpacked(entry.data)
    return unpacked


def _xml(entry: Entry) -> XmlPart:
    if entry.name.startswith("xl/worksheets/sheet"):
        return SheetPart(entry.name, entry.data)
    if entry.name == "xl/sharedStrings.xml":
        return SharedStringsPart(entry.name, entry.data)
    if entry.name == "_rels/.rels":
        return XmlPart(entry.name, _THUMBNAIL_LINK.sub("", entry.data.decode("utf-8", "replace")).encode())
    return XmlPart(entry.name, entry.data)


def _segments(part: XmlPart | Document) -> Sequence[Segment]:
    return part.segments


def _tell_columns(parts: Sequence[XmlPart | Document | None]) -> None:
    """Tell cells and shared strings what column they stand in, and what its head says."""
    shared = next((part for part in parts if isinstance(part, SharedStringsPart)), None)
    texts = shared.texts() if shared is not None else {}
    columns: dict[int, tuple[str, str]] = {}
    for sheet in parts:
        if isinstance(sheet, SheetPart):
            heads, row_of_heads = heads_of(sheet, texts)
            sheet.with_heads(heads)
            for index, column, row in sheet.strings:
                if not heads or row != row_of_heads:
                    columns.setdefault(index, (f"{sheet.name} {column}", heads.get(column, "")))
    if shared is not None:
        shared.with_columns(columns)
