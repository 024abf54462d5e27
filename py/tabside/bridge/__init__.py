"""The calls from JavaScript: requests and replies are JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bridge import cancel, dispatch, start

__all__ = ["cancel", "dispatch", "start"]


def __getattr__(name: str) -> Any:
    # Imported late: `offsets`, `loop` and `preload` are used on CPython, where `bridge` cannot be imported.
    if name in __all__:
        from . import bridge

        return getattr(bridge, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
