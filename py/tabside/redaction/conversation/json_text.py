"""Prepare a JSON text for scanning: values with their field names; every other byte is kept (RFC 8259)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...errors import InputError
from ...json_scan import JsonPlace, JsonSyntaxError, scan_json

__all__ = ["JsonText"]

# A key of this form names a field; any other key counts as data.
_FIELD = re.compile(r"[a-z_$][A-Za-z0-9_$.-]{0,39}")
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$. -]{0,39}")


@dataclass(frozen=True, slots=True)
class JsonText:
    """A JSON text and its scannable form: `reading` is one text of all values, `spans` are their positions in it."""

    text: str = field(repr=False)
    places: Sequence[JsonPlace] = field(repr=False)
    reading: str = field(repr=False)
    spans: Sequence[tuple[int, int]] = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> JsonText:
        """Parse a JSON text.

        Raises:
            InputError: it is not JSON, or nested too deeply.
        """
        try:
            places = [place for place in scan_json(text) if _is_read(place)]
        except JsonSyntaxError:
            raise InputError("What should be JSON is none, so it cannot be read.") from None
        pieces: list[str] = []
        spans: list[tuple[int, int]] = []
        length = 0
        for place in places:
            name = place.path[-1] if place.kind != "key" and place.path else ""
            context = f"{name}: " if isinstance(name, str) and _NAME.fullmatch(name) else ""
            begin = length + len(context)
            spans.append((begin, begin + len(place.value)))
            pieces += (context, place.value, "\n")
            length = begin + len(place.value) + 1
        return cls(text, places, "".join(pieces), spans)

    def rebuild(self, values: Sequence[str]) -> str:
        """Write the JSON text with new values, one per span. A number that changed becomes a string.

        >>> JsonText.parse('{"n": 12, "to": "Ann"}').rebuild(["12", '[GIVEN_NAME_1] "x"'])
        '{"n": 12, "to": "[GIVEN_NAME_1] \\\\"x\\\\""}'
        """
        written: list[str] = []
        position = 0
        for place, value in zip(self.places, values, strict=True):
            if value != place.value:
                is_ascii = self.text[place.start : place.end].isascii()
                written += (self.text[position : place.start], json.dumps(value, ensure_ascii=is_ascii))
                position = place.end
        return "".join((*written, self.text[position:]))


def _is_read(place: JsonPlace) -> bool:
    if place.kind == "key":
        return place.value != "" and _FIELD.fullmatch(place.value) is None
    return place.kind in ("string", "number") and place.value != ""
