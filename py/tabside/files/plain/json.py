"""JSON and JSON Lines: strings, numbers and keys are replaced, every other byte stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial

from ...errors import FileError, FileTooLargeError
from ...json_scan import DEEPEST, JsonPlace, JsonStep, JsonSyntaxError, JsonTooDeepError, line_of, path_text, scan_json
from ..columns import column_of, entity_of_head
from ..document import Document, Place, Role, Segment
from ..packed_text import unpack
from ..reading import is_plain_number
from ..text import decode_text, encode_text, warnings_of
from .escapes import with_escapes_kept

__all__ = ["JsonSource", "open_json", "shown_path"]

# A key of this form names a field; any other key is data.
_FIELD = re.compile(r"[A-Za-z_$][A-Za-z_$.-]{0,39}[0-9]{0,2}")
# A tab behind a string says that a number stood there, two that its letters were written as escapes. No reader of JSON
# sees them, and no writer of JSON makes them.
_NUMBER_MARK, _ESCAPES_MARK = "\t", "\t\t"
_MARKS = re.compile(r"\t{0,2}")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_TYPES = frozenset(
    ("type", "kind", "tipo", "typ", "document_type", "documentType", "id_type", "idType", "name", "label")
)
_VALUES = frozenset(("number", "value", "numero", "número", "nummer", "numéro", "valor", "wert", "id", "no", "nr"))
_LAST_STEPS = 8
_LONGEST_STEP = 40


def _in_quotes(text: str, is_escaped: bool) -> str:
    return json.dumps(text, ensure_ascii=is_escaped)[1:-1]


class JsonSource:
    """A JSON text: the places of its keys, strings and numbers, and how other values are written there."""

    def __init__(self, text: str, encoding: str, *, with_empty_items: bool = False) -> None:
        """Read a text. `with_empty_items`: an empty string in a list is the rest of one whose letters went.

        Raises:
            FileError: it is not JSON. FileTooLargeError: it is nested too deep.
        """
        self.text = text
        self._is_unicode = encoding.startswith("utf")
        self._columns: dict[tuple[int, str | int], int] = {}
        self._ids: dict[int, int] = {}
        self._kinds: dict[int, str] = {}
        try:
            self.places = [
                place
                for place in scan_json(text)
                if self._holds_text(place) or (with_empty_items and _is_empty_item(place))
            ]
            for place in self.places:
                if place.kind == "string" and place.step is not None and place.step.name in _TYPES:
                    self._kinds[id(place.step.before)] = place.value[:_LONGEST_STEP]
        except JsonTooDeepError as error:
            raise FileTooLargeError(
                f"In this JSON values lie in each other more than {DEEPEST} deep.", line=line_of(text, error.position)
            ) from None
        except JsonSyntaxError as error:
            raise FileError("This is not JSON.", line=line_of(text, error.position)) from None

    def _holds_text(self, place: JsonPlace) -> bool:
        """Whether a value is read. A number that identifies nobody, under a neutral key, is skipped."""
        if place.kind not in ("key", "string", "number") or place.value == "":
            return False
        return place.kind != "number" or not is_plain_number(place.value) or entity_of_head(name_of(place)) is not None

    def segment(self, place: JsonPlace) -> Segment:
        where = shown_path(place.step)
        if place.kind == "key":
            role: Role = "label" if _FIELD.fullmatch(place.value) else "text"
            return Segment(f"key {where}", (place.value,), role=role)
        name = name_of(place)
        role = "number" if place.kind == "number" or (place.value.isascii() and place.value.isdigit()) else "text"
        packed = unpack(place.value) if place.kind == "string" else None
        value = place.value if packed is None else packed.text
        # The same field of all items of an array is a column.
        column = column_of(str(self._column(_record_of(place.step))), self._column(place.step), name)
        # `{"type": "passport", "number": …}`
        kind = self._kinds.get(id(place.step.before)) if place.step is not None and name.lower() in _VALUES else None
        context = f"{kind} {name}: " if kind else f"{name}: " if name else ""
        return Segment(where, (value,), context=context, column=column, role=role)

    def write(self, place: JsonPlace, value: str) -> tuple[str, int]:
        """Return how another value is written, and where what it takes the place of ends."""
        raw = self.text[place.start : place.end]
        marks = _MARKS.match(self.text, place.end)
        mark, end = (marks[0], marks.end()) if marks and place.kind != "number" else ("", place.end)
        if mark == _NUMBER_MARK and _NUMBER.fullmatch(value):
            return value, end
        packed = unpack(place.value) if place.kind == "string" else None
        written = value if packed is None else packed.pack(value)
        is_escaped = mark == _ESCAPES_MARK or not self._is_unicode or (raw.isascii() and "\\u" in raw)
        if packed is None and place.kind != "number":
            kept = raw[1:-1] if self._is_unicode else ""  # Else its letters are those of an encoding that was guessed.
            inside = with_escapes_kept(kept, place.value, value, lambda text: _in_quotes(text, is_escaped))
            written = f'"{inside}"'
        else:
            written = json.dumps(written, ensure_ascii=is_escaped)
        if place.kind == "number":
            return written + _NUMBER_MARK, end
        # Without a letter that needs one, nothing else would say that escapes are wanted.
        needs_mark = is_escaped and self._is_unicode and not place.value.isascii() and value.isascii()
        return (written + _ESCAPES_MARK, end) if needs_mark else (written, end)

    def _column(self, step: JsonStep | None) -> int:
        """Return the number of the column that a place is in: its path, indices aside. Linear over all places."""
        unknown: list[JsonStep] = []
        while step is not None and id(step) not in self._ids:
            unknown.append(step)
            step = step.before
        number = 0 if step is None else self._ids[id(step)]
        for one in reversed(unknown):
            key = (number, "*" if isinstance(one.name, int) else one.name)
            number = self._columns.setdefault(key, len(self._columns) + 1)
            self._ids[id(one)] = number
        return number


def _is_empty_item(place: JsonPlace) -> bool:
    return place.kind == "string" and not place.value and place.step is not None and isinstance(place.step.name, int)


def open_json(data: bytes, media_type: str) -> Document:
    """Read JSON; several texts may follow each other. A number that is replaced becomes a string until it comes back.

    Raises:
        FileError: it is not JSON. FileTooLargeError: it is nested too deep.
    """
    text, mark, encoding = decode_text(data)
    source = JsonSource(text, encoding)
    segments = [source.segment(place) for place in source.places]

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        written: list[str] = []
        position = 0
        for place, segment, (value,) in zip(source.places, segments, pieces, strict=True):
            if value != segment.pieces[0]:
                new, end = source.write(place, value)
                written += (text[position : place.start], new)
                position = end
        return encode_text("".join((*written, text[position:])), mark, encoding)

    places = [Place(one.start, one.end, partial(_written, source, one)) for one in source.places]
    return Document(segments, rebuild, media_type, warnings_of(encoding), places=places)


def _written(source: JsonSource, place: JsonPlace, value: str) -> str:
    return source.write(place, value)[0]


def _record_of(step: JsonStep | None) -> JsonStep | None:
    """Return the place of the object that a value is a field of, or whose field is a list with it."""
    while step is not None and isinstance(step.name, int):
        step = step.before
    return None if step is None else step.before


def name_of(place: JsonPlace) -> str:
    """Return the name of the field that contains a value; empty if its key is data."""
    step = place.step
    while step is not None and isinstance(step.name, int):
        step = step.before
    name = "" if step is None else str(step.name)
    return name if _FIELD.fullmatch(name) else ""


def shown_path(step: JsonStep | None) -> str:
    """Write the end of a path for people: a deep one, or one of long keys, would fill the memory."""
    shown: list[str | int] = []
    for one in _steps(step):
        shown.append(one.name if isinstance(one.name, int) else one.name[:_LONGEST_STEP])
        if len(shown) > _LAST_STEPS:
            return "$…" + path_text(tuple(reversed(shown[:-1])))[1:]
    return path_text(tuple(reversed(shown)))


def _steps(step: JsonStep | None) -> Iterator[JsonStep]:
    while step is not None:
        yield step
        step = step.before
