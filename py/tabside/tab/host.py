"""The connection to tabside's worker: its functions, handed to `connect` once by the bridge.

The functions are the `api` of web/worker/python/python-host.js. Numbers cross as typed arrays, one copy each way;
everything else crosses as JSON, so that no proxy is left behind.
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar

from pyodide.ffi import JsException, to_js

from .. import errors

__all__ = ["connect", "host", "is_connected", "settle", "typed_arrays", "typed_error"]

T = TypeVar("T")

_host: Any = None


def connect(host: Any) -> None:
    """Take the worker's functions; without them the page fetches and runs models by itself (`tab.bare`)."""
    global _host
    _host = host


def is_connected() -> bool:
    """Whether a worker of tabside's runs this Python."""
    return _host is not None


def host() -> Any:
    """Return the worker's functions.

    Raises:
        RuntimeUnavailableError: no worker of tabside's runs this Python.
    """
    if _host is None:
        raise errors.RuntimeUnavailableError("No tabside worker is connected: start Python through web/tabside.js.")
    return _host


def typed_error(error: JsException) -> errors.TabsideError:
    """Convert a JavaScript error to the class with its code."""
    js_error = error.js_error
    code = getattr(js_error, "code", "error")
    details = getattr(js_error, "details", None)
    return errors.from_code(str(code), str(js_error.message), **(details.to_py() if details is not None else {}))


async def settle(promise: Awaitable[T]) -> T:
    """Await a JavaScript promise. A rejection is raised as one of our errors."""
    try:
        return await promise
    except JsException as error:
        raise typed_error(error) from None


def typed_arrays(buffers: Sequence[Any]) -> Any:
    """Copy one-dimensional buffers into JavaScript's typed arrays."""
    return to_js(list(buffers))
