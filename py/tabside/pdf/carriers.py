"""The parts of a PDF besides its pages' content: dropped, or read and kept, and listed in the report.

Everything not needed to show the pages and to navigate between them is dropped: properties, metadata, scripts,
thumbnails, private data of programs, form data. Titles of outlines, alternative texts, link addresses, page labels and
names of layers stay and are read. Attachments are taken out before (`attachments.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .annotations import SAFE_ACTIONS, annotations_of, drop_annotations, entry
from .content_streams import content_texts
from .graph import dictionaries_of, objects_of, text_of
from .jpeg import without_metadata
from .kept import KeptText

__all__ = ["KEPT", "Carrier", "carriers_kept", "drop_carriers", "kept_texts"]

KEPT = "read and kept"
_KEPT_KINDS = {"alternative text": "alternative texts", "layer": "names of layers", "page label": "page labels"}

_ROOT_KEPT = frozenset(
    (
        "/Type", "/Pages", "/Outlines", "/Names", "/Dests", "/StructTreeRoot", "/MarkInfo", "/Lang", "/PageLabels",
        "/OCProperties", "/OutputIntents", "/PageMode", "/PageLayout", "/ViewerPreferences", "/Version", "/AcroForm",
    )
)  # fmt: skip
_ROOT_WORDS = {
    "/Metadata": "XMP metadata", "/OpenAction": "actions on opening", "/AA": "actions",
    "/PieceInfo": "private data of programs",
    "/Threads": "article threads", "/Legal": "legal attestation", "/Perms": "permissions", "/DSS": "signature data",
    "/Collection": "portfolio", "/URI": "base address", "/AF": "", "/SpiderInfo": "web capture data",
}  # fmt: skip
_NAMES_WORDS = {"/JavaScript": "scripts", "/EmbeddedFiles": "", "/Renditions": "media"}
_ANYWHERE = {
    "/Metadata": "XMP metadata", "/PieceInfo": "private data of programs", "/Thumb": "thumbnails", "/AA": "actions",
    "/AF": "", "/OPI": "links to pictures", "/Alternates": "alternative pictures", "/B": "",
    "/LastModified": "", "/SeparationInfo": "", "/DPart": "", "/WebCapture": "",
}  # fmt: skip
_INFO_OF_PROGRAMS = frozenset(("/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"))
_ALTERNATIVES = ("/Alt", "/ActualText", "/E")
_MOST_DEEP = 64


@dataclass(frozen=True, slots=True)
class Carrier:
    """A part besides the pages' content: its kind, the number of occurrences, and what was done with it."""

    kind: str
    count: int
    outcome: str

    @property
    def sentence(self) -> str:
        """One line for a report."""
        return f"{self.kind[:1].upper()}{self.kind[1:]} ({self.count}): {self.outcome}."


def drop_carriers(writer: Any, *, keep_notes: bool) -> list[Carrier]:
    """Drop the unneeded parts, and return what there was.

    Notes with an appearance and form fields are left for the engine to flatten; with `keep_notes=False` notes are
    dropped too.
    """
    found: Counter[tuple[str, str]] = Counter()
    info = writer._info
    if info is not None:
        own = sum(key not in _INFO_OF_PROGRAMS for key in info)
        found["document properties", "removed"] += own
        found["names of programs and dates", "removed"] += len(info) - own
    writer.metadata = None
    root = writer._root_object
    for key in list(root):
        if key not in _ROOT_KEPT:
            found[_ROOT_WORDS.get(key, "other entries of the catalogue"), "removed"] += 1
            del root[key]
    _drop_names(root, found)
    for one in objects_of(writer):
        _drop_anywhere(one, found)
    for page in writer.pages:
        drop_annotations(page, found, keep_notes=keep_notes)
    _drop_outline_actions(root, found)
    return [Carrier(kind, count, outcome) for (kind, outcome), count in sorted(found.items()) if kind and count]


def kept_texts(writer: Any) -> Iterator[KeptText]:
    """Yield the kept texts besides the content."""
    for holder in dictionaries_of(writer):
        yield from _texts_of(holder)
    yield from content_texts(writer)
    for number, page in enumerate(writer.pages, 1):
        for annotation in annotations_of(page):
            action = entry(annotation.get_object(), "/A")
            if isinstance(action, dict):
                yield from _texts(action, ("/URI",), f"link on page {number}")


def carriers_kept(writer: Any, kept: Sequence[KeptText]) -> list[Carrier]:
    """List the kept texts, outlines and links aside, which `drop_carriers` lists, and the named destinations."""
    found = Counter(_KEPT_KINDS[one.place] for one in kept if one.place in _KEPT_KINDS)
    root = writer._root_object
    old, names = entry(root, "/Dests"), entry(root, "/Names")
    tree = entry(names, "/Dests") if isinstance(names, dict) else None
    found["named destinations"] = (len(old) if isinstance(old, dict) else 0) + (0 if tree is None else _leaves(tree, 0))
    return [Carrier(kind, count, KEPT) for kind, count in sorted(found.items()) if count]


def _texts_of(one: Any) -> Iterator[KeptText]:
    is_element = "/S" in one and ("/P" in one or "/K" in one)
    yield from _texts(one, _ALTERNATIVES + (("/T",) if is_element else ()), "alternative text")
    if "/Title" in one and ("/Parent" in one or "/Dest" in one or "/A" in one):
        yield from _texts(one, ("/Title",), "outline")
        action = entry(one, "/A")
        if isinstance(action, dict):
            yield from _texts(action, ("/URI",), "outline")
    elif entry(one, "/Type") == "/OCG":
        yield from _texts(one, ("/Name",), "layer")
    elif "/P" in one and set(one) <= {"/P", "/S", "/St", "/Type"}:
        yield from _texts(one, ("/P",), "page label")


def _texts(holder: Any, keys: Sequence[str], place: str) -> Iterator[KeptText]:
    from pypdf.generic import NameObject, TextStringObject

    for key in keys:
        text = text_of(dict.get(holder, key)) if key in holder else None
        if text is None:
            text = text_of(entry(holder, key))
        if text and text.strip():

            def write(new: str, holder: Any = holder, key: str = key) -> None:
                holder[NameObject(key)] = TextStringObject(new)

            yield KeptText(place, text, write)


def _drop_names(root: Any, found: Counter[tuple[str, str]]) -> None:
    names = entry(root, "/Names")
    if not isinstance(names, dict):
        return
    for key in list(names):
        if key != "/Dests":
            kind = _NAMES_WORDS.get(key, "other names")
            found[kind, "removed"] += _leaves(entry(names, key), 0)
            del names[key]


def _leaves(node: Any, depth: int) -> int:
    """Return the number of entries of a name tree."""
    if not isinstance(node, dict) or depth > _MOST_DEEP:
        return 1
    own = entry(node, "/Names")
    kids = entry(node, "/Kids")
    count = len(own) // 2 if isinstance(own, list) else 0
    return max(1, count + sum(_leaves(kid.get_object(), depth + 1) for kid in kids or []))


def _drop_anywhere(one: Any, found: Counter[tuple[str, str]], depth: int = 0) -> None:
    from pypdf.generic import IndirectObject, StreamObject

    if isinstance(one, dict):
        for key in list(one):
            if key in _ANYWHERE and not (key in ("/B", "/AA") and _is_number(one, key)):
                if key == "/B" and "/Contents" not in one:
                    continue
                found[_ANYWHERE[key], "removed"] += 1
                del one[key]
        if isinstance(one, StreamObject) and entry(one, "/Filter") == "/DCTDecode":
            data, dropped = without_metadata(one._data)
            if dropped:
                one._data = data
                found["properties of pictures (EXIF)", "removed"] += 1
    if depth < _MOST_DEEP:
        inner = dict.values(one) if isinstance(one, dict) else list.__iter__(one) if isinstance(one, list) else ()
        for value in list(inner):
            if isinstance(value, dict | list) and not isinstance(value, IndirectObject):
                _drop_anywhere(value, found, depth + 1)


def _is_number(one: Any, key: str) -> bool:
    return isinstance(dict.get(one, key), int | float)


def _drop_outline_actions(root: Any, found: Counter[tuple[str, str]]) -> None:
    """Drop the actions of outline entries other than going to a page or an address."""
    outlines = entry(root, "/Outlines")
    waiting = [entry(outlines, "/First")] if isinstance(outlines, dict) else []
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, dict) or id(one) in seen:
            continue
        seen.add(id(one))
        found["outline entries", KEPT] += 1
        action = entry(one, "/A")
        if isinstance(action, dict):
            if entry(action, "/S") not in SAFE_ACTIONS:
                del one["/A"]
            elif "/Next" in action:
                del action["/Next"]
        waiting += [entry(one, "/Next"), entry(one, "/First")]
