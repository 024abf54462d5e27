"""Feature extraction over a fake session: pooling without padding, normalizing, truncation, prompts, precisions."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from tabside.errors import InputError
from tabside.pipelines.base import Parts
from tabside.pipelines.feature_extraction import FeatureExtractionPipeline
from tabside.pipelines.precision import quantize_embeddings
from tabside.pipelines.sentence_similarity import SentenceSimilarityPipeline
from tabside.pipelines.similarity import similarity
from tabside.pipelines.truncation import TruncationWarning
from tabside.runtime.base import Tensor, TensorSpec
from tabside.runtime.fake import FakeSession
from tabside.tokenizers import Tokenizer

VOCAB = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "c", "query", ":"]
LIMIT = 8
DIM = 3


def parts(**options: object) -> Parts:
    """A model whose vector for a token is [id, id squared, position]; padding gets vectors that must never count."""

    def compute(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        rows, length = feeds["input_ids"].shape
        assert length <= LIMIT
        data = array("f")
        for at, (token, there) in enumerate(zip(feeds["input_ids"].data, feeds["attention_mask"].data, strict=True)):
            data.extend([token, token * token, at % length] if there else [1e6] * DIM)
        return {"logits": Tensor("float32", (rows, length, DIM), data)}

    return Parts(FakeSession(compute), Tokenizer.from_vocab("\n".join(VOCAB) + "\n"), LIMIT, options=options)


# [CLS] a b [SEP] is 2 4 5 3
POOLINGS = {
    "mean": [3.5, 13.5, 1.5],
    "max": [5.0, 25.0, 3.0],
    "cls": [2.0, 4.0, 0.0],
    "last_token": [3.0, 9.0, 3.0],
    "weightedmean": [3.7, 14.7, 2.0],
    "mean_sqrt_len_tokens": [7.0, 27.0, 3.0],
    "cls+mean": [2.0, 4.0, 0.0, 3.5, 13.5, 1.5],
}


@pytest.mark.parametrize("pooling", POOLINGS)
async def test_pooling_counts_the_texts_own_tokens(pooling: Any) -> None:
    pipe = FeatureExtractionPipeline(parts())

    alone = await pipe("a b", pooling=pooling)
    beside = await pipe(["a b c a b c", "a b", "a b c"], pooling=pooling)

    assert alone.dtype == np.float32
    assert alone[0].tolist() == pytest.approx(POOLINGS[pooling])
    assert beside[1].tolist() == pytest.approx(POOLINGS[pooling])


async def test_without_pooling_each_text_keeps_its_tokens() -> None:
    vectors = await FeatureExtractionPipeline(parts())(["a", "a b c"])

    assert [vector.shape for vector in vectors] == [(3, DIM), (5, DIM)]
    assert vectors[0][:, 0].tolist() == [2.0, 4.0, 3.0]


async def test_the_defaults_are_those_of_transformers_and_of_sentence_transformers() -> None:
    pipe = FeatureExtractionPipeline(parts(pooling="mean", normalize=True))

    called = await pipe("a b", pooling="mean")
    encoded = await pipe.encode("a b")

    assert called.shape == (1, DIM)
    assert encoded.shape == (DIM,)
    assert np.linalg.norm(called) > 2
    assert np.linalg.norm(encoded) == pytest.approx(1)
    assert (await pipe.encode(["a b"], normalize=False)).tolist() == called.tolist()


async def test_vectors_are_normalized_after_they_are_cut() -> None:
    pipe = FeatureExtractionPipeline(parts(normalize=True))

    vectors = await pipe.encode(["a b", "c"], truncate_dim=2)

    assert vectors.shape == (2, 2)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1])


async def test_prompts_stand_before_every_text() -> None:
    pipe = FeatureExtractionPipeline(parts(prompts={"query": "query: ", "passage": "c "}))

    assert (await pipe.encode_query("a")).tolist() == (await pipe.encode("query: a")).tolist()
    assert (await pipe.encode_document(["a"])).tolist() == (await pipe.encode(["c a"])).tolist()
    assert (await pipe.encode("a", prompt="b ")).tolist() == (await pipe.encode("b a")).tolist()
    assert (await pipe.encode(("a" for _ in range(1)), prompt_name="query")).shape == (1, DIM)
    with pytest.raises(InputError, match="it has: query, passage"):
        await pipe.encode("a", prompt_name="title")
    without = FeatureExtractionPipeline(parts())
    assert (await without.encode_query("a")).tolist() == (await without.encode("a")).tolist()


async def test_what_is_cut_off_is_said() -> None:
    pipe = FeatureExtractionPipeline(parts())
    texts = ["a", "a b c a b c a b c", "a b c a b c", "b " * 50]
    heard: list[tuple[int, int, int]] = []

    silent = await pipe(texts, pooling="mean", on_truncated=lambda *facts: heard.append(facts))
    with pytest.warns(TruncationWarning, match="2 inputs have more than the 8 tokens .* number 1;"):
        warned = await pipe(texts, pooling="mean")

    assert heard == [(1, 11, 8), (3, 52, 8)]
    assert silent.tolist() == warned.tolist()
    # [CLS], six tokens of the text, [SEP]
    assert silent[1].tolist() == silent[2].tolist()


async def test_precisions_have_the_shapes_of_sentence_transformers() -> None:
    pipe = FeatureExtractionPipeline(parts())
    kinds: dict[Any, tuple[type, int]] = {
        "int8": (np.int8, DIM),
        "uint8": (np.uint8, DIM),
        "binary": (np.int8, 1),
        "ubinary": (np.uint8, 1),
    }

    texts = [letter * (1 + count % 3) for count, letter in enumerate("abc" * 40)]
    for precision, (dtype, width) in kinds.items():
        vectors = await pipe(texts, pooling="mean", precision=precision)
        assert (vectors.dtype, vectors.shape) == (dtype, (120, width))


async def test_few_vectors_give_rough_ranges_and_that_is_said() -> None:
    with pytest.warns(UserWarning, match="ranges from 2 embeddings"):
        quantize_embeddings([[0.0, 1.0], [1.0, 1.0]], "uint8")
    assert quantize_embeddings([[0.0, 1.0]], "uint8", ranges=[[0, 0], [1, 2]]).tolist() == [[0, 127]]


async def test_failed_inputs_are_nan() -> None:
    numbers: list[int] = []
    pipe = FeatureExtractionPipeline(parts())

    vectors = await pipe(
        ["a", None, "b"],  # type: ignore[list-item]
        pooling="mean",
        on_error=lambda number, error: numbers.append(number),
    )

    assert numbers == [1]
    assert np.isnan(vectors).all(axis=1).tolist() == [False, True, False]


WRONG = {
    "pooling": ({"pooling": "median"}, "pooling must be one of"),
    "precision": ({"precision": "int4"}, "precision must be one of"),
    "precision of tokens": ({"precision": "int8"}, "needs a pooling"),
    "dim": ({"truncate_dim": 0}, "truncate_dim"),
}


@pytest.mark.parametrize(("options", "message"), WRONG.values(), ids=WRONG)
async def test_parameters_out_of_range(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        await FeatureExtractionPipeline(parts())(["a"], **options)


async def test_sentence_similarity_is_a_list_of_numbers() -> None:
    pipe = SentenceSimilarityPipeline(parts(normalize=True))

    found = await pipe("a b", ["a b", "c"])

    assert found[0] == pytest.approx(1)
    assert found[1] < found[0]
    assert await pipe("a", []) == []


def test_measures_refuse_vectors_of_other_lengths() -> None:
    with pytest.raises(InputError, match="3 and 2"):
        similarity([1.0, 2.0, 3.0], [[1.0, 2.0]])
    with pytest.raises(InputError, match="must be one of"):
        similarity([1.0], [1.0], "hamming")


async def test_a_prompt_that_is_not_pooled_is_left_out_of_the_mean() -> None:
    """sentence-transformers masks the prompt and the leading special token (Pooling.include_prompt)."""
    settings = {"prompts": {"query": "query : "}, "default_prompt_name": "query"}

    pooled = await FeatureExtractionPipeline(parts(**settings)).encode("a b")
    apart = await FeatureExtractionPipeline(parts(**settings, include_prompt=False)).encode("a b")

    # [CLS] query : a b [SEP] is 2 7 8 4 5 3: with the prompt all six count, without it the last three.
    assert pooled.tolist() == pytest.approx([29 / 6, 167 / 6, 2.5])
    assert apart.tolist() == pytest.approx([4.0, 50 / 3, 4.0])


async def test_a_model_that_was_trained_on_lower_case_gets_it() -> None:
    made = parts(do_lower_case=True)
    assert isinstance(made.tokenizer, Tokenizer)
    made.tokenizer.normalizer = None

    assert (await FeatureExtractionPipeline(made).encode("A B")).tolist() == POOLINGS["mean"]


async def test_the_output_is_chosen_by_name_and_not_by_place() -> None:
    def compute(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        rows, length = feeds["input_ids"].shape
        return {
            "pooler_output": Tensor("float32", (rows, DIM), array("f", [9.0] * rows * DIM)),
            "last_hidden_state": Tensor("float32", (rows, length, DIM), array("f", [1.0] * rows * length * DIM)),
        }

    outputs = tuple(TensorSpec(name, "float32", (None, DIM)) for name in ("pooler_output", "last_hidden_state"))
    session = FakeSession(compute, outputs=outputs)
    pipe = FeatureExtractionPipeline(Parts(session, parts().tokenizer, LIMIT))

    assert (await pipe("a b", pooling="mean")).tolist() == [[1.0] * DIM]
