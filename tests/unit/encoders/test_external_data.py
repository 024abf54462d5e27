"""Weights in further files: verified like the first, opened by the names that were verified, and by no others."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, external_data_helper, helper, numpy_helper

from tabside import InferenceSession, models, pipeline
from tabside.errors import IntegrityError, ModelRefusedError
from tabside.onnx_file.guard import check_onnx
from tests.unit.encoders import tiny
from tests.unit.hub_api import Repository, Revision, files, graph

ROOT = Path(__file__).parents[3]
MODEL = "org/large"
CONFIG = {"architectures": ["BertForSequenceClassification"], "id2label": {"0": "NEG", "1": "POS"}}
APART = (".onnx", "_data", ".data", "_data_1")


def split(location: str, *more: str) -> dict[str, bytes]:
    """Return a model's file and its data files. With `more` locations each tensor has its own."""
    model = onnx.load_from_string(graph(2))
    model.graph.node[-1].output[0] = "sum"
    model.graph.node.append(helper.make_node("Add", ["sum", "bias"], ["logits"]))
    model.graph.initializer.append(numpy_helper.from_array(np.zeros(2, np.float32), "bias"))
    written: dict[str, bytes] = {}
    large = [tensor for tensor in model.graph.initializer if tensor.name in ("table", "bias")]
    for place, tensor in zip((location, *more, *[location] * 9), large, strict=False):
        content = written.get(place, b"")
        padded = content + b"\0" * (-len(content) % 64)
        raw = tensor.raw_data
        external_data_helper.set_external_data(tensor, place, offset=len(padded), length=len(raw))
        tensor.ClearField("raw_data")
        written[place] = padded + raw
    return {"onnx/model.onnx": model.SerializeToString(), **{f"onnx/{name}": body for name, body in written.items()}}


def serve(hub: Any, weights: Mapping[str, bytes]) -> None:
    hub.repositories[MODEL] = Repository({"main": Revision(files(CONFIG, weights), apart=APART)})


LAYOUTS = {
    "optimum": split("model.onnx_data"),
    "torch": split("model.onnx.data"),
    "several": split("model.onnx_data", "model.onnx_data_1"),
}


@pytest.mark.parametrize("weights", LAYOUTS.values(), ids=LAYOUTS)
async def test_weights_in_further_files_are_loaded(hub: Any, weights: Any) -> None:
    serve(hub, weights)

    classify = await pipeline("text-classification", MODEL)

    assert (await classify("good", function_to_apply="none"))[0] == {"label": "POS", "score": 1.0}
    read = {path.rpartition("/")[2] for path in hub.requests if "/onnx/" in path}
    assert read == {path.rpartition("/")[2] for path in weights}
    assert set((await models.verify(MODEL)).values()) == {"ok"}
    assert await models.size(MODEL) > sum(map(len, weights.values()))


async def test_an_altered_data_file_is_refused(hub: Any) -> None:
    weights = split("model.onnx_data")
    serve(hub, weights)
    hub.altered["onnx/model.onnx_data"] = b"\xff" * len(weights["onnx/model.onnx_data"])

    with pytest.raises(IntegrityError, match="onnx_data"):
        await pipeline("text-classification", MODEL)


def tampered(change: Callable[[TensorProto], None]) -> bytes:
    model = onnx.load_from_string(split("model.onnx_data")["onnx/model.onnx"])
    change(model.graph.initializer[0])
    return model.SerializeToString()


def entry(key: str, value: str) -> Callable[[TensorProto], None]:
    def change(tensor: TensorProto) -> None:
        kept = [(one.key, one.value) for one in tensor.external_data if one.key != key]
        tensor.ClearField("external_data")
        for name, text in [*kept, (key, value)]:
            tensor.external_data.add(key=name, value=text)

    return change


def both(tensor: TensorProto) -> None:
    tensor.raw_data = bytes(96)


def twice(tensor: TensorProto) -> None:
    tensor.external_data.add(key="location", value="model.onnx_data")


HOSTILE = {
    "another file": entry("location", "secrets.txt"),
    "a path": entry("location", "../../../etc/passwd"),
    "the same file by a path": entry("location", "./model.onnx_data"),
    "an absolute path": entry("location", "/etc/passwd"),
    "no location": entry("location", ""),
    "past the end": entry("offset", "4096"),
    "a negative offset": entry("offset", "-1"),
    "a huge offset": entry("offset", "9" * 30),
    "a word for a number": entry("offset", "0x10"),
    "another length": entry("length", "8"),
    "weights here as well": both,
    "a location twice": twice,
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
async def test_a_place_that_was_not_verified_is_refused(hub: Any, change: Any) -> None:
    size = len(split("model.onnx_data")["onnx/model.onnx_data"])
    content = tampered(change)

    with pytest.raises(ModelRefusedError):
        check_onnx(content, {"model.onnx_data": size})

    serve(hub, {**split("model.onnx_data"), "onnx/model.onnx": content})
    with pytest.raises(ModelRefusedError):
        await pipeline("text-classification", MODEL)


def test_the_tab_refuses_the_same_and_takes_the_same(tmp_path: Any) -> None:
    size = len(split("model.onnx_data")["onnx/model.onnx_data"])
    contents = [split("model.onnx_data")["onnx/model.onnx"], *map(tampered, HOSTILE.values())]
    for number, content in enumerate(contents):
        (tmp_path / str(number)).write_bytes(content)
    script = """
      import { readFileSync } from "node:fs";
      import { checkOnnx } from "./web/worker/onnx/onnx-guard.js";
      const [folder, count, size] = process.argv.slice(1);
      const beside = new Map([["model.onnx_data", Number(size)]]);
      const reasons = Array.from({ length: Number(count) }, (_, number) => {
        try { checkOnnx(new Uint8Array(readFileSync(`${folder}/${number}`)), beside); return null; }
        catch (error) { return error.details.reason; }
      });
      console.log(JSON.stringify(reasons));"""
    command = ["node", "--input-type=module", "-e", script, str(tmp_path), str(len(contents)), str(size)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)

    def reason(content: bytes) -> Any:
        try:
            check_onnx(content, {"model.onnx_data": size})
        except ModelRefusedError as refusal:
            return refusal.details["reason"]
        return None

    assert json.loads(done.stdout) == [reason(content) for content in contents]
    assert reason(contents[0]) is None


def test_without_named_files_external_data_is_refused() -> None:
    with pytest.raises(ModelRefusedError, match="outside"):
        check_onnx(split("model.onnx_data")["onnx/model.onnx"])


async def test_a_model_of_ones_own_may_have_data_beside_it(tmp_path: Any) -> None:
    for path, body in split("model.onnx_data").items():
        (tmp_path / path.rpartition("/")[2]).write_bytes(body)

    session = await InferenceSession.create(tmp_path / "model.onnx")
    (logits,) = await session.run(None, {name: np.array([[2, 5, 3]]) for name in ("input_ids", "attention_mask")})

    assert logits.tolist() == [[0.0, 1.0]]
    (tmp_path / "model.onnx_data").rename(tmp_path / "elsewhere")
    (tmp_path / "model.onnx_data").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ModelRefusedError):
        await InferenceSession.create(tmp_path / "model.onnx")


def write(folder: Any, weights: Mapping[str, bytes]) -> None:
    for path, body in files(CONFIG, weights, tokenizer_config=tiny.WORDPIECE).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)


@pytest.mark.parametrize("name", ["", "onnx/model.onnx"])
async def test_a_folder_or_a_file_in_one_is_a_model(hub: Any, tmp_path: Any, name: Any) -> None:
    write(tmp_path / "mine", split("model.onnx_data"))

    classify = await pipeline("text-classification", str(tmp_path / "mine" / name), local_files_only=True)

    assert (await classify("good"))[0]["label"] == "POS"
    assert hub.requests == []


NAMES = {
    "model_qint8_avx512_vnni.onnx": 3.0,
    "special": 4.0,
}


@pytest.mark.parametrize(("name", "score"), NAMES.items())
async def test_weights_of_other_names_are_chosen_by_name(hub: Any, name: Any, score: Any) -> None:
    weights = {
        "onnx/model_qint8_avx512_vnni.onnx": graph(2, scale=3.0),
        "onnx/special_quantized.onnx": graph(2, scale=4.0),
    }
    serve(hub, weights)

    classify = await pipeline("text-classification", MODEL, model_file_name=name)

    assert (await classify("good", function_to_apply="none"))[0]["score"] == score
