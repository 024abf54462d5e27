"""Terminal output of set-up: one line per step, a bar for downloads, one line per error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class SetupError(Exception):
    """Set-up cannot continue. Its text is one line that states what happened and what to do."""


@dataclass
class Step:
    """A running step; `note` is appended to its line."""

    note: str = ""


@contextmanager
def step(label: str) -> Iterator[Step]:
    """Show a line for a step that has work to do, with its duration at the end."""
    started = time.monotonic()
    running = Step()
    print(f"  {label} ...", end="\r" if sys.stdout.isatty() else "", flush=True)
    try:
        yield running
    except BaseException:
        print(flush=True)
        raise
    note = f"{running.note}, " if running.note else ""
    line = f"{note}{time.monotonic() - started:.1f} s"
    print(f"\x1b[K  {label}: {line}" if sys.stdout.isatty() else f" {line}", flush=True)


@contextmanager
def bar(label: str, total_bytes: int | None) -> Iterator[Callable[[int], None]]:
    """Show a live bar on a terminal. Yield a function that takes the number of bytes so far.

    Without a total the bar shows bytes and speed.
    """
    from tqdm import tqdm

    with tqdm(
        total=total_bytes, desc=f"  {label}", unit="B", unit_scale=True, leave=False, disable=None, dynamic_ncols=True
    ) as shown:

        def show(loaded: int) -> None:
            shown.update((loaded if total_bytes is None else min(loaded, total_bytes)) - shown.n)

        yield show


def megabytes(size: int) -> str:
    """Format a size for people.

    >>> megabytes(14_693_379)
    '14.7 MB'
    """
    return f"{size / 1e6:.1f} MB"
