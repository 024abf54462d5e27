"""Files of sentence-transformers in a hub's model: pooling, prompts, limits."""

from __future__ import annotations

from typing import Any

import pytest

from tabside import pipeline
from tabside.errors import ManifestError
from tests.unit import hub_api
from tests.unit.hub_api import Repository, Revision, files, graph


def embedder(config: dict[str, Any] | None = None, **more: Any) -> Revision:
    weights = {"onnx/model.onnx": graph(4, output="last_hidden_state", per_token=True)}
    return Revision(files({"architectures": ["BertModel"], **(config or {})}, weights, **more))


async def test_sentence_transformers_own_files_say_how_vectors_are_made(api: hub_api.Api) -> None:
    modules = [{"type": f"sentence_transformers.models.{name}"} for name in ("Transformer", "Pooling", "Normalize")]
    api.repositories["org/embedder"] = Repository(
        {
            "main": embedder(
                modules=modules,
                sentence_bert_config={"max_seq_length": 8},
                config_sentence_transformers={"prompts": {"query": "good "}, "similarity_fn_name": "dot"},
                **{"1_Pooling__config": {"pooling_mode_cls_token": False, "pooling_mode_max_tokens": True}},
            )
        },
        {"pipeline_tag": "sentence-similarity"},
    )
    embed = await pipeline("feature-extraction", "org/embedder")

    assert (embed.pooling, embed.normalizes, embed.max_length, embed.similarity_fn_name) == ("max", True, 8, "dot")
    assert (await embed.encode_query("film")).tolist() == [0, 0, 0, 1]
    assert (await embed.encode("film")).tolist() == [0, 0, 0, 0]
    similar = await pipeline("sentence-similarity", "org/embedder")
    assert await similar("good", ["bad", "good"]) == [0, 1]


def pooled_in(path: str, **more: Any) -> Repository:
    modules = [
        {"type": f"sentence_transformers.models.{name}", "path": where}
        for name, where in (("Transformer", ""), ("Pooling", path))
    ]
    return Repository({"main": embedder(modules=modules, **more)})


@pytest.mark.parametrize("path", ["pooling", "modules/pool", "1_Pooling"])
async def test_the_pooling_module_is_where_modules_json_says(api: hub_api.Api, path: str) -> None:
    config = {f"{path.replace('/', '__')}__config": {"pooling_mode_cls_token": True}}
    api.repositories["org/embedder"] = pooled_in(path, **config)

    assert (await pipeline("feature-extraction", "org/embedder")).pooling == "cls"


async def test_a_pooling_module_without_its_config_is_no_mean(api: hub_api.Api) -> None:
    api.repositories["org/embedder"] = pooled_in("pool")
    embed = await pipeline("feature-extraction", "org/embedder")

    with pytest.raises(ManifestError, match=r"pool/config\.json, which is missing"):
        await embed.encode("good")


async def test_a_prompt_that_is_not_pooled_is_skipped_by_the_first_token_too(api: hub_api.Api) -> None:
    config = {"1_Pooling__config": {"pooling_mode_cls_token": True, "include_prompt": False}}
    api.repositories["org/embedder"] = pooled_in("1_Pooling", **config)
    embed = await pipeline("feature-extraction", "org/embedder")

    # [CLS] a | good [SEP]: the first token after the prompt.
    assert (await embed.encode("good", prompt="a ")).tolist() == [0, 0, 0, 1]
    assert (await embed.encode("good")).tolist() == [0, 0, 0, 0]


POOLINGS = {
    "none named": ({}, "mean"),
    "the last token": ({"pooling_mode_lasttoken": True}, "last_token"),
    "by its new name": ({"pooling_mode": "cls"}, "cls"),
    "two of them": ({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": True}, "cls+mean"),
    "weighted by position": ({"pooling_mode_weightedmean_tokens": True}, "weightedmean"),
    "one that there is not": ({"pooling_mode_median_tokens": True}, None),
}


@pytest.mark.parametrize(("config", "expected"), POOLINGS.values(), ids=POOLINGS)
async def test_a_pooling_that_cannot_be_done_is_not_replaced_by_another(
    api: hub_api.Api, config: dict[str, Any], expected: str | None
) -> None:
    more = {"1_Pooling__config": config} if config else {}
    api.repositories["org/embedder"] = Repository({"main": embedder(**more)})
    embed = await pipeline("feature-extraction", "org/embedder")
    if expected is not None:
        assert embed.pooling == expected
        return
    with pytest.raises(ManifestError, match="encode cannot do"):
        await embed.encode("good")
    assert (await embed("good", pooling="cls")).shape == (1, 4)
