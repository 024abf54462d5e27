"""`tabside verify`: check whether a redacted file still contains originals of its mapping."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import InputError, RemovalError
from .options import Json
from .pdf import PdfPasswordFile, read_password
from .redact import PassphraseFile
from .terminal import emit, read_passphrase, read_text, run

__all__ = ["verify"]


def verify(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Redacted files, by tabside or another tool.")],
    key: Annotated[
        Path, typer.Option("--key", "--mapping", help="The key from redact --mapping-out or from the page.")
    ],
    passphrase_file: PassphraseFile = None,
    pdf_password_file: PdfPasswordFile = None,
    json: Json = False,
) -> None:
    """Look for a mapping's originals in redacted files, also in hidden parts. Exit code 1 if one is left."""
    run(_verify(files, key, passphrase_file, pdf_password_file, json))


async def _verify(
    files: list[str], key: Path, passphrase_file: Path | None, password_file: Path | None, json: bool
) -> None:
    from ..files.verification import verify_file
    from ..redaction.operators.encryption import import_mapping

    mapping = await import_mapping(read_text(str(key)), read_passphrase(passphrase_file))
    left = 0
    for file in files:
        leaks = await verify_file(_read(file), file, mapping, password=read_password(password_file))
        left += bool(leaks)
        if json:
            emit({"file": file, "left": [{"where": one.where, "page": one.page} for one in leaks]})
        elif leaks:
            places = [f"{one.where}, page {one.page}" if one.page else one.where for one in leaks]
            typer.echo(f"{file}: values are left in: {'; '.join(places)}.")
        else:
            typer.echo(f"{file}: nothing of {len(mapping.originals)} values was found.")
    if left:
        raise RemovalError(f"Values are left in {left} of {len(files)} files.", where="files")


def _read(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}.") from None
