"""The wheel and the source archive: the same bytes each time, complete, with metadata that an index takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

import tabside
from scripts import wheels

ROOT = Path(__file__).parents[2]
EPOCH = {"SOURCE_DATE_EPOCH": wheels.SOURCE_DATE_EPOCH}


def build(source: Path, target: Path) -> tuple[Path, Path]:
    """Build both kinds with hatchling; return the wheel and the archive."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(target)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, env={**os.environ, **EPOCH})
    (wheel,), (archive,) = target.glob("*.whl"), target.glob("*.tar.gz")
    return wheel, archive


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def metadata(built: tuple[Path, Path]) -> Message:
    with zipfile.ZipFile(built[0]) as wheel:
        return Parser().parsestr(wheel.read(f"tabside-{tabside.__version__}.dist-info/METADATA").decode("utf-8"))


def test_a_second_build_gives_the_same_bytes(built: tuple[Path, Path], tmp_path: Path) -> None:
    again = build(ROOT, tmp_path)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in built]


def test_the_archive_builds_the_same_wheel(built: tuple[Path, Path], tmp_path: Path) -> None:
    with tarfile.open(built[1]) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    wheel, _ = build(source, tmp_path / "dist")
    assert wheel.read_bytes() == built[0].read_bytes()


def test_nothing_of_a_working_copy_is_in_them(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[0]) as wheel, tarfile.open(built[1]) as archive:
        names = [*wheel.namelist(), *(name.split("/", 1)[1] for name in archive.getnames())]
    assert [
        name for name in names if "__pycache__" in name or "/.cache" in name or name.endswith((".onnx", ".pyc"))
    ] == []
    assert {name.split("/")[0] for name in names} == {
        "tabside", f"tabside-{tabside.__version__}.dist-info", "py", "models", "pyproject.toml", "PKG-INFO",
        "README.md",
        "LICENSE", "NOTICE", "CHANGELOG.md", "SECURITY.md", ".gitignore",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["py.typed", "manifests/nationaldesignstudio--rampart.json", "redaction/words/names.bin"]
)
def test_the_wheel_holds_what_is_no_module(built: tuple[Path, Path], name: str) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        assert f"tabside/{name}" in wheel.namelist()


def test_the_metadata_say_what_an_index_shows(metadata: Message) -> None:
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_all("License-File") == ["LICENSE", "NOTICE"]
    assert {"Typing :: Typed", "Environment :: WebAssembly :: Emscripten"} <= set(metadata.get_all("Classifier") or [])


def test_every_extra_is_documented(metadata: Message) -> None:
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    missing = [extra for extra in metadata.get_all("Provides-Extra") or [] if f"| `{extra}` |" not in page]
    assert missing == []


@pytest.mark.long
def test_pip_and_twine_take_them_and_the_command_runs_in_an_empty_environment(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for path in wheels.source_files():
        target = source / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    for extra in ("models/manifest.schema.json", "CHANGELOG.md", "SECURITY.md"):
        shutil.copyfile(ROOT / extra, source / extra)
    tools = environment(tmp_path / "tools", "build", "twine")
    subprocess.run(
        [tools / "python", "-m", "build", "--outdir", tmp_path / "dist"],
        cwd=source,
        check=True,
        env={**os.environ, **EPOCH},
    )
    files = sorted((tmp_path / "dist").iterdir())
    subprocess.run([tools / "python", "-m", "twine", "check", "--strict", *files], check=True)

    wheel = next(path for path in files if path.suffix == ".whl")
    empty = environment(tmp_path / "empty", f"{wheel}[cli,native]")
    done = subprocess.run(
        [empty / "tabside", "redact"],
        input="My name is Ada Lovelace.",
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "TABSIDE_CACHE": str(ROOT / "models" / ".cache"), "PYTHONPATH": ""},
    )
    assert done.stdout == "My name is [GIVEN_NAME_1] [SURNAME_1].", done.stderr


def environment(folder: Path, *packages: str) -> Path:
    """Make a virtual environment with these packages; return the folder of its commands."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([commands / "python", "-m", "pip", "install", "--quiet", *packages], check=True)
    return commands
