"""Terminal input and output of commands: errors, exit codes, progress, files.

Exit codes: 0 success; 1 failure with a message; 2 wrong command line; 3 finished, but some inputs failed;
130 Ctrl-C. Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import warnings
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import typer

from ..errors import BatchError, InputError, TabsideError
from ..types import Progress, ProgressCallback
from .inputs import STDIN, Taken

__all__ = [
    "PASSPHRASE",
    "STDIN",
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
    "shifted",
    "shown",
    "some_lines",
    "targets_of",
]

T = TypeVar("T")
_HALVES = re.compile("[\ud800-\udfff]")
PASSPHRASE = "TABSIDE_PASSPHRASE"
# Lines that are answered together. A stream is answered after this many, or at its end.
_AT_ONCE = 64


def note(message: str) -> None:
    """Print a message for the user, apart from the results."""
    print(f"tabside: {shown(message)}", file=sys.stderr)


def shown(message: str) -> str:
    """Return a message without what a terminal would obey: the name of a file may hold anything.

    >>> shown("a\\x1b[2Jb.txt: déjà vu")
    'a\\\\x1b[2Jb.txt: déjà vu'
    """
    return "".join(ch if ch.isprintable() else ch.encode("unicode_escape").decode("ascii") for ch in message)


def emit(value: Any) -> None:
    """Print one result as a line of JSON. A file's name may be no UTF-8: its bytes are escaped halves of surrogates."""
    print(_HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", json.dumps(value, ensure_ascii=False)))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command to its end; an error becomes one line and an exit code."""
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_args, **_options: note(str(message))
        try:
            result = asyncio.run(work)
            sys.stdout.flush()
            return result
        except TabsideError as error:
            note(_sentence(error))
            raise typer.Exit(3 if isinstance(error, BatchError) else 1) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # The reader of the results has closed the pipe. Discard what would be flushed at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as error:
            note(f"{os.fsdecode(error.filename or 'the output')}: {error.strerror or type(error).__name__}")
            raise typer.Exit(1) from None
        finally:
            _drop_unwritten()


def _drop_unwritten() -> None:
    """Leave nothing to be flushed at exit that cannot be written: it would be a traceback."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(error: TabsideError) -> str:
    """Format an error with its code and its place in the input."""
    places = [f"{name} {error.details[name]}" for name in ("line", "row", "column") if error.details.get(name)]
    where = f" ({', '.join(places)})" if places and places[0] not in error.message else ""
    return f"{error.message} [{error.code}]{where}"


class Failures:
    """Counts failed inputs and reports each; `exit` ends the command with 3 if there were any.

    An input is called by its name in `names`, or else by `what` and its number.
    """

    def __init__(self, what: str = "input", names: Sequence[str] = ()) -> None:
        self.count = 0
        self._what, self._names = what, names

    def __call__(self, number: int, error: TabsideError) -> None:
        self.count += 1
        note(f"{self._names[number] if self._names else f'{self._what} {number + 1}'}: {_sentence(error)}")

    def exit(self) -> None:
        if self.count:
            raise typer.Exit(3)


def read_text(path: str) -> str:
    """Read a file, or standard input for `-`. Line breaks stay unchanged.

    Raises:
        InputError: it is not UTF-8.
    """
    data = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # Not chained: the error holds the text.
        raise InputError(f"{_name(path)} is not UTF-8 at byte {error.start}.") from None


def read_lines(paths: list[str]) -> Iterator[str]:
    """Read the lines of files in order, or of standard input without files; line breaks are removed.

    Lines are read on demand, so that a stream need not end.

    Raises:
        InputError: a line is not UTF-8.
    """
    for path in paths or [STDIN]:
        with nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield line.decode("utf-8").removesuffix("\n").removesuffix("\r")
                except UnicodeDecodeError:
                    raise InputError(f"Line {number} of {_name(path)} is not UTF-8.") from None


def some_lines(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of earlier lines, next lines)."""
    remaining = iter(lines)
    start = 0
    while some := list(islice(remaining, _AT_ONCE)):
        yield start, some
        start += len(some)


def shifted(failures: Failures, start: int) -> Callable[[int, TabsideError], None]:
    """Return a callback for failures among the lines after the first `start`."""
    return lambda number, error: failures(start + number, error)


def read_passphrase(file: Path | None) -> str:
    """Read a passphrase from the first line of a file, or else from the variable TABSIDE_PASSPHRASE; never an argument.

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


def targets_of(files: Sequence[Taken], output: Path | None, *, into_folder: bool = False) -> list[Path | None]:
    """Return where each input's result goes; None is standard output. A single file's result is `output` itself."""
    if output is None:
        return [None] * len(files)
    if len(files) == 1 and not into_folder and not output.is_dir() and output.suffix.lower() != ".zip":
        return [output]
    return [output / name for _, name in files]


def renamed(target: Path, suffix: str, taken: Sequence[Path | None]) -> Path:
    """Return a target with another file extension, appended to its own if that belongs to another format."""
    other = target.with_suffix(suffix)
    return target.with_name(f"{target.name}{suffix}") if other in taken else other


def _name(path: str) -> str:
    return "standard input" if path == STDIN else path


@contextmanager
def downloading() -> Iterator[ProgressCallback]:
    """Show a bar while a model is downloaded, if standard error is a terminal."""
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
    """Show the number of finished items."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)
