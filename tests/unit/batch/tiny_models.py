"""Models of a few kilobytes with Rampart's tokenizer, for tests of everything around the model.

The token classifier finds nothing, so all findings come from recognizers (mail, phone, IP and MAC addresses).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from tests.conftest import MIRROR

RAMPART = "nationaldesignstudio/rampart"
LICENSE = {"spdx": "Apache-2.0", "url": "https://example.com/license", "attribution": "a test's own"}
LABELS = {"text-classification": ["LOW", "HIGH"], "feature-extraction": None}


def write_tiny(folder: Path, task: str = "token-classification") -> str:
    """Write a tiny model of a task with its manifest to `folder/{id}/`. Return its id."""
    model_id = f"tests/tiny-{task}"
    root = folder / model_id
    (root / "onnx").mkdir(parents=True)
    real = json.loads((MIRROR / RAMPART / "manifest.json").read_text())
    labels = LABELS.get(task, real["labels"])
    for name in ("tokenizer.json", "config.json"):
        shutil.copy(MIRROR / RAMPART / name, root / name)
    (root / "onnx" / "model.onnx").write_bytes(_onnx(task, len(labels) if labels else 4))
    manifest: dict[str, Any] = {
        "schema_version": 1, "id": model_id, "revision": "main", "task": task, "title": "Tiny", "summary": "For tests.",
        "license": LICENSE, "max_length": 128, "labels": labels,
        "default_dtype": {"wasm": "fp32", "webgpu": "fp32", "cpu": "fp32"},
        "files": [
            _entry(root, "config.json", "config"),
            _entry(root, "tokenizer.json", "tokenizer"),
            _entry(root, "onnx/model.onnx", "model") | {"dtype": "fp32"},
        ],
        "sources": [{"type": "hub"}],
    }  # fmt: skip
    (root / "manifest.json").write_text(json.dumps(manifest))
    return model_id


def _entry(root: Path, path: str, role: str) -> dict[str, Any]:
    content = (root / path).read_bytes()
    return {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), "role": role}


def _onnx(task: str, width: int) -> bytes:
    """Return a graph that looks each token's id up in a table; a classifier takes the maximum of each column."""
    table = np.random.default_rng(7).normal(size=(64, width)).astype(np.float32)
    if task == "token-classification":
        table[:] = 0
        table[:, 0] = 10
    table[0] = -100 if task == "text-classification" else table[0]  # padding must not be the maximum
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"]) for name in names]
    output = {"feature-extraction": "last_hidden_state"}.get(task, "logits")
    shape: list[str | int | None] = ["batch", width] if task == "text-classification" else ["batch", "sequence", width]
    looked_up = "tokens" if task == "text-classification" else output
    nodes = [
        helper.make_node("Mod", ["input_ids", "rows"], ["row"]),
        helper.make_node("Gather", ["table", "row"], [looked_up]),
    ]
    if task == "text-classification":
        nodes.append(helper.make_node("ReduceMax", ["tokens"], [output], axes=[1], keepdims=0))
    constants = [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array(64, np.int64), "rows")]
    outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, constants)
    content: bytes = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8
    ).SerializeToString()
    return content
