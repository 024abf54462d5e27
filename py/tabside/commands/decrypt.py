"""`tabside decrypt`: what the operator encrypt replaced, back by its passphrase; no mapping is needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import InputError, TabsideError
from .redact import PassphraseFile
from .terminal import STDIN, Failures, note, read_passphrase, read_text, run, targets_of, write_whole

__all__ = ["decrypt"]


def decrypt(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]…", help="Files in which values are encrypted; - or none: text on stdin."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; for several inputs a folder.")] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Leave as it is what another passphrase encrypted.")
    ] = False,
) -> None:
    """Put back what `redact --operator encrypt` replaced."""
    run(_decrypt(files or [STDIN], passphrase_file, output, partial))


async def _decrypt(files: list[str], passphrase_file: Path | None, output: Path | None, partial: bool) -> None:
    if output is not None and output.suffix.lower() == ".zip":
        raise InputError("Decrypted files go into a folder, not into a zip.")
    passphrase = read_passphrase(passphrase_file)
    failures = Failures("file")
    for number, (file, target) in enumerate(zip(files, targets_of(files, output), strict=True)):
        try:
            data = await _decrypted(file, passphrase, partial)
        except (TabsideError, OSError) as error:
            if len(files) == 1:
                raise
            failures(number, error if isinstance(error, TabsideError) else InputError(f"{file}: {error.strerror}."))
            continue
        if target is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            write_whole(target, data)
    failures.exit()


async def _decrypted(file: str, passphrase: str, partial: bool) -> bytes:
    from ..files import MEDIA_TYPES, decrypt_file
    from ..redaction.encryption import decrypt_text

    if file == STDIN or Path(file).suffix.lower().removeprefix(".") not in MEDIA_TYPES:
        return (await decrypt_text(read_text(file), passphrase, partial=partial)).encode("utf-8")
    done = await decrypt_file(_read_bytes(file), file, passphrase, partial=partial)
    for warning in done.warnings:
        note(f"{file}: {warning}")
    return done.data


def _read_bytes(file: str) -> bytes:
    return Path(file).read_bytes()
