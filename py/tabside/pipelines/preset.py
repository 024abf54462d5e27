"""Arguments of a call that were given to `pipeline()`, as transformers allows."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from .base import Pipeline

__all__ = ["PresetPipeline", "check_presets"]

# Arguments of transformers' `pipeline` that have no meaning here, with what to do instead.
_REFUSED: Mapping[str, str] = {
    "config": "the model's own config.json is used",
    "device_map": "use device",
    "framework": "models run in onnxruntime; leave it out",
    "feature_extractor": "only texts are read",
    "image_processor": "only texts are read",
    "model_kwargs": "use dtype, subfolder, model_file_name or session_options",
    "num_workers": "it is for PyTorch's data loaders; leave it out",
    "pipeline_class": "tasks are those of tabside",
    "processor": "only texts are read",
    "tokenizer": "the model's own tokenizer is used",
    "torch_dtype": "use dtype, which names the weights: fp32, fp16, q8",
}


class PresetPipeline:
    """A pipeline whose calls start from other defaults. Everything else is the pipeline's own."""

    def __init__(self, pipeline: Pipeline, presets: Mapping[str, Any]) -> None:
        self._pipeline = pipeline
        self._presets = dict(presets)

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        return self._pipeline(*inputs, **{**self._presets, **options})  # type: ignore[operator]  # each task has its own

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pipeline, name)


def check_presets(pipeline: type[Pipeline], presets: Mapping[str, Any]) -> None:
    """Raise InputError for an argument that a call of this pipeline does not take."""
    known = [
        name
        for name, parameter in inspect.signature(pipeline.__call__).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    ]
    for name in presets:
        if name in _REFUSED:
            raise InputError(f"pipeline() takes no {name}: {_REFUSED[name]}.")
        if name not in known:
            raise InputError(f"pipeline() takes no {name}. A call of this task takes: {', '.join(known)}.")
