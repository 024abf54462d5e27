"""Benchmark code that runs in the tab: tabside's tokenizer, and a redaction whose model answers at once."""

from __future__ import annotations

import json
import time
from array import array
from collections.abc import Mapping, Sequence

from tabside import Tokenizer
from tabside.model_files.manifest_reader import parse_manifest
from tabside.pipelines.base import Parts
from tabside.pipelines.token_classification import TokenClassificationPipeline
from tabside.redaction import Redactor
from tabside.runtime.base import Tensor, TensorSpec
from tabside.runtime.softmax import softmax

NAMED_EVERY = 12
"""One token in so many is taken for a name: as much as in the bench's prose."""


class InstantSession:
    """A model that returns the same answer for every text, and measures the time spent on it."""

    inputs = tuple(
        TensorSpec(name, "int64", ("batch", "tokens")) for name in ("input_ids", "attention_mask", "token_type_ids")
    )
    device = "wasm"

    def __init__(self, labels: Sequence[str]) -> None:
        self.outputs = (TensorSpec("logits", "float32", ("batch", "tokens", len(labels))),)
        self.rows = [
            array("d", softmax([9.0 if label == likely else 0.0 for label in range(len(labels))])) for likely in (0, 1)
        ]
        self.spent_s = 0.0

    async def run(self, feeds: Mapping[str, Tensor], *, softmax_of: str | None = None) -> dict[str, Tensor]:
        begin = time.perf_counter()
        shape = feeds["input_ids"].shape
        data = array("d")
        for index in range(shape[0] * shape[1]):
            data.extend(self.rows[index % NAMED_EVERY == 5])
        self.spent_s += time.perf_counter() - begin
        # The worker hands over probabilities, and computes them outside Python.
        return {"logits": Tensor("float32" if softmax_of is None else "float64", (*shape, len(self.rows[0])), data)}

    async def dispose(self) -> None:
        pass


class Bench:
    """A tokenizer, and a redactor whose model costs no time."""

    def __init__(self, tokenizer: Tokenizer, session: InstantSession, redactor: Redactor) -> None:
        self.tokenizer, self.session, self.redactor = tokenizer, session, redactor

    def tokenize(self, texts: str) -> str:
        """Return milliseconds and lengths, as JSON."""
        all_texts = json.loads(texts)
        for text in all_texts[:20]:
            self.tokenizer.encode(text)
        begin = time.perf_counter()
        lengths = [len(self.tokenizer.encode(text).ids) for text in all_texts]
        return json.dumps([1000 * (time.perf_counter() - begin), lengths])

    async def redact_without_model(self, text: str) -> float:
        """Return the milliseconds of a redaction without its model."""
        await self.redactor.redact(text)
        self.session.spent_s = 0.0
        begin = time.perf_counter()
        await self.redactor.redact(text)
        return 1000 * (time.perf_counter() - begin - self.session.spent_s)


async def prepare(manifest: str, config: str, tokenizer: str) -> Bench:
    """Make the bench from the texts of a manifest, a config.json and a tokenizer.json."""
    parsed = parse_manifest(json.loads(manifest))
    assert parsed.labels is not None
    session, made = InstantSession(parsed.labels), Tokenizer.from_str(tokenizer)
    parts = Parts(session, made, parsed.max_length, json.loads(config), parsed.labels)
    return Bench(made, session, await Redactor.create(pipeline=TokenClassificationPipeline(parts)))
