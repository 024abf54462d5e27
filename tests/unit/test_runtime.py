"""Native and fake runtimes: tensors owned by the caller, typed errors, disposed sessions."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Sequence

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from tabside import platform
from tabside.errors import InputError, RuntimeUnavailableError, SessionError
from tabside.runtime.base import TYPECODES, Tensor
from tabside.runtime.fake import FakeSession
from tabside.runtime.native import NativeRuntime
from tabside.types import Device


def graph(nodes: Sequence[onnx.NodeProto], element: int) -> bytes:
    value = {name: helper.make_tensor_value_info(name, element, ["batch", 3]) for name in ("x", "y")}
    model = helper.make_model(
        helper.make_graph(nodes, "g", [value["x"]], [value["y"]]),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=10,
    )
    return model.SerializeToString()


IDENTITY = [helper.make_node("Identity", ["x"], ["y"])]
DOUBLE = [helper.make_node("Add", ["x", "x"], ["y"])]


@pytest.mark.parametrize("dtype", list(TYPECODES))
async def test_every_element_type_goes_in_and_comes_back(dtype: str) -> None:
    element = helper.np_dtype_to_tensor_dtype(np.dtype(dtype))
    session = await NativeRuntime().load(graph(IDENTITY, element))
    values = np.array([[0, 1, 1], [1, 0, 1]], dtype=dtype)
    feed = Tensor(dtype, (2, 3), array(TYPECODES[dtype], values.tobytes()))

    result = (await session.run({"x": feed}))["y"]

    assert session.inputs[0].dtype == result.dtype == dtype
    assert session.inputs[0].shape == ("batch", 3)
    assert result.shape == (2, 3)
    assert result.numpy().tolist() == values.tolist()


async def test_outputs_belong_to_the_caller() -> None:
    session = await NativeRuntime().load(graph(DOUBLE, TensorProto.FLOAT))
    first = (await session.run({"x": Tensor.from_rows("float32", [[1, 2, 3]])}))["y"]

    second = (await session.run({"x": Tensor.from_rows("float32", [[7, 8, 9]])}))["y"]
    second.data[0] = -1.0

    assert first.data.tolist() == [2.0, 4.0, 6.0]


async def test_concurrent_runs_do_not_mix() -> None:
    session = await NativeRuntime(threads=1).load(graph(DOUBLE, TensorProto.FLOAT))

    results = await asyncio.gather(
        *(session.run({"x": Tensor.from_rows("float32", [[number] * 3])}) for number in range(50))
    )

    assert [result["y"].data[0] for result in results] == [2.0 * number for number in range(50)]


async def test_a_disposed_session_says_so_and_disposing_twice_is_fine() -> None:
    session = await NativeRuntime().load(graph(DOUBLE, TensorProto.FLOAT))
    await session.dispose()
    await session.dispose()

    with pytest.raises(SessionError, match="disposed"):
        await session.run({"x": Tensor.from_rows("float32", [[1, 2, 3]])})


async def test_what_is_no_model_is_a_session_error() -> None:
    with pytest.raises(SessionError, match="refused"):
        await NativeRuntime().load(b"no model")


async def test_wrong_feeds_are_a_session_error() -> None:
    session = await NativeRuntime().load(graph(DOUBLE, TensorProto.FLOAT))

    with pytest.raises(SessionError, match="failed"):
        await session.run({"x": Tensor.from_rows("float32", [[1, 2]])})


async def test_session_options_reach_onnxruntime() -> None:
    load = NativeRuntime().load
    model = graph(DOUBLE, TensorProto.FLOAT)

    await load(model, session_options={"intra_op_num_threads": 1, "config": {"session.intra_op.allow_spinning": "0"}})
    with pytest.raises(InputError, match="no session option speed"):
        await load(model, session_options={"speed": 11})


@pytest.mark.parametrize("device", ["wasm", "webgpu", "cuda"])
async def test_a_device_that_is_not_here_says_so(device: Device) -> None:
    with pytest.raises(RuntimeUnavailableError, match=r"[Cc]hoose"):
        await NativeRuntime().load(graph(DOUBLE, TensorProto.FLOAT), device=device)


def test_the_default_on_cpython_is_native() -> None:
    assert platform.default_runtime().name == "native"


async def test_a_fake_session_counts_its_calls_and_ends() -> None:
    session = FakeSession(lambda feeds: {"logits": feeds["input_ids"]})
    await session.run({"input_ids": Tensor.from_rows("int64", [[1, 2]])})
    await session.dispose()

    assert session.calls == [(1, 2)]
    with pytest.raises(SessionError, match="disposed"):
        await session.run({"input_ids": Tensor.from_rows("int64", [[1, 2]])})
