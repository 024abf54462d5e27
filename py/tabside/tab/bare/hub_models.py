"""Hub models without a manifest: resolved once, then remembered with their commit (see `revisions`)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import js
from pyodide.ffi import JsException

from ...env import env
from ...errors import ManifestError, OfflineError
from ...model_files.manifest import Manifest, ModelFile
from ...model_files.repository import Answer, Found, Repository, inquire, repository_from_json, repository_to_json
from ...model_files.repository_manifest import manifest_of
from .javascript import from_bytes, plain_object
from .shelf import Shelf

__all__ = ["known_models", "resolve"]

MAIN = "main"
LISTING = "listing.json"
# Keyed by `id@commit`, like their files. Only the last requested folder of weights is kept.
_known: dict[str, Manifest] = {}
# Two loads that start together must use the same commit.
_turn = asyncio.Lock()


def known_models() -> Mapping[str, Manifest]:
    """Return the manifests of the hub models requested since the page was opened, by `id@commit`."""
    return _known


async def resolve(
    shelf: Shelf,
    model_id: str,
    *,
    revision: str | None,
    subfolder: str | None,
    model_file_name: str | None = None,
    allow_remote: bool,
) -> Manifest:
    """Return the manifest of a hub model, remembered or else requested from the hub.

    Raises:
        OfflineError: nothing is remembered, and downloads are not allowed or the hub is unreachable.
        UnknownModelError, NotFoundError, GatedError, DownloadError, IntegrityError: as in `repository.inquire`.
        ManifestError: it cannot be used.
    """
    async with _turn:
        found = await _recall(shelf, model_id, revision or MAIN)
        if found is None:
            if not allow_remote:
                raise OfflineError(
                    f"{model_id} is not stored here, and downloads are not allowed "
                    "(env.allow_remote_models, local_files_only).",
                    model=model_id,
                )
            found = await _ask(model_id, revision or MAIN)
            await _keep(shelf, found, revision or MAIN)
        manifest = manifest_of(found, subfolder, model_file_name)
        _known[_folder(found.repository)] = manifest
        return manifest


async def _ask(model_id: str, revision: str) -> Found:
    questions = inquire(model_id, revision)
    address = next(questions)
    while True:
        answer = await _get(address, model_id)
        try:
            address = questions.send(answer)
        except StopIteration as end:
            found: Found = end.value
            return found


async def _get(address: str, model_id: str) -> Answer:
    try:
        response = await js.fetch(
            address, plain_object({"referrerPolicy": "no-referrer", "headers": env.headers(address)})
        )
        body = js.Uint8Array.new(await response.arrayBuffer()).to_bytes()
    except JsException as error:
        raise OfflineError(
            f"{model_id} is not stored here, and the hub cannot be reached from this page. Check the network, "
            "env.remote_host, and what the page's content security policy allows.",
            model=model_id,
        ) from error
    headers = {str(name).lower(): str(value) for name, value in response.headers.entries()}
    return Answer(int(response.status), body, headers)


async def _keep(shelf: Shelf, found: Found, revision: str) -> None:
    for file in _small_files(found.repository):
        if file.path in found.texts:
            await shelf.put(file, from_bytes(found.texts[file.path]))
    # Written last: this record states that everything is there.
    await shelf.put_text(
        f"{_folder(found.repository)}/{_name(revision)}", json.dumps(repository_to_json(found.repository))
    )


async def _recall(shelf: Shelf, model_id: str, revision: str) -> Found | None:
    """Return a repository requested before, or None if there is none or a part of it is damaged."""
    text = await shelf.find_text(f"{model_id}@", f"/{_name(revision)}")
    try:
        repository = repository_from_json(json.loads(text)) if text is not None else None
    except (ValueError, ManifestError):
        repository = None
    if repository is None:
        return None
    texts = {}
    for entry in repository.configs():
        file = ModelFile(_folder(repository), entry.path, entry.bytes, str(entry.sha256), "other")
        data = await shelf.get(file)
        if data is None:
            return None
        texts[entry.path] = data.to_bytes()
    return Found(repository, texts)


def _small_files(repository: Repository) -> Iterator[ModelFile]:
    tokenizer = repository.tokenizer()
    for entry in (*repository.configs(), *([tokenizer] if tokenizer is not None else [])):
        yield ModelFile(_folder(repository), entry.path, entry.bytes, str(entry.sha256), "other")


def _folder(repository: Repository) -> str:
    return f"{repository.id}@{repository.commit}"


def _name(revision: str) -> str:
    return f"{LISTING}?revision={quote(revision, safe='')}"
