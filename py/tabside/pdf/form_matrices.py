"""Write the matrices of Form XObjects into their content (ISO 32000-1, 8.10).

Where the engine removes something from a form, it writes the form's content anew with the matrix in it, and keeps the
matrix as well: all that the form shows would shrink or move by it once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .content_streams import has_text
from .graph import objects_of

__all__ = ["write_matrices_into_forms"]

_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def write_matrices_into_forms(writer: Any) -> int:
    """Change each form with text and a matrix of its own so that it looks the same without one. Return how many."""
    from pypdf.generic import ArrayObject, FloatObject, NameObject, StreamObject

    changed = 0
    for form in list(objects_of(writer)):
        if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form":
            continue
        matrix, box = _numbers(form.get("/Matrix"), 6), _numbers(form.get("/BBox"), 4)
        if matrix is None or box is None or matrix == _IDENTITY or not has_text(form):
            continue
        content = bytes(form.get_data())
        straight = StreamObject()
        straight.update({key: value for key, value in form.items() if key not in _OF_THE_ENCODING})
        left, bottom, right, top = box
        clip = f"{_written(matrix)} cm {_written((left, bottom, right - left, top - bottom))} re W n"
        straight.set_data(b"q " + clip.encode("ascii") + b"\n" + content + b"\nQ")
        straight[NameObject("/BBox")] = ArrayObject([FloatObject(side) for side in _bounds(matrix, box)])
        writer._replace_object(form.indirect_reference, straight.flate_encode())
        changed += 1
    return changed


_OF_THE_ENCODING = ("/Matrix", "/Filter", "/DecodeParms", "/Length")


def _numbers(value: Any, count: int) -> tuple[float, ...] | None:
    holder = value.get_object() if value is not None else None
    if not isinstance(holder, list) or len(holder) != count:
        return None
    try:
        return tuple(float(one.get_object()) for one in holder)
    except (AttributeError, TypeError, ValueError):
        return None


def _written(numbers: Sequence[float]) -> str:
    return " ".join(f"{number:.6f}".rstrip("0").rstrip(".") for number in numbers)


def _bounds(matrix: Sequence[float], box: Sequence[float]) -> tuple[float, float, float, float]:
    """Return the bounds of a transformed box."""
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)
