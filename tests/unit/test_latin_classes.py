"""Recognisers cut to Latin letters: the kept scores are those of the published model."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from tabside.errors import ManifestError
from tabside.onnx_file.derivation import derive
from tabside.onnx_file.guard import check_onnx
from tabside.onnx_file.latin_classes import class_names

CHARACTERS = ["中", "a", "ж", "Ł", "🙂", "9", "ab", "€"]
KEPT = [0, 2, 4, 6, 8, 9]
"""No letter, a, Ł, 9, €, and the space."""
INPUTS, HIDDEN = 8, 96


def recogniser(*, named: bool = True) -> bytes:
    """Return a model with a convolution large enough to be stored small, and a product with a column a class."""
    random = np.random.default_rng(3)
    classes = len(CHARACTERS) + 2
    tensors = {
        "filter": random.normal(size=(HIDDEN, INPUTS, 3, 3)).astype(np.float32),
        "weights": random.normal(size=(HIDDEN, classes)).astype(np.float32),
        "bias": random.normal(size=classes).astype(np.float32),
    }
    tensors["filter"][5] = 0  # a channel of zeros
    nodes = [
        helper.make_node("Conv", ["x", "filter"], ["c"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        helper.make_node("ReduceMean", ["c"], ["m"], axes=[2], keepdims=0),
        helper.make_node("Transpose", ["m"], ["t"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["t", "weights"], ["p"]),
        helper.make_node("Add", ["p", "bias"], ["s"]),
        helper.make_node("Identity", ["s"], ["y"]),
    ]
    graph = helper.make_graph(
        nodes,
        "graph",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, INPUTS, 4, None])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, None, classes])],
        [numpy_helper.from_array(value, name) for name, value in tensors.items()],
        value_info=[helper.make_tensor_value_info("s", TensorProto.FLOAT, [None, None, classes])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=8)
    if named:
        model.metadata_props.add(key="character", value="\n".join(CHARACTERS))
    return model.SerializeToString()


def scores(model: bytes) -> np.ndarray:
    x = np.random.default_rng(4).normal(size=(1, INPUTS, 4, 7)).astype(np.float32)
    (answer,) = onnxruntime.InferenceSession(model).run(None, {"x": x})
    return np.asarray(answer)


def test_classes_are_none_those_of_the_metadata_and_the_space() -> None:
    assert class_names(recogniser()) == ["", *CHARACTERS, " "]


def test_the_scores_of_latin_characters_stay_as_they_are() -> None:
    made = derive("latin-classes", recogniser())

    onnx.checker.check_model(onnx.load_from_string(made), full_check=True)
    check_onnx(made)
    assert np.array_equal(scores(made), scores(recogniser())[..., KEPT])
    assert len(made) < len(recogniser())


def test_large_weights_are_stored_as_int8_and_multiplied_out() -> None:
    made = derive("latin-int8", recogniser())

    model = onnx.load_from_string(made)
    onnx.checker.check_model(model, full_check=True)
    check_onnx(made)
    kinds = {tensor.name: tensor.data_type for tensor in model.graph.initializer}
    assert kinds["filter_int8"] == TensorProto.INT8
    assert kinds["weights"] == TensorProto.FLOAT  # too small to be worth it
    expected = scores(recogniser())[..., KEPT]
    assert np.abs(scores(made) - expected).max() < 0.02 * np.abs(expected).max()
    assert len(made) < 0.5 * len(recogniser())


@pytest.mark.parametrize("recipe", ["latin-classes", "latin-int8"])
def test_the_same_bytes_each_time(recipe: str) -> None:
    assert derive(recipe, recogniser()) == derive(recipe, recogniser())


def test_a_model_that_names_no_characters_is_refused() -> None:
    with pytest.raises(ManifestError, match="names its characters"):
        derive("latin-int8", recogniser(named=False))


def test_a_model_without_a_column_for_each_character_is_refused() -> None:
    model = onnx.load_from_string(recogniser())
    model.metadata_props[0].value += "\nß"

    with pytest.raises(ManifestError, match="column"):
        derive("latin-classes", model.SerializeToString())


@pytest.mark.parametrize("data", [b"", b"\xff\xff", b"no model at all"])
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(ManifestError):
        derive("latin-classes", data)
