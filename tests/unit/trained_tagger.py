"""A token classifier trained here in a second: it learns from examples what words after `agent`, `firm` and `film` are.

The same words elsewhere are nobody's names, so a table of words would not do.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import tokenizers as rust
from onnx import TensorProto, helper, numpy_helper

from tests.unit.hub_api import Repository, Revision, files

LABELS = ("O", "B-PER", "B-ORG", "B-MISC")
CONFIG = {"architectures": ["BertForTokenClassification"], "id2label": {str(i): one for i, one in enumerate(LABELS)}}
NAMES = ("heron", "falcon", "otter", "badger", "marten", "osprey")
CONTEXTS = {"agent": "B-PER", "firm": "B-ORG", "film": "B-MISC"}
OTHERS = (
    "the",
    "a",
    "saw",
    "flew",
    "by",
    "then",
    "called",
    "and",
    "paid",
    "liked",
    "near",
    "river",
    ".",
    ",",
    "?",
    "in",
)
WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *NAMES, *CONTEXTS, *OTHERS)
Sentence = tuple[tuple[str, ...], tuple[str, ...]]


def sentences(count: int, seed: int) -> list[Sentence]:
    """Return sentences of random words, some with names, with a label for each word."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        words, labels = [], []
        for _ in range(chance.randint(4, 9)):
            if chance.random() < 0.3:
                context = chance.choice([*CONTEXTS, "a", "the"])
                words += [context, chance.choice(NAMES)]
                labels += ["O", CONTEXTS.get(context, "O")]
            else:
                words.append(chance.choice(OTHERS))
                labels.append("O")
        made.append((tuple(words), tuple(labels)))
    return made


@cache
def trained() -> tuple[np.ndarray, np.ndarray]:
    """Return the learned weights [words, labels] of a word and of the word before it (softmax regression)."""
    pairs, wanted = [], []
    for words, labels in sentences(400, seed=1):
        ids = [WORDS.index("[CLS]"), *(WORDS.index(word) for word in words)]
        pairs += [(before, word) for before, word in pairwise(ids)]
        wanted += [LABELS.index(label) for label in labels]
    own, before = np.zeros((2, len(WORDS), len(LABELS)))
    at, target = np.array(pairs), np.eye(len(LABELS))[wanted]
    for _ in range(600):
        logits = own[at[:, 1]] + before[at[:, 0]]
        chances = np.exp(logits - logits.max(1, keepdims=True))
        error = chances / chances.sum(1, keepdims=True) - target
        for table, column in ((own, 1), (before, 0)):
            step = np.zeros_like(table)
            np.add.at(step, at[:, column], error)
            table -= 0.05 * step
    return own.astype(np.float32), before.astype(np.float32)


def weights(*, words: int = len(WORDS), scale: float = 1.0) -> bytes:
    """Return the classifier as ONNX. One that knows the first `words` only fails on the others."""
    own, before = (table[:words] * np.float32(scale) for table in trained())
    names = ("input_ids", "attention_mask")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"]) for name in names]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "sequence", len(LABELS)])]
    nodes = [
        helper.make_node("Slice", ["input_ids", "zero", "one", "axis"], ["first"]),
        helper.make_node("Slice", ["input_ids", "zero", "minus_one", "axis"], ["all_but_last"]),
        helper.make_node("Concat", ["first", "all_but_last"], ["previous"], axis=1),
        helper.make_node("Gather", ["own", "input_ids"], ["by_word"]),
        helper.make_node("Gather", ["before", "previous"], ["by_previous"]),
        helper.make_node("Add", ["by_word", "by_previous"], ["logits"]),
    ]
    numbers = {"zero": 0, "one": 1, "minus_one": -1, "axis": 1}
    constants = [numpy_helper.from_array(np.array([value], np.int64), name) for name, value in numbers.items()]
    constants += [numpy_helper.from_array(own, "own"), numpy_helper.from_array(before, "before")]
    graph = helper.make_graph(nodes, "tagger", inputs, outputs, constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return bytes(made.SerializeToString())


def tagger_files(onnx: bytes | None = None) -> dict[str, bytes]:
    """Return the classifier's files as on the hub."""
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    made = files(CONFIG, {"onnx/model.onnx": onnx or weights()})
    return {**made, "tokenizer.json": rust.BertWordPieceTokenizer(vocabulary).to_str().encode()}


def repository() -> Repository:
    return Repository({"main": Revision(tagger_files())})


def text_of(words: Sequence[str]) -> str:
    return " ".join(words)
