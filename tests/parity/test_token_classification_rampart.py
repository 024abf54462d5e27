"""The real model: tabside gives the same as onnxruntime with Hugging Face's tokenizers, called directly."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
import tokenizers as rust

from tabside import hub, pipeline
from tabside.pipelines.token_classification import TokenClassificationPipeline
from tabside.runtime.base import Tensor

MODEL_ID = "nationaldesignstudio/rampart"
# text -> findings in it, by label
KNOWN = {
    "My name is Alice Johnson and my phone is (415) 555-0123.": {
        ("GIVEN_NAME", "Alice"),
        ("SURNAME", "Johnson"),
        ("PHONE", "(415) 555-0123"),
    },
    "Please write to José Müller, 742 Evergreen Terrace, Springfield, IL 62704.": {
        ("GIVEN_NAME", "José"),
        ("SURNAME", "Müller"),
        ("BUILDING_NUMBER", "742"),
        ("STREET_NAME", "Evergreen Terrace"),
        ("CITY", "Springfield"),
        ("STATE", "IL"),
        ("ZIP_CODE", "62704"),
    },
    "The meeting is on Tuesday and nobody has to prepare anything.": set(),
}


@pytest.fixture(scope="module")
def reference() -> tuple[onnxruntime.InferenceSession, rust.Tokenizer]:
    manifest = hub.load_manifest(MODEL_ID)
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.x64quantprecision", "1")
    model = hub.local_path(manifest.model_file())
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return session, rust.Tokenizer.from_file(str(hub.local_path(manifest.file("tokenizer.json"))))


@pytest.fixture
async def pipe() -> TokenClassificationPipeline:
    return await pipeline("token-classification", MODEL_ID)


@pytest.mark.parametrize("text", KNOWN)
async def test_logits_are_the_same(
    pipe: TokenClassificationPipeline, reference: tuple[onnxruntime.InferenceSession, rust.Tokenizer], text: str
) -> None:
    session, tokenizer = reference
    encoding = tokenizer.encode(text)
    names = {"input_ids": encoding.ids, "attention_mask": encoding.attention_mask, "token_type_ids": encoding.type_ids}
    expected = session.run(None, {name: np.array([values], dtype=np.int64) for name, values in names.items()})[0]

    ours = pipe.tokenizer.encode(text)
    assert (ours.ids, ours.offsets) == (encoding.ids, encoding.offsets)
    feeds = {name: Tensor.from_rows("int64", [values]) for name, values in names.items()}
    logits = (await pipe.session.run(feeds))["logits"]

    assert logits.shape == expected.shape
    np.testing.assert_array_equal(logits.numpy(), expected)


@pytest.mark.parametrize(("text", "expected"), KNOWN.items())
async def test_known_texts_give_known_entities(
    pipe: TokenClassificationPipeline, text: str, expected: set[tuple[str, str]]
) -> None:
    found = await pipe(text, aggregation_strategy="first")

    assert {(entity["entity_group"], text[entity["start"] : entity["end"]]) for entity in found} == expected


async def test_a_name_in_the_last_characters_of_a_long_text_is_found(pipe: TokenClassificationPipeline) -> None:
    text = "Nothing of interest was said in the meeting. " * 440 + "Call Alice Johnson at (415) 555-0123."

    last = [token async for token in pipe.predict_tokens(text) if token.start >= len(text) - 40]

    labels = {pipe.labels[token.scores.index(max(token.scores))] for token in last}
    assert {"B-GIVEN_NAME", "B-SURNAME", "B-PHONE"} <= labels


# Dynamic int8 computes one scale for the activations of a whole batch, so it gets one text at a time.
@pytest.mark.parametrize("dtype", ["q4", "q8"])
async def test_what_a_text_gets_does_not_depend_on_its_neighbors(dtype: str) -> None:
    pipe = await pipeline("token-classification", MODEL_ID, dtype=dtype)
    texts = [*KNOWN, "Bob"]

    together = await pipe(texts, ignore_labels=[])
    alone = [await pipe(text, ignore_labels=[]) for text in texts]

    for one, other in zip(together, alone, strict=True):
        assert [entity["entity"] for entity in one] == [entity["entity"] for entity in other]
        assert [entity["score"] for entity in one] == pytest.approx([entity["score"] for entity in other], abs=1e-5)
