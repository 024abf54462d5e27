"""Raw logits: every ONNX tensor type through a session shaped like onnxruntime's, compared with onnxruntime itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from numpy import ndarray
from onnx import TensorProto, helper

from tabside import AutoTokenizer, InferenceSession, sync
from tabside.errors import InputError, SessionError, TabsideError

MODEL = "cross-encoder/ms-marco-MiniLM-L12-v2"
TYPES = {
    "float32": TensorProto.FLOAT, "float64": TensorProto.DOUBLE, "float16": TensorProto.FLOAT16,
    "int8": TensorProto.INT8, "int16": TensorProto.INT16, "int32": TensorProto.INT32, "int64": TensorProto.INT64,
    "uint8": TensorProto.UINT8, "uint16": TensorProto.UINT16, "uint32": TensorProto.UINT32,
    "uint64": TensorProto.UINT64, "bool": TensorProto.BOOL,
}  # fmt: skip


def identity(*types: int) -> bytes:
    """Return a model that returns its input, for any type."""
    names = [f"x{index}" for index in range(len(types))]
    graph = helper.make_graph(
        [helper.make_node("Identity", [name], [name.replace("x", "y")]) for name in names],
        "identity",
        [helper.make_tensor_value_info(name, kind, ["n", 2]) for name, kind in zip(names, types, strict=True)],
        [
            helper.make_tensor_value_info(name.replace("x", "y"), kind, ["n", 2])
            for name, kind in zip(names, types, strict=True)
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return bytes(model.SerializeToString())


@pytest.mark.parametrize("dtype", TYPES)
async def test_every_type_goes_there_and_back(dtype: str) -> None:
    given = np.array([[0, 1], [1, 0], [1, 1]]).astype(dtype)
    session = await InferenceSession.create(identity(TYPES[dtype]))

    (found,) = await session.run(None, {"x0": given})

    assert found.dtype == np.dtype(dtype)
    assert np.array_equal(found, given)
    assert (session.get_inputs()[0].name, session.get_inputs()[0].shape) == ("x0", ["n", 2])
    (empty,) = await session.run(None, {"x0": given[:0]})
    assert empty.shape == (0, 2)


async def test_texts_go_there_and_back() -> None:
    given = np.array([["a", "é"], ["", "\U0001f600 and more"]], dtype=object)
    session = await InferenceSession.create(identity(TensorProto.STRING))

    (found,) = await session.run(None, {"x0": given})

    assert session.get_inputs()[0].type == "tensor(string)"
    assert found.dtype == object
    assert found.tolist() == given.tolist()
    found[0, 0] = "mine"
    assert (await session.run(None, {"x0": np.array([["b", "c"]])}))[0].tolist() == [["b", "c"]]
    assert (await session.run(None, {"x0": given[:0]}))[0].shape == (0, 2)
    with pytest.raises(InputError, match="must be texts"):
        await session.run(None, {"x0": np.ones((1, 2))})


def casting(kind: int) -> bytes:
    """Return a model that casts its output to a type."""
    graph = helper.make_graph(
        [helper.make_node("Cast", ["x0"], ["y0"], to=kind)],
        "cast",
        [helper.make_tensor_value_info("x0", TensorProto.FLOAT, ["n", 2])],
        [helper.make_tensor_value_info("y0", kind, ["n", 2])],
    )
    return bytes(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=9).SerializeToString()
    )


@pytest.mark.parametrize(("kind", "name"), [(TensorProto.BFLOAT16, "bfloat16"), (TensorProto.FLOAT8E5M2, "float8e5m2")])
async def test_a_type_that_numpy_has_not_is_said(kind: int, name: str) -> None:
    session = await InferenceSession.create(casting(kind))
    assert session.get_outputs()[0].type == f"tensor({name})"
    with pytest.raises(SessionError, match=f"y0 is of the type {name}, which cannot be handed over"):
        await session.run(None, {"x0": np.ones((1, 2), np.float32)})


async def test_a_sequence_is_no_tensor() -> None:
    graph = helper.make_graph(
        [helper.make_node("SequenceConstruct", ["x0"], ["y0"])],
        "sequence",
        [helper.make_tensor_value_info("x0", TensorProto.FLOAT, ["n"])],
        [helper.make_tensor_sequence_value_info("y0", TensorProto.FLOAT, ["n"])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    session = await InferenceSession.create(bytes(model.SerializeToString()))
    assert session.get_outputs()[0].type == "seq(tensor(float))"
    with pytest.raises(SessionError, match="which cannot be handed over"):
        await session.run(None, {"x0": np.ones(2, np.float32)})


def test_code_for_onnxruntime_ports_by_an_import(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(identity(TensorProto.FLOAT, TensorProto.INT64))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    feeds = {"x0": np.ones((1, 2), np.float32), "x1": np.arange(4).reshape(2, 2)}

    answers = []
    for module in (onnxruntime, sync):
        session = module.InferenceSession(str(path), sess_options=options, providers=["CPUExecutionProvider"])
        ends = [(one.name, one.type, one.shape) for one in (*session.get_inputs(), *session.get_outputs())]
        both = session.run(None, feeds)
        answers.append(
            (ends, [one.tolist() for one in both], session.run(["y1"], feeds)[0].tolist(), session.get_providers())
        )

    assert answers[0] == answers[1]


async def test_outputs_belong_to_the_caller() -> None:
    session = await InferenceSession.create(identity(TensorProto.FLOAT))
    (first,) = await session.run(None, {"x0": np.zeros((2, 2), np.float32)})

    first[:] = 5
    (second,) = await session.run(None, {"x0": np.zeros((2, 2), np.float32)})

    assert second.tolist() == [[0, 0], [0, 0]]
    assert first.tolist() == [[5, 5], [5, 5]]


WRONG = {
    "another name": ({"x9": np.zeros((1, 2), np.float32)}, None, InputError, "takes the inputs x0"),
    "another dtype": ({"x0": np.zeros((1, 2))}, None, InputError, "must be float32, and is float64"),
    "another output": ({"x0": np.zeros((1, 2), np.float32)}, ["z"], InputError, "has the outputs y0"),
    "another rank": ({"x0": np.zeros(2, np.float32)}, None, SessionError, "onnxruntime failed"),
}


@pytest.mark.parametrize(("feeds", "names", "error", "message"), WRONG.values(), ids=WRONG)
async def test_what_does_not_fit_is_said(
    feeds: dict[str, ndarray], names: list[str] | None, error: type[TabsideError], message: str
) -> None:
    session = await InferenceSession.create(identity(TensorProto.FLOAT))
    with pytest.raises(error, match=message):
        await session.run(names, feeds)


async def test_a_disposed_session_says_so() -> None:
    session = await InferenceSession.create(identity(TensorProto.FLOAT))
    await session.dispose()
    await session.dispose()

    with pytest.raises(SessionError, match="disposed"):
        await session.run(None, {"x0": np.zeros((1, 2), np.float32)})


async def test_raw_logits_of_a_shipped_model() -> None:
    session = await InferenceSession.from_pretrained(MODEL)
    encoding = (await AutoTokenizer.from_pretrained(MODEL)).encode("How many people live in Berlin?", "3,520,031 do.")
    feeds = {
        "input_ids": np.array([encoding.ids]),
        "attention_mask": np.array([encoding.attention_mask]),
        "token_type_ids": np.array([encoding.type_ids]),
    }

    (logits,) = await session.run(["logits"], feeds)

    assert logits.shape == (1, 1)
    assert logits.dtype == np.float32
