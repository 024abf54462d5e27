"""Collect a command's input files, also from folders, and name their results."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import InputError

__all__ = ["STDIN", "Taken", "taken"]

STDIN = "-"
_OF_SYSTEMS = ("__MACOSX", "Thumbs.db", "desktop.ini")

Taken = tuple[str, str]
"""A file to read, and the name of its result: a path below the output."""


def taken(files: Sequence[str], *, recursive: bool = False, output: Path | None = None) -> list[Taken]:
    """Return the files to read: with `recursive`, of each folder all in it, except for hidden ones, links and `output`.

    Names are those of files, and paths in their folder; where two would be one, paths below the folder that all are in.

    Raises:
        InputError: a folder without `recursive`, nothing in the folders, or an input that was given twice.
    """
    found: list[Taken] = []
    for file in files:
        if file == STDIN or not Path(file).is_dir():
            found.append((file, "stdin.txt" if file == STDIN else Path(file).name))
        elif recursive:
            found += [(str(path), path.relative_to(file).as_posix()) for path in _within(Path(file), output)]
        else:
            raise InputError(f"{file} is a folder: -r takes all files in it.")
    if not found:
        raise InputError("There are no files in the folders.")
    return found if len({name.casefold() for _, name in found}) == len(found) else _apart(found)


def _within(folder: Path, output: Path | None) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in _OF_SYSTEMS or path.is_symlink():
            continue
        if output is not None and output.exists() and path.samefile(output):
            continue
        if path.is_dir():
            yield from _within(path, output)
        elif path.is_file():
            yield path


def _apart(found: Sequence[Taken]) -> list[Taken]:
    paths = [os.path.abspath("stdin.txt" if file == STDIN else file) for file, _ in found]
    if len(set(paths)) != len(paths):
        raise InputError("One of the inputs was given twice.")
    common = os.path.commonpath([os.path.dirname(path) for path in paths])
    return [(file, Path(path).relative_to(common).as_posix()) for (file, _), path in zip(found, paths, strict=True)]
