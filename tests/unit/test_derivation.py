"""Derived model files: the recipe's result on a graph, and what it refuses."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from tabside.errors import ManifestError
from tabside.hub import load_manifest
from tabside.onnx_file.derivation import derive

RECIPE = "int8-per-channel"
ROWS, COLUMNS, BLOCK = 64, 16, 32
MIRROR = Path(__file__).resolve().parents[2] / "models" / ".cache"


def tensors(seed: int = 0) -> list[TensorProto]:
    random = np.random.default_rng(seed)
    packed = random.integers(0, 256, (COLUMNS, ROWS // BLOCK, BLOCK // 2), np.uint8)
    packed[3] = 0x88  # a column of zeros
    scales = random.uniform(0.01, 0.1, COLUMNS * ROWS // BLOCK).astype(np.float32)
    bias = random.normal(size=COLUMNS).astype(np.float32)
    return [numpy_helper.from_array(*pair) for pair in ((packed, "w"), (scales, "s"), (bias, "b"))]


def product(output: str = "xw", *, bits: int = 4, extra: tuple[str, ...] = ()) -> onnx.NodeProto:
    sizes: dict[str, Any] = {"K": ROWS, "N": COLUMNS, "bits": bits, "block_size": BLOCK}
    return helper.make_node(
        "MatMulNBits", ["x", "w", "s", *extra], [output], "product", domain="com.microsoft", **sizes
    )


def model(*nodes: onnx.NodeProto, outputs: tuple[str, ...] = ("y",)) -> bytes:
    graph = helper.make_graph(
        nodes,
        "graph",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, ROWS])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, COLUMNS]) for name in outputs],
        tensors(),
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8, model_version=-1).SerializeToString()


def run(source: bytes, x: Any, *, precisely: bool = True) -> list[Any]:
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.x64quantprecision", str(int(precisely)))
    return list(onnxruntime.InferenceSession(source, options).run(None, {"x": x}))


def add(left: str, right: str, output: str) -> onnx.NodeProto:
    return helper.make_node("Add", [left, right], [output])


GRAPHS: dict[str, tuple[bytes, list[str]]] = {
    "a product": (model(product("y")), ["DynamicQuantizeMatMul"]),
    "with a bias": (model(product(), add("xw", "b", "y")), ["DynamicQuantizeMatMul"]),
    "with a bias first": (model(product(), add("b", "xw", "y")), ["DynamicQuantizeMatMul"]),
    "used twice, so the sum stays": (
        model(product(), add("xw", "b", "y"), helper.make_node("Neg", ["xw"], ["z"]), outputs=("y", "z")),
        ["DynamicQuantizeMatMul", "Add", "Neg"],
    ),
    "added to itself": (model(product(), add("xw", "xw", "y")), ["DynamicQuantizeMatMul", "Add"]),
    "with something before the bias": (
        model(product(), helper.make_node("Neg", ["xw"], ["z"]), add("z", "b", "y")),
        ["DynamicQuantizeMatMul", "Neg", "Add"],
    ),
}


@pytest.mark.parametrize(("source", "ops"), GRAPHS.values(), ids=GRAPHS)
def test_a_derived_graph_computes_the_same(source: bytes, ops: list[str]) -> None:
    derived = derive(RECIPE, source)
    parsed = onnx.load_from_string(derived)
    assert [node.op_type for node in parsed.graph.node] == ops
    assert parsed.model_version == -1
    x = np.random.default_rng(1).normal(size=(5, ROWS)).astype(np.float32)
    for expected, actual in zip(run(source, x), run(derived, x), strict=True):
        assert np.abs(expected - actual).max() < 0.02 * np.abs(expected).max()


@pytest.mark.parametrize("packed", [0x00, 0xFF, 0x0F, 0xF8])
@pytest.mark.parametrize("divided", [(), (("product", ((0, 2), (5, 8))),)])
def test_no_sum_of_two_products_overflows(packed: int, divided: Any) -> None:
    source = onnx.load_from_string(model(product("y")))
    weights = numpy_helper.to_array(source.graph.initializer[0])
    source.graph.initializer[0].CopyFrom(numpy_helper.from_array(np.full_like(weights, packed), "w"))
    derived = derive(RECIPE, source.SerializeToString(), divided)
    rounded = numpy_helper.to_array(onnx.load_from_string(derived).graph.initializer[0]).astype(int)
    for sign in (1, -1):
        assert np.clip(sign * rounded, 0, None).reshape(ROWS // 2, 2, COLUMNS).sum(axis=1).max() <= 128
    x = np.where(np.arange(ROWS) < 60, 1, -0.01).astype(np.float32)[None]
    assert (run(derived, x)[0] == run(derived, x, precisely=False)[0]).all()


def test_what_is_divided_computes_the_same() -> None:
    source = model(product(), add("xw", "b", "y"))
    derived = derive(RECIPE, source, (("prod", ((0, 2), (7, 4))), ("duct", ((40, 2),))))
    assert [node.op_type for node in onnx.load_from_string(derived).graph.node] == ["Mul", "DynamicQuantizeMatMul"]
    x = np.random.default_rng(1).normal(size=(5, ROWS)).astype(np.float32)
    x[:, 7] *= 8
    plain = np.abs(run(source, x)[0] - run(derive(RECIPE, source), x)[0]).max()
    assert np.abs(run(source, x)[0] - run(derived, x)[0]).max() < plain


def test_the_manifest_names_what_the_recipe_makes() -> None:
    manifest = load_manifest("nationaldesignstudio/rampart")
    file = manifest.model_file("q8")
    assert file.derived is not None
    made = derive(file.derived.recipe, (MIRROR / manifest.id / file.derived.source).read_bytes(), file.derived.divided)
    assert (len(made), hashlib.sha256(made).hexdigest()) == (file.bytes, file.sha256)


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "an unknown recipe": ("int3", b"", "no recipe"),
    "nothing to change": (RECIPE, model(helper.make_node("Identity", ["x"], ["y"])), "MatMulNBits"),
    "other bits": (RECIPE, model(product("y", bits=8)), "4-bit"),
    "zero points": (RECIPE, model(product("y", extra=("z",))), "zero points"),
    "half a file": (RECIPE, model(product("y"))[:-40], "not ONNX"),
    "not a file": (RECIPE, b"\xff" * 20, "not ONNX"),
}


@pytest.mark.parametrize(
    ("divided", "message"),
    [((("product", ((ROWS, 2),)),), "not there"), ((("product", ((1, 2),)), ("x", ((1, 2),))), "no product")],
)
def test_what_cannot_be_divided_is_refused(divided: Any, message: str) -> None:
    with pytest.raises(ManifestError, match=message):
        derive(RECIPE, model(product("y")), divided)


@pytest.mark.parametrize(("recipe", "source", "message"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused(recipe: str, source: bytes, message: str) -> None:
    with pytest.raises(ManifestError, match=message):
        derive(recipe, source)


def manifest_with(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    import json

    from tabside.model_files.catalog import manifest_path

    data: dict[str, Any] = json.loads(manifest_path("nationaldesignstudio/rampart").read_text(encoding="utf-8"))
    change(next(file for file in data["files"] if "derived" in file)["derived"])
    return data


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda derived: derived.update({"from": "onnx/other.onnx"}), "not there"),
        (lambda derived: derived.update({"from": "onnx/model_q8.onnx"}), "not there"),
        (lambda derived: derived.pop("recipe"), "missing"),
        (lambda derived: derived.update({"more": 1}), "not a field"),
        (lambda derived: derived.update({"divided": []}), "must be an object"),
        (lambda derived: derived.update({"divided": {"x": {}}}), "to channels"),
        (lambda derived: derived.update({"divided": {"x": {"-1": 2}}}), "to channels"),
        (lambda derived: derived.update({"divided": {"x": {"1": 3}}}), "divide by one of"),
    ],
)
def test_a_broken_derivation_is_refused(change: Callable[[dict[str, Any]], None], message: str) -> None:
    from tabside.model_files.manifest_reader import parse_manifest

    with pytest.raises(ManifestError, match=message):
        parse_manifest(manifest_with(change))
