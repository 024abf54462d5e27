"""Refuse parts of Office files that are not well-formed XML, or that could expand while they are parsed."""

from __future__ import annotations

import re
from xml.parsers import expat

from ...errors import FileError, FileTooLargeError, FileUnsupportedError

__all__ = ["check_xml", "not_xml"]

# In these encodings bytes are decoded here as by expat.
_ENCODINGS = re.compile(rb"""^[^>]*?encoding\s*=\s*["'](?:utf-8|utf-16|us-ascii|iso-8859-1|windows-1252)["']""", re.I)
_DEEPEST = 2000


def check_xml(data: bytes, *, allow_doctype: bool = False) -> None:
    """Refuse what is not XML, and what declares anything.

    Raises:
        FileError, FileTooLargeError, FileUnsupportedError: as it says.
    """
    parser = expat.ParserCreate()
    depth = 0

    def declared(_name: object, _system: object, _public: object, has_subset: object) -> None:
        if has_subset or not allow_doctype:
            raise FileUnsupportedError("A part of this file declares a document type, which no such file needs.")

    def entered(_name: object, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise FileTooLargeError(f"A part of this file has elements that lie more than {_DEEPEST} deep.")

    def left(_name: object) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = declared
    if data.count(b"<", 0, 1_000_000) > _DEEPEST and _may_be_deep(data):
        parser.StartElementHandler, parser.EndElementHandler = entered, left
    head = data[: data.find(b">") + 1]
    if b"encoding" in head and not _ENCODINGS.match(head) and b"\0" not in head:
        raise FileUnsupportedError("A part of this file is neither in UTF-8 nor in UTF-16.")
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise not_xml() from None


def _may_be_deep(data: bytes) -> bool:
    """Whether many elements close one after the other at the end, without counting them all."""
    if b"\0" in data[:100]:
        return True
    return re.search(rb"(?:</[^<>]{1,100}>\s*){200}", data) is not None


def not_xml() -> FileError:
    return FileError("A part of this file is not XML.")
