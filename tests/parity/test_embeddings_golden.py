"""Compare embeddings, precisions and measures with sentence-transformers' golden outputs.

scripts/generate/golden_embeddings.py made them.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import tokenizers as rust

from tabside import hub, pipeline
from tabside.pipelines.precision import quantize_embeddings
from tabside.pipelines.similarity import similarity
from tabside.tokenizers import Tokenizer

GOLDEN = json.loads((Path(__file__).parent / "golden" / "embeddings.json").read_text(encoding="utf-8"))
MODEL = "sentence-transformers/all-MiniLM-L6-v2"


def numbers(rows: int, columns: int) -> np.ndarray:
    """The same function as in scripts/generate/golden_embeddings.py."""
    values = [
        ((row * 7919 + column * 104729 + row * column * 31) % 10007) / 10007 - 0.5
        for row in range(rows)
        for column in range(columns)
    ]
    return np.array(values, dtype=np.float32).reshape(rows, columns)


async def test_int8_embeddings_are_those_of_the_float32_model_but_for_rounding():
    pipe = await pipeline("feature-extraction", MODEL)
    cut: list[tuple[int, int, int]] = []

    vectors = await pipe.encode(GOLDEN["texts"], on_truncated=lambda *facts: cut.append(facts))

    expected = np.array(GOLDEN["vectors"], dtype=np.float32)
    assert vectors.dtype == np.float32
    assert vectors.shape == expected.shape == (6, 384)
    cosines = (vectors * expected).sum(axis=1)
    assert cosines.min() > 0.999, cosines
    assert np.abs(vectors @ vectors.T - expected @ expected.T).max() < 0.02
    # Both read 256 tokens of the text that has 402, and only we say so.
    assert cut == [(5, 402, 256)]


@pytest.mark.parametrize("precision", GOLDEN["precisions"])
def test_precisions(precision):
    found = quantize_embeddings(numbers(5, 20), precision, calibration_embeddings=numbers(150, 20))

    assert found.tolist() == GOLDEN["precisions"][precision]


@pytest.mark.parametrize("name", GOLDEN["similarities"])
def test_measures(name):
    found = similarity(numbers(5, 20), numbers(3, 20), name)

    assert found == pytest.approx(np.array(GOLDEN["similarities"][name]), abs=1e-5)


SHIPPED = [MODEL, "cross-encoder/ms-marco-MiniLM-L12-v2", "stackone/minilm-multihead-v5"]


@pytest.mark.parametrize("model", SHIPPED)
async def test_shipped_tokenizers_encode_as_the_rust_library_does(model):
    manifest = hub.load_manifest(model)
    file = manifest.one("tokenizer")
    files = hub.default_files()
    await files.ensure(manifest, [file])
    text = await files.read_text(file)
    ours, theirs = Tokenizer.from_str(text), rust.Tokenizer.from_str(text)
    for tokenizer in (ours, theirs):
        tokenizer.no_truncation()
        tokenizer.no_padding()

    for pair in zip(GOLDEN["texts"], reversed(GOLDEN["texts"]), strict=True):
        found, expected = ours.encode(*pair), theirs.encode(*pair)
        assert (found.ids, found.type_ids, found.offsets) == (expected.ids, expected.type_ids, expected.offsets)
