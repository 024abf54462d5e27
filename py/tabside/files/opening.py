"""Open a file as a document, by its file extension."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from ..errors import FileTooLargeError, FileUnsupportedError
from ..pictures.picture import format_of
from .budget import MOST_BYTES, Budget, Open, budget_for
from .document import Document
from .media_types import FLAT, INSTEAD, MEDIA_TYPES, OPENDOCUMENT, PACKED

__all__ = ["inner_opener", "is_office", "is_pdf", "open_document", "packages_for", "refuse_other_kinds"]

_OFFICE = {
    "docx": "docx",
    "dotx": "docx",
    "xlsx": "xlsx",
    "xltx": "xlsx",
    "pptx": "pptx",
    "potx": "pptx",
    "ppsx": "pptx",
}
_DEEPEST = 4
_PACKAGES: Mapping[str, Sequence[str]] = {"pdf": ("pypdf",), "yaml": ("ruamel.yaml",), "yml": ("ruamel.yaml",)}
# Signatures of binary formats, whatever the name says. Text in them would be read in pieces, and missed between them.
_SIGNS = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "doc"),
    (b"%!PS", ""),
    (b"\x1f\x8b", ""),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
)


def packages_for(name: str) -> Sequence[str]:
    """Return the packages needed to read a file of this name, besides tabside's own, for micropip or pip.

    >>> packages_for("letter.pdf"), packages_for("settings.yaml"), packages_for("table.csv")
    (('pypdf',), ('ruamel.yaml',), ())
    """
    return _PACKAGES.get(_ending(name), ())


def open_document(data: bytes, name: str) -> Document:
    """Read a file by its extension.

    Raises:
        FileUnsupportedError: the file format is not supported.
        FileError: it is damaged, locked or too large.
    """
    return _open(budget_for(len(data)), data, name, 0)


def inner_opener(size: int) -> Open:
    """Return a function that opens files inside of one that has `size` bytes. All of them share a budget."""
    return partial(_open, budget_for(size))


def _open(budget: Budget, data: bytes, name: str, depth: int) -> Document:
    """Read a file in `depth` others, all of which share a budget."""
    ending = _ending(name)
    media_type = MEDIA_TYPES.get(ending)
    if media_type is None:
        if depth:
            raise FileUnsupportedError("A file of an unknown kind lies in this one.")
        return _of_unknown_kind(data, name)
    if len(data) > MOST_BYTES:
        raise FileTooLargeError("This file is larger than 256 MB.")
    if format_of(name) is not None:
        raise FileUnsupportedError("A picture cannot be restored, and pictures inside of other files are not read.")
    if depth > _DEEPEST:
        raise FileTooLargeError(f"Files lie in each other more than {_DEEPEST} deep.")
    if ending not in PACKED and any(data.startswith(sign) for sign, _ in _SIGNS):
        raise FileUnsupportedError(f"This is no file of the kind that its name says. {_by_sign(data)}")
    return _opened(budget, data, ending, media_type, depth)


def _of_unknown_kind(data: bytes, name: str) -> Document:
    """Read a file with an unknown extension as text, if it is text, and say so."""
    refuse_other_kinds(data, name)
    if b"\0" in data[:65_536] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileUnsupportedError(f"Files of this kind cannot be read. There are: {', '.join(MEDIA_TYPES)}.")
    from .text import open_text

    document = open_text(data, "text/plain")
    warning = "Files of this kind are not known: it was read as plain text, and nothing packed in it was opened."
    return replace(document, warnings=[*document.warnings, warning])


def _opened(budget: Budget, data: bytes, ending: str, media_type: str, depth: int) -> Document:
    open_inner = partial(_open, budget)
    if ending == "pdf":
        from .plain.pdf import open_pdf

        return open_pdf(data, media_type)
    if ending in _OFFICE:
        from .office.office import open_office

        return open_office(data, media_type, kind=_OFFICE[ending], open_inner=open_inner, depth=depth, budget=budget)
    if ending == "epub":
        from .epub import open_epub

        return open_epub(data, media_type, open_inner=open_inner, depth=depth, budget=budget)
    if ending in OPENDOCUMENT:
        from .opendocument.document import open_opendocument

        return open_opendocument(data, media_type, budget=budget)
    if ending in ("eml", "mht", "mhtml"):
        from .mail.mail import open_mail

        return open_mail(data, media_type, open_inner=open_inner, depth=depth)
    if ending == "mbox":
        from .mail.mailbox import open_mailbox

        return open_mailbox(data, media_type, open_inner=open_inner, depth=depth)
    return _plain(data, ending, media_type)


def _plain(data: bytes, ending: str, media_type: str) -> Document:
    """Read a file that is text."""
    if ending in ("csv", "tsv"):
        from .plain.table import open_table

        return open_table(data, media_type)
    if ending == "ipynb":
        from .plain.notebook import open_notebook

        return open_notebook(data, media_type)
    if "json" in media_type:
        from .plain.json import open_json

        return open_json(data, media_type)
    if "html" in media_type or ending == "svg":
        from .plain.html import open_html

        return open_html(data, media_type)
    if ending == "css":
        from .plain.style_sheets import open_style_sheet

        return open_style_sheet(data, media_type)
    if ending in FLAT:
        from .opendocument.document import open_flat

        return open_flat(data, media_type)
    if ending == "xml":
        from .plain.xml import open_xml

        return open_xml(data, media_type)
    if ending in ("yaml", "yml"):
        from .plain.yaml import open_yaml

        return open_yaml(data, media_type)
    if ending == "toml":
        from .plain.toml import open_toml

        return open_toml(data, media_type)
    if ending in ("ics", "vcf"):
        from .plain.cards import open_cards

        return open_cards(data, media_type)
    from .text import open_text

    return open_text(data, media_type)


def refuse_other_kinds(data: bytes, name: str) -> None:
    """Refuse a file that would be read as text for lack of a known extension, and is not text.

    Raises:
        FileUnsupportedError: it has another format, judging by its name or its first bytes.
    """
    hint = INSTEAD.get(_ending(name)) or (_by_sign(data) if any(data.startswith(sign) for sign, _ in _SIGNS) else None)
    if hint is not None:
        raise FileUnsupportedError(f"Files of this kind cannot be read. {hint}")


def _by_sign(data: bytes) -> str:
    ending = next(ending for sign, ending in _SIGNS if data.startswith(sign))
    return INSTEAD.get(ending) or (f"Give it its ending, such as .{ending}." if ending else "It holds no text.")


def is_pdf(name: str) -> bool:
    """Whether a file's name is that of a PDF."""
    return _ending(name) == "pdf"


def is_office(name: str) -> bool:
    """Whether a file's name is that of a document, workbook or presentation of Office."""
    return _ending(name) in _OFFICE


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
