"""Tokenizers and configs without weights."""

from __future__ import annotations

import pytest

from tabside import AutoConfig, AutoTokenizer, sync
from tabside.auto import Config
from tabside.errors import ManifestError, UnknownModelError

RAMPART = "nationaldesignstudio/rampart"


async def test_a_tokenizer_neither_truncates_nor_pads_whatever_its_file_says() -> None:
    # Its tokenizer.json pads to 512.
    tokenizer = await AutoTokenizer.from_pretrained("cross-encoder/ms-marco-MiniLM-L12-v2")

    encoding = tokenizer.encode("how many people", "live in Berlin")
    assert encoding.tokens == ["[CLS]", "how", "many", "people", "[SEP]", "live", "in", "berlin", "[SEP]"]
    assert encoding.type_ids == [0, 0, 0, 0, 0, 1, 1, 1, 1]
    assert len(tokenizer.encode("word " * 1000).ids) == 1002


async def test_a_config_reads_as_an_object_and_as_a_mapping() -> None:
    config = await AutoConfig.from_pretrained(RAMPART)

    assert config.hidden_size == config["hidden_size"] == 384
    assert config.num_labels == 35
    assert config.id2label[1] == "B-GIVEN_NAME"
    assert config.label2id["O"] == 0
    assert config.to_dict() == dict(config)
    with pytest.raises(AttributeError, match="no nothing"):
        _ = config.nothing
    assert len(Config({"a": 1})) == 1


async def test_a_model_without_a_config_has_what_its_manifest_says() -> None:
    config = await AutoConfig.from_pretrained("sentence-transformers/all-MiniLM-L6-v2")

    assert config.max_position_embeddings == 256
    assert config.pooling == "mean"
    assert "id2label" not in config


async def test_labels_come_from_the_manifest() -> None:
    config = await AutoConfig.from_pretrained("stackone/minilm-multihead-v5")

    assert config.id2label == {0: "INJECTION", 1: "DISCUSSION"}
    assert config.hidden_size == 384


async def test_what_cannot_be_had() -> None:
    with pytest.raises(UnknownModelError):
        await AutoTokenizer.from_pretrained("nothing")
    with pytest.raises(ManifestError, match="revision main"):
        await AutoConfig.from_pretrained(RAMPART, revision="v2")


def test_the_blocking_ones_are_the_same() -> None:
    assert sync.AutoConfig.from_pretrained(RAMPART).num_labels == 35
    assert sync.AutoTokenizer.from_pretrained(RAMPART).encode("a").tokens[0] == "[CLS]"
