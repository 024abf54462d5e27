"""The runtime in a browser tab: onnxruntime-web and browser storage, through functions that the worker provides.

The bridge calls `connect` once, with the `api` of web/worker/python/python-host.js. Numbers cross as typed
arrays, with one copy each way. Everything else crosses as JSON, so that no proxy is left behind. Without
tabside's worker, `tab.bare` does the same by itself.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Awaitable, Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

import pyodide_js
from pyodide.ffi import JsException, create_proxy, to_js

from .. import errors
from ..env import env
from ..model_cache import require_stored
from ..model_files.catalog import load_manifest
from ..model_files.manifest import Manifest, ModelFile
from ..pipelines.softmax import use_for_rows
from ..runtime.base import STRING, TYPECODES, Runtime, Tensor, TensorSpec
from ..types import Device, Progress, ProgressCallback

if TYPE_CHECKING:
    from .bare.files import BareFiles

__all__ = [
    "WebCipher",
    "WebFiles",
    "WebRuntime",
    "WebSession",
    "connect",
    "find_manifest",
    "known_models",
    "load_numpy",
    "typed_arrays",
    "web_files",
    "web_runtime",
]

T = TypeVar("T")

_host: Any = None


def connect(host: Any) -> None:
    """Register the worker's functions. Without them models are fetched and run here."""
    global _host
    _host = host
    use_for_rows(_softmax_rows)


def host() -> Any:
    """Return the worker's functions.

    Raises:
        RuntimeUnavailableError: this Python does not run in tabside's worker.
    """
    if _host is None:
        raise errors.RuntimeUnavailableError("No tabside worker is connected: start Python through web/tabside.js.")
    return _host


def web_files(*, local_files_only: bool = False) -> WebFiles | BareFiles:
    """Return the provider of model files: the worker, or this page itself."""
    if _host is not None:
        return WebFiles(local_files_only=local_files_only)
    from .bare.files import BareFiles

    return BareFiles(local_files_only=local_files_only)


def web_runtime() -> Runtime:
    """Return the runtime: the worker's, or this page's own."""
    runtime: Runtime
    if _host is not None:
        runtime = WebRuntime()
    else:
        from .bare.session import BareRuntime

        runtime = BareRuntime()
    return runtime


async def find_manifest(
    model_id: str, *, revision: str | None = None, subfolder: str | None = None, local_files_only: bool = False
) -> Manifest:
    """Return the manifest of a hub model. The worker's models always have one already or bring it along.

    Raises:
        UnknownModelError: there is no such model.
        DownloadError, ManifestError: the hub is unavailable, or its files cannot be used.
    """
    if _host is not None:
        return load_manifest(model_id)
    from .bare.files import BareFiles

    files = BareFiles(local_files_only=local_files_only)
    return await files.find_manifest(model_id, revision=revision, subfolder=subfolder)


def known_models() -> Mapping[str, Manifest]:
    """Return the hub models requested by this page itself since it was opened, by `id@commit`."""
    if _host is not None:
        return {}
    from .bare import hub_models

    return hub_models.known_models()


async def load_numpy() -> None:
    """Load NumPy from Pyodide's distribution if it is missing.

    Raises:
        RuntimeUnavailableError: it cannot be loaded.
    """
    if find_spec("numpy") is not None:
        return
    if _host is not None:
        await settle(_host.loadPackage("numpy"))
        return
    await pyodide_js.loadPackage("numpy")
    # Pyodide reports a failure only on the console.
    if find_spec("numpy") is None:
        raise errors.RuntimeUnavailableError(
            "This needs NumPy, which could not be fetched from where Pyodide is. Put its wheel there, or install it: "
            'await micropip.install("numpy").'
        )


def typed_error(error: JsException) -> errors.TabsideError:
    """Convert a JavaScript error to the class with its code."""
    js_error = error.js_error
    code = getattr(js_error, "code", "error")
    details = getattr(js_error, "details", None)
    return errors.from_code(str(code), str(js_error.message), **(details.to_py() if details is not None else {}))


async def settle(promise: Awaitable[T]) -> T:
    """Await a JavaScript promise. A rejection is raised as one of our errors."""
    try:
        return await promise
    except JsException as error:
        raise typed_error(error) from None


def _softmax_rows(logits: array[float], width: int) -> list[list[float]]:
    answer = host().softmaxRows(to_js(logits), width)
    data = array("d", bytes(answer.byteLength))
    answer.assign_to(data)
    listed = data.tolist()
    return [listed[at : at + width] for at in range(0, len(listed), width)]


def typed_arrays(buffers: Sequence[Any]) -> Any:
    """Copy one-dimensional buffers into JavaScript's typed arrays."""
    return to_js(list(buffers))


class WebFiles:
    """Model files in browser storage, through the worker. The model's bytes never enter Python's memory."""

    def __init__(self, *, local_files_only: bool = False) -> None:
        self.local_files_only = local_files_only

    async def read_text(self, file: ModelFile) -> str:
        return str(await settle(host().readText(file.model_id, file.path)))

    async def ensure(self, files: Sequence[ModelFile], progress_callback: ProgressCallback | None = None) -> None:
        manifest = load_manifest(files[0].model_id)
        # The worker stores what a session needs, including the weights.
        model = next((file for file in files if file.role == "model"), None) or manifest.model_file(None, "wasm")
        if self.local_files_only or not env.allow_remote_models:
            require_stored(manifest, files, await self.stored(manifest))
        if progress_callback is None:
            await settle(host().ensure(model.model_id, model.dtype))
            return
        fields = Progress.__dataclass_fields__

        def report(data: str) -> None:
            progress_callback(Progress(**{key: value for key, value in json.loads(data).items() if key in fields}))

        proxy = create_proxy(report)
        try:
            await settle(host().ensure(model.model_id, model.dtype, proxy))
        finally:
            proxy.destroy()

    async def stored(self, manifest: Manifest) -> dict[str, int]:
        """Return the size in bytes of each stored file by path."""
        try:
            paths = json.loads(await settle(host().stored(manifest.id)))
        except errors.UnknownModelError:
            return {}  # this site does not have the model
        return {file.path: file.bytes for file in manifest.files if file.path in paths}

    async def is_intact(self, file: ModelFile) -> bool:
        """Read a stored file and compare its hash. A damaged one is dropped."""
        return bool(await settle(host().isIntact(file.model_id, file.path)))

    async def delete(self, manifest: Manifest) -> int:
        """Delete a model's files. Return how many bytes were freed."""
        freed = sum((await self.stored(manifest)).values())
        await settle(host().deleteModel(manifest.id))
        return freed


class WebRuntime:
    """onnxruntime-web, on WASM or WebGPU."""

    name = "web"

    async def create_session(
        self, model: ModelFile, *, device: Device = "auto", session_options: Mapping[str, Any] | None = None
    ) -> WebSession:
        target = json.dumps(
            {
                "model": model.model_id,
                "dtype": model.dtype,
                "device": "wasm" if device == "auto" else device,
                "options": dict(session_options or {}),
            }
        )
        return WebSession(json.loads(await settle(host().createSession(target))), target)


class WebSession:
    """A model loaded in onnxruntime-web, in its own worker."""

    def __init__(self, facts: Mapping[str, Any], target: str) -> None:
        self._id: int | None = facts["session_id"]
        self._target = target
        self.inputs = tuple(_spec(entry) for entry in facts["inputs"])
        self.outputs = tuple(_spec(entry) for entry in facts["outputs"])
        self.device: str = facts["device"]

    async def run(self, feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        if self._id is None:
            raise errors.SessionError("This session has been disposed of. Load the model again.")
        specs = json.dumps([[name, tensor.dtype, tensor.shape] for name, tensor in feeds.items()])
        arrays = to_js([tensor.data for tensor in feeds.values()])
        answer = await settle(host().run(self._id, specs, arrays))
        outputs = {}
        for i, (name, dtype, shape) in enumerate(json.loads(answer[0]), start=1):
            if dtype == STRING:
                outputs[name] = Tensor(dtype, tuple(shape), answer[i].to_py())
                continue
            typed_array = answer[i]
            data = array(TYPECODES[dtype], bytes(typed_array.byteLength))
            typed_array.assign_to(data)
            outputs[name] = Tensor(dtype, tuple(shape), data)
        return outputs

    async def dispose(self) -> None:
        if self._id is not None:
            session_id, self._id = self._id, None
            await settle(host().dispose(session_id, self._target))


def _spec(entry: Mapping[str, Any]) -> TensorSpec:
    return TensorSpec(entry["name"], entry["dtype"], tuple(entry["shape"]))


class WebCipher:
    """WebCrypto, for `runtime.cipher`. The key never leaves the browser's own memory."""

    async def derive(self, secret: bytes, salt: bytes, iterations: int) -> Any:
        subtle = _subtle()
        base = await settle(subtle.importKey("raw", _bytes(secret), "PBKDF2", False, to_js(["deriveKey"])))
        how = {"name": "PBKDF2", "hash": "SHA-256", "salt": _bytes(salt), "iterations": iterations}
        made = _record({"name": "AES-GCM", "length": 256})
        return await settle(subtle.deriveKey(_record(how), base, made, False, to_js(["encrypt", "decrypt"])))

    async def encrypt(self, key: Any, nonce: bytes, plain: bytes, associated: bytes) -> bytes:
        how = _record({"name": "AES-GCM", "iv": _bytes(nonce), "additionalData": _bytes(associated)})
        sealed: bytes = (await settle(_subtle().encrypt(how, key, _bytes(plain)))).to_bytes()
        return sealed

    async def decrypt(self, key: Any, nonce: bytes, sealed: bytes, associated: bytes) -> bytes | None:
        how = _record({"name": "AES-GCM", "iv": _bytes(nonce), "additionalData": _bytes(associated)})
        try:
            plain: bytes = (await _subtle().decrypt(how, key, _bytes(sealed))).to_bytes()
        except JsException:
            return None  # WebCrypto gives no reason for the failure.
        return plain


def _subtle() -> Any:
    import js

    subtle = getattr(js.crypto, "subtle", None)
    if subtle is None:
        raise errors.RuntimeUnavailableError("Encryption needs a secure page: https, or localhost.")
    return subtle


def _record(fields: Mapping[str, Any]) -> Any:
    import js

    return to_js(dict(fields), dict_converter=js.Object.fromEntries)


def _bytes(data: bytes) -> Any:
    return to_js(data)
