"""Models of a few hundred bytes for tasks without a shipped model: random tables, a dozen words.

Their answers are meaningless but depend on every token, so that a browser and CPython can be compared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import tokenizers as rust
from onnx import TensorProto, helper, numpy_helper

from .download_harness import sha256

WORDS = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "ada", "was", "born", "in", "london", "paris", "is", "the", "capital",
    "of", "france", "who", "where", "this", "text", "about", "sport", "cities", ".", "?", "##s",
]  # fmt: skip
NLI, QUESTIONS, FILLING, EMBEDDING = (f"tests/tiny-{name}" for name in ("nli", "questions", "filling", "embedding"))
TASKS = {
    NLI: ("text-classification", ["CONTRADICTION", "NEUTRAL", "ENTAILMENT"]),
    QUESTIONS: ("question-answering", None),
    FILLING: ("fill-mask", None),
    EMBEDDING: ("feature-extraction", None),
}
LICENSE = {"spdx": "Apache-2.0", "url": "https://example.com/license", "attribution": "a test's own"}


def model_files(model_id: str) -> dict[str, bytes]:
    """Return a model's files by path, its manifest included."""
    task, labels = TASKS[model_id]
    vocab = {word: number for number, word in enumerate(WORDS)}
    contents = {
        "config.json": json.dumps({"pad_token_id": 0}).encode(),
        "tokenizer.json": rust.BertWordPieceTokenizer(vocab).to_str().encode(),
        "onnx/model.onnx": _onnx(task),
    }
    roles: Mapping[str, Mapping[str, str]] = {
        "config.json": {"role": "config"},
        "tokenizer.json": {"role": "tokenizer"},
        "onnx/model.onnx": {"role": "model", "dtype": "fp32"},
    }
    manifest: dict[str, Any] = {
        "schema_version": 1, "id": model_id, "revision": "main", "task": task, "title": "Tiny", "summary": "For tests.",
        "license": LICENSE, "max_length": 24, "labels": labels,
        "default_dtype": {"wasm": "fp32", "webgpu": "fp32", "cpu": "fp32"},
        "options": {"pooling": "mean", "normalize": True} if model_id == EMBEDDING else {},
        "files": [
            {"path": path, "bytes": len(body), "sha256": sha256(body), **roles[path]} for path, body in contents.items()
        ],
        "sources": [{"type": "hub"}],
    }  # fmt: skip
    return {**contents, "manifest.json": json.dumps(manifest).encode()}


def identity_files(model_id: str, kinds: Mapping[str, int], *, cast: int | None = None) -> dict[str, bytes]:
    """Return a model that returns its inputs, one `x_{name}` per type, optionally cast."""
    inputs = [helper.make_tensor_value_info(f"x_{name}", kind, ["n"]) for name, kind in kinds.items()]
    outputs = [helper.make_tensor_value_info(f"y_{name}", cast or kind, ["n"]) for name, kind in kinds.items()]
    nodes = [
        helper.make_node(
            "Identity" if cast is None else "Cast",
            [f"x_{name}"],
            [f"y_{name}"],
            **({} if cast is None else dict[str, Any](to=cast)),
        )
        for name in kinds
    ]
    graph = helper.make_graph(nodes, "identity", inputs, outputs)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()
    return {**model_files(NLI), "onnx/model.onnx": model} | _renamed(model_id, model)


def _renamed(model_id: str, model: bytes) -> dict[str, bytes]:
    manifest = json.loads(model_files(NLI)["manifest.json"])
    manifest["id"] = model_id
    for file in manifest["files"]:
        if file["role"] == "model":
            file |= {"bytes": len(model), "sha256": sha256(model)}
    return {"manifest.json": json.dumps(manifest).encode()}


def _onnx(task: str) -> bytes:
    """Return a graph that looks tokens up, ignoring padding, and sums them for a task over whole texts."""
    width = {"text-classification": 3, "question-answering": 1, "fill-mask": len(WORDS), "feature-extraction": 4}[task]
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"]) for name in names]
    constants, nodes, outputs = [], [], []
    per_token = {"question-answering": ("start_logits", "end_logits"), "feature-extraction": ("last_hidden_state",)}
    for seed, output in enumerate(per_token.get(task, ("logits",))):
        table = np.random.default_rng(seed + 7).normal(size=(len(WORDS), width)).astype(np.float32)
        table[0] = 0
        constants.append(numpy_helper.from_array(table, f"table_{output}"))
        looked_up = f"tokens_{output}"
        shape: list[Any] = ["batch", "sequence", width]
        if task in ("text-classification", "question-answering"):
            axis = 1 if task == "text-classification" else 2
            constants.append(numpy_helper.from_array(np.array([axis], np.int64), f"axes_{output}"))
            nodes.append(helper.make_node("Gather", [f"table_{output}", "input_ids"], [looked_up]))
            nodes.append(helper.make_node("ReduceSum", [looked_up, f"axes_{output}"], [output], keepdims=0))
            shape = ["batch", 3] if task == "text-classification" else ["batch", "sequence"]
        else:
            nodes.append(helper.make_node("Gather", [f"table_{output}", "input_ids"], [output]))
        outputs.append(helper.make_tensor_value_info(output, TensorProto.FLOAT, shape))
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    content: bytes = model.SerializeToString()
    return content
