"""Texts in an encoding that the file does not declare: read as UTF-8, and written back in that encoding."""

from __future__ import annotations

import codecs

from ..errors import FileError, InputError
from .media_types import MEDIA_TYPES

__all__ = ["Transcoding"]

# XML, HTML and e-mail name their encodings.
_NAMING = ("xml", "html", "message", "multipart", "mbox", "image", "officedocument", "pdf")


class Transcoding:
    """The encoding of a file, by Python's name of it; None for one that the file itself tells."""

    def __init__(self, encoding: str | None, name: str) -> None:
        """Choose the encoding of a file of this name. It holds for texts that name none.

        Raises:
            InputError: there is no such encoding.
        """
        media_type = MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "text/plain")
        self._codec: str | None = None
        if encoding is not None:
            try:
                found = codecs.lookup(encoding)
            except (LookupError, ValueError):
                raise InputError("There is no encoding of that name.") from None
            if not any(word in media_type for word in _NAMING):
                self._codec = found.name

    def read(self, data: bytes) -> bytes:
        """Return a text as UTF-8.

        Raises:
            FileError: it is not in the encoding.
        """
        if self._codec is None:
            return data
        try:
            return data.decode(self._codec).encode("utf-8")
        except (UnicodeError, TypeError, LookupError):
            raise FileError("This file is not in the encoding that was given for it.") from None

    def write(self, data: bytes) -> bytes:
        """Return a text in its encoding again; what that cannot write becomes `?`."""
        return data if self._codec is None else data.decode("utf-8").encode(self._codec, "replace")
