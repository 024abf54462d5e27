"""`tabside restore`: the originals back into redacted files, by the mapping that `tabside redact` or the page saved."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError, TabsideError
from .redact import PassphraseFile
from .terminal import STDIN, Failures, note, read_passphrase, read_text, renamed, run, targets_of, write_whole

if TYPE_CHECKING:
    from ..redaction.placeholders import PlaceholderMap

__all__ = ["restore"]

_TEXTS = ("text/", "application/json", "application/yaml", "application/xhtml", "message/")


def restore(
    mapping: Annotated[
        Path, typer.Option("--mapping", help="What redact --mapping-out wrote, or a key that the page saved.")
    ],
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]…", help="Redacted files, edited or not; - or none: text on stdin."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; for several inputs a folder.")] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Leave as it is what other operators replaced for good.")
    ] = False,
) -> None:
    """Put the originals back in the place of placeholders and surrogates."""
    run(_restore(files or [STDIN], mapping, passphrase_file, output, partial))


async def _restore(
    files: list[str], mapping_file: Path, passphrase_file: Path | None, output: Path | None, partial: bool
) -> None:
    from ..redaction.encryption import import_mapping

    if output is not None and output.suffix.lower() == ".zip":
        raise InputError("Restored files go into a folder, not into a zip.")
    targets = targets_of(files, output)
    mapping = await import_mapping(read_text(str(mapping_file)), read_passphrase(passphrase_file))
    failures = Failures("file")
    for number, (file, target) in enumerate(zip(files, targets, strict=True)):
        try:
            name, data = _restored(file, mapping, partial, to_terminal=target is None)
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
            is_other = file != STDIN and Path(name).suffix != Path(file).suffix
            write_whole(renamed(target, Path(name).suffix, targets) if is_other else target, data)
    failures.exit()


def _restored(file: str, mapping: PlaceholderMap, partial: bool, *, to_terminal: bool) -> tuple[str, bytes]:
    from ..files import MEDIA_TYPES, restore_file

    ending = Path(file).suffix.lower().removeprefix(".")
    if file == STDIN or ending not in MEDIA_TYPES:
        return file, mapping.restore(read_text(file), partial=partial).encode("utf-8")
    done = restore_file(Path(file).read_bytes(), file, mapping, partial=partial)
    if to_terminal and sys.stdout.isatty() and not done.media_type.startswith(_TEXTS):
        raise InputError(f"{file}: a file of this kind cannot be shown; say with -o where to write it.")
    for warning in done.warnings:
        note(f"{file}: {warning}")
    return done.name, done.data
