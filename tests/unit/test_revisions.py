"""Hub models without a manifest: one is generated for a fixed commit, verified and remembered."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from tabside import AutoConfig, AutoTokenizer, InferenceSession, hub, models, pipeline
from tabside.batch.job import Job
from tabside.cli.app import build
from tabside.disk.revisions import recall
from tabside.env import env
from tabside.errors import (
    DownloadError,
    GatedError,
    InputError,
    IntegrityError,
    ManifestError,
    NotFoundError,
    OfflineError,
    TabsideError,
    UnknownModelError,
)
from tests.unit import hub_api
from tests.unit.hub_api import LABELS, SENTIMENT, Repository, Revision, files, graph, sentiment


async def logits(**options: Any) -> float:
    """Return the model's score for "good", which identifies its weights."""
    classify = await pipeline("text-classification", SENTIMENT, **options)
    (best,) = await classify("good", function_to_apply="none")
    assert best["label"] == "POS"
    return best["score"]


CHOICES = {
    "by default": ({}, 1),
    "auto": ({"dtype": "auto"}, 1),
    "fp32": ({"dtype": "fp32"}, 1),
    "q8": ({"dtype": "q8"}, 2),
    "q4f16": ({"dtype": "q4f16"}, 3),
    "another folder": ({"dtype": "int8", "subfolder": "other"}, 4),
    "the top folder": ({"subfolder": ""}, 5),
    "a branch": ({"revision": "refs/pr/1"}, 10),
    "a commit": ({"revision": sentiment(10).commit}, 10),
    "a branch and a dtype": ({"revision": "refs/pr/1", "dtype": "q8"}, 11),
}


@pytest.mark.parametrize(("options", "expected"), CHOICES.values(), ids=CHOICES)
async def test_weights_are_chosen_by_dtype_folder_and_revision(
    api: hub_api.Api, options: dict[str, str], expected: int
) -> None:
    assert await logits(**options) == expected
    read = [path for path in api.requests if path.endswith(".onnx")]
    assert len(read) == 1


async def test_what_was_loaded_once_makes_no_request_again_and_stays_at_its_commit(
    api: hub_api.Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await logits() == 1
    api.repositories[SENTIMENT].branches |= {"main": sentiment(20), "v1": sentiment()}
    api.requests.clear()

    assert await logits(device="cpu") == 1
    assert await logits(device="cpu", local_files_only=True) == 1
    monkeypatch.setattr(env, "allow_remote_models", False)
    assert await logits(session_options={"intra_op_num_threads": 1}) == 1
    assert api.requests == []

    monkeypatch.setattr(env, "allow_remote_models", True)
    assert await logits(dtype="q8") == 2, "a further file comes from the same commit"
    assert await logits(revision=sentiment(20).commit) == 20


async def test_after_a_delete_a_branch_means_what_it_means_now(api: hub_api.Api) -> None:
    assert await logits() == 1
    assert await models.is_cached(SENTIMENT, dtype="fp32")
    assert not await models.is_cached(SENTIMENT, dtype="q8")
    assert [(one.id, one.dtypes) for one in await models.list() if one.id == SENTIMENT] == [(SENTIMENT, ("fp32",))]
    api.repositories[SENTIMENT].branches["main"] = sentiment(20)

    assert await models.delete(SENTIMENT) > 0

    assert not list(env.cache_dir.rglob("*.onnx"))
    with pytest.raises(UnknownModelError):
        await models.is_cached(SENTIMENT)
    assert await logits(device="cpu") == 20


async def test_loads_that_begin_together_ask_once(api: hub_api.Api) -> None:
    tasks = ("text-classification", "zero-shot-classification", "text-ranking")
    await asyncio.gather(*(pipeline(task, SENTIMENT) for task in tasks))

    assert len([path for path in api.requests if "/api/" in path and "/revision/" in path]) == 1


async def test_a_damaged_file_is_asked_for_again(api: hub_api.Api) -> None:
    await logits()
    for path in env.cache_dir.rglob("config.json"):
        path.write_text("{}")

    assert await logits(device="cpu") == 1


async def test_an_altered_body_is_not_kept(api: hub_api.Api) -> None:
    api.altered["onnx/model.onnx"] = graph(2, scale=7)
    with pytest.raises(IntegrityError):
        await logits()
    api.altered = {"config.json": b"{}"}
    with pytest.raises(IntegrityError):
        await logits(revision="refs/pr/1")
    api.altered.clear()
    assert await logits() == 1


async def test_tokenizer_config_and_raw_logits_come_from_the_hub_too(api: hub_api.Api) -> None:
    tokenizer = await AutoTokenizer.from_pretrained(SENTIMENT)
    config = await AutoConfig.from_pretrained(SENTIMENT)
    assert tokenizer.encode("a good film").tokens == ["[CLS]", "a", "good", "film", "[SEP]"]
    assert config.id2label == {0: "NEG", 1: "POS"}
    assert not [path for path in api.requests if path.endswith(".onnx")]

    session = await InferenceSession.from_pretrained(SENTIMENT, dtype="q8")
    ids = np.array([tokenizer.encode("bad").ids])
    (found,) = await session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
    assert found.tolist() == [[2, 0]]


def wrong_layouts(api: hub_api.Api) -> None:
    """Repositories that cannot be used, beside one that can."""
    weights = {"onnx/model.onnx": graph(2)}
    made = {
        "org/gated": Repository({"main": sentiment()}, is_gated=True),
        "org/writer": Repository(
            {"main": Revision(files({"architectures": ["T5ForConditionalGeneration"]}, weights))},
            {"pipeline_tag": "text2text-generation"},
        ),
        "org/pytorch": Repository({"main": Revision(files(LABELS, {"model.safetensors": b"weights"}))}),
        "org/mute": Repository({"main": Revision({"config.json": b"{}", **weights})}),
        "org/broken": Repository({"main": Revision(files(LABELS, weights) | {"config.json": b"{"})}),
    }
    api.repositories |= made


WRONG = {
    "a dtype that it has not": (SENTIMENT, {"dtype": "bnb4"}, ManifestError, "no bnb4 weights there; it has: fp32, q4"),
    "a folder that it has not": (SENTIMENT, {"subfolder": "openvino"}, ManifestError, "no ONNX file in that folder"),
    "no such revision": (SENTIMENT, {"revision": "v9"}, NotFoundError, "no revision v9"),
    "no such model": ("org/nothing", {}, UnknownModelError, "Check its spelling"),
    "no model id": ("../../etc", {}, UnknownModelError, "organisation/name"),
    "gated": ("org/gated", {}, GatedError, "accept its authors' terms"),
    "a task that there is not": ("org/writer", {}, InputError, "a model for text2text-generation, not for text-cl"),
    "no ONNX": ("org/pytorch", {}, ManifestError, "no ONNX file in that folder"),
    "no tokenizer": ("org/mute", {}, ManifestError, r"neither tokenizer\.json nor vocab\.txt"),
    "no JSON": ("org/broken", {}, ManifestError, r"config\.json of org/broken is not JSON"),
    "nothing stored": (SENTIMENT, {"local_files_only": True}, OfflineError, "not allowed: local_files_only is set"),
}


@pytest.mark.parametrize(("model", "options", "error", "message"), WRONG.values(), ids=WRONG)
async def test_what_cannot_be_loaded_says_why(
    api: hub_api.Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    model: str, options: dict[str, Any], error: type[TabsideError], message: str,
) -> None:  # fmt: skip
    wrong_layouts(api)
    monkeypatch.chdir(tmp_path)  # a folder that is there is a model, and `../../etc` is one below some checkouts

    with pytest.raises(error, match=message) as caught:
        await pipeline("text-classification", model, **options)

    assert type(caught.value) is error
    assert not [path for path in api.requests if path.endswith(".onnx")]


async def test_downloads_that_are_not_allowed_are_not_made(api: hub_api.Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "allow_remote_models", False)
    with pytest.raises(OfflineError, match=r"not stored here, and downloads are not allowed: env\.allow_remote_models"):
        await pipeline("text-classification", SENTIMENT)
    assert api.requests == []


@pytest.mark.parametrize(
    ("status", "host", "error", "message"),
    [
        (503, None, DownloadError, "answered 503"),
        (404, None, DownloadError, "does not answer as a hub does"),
        (None, "http://127.0.0.1:9", OfflineError, "cannot be reached"),
    ],
)
async def test_a_hub_that_fails_is_a_typed_error_and_is_asked_again(
    api: hub_api.Api,
    monkeypatch: pytest.MonkeyPatch,
    status: int | None,
    host: str | None,
    error: type[TabsideError],
    message: str,
) -> None:
    api.status = status
    with monkeypatch.context() as patch:
        patch.setattr(env, "remote_host", host or api.url)
        with pytest.raises(error, match=message):
            await pipeline("text-classification", SENTIMENT)
    api.status = None
    assert await logits() == 1


FACTS = {
    "two labels without names": ({"architectures": ["XForSequenceClassification"]}, None, "text-classification", 512),
    "a position limit": (
        {"architectures": ["BertModel"], "max_position_embeddings": 128}, None, "feature-extraction", 128,
    ),
    "positions that are offset": (
        {
            "architectures": ["RobertaForMaskedLM"], "model_type": "roberta",
            "max_position_embeddings": 514, "pad_token_id": 1,
        },
        "fill-mask", "fill-mask", 512,
    ),
    "the authors' word for the same head": (
        {"architectures": ["BertForSequenceClassification"], "num_labels": 1}, "text-ranking", "text-ranking", 512,
    ),
    "the authors' word alone": ({}, "question-answering", "question-answering", 512),
    "a masked model that embeds": (
        {"architectures": ["BertForMaskedLM"]}, "sentence-similarity", "feature-extraction", 512,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("config", "tag", "task", "length"), FACTS.values(), ids=FACTS)
async def test_a_config_says_task_labels_and_limit(
    api: hub_api.Api, config: dict[str, Any], tag: str | None, task: str, length: int
) -> None:
    made = Revision(files(config, {"onnx/model.onnx": graph(2)}))
    api.repositories["org/model"] = Repository({"main": made}, {"pipeline_tag": tag, "cardData": {"license": "mit"}})

    manifest = await hub.find_manifest("org/model")

    assert (manifest.task, manifest.max_length, manifest.license.spdx) == (task, length, "mit")
    names = {"text-classification": ("LABEL_0", "LABEL_1"), "text-ranking": ("LABEL_0",)}
    assert manifest.labels == names.get(task)
    assert (manifest.revision, hub.load_manifest("org/model")) == (made.commit, manifest)


async def test_a_vocabulary_alone_is_a_tokenizer(api: hub_api.Api) -> None:
    made = files(LABELS, {"onnx/model.onnx": graph(2)}, tokenizer_config={"do_lower_case": False})
    del made["tokenizer.json"]
    made["vocab.txt"] = "\n".join(hub_api.WORDS).encode() + b"\n"
    api.repositories[SENTIMENT] = Repository({"main": Revision(made)})

    assert await logits() == 1
    tokenizer = await AutoTokenizer.from_pretrained(SENTIMENT)
    assert tokenizer.encode("Good film").tokens == ["[CLS]", "[UNK]", "film", "[SEP]"]


async def test_a_large_tokenizer_is_fetched_like_weights(api: hub_api.Api) -> None:
    made = Revision(files(LABELS, {"onnx/model.onnx": graph(2)}), apart=(".onnx", "tokenizer.json"))
    api.repositories[SENTIMENT] = Repository({"main": made})

    await hub.find_manifest(SENTIMENT)
    assert not [path for path in api.requests if path.endswith("tokenizer.json")]
    assert await logits() == 1


async def test_a_folder_of_ones_own_needs_no_hub(
    api: hub_api.Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, body in sentiment(5).files.items():
        (tmp_path / "local" / SENTIMENT / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "local" / SENTIMENT / path).write_bytes(body)
    monkeypatch.setattr(env, "local_model_path", tmp_path / "local")
    monkeypatch.setattr(env, "allow_local_models", True)

    assert await logits() == 5
    assert await logits(dtype="int8", subfolder="other") == 8
    assert api.requests == []
    assert not env.cache_dir.exists()
    shutil.rmtree(tmp_path / "local")
    assert await logits(device="cpu") == 1


@pytest.mark.parametrize("revision", ["../../elsewhere", "..", "refs/pr/1", sentiment().commit.upper()])
async def test_a_revision_is_no_path(api: hub_api.Api, revision: str) -> None:
    await logits()
    assert recall(SENTIMENT, revision=revision) is None
    assert recall(SENTIMENT, revision=sentiment().commit) is not None


async def test_a_listing_that_names_strange_paths_is_read_without_them(api: hub_api.Api) -> None:
    repository = api.repositories[SENTIMENT]
    main = repository.branches["main"]
    repository.branches["main"] = Revision({**main.files, "a file.txt": b"x", "..weird/x": b"y", "empty": b""})

    assert await logits() == 1
    (listing,) = env.cache_dir.rglob("listing.json")
    assert "weird" not in listing.read_text()
    assert json.loads(listing.read_text())["commit"] == repository.branches["main"].commit


def test_a_batch_asks_once_and_all_its_workers_recall(api: hub_api.Api, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("good\nbad\n")
    job = Job(task="classify", inputs=(str(tmp_path / "in.txt"),), output=str(tmp_path / "out"), model=SENTIMENT)

    resolved = job.resolved()
    api.requests.clear()

    assert resolved.dtype == "fp32"
    assert {file.path for file in resolved.model_files()} == {"config.json", "tokenizer.json", "onnx/model.onnx"}
    assert api.requests == []


def test_models_of_the_hub_are_downloaded_verified_and_deleted_on_the_command_line(
    api: hub_api.Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tabside(*arguments: str) -> Result:
        return CliRunner().invoke(build(), ["models", *arguments])

    assert tabside("download", SENTIMENT, "--dtype", "q8").exit_code == 0
    assert f"ok\t{SENTIMENT}/onnx/model_quantized.onnx" in tabside("verify", SENTIMENT).stdout
    assert tabside("delete", SENTIMENT).exit_code == 0
    assert tabside("verify", SENTIMENT).exit_code == 1
