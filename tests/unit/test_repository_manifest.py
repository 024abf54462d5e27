"""Manifests made from a repository's own files: sentence-transformers' settings are read, or refused by name."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tabside.errors import ManifestError
from tabside.model_files.repository import Entry, Found, Repository
from tabside.model_files.repository_manifest import manifest_of, task_of

SHA = "0" * 64
TRANSFORMER = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}
MEAN = {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}
TWO = [TRANSFORMER, {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}]
CLS = {"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}


def module(path: str, kind: str = "Pooling") -> dict[str, Any]:
    return {"idx": 1, "name": "1", "path": path, "type": f"sentence_transformers.models.{kind}"}


def found(texts: dict[str, Any], weights: tuple[str, ...] = ("onnx/model.onnx",), tag: str | None = None) -> Found:
    bodies = {path: json.dumps(value).encode() for path, value in texts.items()}
    entries = [Entry(path, len(body), "", SHA) for path, body in bodies.items()]
    entries += [Entry(path, 10, "", SHA) for path in (*weights, "tokenizer.json")]
    return Found(Repository("org/name", "a" * 40, tag, None, tuple(entries)), bodies)


@pytest.mark.parametrize(
    ("config", "tag", "is_embedder", "expected"),
    [
        # all-mpnet-base-v2 names a head that its weights are not used with.
        ({"architectures": ["MPNetForMaskedLM"]}, None, True, "feature-extraction"),
        ({"architectures": ["MPNetForMaskedLM"]}, None, False, "fill-mask"),
        ({}, None, True, "feature-extraction"),
        ({"architectures": ["Qwen3ForCausalLM"]}, None, True, "feature-extraction"),
    ],
)
def test_modules_json_makes_an_embedder(
    config: dict[str, list[str]], tag: None, is_embedder: bool, expected: str
) -> None:
    assert task_of(config, tag, is_embedder=is_embedder) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"modules.json": [TRANSFORMER, module("1_Pooling")], "1_Pooling/config.json": CLS}, {"pooling": "cls"}),
        # The path is the module's own, whatever its name.
        ({"modules.json": [TRANSFORMER, module("pooling")], "pooling/config.json": CLS}, {"pooling": "cls"}),
        (
            {
                "modules.json": [TRANSFORMER, module("1_Pooling")],
                "1_Pooling/config.json": MEAN | {"include_prompt": False},
            },
            {"pooling": "mean", "include_prompt": False},
        ),
        (
            {
                "modules.json": [TRANSFORMER],
                "sentence_bert_config.json": {"do_lower_case": True, "max_seq_length": 128},
            },
            {"do_lower_case": True},
        ),
        (
            {
                "modules.json": [TRANSFORMER, module("1_Pooling"), module("2_Dense", "Dense")],
                "1_Pooling/config.json": MEAN,
            },
            {"pooling": "mean, then a dense layer"},
        ),
    ],
    ids=["cls", "pooling at another path", "without the prompt", "lower case", "dense"],
)
def test_settings_of_sentence_transformers_are_read(texts: dict[str, Any], expected: dict[str, Any]) -> None:
    options = manifest_of(found({"config.json": {}, **texts})).options

    assert {key: options.get(key) for key in expected} == expected


def test_prompts_of_a_cross_encoder_are_refused_by_name() -> None:
    config = {"architectures": ["BertForSequenceClassification"]}
    own = {"prompts": {"query": "search: "}, "default_prompt_name": "query"}

    manifest = manifest_of(found({"config.json": config, "config_sentence_transformers.json": own}, tag="text-ranking"))

    assert "prompts" in manifest.options["unsupported"]


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        (("onnx/model_O4.onnx",), "stands for no dtype"),
        (("model.onnx",), 'subfolder=""'),
    ],
)
def test_weights_that_cannot_be_used_are_named_with_the_reason(weights: tuple[str, ...], reason: str) -> None:
    manifest = manifest_of(found({"config.json": {}}, weights))

    with pytest.raises(ManifestError, match="can be used") as caught:
        manifest.model_file("fp32")
    assert reason in caught.value.message


def test_a_config_with_a_byte_order_mark_is_read() -> None:
    texts = found({"config.json": {"max_position_embeddings": 64}})
    marked = Found(texts.repository, {path: b"\xef\xbb\xbf" + body for path, body in texts.texts.items()})

    assert manifest_of(marked).max_length == 64
