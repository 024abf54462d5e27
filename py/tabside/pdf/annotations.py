"""Annotations: links stay, notes with an appearance and form fields are flattened by the engine, others are dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["SAFE_ACTIONS", "annotations_of", "drop_annotations", "drop_forms", "drop_links", "entry"]

_FLATTENED = frozenset(
    (
        "/Widget", "/FreeText", "/Stamp", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Ink", "/Line",
        "/Square", "/Circle", "/Polygon", "/PolyLine", "/Caret", "/Watermark",
    )
)  # fmt: skip
SAFE_ACTIONS = ("/GoTo", "/URI", "/Named")
_TEXTS = ("/Contents", "/T", "/Subj", "/RC", "/NM", "/AA", "/PA", "/M", "/CreationDate", "/Popup", "/IRT")
_HIDDEN = 2 | 32


def drop_forms(writer: Any) -> None:
    """Drop the definitions of form fields after flattening, and their remains on the pages."""
    from pypdf.generic import ArrayObject, NameObject

    root = writer._root_object
    if "/AcroForm" in root:
        del root["/AcroForm"]
    for page in writer.pages:
        kept = [one for one in annotations_of(page) if entry(one.get_object(), "/Subtype") == "/Link"]
        if kept:
            page[NameObject("/Annots")] = ArrayObject(kept)
        elif "/Annots" in page:
            del page["/Annots"]


def drop_links(writer: Any, page: int, is_covered: Callable[[Sequence[float]], bool]) -> int:
    """Drop the links of a page whose rectangles a function reports as covered. Return how many."""
    from pypdf.generic import ArrayObject, NameObject

    pages = writer.pages[page]
    kept, dropped = [], 0
    for one in annotations_of(pages):
        rect = [float(each) for each in one.get_object().get("/Rect", [])]
        if len(rect) == 4 and is_covered(rect):
            dropped += 1
        else:
            kept.append(one)
    if dropped:
        pages[NameObject("/Annots")] = ArrayObject(kept)
    return dropped


def drop_annotations(page: Any, found: Counter[tuple[str, str]], *, keep_notes: bool) -> None:
    from pypdf.generic import ArrayObject, NameObject

    if "/Annots" not in page:
        return
    kept = ArrayObject()
    for reference in annotations_of(page):
        one = reference.get_object()
        kind = str(entry(one, "/Subtype"))
        is_hidden = bool(int(entry(one, "/F") or 0) & _HIDDEN)
        word = "form fields" if kind == "/Widget" else "links" if kind == "/Link" else "notes"
        if kind == "/Link":
            action = entry(one, "/A")
            if isinstance(action, dict) and entry(action, "/S") not in SAFE_ACTIONS:
                found["links to files and scripts", "removed"] += 1
                continue
            if isinstance(action, dict) and "/Next" in action:
                del action["/Next"]
            found["links", "kept; those with or over something found were removed"] += 1
        elif (
            kind not in _FLATTENED
            or is_hidden
            or not _settle_appearance(one)
            or (kind != "/Widget" and (not keep_notes or "/AP" not in one))
        ):
            found["hidden form fields" if kind == "/Widget" else "notes", "removed"] += 1
            continue
        else:
            found[word, "made a part of the page, then read"] += 1
        for key in _TEXTS:
            # The engine draws a field without an appearance from its entries.
            if key in one and kind != "/Widget":
                del one[key]
        kept.append(reference)
    page[NameObject("/Annots")] = kept


def _settle_appearance(annotation: Any) -> bool:
    """Replace the appearances of all states by that of the shown state. Return False if it shows nothing."""
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    looks = entry(annotation, "/AP")
    normal = entry(looks, "/N") if isinstance(looks, dict) else None
    if not isinstance(normal, dict) or isinstance(normal, StreamObject):
        return True
    state = str(entry(annotation, "/AS") or "/Off")
    if state not in normal:
        return False
    annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): dict.__getitem__(normal, state)})
    return True


def annotations_of(page: Any) -> list[Any]:
    found = entry(page, "/Annots")
    return (
        [one for one in list.__iter__(found) if isinstance(one.get_object(), dict)] if isinstance(found, list) else []
    )


def entry(holder: Any, key: str) -> Any:
    """Return an entry, resolved, or None."""
    value = holder.get(key) if isinstance(holder, dict) else None
    return value.get_object() if value is not None else None
