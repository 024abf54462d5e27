"""Write docs/api-compatibility.md: every public name and argument of the peers' APIs for text encoders, and ours.

    python -m scripts.generate.api_compatibility

The peers' names are in tests/parity/golden/peer_names.json (scripts/generate/golden_peer_names.py wrote it); ours are
those of the classes.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

from tabside import CrossEncoder, SentenceTransformer, Tokenizer
from tabside.pipelines.tasks import TASKS
from tabside.pretrained import BatchEncoding, PretrainedTokenizer
from tabside.tokenizers import Encoding

from ..paths import ROOT

GOLDEN = ROOT / "tests" / "parity" / "golden" / "peer_names.json"
TARGET = ROOT / "docs" / "api-compatibility.md"

REFUSED: Mapping[str, Sequence[str]] = {
    "SentenceTransformer": (
        "modules", "cache_folder", "trust_remote_code", "processor_kwargs", "config_kwargs", "model_card_data",
    ),
    "SentenceTransformer.encode": ("convert_to_tensor", "pool", "chunk_size"),
    "CrossEncoder": (
        "modules", "prompts", "default_prompt_name", "cache_folder", "trust_remote_code", "processor_kwargs",
        "config_kwargs", "model_card_data",
    ),
    "CrossEncoder.predict": ("prompt_name", "prompt", "convert_to_tensor", "pool", "chunk_size"),
    "CrossEncoder.rank": ("prompt_name", "prompt", "pool", "chunk_size"),
    "pipeline": (
        "config", "tokenizer", "feature_extractor", "image_processor", "video_processor", "processor", "device_map",
        "trust_remote_code", "model_kwargs", "pipeline_class",
    ),
}  # fmt: skip
"""Arguments that are there to be refused with a reason."""

DIFFERS: Mapping[str, str] = {
    "SentenceTransformer": "`await SentenceTransformer.create(…)`; the constructor itself is in `tabside.sync`. "
    "`model_kwargs` takes dtype, subfolder, session_options; `backend` is onnx",
    "SentenceTransformer.encode": "`device` must be the model's; `convert_to_numpy=False` gives a list of arrays; "
    "texts over the limit are cut with a `TruncationWarning`; vectors are normalized after `truncate_dim`",
    "SentenceTransformer.device": "a string",
    "SentenceTransformer.tokenize": "arrays of NumPy, padded to the longest text",
    "SentenceTransformer.preprocess": "the same as `tokenize`",
    "SentenceTransformer.max_seq_length": "cannot exceed the model's own limit",
    "CrossEncoder": "`await CrossEncoder.create(…)`; the constructor itself is in `tabside.sync`. A model without "
    "config.json keeps its logits",
    "CrossEncoder.predict": "`device` must be the model's; `convert_to_numpy=False` gives a list",
    "CrossEncoder.config": "a mapping",
    "CrossEncoder.device": "a string",
    "PreTrainedTokenizer.encode": "an `Encoding`, as in Hugging Face tokenizers; `.ids` is the list",
    "PreTrainedTokenizer.add_tokens": "as in Hugging Face tokenizers: strings or `AddedToken`",
    "PreTrainedTokenizer.add_special_tokens": "as in Hugging Face tokenizers: a list, not a dict by name",
    "PreTrainedTokenizer.from_pretrained": "`await AutoTokenizer.from_pretrained(…)`; `tabside.sync` needs no await",
    "PreTrainedTokenizer.tokenize": "no arguments of `__call__`",
    "PreTrainedTokenizer.apply_chat_template": "tools are JSON schemas, not functions; other keywords are variables of "
    "the template",
    "BatchEncoding.to": "for the device cpu only",
    "BatchEncoding.convert_to_tensors": "`np` only",
    "Tokenizer.encode_batch_fast": "offsets are right, not zero",
    "Tokenizer.from_pretrained": "refused: `AutoTokenizer.from_pretrained` loads by id",
    "pipeline": "asynchronous; `tabside.sync.pipeline` blocks. `dtype` names the weights (fp32, fp16, q8 …). Every "
    "argument of a call may be given at construction",
    "pipeline(token-classification)": "a long text is read in windows",
    "pipeline(text-classification)": "a long text is read in windows unless `truncation=True`",
    "pipeline(feature-extraction)": "arrays [tokens, dim]; `return_tensors` is np; cut texts warn unless "
    "`truncation=True`",
    "pipeline(zero-shot-classification)": "a hypothesis is never cut",
}
SAME_AS = {
    "SentenceTransformer.encode_query": "SentenceTransformer.encode",
    "SentenceTransformer.encode_document": "SentenceTransformer.encode",
}
OWN: Mapping[str, Any] = {
    "SentenceTransformer": SentenceTransformer, "CrossEncoder": CrossEncoder,
    "PreTrainedTokenizer": PretrainedTokenizer, "BatchEncoding": BatchEncoding,
    "Tokenizer": Tokenizer, "Encoding": Encoding,
}  # fmt: skip
HEAD = """# API compatibility

The calls of sentence-transformers, transformers and tokenizers for text encoders, and what tabside does with each
argument. Written by `python -m scripts.generate.api_compatibility` from the peers' sources (sentence-transformers
6.2.0, transformers 5.24.0, tokenizers 0.23.3) and tabside's own signatures; do not edit.

- **yes**: takes the same values and does the same.
- **no**: an `InputError` that says what to use instead, or no such name. Nothing is ignored silently.
- *Differs* says what is not the same.

All calls that touch a model are asynchronous; `tabside.sync` has the same classes blocking, so that code written for
the peers changes its import alone: `from tabside.sync import SentenceTransformer`.

| call | yes | no | differs |
|---|---|---|---|
"""


def text() -> str:
    """Return the page."""
    peers: dict[str, list[str]] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows(peers))


def rows(peers: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the table's rows: call, arguments that work, arguments that do not, differences."""
    missing = [call for call in sorted(peers) if parameters(call) is None]
    for owner in dict.fromkeys(call.partition(".")[0] for call in missing):
        names = [call.partition(".")[2] for call in missing if call.startswith(f"{owner}.")]
        yield f"others of `{owner}`", "", ", ".join(names), "not there: an `AttributeError`"
    for call, arguments in sorted(peers.items(), key=lambda one: (order(one[0]), one[0])):
        own = parameters(call)
        named = f"`{call}`"
        if own is None:
            continue
        refused = REFUSED.get(SAME_AS.get(call, call), ())
        works = [name for name in arguments if name in own and name not in refused]
        yield (
            named,
            ", ".join(works) if arguments else "yes",
            ", ".join(name for name in arguments if name not in works),
            DIFFERS.get(call, ""),
        )


def order(call: str) -> int:
    """Return the place of a call's class in the page."""
    owners = [*OWN, "pipeline"]
    return next(place for place, owner in enumerate(owners) if call.split(".")[0].split("(")[0] == owner)


def parameters(call: str) -> Sequence[str] | None:
    """Return the parameters of our own call of that name, None if there is none."""
    call = SAME_AS.get(call, call)
    if call.startswith("pipeline"):
        return _pipeline_parameters(call)
    owner, _, name = call.partition(".")
    found = getattr(OWN[owner], name or "create", None) if name or hasattr(OWN[owner], "create") else OWN[owner]
    if found is None and owner == "PreTrainedTokenizer":
        found = _elsewhere(name)
    if found is None:
        return [] if name in _attributes(owner) else None
    return list(inspect.signature(found).parameters) if callable(found) else []


def _attributes(owner: str) -> Sequence[str]:
    """Return the attributes that an object gets when it is made."""
    tokenizer = Tokenizer.from_vocab("[UNK]\na\n")
    made = {
        "Tokenizer": tokenizer,
        "PreTrainedTokenizer": PretrainedTokenizer(tokenizer),
        "BatchEncoding": BatchEncoding({}),
    }
    return list(vars(made[owner])) if owner in made else []


def _elsewhere(name: str) -> Any:
    """Return what a loaded tokenizer finds in the tokenizer that it wraps, and how it is loaded."""
    from tabside import AutoTokenizer

    return AutoTokenizer.from_pretrained if name == "from_pretrained" else getattr(Tokenizer, name, None)


def _pipeline_parameters(call: str) -> Sequence[str]:
    from tabside import pipeline

    task = call.removeprefix("pipeline").strip("()")
    if not task:
        # Arguments of calls are taken at construction.
        return [*inspect.signature(pipeline).parameters, "batch_size"]
    kind = getattr(import_module(f"tabside.pipelines.{TASKS[task].module}"), TASKS[task].name)
    return list(inspect.signature(kind.__call__).parameters)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
