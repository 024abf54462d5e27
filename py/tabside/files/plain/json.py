"""JSON and JSON Lines: strings, numbers and keys are replaced, every other byte stays."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from ...errors import FileError, FileTooLargeError
from ...json_scan import DEEPEST, JsonPlace, JsonSyntaxError, JsonTooDeepError, line_of, path_text, scan_json
from ..document import Document, Segment
from ..text import decode_text, encode_text, warnings_of

__all__ = ["open_json"]

# A key of this form names a field; any other key is data.
_FIELD = re.compile(r"[A-Za-z_$][A-Za-z_$.-]{0,39}[0-9]{0,2}")


def open_json(data: bytes, media_type: str) -> Document:
    """Read JSON; several texts may follow each other. A replaced number becomes a string.

    Raises:
        FileError: it is not JSON. FileTooLargeError: it is nested too deeply.
    """
    text, mark, encoding = decode_text(data)
    try:
        places = [place for place in scan_json(text) if _holds_text(place)]
    except JsonTooDeepError as error:
        raise FileTooLargeError(
            f"In this JSON values lie in each other more than {DEEPEST} deep.", line=line_of(text, error.position)
        ) from None
    except JsonSyntaxError as error:
        raise FileError("This is not JSON.", line=line_of(text, error.position)) from None

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        written: list[str] = []
        position = 0
        for place, (value,) in zip(places, pieces, strict=True):
            if value != place.value:
                raw = text[place.start : place.end]
                written += (
                    text[position : place.start],
                    json.dumps(value, ensure_ascii=raw.isascii() or not encoding.startswith("utf")),
                )
                position = place.end
        return encode_text("".join((*written, text[position:])), mark, encoding)

    return Document([_segment(place) for place in places], rebuild, media_type, warnings_of(encoding))


def _holds_text(place: JsonPlace) -> bool:
    return place.kind in ("key", "string", "number") and place.value != ""


def _segment(place: JsonPlace) -> Segment:
    where = path_text(place.path)
    if place.kind == "key":
        return Segment(f"key {where}", (place.value,), is_label=_FIELD.fullmatch(place.value) is not None)
    names = [step for step in place.path if isinstance(step, str)]
    name = names[-1] if names and _FIELD.fullmatch(names[-1]) else ""
    # The same field of all items of an array is a column.
    column = ".".join("*" if isinstance(step, int) else step for step in place.path)
    return Segment(where, (place.value,), context=f"{name}: " if name else "", column=f"{column}\0{name}")
