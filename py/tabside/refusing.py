"""Convert exceptions that broken input causes into a typed error that contains none of the input."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .errors import TabsideError

__all__ = ["refusing"]

_BROKEN_DATA = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError, re.error,
)  # fmt: skip


@contextmanager
def refusing(refusal: Callable[[], TabsideError]) -> Iterator[None]:
    """Raise `refusal()` for anything that broken data causes in a block; typed errors pass.

    The error is not chained: many of these hold the text that they are about (`UnicodeDecodeError.object`,
    `JSONDecodeError.doc`).

    >>> from tabside.errors import InputError
    >>> with refusing(lambda: InputError("This is no number.")):
    ...     int("x")
    Traceback (most recent call last):
    tabside.errors.InputError: This is no number.
    """
    try:
        yield
    except TabsideError:
        raise
    except _BROKEN_DATA:
        raise refusal() from None
