"""The names `onnxruntime` and `tokenizers` in Pyodide, where neither package exists.

    import tabside.shims
    from onnxruntime import InferenceSession   # tabside.shims.onnxruntime
    from tokenizers import Tokenizer           # tabside.shims.tokenizers

Importing this module registers both. A package that is installed is never replaced, and on CPython nothing happens, so
the import may stay where code runs in both places.
"""

from __future__ import annotations

import importlib.util
import sys
from importlib import import_module

from ..platform import IN_TAB

__all__ = ["register"]

NAMES = ("onnxruntime", "tokenizers")


def register() -> list[str]:
    """Register the names that no installed package has. Return the new ones."""
    free = [name for name in NAMES if name not in sys.modules and importlib.util.find_spec(name) is None]
    for name in free:
        sys.modules[name] = import_module(f".{name}", __name__)
    return free


if IN_TAB:
    register()
