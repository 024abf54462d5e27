"""Load the packages' files on first use: a memory snapshot holds modules, but no file system."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

from pyodide.ffi import JsException

from ..tab.host import typed_error

__all__ = ["LateFiles"]


class LateFiles(MetaPathFinder):
    """Provides the files of all packages on the first import of a module missing from the memory snapshot."""

    def __init__(self, place_files: Callable[[], None]) -> None:
        self._place_files = place_files

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        sys.meta_path.remove(self)
        try:
            self._place_files()
        except JsException as error:
            sys.meta_path.insert(0, self)  # The next import asks again.
            raise typed_error(error) from None
        importlib.invalidate_caches()
