"""What restoring a text gave: the text, what was put back, and what nothing is known of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .json_stream import JsonRestoreStream
from .known import Known
from .stream import RestoreStream

__all__ = ["Restoration", "restore_json", "restore_text"]


@dataclass(frozen=True, slots=True)
class Restoration:
    """A restored text. Its repr shows no text.

    - `restored`: the placeholders and surrogates that were put back, each once, in the order of the text.
    - `unknown`: what has the form of a placeholder and stayed, as it is written, each once.
    """

    text: str = field(repr=False)
    restored: Sequence[str] = field(default=(), repr=False)
    unknown: Sequence[str] = ()


def restore_text(text: str, known: Known, *, strict: bool = False) -> Restoration:
    """Put originals back into a text, in one pass.

    `strict`: only placeholders exactly as they were given out count.

    >>> restore_text("Hi given_name_1, see [CITY_9].", Known({"[GIVEN_NAME_1]": "Ann", "[CITY_1]": "Oslo"}))
    Restoration(unknown=('[CITY_9]',))
    """
    stream = RestoreStream(known, strict=strict)
    restored = stream.feed(text) + stream.finish()
    return Restoration(restored, stream.restored, stream.unknown)


def restore_json(text: str, known: Known, *, strict: bool = False) -> Restoration:
    """Put originals back into the strings of a JSON text, escaped as JSON asks.

    >>> restore_json('{"to": "[CITY_1]"}', Known({"[CITY_1]": 'Big "O"'})).text
    '{"to": "Big \\\\"O\\\\""}'
    """
    stream = JsonRestoreStream(known, strict=strict)
    restored = stream.feed(text) + stream.finish()
    return Restoration(restored, stream.restored, stream.unknown)
