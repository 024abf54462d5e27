"""Restore the originals in a redacted file, even if it was edited meanwhile."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..errors import FileError
from ..redaction.operators.placeholders import PLACEHOLDER
from .as_written import reads_alike, written_back
from .cuts import placed
from .document import Document, Segment
from .opening import open_document
from .result import name_for
from .transcoding import Transcoding

if TYPE_CHECKING:
    from ..redaction.operators.placeholders import PlaceholderMap

__all__ = ["FileRestoration", "decrypt_file", "restore_file", "restored"]

_MOST_NAMED = 10
_WRAPPED = re.compile(r"\{[A-Z][A-Z0-9_]{0,63}:enc1:[A-Za-z0-9_\s-]{64,}\}")


@dataclass(frozen=True, slots=True)
class FileRestoration:
    """A restored file. `restored` counts the pieces of text (cells, paragraphs) in which something was restored.

    `left` are placeholders of the mapping that stand where no text is read, such as in a picture's name, and were not
    restored; a warning says so.
    """

    data: bytes = field(repr=False)
    name: str
    media_type: str
    restored: int
    warnings: Sequence[str]
    left: Sequence[str] = ()


def restore_file(
    data: bytes, name: str, mapping: PlaceholderMap, *, partial: bool = False, encoding: str | None = None
) -> FileRestoration:
    """Restore the originals in a redacted file of the format that its name states.

    A file that nobody edited comes back with its line breaks, runs, numbers and formulas. A placeholder that an editor
    split into runs costs its paragraph the formatting inside it. `encoding`: as for `redact_file`.

    Raises:
        FileError: the file cannot be read.
        RestoreError: an operator other than placeholder replaced a value for good, and `partial` is not set.
    """
    transcoding = Transcoding(encoding, name)
    done = restored(transcoding.read(data), name, mapping, partial=partial)
    return replace(done, data=transcoding.write(done.data))


def restored(data: bytes, name: str, mapping: PlaceholderMap, *, partial: bool = False) -> FileRestoration:
    """Restore a file whose text, if it is one, is UTF-8; see `restore_file`. Values come back as they were written."""
    done = _restored_file(data, name, mapping, partial=partial)
    written = written_back(data, mapping)
    if written is None or any(one in mapping.written for one in done.left):
        return done
    try:
        exact = _restored_file(written, name, mapping, partial=partial)
        alike = reads_alike(open_document(exact.data, name), open_document(done.data, name))
    except FileError:  # A value was moved to where what was written damages the file.
        return done
    return replace(done, data=exact.data) if alike else done


def _restored_file(data: bytes, name: str, mapping: PlaceholderMap, *, partial: bool) -> FileRestoration:
    document = open_document(data, name)
    restore = mapping.restorer(partial=partial)
    pieces = [
        placed(segment, mapping, restore)
        or _restored(segment, restore(segment.text), [restore(piece) for piece in segment.pieces])
        for segment in document.segments
    ]
    return _with_left(_written(document, data, name, pieces), document, mapping)


def _with_left(done: FileRestoration, document: Document, mapping: PlaceholderMap) -> FileRestoration:
    """Name the placeholders that are still there."""
    texts = (part.decode("utf-8", "replace") for part in document.parts(done.data))
    found = {match[0] for text in texts for match in PLACEHOLDER.finditer(text)}
    left = sorted(found & mapping.originals.keys())
    if not left:
        return done
    warning = f"Placeholders that stand where no text is read were not restored: {', '.join(left[:_MOST_NAMED])}."
    return replace(done, left=left, warnings=[*done.warnings, warning])


async def decrypt_file(data: bytes, name: str, passphrase: str, *, partial: bool = False) -> FileRestoration:
    """Decrypt the output of the operator encrypt in a file; see `encryption.decrypt_text`.

    Raises:
        FileError: the file cannot be read.
        DecryptError: the passphrase is wrong, or encrypted data was altered.
    """
    from ..redaction.operators.encryption import TextDecryption

    document = open_document(data, name)
    decryption = TextDecryption(passphrase, partial=partial)

    async def decrypt(text: str) -> str:
        # If lines were wrapped, as in a PDF, the encrypted value was wrapped as well.
        return await decryption.decrypt(_WRAPPED.sub(lambda match: "".join(match[0].split()), text))

    pieces = [
        _restored(segment, await decrypt(segment.text), [await decrypt(piece) for piece in segment.pieces])
        if any(":enc1:" in text for text in (segment.text, *segment.pieces))
        else list(segment.pieces)
        for segment in document.segments
    ]
    return _written(document, data, name, pieces)


def _written(document: Document, data: bytes, name: str, pieces: Sequence[list[str]]) -> FileRestoration:
    changed = sum(list(segment.pieces) != written for segment, written in zip(document.segments, pieces, strict=True))
    return FileRestoration(
        data=document.rebuild(pieces) if changed else data,
        name=name_for(name, document) if changed else name,
        media_type=document.media_type,
        restored=changed,
        warnings=list(dict.fromkeys(document.warnings)),
    )


def _restored(segment: Segment, whole: str, pieces: list[str]) -> list[str]:
    """Return the restored pieces, or all text in the first one if a placeholder crosses pieces."""
    return pieces if "".join(pieces) == whole else [whole, *("" for _ in segment.pieces[1:])]
