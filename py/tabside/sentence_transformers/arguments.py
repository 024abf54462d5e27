"""Read sentence-transformers' constructor arguments. An unsupported argument is refused by name, never ignored."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..pipelines.items import Items, Source

__all__ = ["load_options", "model_id", "refuse", "refuse_torch", "with_progress"]

_MODEL_KWARGS = ("dtype", "file_name", "session_options", "subfolder")
_WHY: Mapping[str, str] = {
    "cache_folder": "set tabside.env.cache_dir",
    "chunk_size": "several processes are not used",
    "config_kwargs": "the model's own config.json is used",
    "model_card_data": "models are not trained here",
    "modules": "a model is loaded whole, by its id",
    "pool": "several processes are not used",
    "processor_kwargs": "use max_seq_length for the longest input",
    "tokenizer_kwargs": "use max_seq_length for the longest input",
    "trust_remote_code": "a repository's own code is never run",
}


def refuse(**given: Any) -> None:
    """Raise InputError for the first argument that is set: it is not supported."""
    for name, value in given.items():
        if value:
            raise InputError(f"{name} is not supported: {_WHY.get(name, 'leave it out')}.")


def refuse_torch(convert_to_tensor: bool, device: Any, own_device: str) -> None:
    """Raise InputError where a call asks for PyTorch's tensors, or for another device than the model's."""
    if convert_to_tensor:
        raise InputError("convert_to_tensor is not supported: tabside has NumPy arrays, and no PyTorch.")
    if device is not None and str(device) != own_device:
        raise InputError(f"The model runs on {own_device}; choose the device when it is loaded.")


def model_id(name: Any, organisation: str) -> str:
    """Return a model's id. A name without an organisation belongs to sentence-transformers' own."""
    if not isinstance(name, str | Path) or not str(name):
        raise InputError("Give a model's id, organisation/name.")
    text = str(name)
    return text if "/" in text or Path(text).exists() else f"{organisation}/{text}"


def load_options(device: Any, backend: str, model_kwargs: Mapping[str, Any] | None, **options: Any) -> dict[str, Any]:
    """Return the arguments of `pipeline()` for those of a constructor."""
    if backend != "onnx":
        raise InputError(f'The backend {backend} does not exist here: models run in onnxruntime. Use backend="onnx".')
    given = dict(model_kwargs or {})
    unknown = sorted(set(given) - set(_MODEL_KWARGS))
    if unknown:
        raise InputError(f"model_kwargs takes {', '.join(_MODEL_KWARGS)}, and not {unknown[0]}.")
    if "file_name" in given:
        given["model_file_name"] = given.pop("file_name")
    return {**options, **given, "device": "auto" if device is None else str(device)}


def with_progress(items: Items[Any], show: bool | None) -> Items[Any]:
    """Return the items; with `show`, count on stderr how many are done."""
    return _counted(items) if show else items


async def _counted(items: Items[Any]) -> Any:
    import sys

    # An item is taken when those before it are done, some sixty of them at a time.
    source = Source(items)
    done = 0
    while taken := await source.take(1):
        print(f"\r{done} texts", end="", file=sys.stderr, flush=True)
        yield taken[0]
        done += 1
    print(f"\r{done} texts", file=sys.stderr, flush=True)
