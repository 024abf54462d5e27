"""Reads text in pictures: `page = await tabside.ocr.read(image)`. Latin letters, printed; handwriting is not read.

Importing this loads neither NumPy nor a model. docs/ocr.md says how well it reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .box import Box, Quad
from .page import SURE, Line, Page, Word

if TYPE_CHECKING:
    from .reader import Reader

__all__ = ["SURE", "Box", "Line", "Page", "Quad", "Reader", "Word", "load_reader", "read"]


async def load_reader(**options: Any) -> Reader:
    """Load NumPy where it has to be fetched, then the models; options and errors are those of `Reader.create`."""
    from .. import platform

    await platform.load_numpy()
    from .reader import Reader

    return await Reader.create(**options)


async def read(image: Any, *, reader: Reader | None = None, **options: Any) -> Page:
    """Read one image: a uint8 array, grey (H, W) or RGB (H, W, 3). Load a `reader` once to read more of them.

    Options are those of `Reader.create`, errors those of `Reader.create` and `Reader.read`.
    """
    return await (reader or await load_reader(**options)).read(image)


def __getattr__(name: str) -> Any:
    if name == "Reader":
        from .reader import Reader

        return Reader
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
