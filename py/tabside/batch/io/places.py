"""Files in pyarrow's file systems: local paths, `s3://`, `gs://`, `hdfs://`, `fsspec+NAME://`."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from ...errors import InputError, QuotaError, RuntimeUnavailableError, StorageError
from ..job import FORMATS

__all__ = ["BLOCK_BYTES", "COMPRESSIONS", "TEMPORARY", "Folder", "Place", "absolute", "arrow_fs", "file_info",
           "is_special", "storage_errors", "unreadable"]  # fmt: skip

BLOCK_BYTES = 1 << 20
TEMPORARY = ".part-"
COMPRESSIONS = {".gz": "gzip", ".bz2": "bz2", ".zst": "zstd"}
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_PASSWORD = re.compile(r"[^/?]*://[^/?@]*:[^/?@]*@")


def arrow_fs() -> Any:
    """Return the module `pyarrow.fs`. Raises RuntimeUnavailableError."""
    try:
        import pyarrow.fs
    except ImportError as error:
        raise RuntimeUnavailableError('Batches need pyarrow: pip install "tabside[batch]".') from error
    return pyarrow.fs


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder: `url` as the user wrote it or as found. It is opened when used."""

    url: str
    size: int = 0
    modified_ns: int | None = None

    @property
    def path(self) -> PurePosixPath:
        """The address without its query (`s3://bucket/folder?region=…`)."""
        return PurePosixPath(self.url.partition("?")[0] if "://" in self.url else self.url)

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def format(self) -> str | None:
        """The format named by the suffix, if any; for a compressed file, by the suffix before that."""
        form = FORMATS.get(self.stem_and_suffix()[1])
        return None if form == "parquet" and self.compression else form

    @property
    def compression(self) -> str | None:
        """The compression named by the suffix, in pyarrow's terms."""
        return COMPRESSIONS.get(self.path.suffix.lower())

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
            InputError: there is no such file system.
        """
        fs = arrow_fs()
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
        """Return the folder beside a file that holds its parts until they are joined."""
        return self._extended(".parts")

    def split(self) -> tuple[Folder, str]:
        """Return a file's folder and name."""
        end = len(self.url.partition("?")[0]) if "://" in self.url else len(self.url)
        at = self.url.rindex("/", 0, end)
        return Folder(Place((self.url[:at] or "/") + self.url[end:])), self.url[at + 1 : end]

    def _extended(self, more: str) -> Place:
        address, mark, query = self.url.partition("?") if "://" in self.url else (self.url, "", "")
        return Place(f"{address.rstrip('/')}{more}{mark}{query}")

    def open_stream(self) -> Any:
        """Return a stream that reads the file from its beginning, decompressed. Raises OSError."""
        system, path = self.open()
        return system.open_input_stream(path, compression=self.compression)

    def blocks(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the decompressed bytes from `start` to `end` in blocks of a megabyte. Raises OSError."""
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
    """A folder in which files appear complete or not at all."""

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

    def write(self, name: str, content: bytes, *, is_private: bool = False) -> None:
        """Put a file there in one step: written beside its place, then moved. See `writing`.

        Raises:
            QuotaError: the disk is full. StorageError: it cannot be written there.
        """
        with self.writing(name, is_private=is_private) as handle:
            handle.write(content)

    @contextmanager
    def writing(self, name: str, *, beside: Folder | None = None, is_private: bool = False) -> Iterator[Any]:
        """Provide a stream whose content appears at `name` when it is closed without an error. Raises the errors of
        `write`.

        Until then it lies where `name` will be, or in the folder `beside`, which must be in the same file system. A
        local file is on the disk before it has its name. `is_private`: nobody but its owner may read it.
        """
        system, root = self._system()
        target = PurePosixPath(root) / name
        half = target.parent if beside is None else PurePosixPath(beside._system()[1])
        temporary = str(half / f"{TEMPORARY}{uuid.uuid4().hex}")
        with storage_errors():
            try:
                system.create_dir(str(target.parent), recursive=True)
                if self.is_local:
                    # pyarrow would follow a link; this is never one, and a file keeps its mode.
                    os.close(os.open(temporary, _NEW, 0o600 if is_private else 0o666))
                with system.open_output_stream(temporary) as handle:
                    yield handle
                if self.is_local:
                    _flush(temporary)
                system.move(temporary, str(target))
                if self.is_local:
                    _flush(str(target.parent))
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

    def digest(self, name: str) -> str | None:
        """Return the SHA-256 of a file in hexadecimal digits, or None when there is no such file."""
        child, digest = self.place.child(name), hashlib.sha256()
        with storage_errors():
            try:
                for block in child.blocks():
                    digest.update(block)
            except (FileNotFoundError, NotADirectoryError):
                return None
        return digest.hexdigest()

    @property
    def is_local(self) -> bool:
        """Whether it is a folder of this machine's own file systems."""
        return str(self._system()[0].type_name) == "local"

    @property
    def path(self) -> str:
        """The path within its file system."""
        return self._system()[1]

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a subfolder, sorted."""
        system, root = self._system()
        selector = arrow_fs().FileSelector(f"{root}/{folder}" if folder else root, allow_not_found=True)
        with storage_errors():
            return sorted(info.base_name for info in system.get_file_info(selector) if info.is_file)

    def delete(self, name: str) -> None:
        system, root = self._system()
        with suppress(FileNotFoundError), storage_errors():
            system.delete_file(f"{root}/{name}")


def is_special(place: Place) -> bool:
    """Whether a link, a FIFO, a device or a folder is at a local place: what is never replaced."""
    system, path = place.open()
    return system.type_name == "local" and os.path.lexists(path) and not stat.S_ISREG(os.lstat(path).st_mode)


def _flush(path: str) -> None:
    """Wait until a local file or folder is on the disk. A power cut else leaves zeros under a finished name."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return  # Windows has no handle of a folder.
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBADF, errno.EACCES):
            raise
    finally:
        os.close(handle)


@contextmanager
def storage_errors() -> Iterator[None]:
    """Convert the system's errors to StorageError and QuotaError. Messages contain no path: paths may contain names."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise QuotaError("The disk is full. Free some room and run the same command again: it goes on.") from error
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise StorageError(f"The output cannot be written: {reason}. Choose another folder.") from error


def unreadable(place: Place, error: OSError) -> InputError:
    """Return the error for an unreadable input."""
    if error.errno:
        return InputError(f"{place.name} cannot be read: {os.strerror(error.errno)}.")
    if place.compression:
        return InputError(f"{place.name} cannot be read: what is compressed in it is damaged, or ends too early.")
    return InputError(f"{place.name} cannot be read ({type(error).__name__}).")


def absolute(url: str) -> str:
    """Return an address unchanged, and a local path as absolute: other processes have other working folders.

    Raises:
        InputError: the address contains a password.
    """
    if _PASSWORD.match(url):
        raise InputError(
            "Addresses are written down beside the output: leave passwords and keys out of them, and give them as the "
            "file system expects them, such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    return url if "://" in url else os.path.abspath(url)


def file_info(place: Place) -> Any:
    """Return pyarrow's information about a place. Raises InputError."""
    system, path = place.open()
    try:
        return system.get_file_info(path)
    except OSError as error:
        raise unreadable(place, error) from error
