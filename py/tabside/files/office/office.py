""".docx, .xlsx and .pptx (Office Open XML, ECMA-376): text is replaced in the XML itself, all else stays as it is.

`vocabulary` lists the elements and attributes that contain text. Names of authors are always replaced. Optional parts
that may contain names are removed, with a warning. Macros and other embedded objects are not read, so a file with
them is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...errors import FileError, FileTooLargeError, FileUnsupportedError
from ..archive import Entry, read_archive, write_archive
from ..budget import Budget, Open
from ..columns import head_roles
from ..document import Document, Role
from ..markup import attributes, escaped, replaced, tokens
from ..text import decode_text, encode_text
from .number_formats import EPOCH_1900, EPOCH_1904, date_styles
from .package import LEFT_OUT, kind_of, without_links
from .part_names import is_usual_name
from .pivot_flags import with_flags
from .renaming import Renames
from .sheet import SharedStringsPart, SheetPart, heads_of
from .structure import check_structure
from .xml_part import XmlPart

__all__ = ["open_office"]

Part = XmlPart | Document | None

_MAIN = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])")
_IS_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")
_CACHE = re.compile(r"(.*/pivotCache)Definition([0-9]*\.xml)")
_WORKBOOK = "xl/workbook.xml"


def open_office(data: bytes, media_type: str, *, kind: str, open_inner: Open, depth: int, budget: Budget) -> Document:
    """Read a file of `kind` docx, xlsx or pptx.

    Raises:
        FileError: it is damaged, or of another kind.
        FileProtectedError, FileTooLargeError: see `archive`.
        FileUnsupportedError: it contains macros or objects that cannot be read.
    """
    entries = read_archive(data, budget)
    names = {entry.name for entry in entries}
    if "[Content_Types].xml" not in names or not any(name.startswith(_MAIN[kind]) for name in names):
        raise FileError(f"This is no .{kind} file.")
    budget.take_parts(entry.data for entry in entries if kind_of(entry) in ("xml", "vml"))
    budget.take_parts((entry.data for entry in entries if kind_of(entry) in ("page", "text")), is_text=True)
    opener = _Opener(entries, kind, open_inner, depth, budget)
    parts = [(entry, opener.open(entry)) for entry in entries if kind_of(entry) != "drop"]
    if kind == "xlsx":
        _tell_columns([part for _, part in parts])
    segments = [segment for _, part in parts if part is not None for segment in part.segments]
    budget.take_text(segments)

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        written = _rebuilt(parts, pieces)
        return write_archive(without_links(written, [entry.name for entry in entries if kind_of(entry) == "drop"]))

    staying = [name for _, part in parts if isinstance(part, XmlPart) for name in part.names]
    staying += [entry.name for entry, _ in parts]
    return Document(segments, rebuild, media_type, opener.all_warnings, _unpacked, staying)


class _Opener:
    """Opens the parts of a file one by one, and gathers what has to be said of them."""

    def __init__(self, entries: Sequence[Entry], kind: str, open_inner: Open, depth: int, budget: Budget) -> None:
        self._kind, self._open_inner, self._depth, self._budget = kind, open_inner, depth, budget
        self._warnings: list[str] = []
        self._pictures = self._fonts = 0
        self._unusual = sum(not is_usual_name(entry.name) for entry in entries if kind_of(entry) != "drop")
        self._left_out = [
            said for _, pattern, said in LEFT_OUT if any(pattern.search(entry.name) for entry in entries)
        ]  # fmt: skip
        self._roots = {entry.name: _root(entry.data) for entry in entries if kind_of(entry) == "xml"}
        styles = next((decode_text(entry.data)[0] for entry in entries if self._has_root(entry, "styleSheet")), "")
        self._dates = date_styles(styles)
        self._epoch = EPOCH_1900
        if any(self._has_root(entry, "workbook") and _IS_1904.search(entry.data) for entry in entries):
            self._epoch = EPOCH_1904

    def _has_root(self, entry: Entry, root: str) -> bool:
        return self._roots.get(entry.name) == root

    @property
    def all_warnings(self) -> list[str]:
        warnings = list(dict.fromkeys(self._warnings))
        if self._pictures:
            warnings.append(f"Pictures and recordings stay as they are, and were not looked into: {self._pictures}.")
        if self._fonts:
            warnings.append(f"Fonts stay as they are, and were not looked into: {self._fonts}.")
        if self._unusual:
            warnings.append(
                f"Names of parts that Office does not give stay, and were not looked into: {self._unusual}."
            )
        if self._left_out:
            warnings.append(f"Left out, as it may hold names: {', '.join(self._left_out)}.")
        return warnings

    def open(self, entry: Entry) -> Part:
        """Read a part; None for one that stays as it is.

        Raises:
            FileError, FileUnsupportedError: it cannot be read.
        """
        kind = kind_of(entry)
        if kind == "refuse":
            # The name of the part may be somebody's; its ending says enough.
            ending = entry.name.rpartition(".")[2].lower()[:8] if "." in entry.name.rpartition("/")[2] else "none"
            what = "macros" if "vba" in entry.name.lower() else "an embedded object"
            raise FileUnsupportedError(f"This file holds {what}, which cannot be read (a part that ends in .{ending}).")
        if kind in ("picture", "font", "keep"):
            self._pictures += kind == "picture"
            self._fonts += kind == "font"
            return None
        if kind == "empty":
            return Document([], lambda _pieces: b"", "")
        if kind in ("office", "page", "text"):
            inner = self._open_inner(entry.data, entry.name if kind != "text" else "property.txt", self._depth + 1)
            self._warnings += inner.warnings
            return replace(inner, segments=[replace(one, place=f"{entry.name}, {one.place}") for one in inner.segments])
        if kind == "vml":
            return self._vml(entry)
        part = self._xml(entry)
        self._warnings += part.warnings
        return part

    def _vml(self, entry: Entry) -> Part:
        try:
            return XmlPart(entry.name, entry.data, is_own=self._kind == "xlsx", budget=self._budget)
        except (FileUnsupportedError, FileTooLargeError):
            raise
        except FileError:
            # Excel itself writes `<br>` that nothing closes.
            page = self._open_inner(entry.data, "part.html", self._depth + 1)
            return replace(page, segments=[replace(one, place=f"{entry.name}, {one.place}") for one in page.segments])

    def _xml(self, entry: Entry) -> XmlPart:
        root = self._roots[entry.name]
        if root == "worksheet" and self._kind == "xlsx":
            return SheetPart(entry.name, entry.data, self._dates, self._epoch, self._budget)
        if root == "sst" and self._kind == "xlsx":
            return SharedStringsPart(entry.name, entry.data, self._budget)
        return XmlPart(entry.name, entry.data, is_own=self._kind == "xlsx", budget=self._budget)


def _rebuilt(parts: Sequence[tuple[Entry, Part]], pieces: Sequence[Sequence[str]]) -> list[Entry]:
    own: list[Sequence[Sequence[str]]] = []
    position = 0
    for _, part in parts:
        count = 0 if part is None else len(part.segments)
        own.append(pieces[position : position + count])
        position += count
    renames = _renames(parts, own)
    written: list[Entry] = []
    for (entry, part), texts in zip(parts, own, strict=True):
        new = entry.data
        if isinstance(part, XmlPart):
            new = part.rebuild(texts, renames)
            if entry.name == _WORKBOOK:
                new = _with_names_apart(new)
            check_structure(entry.data, new)
        elif part is not None:
            new = part.rebuild(texts)
        written.append(replace(entry, data=new))
    return [_with_flags(entry, written) for entry in written]


def _with_flags(entry: Entry, entries: Sequence[Entry]) -> Entry:
    """Let the flags of a pivot table's cache follow its values, which may stand in a part of their own."""
    match = _CACHE.fullmatch(entry.name)
    if match is None or decode_text(entry.data)[2] != "utf-8":
        return entry
    records = next((one.data for one in entries if one.name == f"{match[1]}Records{match[2]}"), None)
    return replace(entry, data=with_flags(entry.data, records))


def _renames(parts: Sequence[tuple[Entry, Part]], own: Sequence[Sequence[Sequence[str]]]) -> Renames:
    """Return the new names of sheets and of columns of tables, by the old ones."""
    sheets: dict[str, str] = {}
    columns: dict[str, str] = {}
    for (entry, part), texts in zip(parts, own, strict=True):
        if not isinstance(part, XmlPart) or not part.is_own:
            continue
        is_book = entry.name == _WORKBOOK
        if not is_book and "/tables/" not in entry.name and "/externalLinks/" not in entry.name:
            continue
        element, name = ("tableColumn", "name") if "/tables/" in entry.name else ("sheet", "name")
        element, name = ("sheetName", "val") if "/externalLinks/" in entry.name else (element, name)
        before, rebuilt = part.data, part.rebuild(texts)
        after = _with_names_apart(rebuilt) if is_book else rebuilt
        if before == after:
            continue
        for old, new in zip(_values(before, element, name), _values(after, element, name), strict=True):
            if old != new and element == "tableColumn":
                columns.setdefault(old, new)
            elif old != new:
                sheets.setdefault(old.casefold(), new)
    return Renames(sheets, columns)


def _values(data: bytes, element: str, name: str) -> list[str]:
    text = decode_text(data)[0]
    return [
        one.value
        for token in tokens(text)
        if token.kind == "tag" and not token.is_end and token.name.rpartition(":")[2] == element
        for one in attributes(text, token)
        if one.name == name
    ]


def _unpacked(data: bytes) -> list[bytes]:
    unpacked: list[bytes] = []
    for entry in read_archive(data):
        unpacked.append(entry.data)
        if kind_of(entry) == "office":
            unpacked += _unpacked(entry.data)
    return unpacked


def _with_names_apart(workbook: bytes) -> bytes:
    """Number sheets whose names became equal or empty, which Excel would report as damage."""
    text, mark, encoding = decode_text(workbook)
    taken: set[str] = set()
    next_number: dict[str, int] = {}
    changes: list[tuple[int, int, str]] = []
    for token in tokens(text):
        if token.kind == "tag" and not token.is_end and token.name.rpartition(":")[2] == "sheet":
            for name in (one for one in attributes(text, token) if one.name == "name"):
                unique = _unique(name.value, taken, next_number)
                taken.add(unique.casefold())
                if unique != name.value:
                    changes.append((name.start, name.end, escaped(unique)))
    return encode_text(replaced(text, changes), mark, encoding, errors="xmlcharrefreplace") if changes else workbook


def _unique(name: str, taken: set[str], next_number: dict[str, int]) -> str:
    unique, base = name, name.strip().casefold()
    while not unique.strip() or unique.casefold() in taken:
        number = next_number.get(base, 2 if base else 1)
        next_number[base] = number + 1
        unique = f"{name[:22]} ({number})" if base else f"Sheet {number}"
    return unique


def _root(data: bytes) -> str:
    head = data[:4096].replace(b"\0", b"").decode("utf-8", "replace")
    match = _ROOT.search(head)
    return match[1] if match else ""


def _tell_columns(parts: Sequence[Part]) -> None:
    """Give cells and shared strings their column and its head."""
    shared = next((part for part in parts if isinstance(part, SharedStringsPart)), None)
    texts = shared.texts() if shared is not None else {}
    columns: dict[int, tuple[str, str, Role]] = {}
    for sheet in parts:
        if isinstance(sheet, SheetPart):
            heads, row_of_heads = heads_of(sheet, texts)
            sheet.with_heads(heads, row_of_heads)
            roles: Mapping[str, Role] = dict(zip(heads, head_roles(list(heads.values())), strict=True))
            for index, (column, row) in sheet.strings.items():
                if heads and row == row_of_heads:
                    columns.setdefault(index, ("", "", roles.get(column, "text")))
                else:
                    columns.setdefault(index, (f"{sheet.name} {column}", heads.get(column, ""), "text"))
    if shared is not None:
        shared.with_columns(columns)
