"""Shared code of the restoring commands: files in, files out; one failure does not affect the other files."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from ..errors import InputError, TabsideError
from .inputs import taken
from .outputs import PRIVATE, Outputs
from .terminal import STDIN, Failures, note, renamed, targets_of

__all__ = ["BroughtBack", "bring_back", "tell"]

BroughtBack = tuple[str, str, bytes]
"""A file's name, which says its kind, its media type, and its bytes."""

_TEXTS = ("text/", "application/json", "application/yaml", "application/xhtml", "message/")


async def bring_back(
    files: list[str],
    output: Path | None,
    keys: Iterable[Path | None],
    work: Callable[[str, bytes | None], Awaitable[BroughtBack]],
    *,
    recursive: bool = False,
) -> None:
    """Let `work` restore each file, and write the result to `output` or to the terminal.

    None of `keys`, the other files that are read, is written over. Only its owner may read what is written. `work` gets
    a file's name and, where its ending names a kind that is more than its text, its bytes.

    Raises:
        InputError: the output does not fit.
        TabsideError, OSError: the only file failed; of several each is told, and the exit code says so.
    """
    if output is not None and output.suffix.lower() == ".zip":
        raise InputError("Restored files are written to a folder, not to a zip.")
    found = taken(files, recursive=recursive, output=output)
    targets = targets_of(found, output, into_folder=recursive)
    files = [file for file, _ in found]
    outputs = Outputs([*files, *keys])
    for planned in targets:
        outputs.claim(planned)
    failures = Failures("file", files)
    for number, (file, target) in enumerate(zip(files, targets, strict=True)):
        try:
            name, media_type, data = await work(file, _content(file))
            if target is None and sys.stdout.isatty() and not media_type.startswith(_TEXTS):
                raise InputError(f"{file}: a file of this kind cannot be shown; say with -o where to write it.")
        except (TabsideError, OSError) as error:
            if len(files) == 1:
                raise
            failures(number, error if isinstance(error, TabsideError) else InputError(f"{error.strerror}."))
            continue
        if target is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            is_other = file != STDIN and Path(name).suffix != Path(file).suffix
            outputs.write(renamed(target, Path(name).suffix, targets) if is_other else target, data, PRIVATE)
    failures.exit()


def _content(file: str) -> bytes | None:
    from ..files import MEDIA_TYPES

    is_kind = file != STDIN and Path(file).suffix.lower().removeprefix(".") in MEDIA_TYPES
    return Path(file).read_bytes() if is_kind else None


def tell(file: str, warnings: Iterable[str]) -> None:
    """Report the warnings of a file's reader."""
    for warning in warnings:
        note(f"{file}: {warning}")
