"""The command line destroys nothing: keys, inputs, links, devices, and what was there before a failure."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tabside.cli.app import build
from tabside.cli.outputs import PRIVATE, Outputs, Reservation, mode_of
from tabside.cli.terminal import shown
from tabside.disk.whole_file import write_whole
from tabside.errors import InputError

ROOT = Path(__file__).parents[2]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def make_link(path: Path) -> None:
    (path.parent / "victim").write_bytes(b"mine")
    path.symlink_to(path.parent / "victim")


SPECIAL: dict[str, Callable[[Path], object]] = {
    "link": make_link,
    "dangling link": lambda path: path.symlink_to(path.parent / "nowhere"),
    "fifo": os.mkfifo,
    "folder": Path.mkdir,
}


@pytest.mark.parametrize("make", SPECIAL.values(), ids=SPECIAL)
def test_only_a_plain_file_is_replaced(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "out")
    before = (tmp_path / "out").lstat(), names(tmp_path)

    for write in (write_whole, Outputs([]).write):
        with pytest.raises(InputError, match="not replaced"):
            write(tmp_path / "out", b"new")

    assert ((tmp_path / "out").lstat(), names(tmp_path)) == before
    assert not (tmp_path / "victim").exists() or (tmp_path / "victim").read_bytes() == b"mine"


def test_a_device_is_not_replaced() -> None:
    with pytest.raises(InputError, match="a device"):
        Outputs([]).claim(Path(os.devnull))
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_a_link_that_was_planted_at_the_temporary_name_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "victim").write_bytes(b"mine")
    for name in (".out.txt.part", f".part-{bytes(12).hex()}"):
        (tmp_path / name).symlink_to(tmp_path / "victim")
    write_whole(tmp_path / "out.txt", b"new")
    monkeypatch.setattr(os, "urandom", bytes)

    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "out.txt", b"newer")

    assert (tmp_path / "victim").read_bytes() == b"mine"
    assert (tmp_path / "out.txt").read_bytes() == b"new"
    assert not (tmp_path / "out.txt").is_symlink()


def test_a_long_name_has_room_for_its_temporary_one(tmp_path: Path) -> None:
    write_whole(tmp_path / ("n" * 250), b"new")

    assert names(tmp_path) == ["n" * 250]


def test_a_full_disk_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"before")
    code = (
        "import resource, sys; from pathlib import Path; from tabside.disk.whole_file import write_whole;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "write_whole(Path(sys.argv[1]), bytes(200_000))"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "out"], env={**os.environ, "PYTHONPATH": "py"},
                          cwd=ROOT, capture_output=True, check=False)  # fmt: skip

    assert b"File too large" in done.stderr
    assert (names(tmp_path), (tmp_path / "out").read_bytes()) == (["out"], b"before")


def test_a_result_is_no_more_open_than_its_inputs(tmp_path: Path) -> None:
    for name, bits in (("open", 0o644), ("private", 0o600), ("run", 0o755)):
        (tmp_path / name).write_bytes(b"")
        (tmp_path / name).chmod(bits)
    before = os.umask(0o022)
    try:
        modes = [mode_of([str(tmp_path / name)]) for name in ("open", "private", "run")]
        both = mode_of([str(tmp_path / "open"), str(tmp_path / "private")])
    finally:
        os.umask(before)
    write_whole(tmp_path / "out", b"", PRIVATE)

    assert [*modes, both, mode_of(["-"])] == [0o644, 0o600, 0o644, 0o600, None]
    assert mode(tmp_path / "out") == 0o600


def test_a_key_is_held_by_one_of_many(tmp_path: Path) -> None:
    start = threading.Barrier(8)

    def hold(_number: int) -> Reservation | None:
        start.wait()
        try:
            return Reservation(tmp_path / "key")
        except InputError:
            return None

    with ThreadPoolExecutor(8) as pool:
        (held,) = [one for one in pool.map(hold, range(8)) if one is not None]
    assert (mode(tmp_path / "key"), (tmp_path / "key").read_bytes()) == (0o600, b"")
    held.write(b"the key")
    held.release()
    assert (mode(tmp_path / "key"), (tmp_path / "key").read_bytes()) == (0o600, b"the key")


def test_a_key_that_was_not_written_leaves_nothing(tmp_path: Path) -> None:
    Reservation(tmp_path / "key").release()

    assert names(tmp_path) == []


def test_another_name_of_an_input_is_the_input(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes(b"mine")
    os.link(tmp_path / "in.txt", tmp_path / "hard.txt")
    outputs = Outputs([str(tmp_path / "in.txt"), "-", None, tmp_path / "new" / "missing.txt"])

    for other in (tmp_path / "in.txt", tmp_path / "x" / ".." / "in.txt", tmp_path / "hard.txt",
                  tmp_path / "new" / "MISSING.txt"):  # fmt: skip
        with pytest.raises(InputError, match="take the place"):
            outputs.claim(other)
    outputs.claim(tmp_path / "out.txt")
    with pytest.raises(InputError, match="two results"):
        outputs.claim(tmp_path / "out.txt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt", "pass", "policy.json", "key.txt"):
        (tmp_path / name).write_text(f"{name}, as it was")
    (tmp_path / "out").mkdir()
    return tmp_path


REFUSED = {
    "the passphrase": "redact a.txt -o pass --mapping-out new.txt --passphrase-file pass",
    "the policy": "redact a.txt -o policy.json --policy policy.json",
    "the key on the result": "redact a.txt -o new.txt --mapping-out new.txt --passphrase-file pass",
    "the key on one of the results": "redact a.txt b.txt -o out --mapping-out out/b.txt --passphrase-file pass",
    "the report on an input": "redact a.txt -o new.txt --report a.txt",
    "the report on the result": "redact a.txt -o new.txt --report new.txt",
    "an existing key": "redact a.txt -o new.txt --mapping-out key.txt --passphrase-file pass",
    "a key that cannot be written": "redact a.txt -o new.txt --mapping-out a.txt/key --passphrase-file pass",
    "decrypt onto the passphrase": "decrypt a.txt -o pass --passphrase-file pass",
    "embed onto its input": "embed a.npy -o a.npy",
}


@pytest.mark.parametrize("arguments", REFUSED.values(), ids=REFUSED)
def test_what_would_destroy_something_is_refused_before_any_work(folder: Path, arguments: str) -> None:
    (folder / "a.npy").write_text("a.npy, as it was")
    before = {path: path.read_text() for path in folder.iterdir() if path.is_file()}

    done = CliRunner().invoke(build(), arguments.split())

    assert done.exit_code == 1
    assert {path: path.read_text() for path in folder.iterdir() if path.is_file()} == before
    assert names(folder / "out") == []


def test_a_restored_text_never_replaces_its_key(folder: Path) -> None:
    from tabside.redaction.operators.encryption import export_mapping
    from tabside.redaction.operators.placeholders import PlaceholderMap
    from tabside.sync import run

    key = run(export_mapping(PlaceholderMap({"[CITY_1]": "Oslo"}), "pass, as it was", iterations=1000))
    (folder / "key.txt").write_text(key)
    (folder / "a.txt").write_text("[CITY_1], [CITY_2]")
    arguments = ["restore", "a.txt", "--mapping", "key.txt", "--passphrase-file", "pass", "-o"]

    refused = CliRunner().invoke(build(), [*arguments, "key.txt"])
    done = CliRunner().invoke(build(), [*arguments, "back.txt"])

    assert (refused.exit_code, (folder / "key.txt").read_text()) == (1, key)
    assert (done.exit_code, (folder / "back.txt").read_text(), mode(folder / "back.txt")) == (
        0,
        "Oslo, [CITY_2]",
        0o600,
    )


def tabside(folder: Path, shell: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of sh in which $T is the command."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "py"), "T": f"{sys.executable} -W error -m tabside"}
    return subprocess.run(["sh", "-c", shell], cwd=folder, env=environment, capture_output=True, check=False)


@pytest.mark.slow
def test_results_of_the_real_command(folder: Path) -> None:
    """One start of the model each: modes, an archive of nothing, names that are no UTF-8, and a closed output."""
    (folder / "out.zip").write_bytes(b"of before")
    for name in ("a.docx", "b.docx"):
        (folder / name).write_bytes(b"broken")
    odd = os.fsencode(folder) + b"/a\x1b[2J\xff.txt"
    os.close(os.open(odd, os.O_CREAT | os.O_WRONLY, 0o600))

    empty = tabside(folder, "$T redact a.docx b.docx -o out.zip")
    named = tabside(folder, "$T redact --json a*.txt -o out --mapping-out new.txt --passphrase-file pass")
    closed = tabside(folder, "echo a@b.com | $T redact >&-")

    assert (empty.returncode, (folder / "out.zip").read_bytes()) == (3, b"of before")
    assert named.returncode == 0, named.stderr
    assert b"\\udcff" in named.stdout
    assert b"\x1b" not in named.stdout + named.stderr
    assert [mode(folder / "new.txt"), *(mode(path) for path in sorted((folder / "out").iterdir()))][:2] == [
        0o600,
        0o600,
    ]
    assert closed.returncode == 1
    assert b"Traceback" not in closed.stderr
    assert b"Exception" not in closed.stderr


@pytest.mark.parametrize("name", ["a\x1b[2Jb", "a\rb", "a\u202eb", "a\x9bb", "a\nb"])
def test_a_message_moves_no_cursor(name: str) -> None:
    assert shown(name).isprintable()
    assert shown("déjà vu (12 %), 名前") == "déjà vu (12 %), 名前"
