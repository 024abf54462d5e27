"""A private copy of python-stdnum, each module loaded when first used, with its two slowest functions replaced."""

from __future__ import annotations

import builtins
import string
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from io import BytesIO
from itertools import pairwise
from pathlib import PurePath
from threading import RLock
from types import ModuleType
from typing import Any

__all__ = ["ask", "stdnum_module"]


@lru_cache(maxsize=256)
def stdnum_module(name: str) -> Any:
    """Return a module of python-stdnum: a private copy, so that what is changed in it changes nothing for the host.

    python-stdnum imports `ssl` for look-ups over the network, which are never made; Pyodide lacks that module.
    """
    return _COPY.module(f"stdnum.{name}")


def ask(check: str, number: str) -> bool:
    """Ask a module of python-stdnum about a number without separators. It may raise any exception."""
    return bool(stdnum_module(check).is_valid(number))


class _PrivateCopy:
    """Loads modules of python-stdnum outside `sys.modules`: their imports of each other lead to this copy as well."""

    def __init__(self) -> None:
        self._modules: dict[str, ModuleType] = {}
        self._lock = RLock()

    def module(self, name: str) -> ModuleType:
        """Return a module by its full name, loaded when first asked for. Raises ImportError."""
        with self._lock:
            return self._modules.get(name) or self._load(name)

    def _load(self, name: str) -> ModuleType:
        parent, _, child = name.rpartition(".")
        search = self.module(parent).__path__ if parent else None
        spec = PathFinder.find_spec(name, search)
        if spec is None or spec.loader is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        module = self._modules[name] = module_from_spec(spec)
        module.__dict__["__builtins__"] = {**vars(builtins), "__import__": self._import}
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del self._modules[name]
            raise
        if parent:
            setattr(self._modules[parent], child, module)
        _quicken(name, module)
        return module

    def _import(
        self, name: str, names: Any = None, local_names: Any = None, fromlist: Sequence[str] = (), level: int = 0
    ) -> Any:
        """Stand in for `__import__` inside the copy."""
        if name == "ssl":
            try:
                return builtins.__import__(name)
            except ImportError:
                return ModuleType("ssl")
        if level or name.partition(".")[0] != "stdnum":
            return builtins.__import__(name, names, local_names, fromlist, level)
        module = self.module(name)
        for wanted in fromlist or ():
            if wanted != "*" and not hasattr(module, wanted):
                self.module(f"{name}.{wanted}")
        return module if fromlist else self.module("stdnum")


def _quicken(name: str, module: Any) -> None:
    """Make the copy faster where lists of numbers ask it thousands of times.

    `clean` goes through each character three times, which is two thirds of what a check takes, and each check calls it,
    some several times. `NumDB` goes through all places of a country for each number. Its tables are read beside the
    module: `importlib.resources` would import the host's `stdnum`.
    """
    if name == "stdnum.util":
        module.clean = _quick_clean(module.clean)
    elif name == "stdnum.numdb":
        module.NumDB._find = staticmethod(_quick_find(module.NumDB._find))
        folder = PurePath(module.__file__).parent
        loader = module.__spec__.loader
        module._get_resource_stream = lambda table: BytesIO(loader.get_data(str(folder / table)))


def _quick_clean(clean: Callable[..., Any]) -> Callable[..., str]:
    def quick_clean(number: str, deletechars: str = "") -> str:
        # No ASCII character is replaced by another. One module deletes a letter.
        is_plain = number.__class__ is str and number.isalnum() and number.isascii()
        if is_plain and _PUNCTUATION.issuperset(deletechars):
            return number
        return str(clean(number, deletechars))

    return quick_clean


def _quick_find(find: Callable[..., Any]) -> Callable[..., list[tuple[str, dict[str, str]]]]:
    indexes: dict[int, tuple[list[_Place], _Index | None]] = {}

    def quick_find(number: str, places: list[_Place]) -> list[tuple[str, dict[str, str]]]:
        known = indexes.get(id(places))
        if known is None or known[0] is not places:
            # Holding the list keeps its id from being reused.
            known = indexes[id(places)] = places, _index(places)
        if known[1] is None or not number:
            return list(find(number, places))
        length, lows, of = known[1]
        part = number[:length]
        at = bisect_right(lows, part) - 1
        if at < 0 or len(part) < length or part > of[at][2]:
            return [(number, {})]
        rest = number[length:]
        return [(part, dict(of[at][3])), *(quick_find(rest, of[at][4]) if rest else ())]

    return quick_find


_COPY = _PrivateCopy()
_PUNCTUATION = frozenset(string.punctuation + " ")
_Place = tuple[int, str, str, dict[str, str], list[Any]]
"""An entry of a `NumDB`: prefix length, first and last prefix, properties, and the entries nested in it."""

_Index = tuple[int, Sequence[str], Sequence[_Place]]
"""An index of entries: prefix length, the first prefixes in order, and the entries."""


def _index(places: Sequence[_Place]) -> _Index | None:
    """Return an index of places, or None if some overlap or have other lengths."""
    of = sorted(places, key=lambda place: place[1])
    apart = all(before[2] < place[1] for before, place in pairwise(of))
    if not of or not apart or len({place[0] for place in of}) > 1:
        return None
    return of[0][0], [place[1] for place in of], of
