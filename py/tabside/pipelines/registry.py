"""`pipeline()`: load the pipeline of a task. Concurrent and repeated calls share one load."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack, cast, overload

from .. import hub, platform
from ..auto import read_tokenizer
from ..env import Token, env
from ..errors import InputError, ManifestError
from ..refusing import refusing
from ..shared_loads import SharedLoads
from ..types import Device, Progress, ProgressCallback
from .base import Parts, Pipeline
from .fitting import fits, is_open, labels_of
from .preset import PresetPipeline, check_presets
from .tasks import ALIASES, TASKS

if TYPE_CHECKING:
    from ..hub import Manifest, ModelFile
    from .feature_extraction import FeatureExtractionPipeline
    from .fill_mask import FillMaskPipeline
    from .question_answering import QuestionAnsweringPipeline
    from .sentence_similarity import SentenceSimilarityPipeline
    from .sparse_feature_extraction import SparseFeatureExtractionPipeline
    from .text_classification import TextClassificationPipeline
    from .text_ranking import TextRankingPipeline
    from .token_classification import TokenClassificationPipeline
    from .zero_shot_classification import ZeroShotClassificationPipeline
    from .zero_shot_ner import ZeroShotNerPipeline

__all__ = ["LoadOptions", "pipeline"]


class LoadOptions(TypedDict, total=False):
    """The keyword arguments of `pipeline`; its docstring explains them."""

    dtype: str | None
    device: Device
    revision: str | None
    subfolder: str | None
    model_file_name: str | None
    token: Token
    progress_callback: ProgressCallback | None
    local_files_only: bool
    session_options: Mapping[str, Any] | None
    remember_windows: bool | None
    use_fast: bool
    trust_remote_code: bool


@overload
async def pipeline(
    task: Literal["token-classification", "ner"], model: str | None = ..., **options: Unpack[LoadOptions]
) -> TokenClassificationPipeline: ...
@overload
async def pipeline(
    task: Literal["text-classification", "sentiment-analysis"], model: str | None = ..., **options: Unpack[LoadOptions]
) -> TextClassificationPipeline: ...
@overload
async def pipeline(
    task: Literal["feature-extraction", "embeddings"], model: str | None = ..., **options: Unpack[LoadOptions]
) -> FeatureExtractionPipeline: ...
@overload
async def pipeline(
    task: Literal["sparse-feature-extraction"], model: str | None = ..., **options: Unpack[LoadOptions]
) -> SparseFeatureExtractionPipeline: ...
@overload
async def pipeline(
    task: Literal["text-ranking"], model: str | None = ..., **options: Unpack[LoadOptions]
) -> TextRankingPipeline: ...
@overload
async def pipeline(
    task: Literal["sentence-similarity"], model: str | None = ..., **options: Unpack[LoadOptions]
) -> SentenceSimilarityPipeline: ...
@overload
async def pipeline(
    task: Literal["zero-shot-classification"], model: str | None = ..., **options: Unpack[LoadOptions]
) -> ZeroShotClassificationPipeline: ...
@overload
async def pipeline(
    task: Literal["question-answering"], model: str | None = ..., **options: Unpack[LoadOptions]
) -> QuestionAnsweringPipeline: ...
@overload
async def pipeline(
    task: Literal["zero-shot-ner"], model: str | None = ..., **options: Unpack[LoadOptions]
) -> ZeroShotNerPipeline: ...
@overload
async def pipeline(
    task: Literal["fill-mask"], model: str | None = ..., **options: Unpack[LoadOptions]
) -> FillMaskPipeline: ...
@overload
async def pipeline(task: str, model: str | None = ..., **options: Any) -> Pipeline: ...
async def pipeline(
    task: str,
    model: str | None = None,
    *,
    dtype: str | None = None,
    device: Device = "auto",
    revision: str | None = None,
    subfolder: str | None = None,
    progress_callback: ProgressCallback | None = None,
    local_files_only: bool = False,
    session_options: Mapping[str, Any] | None = None,
    remember_windows: bool | None = None,
    use_fast: bool = False,
    trust_remote_code: bool = False,
    model_file_name: str | None = None,
    token: Token = None,
    **presets: Any,
) -> Pipeline:
    """Load a pipeline: the model's files (from storage or the hub), its tokenizer, and a session.

    Calls with the same arguments share one pipeline until it is disposed of, and one download while it loads. A failed
    load is forgotten, so that the next call tries again.

    - `task`: `token-classification`, `feature-extraction`, … (`tasks.TASKS`), or an alias such as `ner`.
    - `model`: the id, `organisation/name`, of a manifest or of a model on the hub in the layout of Transformers.js; on
      CPython also the path of such a folder, or of an ONNX file in one. None means the task's default, if it has one.
    - `dtype`: `auto`, or one that the model has: `fp32 | fp16 | q8 | int8 | uint8 | q4 | q4f16 | bnb4`.
    - `device`: `auto | wasm | webgpu` in the tab, `auto | cpu | cuda` on CPython.
    - `revision`: a branch, tag or commit at the hub, `main` by default; a manifest pins the one whose hashes it has.
    - `subfolder`: where among the model's files the weights are; at the hub `onnx` by default, `""` is the top.
    - `model_file_name`: what the weights are called instead of `model`, or one file's whole name (`….onnx`).
    - `token`: the hub's, for gated and private models; `env.token` or `HF_TOKEN` when None.
    - `local_files_only`: raise OfflineError rather than download.
    - `session_options`: the runtime's own.
    - `remember_windows`: do not run the model again on a window that comes again; `env.remember_windows` when None.
    - `use_fast`: tokenize with Hugging Face's Rust library, if it is installed (CPython only).
    - `trust_remote_code`: only False; a repository's code is never run.
    - Any other keyword is a default for calls, as in transformers: `aggregation_strategy="simple"`, `top_k=None`.

    Raises:
        InputError: the task is unknown, or the model serves another one.
        ManifestError, UnknownModelError: the model or its dtype is unknown; the message lists the available dtypes.
        DownloadError, StorageError: its files cannot be downloaded or stored (see their subclasses).
        TokenizerError, SessionError, RuntimeUnavailableError: its files cannot be used here.
    """
    name = ALIASES.get(task, task)
    if name not in TASKS:
        raise InputError(f"There is no task of that name. Tasks: {', '.join(sorted([*TASKS, *ALIASES]))}.")
    chosen = model or TASKS[name].default_model
    if chosen is None:
        raise InputError(f"{name} has no default model: name one.")
    if trust_remote_code:
        raise InputError("A repository's own code is never run, so trust_remote_code cannot be True.")
    task_class = cast(type[Pipeline], getattr(import_module(f".{TASKS[name].module}", __package__), TASKS[name].name))
    check_presets(task_class, presets)
    remember = env.remember_windows if remember_windows is None else remember_windows
    request = _Request(
        name, chosen, dtype, device, revision, subfolder, local_files_only, remember, use_fast, model_file_name, token
    )
    key = (request, json.dumps(session_options, sort_keys=True, default=repr))
    loaded = await _loads.get(key, partial(_authorized, request, session_options), progress_callback)
    return cast(Pipeline, PresetPipeline(loaded, presets)) if presets else loaded


@dataclass(frozen=True, slots=True)
class _Request:
    task: str
    model: str
    dtype: str | None
    device: Device
    revision: str | None
    subfolder: str | None
    local_files_only: bool
    remember_windows: bool
    use_fast: bool
    model_file_name: str | None
    token: Token = field(repr=False)


_loads: SharedLoads[tuple[_Request, str], Pipeline, Progress] = SharedLoads(lambda pipeline: pipeline.is_disposed)


async def _authorized(
    request: _Request, session_options: Mapping[str, Any] | None, progress_callback: ProgressCallback
) -> Pipeline:
    with env.using(request.token):
        return await _load(request, session_options, progress_callback)


async def _load(
    request: _Request, session_options: Mapping[str, Any] | None, progress_callback: ProgressCallback
) -> Pipeline:
    manifest = await hub.find_manifest(
        request.model,
        revision=request.revision,
        subfolder=request.subfolder,
        model_file_name=request.model_file_name,
        local_files_only=request.local_files_only,
    )
    # A model's own files may name another head than it is used with; then the user's word and the outputs decide.
    is_guess = manifest.task not in TASKS[request.task].models
    if is_guess and not (manifest.is_generated and is_open(manifest.task, [*TASKS])):
        raise InputError(f"{manifest.id} is a model for {manifest.task}, not for {request.task}.")
    if "unsupported" in manifest.options:
        raise ManifestError(f"{manifest.id} uses {manifest.options['unsupported']}, which tabside does not support.")
    model = manifest.model_file(request.dtype, platform.dtype_device(request.device), request.subfolder)
    tokenizer_file, config_file = manifest.one("tokenizer"), manifest.one("config")
    if tokenizer_file is None:
        raise ManifestError(f"The manifest of {manifest.id} names no tokenizer.", model=manifest.id)
    session, files = await hub.load_session(
        manifest,
        model,
        device=request.device,
        local_files_only=request.local_files_only,
        session_options=session_options,
        progress_callback=progress_callback,
    )
    text = await files.read_text(tokenizer_file)
    tokenizer = read_tokenizer(tokenizer_file, text, manifest.options, use_fast=request.use_fast)
    config_text = "{}" if config_file is None else await files.read_text(config_file)
    with refusing(lambda: ManifestError(f"{manifest.id}'s config.json is broken.", model=manifest.id)):
        config = dict(json.loads(config_text))
    if is_guess and not fits(request.task, session.outputs, config):
        await session.dispose()
        raise InputError(f"{manifest.id} is a model for {manifest.task}, not for {request.task}.")
    labels = labels_of(manifest.labels, session.outputs, config) if manifest.is_generated else manifest.labels
    parts = Parts(
        session,
        tokenizer,
        manifest.max_length,
        config,
        labels,
        manifest.options,
        one_at_a_time=_quantizes_activations(model, manifest),
        remember_windows=request.remember_windows,
        model=model,
        revision=manifest.revision,
    )
    task = TASKS[request.task]
    if task.needs_numpy:
        await platform.load_numpy()
    made = getattr(import_module(f".{task.module}", __package__), task.name)(parts)
    return cast(Pipeline, made)


def _quantizes_activations(model: ModelFile, manifest: Manifest) -> bool:
    """Whether the weights also quantize activations. Some int8 files hold int8 weights only."""
    return model.dtype in ("q8", "int8", "uint8") and manifest.options.get("activations") != "float32"
