"""A PDF's object graph in pypdf: reading, walking over strings, and reproducible writing of reachable objects.

pypdf reads only the engine's output, never the original bytes: hostile structure ends in the engine's bounded memory.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import FileError, FileUnsupportedError, TabsideError

__all__ = [
    "dictionaries_of",
    "objects_of",
    "opened",
    "rename_destinations",
    "replace_strings",
    "text_of",
    "written",
    "written_once",
]

_DEEPEST = 200
_DIRECT_DEPTH = 64


@contextmanager
def quiet() -> Iterator[None]:
    """Silence pypdf's log, which may quote the file, and turn its errors into ours, within the block.

    Raises:
        FileError: the file cannot be read or written.
        FileUnsupportedError: pypdf is not installed.
    """
    try:
        import pypdf  # noqa: F401
    except ImportError:
        raise FileUnsupportedError('PDF files need the package pypdf: pip install "tabside[pdf]".') from None
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    except TabsideError:
        raise
    except MemoryError:
        raise
    except Exception:
        # pypdf may raise anything on a hostile file.
        raise FileError("This PDF is broken: its objects cannot be read.") from None
    finally:
        logger.setLevel(level)


def opened(data: bytes) -> Any:
    """Return a pypdf writer with the document's reachable objects."""
    import pypdf

    return pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data), strict=False))


def written_once(writer: Any) -> bytes:
    """Write a document for the engine, which drops what is not reachable when it writes it again."""
    first = io.BytesIO()
    writer.write(first)
    return first.getvalue()


def written(writer: Any) -> bytes:
    """Write a document, then write its reachable objects again, with an identifier derived from the content."""
    import pypdf
    from pypdf.generic import ArrayObject, ByteStringObject

    first = io.BytesIO()
    writer.write(first)
    again = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(first.getvalue())))
    again.metadata = None
    identifier = ByteStringObject(hashlib.sha256(first.getvalue()).digest()[:16])
    again._ID = ArrayObject([identifier, identifier])
    second = io.BytesIO()
    again.write(second)
    return second.getvalue()


def objects_of(writer: Any) -> Iterator[Any]:
    """Yield each indirect object of a document."""
    for one in writer._objects:
        if one is not None:
            yield one


def dictionaries_of(writer: Any) -> Iterator[Any]:
    """Yield each dictionary of a document: indirect objects, and those directly inside of them."""
    for one in objects_of(writer):
        yield from _dictionaries(one, 0)


def _dictionaries(one: Any, depth: int) -> Iterator[Any]:
    from pypdf.generic import IndirectObject

    if isinstance(one, dict):
        yield one
    if depth < _DIRECT_DEPTH:
        inner = dict.values(one) if isinstance(one, dict) else list.__iter__(one) if isinstance(one, list) else ()
        for value in list(inner):
            if isinstance(value, dict | list) and not isinstance(value, IndirectObject):
                yield from _dictionaries(value, depth + 1)


def replace_strings(writer: Any, change: Callable[[str], str | None]) -> int:
    """Replace each string for which `change` returns a text. Return how many there were.

    Keys, names and the content of streams stay unchanged.
    """
    from pypdf.generic import TextStringObject

    count = sum(_replace_in(one, change, 0) for one in objects_of(writer))
    # A string may be an object of its own.
    for number, one in enumerate(writer._objects):
        text = text_of(one)
        new = None if text is None else change(text)
        if new is not None:
            writer._objects[number] = TextStringObject(new)
            count += 1
    return count


def rename_destinations(writer: Any, change: Callable[[str], str | None]) -> None:
    """Rename destinations that have names rather than strings (ISO 32000-1, 12.3.2.3), and what leads to them."""
    from pypdf.generic import DictionaryObject, NameObject

    held = writer._root_object.get("/Dests")
    destinations = held.get_object() if held is not None else None
    if not isinstance(destinations, DictionaryObject):
        return
    new = {name: "/" + changed for name in list(destinations) if (changed := change(str(name)[1:])) is not None}
    for name, renamed in new.items():
        destinations[NameObject(renamed)] = dict.pop(destinations, name)
    for one in dictionaries_of(writer) if new else ():
        for key in ("/Dest", "/D"):
            leads = dict.get(one, key)
            if isinstance(leads, NameObject) and leads in new:
                one[NameObject(key)] = NameObject(new[leads])


def _replace_in(holder: Any, change: Callable[[str], str | None], depth: int) -> int:
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, TextStringObject

    if depth > _DEEPEST:
        raise FileError("This PDF is nested too deeply.")
    pairs: list[tuple[Any, Any]] = []
    if isinstance(holder, DictionaryObject):
        pairs = [(key, dict.__getitem__(holder, key)) for key in list(holder)]
    elif isinstance(holder, ArrayObject):
        pairs = list(enumerate(list.__iter__(holder)))
    count = 0
    for key, value in pairs:
        text = text_of(value)
        if text is not None:
            new = change(text)
            if new is not None:
                holder[key] = TextStringObject(new)
                count += 1
        elif not isinstance(value, IndirectObject):
            count += _replace_in(value, change, depth + 1)
    return count


def text_of(value: Any) -> str | None:
    """Return a string object's text, or None for other objects."""
    from pypdf.generic import ByteStringObject, TextStringObject

    if isinstance(value, TextStringObject):
        return str(value)
    if isinstance(value, ByteStringObject):
        return bytes(value).decode("latin-1")
    return None
