"""Models with other inputs, other outputs, or files that do not say what they are: tiny graphs of each kind."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import onnx
import pytest
import tokenizers as rust
from onnx import TensorProto, helper, numpy_helper

from tabside import CrossEncoder, SentenceTransformer, pipeline
from tabside.errors import InputError, SessionError
from tests.unit.encoders import tiny
from tests.unit.hub_api import WORDS, Repository, Revision, files, graph

MODEL = "org/model"
TABLE = np.random.default_rng(3).normal(size=(len(WORDS), 4)).astype(np.float32)


def built(nodes: list[Any], inputs: list[Any], outputs: list[Any], *constants: Any) -> bytes:
    made = helper.make_graph(nodes, "tiny", inputs, outputs, constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def ids(*names: str) -> list[Any]:
    return [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"]) for name in names]


def floats(name: str, *shape: Any) -> Any:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def serve(hub: Any, config: dict[str, Any], weights: bytes, facts: dict[str, Any] | None = None, **more: Any) -> None:
    tokenizer = more.pop("tokenizer", None)
    body = files(config, {"onnx/model.onnx": weights}, **{"tokenizer_config": tiny.WORDPIECE, **more})
    if tokenizer is not None:
        body["tokenizer.json"] = tokenizer
    hub.repositories[MODEL] = Repository({"main": Revision(body)}, facts or {})


# Decoders


def decoder() -> bytes:
    """Look tokens up, and add their positions and the size of the past, which must be nothing."""
    past = [floats(f"past_key_values.0.{name}", "batch", 2, "past", 4) for name in ("key", "value")]
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["tokens"]),
        helper.make_node("Cast", ["position_ids"], ["at"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["at", "last"], ["positions"]),
        helper.make_node("Add", ["tokens", "positions"], ["placed"]),
        helper.make_node("ReduceSum", ["past_key_values.0.key"], ["seen"], keepdims=0),
        helper.make_node("Add", ["placed", "seen"], ["last_hidden_state"]),
        helper.make_node("Identity", ["past_key_values.0.value"], ["present.0.value"]),
    ]
    return built(
        nodes,
        [*ids("input_ids", "attention_mask", "position_ids"), *past],
        [floats("last_hidden_state", "batch", "sequence", 4), floats("present.0.value", "batch", 2, "past", 4)],
        numpy_helper.from_array(TABLE, "table"),
        numpy_helper.from_array(np.array([-1], np.int64), "last"),
    )


LAST = {"pooling_mode_lasttoken": True, "pooling_mode_mean_tokens": False}


async def test_a_decoder_embeds_by_its_last_token(hub: Any) -> None:
    serve(
        hub,
        {"architectures": ["Qwen3ForCausalLM"]},
        decoder(),
        modules=tiny.MODULES,
        **{"1_Pooling__config": LAST},
    )

    model = await SentenceTransformer.create(MODEL)
    vectors = await model.encode(["good film", "bad"])

    assert np.allclose(vectors, [TABLE[WORDS.index("[SEP]")] + 3, TABLE[WORDS.index("[SEP]")] + 2])


def yes_no() -> tuple[bytes, bytes]:
    """Return a decoder that answers yes as often as it reads `good`, and its tokenizer."""
    vocab = {word: number for number, word in enumerate([*WORDS, "yes", "no"])}
    table = np.zeros((len(vocab), len(vocab)), np.float32)
    table[vocab["good"], vocab["yes"]] = 2
    table[vocab["bad"], vocab["no"]] = 1
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
        helper.make_node("CumSum", ["rows", "axis"], ["logits"]),
    ]
    weights = built(
        nodes,
        ids("input_ids", "attention_mask"),
        [floats("logits", "batch", "sequence", len(vocab))],
        numpy_helper.from_array(table, "table"),
        numpy_helper.from_array(np.array(1, np.int64), "axis"),
    )
    return weights, rust.BertWordPieceTokenizer(vocab).to_str().encode()


@pytest.mark.parametrize("tag", ["text-ranking", "text-generation", None])
async def test_a_decoder_ranks_by_yes_and_no(hub: Any, tag: str | None) -> None:
    weights, tokenizer = yes_no()
    config = {"architectures": ["Qwen3ForCausalLM"], "max_position_embeddings": 512}
    limits = tiny.WORDPIECE | {"model_max_length": 512}
    serve(hub, config, weights, {"pipeline_tag": tag}, tokenizer=tokenizer, tokenizer_config=limits)

    rank = await pipeline("text-ranking", MODEL)
    found = await rank("where", ["bad", "a film", "good good"], function_to_apply="sigmoid")

    assert [one["corpus_id"] for one in found] == [2, 1, 0]
    assert found[0]["score"] == pytest.approx(1 / (1 + math.exp(-4)))
    assert await rank.predict([("where", "bad")], instruction="good good good") == [5.0]
    model = await CrossEncoder.create(MODEL)
    assert (await model.predict([("where", "good")])).shape == (1,)
    assert (await model.rank("where", ["bad", "good"]))[0]["corpus_id"] == 1


async def test_a_decoder_cuts_the_document_and_keeps_the_question(hub: Any) -> None:
    weights, tokenizer = yes_no()
    serve(hub, {"architectures": ["Qwen3ForCausalLM"], "max_position_embeddings": 200}, weights, tokenizer=tokenizer,
          tokenizer_config=tiny.WORDPIECE | {"model_max_length": 200})  # fmt: skip

    rank = await pipeline("text-ranking", MODEL)

    assert await rank.predict([("good", "film " * 500 + "bad")]) == [2.0]


# Adapters, static and sparse embeddings


def adapters() -> bytes:
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["tokens"]),
        helper.make_node("Cast", ["task_id"], ["number"], to=TensorProto.FLOAT),
        helper.make_node("Add", ["tokens", "number"], ["last_hidden_state"]),
    ]
    task = helper.make_tensor_value_info("task_id", TensorProto.INT64, [])
    return built(
        nodes,
        [*ids("input_ids", "attention_mask"), task],
        [floats("last_hidden_state", "batch", "sequence", 4)],
        numpy_helper.from_array(TABLE, "table"),
    )


async def test_a_task_chooses_the_adapter(hub: Any) -> None:
    serve(
        hub,
        {"architectures": ["XLMRobertaModel"], "lora_adaptations": ["retrieval.query", "text-matching"]},
        adapters(),
    )
    embed = await pipeline("feature-extraction", MODEL)

    first = await embed.encode("good", task="retrieval.query")
    second = await embed.encode("good", task="text-matching")

    assert np.allclose(second - first, 1)
    with pytest.raises(InputError, match=r"retrieval\.query, text-matching"):
        await embed.encode("good", task="other")
    with pytest.raises(SessionError, match="task="):
        await embed.encode("good")


def static() -> bytes:
    """Average the vectors of each text: text i has the ids from offsets[i] on."""
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["vectors"]),
        helper.make_node("Shape", ["input_ids"], ["count"]),
        helper.make_node("Slice", ["offsets", "one", "far"], ["rest"]),
        helper.make_node("Concat", ["rest", "count"], ["ends"], axis=0),
        helper.make_node("Squeeze", ["count"], ["n"]),
        helper.make_node("Range", ["zero", "n", "step"], ["places"]),
        helper.make_node("Unsqueeze", ["offsets", "one"], ["from"]),
        helper.make_node("Unsqueeze", ["ends", "one"], ["to"]),
        helper.make_node("GreaterOrEqual", ["places", "from"], ["after"]),
        helper.make_node("Less", ["places", "to"], ["before"]),
        helper.make_node("And", ["after", "before"], ["inside"]),
        helper.make_node("Cast", ["inside"], ["weights"], to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["weights", "vectors"], ["sums"]),
        helper.make_node("ReduceSum", ["weights", "one"], ["sizes"]),
        helper.make_node("Max", ["sizes", "least"], ["divisors"]),
        helper.make_node("Div", ["sums", "divisors"], ["embeddings"]),
    ]
    numbers = {"one": [1], "far": [1 << 40], "zero": 0, "step": 1}
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, [size])
              for name, size in (("input_ids", "tokens"), ("offsets", "texts"))]  # fmt: skip
    return built(
        nodes,
        inputs,
        [floats("embeddings", "texts", 4)],
        numpy_helper.from_array(TABLE, "table"),
        numpy_helper.from_array(np.array([1], np.float32), "least"),
        *(numpy_helper.from_array(np.array(value, np.int64), name) for name, value in numbers.items()),
    )


async def test_static_embeddings_average_the_known_words(hub: Any) -> None:
    serve(hub, {"architectures": ["StaticModel"], "model_type": "model2vec", "normalize": False}, static())

    embed = await pipeline("feature-extraction", MODEL)
    vectors = await embed.encode(["good film", "bad", "unheard good unheard", ""])

    good, film, bad = (TABLE[WORDS.index(word)] for word in ("good", "film", "bad"))
    assert np.allclose(vectors, [(good + film) / 2, bad, good, 0 * good])


async def test_sparse_embeddings_weight_the_vocabulary(hub: Any) -> None:
    serve(hub, {"architectures": ["BertForMaskedLM"]}, graph(len(WORDS), output="logits", per_token=True, scale=3.0))

    embed = await pipeline("sparse-feature-extraction", MODEL)
    (good, both) = await embed(["good film", "good bad"])

    last = len(WORDS) - 1
    assert good == {last: pytest.approx(math.log1p(3))}
    assert set(both) == {0, last}
    assert [token for token, _ in embed.decode(good)] == [WORDS[last]]
    assert embed.similarity(good, both) == pytest.approx(math.log1p(3) ** 2)
    assert await embed("good bad", max_active_dims=1) == {0: pytest.approx(math.log1p(3))}


POOLINGS = {
    "weighted mean": ({"pooling_mode_weightedmean_tokens": True}, "weightedmean"),
    "concatenated": ({"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": True}, "cls+mean"),
    "of version 6": ({"pooling_mode": "lasttoken"}, "last_token"),
}


@pytest.mark.parametrize(("pooling", "name"), POOLINGS.values(), ids=POOLINGS)
async def test_poolings_of_sentence_transformers(hub: Any, pooling: dict[str, Any], name: str) -> None:
    serve(hub, {"architectures": ["BertModel"]}, graph(4, output="last_hidden_state", per_token=True),
          modules=tiny.MODULES, **{"1_Pooling__config": pooling})  # fmt: skip

    embed = await pipeline("feature-extraction", MODEL)

    assert embed.pooling == name
    assert (await embed.encode("good bad")).shape == (8 if "+" in name else 4,)


# What a model is


FOUND = {
    "no architecture": ({}, graph(4, output="last_hidden_state", per_token=True), "feature-extraction"),
    "another head than the graph's": (
        {"architectures": ["BertForMaskedLM"]},
        graph(4, output="last_hidden_state", per_token=True),
        "feature-extraction",
    ),
    "a classifier without a head's name": ({}, graph(2), "text-classification"),
    "a tagger without a head's name": (
        {"id2label": {"0": "O", "1": "X"}}, graph(2, per_token=True), "token-classification",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("config", "weights", "task"), FOUND.values(), ids=FOUND)
async def test_the_task_that_was_asked_for_wins(hub: Any, config: dict[str, Any], weights: bytes, task: str) -> None:
    serve(hub, config, weights)

    pipe: Any = await pipeline(task, MODEL)

    assert await pipe("good") is not None


WRONG = {
    "a classifier does not embed": (
        {"architectures": ["BertForSequenceClassification"]}, graph(2), "feature-extraction",
    ),
    "an embedder does not classify": (
        {"architectures": ["BertModel"]}, graph(4, output="last_hidden_state", per_token=True), "text-classification",
    ),
    "a tagger does not classify": (
        {"architectures": ["BertForTokenClassification"]}, graph(2, per_token=True), "text-classification",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("config", "weights", "task"), WRONG.values(), ids=WRONG)
async def test_outputs_that_do_not_fit_are_refused(hub: Any, config: dict[str, Any], weights: bytes, task: str) -> None:
    serve(hub, config, weights)

    with pytest.raises(InputError, match=f"not for {task}"):
        await pipeline(task, MODEL)


async def test_one_logit_without_labels_is_one_label(hub: Any) -> None:
    serve(hub, {"architectures": ["BertForSequenceClassification"]}, graph(1))

    classify = await pipeline("text-classification", MODEL)

    assert (await classify("good"))[0] == {"label": "LABEL_0", "score": pytest.approx(1 / (1 + math.exp(-1)))}


# Casts, contradictions, lists


CASTS = {
    "a mask of numbers": (TensorProto.FLOAT, TensorProto.FLOAT),
    "a mask of truths": (TensorProto.BOOL, TensorProto.FLOAT),
    "double precision": (TensorProto.INT64, TensorProto.DOUBLE),
    "quantized vectors": (TensorProto.INT64, TensorProto.INT8),
}


@pytest.mark.parametrize(("mask", "output"), CASTS.values(), ids=CASTS)
async def test_types_that_are_a_cast_away(hub: Any, mask: int, output: int) -> None:
    table = (TABLE * 10).astype(np.int8).astype(np.float32)
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["tokens"]),
        helper.make_node("Cast", ["attention_mask"], ["there"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["there", "last"], ["weights"]),
        helper.make_node("Mul", ["tokens", "weights"], ["masked"]),
        helper.make_node("Cast", ["masked"], ["last_hidden_state"], to=output),
    ]
    weights = built(
        nodes,
        [*ids("input_ids"), helper.make_tensor_value_info("attention_mask", mask, ["batch", "sequence"])],
        [helper.make_tensor_value_info("last_hidden_state", output, ["batch", "sequence", 4])],
        numpy_helper.from_array(table, "table"),
        numpy_helper.from_array(np.array([-1], np.int64), "last"),
    )
    serve(hub, {"architectures": ["BertModel"]}, weights)

    embed = await pipeline("feature-extraction", MODEL)
    vectors = await embed(["good", "good film bad"], pooling="cls")

    assert vectors.dtype == np.float32
    assert np.array_equal(vectors, [table[WORDS.index("[CLS]")]] * 2)


async def test_a_config_that_contradicts_the_tokenizer_is_told(hub: Any) -> None:
    serve(hub, {"architectures": ["BertModel"]}, graph(4, output="last_hidden_state", per_token=True),
          tokenizer_config=tiny.WORDPIECE | {"do_lower_case": False, "tokenize_chinese_chars": True})  # fmt: skip

    with pytest.warns(UserWarning, match="another do_lower_case than"):
        await pipeline("feature-extraction", MODEL)


def qa() -> bytes:
    """Start and end at `berlin`."""
    table = np.zeros((len(WORDS), 1), np.float32)
    table[WORDS.index("berlin")] = 9
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["tokens"]),
        helper.make_node("Squeeze", ["tokens", "last"], ["start_logits"]),
        helper.make_node("Identity", ["start_logits"], ["end_logits"]),
    ]
    return built(
        nodes,
        ids("input_ids", "attention_mask"),
        [floats(name, "batch", "sequence") for name in ("start_logits", "end_logits")],
        numpy_helper.from_array(table, "table"),
        numpy_helper.from_array(np.array([-1], np.int64), "last"),
    )


async def test_lists_of_questions_are_answered(hub: Any) -> None:
    serve(hub, {"architectures": ["BertForQuestionAnswering"]}, qa())
    answer = await pipeline("question-answering", MODEL)

    one = await answer(question="where", context="film is berlin")
    each = await answer(question=["where", "is"], context=["film is berlin", "berlin is bad"])
    shared = await answer(question=["where", "is"], context="film is berlin")

    assert (one["answer"], one["start"]) == ("berlin", 8)
    assert [found["start"] for found in each] == [8, 0]
    assert [found["start"] for found in shared] == [8, 8]
    with pytest.raises(InputError, match="2 questions and 1 contexts"):
        await answer(question=["where", "is"], context=["berlin"])
