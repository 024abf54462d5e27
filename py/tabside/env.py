"""Settings that hold for the whole process, named as Transformers.js names them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Env", "env"]


@dataclass(slots=True)
class Env:
    """Where models come from and where they are kept. Set the fields of `tabside.env`; they count from the next load.

    `remote_path_template` may name `{model}` and `{revision}`; the file's path follows it. `manifest_path` names a
    folder with further manifests. `use_browser_cache`, `wasm_threads` and `onnxruntime_web_url` count in the tab alone;
    None leaves the number of threads to the runtime. `onnxruntime_web_url` is the folder of onnxruntime-web's files for
    pages without tabside's worker (docs/elsewhere.md); it has to be of the version that is named here. With
    `remember_windows` a window of text that comes again is not read by the model again; measurements go without.
    """

    allow_remote_models: bool = True
    allow_local_models: bool = False
    remote_host: str = "https://huggingface.co/"
    remote_path_template: str = "{model}/resolve/{revision}/"
    local_model_path: str | os.PathLike[str] = "/models/"
    manifest_path: str | os.PathLike[str] | None = None
    use_browser_cache: bool = True
    wasm_threads: int | None = None
    remember_windows: bool = True
    onnxruntime_web_url: str = "https://cdn.jsdelivr.net/npm/onnxruntime-web@1.30.0/dist/"
    _cache_dir: Path | None = field(default=None, repr=False)

    @property
    def cache_dir(self) -> Path:
        """Where CPython keeps models.

        What the program set comes first, then `TABSIDE_CACHE`, then `MODEL_CACHE`, then the user's cache folder.
        """
        if self._cache_dir is not None:
            return self._cache_dir
        named = os.environ.get("TABSIDE_CACHE") or os.environ.get("MODEL_CACHE")
        if named:
            return Path(named)
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tabside"

    @cache_dir.setter
    def cache_dir(self, directory: str | os.PathLike[str] | None) -> None:
        self._cache_dir = None if directory is None else Path(directory)

    def remote_url(self, model_id: str, revision: str, path: str) -> str:
        """Return the address of a model's file at the hub.

        >>> Env().remote_url("org/name", "main", "onnx/model.onnx")
        'https://huggingface.co/org/name/resolve/main/onnx/model.onnx'
        """
        folder = self.remote_path_template.format(model=model_id, revision=revision)
        return f"{self.remote_host.rstrip('/')}/{folder.strip('/')}/{path}"


env = Env()
