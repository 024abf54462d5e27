"""Books as EPUB (EPUB 3.3, OCF 3.3): pages, titles and metadata are read; the order and all else stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..errors import FileError, FileProtectedError, FileUnsupportedError
from .archive import Entry, read_archive, write_archive
from .budget import Budget, Open
from .document import Document
from .markup import Attribute, Token, in_attribute
from .office.elements import Stretch
from .office.xml_part import XmlPart

__all__ = ["open_epub"]

_PAGES = (".xhtml", ".html", ".htm", ".svg")
_XML = (".opf", ".ncx", ".smil", ".xml")
_KEPT = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp3", ".mp4", ".m4a", ".ogg", ".opus", ".ttf", ".otf", ".woff",
         ".woff2")  # fmt: skip
_STAYING = ("mimetype", "META-INF/container.xml", "META-INF/encryption.xml")
_DROPPED = ("META-INF/signatures.xml", "iTunesMetadata.plist", "META-INF/calibre_bookmarks.txt")
# Fonts may be obfuscated; whatever else is encrypted cannot be read.
_ALGORITHM = re.compile(rb"EncryptionMethod[^>]*Algorithm\s*=\s*[\"']([^\"']*)")
_OF_FONTS = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")
_WRITTEN = ("content", "title", "label", "textlabel")


class _BookXml(XmlPart):
    """Metadata and tables of contents: texts, and of attributes only what people write."""

    def attributes_of(self, token: Token, local: str, family: str, found: Sequence[Attribute]) -> None:
        for one in found:
            name = one.name.rpartition(":")[2]
            entity = "PERSON" if name == "file-as" else None
            if entity or name in _WRITTEN:
                stretch = Stretch(one.start, one.end, one.value, in_attribute)
                self.add([stretch], where=f", attribute {name}", entity=entity)

    def are_plain(self, local: str, family: str, found: Sequence[Attribute]) -> bool:
        return False


def open_epub(data: bytes, media_type: str, *, open_inner: Open, depth: int, budget: Budget) -> Document:
    """Read a book.

    Raises:
        FileError: it is damaged, or no book. FileTooLargeError: see `archive`.
        FileProtectedError: it is encrypted.
        FileUnsupportedError: it holds a part that cannot be read, such as a script.
    """
    entries = read_archive(data, budget)
    by_name = {entry.name: entry.data for entry in entries}
    if by_name.get("mimetype", b"").strip() != media_type.encode() or "META-INF/container.xml" not in by_name:
        raise FileError("This is no .epub file.")
    ways = _ALGORITHM.findall(by_name.get("META-INF/encryption.xml", b""))
    if "META-INF/rights.xml" in by_name or any(way not in _OF_FONTS for way in ways):
        raise FileProtectedError("This book is locked.")
    kept = [entry for entry in entries if entry.name not in _DROPPED]
    budget.take_parts(entry.data for entry in kept if entry.name.lower().endswith(_XML))
    pages = (entry.data for entry in kept if entry.name.lower().endswith((*_PAGES, ".css")))
    budget.take_parts(pages, is_text=True)
    parts = [(entry, _opened(entry, open_inner, depth, budget)) for entry in kept]
    segments = [
        replace(one, place=f"{entry.name}, {one.place}" if isinstance(part, Document) else one.place)
        for entry, part in parts
        if part is not None
        for one in part.segments
    ]
    budget.take_text(segments)

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        written: list[Entry] = []
        position = 0
        for entry, part in parts:
            count = 0 if part is None else len(part.segments)
            own = pieces[position : position + count]
            position += count
            written.append(entry if part is None else replace(entry, data=part.rebuild(own)))
        return write_archive(written)

    return Document(segments, rebuild, media_type, _warnings(entries, parts), _unpacked, [one.name for one in kept])


def _opened(entry: Entry, open_inner: Open, depth: int, budget: Budget) -> Document | XmlPart | None:
    name = entry.name.lower()
    if entry.name in _STAYING or not entry.data or name.endswith(_KEPT):
        return None
    if name.endswith(_PAGES):
        return open_inner(entry.data, "part.svg" if name.endswith(".svg") else "part.xhtml", depth + 1)
    if name.endswith(_XML):
        return _BookXml(entry.name, _without_doctype(entry.data), budget=budget)
    if name.endswith(".css"):
        return open_inner(entry.data, "part.css", depth + 1)
    ending = name.rpartition(".")[2][:8]
    raise FileUnsupportedError(f"This book holds a part that cannot be read (it ends in .{ending}).")


def _without_doctype(data: bytes) -> bytes:
    """Leave out the document type of a table of contents, which EPUB 2 asks for, unless it declares anything."""
    return re.sub(rb"<!DOCTYPE\s+ncx\s[^>\[]*>", b"", data, count=1)


def _warnings(
    entries: Sequence[Entry], parts: Sequence[tuple[Entry, Document | XmlPart | None]]
) -> list[str]:  # fmt: skip
    said = [warning for _, part in parts if part is not None for warning in part.warnings]
    count = sum(entry.name.lower().endswith(_KEPT) for entry in entries)
    if count:
        said.append(f"Pictures, fonts and recordings stay as they are, and were not looked into: {count}.")
    if any(entry.name in _DROPPED for entry in entries):
        said.append("Left out, as it may hold names: signatures and notes of reading programs.")
    return list(dict.fromkeys(said))


def _unpacked(data: bytes) -> list[bytes]:
    return [entry.data for entry in read_archive(data)]
