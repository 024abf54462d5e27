"""A model's files in this tab: stored, fetched and verified, or derived from a fetched one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import js

from ...env import Env, env
from ...errors import IntegrityError, NotFoundError, RuntimeUnavailableError
from ...model_files.load_plan import require_stored
from ...model_files.load_report import LoadReport
from ...model_files.manifest import Manifest, ModelFile
from ...onnx_file.derivation import derive
from ...shared_loads import SharedLoads
from ...types import ProgressCallback
from ..packages import load_numpy
from .hub_models import resolve
from .javascript import from_bytes, sha256
from .shelf import Shelf

__all__ = ["BareFiles"]


class BareFiles:
    """Implements `tabside.hub.Files` and the storage of `tabside.models`."""

    def __init__(self, *, local_files_only: bool = False) -> None:
        self.local_files_only = local_files_only

    async def ensure(
        self, manifest: Manifest, files: Sequence[ModelFile], progress_callback: ProgressCallback | None = None
    ) -> None:
        shelf = await _shelf()
        published = {file: _published(manifest, file) for file in files}
        report = LoadReport(list(published.values()), progress_callback)
        missing = [file for file in files if not (await shelf.has(file) and report.cached(published[file]))]
        if missing:
            if self.local_files_only or not env.allow_remote_models:
                require_stored(manifest, files, await self.stored(manifest))
            await shelf.delete(files[0].model_id, but=tuple(manifest.files))
        for file in missing:
            report.started(published[file])
            await _bring(shelf, manifest, file, partial(report.received, published[file]))
            report.done(published[file])
        report.ready()

    async def read(self, file: ModelFile) -> Any:
        """Return a file as a Uint8Array.

        Raises:
            IntegrityError: storage lost or damaged it since `ensure`.
        """
        data = await (await _shelf()).get(file)
        if data is None:
            raise IntegrityError(f"{file.path} of {file.model_id} does not stay stored. Load it again.", file=file.path)
        return data

    async def read_text(self, file: ModelFile) -> str:
        return str(js.TextDecoder.new().decode(await self.read(file)))

    async def stored(self, manifest: Manifest) -> dict[str, int]:
        """Return the size in bytes of each stored file by path."""
        return await (await _shelf()).stored(tuple(manifest.files))

    async def is_intact(self, file: ModelFile) -> bool:
        """Read a stored file and compare its hash. A damaged one is dropped."""
        return await (await _shelf()).get(file) is not None

    async def delete(self, manifest: Manifest) -> int:
        """Delete a model's files. Return how many bytes were freed."""
        return await (await _shelf()).delete(manifest.files[0].model_id)

    async def find_manifest(
        self, model_id: str, *, revision: str | None, subfolder: str | None, model_file_name: str | None = None
    ) -> Manifest:
        """Return the manifest of a hub model without a manifest here. Raises the errors of `hub_models.resolve`."""
        remote = env.allow_remote_models and not self.local_files_only
        return await resolve(
            await _shelf(),
            model_id,
            revision=revision,
            subfolder=subfolder,
            model_file_name=model_file_name,
            allow_remote=remote,
        )


# Storage, not this, says whether a file is there: a finished download is never taken for it.
_downloads: SharedLoads[str, None, int] = SharedLoads(lambda nothing: True)
_shelves: SharedLoads[tuple[str, bool], Shelf, None] = SharedLoads()


async def _bring(shelf: Shelf, manifest: Manifest, file: ModelFile, on_bytes: Callable[[int], None]) -> None:
    """Fetch or derive a file and store it. Concurrent requests for the same file share one download."""

    async def work(tell: Callable[[int], None]) -> None:
        if not await shelf.has(file):  # else another load has fetched it meanwhile
            await (_download if file.derived is None else _make)(shelf, manifest, file, tell)

    await _downloads.get(shelf.key(file), work, on_bytes)


async def _download(shelf: Shelf, manifest: Manifest, file: ModelFile, on_bytes: Callable[[int], None]) -> None:
    await shelf.fetch(_address(manifest, file), file, on_bytes)


async def _make(shelf: Shelf, manifest: Manifest, file: ModelFile, on_bytes: Callable[[int], None]) -> None:
    """Derive a file. The published one is kept only if it was stored for its own sake."""
    assert file.derived is not None
    try:
        await load_numpy()
    except RuntimeUnavailableError as error:
        raise RuntimeUnavailableError(
            f'{error.message} Or load weights that need not be made, such as dtype="q4".'
        ) from None
    source = manifest.file(file.derived.source)
    is_kept = await shelf.has(source)
    if not is_kept:
        await shelf.fetch(_address(manifest, source), source, on_bytes)
    data = await shelf.get(source)
    if data is None:
        raise IntegrityError(f"{source.path} of {source.model_id} does not stay stored. Load it again.")
    made = derive(file.derived.recipe, data.to_bytes(), file.derived.divided)
    derived = from_bytes(made)
    if len(made) != file.bytes or await sha256(derived) != file.sha256:
        raise IntegrityError(f"{file.path} of {file.model_id} was not made as its manifest says.", file=file.path)
    await shelf.put(file, derived)
    if not is_kept:
        await shelf.drop(source)


def _published(manifest: Manifest, file: ModelFile) -> ModelFile:
    return file if file.derived is None else manifest.file(file.derived.source)


def _address(manifest: Manifest, file: ModelFile) -> str:
    """Return the address of a file: on the hub, if it has the model, or at `env.remote_host`.

    Raises:
        NotFoundError: only packages carry the model, which a page cannot fetch, and no mirror is configured.
    """
    default = Env()
    is_mirror = (env.remote_host, env.remote_path_template) != (default.remote_host, default.remote_path_template)
    if not is_mirror and all(source.type != "hub" for source in manifest.sources):
        raise NotFoundError(
            f"{manifest.id} is not at the hub in this form. Point env.remote_host and env.remote_path_template at a "
            "mirror, such as a tabside site with its models/.",
            model=manifest.id,
            file=file.path,
        )
    return env.remote_url(manifest.id, manifest.revision, file.path)


async def _shelf() -> Shelf:
    """Return the store of this origin, opened once."""
    base, persistent = _base(), env.use_browser_cache
    return await _shelves.get((base, persistent), lambda tell: Shelf.open(base, persistent=persistent))


def _base() -> str:
    """Return the base address below which a tabside site of this origin, if any, keeps its `models/`.

    This is the mirror's address if it has this origin, else the origin's root, as in serve.py.
    """
    origin = str(js.origin)
    host, template = env.remote_host.rstrip("/"), env.remote_path_template
    if (host == origin or host.startswith(f"{origin}/")) and template.strip("/") == "models/{model}":
        return f"{host}/"
    # Sandboxed frames have no origin and no storage.
    return f"{origin}/" if origin.startswith("http") else "https://tabside.invalid/"
