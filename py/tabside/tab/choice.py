"""Choose between tabside's worker and a page that fetches and runs models by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..model_files.catalog import manifests_at_hand, unknown_model
from ..model_files.manifest import Manifest
from ..runtime.base import Runtime
from .files import WebFiles
from .host import is_connected
from .session import WebRuntime

if TYPE_CHECKING:
    from .bare.files import BareFiles

__all__ = ["find_manifest", "known_models", "web_files", "web_runtime"]


def web_files(*, local_files_only: bool = False) -> WebFiles | BareFiles:
    """Return what brings models' files: the worker, or this page by itself."""
    if is_connected():
        return WebFiles(local_files_only=local_files_only)
    from .bare.files import BareFiles

    return BareFiles(local_files_only=local_files_only)


def web_runtime() -> Runtime:
    """Return what makes sessions: the worker, or this page by itself."""
    runtime: Runtime
    if is_connected():
        runtime = WebRuntime()
    else:
        from .bare.session import BareRuntime

        runtime = BareRuntime()
    return runtime


async def find_manifest(
    model_id: str, *, revision: str | None = None, subfolder: str | None = None, local_files_only: bool = False
) -> Manifest:
    """Return the manifest of a hub's model that has none here; the worker's models have one, or come with the call.

    Raises:
        UnknownModelError: there is no such model.
        DownloadError, ManifestError: the hub cannot be asked, or has nothing that can be used.
    """
    if is_connected():
        # The worker's models come with their manifest: it has been asked already.
        raise unknown_model(model_id, manifests_at_hand())
    from .bare.files import BareFiles

    files = BareFiles(local_files_only=local_files_only)
    return await files.find_manifest(model_id, revision=revision, subfolder=subfolder)


def known_models() -> Mapping[str, Manifest]:
    """Return, by `id@commit`, the hub's models that this page asked for by itself since it was opened."""
    if is_connected():
        return {}
    from .bare import hub_models

    return hub_models.known_models()
