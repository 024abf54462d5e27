"""Hostile ONNX files: refused on CPython and in the tab for the same reason, before onnxruntime opens them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from tabside.errors import ModelRefusedError
from tabside.onnx_file.guard import DEEPEST, LARGEST_NODES, check_onnx
from tabside.onnx_file.protobuf import LEN, VARINT, field
from tabside.runtime.native import NativeRuntime

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = numpy_helper.from_array(np.arange(6, dtype=np.float32).reshape(2, 3), "w")


def model(
    *nodes: onnx.NodeProto, initializers: tuple[TensorProto, ...] = (WEIGHTS,), shape: tuple[int, ...] = (2, 3)
) -> onnx.ModelProto:
    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ("x", "y")]
    added = nodes or (helper.make_node("Add", ["x", "w"], ["y"]),)
    graph = helper.make_graph(added, "g", value[:1], value[1:], initializers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def tensor(change: Callable[[TensorProto], object]) -> TensorProto:
    changed = TensorProto()
    changed.CopyFrom(WEIGHTS)
    change(changed)
    return changed


def with_tensor(change: Callable[[TensorProto], object]) -> bytes:
    return model(initializers=(tensor(change),)).SerializeToString()


def outside(target: TensorProto) -> None:
    target.data_location = TensorProto.EXTERNAL
    target.ClearField("raw_data")
    target.external_data.add(key="location", value="../../../../etc/passwd")


def only_named(target: TensorProto) -> None:
    target.external_data.add(key="location", value="weights.bin")


def nested(depth: int, innermost: onnx.GraphProto) -> bytes:
    graph = innermost
    for _ in range(depth):
        branch = helper.make_node("If", ["c"], ["y"], then_branch=graph, else_branch=graph) if depth < 3 else None
        node = branch or helper.make_node("If", ["c"], ["y"], then_branch=graph)
        graph = helper.make_graph([node], "g", [], [])
    return helper.make_model(graph).SerializeToString()


def leaf(*nodes: onnx.NodeProto, initializers: tuple[TensorProto, ...] = ()) -> onnx.GraphProto:
    return helper.make_graph(nodes, "leaf", [], [], initializers)


def function(domain: str, inner: str) -> bytes:
    made = model(helper.make_node("Mine", ["x"], ["y"], domain=domain))
    body = [helper.make_node("Identity", ["a"], ["b"], domain=inner)]
    made.functions.append(helper.make_function("mine", "Mine", ["a"], ["b"], body, [helper.make_opsetid("", 17)]))
    return made.SerializeToString()


def function_default(value: TensorProto) -> bytes:
    """A function whose attribute has a default: onnxruntime puts it where the function is called."""
    made = model(helper.make_node("Mine", [], ["y"], domain="mine"))
    constant = helper.make_node("Constant", [], ["b"])
    reference = onnx.AttributeProto(name="value", type=onnx.AttributeProto.TENSOR, ref_attr_name="value")
    constant.attribute.append(reference)
    body = helper.make_function("mine", "Mine", [], ["b"], [constant], [helper.make_opsetid("", 17)])
    body.attribute_proto.append(onnx.AttributeProto(name="value", type=onnx.AttributeProto.TENSOR, t=value))
    made.functions.append(body)
    made.opset_import.append(helper.make_opsetid("mine", 1))
    return made.SerializeToString()


def training(graph: onnx.GraphProto) -> bytes:
    made = model()
    made.training_info.add().algorithm.CopyFrom(graph)
    return made.SerializeToString()


def two_formats() -> bytes:
    """ONNX for whoever reads it as such, with onnxruntime's own mark in an unknown field at its begin."""
    return field(1000, LEN, b"\0ORTM") + model().SerializeToString()


def two_data_types() -> bytes:
    changed = field(1, VARINT, 1) + field(2, LEN, b"\x01\x01") + field(9, LEN, b"\0\0\0\0")
    return field(7, LEN, field(5, LEN, changed))


def sparse(size: int) -> bytes:
    values, indices = (
        numpy_helper.from_array(np.ones(1, np.float32), "s"),
        numpy_helper.from_array(np.zeros(1, np.int64)),
    )
    made = model()
    made.graph.sparse_initializer.append(helper.make_sparse_tensor(values, indices, [size]))
    return made.SerializeToString()


def constant(value: TensorProto) -> bytes:
    return model(helper.make_node("Constant", [], ["y"], value=value)).SerializeToString()


def twice() -> bytes:
    graph = model().graph.SerializeToString()
    return field(8, LEN, field(2, VARINT, 17)) + field(7, LEN, graph) * 2


HOSTILE = {
    "weights in another file": (with_tensor(outside), "external-data"),
    "another file named, weights inside": (with_tensor(only_named), "external-data"),
    "another file, in a constant": (constant(tensor(outside)), "external-data"),
    "another file, in a branch": (nested(2, leaf(initializers=(tensor(outside),))), "external-data"),
    "another file, in a function's default": (function_default(tensor(outside)), "external-data"),
    "another file, in a training graph": (training(leaf(initializers=(tensor(outside),))), "external-data"),
    "an operator of an unknown domain": (
        model(helper.make_node("Shell", ["x"], ["y"], domain="evil.example")).SerializeToString(),
        "domain",
    ),
    "an unknown domain, in a branch": (nested(1, leaf(helper.make_node("Shell", [], ["y"], domain="evil"))), "domain"),
    "an unknown domain, in a function": (function("mine", "evil.example"), "domain"),
    "more elements than bytes": (with_tensor(lambda t: t.dims.__setitem__(0, 2000)), "size"),
    "fewer elements than bytes": (with_tensor(lambda t: t.dims.__setitem__(0, 1)), "size"),
    "dimensions past all memory": (with_tensor(lambda t: t.dims.extend([2**31, 2**31])), "size"),
    "a negative dimension": (with_tensor(lambda t: t.dims.__setitem__(0, -2)), "size"),
    "a zero that hides a size": (with_tensor(lambda t: t.dims.extend([0, 2**60])), "size"),
    "too many dimensions": (with_tensor(lambda t: t.dims.extend([1] * 100)), "size"),
    "a shape without data": (with_tensor(lambda t: t.ClearField("raw_data")), "size"),
    "texts that are not there": (
        constant(TensorProto(dims=[1_000_000], data_type=TensorProto.STRING, string_data=[b"a"])),
        "size",
    ),
    "an element type of the future": (with_tensor(lambda t: setattr(t, "data_type", 99)), "type"),
    "a sparse tensor that fills memory": (sparse(2**30), "size"),
    "an input larger than memory": (model(shape=(2**20, 2**20)).SerializeToString(), "size"),
    "branches without end": (nested(DEEPEST + 1, leaf()), "depth"),
    "nodes without end": (
        field(7, LEN, field(1, LEN, field(4, LEN, b"Identity")) * (LARGEST_NODES + 1)),
        "nodes",
    ),
    "onnxruntime's own format": (two_formats(), "format"),
    "a tensor of two types": (two_data_types(), "format"),
    "two graphs": (twice(), "format"),
    "no graph": (b"", "format"),
    "no message": (b"\xff\xff\xff", "format"),
    "cut off": (model().SerializeToString()[:-5], "format"),
}

HARMLESS = {
    "weights": model().SerializeToString(),
    "an operator of onnxruntime's own": model(
        helper.make_node("Gelu", ["x"], ["y"], domain="com.microsoft")
    ).SerializeToString(),
    "a function of its own": function("mine", ""),
    "a function with a default": function_default(WEIGHTS),
    "a training graph": training(leaf()),
    "numbers in typed fields": constant(helper.make_tensor("t", TensorProto.INT64, [3], [1, 300, -1])),
    "4-bit numbers": constant(helper.make_tensor("t", TensorProto.INT4, [5], [1, 2, 3, 4, 5])),
    "half floats": constant(helper.make_tensor("t", TensorProto.FLOAT16, [2], [0.0, 1.0])),
    "an empty tensor": constant(helper.make_tensor("t", TensorProto.FLOAT, [0], [])),
    "a scalar": constant(helper.make_tensor("t", TensorProto.FLOAT, [], [2.0])),
    "a free dimension, written as -1": model(shape=(-1, 3)).SerializeToString(),
    "nested branches": nested(2, leaf(helper.make_node("Identity", ["x"], ["y"]))),
    "a small sparse tensor": sparse(10),
}


def reason(data: bytes) -> str | None:
    try:
        check_onnx(data)
    except ModelRefusedError as error:
        return str(error.details["reason"])
    return None


@pytest.mark.parametrize(("data", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused(data: bytes, expected: str) -> None:
    assert reason(data) == expected


@pytest.mark.parametrize("data", HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_file_passes(data: bytes) -> None:
    assert reason(data) is None


def test_the_tab_refuses_the_same_for_the_same_reasons(tmp_path: Path) -> None:
    files = {**{name: data for name, (data, _) in HOSTILE.items()}, **HARMLESS}
    for number, data in enumerate(files.values()):
        (tmp_path / str(number)).write_bytes(data)
    script = """
      import { readFileSync } from "node:fs";
      import { checkOnnx } from "./web/worker/onnx/onnx-guard.js";
      const [folder, count] = process.argv.slice(1);
      const reasons = Array.from({ length: Number(count) }, (_, number) => {
        try { checkOnnx(new Uint8Array(readFileSync(`${folder}/${number}`))); return null; }
        catch (error) { if (error.code !== "session.refused") throw error; return error.details.reason; }
      });
      console.log(JSON.stringify(reasons));"""
    command = ["node", "--input-type=module", "-e", script, str(tmp_path), str(len(files))]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)

    in_the_tab = dict(zip(files, json.loads(done.stdout), strict=True))
    assert in_the_tab == {name: reason(data) for name, data in files.items()}


@pytest.mark.parametrize("as_path", [True, False], ids=["from a path", "from bytes"])
async def test_onnxruntime_never_opens_the_file_that_a_model_names(tmp_path: Path, as_path: bool) -> None:
    np.arange(6, dtype=np.float32).tofile(tmp_path / "secret.bin")
    made = model(initializers=(tensor(outside),))
    made.graph.initializer[0].external_data[0].value = "secret.bin"
    path = tmp_path / "model.onnx"
    path.write_bytes(made.SerializeToString())

    with pytest.raises(ModelRefusedError, match="outside the file"):
        await NativeRuntime().load(path if as_path else path.read_bytes())


async def test_onnxruntime_reads_a_file_as_the_guard_did(tmp_path: Path) -> None:
    """By its suffix alone onnxruntime would take this file for its own format."""
    path = tmp_path / "model.ort"
    path.write_bytes(model().SerializeToString())

    session = await NativeRuntime().load(path)

    assert [spec.name for spec in session.inputs] == ["x"]
