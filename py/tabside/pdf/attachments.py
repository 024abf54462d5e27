"""Files attached to a PDF: taken out of the object graph, and put back after they were redacted (ISO 32000-1, 7.11)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .annotations import entry
from .graph import dictionaries_of, text_of

__all__ = ["Attachment", "add_attachments", "take_attachments"]

_STREAMS = ("/UF", "/F", "/Unix", "/Mac", "/DOS")
_NAMES = ("/UF", "/F", "/Unix", "/Mac", "/DOS")
_LONGEST_NAME = 200
_MOST = 1_000
_MOST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a PDF. `data` is None if its stream cannot be decoded, or the files are too many or too large."""

    name: str = field(repr=False)
    data: bytes | None = field(repr=False)


def take_attachments(writer: Any) -> list[Attachment]:
    """Cut off each embedded file, wherever it is attached, and return them in the order of the file's objects."""
    found: list[Attachment] = []
    seen: set[int] = set()
    room = _MOST_BYTES
    for specification in list(dictionaries_of(writer)):
        files = entry(specification, "/EF")
        if not isinstance(files, dict):
            continue
        for stream in _streams(files):
            if id(stream) in seen:
                continue
            seen.add(id(stream))
            data = _data_of(stream) if len(found) < _MOST else None
            if data is not None and len(data) > room:
                data = None
            room -= len(data or b"")
            found.append(Attachment(_name_of(specification), data))
        del specification["/EF"]
    return found


def add_attachments(writer: Any, attachments: Sequence[Attachment]) -> None:
    """Attach files to the document by its name tree. Names that occur more than once get a number."""
    from pypdf.generic import (
        ArrayObject,
        ByteStringObject,
        DictionaryObject,
        NameObject,
        NumberObject,
        StreamObject,
        TextStringObject,
    )

    named: dict[str, Any] = {}
    for one in attachments:
        if one.data is None:
            continue
        stream = StreamObject()
        stream.set_data(one.data)
        stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
        digest = ByteStringObject(hashlib.md5(one.data, usedforsecurity=False).digest())
        stream[NameObject("/Params")] = DictionaryObject(
            {NameObject("/Size"): NumberObject(len(one.data)), NameObject("/CheckSum"): digest}
        )
        reference = writer._add_object(stream.flate_encode())
        name = _unused_name(one.name, named)
        named[name] = writer._add_object(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Filespec"),
                    NameObject("/F"): TextStringObject(name),
                    NameObject("/UF"): TextStringObject(name),
                    NameObject("/EF"): DictionaryObject({NameObject("/F"): reference, NameObject("/UF"): reference}),
                }
            )
        )
    if not named:
        return
    pairs = ArrayObject()
    for name in sorted(named, key=_sorting):
        pairs += [TextStringObject(name), named[name]]
    root = writer._root_object
    names = entry(root, "/Names")
    if not isinstance(names, dict):
        names = root[NameObject("/Names")] = DictionaryObject()
    names[NameObject("/EmbeddedFiles")] = writer._add_object(DictionaryObject({NameObject("/Names"): pairs}))


def _streams(files: Any) -> Iterator[Any]:
    from pypdf.generic import StreamObject

    for key in _STREAMS:
        stream = entry(files, key)
        if isinstance(stream, StreamObject):
            yield stream


def _data_of(stream: Any) -> bytes | None:
    try:
        return bytes(stream.get_data())
    except Exception:
        # Filters unknown to pypdf, or invalid data; pypdf raises many types of exceptions.
        return None


def _name_of(specification: Any) -> str:
    names = (text_of(entry(specification, key)) for key in _NAMES)
    name = next((one for one in names if one and one.strip()), "attachment")
    return name.replace("\\", "/").rpartition("/")[2].strip()[-_LONGEST_NAME:] or "attachment"


def _unused_name(name: str, taken: dict[str, Any]) -> str:
    stem, dot, ending = name.rpartition(".")
    number, new = 1, name
    while new in taken:
        number += 1
        new = f"{stem} ({number}){dot}{ending}" if dot else f"{name} ({number})"
    return new


def _sorting(name: str) -> bytes:
    # A name tree is sorted by the bytes of its strings, as pypdf writes them: PDFDocEncoding or UTF-16.
    from pypdf.generic import encode_pdfdocencoding

    try:
        return bytes(encode_pdfdocencoding(name))
    except UnicodeEncodeError:
        return b"\xfe\xff" + name.encode("utf-16-be", "replace")
