"""The models stored on disk: listed, sized, verified, deleted, without touching other files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tabside import env, models, pipeline, sync
from tabside.errors import OfflineError, UnknownModelError

MODEL = "me/mine"
FILES = {
    "tokenizer.json": (b"{}", "tokenizer", None),
    "onnx/model.onnx": (b"float", "model", "fp32"),
    "onnx/model_int8.onnx": (b"in", "model", "int8"),
}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and a manifest of three small files."""
    manifest = {
        "schema_version": 1, "id": MODEL, "revision": "main", "task": "fill-mask", "title": "Mine", "summary": "-",
        "license": {"spdx": "MIT", "url": "https://example.org/", "attribution": "me"},
        "max_length": 16, "labels": None, "default_dtype": {"wasm": "int8", "webgpu": "int8", "cpu": "int8"},
        "files": [
            {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "role": role,
             **({"dtype": dtype} if dtype else {})}
            for path, (data, role, dtype) in FILES.items()
        ],
        "sources": [{"type": "hub"}],
    }  # fmt: skip
    (tmp_path / "manifests").mkdir()
    (tmp_path / "manifests" / "me--mine.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr(env, "manifest_path", tmp_path / "manifests")
    env.cache_dir = tmp_path / "cache"
    return tmp_path / "cache"


def put(cache: Path, *paths: str) -> None:
    for path in paths:
        target = cache / MODEL / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(FILES[path][0])


async def test_nothing_is_there_at_first(cache: Path) -> None:
    assert await models.list() == []
    assert not await models.is_cached(MODEL)
    assert await models.delete(MODEL) == 0
    assert set((await models.verify(MODEL)).values()) == {"missing"}


async def test_what_is_there_is_listed_by_what_can_be_loaded(cache: Path) -> None:
    put(cache, "tokenizer.json", "onnx/model_int8.onnx")

    (found,) = await models.list()

    assert (found.id, found.task, found.bytes, found.dtypes) == (MODEL, "fill-mask", 4, ("int8",))
    assert await models.is_cached(MODEL)
    assert await models.is_cached(MODEL, dtype="int8")
    assert not await models.is_cached(MODEL, dtype="fp32")
    assert (await models.size(MODEL), await models.size(MODEL, dtype="fp32")) == (4, 7)


async def test_verify_reads_the_files_again(cache: Path) -> None:
    put(cache, *FILES)
    (cache / MODEL / "onnx" / "model.onnx").write_bytes(b"FLOAT")

    assert await models.verify(MODEL) == {
        "tokenizer.json": "ok",
        "onnx/model.onnx": "altered",
        "onnx/model_int8.onnx": "ok",
    }
    assert (cache / MODEL / "onnx" / "model.onnx").read_bytes() == b"FLOAT"


async def test_delete_takes_its_own_files_alone(cache: Path) -> None:
    put(cache, *FILES)
    notes = cache / MODEL / "notes.txt"
    notes.write_text("mine")

    assert await models.delete(MODEL) == 9
    assert notes.read_text() == "mine"
    assert sorted(path.name for path in (cache / MODEL).iterdir()) == ["notes.txt"]
    notes.unlink()
    await models.delete(MODEL)
    assert not (cache / "me").exists()


async def test_an_unknown_model_is_an_error(cache: Path) -> None:
    for call in (models.is_cached, models.size, models.verify, models.delete):
        with pytest.raises(UnknownModelError):
            await call("nobody/nothing")


async def test_a_load_that_may_not_download_says_exactly_that(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "allow_remote_models", False)
    with pytest.raises(OfflineError, match=r"is not stored, and downloads are not allowed \(env.allow_remote_models"):
        await pipeline("fill-mask", MODEL)
    assert not cache.exists()


async def test_a_derived_file_counts_as_there_when_its_source_is(cache: Path) -> None:
    # Rampart's q8 weights are derived from the q4 ones, without a download.
    source = cache / "nationaldesignstudio" / "rampart"
    for path, size in (("config.json", 2320), ("tokenizer.json", 441875), ("onnx/model_q4.onnx", 14693379)):
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        with (source / path).open("wb") as handle:
            handle.truncate(size)

    assert await models.is_cached("nationaldesignstudio/rampart", dtype="q8")
    assert [found.dtypes for found in await models.list()] == [("q4", "q8")]


def test_the_blocking_ones_are_the_same(cache: Path) -> None:
    put(cache, "tokenizer.json", "onnx/model_int8.onnx")

    assert sync.models.is_cached(MODEL)
    assert [found.id for found in sync.models.list()] == [MODEL]
    assert sync.models.delete(MODEL) == 4
