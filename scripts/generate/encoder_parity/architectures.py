"""Small models with random weights, of each architecture and head, exported to ONNX as repositories."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from pydoc_data.topics import topics
from typing import Any

import tokenizers as rust
import torch
import transformers
from tokenizers import models, normalizers, pre_tokenizers, processors, trainers

LENGTH = 64
SIZES: Mapping[str, Any] = {
    "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 48,
    "max_position_embeddings": LENGTH + 4, "attn_implementation": "eager",
}  # fmt: skip
WORDPIECE = {"pad": "[PAD]", "unk": "[UNK]", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"}
SENTENCEPIECE = {"cls": "<s>", "pad": "<pad>", "sep": "</s>", "unk": "<unk>", "mask": "<mask>"}


@dataclass(frozen=True)
class Architecture:
    """A family of models in transformers, and the kind of tokenizer that it comes with."""

    prefix: str
    tokenizer: str
    has_types: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)


ARCHITECTURES: Sequence[Architecture] = (
    Architecture("Bert", "WordPiece", has_types=True),
    Architecture("DistilBert", "WordPiece", settings={"dim": 32, "n_layers": 2, "n_heads": 4, "hidden_dim": 48}),
    Architecture("Electra", "WordPiece", has_types=True, settings={"embedding_size": 32}),
    Architecture("MPNet", "WordPiece"),
    Architecture("Roberta", "BPE"),
    Architecture("ModernBert", "BPE", settings={"global_attn_every_n_layers": 1, "reference_compile": False}),
    Architecture("Camembert", "Unigram"),
    Architecture("XLMRoberta", "Unigram"),
    Architecture("DebertaV2", "Unigram", settings={"relative_attention": True, "pos_att_type": ["c2p", "p2c"]}),
    Architecture("Albert", "Unigram", has_types=True, settings={"embedding_size": 16}),
)


@dataclass(frozen=True)
class Head:
    """A head, and the settings that decide what its logits mean."""

    name: str
    suffix: str
    outputs: Sequence[str] = ("logits",)
    settings: Mapping[str, Any] = field(default_factory=dict)


def _labels(*names: str) -> dict[str, Any]:
    return {"id2label": dict(enumerate(names)), "label2id": {name: number for number, name in enumerate(names)}}


HEADS: Sequence[Head] = (
    Head("embeddings", "Model", ("last_hidden_state",)),
    Head("entities", "ForTokenClassification", settings=_labels("O", "B-PER", "I-PER", "B-LOC", "I-LOC")),
    Head("one of three labels", "ForSequenceClassification", settings=_labels("bad", "fair", "good")),
    Head(
        "several of three labels", "ForSequenceClassification",
        settings={**_labels("x", "y", "z"), "problem_type": "multi_label_classification"},
    ),
    Head("entailment", "ForSequenceClassification", settings=_labels("contradiction", "entailment", "neutral")),
    Head("one score", "ForSequenceClassification", settings=_labels("LABEL_0")),
    Head("answers", "ForQuestionAnswering", ("start_logits", "end_logits")),
    Head("gaps", "ForMaskedLM"),
)  # fmt: skip


def tokenizer(kind: str, inputs: Sequence[str]) -> transformers.PreTrainedTokenizerFast:
    """Return a tokenizer that was trained on Python's own documentation, for a model with these inputs."""
    names = WORDPIECE if kind == "WordPiece" else SENTENCEPIECE
    trained = rust.Tokenizer.from_str(_trained(kind, tuple(names.values())))
    special = [(names[name], trained.token_to_id(names[name])) for name in ("cls", "sep")]
    cls, sep = names["cls"], names["sep"]
    second = f"{sep}:1" if kind == "WordPiece" else f"{sep}:0"
    between = "" if kind == "WordPiece" else f" {sep}:0"
    trained.post_processor = processors.TemplateProcessing(
        single=f"{cls}:0 $A:0 {sep}:0",
        pair=f"{cls}:0 $A:0 {sep}:0{between} $B:{1 if kind == 'WordPiece' else 0} {second}",
        special_tokens=special,
    )
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=trained,
        model_max_length=LENGTH,
        model_input_names=list(inputs),
        **{f"{name}_token": token for name, token in names.items()},
    )


@cache
def _trained(kind: str, names: tuple[str, ...]) -> str:
    special = list(names)
    lines = [line for topic in sorted(topics)[:40] for line in topics[topic].splitlines()]
    if kind == "WordPiece":
        made = rust.Tokenizer(models.WordPiece(unk_token="[UNK]"))
        made.normalizer = normalizers.BertNormalizer()
        made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        trainer: Any = trainers.WordPieceTrainer(vocab_size=900, special_tokens=special, show_progress=False)
    elif kind == "BPE":
        made = rust.Tokenizer(models.BPE())
        made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        alphabet = pre_tokenizers.ByteLevel.alphabet()
        trainer = trainers.BpeTrainer(
            vocab_size=900, special_tokens=special, initial_alphabet=alphabet, show_progress=False
        )
    else:
        made = rust.Tokenizer(models.Unigram())
        made.normalizer = normalizers.NFKC()
        made.pre_tokenizer = pre_tokenizers.Metaspace()
        trainer = trainers.UnigramTrainer(
            vocab_size=900, special_tokens=special, unk_token="<unk>", show_progress=False
        )
    made.train_from_iterator(lines, trainer)
    return made.to_str()


def build(architecture: Architecture, head: Head, folder: Path) -> torch.nn.Module:
    """Write a repository: config, tokenizer, weights of both kinds. Return the model."""
    torch.manual_seed(len(architecture.prefix) * 31 + len(head.name))
    inputs = ["input_ids", "attention_mask", *(["token_type_ids"] if architecture.has_types else [])]
    tok = tokenizer(architecture.tokenizer, inputs)
    config_class = getattr(transformers, f"{architecture.prefix}Config")
    ids = {"pad_token_id": tok.pad_token_id, "bos_token_id": tok.cls_token_id, "eos_token_id": tok.sep_token_id}
    config = config_class(**{**SIZES, **architecture.settings, **head.settings, **ids, "vocab_size": len(tok)})
    model = getattr(transformers, f"{architecture.prefix}{head.suffix}")(config).eval()
    with torch.no_grad():
        for weights in model.parameters():
            if weights.dim() > 1:
                weights.normal_(std=0.2)
    model.save_pretrained(folder)
    tok.save_pretrained(folder)
    export(model, inputs, head.outputs, folder)
    return model  # type: ignore[no-any-return]


def export(model: torch.nn.Module, inputs: Sequence[str], outputs: Sequence[str], folder: Path) -> None:
    """Write onnx/model.onnx."""

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *given: torch.Tensor) -> tuple[torch.Tensor, ...]:
            answer = self.model(**dict(zip(inputs, given, strict=True)))
            return tuple(answer[name] for name in outputs)

    (folder / "onnx").mkdir(exist_ok=True)
    sample = tuple(torch.ones((2, 9), dtype=torch.long) for _ in inputs)
    axes = {name: {0: "batch", 1: "sequence"} for name in inputs}
    is_pooled = type(model).__name__.endswith("SequenceClassification")
    axes |= {name: {0: "batch", **({} if is_pooled else {1: "sequence"})} for name in outputs}
    torch.onnx.export(
        Graph(), sample, str(folder / "onnx" / "model.onnx"), input_names=list(inputs), output_names=list(outputs),
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
