"""Process-wide settings, named as in Transformers.js."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from .errors import InputError

__all__ = ["Env", "Token", "env"]

Token = str | bool | None
"""As in huggingface_hub: a token, True for the environment's, False for none, None for the setting."""
_TOKENS = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
# The `token` of the call that is under way; each task and each thread of it sees its own.
_given: ContextVar[Token] = ContextVar("token", default=None)


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
    """Sources and storage of models. Set the fields of `tabside.env`. They apply from the next load on.

    `remote_path_template` may contain `{model}` and `{revision}`; the file's path is appended. `manifest_path` is a
    folder of additional manifests. `use_browser_cache`, `wasm_threads` and `onnxruntime_web_url` apply in the tab only.
    None leaves the number of threads to the runtime. `onnxruntime_web_url` is the folder of onnxruntime-web's files for
    pages without tabside's worker (docs/elsewhere.md); its version must be the one named here. `remember_windows`
    caches the model's output for windows of text seen before; switch it off for measurements.

    `remote_host` is `HF_ENDPOINT` if that is set. `token` is sent to it, and to no other host: for gated and private
    models. None takes `HF_TOKEN`. `use_hugging_face_cache`: take files with the right hash from the cache folder of
    huggingface_hub, where it is (CPython only).
    """

    allow_remote_models: bool = True
    allow_local_models: bool = False
    remote_host: str = field(default_factory=lambda: os.environ.get("HF_ENDPOINT") or "https://huggingface.co/")
    remote_path_template: str = "{model}/resolve/{revision}/"
    local_model_path: str | os.PathLike[str] = "/models/"
    manifest_path: str | os.PathLike[str] | None = None
    use_browser_cache: bool = True
    wasm_threads: int | None = None
    remember_windows: bool = True
    onnxruntime_web_url: str = "https://cdn.jsdelivr.net/npm/onnxruntime-web@1.30.0/dist/"
    token: str | None = field(default=None, repr=False)
    use_hugging_face_cache: bool = True
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

    @contextmanager
    def using(self, token: Token) -> Iterator[None]:
        """Use a call's `token` within a `with` block, in this task and the threads that it starts."""
        before = _given.set(token)
        try:
            yield
        finally:
            _given.reset(before)

    def headers(self, url: str) -> dict[str, str]:
        """Return the header that authorizes a request, if there is a token and the address is the hub's.

        Raises:
            InputError: the hub's address is not encrypted, so that anybody on the way could read the token; or a
                token was asked for, and there is none.
        """
        given = _given.get()
        token = given if isinstance(given, str) else None if given is False else self._own_token()
        if given is True and not token:
            raise InputError("token=True needs a token: set HF_TOKEN, or env.token.")
        address, host = urlsplit(url), urlsplit(self.remote_host)
        if not token or (address.scheme, address.netloc) != (host.scheme, host.netloc):
            return {}
        if address.scheme != "https" and address.hostname not in _LOOPBACK:
            raise InputError(f"A token is not sent to {host.scheme}://{host.netloc}: that connection is not encrypted.")
        return {"Authorization": f"Bearer {token}"}

    def _own_token(self) -> str | None:
        return self.token or next((os.environ[name] for name in _TOKENS if os.environ.get(name)), None)

    def remote_url(self, model_id: str, revision: str, path: str) -> str:
        """Return the address of a model's file on the hub.

        >>> Env().remote_url("org/name", "main", "onnx/model.onnx")
        'https://huggingface.co/org/name/resolve/main/onnx/model.onnx'
        """
        folder = self.remote_path_template.format(model=model_id, revision=revision)
        return f"{self.remote_host.rstrip('/')}/{folder.strip('/')}/{path}"


env = Env()
