""".docx, .xlsx and .pptx (Office Open XML, ECMA-376): text is replaced in the XML itself, everything else stays.

Read are texts across runs, headers, footers, notes, comments, tracked changes (inserted and deleted), fields, link
addresses, alternative texts, properties, charts, numbers in cells, pivot caches and embedded Office files. Names of
authors are always replaced. The picture of the first page (thumbnail) is removed; other pictures stay, with a warning.
Macros and other embedded objects cannot be read, so a file with them is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ...errors import FileError, FileUnsupportedError
from ..archive import Entry, read_archive, write_archive
from ..document import Document, Segment
from ..markup import attributes, escaped, replaced, tokens
from ..text import decode_text, encode_text
from .number_formats import EPOCH_1900, EPOCH_1904, date_styles
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
_CHAIN_LINK = re.compile(r"<(?:Override|Relationship)\b[^>]*calcChain[^>]*/>")
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])")
_IS_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")
_PRINTER = re.compile(r"printerSettings[0-9]*\.bin$")


def open_office(data: bytes, media_type: str, *, kind: str, open_inner: Open, depth: int) -> Document:
    """Read a file of `kind` docx, xlsx or pptx.

    Raises:
        FileError: it is damaged, or of another kind.
        FileProtectedError, FileTooLargeError: see `archive`.
        FileUnsupportedError: it contains macros or objects that cannot be read.
    """
    entries = read_archive(data)
    names = {entry.name for entry in entries}
    if "[Content_Types].xml" not in names or not any(name.startswith(_MAIN[kind]) for name in names):
        raise FileError(f"This is no .{kind} file.")
    warnings: list[str] = []
    parts: list[tuple[Entry, XmlPart | Document | None]] = []
    pictures = 0
    read = _reader(entries)
    for entry in entries:
        lower = entry.name.lower()
        if _THUMBNAIL.search(entry.name):
            continue
        if _PRINTER.search(entry.name):
            parts.append((Entry(entry.name, b"", entry.compress_type, entry.date_time), None))
        elif lower.endswith(_XML):
            parts.append((entry, read(entry)))
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
            if entry.name == "xl/workbook.xml":
                new = _with_names_apart(new)
            written.append(Entry(entry.name, new, entry.compress_type, entry.date_time))
        if any(isinstance(part, SheetPart) and part.lost_formulas for _, part in parts):
            written = _without_calculation_chain(written)
        return write_archive(written)

    staying = [name for _, part in parts if isinstance(part, XmlPart) for name in part.names]
    staying += [entry.name for entry, _ in parts]
    return Document(segments, rebuild, media_type, warnings, _unpacked, staying)


def _unpacked(data: bytes) -> list[bytes]:
    unpacked: list[bytes] = []
    for entry in read_archive(data):
        unpacked.append(entry.data)
        if entry.name.lower().endswith((".docx", ".xlsx", ".pptx")):
            unpacked += _unpacked(entry.data)
    return unpacked


def _with_names_apart(workbook: bytes) -> bytes:
    """Number sheets whose names became equal or empty, which Excel would report as damage."""
    text, mark, encoding = decode_text(workbook)
    taken: set[str] = set()
    changes: list[tuple[int, int, str]] = []
    for token in tokens(text):
        if token.kind == "tag" and not token.is_end and token.name.rpartition(":")[2] == "sheet":
            for name in (one for one in attributes(text, token) if one.name == "name"):
                unique, number = name.value, 1
                while not unique.strip() or unique.casefold() in taken:
                    number += 1 if name.value.strip() or unique else 0
                    unique = f"{name.value[:25]} ({number})" if name.value.strip() else f"Sheet {number}"
                taken.add(unique.casefold())
                if unique != name.value:
                    changes.append((name.start, name.end, escaped(unique)))
    return encode_text(replaced(text, changes), mark, encoding, errors="xmlcharrefreplace") if changes else workbook


def _without_calculation_chain(entries: Sequence[Entry]) -> list[Entry]:
    """Remove the calculation chain: Excel reports a damaged file if it names a removed formula, and can rebuild it."""
    kept: list[Entry] = []
    for entry in entries:
        data = entry.data
        if entry.name == "xl/calcChain.xml":
            continue
        if entry.name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            text, mark, encoding = decode_text(data)
            data = encode_text(_CHAIN_LINK.sub("", text), mark, encoding)
        kept.append(replace(entry, data=data))
    return kept


def _reader(entries: Sequence[Entry]) -> Callable[[Entry], XmlPart]:
    """Return the reader for a part of XML, by its root element: names of parts are arbitrary."""
    roots = {entry.name: _root(entry.data) for entry in entries if entry.name.lower().endswith(_XML)}
    styles = next((decode_text(entry.data)[0] for entry in entries if roots.get(entry.name) == "styleSheet"), "")
    dates = date_styles(styles)
    is_1904 = any(_IS_1904.search(entry.data) for entry in entries if roots.get(entry.name) == "workbook")

    def read(entry: Entry) -> XmlPart:
        root = roots[entry.name]
        if root == "worksheet":
            return SheetPart(entry.name, entry.data, dates, EPOCH_1904 if is_1904 else EPOCH_1900)
        if root == "sst":
            return SharedStringsPart(entry.name, entry.data)
        if entry.name == "_rels/.rels":
            return XmlPart(entry.name, _THUMBNAIL_LINK.sub("", entry.data.decode("utf-8", "replace")).encode())
        return XmlPart(entry.name, entry.data)

    return read


def _root(data: bytes) -> str:
    head = data[:4096].replace(b"\0", b"").decode("utf-8", "replace")
    match = _ROOT.search(head)
    return match[1] if match else ""


def _segments(part: XmlPart | Document) -> Sequence[Segment]:
    return part.segments


def _tell_columns(parts: Sequence[XmlPart | Document | None]) -> None:
    """Give cells and shared strings their column and its head."""
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
