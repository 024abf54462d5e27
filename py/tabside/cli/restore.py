"""`tabside restore`: restore redacted files with the mapping saved by `tabside redact` or the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from .options import Encoding, Recursive
from .redact import PassphraseFile
from .terminal import STDIN, read_passphrase, read_text, run
from .way_back import BroughtBack, bring_back, tell

__all__ = ["restore"]


def restore(
    mapping: Annotated[Path, typer.Option("--mapping", help="The key from redact --mapping-out or from the page.")],
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]…", help="Redacted files, edited or not; - or none: text on stdin."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; for several inputs a folder.")] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Keep values that other operators replaced for good.")
    ] = False,
    recursive: Recursive = False,
    encoding: Encoding = None,
) -> None:
    """Restore the originals of placeholders and surrogates."""
    how = _How(partial, recursive, encoding)
    run(_restore(files or [STDIN], mapping, passphrase_file, output, how))


@dataclass(frozen=True, slots=True)
class _How:
    """Options for restoring files."""

    partial: bool
    recursive: bool
    encoding: str | None


async def _restore(
    files: list[str], mapping_file: Path, passphrase_file: Path | None, output: Path | None, how: _How
) -> None:
    from ..files import restore_file
    from ..redaction.operators.encryption import import_mapping

    mapping = await import_mapping(read_text(str(mapping_file)), read_passphrase(passphrase_file))

    async def work(file: str, data: bytes | None) -> BroughtBack:
        if data is None:
            back = mapping.restoration(read_text(file), partial=how.partial)
            tell(file, _unknown(back.unknown))
            return file, "text/plain", back.text.encode("utf-8", "surrogatepass")
        done = restore_file(data, file, mapping, partial=how.partial, encoding=how.encoding)
        tell(file, done.warnings)
        return done.name, done.media_type, done.data

    await bring_back(files, output, [mapping_file, passphrase_file], work, recursive=how.recursive)


def _unknown(placeholders: Sequence[str]) -> list[str]:
    """Return what to say of placeholders that the mapping does not know."""
    if not placeholders:
        return []
    more = f" and {len(placeholders) - 3} more" if len(placeholders) > 3 else ""
    return [f"nothing is known of {', '.join(placeholders[:3])}{more}, which stay; is this the right key?"]
