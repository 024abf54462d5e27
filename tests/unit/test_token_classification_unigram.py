"""Unknown characters of Unigram tokenizers (XLM-R, CamemBERT, DeBERTa) start a word, as in transformers."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping

from tabside.pipelines.base import Parts
from tabside.pipelines.token_classification import TokenClassificationPipeline
from tabside.runtime.base import Tensor
from tabside.runtime.fake import FakeSession
from tabside.tokenizers import Tokenizer

PIECES = ["<unk>", "▁Anna", "Schmidt", "▁met", "▁a", "▁friend", "▁"]
TOKENIZER = json.dumps(
    {
        "version": "1.0",
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "post_processor": None,
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "model": {"type": "Unigram", "unk_id": 0, "vocab": [[piece, -float(at)] for at, piece in enumerate(PIECES)]},
    }
)


async def test_an_unknown_character_starts_a_word_of_its_own() -> None:
    """transformers 5.24 gives ("☃Schmidt", 4, 12, "PER"); glued to its neighbors the person would be lost."""

    def compute(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        rows, length = feeds["input_ids"].shape
        data = array("f")
        for token in feeds["input_ids"].data:
            data.extend([0.0, 9.0] if token == 0 else [9.0, 0.0])
        return {"logits": Tensor("float32", (rows, length, 2), data)}

    parts = Parts(FakeSession(compute), Tokenizer.from_str(TOKENIZER), 32, {}, ("O", "B-PER"))
    found = await TokenClassificationPipeline(parts)("Anna☃Schmidt met a friend", aggregation_strategy="first")

    assert [(entity["entity_group"], entity["start"], entity["end"]) for entity in found] == [("PER", 4, 12)]
