"""Canaries: the manifests' references hold natively, and a wrong answer is noticed, here and in the tab."""

from __future__ import annotations

import json
import math
import subprocess
from array import array
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tabside import platform
from tabside.env import env
from tabside.errors import ManifestError, WrongResultsError
from tabside.hub import ModelFile, default_files, list_manifests, load_manifest, local_path
from tabside.model_files.canary import Canary, Reference
from tabside.model_files.manifest_reader import parse_canary
from tabside.runtime.base import Tensor
from tabside.runtime.canary import complaint, feeds
from tabside.runtime.native import NativeRuntime

ROOT = Path(__file__).resolve().parents[2]
FILES = [file for manifest in list_manifests() for file in manifest.files if file.role == "model"]


@pytest.fixture(autouse=True)
def mirror(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "cache_dir", ROOT / "models" / ".cache")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.model_id} {file.dtype}")
async def test_native_onnxruntime_answers_each_canary(file: ModelFile) -> None:
    assert file.canary is not None
    manifest = load_manifest(file.model_id)
    await default_files().ensure(manifest, manifest.files_to_load(file))
    session = await NativeRuntime().load(local_path(file))

    answer = await session.run(feeds(file.canary, session.inputs))

    assert complaint(file.canary, answer) is None
    name, reference = next(iter(file.canary.outputs.items()))
    off = [abs(a - b) for a, b in zip(answer[name].data[:: reference.stride], reference.values, strict=True)]
    assert max(off) < file.canary.tolerance / 2, "the reference is hardly met: models/canary.py makes it anew"


async def test_a_runtime_that_answers_wrongly_is_not_used() -> None:
    file = next(file for file in FILES if file.dtype == "q4")
    assert file.canary is not None
    manifest = load_manifest(file.model_id)
    await default_files().ensure(manifest, manifest.files_to_load(file))
    moved = {
        name: replace(reference, values=[value + 1 for value in reference.values])
        for name, reference in file.canary.outputs.items()
    }

    await platform.default_runtime().create_session(file)
    with pytest.raises(WrongResultsError) as caught:
        await platform.default_runtime().create_session(replace(file, canary=replace(file.canary, outputs=moved)))
    assert caught.value.details == {"model": file.model_id, "reason": "values"}


RIGHT = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
CANARY = Canary({"ids": [[1, 2]]}, {"y": Reference((2, 3), 1, RIGHT)}, 0.1)
ANSWERS: dict[str, tuple[list[float], tuple[int, ...], str, str | None]] = {
    "the same": (RIGHT, (2, 3), "y", None),
    "rounded otherwise": ([value + 0.09 for value in RIGHT], (2, 3), "y", None),
    "one element off": ([0, 1, 2, 3, 4, 5.2], (2, 3), "y", "values"),
    "all zero": ([0.0] * 6, (2, 3), "y", "values"),
    "scaled": ([value * 1.5 for value in RIGHT], (2, 3), "y", "values"),
    "shifted by one": ([*RIGHT[1:], 0], (2, 3), "y", "values"),
    "not a number": ([0, 1, math.nan, 3, 4, 5], (2, 3), "y", "not finite"),
    "infinite": ([0, 1, math.inf, 3, 4, 5], (2, 3), "y", "not finite"),
    "transposed": (RIGHT, (3, 2), "y", "shape"),
    "cut short": (RIGHT[:3], (1, 3), "y", "shape"),
    "another output": (RIGHT, (2, 3), "z", "shape"),
}


@pytest.mark.parametrize(("values", "shape", "name", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_what_is_complained_about(values: list[float], shape: tuple[int, ...], name: str, expected: str | None) -> None:
    assert complaint(CANARY, {name: Tensor("float32", shape, array("f", values))}) == expected


def test_an_element_between_two_strides_must_be_finite_too() -> None:
    canary = Canary({"ids": [[1]]}, {"y": Reference((3,), 2, [0.0, 2.0])}, 0.1)

    assert complaint(canary, {"y": Tensor("float32", (3,), array("f", [0, math.nan, 2]))}) == "not finite"


def test_the_tab_complains_about_the_same() -> None:
    script = """
      import { complaintAbout } from "./web/worker/ort/canary.js";
      const y = { shape: [2, 3], stride: 1, values: [0, 1, 2, 3, 4, 5] };
      const canary = { inputs: {}, outputs: { y }, tolerance: 0.1 };
      const answers = Function(`return ${process.argv[1]}`)();
      console.log(JSON.stringify(answers.map(([data, shape, name]) =>
        complaintAbout(canary, { [name]: { dtype: "float32", shape, data: Float32Array.from(data) } }))));"""
    # JSON has no NaN, JavaScript has.
    answers = json.dumps([[values, shape, name] for values, shape, name, _ in ANSWERS.values()])
    command = ["node", "--input-type=module", "-e", script, answers]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)

    assert json.loads(done.stdout) == [expected for *_, expected in ANSWERS.values()]


GOOD: dict[str, Any] = {
    "inputs": {"ids": [[1, 2]], "mask": [[1, 1]]},
    "outputs": {"y": {"shape": [1, 2], "stride": 1, "values": [0.5, 1]}},
    "tolerance": 0.1,
}
WRONG: dict[str, Any] = {
    "a list": [],
    "no tolerance": {name: value for name, value in GOOD.items() if name != "tolerance"},
    "a tolerance of nothing": {**GOOD, "tolerance": 0},
    "an endless tolerance": {**GOOD, "tolerance": math.inf},
    "another field": {**GOOD, "more": 1},
    "no inputs": {**GOOD, "inputs": {}},
    "inputs of two shapes": {**GOOD, "inputs": {"ids": [[1, 2]], "mask": [[1]]}},
    "ids that are texts": {**GOOD, "inputs": {"ids": [["1", "2"]]}},
    "no outputs": {**GOOD, "outputs": {}},
    "values past the end": {**GOOD, "outputs": {"y": {"shape": [1, 2], "stride": 2, "values": [0.5, 1]}}},
    "no stride": {**GOOD, "outputs": {"y": {"shape": [1, 2], "values": [0.5]}}},
    "values that are none": {**GOOD, "outputs": {"y": {"shape": [1, 2], "stride": 1, "values": [None]}}},
}


def test_a_canary_is_read_from_a_manifest() -> None:
    assert parse_canary(GOOD).outputs["y"] == Reference((1, 2), 1, (0.5, 1))


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_a_canary_that_could_not_sing_is_refused(data: Any) -> None:
    with pytest.raises(ManifestError):
        parse_canary(data)
