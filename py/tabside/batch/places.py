"""Files wherever pyarrow's file systems reach: local paths, `s3://`, `gs://`, `hdfs://`, `fsspec+NAME://`."""

from __future__ import annotations

import errno
import os
import re
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from ..errors import InputError, QuotaError, RuntimeUnavailableError, StorageError
from .job import FORMATS

__all__ = ["BLOCK_BYTES", "TEMPORARY", "Folder", "Place", "absolute", "file_info", "find_inputs", "storage_errors",
           "unreadable", "would_read"]  # fmt: skip

BLOCK_BYTES = 1 << 20
TEMPORARY = ".part-"
_COMPRESSIONS = {".gz": "gzip", ".bz2": "bz2", ".zst": "zstd"}
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_OWN = "_tabside/"
_KNOWN = f"{', '.join(FORMATS)}; all but .parquet also with {', '.join(_COMPRESSIONS)} behind it"
_PASSWORD = re.compile(r"[^/?]*://[^/?@]*:[^/?@]*@")
_WILD = re.compile(r"[*?\[]")


def _arrow_fs() -> Any:
    try:
        import pyarrow.fs
    except ImportError as error:
        raise RuntimeUnavailableError('Batches need pyarrow: pip install "tabside[batch]".') from error
    return pyarrow.fs


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder: `url` as the user wrote it or as it was found, opened where it is used."""

    url: str
    size: int = 0
    modified_ns: int | None = None

    @property
    def path(self) -> PurePosixPath:
        """The address without what stands behind its `?` (`s3://bucket/folder?region=…`)."""
        return PurePosixPath(self.url.partition("?")[0] if "://" in self.url else self.url)

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def format(self) -> str | None:
        """The format that the suffix names, if any. What is in a compressed file is named before that suffix."""
        form = FORMATS.get(self.stem_and_suffix()[1])
        return None if form == "parquet" and self.compression else form

    @property
    def compression(self) -> str | None:
        """How the file is compressed, by its suffix, in pyarrow's words."""
        return _COMPRESSIONS.get(self.path.suffix.lower())

    def stem_and_suffix(self) -> tuple[str, str]:
        """Split the name.

        >>> Place("/data/a.b.JSONL.gz").stem_and_suffix()
        ('a.b', '.jsonl')
        """
        path = PurePosixPath(self.path.stem) if self.compression else self.path
        return path.stem, path.suffix.lower()

    def open(self) -> tuple[Any, str]:
        """Return pyarrow's file system and the path in it.

        Raises:
            InputError: there is no file system of that kind.
        """
        fs = _arrow_fs()
        if "://" not in self.url:
            return fs.LocalFileSystem(), absolute(self.url)
        try:
            system, path = fs.FileSystem.from_uri(self.url)
        except (ValueError, ImportError, OSError) as error:
            raise InputError(f"pyarrow has no file system for {self.url.partition('://')[0]}:// addresses.") from error
        return system, path

    def child(self, name: str) -> Place:
        """Return a place in this folder."""
        return self._extended(f"/{name}")

    def parts(self) -> Place:
        """Return the folder beside a file where its parts lie until they are joined."""
        return self._extended(".parts")

    def split(self) -> tuple[Folder, str]:
        """Return the folder that a file lies in, and the file's name."""
        end = len(self.url.partition("?")[0]) if "://" in self.url else len(self.url)
        at = self.url.rindex("/", 0, end)
        return Folder(Place((self.url[:at] or "/") + self.url[end:])), self.url[at + 1 : end]

    def _extended(self, more: str) -> Place:
        address, mark, query = self.url.partition("?") if "://" in self.url else (self.url, "", "")
        return Place(f"{address.rstrip('/')}{more}{mark}{query}")

    def open_stream(self) -> Any:
        """Return what reads the file from its begin, decompressed. Raises OSError."""
        system, path = self.open()
        return system.open_input_stream(path, compression=self.compression)

    def blocks(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from `start` to `end`, decompressed, a megabyte at a time. Raises OSError."""
        if self.compression:
            yield from self._inflated(start, end)
            return
        system, path = self.open()
        with system.open_input_file(path) as handle:
            handle.seek(start)
            left = (handle.size() if end is None else end) - start
            while left > 0 and (block := handle.read(min(BLOCK_BYTES, left))):
                left -= len(block)
                yield block

    def _inflated(self, start: int, end: int | None) -> Iterator[bytes]:
        position = 0
        with self.open_stream() as stream:
            while (end is None or position < end) and (block := stream.read(BLOCK_BYTES)):
                wanted = block[max(start - position, 0) : None if end is None else end - position]
                if wanted:
                    yield wanted
                position += len(block)

    def read(self, start: int = 0, end: int | None = None) -> bytes:
        return b"".join(self.blocks(start, end))


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that files are put into whole or not at all."""

    place: Place
    _opened: list[Any] = field(default_factory=list, repr=False, compare=False)

    def __getstate__(self) -> Any:
        return self.place

    def __setstate__(self, place: Place) -> None:
        object.__setattr__(self, "place", place)
        object.__setattr__(self, "_opened", [])

    def _system(self) -> tuple[Any, str]:
        if not self._opened:
            self._opened.extend(self.place.open())
        return self._opened[0], self._opened[1]

    def write(self, name: str, content: bytes) -> None:
        """Put a file there in one step: written beside its place, then moved.

        Raises:
            QuotaError: the disk is full. StorageError: it cannot be written there.
        """
        with self.writing(name) as handle:
            handle.write(content)

    @contextmanager
    def writing(self, name: str, *, beside: Folder | None = None) -> Iterator[Any]:
        """Give a stream whose content is at `name` when it is closed without an error. Raises as `write` does.

        Until then it lies where `name` will be, or in the folder `beside`, which must be in the same file system.
        """
        system, root = self._system()
        target = PurePosixPath(root) / name
        half = target.parent if beside is None else PurePosixPath(beside._system()[1])
        temporary = str(half / f"{TEMPORARY}{uuid.uuid4().hex}")
        with storage_errors():
            try:
                system.create_dir(str(target.parent), recursive=True)
                with system.open_output_stream(temporary) as handle:
                    yield handle
                system.move(temporary, str(target))
            except BaseException:
                with suppress(OSError):
                    system.delete_file(temporary)
                raise

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes, or None when there is no such file."""
        child = self.place.child(name)
        with storage_errors():
            try:
                return child.read()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def size(self, name: str) -> int | None:
        """Return a file's size in bytes, or None when there is no such file."""
        system, root = self._system()
        info = system.get_file_info(f"{root}/{name}")
        return int(info.size) if info.is_file else None

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder below, sorted."""
        system, root = self._system()
        selector = _arrow_fs().FileSelector(f"{root}/{folder}" if folder else root, allow_not_found=True)
        with storage_errors():
            return sorted(info.base_name for info in system.get_file_info(selector) if info.is_file)

    def delete(self, name: str) -> None:
        system, root = self._system()
        with suppress(FileNotFoundError), storage_errors():
            system.delete_file(f"{root}/{name}")


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn the system's refusals into StorageError and QuotaError. Messages name no path: paths may tell of people."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise QuotaError("The disk is full. Free some room and run the same command again: it goes on.") from error
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise StorageError(f"The output cannot be written: {reason}. Choose another folder.") from error


def unreadable(place: Place, error: OSError) -> InputError:
    """Return the error that an input which cannot be read ends in."""
    if error.errno:
        return InputError(f"{place.name} cannot be read: {os.strerror(error.errno)}.")
    if place.compression:
        return InputError(f"{place.name} cannot be read: what is compressed in it is damaged, or ends too early.")
    return InputError(f"{place.name} cannot be read ({type(error).__name__}).")


def absolute(url: str) -> str:
    """Return an address as it is, and a local path from the root: other processes have other working folders.

    Raises:
        InputError: there is a password in the address.
    """
    if _PASSWORD.match(url):
        raise InputError(
            "Addresses are written down beside the output: leave passwords and keys out of them, and give them as the "
            "file system expects them, such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    return url if "://" in url else os.path.abspath(url)


def find_inputs(inputs: Sequence[str]) -> tuple[list[Place], int]:
    """Return the input files, sorted and each once, and how many files in folders are left out.

    An input is a file, a folder (read with all below it), or either with `*`, `?`, `[…]` and `**`. Left out are files
    of no known format, and those whose name or folder begins with a dot or an underscore.

    Raises:
        InputError: an input is not there, or is a file of no known format.
    """
    found: dict[str, Place] = {}
    ignored = 0
    for number, given in enumerate(map(absolute, inputs), 1):
        base, pattern = _read_as(given)
        system, path = Place(base).open()
        info = file_info(Place(base))
        if info.type == _arrow_fs().FileType.NotFound:
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
    """Return the places in order; of one file that links make many, the one with the shortest way."""
    chosen: dict[str, Place] = {}
    for url in sorted(found, key=lambda url: (url.count("/"), url)):
        chosen.setdefault(url if "://" in url else os.path.realpath(url), found[url])
    return sorted(chosen.values(), key=lambda place: place.url)


def would_read(given: str, path: str) -> bool:
    """Say whether an input, as it was given, would take in the file at a path if there were one."""
    base, pattern = _read_as(absolute(given))
    root = Place(base).open()[1].rstrip("/")
    if not path.startswith(f"{root}/"):
        return False
    relative = path[len(root) + 1 :]
    return not _is_hidden(relative) and (pattern is None or pattern.fullmatch(relative) is not None)


def file_info(place: Place) -> Any:
    """Return what pyarrow knows of a place. Raises InputError."""
    system, path = place.open()
    try:
        return system.get_file_info(path)
    except OSError as error:
        raise unreadable(place, error) from error


def _entries(system: Any, path: str) -> list[Any]:
    try:
        entries: list[Any] = system.get_file_info(_arrow_fs().FileSelector(path, recursive=True))
    except OSError as error:
        raise unreadable(Place(path), error) from error
    return entries


def _read_as(given: str) -> tuple[str, re.Pattern[str] | None]:
    """Return the file or folder that is read, and the pattern below it. `a[1].txt` is a file if it is there."""
    base, glob = _split_glob(given)
    if glob and "://" not in given and os.path.lexists(given):
        return given, None
    return base, re.compile(_regex(glob)) if glob else None


def _split_glob(given: str) -> tuple[str, str]:
    """Return the folder that a glob is about and the pattern below it, or a plain address and nothing.

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
    """Translate a glob: `*` and `?` stay within a folder, `**` does not.

    >>> _regex("a/**/*.txt")
    'a/(?:.*/)?[^/]*\\\\.txt'
    """
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]]+\])", pattern)
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(wild.get(part) or (_set(part) if part.startswith("[") and part.endswith("]") else re.escape(part))
                   for part in parts)  # fmt: skip


def _set(part: str) -> str:
    """Translate `[…]`, in which `!` at the beginning means any other.

    >>> _set("[!a-c]"), _set("[^[]")
    ('[^a-c]', '[\\\\^\\\\[]')
    """
    inside = part[1:-1]
    negation = "^" if inside.startswith("!") else ""
    return f"[{negation}{re.escape(inside.removeprefix('!')).replace(chr(92) + '-', '-')}]"
