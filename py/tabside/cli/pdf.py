"""Command line options for PDFs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..errors import InputError

if TYPE_CHECKING:
    from ..pdf.options import PdfOptions

__all__ = ["Ocr", "PdfBoxes", "PdfChoice", "PdfKeepEncryption", "PdfPasswordFile", "pdf_options", "read_password"]

PdfChoice = Annotated[
    str | None,
    typer.Option(
        "--pdf",
        help="pages (default with tabside[pdf]): redact the pages in place. text: write only the text.",
    ),
]
PdfBoxes = Annotated[
    str | None, typer.Option("--pdf-boxes", help="label: with placeholders. plain: without. line: over whole lines.")
]
Ocr = Annotated[
    bool,
    typer.Option("--ocr", help="Read scanned pages, and pictures in other files, too (a second each, 5 MB of models)."),
]
PdfPasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        "--pdf-password-file",
        help="A file whose first line is the password of locked PDFs and Office files.",
    ),
]
PdfKeepEncryption = Annotated[
    bool, typer.Option("--pdf-keep-encryption", help="Encrypt the result with the password that opened the file.")
]


def pdf_options(
    choice: str | None,
    boxes: str | None,
    password_file: Path | None,
    *,
    ocr: bool = False,
    keep_encryption: bool = False,
) -> PdfOptions | Literal["text"] | None:
    """Return the PDF options, or None if none was given.

    Raises:
        InputError: an unknown word, or options for pages together with `text`.
    """
    if choice not in (None, "pages", "text"):
        raise InputError("--pdf is pages or text.")
    if boxes not in (None, "label", "plain", "line"):
        raise InputError("--pdf-boxes is label, plain or line.")
    if choice == "text":
        if boxes is not None or ocr:
            raise InputError("--pdf text has no boxes and no --ocr.")
        return "text"
    if choice is None and boxes is None and password_file is None and not ocr and not keep_encryption:
        return None
    if keep_encryption and password_file is None:
        raise InputError("--pdf-keep-encryption needs the password: --pdf-password-file.")
    from ..pdf.options import PdfOptions

    return PdfOptions(
        boxes="label" if boxes in (None, "label") else "plain",
        width="line" if boxes == "line" else "value",
        password=read_password(password_file),
        ocr=ocr,
        encryption="keep" if keep_encryption else "remove",
    )


def read_password(path: Path | None) -> str:
    """Return the first line of a file, or nothing.

    Raises:
        InputError: the file cannot be read.
    """
    if path is None:
        return ""
    try:
        return path.read_text("utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path} cannot be read.") from None
