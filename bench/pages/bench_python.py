"""Benchmark code that runs in the tab: tabside's tokenizer, and a redaction whose model answers at once."""

import json
import time
from array import array

from tabside import Tokenizer
from tabside.model_files.manifest import parse_manifest
from tabside.pipelines.base import Parts
from tabside.pipelines.token_classification import TokenClassificationPipeline
from tabside.redaction import Redactor
from tabside.runtime.base import Tensor, TensorSpec

NAMED_EVERY = 12
"""One token in so many is taken for a name: as much as in the bench's prose."""


class InstantSession:
    """A model that returns the same answer for every text, and measures the time spent on it."""

    inputs = tuple(
        TensorSpec(name, "int64", ("batch", "tokens")) for name in ("input_ids", "attention_mask", "token_type_ids")
    )
    device = "wasm"

    def __init__(self, labels):
        self.outputs = (TensorSpec("logits", "float32", ("batch", "tokens", len(labels))),)
        self.rows = [array("f", [9.0 if label == likely else 0.0 for label in range(len(labels))]) for likely in (0, 1)]
        self.spent_s = 0.0

    async def run(self, feeds):
        begin = time.perf_counter()
        shape = feeds["input_ids"].shape
        data = array("f")
        for index in range(shape[0] * shape[1]):
            data.extend(self.rows[index % NAMED_EVERY == 5])
        self.spent_s += time.perf_counter() - begin
        return {"logits": Tensor("float32", (*shape, len(self.rows[0])), data)}

    async def dispose(self):
        pass


async def prepare(manifest, config, tokenizer):
    global TOKENIZER, SESSION, REDACTOR
    manifest = parse_manifest(json.loads(manifest))
    TOKENIZER = Tokenizer.from_str(tokenizer)
    SESSION = InstantSession(manifest.labels)
    parts = Parts(SESSION, TOKENIZER, manifest.max_length, json.loads(config), manifest.labels)
    REDACTOR = await Redactor.create(pipeline=TokenClassificationPipeline(parts))


def tokenize(texts):
    """Return milliseconds and lengths, as JSON."""
    texts = json.loads(texts)
    for text in texts[:20]:
        TOKENIZER.encode(text)
    begin = time.perf_counter()
    lengths = [len(TOKENIZER.encode(text).ids) for text in texts]
    return json.dumps([1000 * (time.perf_counter() - begin), lengths])


async def redact_without_model(text):
    """Return the milliseconds of a redaction without its model."""
    await REDACTOR.redact(text)
    SESSION.spent_s = 0.0
    begin = time.perf_counter()
    await REDACTOR.redact(text)
    return 1000 * (time.perf_counter() - begin - SESSION.spent_s)
