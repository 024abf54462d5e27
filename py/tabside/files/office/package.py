"""The parts of an Office file (ECMA-376, part 2): which are read, kept or dropped, and which refuse the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal
from urllib.parse import unquote

from ..archive import Entry
from ..markup import Token, attributes, replaced, tokens
from ..text import decode_text, encode_text

__all__ = ["LEFT_OUT", "Kind", "kind_of", "without_links"]

Kind = Literal["xml", "vml", "office", "page", "text", "picture", "font", "keep", "empty", "drop", "refuse"]

_XML = (".xml", ".rels", ".svg", ".psmdcp", ".xaml")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".emz", ".wmz", ".ico", ".webp",
             ".wdp", ".jfif", ".jxr", ".heic", ".pcz", ".pct", ".pict", ".glb", ".pdf", ".eps")  # fmt: skip
_MEDIA = (
    ".mp3",
    ".mp4",
    ".wav",
    ".avi",
    ".mov",
    ".m4a",
    ".m4v",
    ".wmv",
    ".wma",
    ".mpg",
    ".mpeg",
    ".aac",
    ".mid",
    ".aif",
)
_FONTS = {".ttf": (b"\x00\x01\x00\x00", b"true", b"OTTO"), ".otf": (b"OTTO", b"\x00\x01\x00\x00")}
_PACKED_FONTS = (".odttf", ".fntdata")
_DROPPED = re.compile(
    r"(?i)(?:^|/)docProps/thumbnail\.[a-z0-9]+$|^_xmlsignatures/|^\[trash\]/|^ppt/changesInfos/|^ppt/revisionInfo\.xml$"
    r"|^docProps/thumbnail|(?:^|/)Thumbs\.db$|^__MACOSX/|(?:^|/)\.DS_Store$"
)
_EMPTIED = re.compile(r"(?i)printerSettings[0-9]*\.bin$|^(?:ppt|xl|word)/metadata$")
_PROPERTY = re.compile(r"(?i)customProperty[0-9]*\.bin$")

LEFT_OUT = (
    ("thumbnail", re.compile(r"(?i)thumbnail"), "the thumbnail"),
    ("signature", re.compile(r"(?i)^_xmlsignatures/.*\.xml$"), "signatures, which no longer hold"),
    ("history", re.compile(r"(?i)^ppt/(?:changesInfos/|revisionInfo)"), "the history of changes"),
    ("printer", re.compile(r"(?i)printerSettings"), "settings of printers"),
    ("metadata", re.compile(r"(?i)^(?:ppt|xl|word)/metadata$"), "data of the program that wrote it"),
    ("trash", re.compile(r"(?i)^\[trash\]"), "deleted parts"),
)
"""The warnings about parts that are dropped or emptied."""


def kind_of(entry: Entry) -> Kind:
    """Classify a part by its name and its first bytes."""
    lower = entry.name.lower()
    if _DROPPED.search(entry.name):
        return "drop"
    if _EMPTIED.search(entry.name):
        return "empty"
    if lower.endswith(".vml"):
        return "vml"
    if lower.endswith(_XML):
        return "xml"
    if lower.endswith((".docx", ".xlsx", ".pptx")):
        return "office"
    if lower.endswith((".htm", ".html", ".mht", ".mhtml", ".txt", ".csv", ".xhtml")):
        return "page"
    if lower.endswith((*_PICTURES, *_MEDIA)):
        return "picture"
    ending = lower[lower.rfind(".") :]
    if not entry.data:
        return "keep"
    if lower.endswith(_PACKED_FONTS) or (entry.data.startswith(_FONTS.get(ending, ())) and _is_font(entry.data)):
        return "font"
    return "text" if _PROPERTY.search(entry.name) else "refuse"


def _is_font(data: bytes) -> bool:
    """Whether all of a file is the tables of a font (OpenType 1.9, table directory)."""
    end = 12 + 16 * int.from_bytes(data[4:6], "big")
    if end > len(data):
        return False
    for at in range(12, end, 16):
        offset, length = (int.from_bytes(data[at + where : at + where + 4], "big") for where in (8, 12))
        if not data[at : at + 4].isascii() or offset + length > len(data):
            return False
        end = max(end, offset + length)
    return end + 4 > len(data)


def without_links(entries: Sequence[Entry], dropped: Iterable[str]) -> list[Entry]:
    """Leave out what names dropped parts: relationships, and their types in `[Content_Types].xml`."""
    gone = {name.lower() for name in dropped}
    if not gone:
        return list(entries)
    # A relationship file of a part that goes is of no use either.
    kept = [entry for entry in entries if _owner(entry.name).lower() not in gone]
    return [_without_links(entry, gone) for entry in kept]


def _without_links(entry: Entry, gone: set[str]) -> Entry:
    is_types = entry.name == "[Content_Types].xml"
    if not is_types and not entry.name.lower().endswith(".rels"):
        return entry
    text, mark, encoding = decode_text(entry.data)
    changes: list[tuple[int, int, str]] = []
    open_at: int | None = None
    for token in tokens(text):
        if token.kind != "tag":
            continue
        if open_at is not None and token.is_end:
            changes.append((open_at, token.end, ""))
            open_at = None
        elif not token.is_end and _names(text, token, entry.name, gone):
            if token.is_empty:
                changes.append((token.start, token.end, ""))
            else:
                open_at = token.start
    return replace(entry, data=encode_text(replaced(text, changes), mark, encoding)) if changes else entry


def _names(text: str, token: Token, of: str, gone: set[str]) -> bool:
    local = token.name.rpartition(":")[2]
    if local not in ("Override", "Relationship"):
        return False
    said = {one.name: one.value for one in attributes(text, token)}
    if said.get("TargetMode") == "External":
        return False
    return _resolved(said.get("PartName") or said.get("Target") or "", of).lower() in gone


def _owner(name: str) -> str:
    """Return the part that a part of relationships belongs to."""
    folder, _, last = name.rpartition("/")
    return f"{folder.removesuffix('_rels')}{last.removesuffix('.rels')}" if folder.endswith("_rels") else ""


def _resolved(target: str, of: str) -> str:
    """Return the name of the part that a relationship names."""
    target = unquote(target)
    if target.startswith("/"):
        return target[1:]
    steps = _owner(of).split("/")[:-1]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
