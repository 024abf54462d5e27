"""The error of a proof that failed."""

from __future__ import annotations

from ..errors import UnscannedError

__all__ = ["RemovalError"]


class RemovalError(UnscannedError):
    """A value that was to be removed is still in a file; `details` says where, without the value."""

    code = "redaction.left"
