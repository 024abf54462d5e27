"""Repositories of tiny models, laid out as sentence-transformers and transformers lay theirs out."""

from __future__ import annotations

from typing import Any

from tests.unit.hub_api import Repository, Revision, files, graph

EMBEDDER = "org/embedder"
RANKER = "org/ranker"
NLI = "org/nli"
TAGGER = "org/tagger"
FILLER = "org/filler"
SENTIMENT = "org/sentiment"

CHAT_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant:{% endif %}"
)
WORDPIECE = {"model_max_length": 32, "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]",
             "unk_token": "[UNK]", "mask_token": "[MASK]", "chat_template": CHAT_TEMPLATE}  # fmt: skip
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
]


def repositories() -> dict[str, Repository]:
    """Return one tiny model for each task."""
    return {
        EMBEDDER: repository(
            {"architectures": ["BertModel"], "hidden_size": 4},
            graph(4, output="last_hidden_state", per_token=True),
            modules=MODULES,
            **{"1_Pooling__config": {"pooling_mode_mean_tokens": True}},
            config_sentence_transformers={"prompts": {"query": "good ", "document": "bad "}},
        ),
        RANKER: repository({"architectures": ["BertForSequenceClassification"], "id2label": {"0": "L"}}, graph(1)),
        NLI: repository(
            {"architectures": ["BertForSequenceClassification"],
             "id2label": {"0": "contradiction", "1": "entailment", "2": "neutral"}},
            graph(3),
        ),
        TAGGER: repository(
            {"architectures": ["BertForTokenClassification"], "id2label": {"0": "B-X", "1": "O", "2": "B-Y"}},
            graph(3, per_token=True),
        ),
        FILLER: repository({"architectures": ["BertForMaskedLM"]}, graph(12, per_token=True)),
        SENTIMENT: repository(
            {"architectures": ["BertForSequenceClassification"], "id2label": {"0": "NEG", "1": "POS"}}, graph(2)
        ),
    }  # fmt: skip


def repository(config: dict[str, Any], weights: bytes, **more: Any) -> Repository:
    """Return a repository with one file of weights."""
    more = {"tokenizer_config": WORDPIECE, **more}
    return Repository({"main": Revision(files(config, {"onnx/model.onnx": weights}, **more))})
