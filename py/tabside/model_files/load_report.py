"""Convert byte counts into progress events: the fields of Transformers.js, and totals over all files."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from ..types import Progress, ProgressCallback
from .manifest import ModelFile

__all__ = ["LoadReport"]

_INTERVAL_S = 0.1


class LoadReport:
    """Converts byte counts into Progress: at most ten events per second, and always the last one of a file."""

    def __init__(self, files: Sequence[ModelFile], on_progress: ProgressCallback | None) -> None:
        self._on_progress = on_progress
        self._name = files[0].model_id
        self._total_all = sum(file.bytes for file in files)
        self._stored = 0
        self._last = 0.0

    def cached(self, file: ModelFile) -> bool:
        self._stored += file.bytes
        self._post("done", file, file.bytes, 0, cached=True)
        return True

    def started(self, file: ModelFile) -> None:
        self._post("initiate", file, 0, 0)
        self._post("download", file, 0, 0)

    def received(self, file: ModelFile, loaded: int) -> None:
        if loaded == file.bytes or monotonic() - self._last >= _INTERVAL_S:
            self._last = monotonic()
            self._post("progress", file, loaded, loaded)

    def done(self, file: ModelFile) -> None:
        self._stored += file.bytes
        self._post("done", file, file.bytes, 0)

    def ready(self) -> None:
        if self._on_progress is not None:
            self._on_progress(Progress("ready", self._name, loaded_all=self._stored, total_all=self._total_all))

    def _post(self, status: str, file: ModelFile, loaded: int, partial_bytes: int, *, cached: bool = False) -> None:
        if self._on_progress is None:
            return
        self._on_progress(
            Progress(
                status=status,
                name=self._name,
                file=file.path,
                progress=100 * loaded / file.bytes,
                loaded=loaded,
                total=file.bytes,
                loaded_all=self._stored + partial_bytes,
                total_all=self._total_all,
                cached=cached,
            )
        )
