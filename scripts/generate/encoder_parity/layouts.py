"""Repositories in the layouts of sentence-transformers, each loaded by it and by tabside."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import sentence_transformers
import torch
from safetensors.torch import save_file

from tabside import sync
from tabside.errors import TabsideError

from .architectures import ARCHITECTURES, HEADS, build, write_json
from .pipelines import TEXTS, same

POOLINGS = ("cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken")
MODULE = "sentence_transformers.models."
PROMPTS = {"prompts": {"query": "search: ", "document": "passage: "}}
WIDTH, DENSE = 32, 16
Run = Callable[[Any], Any]


@dataclass(frozen=True)
class Layout:
    """A repository: its files beside a plain model's, and what is asked of it."""

    name: str
    modules: Sequence[tuple[str, str]] | None = (("", "Transformer"), ("1_Pooling", "Pooling"))
    pooling: Mapping[str, Any] = field(default_factory=lambda: {"pooling_mode_mean_tokens": True})
    files: Mapping[str, Any] = field(default_factory=dict)
    architecture: str = "Bert"
    head: str = "embeddings"
    run: Run = field(default=lambda model: model.encode(list(TEXTS)))


def layouts() -> Iterator[Layout]:
    """Yield the layouts."""
    normalized = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    for mode in POOLINGS:
        pooling = {f"pooling_mode_{mode}": True}
        yield Layout(f"pooling: {mode}", pooling=pooling)
        yield Layout(f"pooling: {mode}, then Normalize", modules=normalized, pooling=pooling)
    for modes in (
        ("cls_token", "mean_tokens"),
        ("max_tokens", "mean_tokens"),
        ("cls_token", "max_tokens", "lasttoken"),
    ):
        yield Layout(f"pooling: {' + '.join(modes)}", pooling={f"pooling_mode_{mode}": True for mode in modes})
    for path in ("pooling", "modules/pool"):
        yield Layout(f"Pooling in the folder {path}", modules=(("", "Transformer"), (path, "Pooling")),
                     pooling={"pooling_mode_cls_token": True})  # fmt: skip
    yield Layout("no modules.json", modules=None)
    yield from _prompts()
    yield from _settings()
    for architecture in ARCHITECTURES[1:]:
        yield Layout(f"the architecture {architecture.prefix}", architecture=architecture.prefix)
    yield from _cross_encoders()


def _prompts() -> Iterator[Layout]:
    files = {"config_sentence_transformers.json": PROMPTS}
    default = {"config_sentence_transformers.json": {**PROMPTS, "default_prompt_name": "query"}}
    texts = list(TEXTS)
    yield Layout("prompts: encode_query", files=files, run=lambda model: model.encode_query(texts))
    yield Layout("prompts: encode_document", files=files, run=lambda model: model.encode_document(texts))
    yield Layout("prompts: prompt_name", files=files, run=lambda model: model.encode(texts, prompt_name="query"))
    yield Layout("prompts: a default", files=default)
    yield Layout("prompts: a default, and another", files=default, run=lambda model: model.encode(texts, prompt="x "))
    for mode in ("mean_tokens", "cls_token", "max_tokens", "lasttoken"):
        pooling = {f"pooling_mode_{mode}": True, "include_prompt": False}
        yield Layout(f"include_prompt: false, {mode}", pooling=pooling, files=default)


def _settings() -> Iterator[Layout]:
    texts = list(TEXTS)
    for length in (8, 16):
        yield Layout(f"max_seq_length {length}", files={"sentence_bert_config.json": {"max_seq_length": length}})
    lower = {"sentence_bert_config.json": {"max_seq_length": 64, "do_lower_case": True}}
    yield Layout("do_lower_case", architecture="Roberta", files=lower)
    for name in ("cosine", "dot", "euclidean", "manhattan"):
        files = {"config_sentence_transformers.json": {"similarity_fn_name": name}}
        yield Layout(f"similarity: {name}", files=files, run=_similarities)
    yield Layout("truncate_dim", run=lambda model: model.encode(texts, truncate_dim=8))
    for precision in ("int8", "binary", "ubinary"):
        yield Layout(f"precision {precision}", run=lambda model, p=precision: model.encode(texts, precision=p))
    dense = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Dense", "Dense"))
    yield Layout("a Dense layer", modules=dense)
    yield Layout("a Dense layer, then Normalize", modules=(*dense, ("3_Normalize", "Normalize")))


def _cross_encoders() -> Iterator[Layout]:
    pairs = [("What is bound?", text) for text in TEXTS]
    for head in ("one score", "entailment"):
        yield Layout(f"CrossEncoder, {head}", modules=None, head=head, run=lambda model: model.predict(pairs))
    for function in (torch.nn.Sigmoid(), torch.nn.Identity()):
        yield Layout(
            f"CrossEncoder, activation_fn {type(function).__name__}",
            modules=None,
            head="one score",
            run=lambda model, f=function: model.predict(pairs, activation_fn=f),
        )


def _similarities(model: Any) -> Any:
    vectors = model.encode(list(TEXTS))
    return np.array(model.similarity(vectors, vectors))


def compare_layouts() -> list[dict[str, str]]:
    """Return the result of each layout: `equal`, `differs`, or that tabside refused it, and why."""
    with tempfile.TemporaryDirectory() as name:
        root, made = Path(name), {}
        results = []
        for number, layout in enumerate(layouts()):
            key = (layout.architecture, layout.head)
            if key not in made:
                made[key] = root / "-".join(key)
                architecture = next(one for one in ARCHITECTURES if one.prefix == layout.architecture)
                build(architecture, next(head for head in HEADS if head.name == layout.head), made[key])
            folder = root / f"layout-{number}"
            shutil.copytree(made[key], folder)
            _write(layout, folder)
            results.append({"layout": layout.name, "result": _result(layout, str(folder))})
            print(results[-1], flush=True)
    return results


def _write(layout: Layout, folder: Path) -> None:
    for path, content in layout.files.items():
        write_json(folder / path, content)
    if layout.modules is None:
        return
    modules = [
        {"idx": number, "name": str(number), "path": path, "type": MODULE + kind}
        for number, (path, kind) in enumerate(layout.modules)
    ]
    write_json(folder / "modules.json", modules)
    for path, kind in layout.modules:
        (folder / path).mkdir(parents=True, exist_ok=True)
        if kind == "Pooling":
            modes = {f"pooling_mode_{mode}": False for mode in POOLINGS}
            write_json(folder / path / "config.json", {"word_embedding_dimension": WIDTH, **modes, **layout.pooling})
        if kind == "Dense":
            config = {"in_features": WIDTH, "out_features": DENSE, "bias": True}
            write_json(
                folder / path / "config.json", {**config, "activation_function": "torch.nn.modules.activation.Tanh"}
            )
            weights = {"linear.weight": torch.randn(DENSE, WIDTH), "linear.bias": torch.randn(DENSE)}
            save_file(weights, folder / path / "model.safetensors")


def _result(layout: Layout, folder: str) -> str:
    is_cross = layout.name.startswith("CrossEncoder")
    theirs = sentence_transformers.CrossEncoder if is_cross else sentence_transformers.SentenceTransformer
    ours = sync.CrossEncoder if is_cross else sync.SentenceTransformer
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = np.asarray(layout.run(theirs(folder, device="cpu")))
        try:
            found = np.asarray(layout.run(ours(folder)))
        except TabsideError as error:
            return f"refused: {error.message}".replace(folder, "…")
    if wanted.dtype.kind in "iu":
        return "equal" if _nearly(wanted, found) else "differs"
    return "equal" if same(wanted, found) else f"differs by {np.abs(wanted - found).max():.3g}"


def _nearly(wanted: Any, found: Any) -> bool:
    """Whether integers are the same but for one in a hundred that is rounded to its neighbor."""
    apart = np.abs(wanted.astype(int) - found.astype(int))
    return wanted.shape == found.shape and int(apart.max()) <= 1 and float(apart.mean()) < 0.01
