"""Tokens, mirrors, other tools' caches, newer revisions, and downloads that were broken off."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tabside import AutoTokenizer, models, pipeline
from tabside.cli.app import build
from tabside.disk.revisions import resolve
from tabside.env import Env, env
from tabside.errors import DownloadError, GatedError, InputError, OfflineError, UnknownModelError
from tests.unit.encoders import tiny
from tests.unit.hub_api import Revision, files, graph
from tests.waiting import until_async

SENTIMENT = tiny.SENTIMENT
TOKEN = "hf_secret"


async def works(model: str = SENTIMENT, **options: Any) -> bool:
    classify = await pipeline("text-classification", model, **options)
    return (await classify("good"))[0]["label"] == "POS"


async def command(*arguments: str) -> Any:
    return await asyncio.to_thread(CliRunner().invoke, build(), list(arguments))


# Tokens


@pytest.fixture
def private(hub: Any) -> Any:
    hub.token = TOKEN
    return hub


async def test_a_private_model_needs_a_token(private: Any) -> None:
    with pytest.raises(UnknownModelError, match="HF_TOKEN"):
        await works()
    with pytest.raises(UnknownModelError):
        await works(token="hf_wrong")

    assert await works(token=TOKEN)


@pytest.mark.parametrize("how", ["env", "HF_TOKEN"])
async def test_a_token_is_taken_from_the_settings(private: Any, monkeypatch: Any, how: Any) -> None:
    if how == "env":
        monkeypatch.setattr(env, "token", TOKEN)
    else:
        monkeypatch.setenv("HF_TOKEN", TOKEN)

    assert (await AutoTokenizer.from_pretrained(SENTIMENT)).pad_token == "[PAD]"
    with pytest.raises(UnknownModelError):
        await AutoTokenizer.from_pretrained(tiny.NLI, token=False)


async def test_a_gated_model_says_what_to_do(hub: Any) -> None:
    hub.repositories[SENTIMENT].is_gated = True

    with pytest.raises(GatedError, match="pass token="):
        await works()


def test_a_token_goes_to_the_hub_alone_and_never_unencrypted(monkeypatch: Any) -> None:
    settings = Env(remote_host="https://hub.example/", token=TOKEN)

    assert settings.headers("https://hub.example/org/name") == {"Authorization": f"Bearer {TOKEN}"}
    assert settings.headers("https://cdn.example/org/name") == {}
    assert settings.headers("http://hub.example/org/name") == {}
    assert TOKEN not in repr(settings)
    with pytest.raises(InputError, match="not encrypted"):
        Env(remote_host="http://hub.example", token=TOKEN).headers("http://hub.example/org/name")
    with settings.using(True), pytest.raises(InputError, match="HF_TOKEN"):
        Env(remote_host="https://hub.example/").headers("https://hub.example/org")


async def test_a_token_does_not_follow_to_another_host(private: Any) -> None:
    with plain_server(Path.cwd()) as (elsewhere, seen):
        private.redirects = {"onnx/model.onnx": f"{elsewhere}/model.onnx"}
        with pytest.raises(DownloadError):
            await works(token=TOKEN)

    assert [authorization for _, authorization in seen] == [None]


def test_the_hub_is_the_one_that_hf_endpoint_names(monkeypatch: Any) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://hub.example")

    assert (
        Env().remote_url("org/name", "main", "config.json") == "https://hub.example/org/name/resolve/main/config.json"
    )


# Mirrors of plain files


@contextmanager
def plain_server(folder: Path) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    seen: list[tuple[str, str | None]] = []

    class Request(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((self.path, self.headers.get("Authorization")))
            super().do_GET()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Request, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_mirror_of_plain_files_is_written_and_used(hub: Any, tmp_path: Any, monkeypatch: Any) -> None:
    runner = CliRunner()
    written = runner.invoke(build(), ["models", "mirror", SENTIMENT, "-o", str(tmp_path / "site")])
    assert written.exit_code == 0, written.output
    env.cache_dir = tmp_path / "another"
    texts = tmp_path / "texts.txt"
    texts.write_text("good\n")

    with plain_server(tmp_path / "site") as (url, _):
        arguments = ["classify", "--model", SENTIMENT, "--revision", "main", "--subfolder", "onnx", "--mirror", url]
        found = runner.invoke(build(), [*arguments, str(texts)])

    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("POS")


async def test_an_altered_mirror_is_refused(hub: Any, tmp_path: Any, monkeypatch: Any) -> None:
    assert (await command("models", "mirror", SENTIMENT, "-o", str(tmp_path / "site"))).exit_code == 0
    (weights,) = (tmp_path / "site").rglob("model.onnx")
    weights.write_bytes(b"\0" * weights.stat().st_size)
    env.cache_dir = tmp_path / "another"

    with plain_server(tmp_path / "site") as (url, _):
        monkeypatch.setattr(env, "remote_host", url)
        with pytest.raises(DownloadError, match="sha256"):
            await works()


async def test_plain_files_without_a_listing_say_what_is_missing(tmp_path: Any, monkeypatch: Any, hub: Any) -> None:
    with plain_server(tmp_path) as (url, _):
        monkeypatch.setattr(env, "remote_host", url)
        with pytest.raises(DownloadError, match="tabside models mirror"):
            await works()


# huggingface_hub's cache


def hugging_face_cache(folder: Path, revision: Revision) -> None:
    root = folder / "models--org--sentiment"
    snapshot = root / "snapshots" / revision.commit
    for path, body in revision.files.items():
        blob = root / "blobs" / hashlib.sha256(body).hexdigest()
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(body)
        (snapshot / path).parent.mkdir(parents=True, exist_ok=True)
        (snapshot / path).symlink_to(blob)
    (root / "refs").mkdir()
    (root / "refs" / "main").write_text(revision.commit)


@pytest.fixture
def kept(hub: Any, tmp_path: Any, monkeypatch: Any) -> Any:
    hugging_face_cache(tmp_path / "hf", hub.repositories[SENTIMENT].branches["main"])
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hf"))
    return tmp_path / "hf"


async def test_weights_in_the_cache_of_huggingface_hub_are_not_fetched(hub: Any, kept: Any) -> None:
    assert await works()
    assert not [path for path in hub.requests if path.endswith(".onnx")]


async def test_altered_weights_there_are_fetched_instead(hub: Any, kept: Any) -> None:
    for blob in (kept / "models--org--sentiment" / "blobs").iterdir():
        blob.write_bytes(b"\0" * blob.stat().st_size)

    assert await works()
    assert [path for path in hub.requests if path.endswith(".onnx")]


@pytest.mark.parametrize("how", ["setting", "unreachable"])
async def test_without_the_hub_its_cache_is_enough(hub: Any, kept: Any, monkeypatch: Any, how: Any) -> None:
    if how == "setting":
        monkeypatch.setattr(env, "allow_remote_models", False)
    else:
        monkeypatch.setattr(env, "remote_host", "http://127.0.0.1:9")

    assert await works()


async def test_the_cache_is_left_alone_if_told_so(hub: Any, kept: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(env, "use_hugging_face_cache", False)
    monkeypatch.setattr(env, "allow_remote_models", False)

    with pytest.raises(OfflineError):
        await works()


# Newer revisions


async def test_a_newer_revision_is_told_and_taken(hub: Any) -> None:
    assert await works()
    assert await models.newer_revision(SENTIMENT) is None
    config = {"architectures": ["BertForSequenceClassification"], "id2label": {"0": "NEG", "1": "POS"}}
    newer = Revision(files(config, {"onnx/model.onnx": graph(2, scale=7)}, tokenizer_config=tiny.WORDPIECE))
    hub.repositories[SENTIMENT].branches["main"] = newer

    told = await command("models", "outdated", SENTIMENT)
    assert told.stdout == f"{SENTIMENT}\t{newer.commit}\n"
    assert await models.update(SENTIMENT) == newer.commit

    classify = await pipeline("text-classification", SENTIMENT, dtype="fp32")
    assert (await classify("good", function_to_apply="none"))[0]["score"] == 7
    assert await models.newer_revision(SENTIMENT) is None
    assert await models.newer_revision("nationaldesignstudio/rampart") is None


# Broken-off downloads

LARGE = 3 << 20
FETCH = """
import asyncio, sys
from pathlib import Path
from tabside import hub
from tabside.env import env
env.cache_dir, env.remote_host = Path(sys.argv[1]), sys.argv[2]
async def main() -> None:
    manifest = await hub.find_manifest("org/sentiment")
    await hub.default_files().ensure(manifest, manifest.files)
asyncio.run(main())
"""


def large(hub: Any) -> bytes:
    body = os.urandom(1 << 10) * (LARGE >> 10)
    config = {"architectures": ["BertForSequenceClassification"]}
    hub.repositories[SENTIMENT].branches["main"] = Revision(files(config, {"onnx/model.onnx": body}))
    return body


async def bring() -> None:
    from tabside import hub as resolver

    manifest = await resolver.find_manifest(SENTIMENT)
    await resolver.default_files().ensure(manifest, manifest.files)


def parts() -> list[Path]:
    return list(env.cache_dir.rglob(".part-*"))


async def test_a_killed_process_leaves_what_the_next_one_continues(hub: Any) -> None:
    body = large(hub)
    hub.stops_after = 2 << 20
    process = subprocess.Popen(  # noqa: ASYNC220  it is killed
        [sys.executable, "-c", FETCH, str(env.cache_dir), hub.url], env={"PYTHONPATH": "py", "PATH": os.environ["PATH"]}
    )
    while not hub.stopped.wait(0.05):
        assert process.poll() is None
    await until_async(lambda: any(part.stat().st_size > 1 << 20 for part in parts()))
    process.send_signal(signal.SIGKILL)
    process.wait()
    (part,) = parts()
    kept = part.stat().st_size
    hub.stops_after = None
    hub.release.set()

    await bring()

    assert hub.ranges[-1] == f"bytes={kept}-"
    stored = next(env.cache_dir.rglob("onnx/model.onnx"))
    assert stored.read_bytes() == body
    assert parts() == []


async def test_a_part_of_something_else_is_thrown_away(hub: Any) -> None:
    body = large(hub)
    sha256 = hashlib.sha256(body).hexdigest()
    folder = env.cache_dir / f"{SENTIMENT}@{hub.repositories[SENTIMENT].branches['main'].commit}" / "onnx"
    folder.mkdir(parents=True)
    (folder / f".part-{sha256[:32]}").write_bytes(b"\0" * 1_000_000)

    await bring()

    assert (folder / "model.onnx").read_bytes() == body
    assert parts() == []


async def test_old_parts_are_swept_and_deleted_with_the_model(hub: Any) -> None:
    body = large(hub)
    folder = env.cache_dir / f"{SENTIMENT}@{hub.repositories[SENTIMENT].branches['main'].commit}" / "onnx"
    folder.mkdir(parents=True)
    for name, days in ((".part-old", 30), (".part-new", 0)):
        (folder / name).write_bytes(b"half")
        age = (folder / name).stat().st_mtime - days * 86400
        os.utime(folder / name, (age, age))

    await bring()
    assert [part.name for part in parts()] == [".part-new"]

    assert await models.delete(SENTIMENT) > len(body)
    assert parts() == []


def test_a_listing_names_what_is_mirrored_alone(hub: Any, tmp_path: Any) -> None:
    site = tmp_path / "site"
    assert CliRunner().invoke(build(), ["models", "mirror", SENTIMENT, "-o", str(site)]).exit_code == 0

    (listing,) = site.rglob("listing.json")
    listed = {path for path, *_ in json.loads(listing.read_text())["files"]}
    commit = resolve(SENTIMENT).revision
    assert listed == {
        str(path.relative_to(site / SENTIMENT / "resolve" / commit))
        for path in (site / SENTIMENT / "resolve" / commit).rglob("*")
        if path.is_file()
    }
