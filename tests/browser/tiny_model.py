"""A token classifier of a few kilobytes with Rampart's tokenizer and labels. It finds nothing, almost instantly.

For tests of everything around the model that need thousands of cheap calls.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
from onnx import ModelProto, TensorProto, checker, helper, numpy_helper

from .download_harness import sha256
from .fault_server import FaultServer

RAMPART = "nationaldesignstudio/rampart"
TINY = "tests/tiny"


def serve_tiny(faults: FaultServer, change: Callable[[ModelProto], None] = lambda model: None) -> str:
    """Serve the tiny model, optionally modified. Return its id."""
    real = json.loads(faults.content(f"/models/{RAMPART}/manifest.json", "")[2])
    changed = onnx_model(len(real["labels"]))
    change(changed)
    model = changed.SerializeToString()
    shared = [file for file in real["files"] if file["role"] in ("config", "tokenizer")]
    entry = {"path": "onnx/model.onnx", "bytes": len(model), "sha256": sha256(model), "role": "model", "dtype": "fp32"}
    manifest = {
        **{name: value for name, value in real.items() if name != "options"},
        "id": TINY,
        "default_dtype": {"wasm": "fp32", "webgpu": "fp32", "cpu": "fp32"},
        "files": [*shared, entry],
    }
    for file in shared:
        faults.files[f"models/{TINY}/{file['path']}"] = faults.content(f"/models/{RAMPART}/{file['path']}", "")[2]
    faults.files[f"models/{TINY}/onnx/model.onnx"] = model
    faults.files[f"models/{TINY}/manifest.json"] = ("application/json", json.dumps(manifest).encode())
    return TINY


def onnx_model(labels: int) -> ModelProto:
    """Return a graph that gives every token the first label, O."""
    table = np.zeros((64, labels), np.float32)
    table[:, 0] = 10
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"]) for name in names]
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "sequence", labels])
    nodes = [
        helper.make_node("Mod", ["input_ids", "rows"], ["row"]),
        helper.make_node("Gather", ["table", "row"], ["logits"]),
    ]
    constants = [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array(64, np.int64), "rows")]
    graph = helper.make_graph(nodes, "tiny", inputs, [logits], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return model


def fail_when_long(model: ModelProto) -> None:
    """Make the graph allocate 400 MB from 40 tokens on, and refuse its input from 60 on."""
    node = helper.make_node
    graph = model.graph
    graph.node[1].output[0] = "labels"
    graph.node.extend(
        [
            node("Shape", ["input_ids"], ["length"], start=1),
            node("Gather", ["allowed", "length"], ["zero"]),
            node("Add", ["length", "zero"], ["checked"]),
            node("Greater", ["checked", "limit"], ["is_long"]),
            node("Where", ["is_long", "most", "least"], ["shape"]),
            node("ConstantOfShape", ["shape"], ["zeros"]),
            node("ReduceMax", ["zeros"], ["nothing"], keepdims=0),
            node("Add", ["labels", "nothing"], ["logits"]),
        ]
    )
    sizes = {"limit": 40, "most": 100_000_000, "least": 1}
    constants = {"allowed": np.zeros(60, np.int64)} | {name: np.array([size]) for name, size in sizes.items()}
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in constants.items())
    checker.check_model(model)


def keep_weights_elsewhere(model: ModelProto) -> None:
    """Make the graph refer to an external file for its weights."""
    table = model.graph.initializer[0]
    table.ClearField("raw_data")
    table.data_location = TensorProto.EXTERNAL
    table.external_data.add(key="location", value="weights.bin")
