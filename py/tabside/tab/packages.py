"""Pyodide's own packages, loaded when something needs them."""

from __future__ import annotations

from importlib.util import find_spec

import pyodide_js

from .. import errors
from .host import host, is_connected, settle

__all__ = ["load_numpy"]


async def load_numpy() -> None:
    """Load NumPy from Pyodide's distribution if it is missing.

    Raises:
        RuntimeUnavailableError: it cannot be loaded.
    """
    if find_spec("numpy") is not None:
        return
    if is_connected():
        await settle(host().loadPackage("numpy"))
        return
    await pyodide_js.loadPackage("numpy")
    # Pyodide reports a failure only on the console.
    if find_spec("numpy") is None:
        raise errors.RuntimeUnavailableError(
            "This needs NumPy, which could not be fetched from where Pyodide is. Put its wheel there, or install it: "
            'await micropip.install("numpy").'
        )
