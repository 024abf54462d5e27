"""Generate a manifest for a repository in the layout of Transformers.js (config.json, tokenizer.json, onnx/…)."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..env import env
from ..errors import ManifestError
from ..refusing import refusing
from .manifest import DTYPES, License, Manifest, ModelFile, Source
from .repository import Entry, Found, Repository

__all__ = ["manifest_of", "task_of"]

# dtype -> suffix of the weights' file name: https://huggingface.co/docs/transformers.js/guides/dtypes
_SUFFIXES: Mapping[str, str] = {
    "fp32": "", "fp16": "_fp16", "q8": "_quantized", "int8": "_int8", "uint8": "_uint8",
    "q4": "_q4", "q4f16": "_q4f16", "bnb4": "_bnb4",
}  # fmt: skip
# Parts of other names, as sentence-transformers and optimum give them.
_PARTS: Mapping[str, str] = {
    "quint8": "uint8", "uint8": "uint8", "int8": "int8", "quantized": "q8", "q4f16": "q4f16", "q4": "q4",
    "bnb4": "bnb4", "fp16": "fp16", "_O4": "fp16",
}  # fmt: skip
# As in Transformers.js: eight bits in WASM, full precision elsewhere; then any other.
_PREFERRED: Mapping[str, Sequence[str]] = {
    "wasm": ("q8", "int8", "uint8", "q4", "fp32", "fp16", "q4f16", "bnb4"),
    "webgpu": ("fp32", "fp16", "q4f16", "q4", "q8", "int8", "uint8", "bnb4"),
    "cpu": DTYPES,
    "cuda": DTYPES,
}
_HEADS: Mapping[str, str] = {
    "ForTokenClassification": "token-classification",
    "ForSequenceClassification": "text-classification",
    "ForQuestionAnswering": "question-answering",
    "ForMaskedLM": "fill-mask",
}
# The authors' statement decides between tasks that the same weights can serve.
_NARROWER = {
    ("text-classification", "text-ranking"): "text-ranking",
    ("text-classification", "zero-shot-classification"): "zero-shot-classification",
}
_EMBEDDING = ("feature-extraction", "sentence-similarity")
# These count positions from the padding token: see create_position_ids_from_input_ids in transformers.
_OFFSET_POSITIONS = ("roberta", "xlm-roberta", "camembert", "xlm-roberta-xl", "mpnet", "longformer")
_NO_LIMIT = 1_000_000
_LENGTH = 512
_MOST_LABELS = 100_000
_TOKENIZER = ("do_lower_case", "strip_accents", "tokenize_chinese_chars", "add_prefix_space")
_GLINER = ("max_width", "max_len", "ent_token", "sep_token", "words_splitter_type")
# Files that an error message names.
_MOST_NAMED = 5
# In the order in which sentence-transformers concatenates them.
_POOLINGS = {
    "pooling_mode_cls_token": "cls", "pooling_mode_max_tokens": "max", "pooling_mode_mean_tokens": "mean",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens", "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "last_token",
}  # fmt: skip


def manifest_of(found: Found, subfolder: str | None = None, model_file_name: str | None = None) -> Manifest:
    """Generate the manifest of a repository, with the weights in `subfolder` (`onnx` when None).

    `model_file_name` is what their files are called instead of `model`, or the whole name of one file (`….onnx`).

    Its `revision` is the commit. Its files belong to `{id}@{commit}`, so that stored revisions do not mix.
    A repository without weights there gives a manifest without any: its tokenizer and config can still be loaded.

    Raises:
        ManifestError: a small file of the repository is invalid, or it has no tokenizer.
    """
    repository = found.repository
    with refusing(lambda: ManifestError(f"A config of {repository.id} is broken.", model=repository.id)):
        return _manifest(found, subfolder, model_file_name)


def _manifest(found: Found, subfolder: str | None, model_file_name: str | None) -> Manifest:
    repository = found.repository
    read = {
        entry.path: _object(repository, entry.path, found.texts[entry.path])
        for entry in repository.configs()
        if entry.path.endswith(".json")
    }
    config = read.get("config.json", {})
    task = task_of(config, repository.task, is_embedder="modules.json" in read)
    if "gliner_config.json" in read:
        task = "zero-shot-ner"
    models = _models(repository, subfolder, model_file_name)
    dtypes = [str(model.dtype) for model in models]
    return Manifest(
        id=repository.id,
        revision=repository.commit or "local",
        task=task,
        title=repository.id.partition("/")[2],
        summary=f"Revision {repository.commit[:12] or 'local'}.",
        license=License(
            repository.license or "unknown",
            f"{env.remote_host.rstrip('/')}/{repository.id}",
            repository.id.partition("/")[0],
        ),
        max_length=_max_length(config, read),
        labels=_labels(config, task),
        default_dtype={device: _default(config, order, dtypes) for device, order in _PREFERRED.items()},
        files=(*_small_files(repository), *models, *dict.fromkeys(data for model in models for data in model.external)),
        sources=(Source("hub"),),
        options=_options(config, read, task),
        passed_over=_passed_over(repository, {model.path for model in models}),
        is_generated=True,
    )


def task_of(config: Mapping[str, Any], tag: str | None, *, is_embedder: bool = False) -> str:
    """Return a model's task: by its architecture's head, else by its authors' `pipeline_tag`.

    `is_embedder`: sentence-transformers' modules.json describes it, which says more than an architecture.

    A task without a pipeline in tabside keeps its name on the hub.

    >>> task_of({"architectures": ["BertForSequenceClassification"]}, "text-ranking")
    'text-ranking'
    """
    if tag in _EMBEDDING or is_embedder:
        return "feature-extraction"
    for name in config.get("architectures") or ():
        for head, task in _HEADS.items():
            if str(name).endswith(head):
                return _NARROWER.get((task, tag or ""), task)
        if str(name).endswith("Model"):
            return "feature-extraction"
    return tag or "a task that its config does not name"


def _models(repository: Repository, subfolder: str | None, model_file_name: str | None) -> list[ModelFile]:
    folder = "onnx" if subfolder is None else subfolder.strip("/")
    names = {dtype: f"{model_file_name or 'model'}{suffix}.onnx" for dtype, suffix in _SUFFIXES.items()}
    if model_file_name is not None and model_file_name.endswith(".onnx"):
        names = {_dtype_of(model_file_name): model_file_name}
    found = []
    for dtype, name in names.items():
        path = f"{folder}/{name}" if folder else name
        entry, external = repository.entry(path), _external(repository, path)
        if entry is None or entry.sha256 is None or any(data.sha256 is None for data in external):
            continue
        files = tuple(ModelFile(_key(repository), one.path, one.bytes, str(one.sha256), "weights") for one in external)
        found.append(ModelFile(_key(repository), path, entry.bytes, entry.sha256, "model", dtype, external=files))
    return found


def _dtype_of(name: str) -> str:
    """Guess the dtype of weights from their file's name. Eight bits matter: their batches are of one text.

    >>> [_dtype_of(name) for name in ("model_qint8_avx512_vnni.onnx", "model_O4.onnx", "model.onnx")]
    ['int8', 'fp16', 'fp32']
    """
    for part, dtype in _PARTS.items():
        if part in name:
            return dtype
    return "fp32"


def _passed_over(repository: Repository, used: Collection[str]) -> tuple[str, ...]:
    """Return the ONNX files that are not used, each with the reason."""
    usual = {f"model{suffix}.onnx" for suffix in _SUFFIXES.values()}
    found = []
    for entry in repository.entries:
        folder, _, name = entry.path.rpartition("/")
        if not name.endswith(".onnx") or entry.path in used:
            continue
        if name not in usual:
            reason = f'its name stands for no dtype: model_file_name="{name}"'
        elif entry.sha256 is None or any(data.sha256 is None for data in _external(repository, entry.path)):
            reason = "the hub gives no SHA-256 for it (it is not in large file storage)"
        else:
            reason = f'it lies in another folder: subfolder="{folder}"'
        found.append(f"{entry.path} ({reason})")
    return tuple(found[:_MOST_NAMED])


def _external(repository: Repository, path: str) -> list[Entry]:
    """Return the files that hold the weights of the model at `path`.

    torch's exporter writes `model.onnx.data` since 2.9; others write `model.onnx_data`, or several numbered files.
    """
    names = re.compile(re.escape(path) + r"[._]data([._-]?\d+)?")
    return [entry for entry in repository.entries if names.fullmatch(entry.path)]


def _small_files(repository: Repository) -> list[ModelFile]:
    tokenizer = repository.tokenizer()
    if tokenizer is None or tokenizer.sha256 is None:
        raise ManifestError(
            f"{repository.id} has neither tokenizer.json nor vocab.txt, so there is nothing to read text with.",
            model=repository.id,
        )
    files = [ModelFile(_key(repository), tokenizer.path, tokenizer.bytes, tokenizer.sha256, "tokenizer")]
    for entry in repository.configs():
        assert entry.sha256 is not None
        role = "config" if entry.path == "config.json" else "other"
        files.append(ModelFile(_key(repository), entry.path, entry.bytes, entry.sha256, role))
    return files


def _key(repository: Repository) -> str:
    return f"{repository.id}@{repository.commit}" if repository.commit else repository.id


def _object(repository: Repository, path: str, body: bytes) -> Any:
    with refusing(lambda: ManifestError(f"{path} of {repository.id} is not JSON.", model=repository.id, file=path)):
        value = json.loads(body.decode("utf-8-sig"))
    if not isinstance(value, list if path == "modules.json" else dict):
        raise ManifestError(f"{path} of {repository.id} holds something else.", model=repository.id, file=path)
    return value


def _max_length(config: Mapping[str, Any], read: Mapping[str, Any]) -> int:
    """Return the lowest of the limits in the files."""
    positions = config.get("max_position_embeddings")
    if isinstance(positions, int) and config.get("model_type") in _OFFSET_POSITIONS:
        positions -= int(config.get("pad_token_id") or 0) + 1
    named = (
        positions,
        read.get("tokenizer_config.json", {}).get("model_max_length"),
        read.get("sentence_bert_config.json", {}).get("max_seq_length"),
    )
    limits = [int(limit) for limit in named if isinstance(limit, int | float) and 8 <= limit < _NO_LIMIT]
    return min(limits, default=_LENGTH)


def _labels(config: Mapping[str, Any], task: str) -> tuple[str, ...] | None:
    names = config.get("id2label")
    if isinstance(names, dict) and sorted(names) == sorted(str(number) for number in range(len(names))):
        return tuple(str(names[str(number)]) for number in range(len(names)))
    if not task.endswith("-classification") and task != "text-ranking":
        return None
    # transformers omits them from the file if they have their default values.
    count = config.get("num_labels", 2)
    if not isinstance(count, int) or not 0 <= count <= _MOST_LABELS:
        raise ManifestError(f"The config names no number of labels from 0 to {_MOST_LABELS:,}.")
    return tuple(f"LABEL_{number}" for number in range(count))


def _default(config: Mapping[str, Any], order: Sequence[str], dtypes: Sequence[str]) -> str:
    hints = config.get("transformers.js_config")
    wished = hints.get("dtype") if isinstance(hints, dict) else None
    if isinstance(wished, str) and wished in dtypes:
        return wished
    return next((dtype for dtype in order if dtype in dtypes), order[0])


def _options(config: Mapping[str, Any], read: Mapping[str, Any], task: str) -> dict[str, Any]:
    tokenizer = read.get("tokenizer_config.json", {})
    options: dict[str, Any] = {"lowercase": bool(tokenizer.get("do_lower_case", True))}
    said = {name: tokenizer[name] for name in _TOKENIZER if isinstance(tokenizer.get(name), bool)}
    if said:
        options["tokenizer_config"] = said
    if task == "fill-mask":
        mask = tokenizer.get("mask_token")
        mask = mask.get("content") if isinstance(mask, dict) else mask
        if isinstance(mask, str):
            options["mask_token"] = mask
    if task == "zero-shot-ner":
        options["gliner"] = {
            key: read["gliner_config.json"][key] for key in _GLINER if key in read["gliner_config.json"]
        }
    # The task may be another one than guessed.
    options |= _embedding(read)
    if config.get("model_type") == "model2vec":
        options |= {"pooling": "mean", "normalize": bool(config.get("normalize", True))}
    if task in ("text-ranking", "text-classification"):
        activation = read.get("config_sentence_transformers.json", {}).get("activation_fn")
        if activation:
            options["activation_fn"] = str(activation)
        if _prompts(read):
            options["unsupported"] = "prompts for a cross-encoder (config_sentence_transformers.json)"
    return options


def _prompts(read: Mapping[str, Any]) -> bool:
    if "modules.json" in read:
        return False  # an embedder
    own = read.get("config_sentence_transformers.json", {})
    prompts = own.get("prompts")
    return bool(own.get("default_prompt_name")) or (isinstance(prompts, dict) and any(prompts.values()))


def _pooling(read: Mapping[str, Any], modules: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the config of the Pooling module: at the path that modules.json gives, `N_Pooling` by default."""
    for module in modules:
        if str(module.get("type")).endswith("Pooling") and isinstance(module.get("path"), str):
            path = f"{module['path'].strip('/')}/config.json"
            config: Mapping[str, Any] = read.get(path, {"pooling_mode": f"{path}, which is missing"})
            return config
    return next((config for path, config in read.items() if path.endswith("_Pooling/config.json")), None)


def _embedding(read: Mapping[str, Any]) -> dict[str, Any]:
    """Return the embedding settings from sentence-transformers' own files."""
    options: dict[str, Any] = {}
    modules = [one for one in read.get("modules.json", []) if isinstance(one, dict)]
    steps = [str(one.get("type")).rpartition(".")[2] for one in modules]
    pooling = _pooling(read, modules)
    if pooling is not None:
        if pooling.get("include_prompt") is False:
            options["include_prompt"] = False
        modes = [name for key, name in _POOLINGS.items() if pooling.get(key)]
        others = [key for key, value in pooling.items() if key.startswith("pooling_mode_") and value is True]
        named = pooling.get("pooling_mode")
        listed = named if isinstance(named, list) else [named or " + ".join(others)]
        named = "+".join(str(one) for one in listed).replace("lasttoken", "last_token")
        options["pooling"] = "+".join(modes) if modes and len(modes) == len(others) else named
    if "Dense" in steps:
        options["pooling"] = f"{options.get('pooling', 'mean')}, then a dense layer"
    if steps:
        options["normalize"] = "Normalize" in steps
    if read.get("sentence_bert_config.json", {}).get("do_lower_case") is True:
        options["do_lower_case"] = True
    own = read.get("config_sentence_transformers.json", {})
    if isinstance(own.get("prompts"), dict):
        options["prompts"] = {str(name): str(prompt) for name, prompt in own["prompts"].items()}
    if own.get("default_prompt_name"):
        options["default_prompt_name"] = str(own["default_prompt_name"])
    if own.get("similarity_fn_name"):
        options["similarity"] = str(own["similarity_fn_name"])
    return options
