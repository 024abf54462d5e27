"""The interface to the PDF engine: batches of calls, executed alike on CPython and in the tab.

The engine is PDFium, compiled to WebAssembly. A batch is a list of steps: call an exported function, write bytes,
read bytes. A step may use the results of earlier steps, so that a page needs few round trips, although in the tab the
engine runs in its own worker. All numbers are WebAssembly's: i32 (signed) and f64.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["Batch", "Call", "Limits", "Pdfium", "Read", "Ref", "Step", "Value", "Write"]


@dataclass(frozen=True, slots=True)
class Ref:
    """The result of an earlier step of the same batch, plus `offset`."""

    step: int
    offset: int = 0

    def plus(self, offset: int) -> Ref:
        """Return a reference to an address with an offset."""
        return Ref(self.step, self.offset + offset)


Number = int | float
Argument = Number | Ref
Value = int | float | bytes | None
"""A step's result: a number for a call (None if it returns nothing), bytes for a read, None for a write."""


@dataclass(frozen=True, slots=True)
class Call:
    """Call an exported function."""

    name: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Write:
    """Write bytes to the engine's memory."""

    address: int | Ref
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Read:
    """Read bytes from the engine's memory."""

    address: int | Ref
    length: int | Ref


Step = Call | Write | Read


class Batch:
    """Steps executed in order in one round trip."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def call(self, name: str, *arguments: Argument) -> Ref:
        """Add a call and return a reference to its result."""
        return self._add(Call(name, arguments))

    def write(self, address: int | Ref, data: bytes) -> None:
        """Add a write."""
        self._add(Write(address, data))

    def read(self, address: int | Ref, length: int | Ref) -> Ref:
        """Add a read and return a reference to its result."""
        return self._add(Read(address, length))

    def _add(self, step: Step) -> Ref:
        self.steps.append(step)
        return Ref(len(self.steps) - 1)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one engine, that is for one file.

    - `megabytes`: maximum memory of the engine, in MiB (the module itself allows 2,048).
    - `seconds`: time for one batch; a longer one is stopped.
    """

    megabytes: int = 1_024
    seconds: float = 10.0


class Pdfium(Protocol):
    """An instance of the engine. It serves one file and is closed afterwards.

    A batch that traps, runs out of memory or takes too long raises FileError or FileTooLargeError, and so does every
    later batch.
    """

    async def run(self, batch: Batch) -> Sequence[Value]:
        """Execute a batch and return a result for each step."""
        ...

    async def close(self) -> None:
        """Release the instance and its memory."""
        ...
