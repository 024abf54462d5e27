"""Choose between tabside's worker and a page that fetches and runs models by itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import RuntimeUnavailableError
from ..model_files.catalog import manifests_at_hand, unknown_model
from ..model_files.manifest import Manifest
from ..runtime.base import Runtime, Session
from .files import WebFiles
from .host import is_connected
from .session import WebRuntime

if TYPE_CHECKING:
    from .bare.files import BareFiles

__all__ = ["find_manifest", "known_models", "load_onnx", "web_files", "web_runtime"]


def web_files(*, local_files_only: bool = False) -> WebFiles | BareFiles:
    """Return the provider of model files: the worker, or this page itself."""
    if is_connected():
        return WebFiles(local_files_only=local_files_only)
    from .bare.files import BareFiles

    return BareFiles(local_files_only=local_files_only)


def web_runtime() -> Runtime:
    """Return the runtime: the worker's, or this page's own."""
    runtime: Runtime
    if is_connected():
        runtime = WebRuntime()
    else:
        from .bare.session import BareRuntime

        runtime = BareRuntime()
    return runtime


async def load_onnx(source: Path | bytes, *, session_options: Mapping[str, Any]) -> Session:
    """Load an ONNX file of the page's own, and NumPy, which its arrays need.

    Raises:
        SessionError, ModelRefusedError: the file cannot be used.
        RuntimeUnavailableError: this is tabside's worker, whose models come from the site.
    """
    if is_connected():
        raise RuntimeUnavailableError("Here a model is loaded by its id: InferenceSession.from_pretrained.")
    from .bare.session import BareRuntime
    from .packages import load_numpy

    await load_numpy()
    return await BareRuntime().load(source, session_options)


async def find_manifest(
    model_id: str,
    *,
    revision: str | None = None,
    subfolder: str | None = None,
    model_file_name: str | None = None,
    local_files_only: bool = False,
) -> Manifest:
    """Return the manifest of a hub model. The worker's models always have one already or bring it along.

    Raises:
        UnknownModelError: there is no such model.
        DownloadError, ManifestError: the hub is unavailable, or its files cannot be used.
    """
    if is_connected():
        # The worker's models come with their manifest: it has been asked already.
        raise unknown_model(model_id, manifests_at_hand())
    from .bare.files import BareFiles

    files = BareFiles(local_files_only=local_files_only)
    return await files.find_manifest(model_id, revision=revision, subfolder=subfolder, model_file_name=model_file_name)


def known_models() -> Mapping[str, Manifest]:
    """Return the hub models requested by this page itself since it was opened, by `id@commit`."""
    if is_connected():
        return {}
    from .bare import hub_models

    return hub_models.known_models()
