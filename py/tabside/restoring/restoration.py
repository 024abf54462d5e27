"""The result of restoring a text: the text, the restored values, and the unknown placeholders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .auto_stream import AutoRestoreStream
from .json_stream import JsonRestoreStream
from .known import Known
from .stream import RestoreStream

__all__ = ["Restoration", "restore_answer", "restore_json", "restore_text"]


@dataclass(frozen=True, slots=True)
class Restoration:
    """A restored text. Its repr shows no text.

    - `restored`: the placeholders and surrogates that were replaced, each once, in the order of the text.
    - `unknown`: unknown placeholders, left as written, each once.
    """

    text: str = field(repr=False)
    restored: Sequence[str] = field(default=(), repr=False)
    unknown: Sequence[str] = ()


def restore_text(text: str, known: Known, *, strict: bool = False) -> Restoration:
    """Restore the originals in a text, in one pass.

    `strict`: only exact placeholders count.

    >>> restore_text("Hi given_name_1, see [CITY_9].", Known({"[GIVEN_NAME_1]": "Ann", "[CITY_1]": "Oslo"}))
    Restoration(unknown=('[CITY_9]',))
    """
    stream = RestoreStream(known, strict=strict)
    restored = stream.feed(text) + stream.finish()
    return Restoration(restored, stream.restored, stream.unknown)


def restore_answer(text: str, known: Known, *, strict: bool = False) -> Restoration:
    """Put originals back into an answer: where it is JSON, or has a fence of JSON, escaped as JSON asks.

    >>> restore_answer('{"to": "[CITY_1]"} in [CITY_1]', Known({"[CITY_1]": 'Big "O"'})).text
    '{"to": "Big \\\\"O\\\\""} in Big "O"'
    """
    stream = AutoRestoreStream(known, strict=strict)
    restored = stream.feed(text) + stream.finish()
    return Restoration(restored, stream.restored, stream.unknown)


def restore_json(text: str, known: Known, *, strict: bool = False) -> Restoration:
    """Restore the originals in the strings of a JSON text, escaped as JSON requires.

    >>> restore_json('{"to": "[CITY_1]"}', Known({"[CITY_1]": 'Big "O"'})).text
    '{"to": "Big \\\\"O\\\\""}'
    """
    stream = JsonRestoreStream(known, strict=strict)
    restored = stream.feed(text) + stream.finish()
    return Restoration(restored, stream.restored, stream.unknown)
