"""Jupyter notebooks (nbformat 3 and 4): what people wrote and what programs printed; the format's own words stay.

https://nbformat.readthedocs.io/en/latest/format_description.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from ...errors import FileUnsupportedError
from ...json_scan import JsonPlace, JsonStep
from ..document import Document, Role, Segment
from ..text import decode_text, encode_text, warnings_of
from .html import open_html
from .json import JsonSource, shown_path

__all__ = ["open_notebook"]

_Kind = Literal["text", "name", "lines", "page", "mention", "format", "picture"]
"""How a place is read: as any JSON; as the name of a file; as lines of one text; as HTML or SVG; only where something
was found elsewhere; not at all, as a word of the format; not at all, as something packed.
"""

_OF_CELL = frozenset(
    ("cell_type", "id", "execution_count", "prompt_number", "language", "collapsed", "level", "input_prompt_number")
)
_OF_OUTPUT = frozenset(("output_type", "name", "stream", "execution_count", "prompt_number", "ename"))
# nbformat 3 names formats by short names.
_SHORT = {"text": "text/plain", "html": "text/html", "svg": "image/svg+xml", "png": "image/png", "jpeg": "image/jpeg",
          "pdf": "application/pdf", "latex": "text/latex", "json": "application/json",
          "javascript": "application/javascript"}  # fmt: skip
_PAGES = frozenset(("text/html", "image/svg+xml"))
_OF_KERNEL = frozenset(("kernelspec", "language_info", "kernel_info", "signature", "celltoolbar", "orig_nbformat"))
# A longer path is no part of the format.
_LONGEST = 16


@dataclass(slots=True)
class _Group:
    """Strings that are one text, or one value; for a page, the document in it."""

    kind: _Kind
    places: list[JsonPlace]
    around: JsonStep | None = None
    page: Document | None = None
    segments: list[Segment] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(place.value for place in self.places)


def open_notebook(data: bytes, media_type: str) -> Document:
    """Read a notebook. Pictures and other packed data in it stay, with a warning.

    Raises:
        FileError: it is not JSON. FileTooLargeError: it is nested too deep.
    """
    text, mark, encoding = decode_text(data)
    source = JsonSource(text, encoding, with_empty_items=True)
    groups = list(_grouped(source.places))
    pictures = sum(group.kind == "picture" for group in groups)
    groups = [group for group in groups if group.kind not in ("format", "picture")]
    for group in groups:
        _read(source, group)
    segments = [segment for group in groups for segment in group.segments]

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        written: list[str] = []
        position = at = 0
        for group in groups:
            values = _values(group, pieces[at : at + len(group.segments)])
            at += len(group.segments)
            for place, value in zip(group.places, values, strict=True):
                if value != place.value:
                    new, end = source.write(place, value)
                    written += (text[position : place.start], new)
                    position = end
        return encode_text("".join((*written, text[position:])), mark, encoding)

    warnings = warnings_of(encoding)
    if pictures:
        warnings.append(f"Pictures and recordings stay as they are, and were not looked into: {pictures}.")
    return Document(segments, rebuild, media_type, warnings)


def _grouped(places: Sequence[JsonPlace]) -> Iterator[_Group]:
    last: _Group | None = None
    for place in places:
        step = place.step
        is_line = place.kind == "string" and step is not None and isinstance(step.name, int)
        kind = _kind_of(_path(step.before if is_line and step is not None else step), place)
        around = step.before if is_line and step is not None and kind in ("lines", "page", "picture") else None
        if last is not None and around is not None and last.around is around:
            last.places.append(place)
            continue
        if last is not None:
            yield last
        last = _Group(kind, [place], around)
    if last is not None:
        yield last


def _path(step: JsonStep | None) -> tuple[str | int, ...]:
    """Return the end of a path."""
    names: list[str | int] = []
    while step is not None and len(names) <= _LONGEST:
        names.append(step.name)
        step = step.before
    return tuple(reversed(names)) if step is None else ()


def _kind_of(path: tuple[str | int, ...], place: JsonPlace) -> _Kind:
    """Return how a place is read, by its path without a line's number."""
    if path[:1] == ("worksheets",):
        path = path[2:]
    if path[:1] == ("cells",) and len(path) > 2:
        return _kind_in_cell(path[2:], place)
    if path[:1] == ("metadata",):
        if len(path) == 2 and place.kind == "key":
            return "format"
        if len(path) > 1 and path[1] in _OF_KERNEL:
            return "format" if place.kind == "key" else "mention"
        if len(path) > 1 and path[1] == "widgets" and (place.kind == "key" or _is_of_widget(path[-1])):
            return "format"
        return "text"
    return "format" if place.kind == "key" and len(path) == 1 else "text"


def _kind_in_cell(path: tuple[str | int, ...], place: JsonPlace) -> _Kind:
    name = path[0]
    if place.kind == "key" and len(path) == 1:
        return "format"
    if name in _OF_CELL:
        return "format"
    if name in ("source", "input"):
        return "lines"
    if name == "metadata":
        return "mention" if len(path) > 1 and path[1] == "tags" else "text"
    if name == "attachments" and len(path) == 2 and place.kind == "key":
        return "name"
    if name == "attachments" and len(path) == 3:
        return "format" if place.kind == "key" else _kind_of_data(str(path[2]))
    if name != "outputs" or len(path) < 3:
        return "text"
    return _kind_in_output(path[2:], place)


def _kind_in_output(path: tuple[str | int, ...], place: JsonPlace) -> _Kind:
    name = path[0]
    if place.kind == "key" and (len(path) == 1 or (name == "data" and len(path) == 2)):
        return "format"
    if name in _OF_OUTPUT:
        return "format"
    if name in ("evalue", "traceback"):
        return "lines"
    if name == "data" and len(path) > 1:
        return _kind_of_data(str(path[1])) if len(path) == 2 else "text"
    return _kind_of_data(_SHORT[name]) if name in _SHORT and len(path) == 1 else "text"


def _kind_of_data(mime: str) -> _Kind:
    if mime in _PAGES:
        return "page"
    is_text = mime.startswith("text/") or mime.endswith(("json", "+xml", "javascript"))
    return "lines" if is_text else "picture"


def _is_of_widget(name: str | int) -> bool:
    return isinstance(name, str) and name.startswith(("_", "model_"))


def _is_line(value: str) -> bool:
    return value.endswith("\n") and len(value.splitlines()) == 1


def _read(source: JsonSource, group: _Group) -> None:
    first = group.places[0]
    if group.kind == "page" and all(_is_line(place.value) for place in group.places[:-1]):
        with suppress(FileUnsupportedError, UnicodeError):  # Then it is read as text.
            group.page = open_html(group.text.encode("utf-8", "surrogatepass"), "text/html")
    where = shown_path(first.step)
    if group.page is not None:
        group.segments = [replace(segment, place=f"{where}, {segment.place}") for segment in group.page.segments]
    elif group.kind in ("lines", "page"):
        group.segments = [Segment(where, tuple(place.value for place in group.places))]
    else:
        segment = source.segment(first)
        roles: dict[_Kind, Role] = {"mention": "mention", "name": "text"}
        group.segments = [replace(segment, role=roles.get(group.kind, segment.role))]


def _values(group: _Group, pieces: Sequence[Sequence[str]]) -> Sequence[str]:
    """Return what the strings of a group say now. The lines of a page stay lines."""
    if group.page is None:
        return pieces[0]
    if all(tuple(new) == tuple(old.pieces) for new, old in zip(pieces, group.segments, strict=True)):
        return [place.value for place in group.places]
    text = group.page.rebuild(pieces).decode("utf-8", "surrogatepass")
    lines = text.splitlines(keepends=True) if len(group.places) > 1 else [text]
    rest = len(group.places) - 1
    return lines if len(lines) == len(group.places) else [text, *[""] * rest]
