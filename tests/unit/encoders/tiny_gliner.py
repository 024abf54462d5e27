"""A graph with GLiNER's inputs and output: a word is what is called like it.

A span of a label's word alone has the logit 4, one with the next word 5, any other -4.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import tokenizers as rust
from onnx import TensorProto, helper, numpy_helper

from tests.unit.encoders import tiny
from tests.unit.hub_api import WORDS, files

VOCAB = {word: number for number, word in enumerate([*WORDS, "<<ENT>>", "<<SEP>>", "ni", "##ce"])}
WIDTH = 3


def gliner() -> bytes:
    """Return the graph, for one text at a time."""
    nodes = [
        helper.make_node("Squeeze", ["input_ids", "zero"], ["ids"]),
        helper.make_node("Equal", ["ids", "entity"], ["marks"]),
        helper.make_node("Cast", ["marks"], ["marked"], to=TensorProto.INT64),
        helper.make_node("NonZero", ["marked"], ["found"]),
        helper.make_node("Squeeze", ["found", "zero"], ["before"]),
        helper.make_node("Add", ["before", "one"], ["places"]),
        helper.make_node("Gather", ["ids", "places"], ["labels"]),
        helper.make_node("Squeeze", ["words_mask", "zero"], ["mask"]),
        helper.make_node("NonZero", ["mask"], ["first"]),
        helper.make_node("Squeeze", ["first", "zero"], ["starts"]),
        helper.make_node("Gather", ["ids", "starts"], ["words"]),
        helper.make_node("Squeeze", ["span_idx", "zero"], ["spans"]),
        helper.make_node("Split", ["spans"], ["from", "to"], axis=1, num_outputs=2),
        helper.make_node("Squeeze", ["from", "one"], ["start"]),
        helper.make_node("Gather", ["words", "start"], ["said"]),
        helper.make_node("Unsqueeze", ["said", "one"], ["column"]),
        helper.make_node("Equal", ["column", "labels"], ["same"]),
        helper.make_node("Cast", ["same"], ["match"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["to", "from"], ["more"]),
        helper.make_node("Equal", ["more", "one"], ["pair"]),
        helper.make_node("Cast", ["pair"], ["bonus"], to=TensorProto.FLOAT),
        helper.make_node("Equal", ["more", "nothing"], ["alone"]),
        helper.make_node("Cast", ["alone"], ["single"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["single", "eight"], ["a"]),
        helper.make_node("Mul", ["bonus", "nine"], ["b"]),
        helper.make_node("Add", ["a", "b"], ["height"]),
        helper.make_node("Mul", ["match", "height"], ["raised"]),
        helper.make_node("Sub", ["raised", "four"], ["scores"]),
        helper.make_node("Cast", ["span_mask"], ["allowed"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["allowed"], ["rows"], perm=[1, 0]),
        # Spans past the end would win if they were not left out.
        helper.make_node("Sub", ["unit", "rows"], ["outside"]),
        helper.make_node("Mul", ["outside", "nine"], ["lure"]),
        helper.make_node("Add", ["scores", "lure"], ["flat"]),
        helper.make_node("Shape", ["labels"], ["classes"]),
        helper.make_node("Squeeze", ["text_lengths", "zero"], ["count"]),
        helper.make_node("Concat", ["one", "count", "width", "classes"], ["shape"], axis=0),
        helper.make_node("Reshape", ["flat", "shape"], ["logits"]),
    ]  # fmt: skip
    integers = {"zero": [0], "one": [1], "nothing": [0], "width": [WIDTH], "entity": [VOCAB["<<ENT>>"]]}
    numbers = {"eight": 8, "nine": 9, "four": 4, "unit": 1}
    names = ("input_ids", "attention_mask", "words_mask")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"]) for name in names]
    inputs += [
        helper.make_tensor_value_info("text_lengths", TensorProto.INT64, ["batch", 1]),
        helper.make_tensor_value_info("span_idx", TensorProto.INT64, ["batch", "spans", 2]),
        helper.make_tensor_value_info("span_mask", TensorProto.BOOL, ["batch", "spans"]),
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "words", "width", "classes"])]
    constants = [numpy_helper.from_array(np.array(value, np.int64), name) for name, value in integers.items()]
    constants += [numpy_helper.from_array(np.array(value, np.float32), name) for name, value in numbers.items()]
    made = helper.make_graph(nodes, "gliner", inputs, outputs, constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def gliner_files(weights: bytes | None = None, **settings: Any) -> dict[str, bytes]:
    """Return the model's files as on the hub, with other weights or settings."""
    config = {"max_width": WIDTH, "max_len": 8, **settings}
    body = files({}, {"onnx/model.onnx": weights or gliner()}, gliner_config=config, tokenizer_config=tiny.WORDPIECE)
    tokenizer = rust.BertWordPieceTokenizer(VOCAB)
    tokenizer.add_special_tokens(["<<ENT>>", "<<SEP>>"])
    return {**body, "tokenizer.json": tokenizer.to_str().encode()}
