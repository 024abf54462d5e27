"""Process-wide settings, named as in Transformers.js."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Env", "env"]


def _user_cache_dir() -> Path:
    """Return the user's cache folder: that of earlier versions if it exists, else the system's usual one."""
    earlier = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tabside"
    if earlier.is_dir():
        return earlier
    try:
        from platformdirs import user_cache_path
    except ImportError:  # set-up runs before anything is installed
        return earlier
    return user_cache_path("tabside", appauthor=False)


@dataclass(slots=True)
class Env:
    """Where models come from and where they are stored. Set the fields of `tabside.env`; they apply from the next load.

    `remote_path_template` may contain `{model}` and `{revision}`; the file's path is appended. `manifest_path` is a
    folder of additional manifests. `use_browser_cache`, `wasm_threads` and `onnxruntime_web_url` apply in the tab only.
    None leaves the number of threads to the runtime. `onnxruntime_web_url` is the folder of onnxruntime-web's files for
    pages without tabside's worker (docs/elsewhere.md); its version must be the one named here. `remember_windows`
    caches the model's output for windows of text seen before; switch it off for measurements.
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
        """The folder in which CPython stores models.

        The program's setting takes precedence, then `TABSIDE_CACHE`, then `MODEL_CACHE`, then the user's cache folder.
        """
        if self._cache_dir is not None:
            return self._cache_dir
        named = os.environ.get("TABSIDE_CACHE") or os.environ.get("MODEL_CACHE")
        if named:
            return Path(named)
        return _user_cache_dir()

    @cache_dir.setter
    def cache_dir(self, directory: str | os.PathLike[str] | None) -> None:
        self._cache_dir = None if directory is None else Path(directory)

    def remote_url(self, model_id: str, revision: str, path: str) -> str:
        """Return the address of a model's file on the hub.

        >>> Env().remote_url("org/name", "main", "onnx/model.onnx")
        'https://huggingface.co/org/name/resolve/main/onnx/model.onnx'
        """
        folder = self.remote_path_template.format(model=model_id, revision=revision)
        return f"{self.remote_host.rstrip('/')}/{folder.strip('/')}/{path}"


env = Env()
