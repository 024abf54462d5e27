"""Find the input files: names, folders and globs."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...errors import InputError
from ..io.places import COMPRESSIONS, Place, absolute, arrow_fs, file_info, unreadable
from ..job import FORMATS

__all__ = ["find_inputs", "would_read"]

_OWN = "_tabside/"
_KNOWN = f"{', '.join(FORMATS)}; all but .parquet also with {', '.join(COMPRESSIONS)} behind it"
_WILD = re.compile(r"[*?\[]")


def find_inputs(inputs: Sequence[str]) -> tuple[list[Place], int]:
    """Return the input files, sorted and without duplicates, and the number of files in folders that are left out.

    An input is a file, a folder (read recursively), or either with `*`, `?`, `[…]` and `**`. Files of unknown formats,
    and those whose name or folder begins with a dot or an underscore, are left out.

    Raises:
        InputError: an input does not exist, or is a file of an unknown format.
    """
    found: dict[str, Place] = {}
    ignored = 0
    for number, given in enumerate(map(absolute, inputs), 1):
        base, pattern = _read_as(given)
        system, path = Place(base).open()
        info = file_info(Place(base))
        if info.type == arrow_fs().FileType.NotFound:
            raise InputError(f"Input {number}, {Place(given).name}, is not there.")
        if info.is_file:
            place = Place(given, int(info.size), info.mtime_ns)
            if place.format is None:
                raise InputError(f"{place.name} has no known format. Known: {_KNOWN}.")
            found[given] = place
            continue
        matched = 0
        for entry in _entries(system, path):
            relative = entry.path[len(path.rstrip("/")) + 1 :]
            if not entry.is_file or (pattern and not pattern.fullmatch(relative)):
                continue
            matched += 1
            place = replace(Place(base).child(relative), size=int(entry.size), modified_ns=entry.mtime_ns)
            if place.format is None or _is_hidden(relative):
                ignored += _OWN not in relative
            else:
                found[place.url] = place
        if not matched:
            raise InputError(f"Input {number}, {Place(given).name}, names no file.")
    if not found:
        raise InputError(f"No input file has a known format. Known: {_KNOWN}.")
    return _each_once(found), ignored


def _each_once(found: dict[str, Place]) -> list[Place]:
    """Return the places in order; of several links to a file, the one with the shortest path."""
    chosen: dict[str, Place] = {}
    for url in sorted(found, key=lambda url: (url.count("/"), url)):
        chosen.setdefault(url if "://" in url else os.path.realpath(url), found[url])
    return sorted(chosen.values(), key=lambda place: place.url)


def would_read(given: str, path: str) -> bool:
    """Whether an input, as given, would include a file at this path if there were one."""
    base, pattern = _read_as(absolute(given))
    root = Place(base).open()[1].rstrip("/")
    if not path.startswith(f"{root}/"):
        return False
    relative = path[len(root) + 1 :]
    return not _is_hidden(relative) and (pattern is None or pattern.fullmatch(relative) is not None)


def _entries(system: Any, path: str) -> list[Any]:
    try:
        entries: list[Any] = system.get_file_info(arrow_fs().FileSelector(path, recursive=True))
    except OSError as error:
        raise unreadable(Place(path), error) from error
    return entries


def _read_as(given: str) -> tuple[str, re.Pattern[str] | None]:
    """Return the file or folder to read, and the pattern below it. `a[1].txt` is a file if it exists."""
    base, glob = _split_glob(given)
    if glob and "://" not in given and os.path.lexists(given):
        return given, None
    return base, re.compile(_regex(glob)) if glob else None


def _split_glob(given: str) -> tuple[str, str]:
    """Return a glob's folder and the pattern below it, or a plain address and an empty pattern.

    >>> _split_glob("/data/2026-*/a.csv"), _split_glob("s3://bucket/*.csv?region=x")
    (('/data/', '2026-*/a.csv'), ('s3://bucket/?region=x', '*.csv'))
    """
    is_url = "://" in given
    address, mark, query = given.partition("?") if is_url else (given, "", "")
    wild = _WILD.search(address)
    if wild is None:
        return given, ""
    at = address.rindex("/", 0, wild.start()) + 1
    return f"{address[:at]}{mark}{query}", address[at:]


def _is_hidden(relative: str) -> bool:
    return any(part.startswith((".", "_")) for part in relative.split("/"))


def _regex(pattern: str) -> str:
    """Translate a glob into a regex. `*` and `?` stay within a folder, `**` does not.

    >>> _regex("a/**/*.txt")
    'a/(?:.*/)?[^/]*\\\\.txt'
    """
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]]+\])", pattern)
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(wild.get(part) or (_set(part) if part.startswith("[") and part.endswith("]") else re.escape(part))
                   for part in parts)  # fmt: skip


def _set(part: str) -> str:
    """Translate `[…]`; a leading `!` negates.

    >>> _set("[!a-c]"), _set("[^[]")
    ('[^a-c]', '[\\\\^\\\\[]')
    """
    inside = part[1:-1]
    negation = "^" if inside.startswith("!") else ""
    return f"[{negation}{re.escape(inside.removeprefix('!')).replace(chr(92) + '-', '-')}]"
