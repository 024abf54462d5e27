"""Manifests: shipped ones are valid; invalid ones are refused by both the checks and the schema."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tabside.env import env
from tabside.errors import ManifestError, UnknownModelError
from tabside.hub import list_manifests, load_manifest, parse_manifest

MODELS = Path(__file__).parents[2] / "models"
SCHEMA = json.loads((MODELS / "manifest.schema.json").read_text(encoding="utf-8"))
PATHS = sorted((MODELS / "manifests").glob("*.json"))
RAMPART: dict[str, Any] = json.loads((MODELS / "manifests" / "nationaldesignstudio--rampart.json").read_text("utf-8"))


@cache
def validator() -> Any:
    import jsonschema  # takes two seconds, which collecting the tests should not

    return jsonschema.Draft202012Validator(SCHEMA)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_our_manifests_fit_and_are_named_after_their_model(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))

    validator().validate(data)
    manifest = parse_manifest(data)
    assert path.stem == manifest.id.replace("/", "--")
    assert manifest.one("license") or manifest.license.url
    for device in ("wasm", "webgpu", "cpu"):
        assert manifest.model_file(device=device).role == "model"


def changed(path: str, value: Any) -> dict[str, Any]:
    """Return Rampart's manifest with one field set, or removed if `value` is the ellipsis."""
    data = copy.deepcopy(RAMPART)
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    target: Any = data
    for part in parents:
        target = target[part]
    if value is ...:
        del target[last]
    else:
        target[last] = value
    return data


WRONG = {
    "not an object": [],
    "a text": "rampart",
    "no id": changed("id", ...),
    "id without organisation": changed("id", "rampart"),
    "id that climbs": changed("id", "../rampart"),
    "schema of the future": changed("schema_version", 2),
    "unknown task": changed("task", "guessing"),
    "unknown field": changed("extra", 1),
    "no licence": changed("license", ...),
    "licence without attribution": changed("license.attribution", ""),
    "licence url that runs": changed("license.url", "javascript:alert(1)"),
    "max_length is a text": changed("max_length", "512"),
    "max_length is true": changed("max_length", True),
    "labels of numbers": changed("labels", [1, 2]),
    "dtype nobody knows": changed("default_dtype.wasm", "q3"),
    "no dtype for webgpu": changed("default_dtype.webgpu", ...),
    "no files": changed("files", []),
    "path that climbs": changed("files.0.path", "../config.json"),
    "path that starts at the root": changed("files.0.path", "/etc/passwd"),
    "path with a backslash": changed("files.0.path", "a\\b"),
    "hidden path": changed("files.0.path", ".verified.json"),
    "no bytes": changed("files.0.bytes", 0),
    "sha256 in capitals": changed("files.0.sha256", "A" * 64),
    "sha256 too short": changed("files.0.sha256", "a" * 63),
    "unknown role": changed("files.0.role", "music"),
    "dtype on a config": changed("files.0.dtype", "q4"),
    "model without dtype": changed("files.2.dtype", ...),
    "a canary on a config": changed("files.0.canary", RAMPART["files"][2]["canary"]),
    "a canary without tolerance": changed("files.2.canary.tolerance", ...),
    "a canary of texts": changed("files.2.canary.inputs.input_ids", [["Ada"]]),
    "further files of a config": changed("files.0.external", ["onnx/model.onnx_data"]),
    "further files in a text": changed("files.2.external", "onnx/model.onnx_data"),
    "no further files": changed("files.2.external", []),
    "no sources": changed("sources", []),
    "unknown source": changed("sources.0.type", "ftp"),
    "hub with a package": changed("sources.0.package", "x"),
    "package without version": changed("sources.1.version", ...),
    "package that is an option": changed("sources.1.package", "--index-url"),
    "version that is an option": changed("sources.1.version", "-r"),
    "paths to anywhere": changed("sources.1.paths", {"config.json": "../x"}),
    "recipes for anywhere": changed("sources.1.recipes", {"../x": "latin-int8"}),
    "a recipe that is a path": changed("sources.1.recipes", {"config.json": "../x"}),
    "options is a list": changed("options", []),
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_what_does_not_fit_is_refused_by_checks_and_schema_alike(data: list[Any] | str | dict[str, Any]) -> None:
    with pytest.raises(ManifestError):
        parse_manifest(data)
    assert not validator().is_valid(data)


BEYOND_THE_SCHEMA = {
    "a path twice": changed("files.1.path", "config.json"),
    "default dtype without a file": changed("default_dtype.wasm", "fp32"),
}


@pytest.mark.parametrize("data", BEYOND_THE_SCHEMA.values(), ids=BEYOND_THE_SCHEMA)
def test_contradictions_are_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ManifestError):
        parse_manifest(data)


def test_the_user_may_bring_manifests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "me--mine.json").write_text(json.dumps(changed("id", "me/mine")), encoding="utf-8")
    monkeypatch.setattr(env, "manifest_path", tmp_path)

    assert load_manifest("me/mine").files[0].model_id == "me/mine"
    assert {"me/mine", "nationaldesignstudio/rampart"} <= {manifest.id for manifest in list_manifests()}


@pytest.mark.parametrize("content", ["{", json.dumps(changed("id", "me/other"))], ids=["broken", "of another model"])
def test_a_broken_manifest_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    (tmp_path / "me--mine.json").write_text(content, encoding="utf-8")
    monkeypatch.setattr(env, "manifest_path", tmp_path)

    with pytest.raises(ManifestError, match=r"me--mine\.json"):
        load_manifest("me/mine")


@pytest.mark.parametrize("model_id", ["nobody/nothing", "nothing", "../../etc/passwd", "a/b/c", ""])
def test_an_unknown_model_says_which_there_are(model_id: str) -> None:
    with pytest.raises(UnknownModelError):
        load_manifest(model_id)


def test_model_file_is_chosen_by_dtype_and_subfolder() -> None:
    manifest = load_manifest("nationaldesignstudio/rampart")

    assert manifest.model_file().path == "onnx/model_q8.onnx"
    assert manifest.model_file("auto", "webgpu", "onnx").dtype == "q4"
    with pytest.raises(ManifestError, match="it has: q4, q8"):
        manifest.model_file("fp32")
    with pytest.raises(ManifestError, match="it has: none"):
        manifest.model_file(subfolder="elsewhere")
    assert [file.path for file in manifest.files_to_load(manifest.model_file("q4"))] == [
        "config.json",
        "tokenizer.json",
        "onnx/model_q4.onnx",
    ]


def with_further(path: str, role: str = "weights") -> dict[str, Any]:
    data = copy.deepcopy(RAMPART)
    data["files"].append({"path": path, "bytes": 8, "sha256": "a" * 64, "role": role})
    data["files"][2]["external"] = [path]
    return data


def test_a_models_further_files_are_those_beside_it() -> None:
    path = f"{RAMPART['files'][2]['path'].rpartition('/')[0]}/model.onnx_data"
    data = with_further(path)
    manifest = parse_manifest(data)

    (model,) = [file for file in manifest.files if file.external]
    assert model.external_sizes() == {"model.onnx_data": 8}
    assert path in [file.path for file in manifest.files_to_load(model)]
    assert validator().is_valid(data)
    for wrong in (with_further("elsewhere/model.onnx_data"), with_further(path, "other")):
        with pytest.raises(ManifestError, match="beside the model"):
            parse_manifest(wrong)
