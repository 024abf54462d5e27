"""Hub models as a site offers them: files, and a manifest with hashes of pieces and a canary, from a local hub."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from tabside.cli.app import build
from tabside.env import env
from tabside.errors import InputError, IntegrityError, ManifestError, NotFoundError, WrongResultsError
from tabside.hub import load_session, parse_manifest
from tabside.publishing import mirror_for_pages
from tests.unit import trained_tagger
from tests.unit.hub_api import SENTIMENT, Api, Repository, Revision, files, graph, in_two_files, sentiment

SCHEMA = json.loads((Path(__file__).parents[2] / "models" / "manifest.schema.json").read_text(encoding="utf-8"))
EMBEDDER = "org/embedder"
WIDE = 30_000


def read(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(SCHEMA).iter_errors(manifest)) == []
    return manifest


def model_entry(manifest: dict[str, Any]) -> dict[str, Any]:
    (entry,) = [file for file in manifest["files"] if file["role"] == "model"]
    return dict(entry)


@pytest.fixture
def hub(api: Api) -> Api:
    big = graph(WIDE, output="last_hidden_state", per_token=True)
    config = {"architectures": ["BertModel"], "hidden_size": WIDE}
    api.repositories[EMBEDDER] = Repository(
        {"main": Revision(files(config, in_two_files("onnx/model.onnx", big)))}, {"cardData": {"license": "mit"}}
    )
    api.repositories["org/tagger"] = trained_tagger.repository()
    return api


async def test_files_and_manifest_are_those_of_the_commit(hub: Api, tmp_path: Path) -> None:
    folder = await mirror_for_pages(SENTIMENT, tmp_path)
    manifest = read(folder)

    assert folder == tmp_path / SENTIMENT
    assert manifest["revision"] == hub.repositories[SENTIMENT].branches["main"].commit
    assert (manifest["task"], manifest["labels"]) == ("text-classification", ["NEG", "POS"])
    assert manifest["default_dtype"] == {"wasm": "q8", "webgpu": "q8", "cpu": "q8"}
    for file in manifest["files"]:
        content = (folder / file["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
    assert [path.name for path in folder.rglob("*.onnx")] == ["model_quantized.onnx"]


async def test_weights_and_a_revision_can_be_named(hub: Api, tmp_path: Path) -> None:
    folder = await mirror_for_pages(f"{SENTIMENT}@refs/pr/1", tmp_path, dtypes=["fp32", "q4f16"])
    manifest = read(folder)

    assert manifest["revision"] == hub.repositories[SENTIMENT].branches["refs/pr/1"].commit
    assert manifest["default_dtype"] == {"wasm": "fp32", "webgpu": "fp32", "cpu": "fp32"}
    assert sorted(path.name for path in folder.rglob("*.onnx")) == ["model.onnx", "model_q4f16.onnx"]


async def test_a_large_file_lists_its_pieces_and_weights_lie_beside_the_model(hub: Api, tmp_path: Path) -> None:
    folder = await mirror_for_pages(EMBEDDER, tmp_path)
    manifest = read(folder)

    weights = next(file for file in manifest["files"] if file["role"] == "weights")
    content = (folder / weights["path"]).read_bytes()
    size = weights["pieces"]["bytes"]
    assert len(content) > size
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    assert weights["pieces"]["sha256"] == [hashlib.sha256(piece).hexdigest() for piece in pieces]
    assert model_entry(manifest)["external"] == [weights["path"]]


async def test_the_canary_holds_here_and_notices_other_weights(hub: Api, tmp_path: Path) -> None:
    folder = await mirror_for_pages("org/tagger", tmp_path)
    data = read(folder)
    assert model_entry(data)["canary"]["outputs"]["logits"]["shape"][2] == len(trained_tagger.LABELS)
    manifest = parse_manifest(data)
    env.allow_local_models, env.local_model_path = True, str(tmp_path)
    session, _ = await load_session(manifest, manifest.model_file())
    await session.dispose()

    # The hashes are right, so that only the canary can tell.
    altered = trained_tagger.weights(scale=2)
    (folder / "onnx" / "model.onnx").write_bytes(altered)
    entry = next(file for file in data["files"] if file["role"] == "model")
    entry |= {"bytes": len(altered), "sha256": hashlib.sha256(altered).hexdigest()}
    wrong = parse_manifest(data)
    with pytest.raises(WrongResultsError):
        await load_session(wrong, wrong.model_file())


async def test_an_earlier_version_is_replaced_by_the_newest(hub: Api, tmp_path: Path) -> None:
    await mirror_for_pages(SENTIMENT, tmp_path, dtypes=["fp32"])
    hub.repositories[SENTIMENT].branches["main"] = sentiment(3)
    folder = await mirror_for_pages(SENTIMENT, tmp_path)

    assert read(folder)["revision"] == sentiment(3).commit
    assert [path.name for path in folder.rglob("*.onnx")] == ["model_quantized.onnx"]


async def test_what_pages_do_not_run_is_refused_before_weights_are_fetched(hub: Api, tmp_path: Path) -> None:
    llama = files({"architectures": ["LlamaForCausalLM"]}, {"onnx/model.onnx": graph(2)})
    hub.repositories["org/llama"] = Repository({"main": Revision(llama)}, {"pipeline_tag": "text-generation"})

    with pytest.raises(InputError, match="a model for text-generation, which the page does not run"):
        await mirror_for_pages("org/llama", tmp_path)
    with pytest.raises(ManifestError, match="has no bnb4 weights"):
        await mirror_for_pages(SENTIMENT, tmp_path, dtypes=["bnb4"])
    with pytest.raises(NotFoundError):
        await mirror_for_pages(f"{SENTIMENT}@nowhere", tmp_path)
    with pytest.raises(InputError, match="org/name"):
        await mirror_for_pages("../etc", tmp_path)
    assert not [path for path in hub.requests if path.endswith(".onnx")]
    assert list(tmp_path.glob("org")) == []


async def test_bytes_that_are_not_the_listed_ones_are_not_published(hub: Api, tmp_path: Path) -> None:
    hub.altered["onnx/model_quantized.onnx"] = graph(2, scale=5)

    with pytest.raises(IntegrityError):
        await mirror_for_pages(SENTIMENT, tmp_path)
    assert list(tmp_path.glob("org")) == []


def test_the_command_writes_them(hub: Api, tmp_path: Path) -> None:
    done = CliRunner().invoke(build(), ["models", "manifest", SENTIMENT, EMBEDDER, "-o", str(tmp_path / "models")])

    assert done.exit_code == 0, done.output
    assert read(tmp_path / "models" / SENTIMENT)["id"] == SENTIMENT
    assert read(tmp_path / "models" / EMBEDDER)["license"]["spdx"] == "mit"
