"""Errors of batch jobs, in addition to `tabside.errors`. Messages never contain any text.

TabsideError
 ├─ RowError                 batch.row              one row; it is set aside and the run continues
 │   ├─ BrokenRowError       batch.row-broken
 │   ├─ EncodingError        batch.row-encoding
 │   ├─ MissingColumnError   batch.row-column
 │   ├─ NotTextError         batch.row-not-text
 │   └─ TooLongError         batch.row-too-long
 ├─ ChangedError             batch.changed          the run to resume is a different one
 ├─ BusyError                batch.busy             another run writes into the same output
 ├─ KeyMissingError          batch.key              no secret, or none that is good enough
 └─ WorkerStoppedError       batch.worker-stopped   a process ended in the middle of its work
"""

from __future__ import annotations

from ..errors import TabsideError

__all__ = [
    "BrokenRowError",
    "BusyError",
    "ChangedError",
    "EncodingError",
    "KeyMissingError",
    "MissingColumnError",
    "NotTextError",
    "RowError",
    "TooLongError",
    "WorkerStoppedError",
]


class RowError(TabsideError):
    """A row cannot be processed."""

    code = "batch.row"


class BrokenRowError(RowError):
    """The row does not match its format: it is not a JSON object, or has another number of fields."""

    code = "batch.row-broken"


class EncodingError(RowError):
    """The row's bytes are not text in the named encoding."""

    code = "batch.row-encoding"


class MissingColumnError(RowError):
    """The row lacks the text column, or already has a result column."""

    code = "batch.row-column"


class NotTextError(RowError):
    """The text column contains a number, a list or binary data."""

    code = "batch.row-not-text"


class TooLongError(RowError):
    """The text is longer than the limit."""

    code = "batch.row-too-long"


class ChangedError(TabsideError):
    """The output folder contains results of other inputs, another model or other options."""

    code = "batch.changed"


class BusyError(TabsideError):
    """Another run is writing into the same output."""

    code = "batch.busy"


class KeyMissingError(TabsideError):
    """Pseudonyms need a secret that nobody can guess."""

    code = "batch.key"


class WorkerStoppedError(TabsideError):
    """A worker process ended during its work, for example because memory ran out."""

    code = "batch.worker-stopped"
