"""Open .odt, .ods and .odp (OASIS ODF 1.3, parts 2 and 3): text is replaced in the XML, all else stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ...errors import FileError, FileProtectedError, FileUnsupportedError
from ..archive import Entry, read_archive, write_archive
from ..budget import Budget, budget_for
from ..document import Document
from ..office.structure import check_structure
from .part import OdfPart
from .vocabulary import ATTRIBUTES, REFERENCES, STYLED

__all__ = ["open_flat", "open_opendocument"]

Kind = Literal["xml", "picture", "keep", "drop", "refuse"]

_FREE = ATTRIBUTES | REFERENCES | {"name", "display-name"}
_MANIFEST = "META-INF/manifest.xml"
_DROPPED = re.compile(
    r"(?i)^Thumbnails/|^META-INF/.*signatures\.xml$|^layout-cache$|^ObjectReplacements/|/layout-cache$"
)
_MACROS = re.compile(r"(?i)^(?:Basic|Scripts|Dialogs)/")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svm", ".svg", ".webp",
             ".mp3", ".mp4", ".wav", ".avi", ".mov", ".ogg", ".webm")  # fmt: skip
_ENTRY = re.compile(r"\s*<[\w.-]*:?file-entry\b[^>]*?full-path=\"([^\"]*)\"[^>]*?(?:/>|>\s*</[\w.-]*:?file-entry>)")
_SCRIPT = re.compile(rb"<(?:[\w.-]+:)?script[\s>][^>]*script:language|<ooo:library")
# LibreOffice writes the place of macros into every flat file, and an empty library into many others.
_NO_LIBRARY = rb"<ooo:library(?:-embedded)?\s[^<>]*/>\s*"
_NO_SCRIPT = re.compile(
    rb"<(?P<prefix>[\w.-]+:)?script\s[^<>]*script:language[^<>]*>\s*"
    rb"(?:<ooo:libraries(?:\s[^<>]*)?(?:/>|>\s*(?:%s)*</ooo:libraries>)\s*)?</(?P=prefix)script>" % _NO_LIBRARY
)
_NAMES_OF_LIBRARIES = re.compile(r"(?i)/(?:script|dialog)-l[bc]\.xml$")
_MODULE = re.compile(rb"<library:element\s")
# Settings of somebody's printer, in Base64 and by name.
_PRINTER = re.compile(rb"(<config:config-item config:name=\"Printer(?:Setup|Name)\"[^>]*>)[^<]*(?=</)")


def open_opendocument(data: bytes, media_type: str, *, budget: Budget) -> Document:
    """Read an OpenDocument file.

    Raises:
        FileError: it is damaged, or no such file. FileProtectedError, FileTooLargeError: see `archive`.
        FileUnsupportedError: it holds macros or objects that cannot be read.
    """
    entries = read_archive(data, budget)
    by_name = {entry.name: entry for entry in entries}
    said = by_name.get("mimetype", Entry("", b"")).data
    if "content.xml" not in by_name or not said.startswith(media_type.removesuffix("-template").encode()):
        raise FileError("This is no OpenDocument file of the kind that its name says.")
    if b"encryption-data" in by_name.get(_MANIFEST, Entry("", b"")).data:
        raise FileProtectedError("This file is locked by a password.")
    budget.take_parts(entry.data for entry in entries if _kind(entry) == "xml")
    parts = [(entry, _opened(entry, budget)) for entry in entries if _kind(entry) != "drop"]
    segments = [segment for _, part in parts if part is not None for segment in part.segments]
    budget.take_text(segments)
    dropped = {entry.name for entry in entries if _kind(entry) == "drop"}

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        written: list[Entry] = []
        position = 0
        for entry, part in parts:
            new = entry.data
            if part is not None:
                new = part.rebuild(pieces[position : position + len(part.segments)])
                position += len(part.segments)
                check_structure(part.data, new, _is_free)
            elif entry.name == _MANIFEST:
                new = _without(entry.data, dropped)
            written.append(replace(entry, data=new))
        return write_archive(written)

    names = [name for _, part in parts if part is not None for name in part.names]
    return Document(segments, rebuild, media_type, _warnings(entries), _unpacked, names)


def open_flat(data: bytes, media_type: str) -> Document:
    """Read an OpenDocument file that is a single file of XML.

    Raises:
        FileError: it is not XML. FileUnsupportedError: it holds macros.
    """
    _refuse_macros(data)
    budget = budget_for(len(data))
    budget.take_parts([data])
    part = OdfPart("text", _PRINTER.sub(rb"\1", data), budget)

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        new = part.rebuild(pieces)
        check_structure(part.data, new, _is_free)
        return new

    said = ["Pictures in the file stay as they are, and were not looked into."] if b":binary-data" in data else []
    if part.data != data:
        said.append("Left out, as it may hold names: settings of printers.")
    return Document(part.segments, rebuild, media_type, said, names=part.names)


def _is_free(attribute: str) -> bool:
    """Whether an attribute may have another value afterwards."""
    return attribute in _FREE or attribute.endswith(STYLED)


def _refuse_macros(data: bytes) -> None:
    if _SCRIPT.search(_NO_SCRIPT.sub(b"", data)):
        raise FileUnsupportedError("This file holds macros, which cannot be read.")


def _opened(entry: Entry, budget: Budget) -> OdfPart | None:
    kind = _kind(entry)
    if kind == "refuse":
        what = "macros" if _MACROS.search(entry.name) else "an embedded object"
        raise FileUnsupportedError(f"This file holds {what}, which cannot be read.")
    if kind != "xml":
        return None
    data = _PRINTER.sub(rb"\1", entry.data) if entry.name.endswith("settings.xml") else entry.data
    _refuse_macros(data)
    return OdfPart(entry.name, data, budget)


def _kind(entry: Entry) -> Kind:
    if _DROPPED.search(entry.name):
        return "drop"
    if not entry.data or entry.name in ("mimetype", _MANIFEST):
        return "keep"
    if _MACROS.search(entry.name):
        is_empty = _NAMES_OF_LIBRARIES.search(f"/{entry.name}") and not _MODULE.search(entry.data)
        return "keep" if is_empty else "refuse"
    if entry.name.lower().endswith((".xml", ".rdf")):
        return "xml"
    return "picture" if entry.name.lower().endswith(_PICTURES) else "refuse"


def _warnings(entries: Sequence[Entry]) -> list[str]:
    said: list[str] = []
    pictures = sum(_kind(entry) == "picture" for entry in entries)
    if pictures:
        said.append(f"Pictures and recordings stay as they are, and were not looked into: {pictures}.")
    left = [
        what
        for what, pattern in (("the thumbnail", "thumbnail"), ("signatures, which no longer hold", "signatures.xml"),
                              ("previews of objects", "objectreplacements/"))
        if any(pattern in entry.name.lower() for entry in entries)
    ]  # fmt: skip
    if any(_PRINTER.search(entry.data) for entry in entries if entry.name.endswith("settings.xml")):
        left.append("settings of printers")
    if left:
        said.append(f"Left out, as it may hold names: {', '.join(left)}.")
    return said


def _without(manifest: bytes, dropped: set[str]) -> bytes:
    text = manifest.decode("utf-8", "replace")
    return _ENTRY.sub(lambda match: "" if match[1] in dropped else match[0], text).encode("utf-8")


def _unpacked(data: bytes) -> list[bytes]:
    return [entry.data for entry in read_archive(data)]
