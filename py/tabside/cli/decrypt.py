"""`tabside decrypt`: restore the output of the operator encrypt with its passphrase; no mapping is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .redact import PassphraseFile
from .terminal import STDIN, read_passphrase, read_text, run
from .way_back import BroughtBack, bring_back, tell

__all__ = ["decrypt"]


def decrypt(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]…", help="Files with encrypted values; - or none: text on stdin."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; for several inputs a folder.")] = None,
    partial: Annotated[bool, typer.Option("--partial", help="Keep values encrypted with another passphrase.")] = False,
) -> None:
    """Restore the values that `redact --operator encrypt` replaced."""
    run(_decrypt(files or [STDIN], passphrase_file, output, partial))


async def _decrypt(files: list[str], passphrase_file: Path | None, output: Path | None, partial: bool) -> None:
    from ..files import decrypt_file
    from ..redaction.operators.encryption import decrypt_text

    passphrase = read_passphrase(passphrase_file)

    async def work(file: str, data: bytes | None) -> BroughtBack:
        if data is None:
            return file, "text/plain", (await decrypt_text(read_text(file), passphrase, partial=partial)).encode()
        done = await decrypt_file(data, file, passphrase, partial=partial)
        tell(file, done.warnings)
        return done.name, done.media_type, done.data

    await bring_back(files, output, [passphrase_file], work)
