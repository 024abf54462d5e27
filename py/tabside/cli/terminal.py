"""Between a command and the person in front of it: errors, exit codes, progress, files in and out.

Exit codes: 0 all is well; 1 it failed and said why; 2 the command line is wrong; 3 it ended, but some inputs failed;
130 Ctrl-C. Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import warnings
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

import typer

from ..errors import BatchError, InputError, TabsideError
from ..types import Progress, ProgressCallback

__all__ = [
    "PASSPHRASE",
    "Failures",
    "counted",
    "downloading",
    "emit",
    "note",
    "read_lines",
    "read_passphrase",
    "read_text",
    "renamed",
    "run",
    "targets_of",
    "write_whole",
]

T = TypeVar("T")
STDIN = "-"
PASSPHRASE = "TABSIDE_PASSPHRASE"


def note(message: str) -> None:
    """Say something to the person, beside the results."""
    print(f"tabside: {message}", file=sys.stderr)


def emit(value: Any) -> None:
    """Print one result as a line of JSON."""
    print(json.dumps(value, ensure_ascii=False))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command to its end; what goes wrong becomes one line and an exit code."""
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_args, **_options: note(str(message))
        try:
            return asyncio.run(work)
        except TabsideError as error:
            note(_sentence(error))
            raise typer.Exit(3 if isinstance(error, BatchError) else 1) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # Whoever read the results has enough of them. What is still to be flushed at exit goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as error:
            note(f"{error.filename or 'a file'}: {error.strerror or type(error).__name__}")
            raise typer.Exit(1) from None


def _sentence(error: TabsideError) -> str:
    """Say what went wrong, with its code, and where in the input."""
    places = [f"{name} {error.details[name]}" for name in ("line", "row", "column") if error.details.get(name)]
    where = f" ({', '.join(places)})" if places and places[0] not in error.message else ""
    return f"{error.message} [{error.code}]{where}"


class Failures:
    """Counts the inputs that failed and says so of each; `exit` ends the command with 3 if there were any."""

    def __init__(self, what: str = "input") -> None:
        self.count = 0
        self._what = what

    def __call__(self, number: int, error: TabsideError) -> None:
        self.count += 1
        note(f"{self._what} {number + 1}: {_sentence(error)}")

    def exit(self) -> None:
        if self.count:
            raise typer.Exit(3)


def read_text(path: str) -> str:
    """Read a file, or standard input for `-`. Line ends stay as they are.

    Raises:
        InputError: it is not UTF-8.
    """
    data = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{_name(path)} is not UTF-8 at byte {error.start}.") from error


def read_lines(paths: list[str]) -> Iterator[str]:
    """Read the lines of files one after the other, or of standard input when there are none, without their ends.

    Lines are read as they are asked for, so that a stream need not end.

    Raises:
        InputError: a line is not UTF-8.
    """
    for path in paths or [STDIN]:
        with nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield line.decode("utf-8").removesuffix("\n").removesuffix("\r")
                except UnicodeDecodeError as error:
                    raise InputError(f"Line {number} of {_name(path)} is not UTF-8.") from error


def read_passphrase(file: Path | None) -> str:
    """Read a passphrase: the first line of a file, or else the variable TABSIDE_PASSPHRASE; never an argument.

    Raises:
        InputError: there is none.
    """
    if file is None:
        passphrase = os.environ.get(PASSPHRASE, "")
    else:
        passphrase = read_text(str(file)).split("\n", 1)[0].removesuffix("\r").removeprefix("\ufeff")
    if not passphrase:
        raise InputError(f"A passphrase is needed: --passphrase-file FILE, or the variable {PASSPHRASE}.")
    return passphrase


def targets_of(files: list[str], output: Path | None) -> list[Path | None]:
    """Return where each input's result goes; None is standard output.

    Raises:
        InputError: two of the inputs have the same name, or a result would take an input's place.
    """
    if output is None:
        return [None] * len(files)
    if len(files) == 1 and not output.is_dir() and output.suffix.lower() != ".zip":
        return _beside(files, [output])
    names = ["stdin.txt" if file == STDIN else Path(file).name for file in files]
    if len(set(names)) != len(names):
        raise InputError("Two of the inputs have the same name; take them one by one.")
    return _beside(files, [output / name for name in names])


def _beside(files: list[str], targets: list[Path]) -> list[Path | None]:
    inputs = {Path(file).resolve() for file in files if file != STDIN}
    for target in targets:
        if target.resolve() in inputs:
            raise InputError(f"{target}: the result would take the place of an input; say another -o.")
    return list(targets)


def renamed(target: Path, suffix: str, taken: Sequence[Path | None]) -> Path:
    """Return a target with another ending, behind its own where that name is another's."""
    other = target.with_suffix(suffix)
    return target.with_name(f"{target.name}{suffix}") if other in taken else other


def write_whole(path: Path, data: bytes) -> None:
    """Write a file in one step, so that it is there whole or as it was before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def _name(path: str) -> str:
    return "standard input" if path == STDIN else path


@contextmanager
def downloading() -> Iterator[ProgressCallback]:
    """Show a bar while a model is fetched; nothing where standard error is no terminal or nothing is fetched."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        tasks: dict[str, Any] = {}

        def show(progress: Progress) -> None:
            if progress.status == "progress":
                if progress.name not in tasks:
                    tasks[progress.name] = bar.add_task(progress.name, total=progress.total_all)
                bar.update(tasks[progress.name], completed=progress.loaded_all)

        yield show


@contextmanager
def counted(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show how many of something are done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)
