# ruff: noqa: E501  data as it is written by those who make it
"""Broken and hostile data into every reader of it: a typed error, or a result; never anything else.

`npm test` runs a few inputs of each kind, `npm run test:long` 200,000 in all.
"""

from __future__ import annotations

import asyncio
import base64
import copy
import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from tabside.auto import read_tokenizer
from tabside.batch.plan.ledger import Ledger
from tabside.corpus.corpus import Corpus
from tabside.errors import TabsideError
from tabside.json_scan import scan_json
from tabside.model_files.manifest import ModelFile
from tabside.model_files.manifest_reader import parse_manifest
from tabside.model_files.repository import Answer, inquire
from tabside.model_files.repository_manifest import manifest_of
from tabside.onnx_file.guard import check_onnx
from tabside.redaction.operators.encryption import decrypt_text, export_mapping, import_mapping
from tabside.redaction.operators.operators import parse_operator
from tabside.redaction.operators.placeholders import PlaceholderMap
from tabside.redaction.policy.policy import Policy
from tabside.tokenizers import Tokenizer
from tests.unit.fuzz.broken_files import bytes_of, read_mail, read_office

ROUNDS = int(os.environ.get("TABSIDE_FUZZ_ROUNDS", "0"))
JUNK: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**70, -(2**70), 0.5, -0.0, float("inf"), float("nan"), 1e-300, "", "x", "\0", "é",
    "\ud800", "[CITY_1]", "0", "-1", "a" * 3000, "(a+)+$", "[", "\\p{L}", "[UNK]", [], [[]], [None], {}, {"": ""}, {"a": {}},
    ["a", "b"], [1, 2], {"type": "Sequence"}, {"String": ""}, {"Regex": "("},
]  # fmt: skip

STRANGE = ["\0", "\\", '"', "{", "]", ":", "é", "\ud800", "NaN", "1e999"]


def places(data: Any, holder: Any = None, key: Any = None) -> Iterator[tuple[Any, Any]]:
    """Yield every (container, key) of plain data."""
    if holder is not None:
        yield holder, key
    if isinstance(data, dict):
        for name in list(data):
            yield from places(data[name], data, name)
    elif isinstance(data, list):
        for index in range(len(data)):
            yield from places(data[index], data, index)


def mutated(rng: random.Random, seed: Any) -> Any:
    """Return a copy of plain data in which some places hold something else, or nothing."""
    data = json.loads(json.dumps(seed))
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        found = list(places(data))
        if not found:
            return rng.choice(JUNK)
        holder, key = rng.choice(found)
        what = rng.random()
        try:
            if what < 0.6:
                holder[key] = copy.deepcopy(rng.choice(JUNK))
            elif what < 0.75:
                del holder[key]
            elif what < 0.9:
                other, at = rng.choice(found)
                holder[key] = json.loads(json.dumps(other[at]))
            elif isinstance(holder, dict):
                holder[str(rng.choice(JUNK))[:50]] = json.loads(json.dumps(holder[key]))
            else:
                holder.insert(key, copy.deepcopy(rng.choice(JUNK)))
        except (KeyError, IndexError, ValueError):
            continue  # Taken away by an earlier change, or a circle.
    return rng.choice(JUNK) if rng.random() < 0.01 else data


def text_of(rng: random.Random, data: Any) -> str:
    """Return JSON, now and then cut, doubled, nested deep or with other characters in it."""
    text = json.dumps(data)
    what = rng.random()
    if what < 0.7:
        return text
    if what < 0.8:
        return text[: rng.randrange(len(text) + 1)]
    if what < 0.85:
        return f"{text}{text}"
    if what < 0.87:
        return text.replace("{", '{"a":' + "[" * 3000, 1)
    if what < 0.89:
        return text.replace(":", ":" + "9" * 5000 + ",", 1)
    at = rng.randrange(len(text) + 1)
    strange = rng.choice(STRANGE)
    return f"{text[:at]}{strange}{text[at + 1 :]}"


POLICY = {
    "tabside_policy": 1, "name": "p", "extends": "gdpr", "entities": {"on": ["CITY"], "also": ["DATE"], "off": ["EMAIL"]},
    "threshold": 0.4, "thresholds": {"CITY": 0.5}, "operator": "mask",
    "operators": {"EMAIL": {"operator": "mask", "keep_last": 4}, "CITY": {"operator": "placeholder", "tag": True},
                  "IBAN": {"operator": "hash", "salt": "s", "length": 12}, "SSN": {"operator": "surrogate", "seed": "x"}},
    "allow": ["Oslo", {"wildcard": "ACME-*", "entity": "CITY"}, {"regex": "[A-Z]{2,4}", "ignore_case": True}],
    "deny": ["Project X", {"exact": "Zed", "entity": "ORG"}],
    "recognizers": [{"name": "e", "entity": "EMPLOYEE", "patterns": [{"regex": "E[0-9]{4}", "score": 0.6}, "F\\d"],
                     "context": ["staff"], "needs_context": True, "examples": {"hits": ["«E1234»"], "misses": ["E1"]}}],
}  # fmt: skip
MAPPING = PlaceholderMap(
    {"[CITY_1]": "Oslo", "[CITY_1b]": "OSLO", "[GIVEN_NAME_1]": "\ud800\udc00"}, {"EMAIL": "mask"}, {"Rome": "Bergen"},
    frozenset({"[CITY_1]"}), "QWRTZ",
).to_dict()  # fmt: skip
META = {"model": "a/b", "revision": "r", "sha256": "0" * 64, "dim": 2, "count": 2, "ids": ["a", "b"], "pooling": "mean",
        "precision": "float32", "scale": 1.0, "format": 1}  # fmt: skip
TOKENIZERS: list[dict[str, Any]] = [
    {"version": "1.0", "truncation": {"max_length": 8, "stride": 1, "strategy": "LongestFirst", "direction": "Right"},
     "padding": {"strategy": {"Fixed": 8}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0, "pad_type_id": 0,
                 "pad_token": "[PAD]"},
     "added_tokens": [{"id": 1, "content": "[UNK]", "single_word": False, "lstrip": False, "rstrip": True,
                       "normalized": False, "special": True}],
     "normalizer": {"type": "Sequence", "normalizers": [
         {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None,
          "lowercase": True}, {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "NFKC"}]},
     "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
         {"type": "Split", "pattern": {"Regex": "\\p{L}+|\\d"}, "behavior": "Isolated", "invert": False},
         {"type": "BertPreTokenizer"}, {"type": "Digits", "individual_digits": True}]},
     "post_processor": {"type": "TemplateProcessing",
                        "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                        "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}}},
     "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
     "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 9,
               "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "a": 3, "##b": 4, "anna": 5}}},
    {"version": "1.0", "normalizer": {"type": "Prepend", "prepend": "_"},
     "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
     "post_processor": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
     "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
     "model": {"type": "BPE", "dropout": None, "unk_token": "u", "continuing_subword_prefix": "", "end_of_word_suffix": "",
               "fuse_unk": True, "byte_fallback": True, "ignore_merges": False,
               "vocab": {"u": 0, "a": 1, "n": 2, "an": 3, "<0xC3>": 4}, "merges": ["a n", ["an", "a"]]}},
    {"version": "1.0", "normalizer": {"type": "Precompiled", "precompiled_charsmap": "BAAAAAAAAAAA"},
     "pre_tokenizer": {"type": "Metaspace", "replacement": "_", "prepend_scheme": "always", "split": True},
     "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 1], "trim_offsets": True,
                        "add_prefix_space": True},
     "decoder": {"type": "Sequence", "decoders": [{"type": "Metaspace", "replacement": "_", "prepend_scheme": "always",
                                                   "split": True}, {"type": "Strip", "content": " ", "start": 1, "stop": 0},
                                                  {"type": "Fuse"}, {"type": "ByteFallback"}]},
     "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": False,
               "vocab": [["u", 0.0], ["<s>", -1.0], ["</s>", -1.0], ["_a", -2.0], ["n", -3.0]]}},
]  # fmt: skip
TEXTS = ["Anna an 12", "", "é\ud800 \U0001f600", "a" * 40]
CONFIG = {"architectures": ["BertForTokenClassification"], "model_type": "roberta", "pad_token_id": 1, "num_labels": 2,
          "max_position_embeddings": 514, "id2label": {"0": "O", "1": "B-CITY"}, "transformers.js_config": {"dtype": "q8"}}  # fmt: skip
TOKENIZER_CONFIG = {"model_max_length": 512, "do_lower_case": True, "mask_token": {"content": "[MASK]"}}
FACTS = {"sha": "1" * 40, "pipeline_tag": "token-classification", "cardData": {"license": "mit"}}
RECORD = {"number": 0, "part": "000000-a.txt", "bytes": 1, "sha256": "0" * 64, "rows": 1, "chars": 1, "findings": {"A": 1},
          "failures": {}, "warnings": {}, "sample": [], "seconds": 0.5, "run": "r"}  # fmt: skip


def onnx_model() -> bytes:
    weights = numpy_helper.from_array(np.arange(6, dtype=np.float32).reshape(2, 3), "w")
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, (2, 3)) for name in ("x", "y")]
    nodes = [helper.make_node("Add", ["x", "w"], ["z"]), helper.make_node("Mine", ["z"], ["y"], domain="mine")]
    made = helper.make_model(helper.make_graph(nodes, "g", values[:1], values[1:], [weights]), ir_version=8)
    body = [helper.make_node("Identity", ["a"], ["b"])]
    function = helper.make_function("mine", "Mine", ["a"], ["b"], body, [helper.make_opsetid("", 17)])
    function.attribute_proto.append(onnx.AttributeProto(name="v", type=onnx.AttributeProto.TENSOR, t=weights))
    made.functions.append(function)
    sparse = helper.make_sparse_tensor(weights, numpy_helper.from_array(np.zeros(6, np.int64)), [9])
    made.graph.sparse_initializer.append(sparse)
    return bytes(made.SerializeToString())


def read_policy(rng: random.Random) -> None:
    data = mutated(rng, POLICY)
    source = data if rng.random() < 0.4 else text_of(rng, data)
    if isinstance(source, str) and rng.random() < 0.2:
        source = source.replace("{", "", 1).replace(", ", "\n")
    policy = Policy.load(source)
    policy.detections("staff E1234, Oslo ACME-1")
    policy.allows("CITY", "Oslo")
    policy.unknown_entities(["CITY"])
    policy.test("Zed")
    policy.failures()
    Policy.load(policy.to_dict())


def read_operator(rng: random.Random) -> None:
    spec = mutated(
        rng, rng.choice([POLICY["operators"], {"a": {"operator": "encrypt", "passphrase": "p", "iterations": 1000}}])
    )
    for one in spec.values() if isinstance(spec, dict) else [spec]:
        parse_operator(one)


def read_mapping(rng: random.Random) -> None:
    data = mutated(rng, MAPPING)
    mapping = PlaceholderMap.from_dict(data)
    text = "[CITY_1] {city 1} [GIVEN\\_NAME\\_1] Rome [CITY_9]"
    mapping.restoration(text, partial=True)
    PlaceholderMap.from_dict(json.loads(json.dumps(mapping.to_dict())))


async def read_token(rng: random.Random) -> None:
    token = SEALED[rng.randrange(len(SEALED))]
    raw = bytes_of(rng, base64.urlsafe_b64decode(token[14:-1] + "==") if rng.random() < 0.6 else os.urandom(90))
    if int.from_bytes(raw[:4], "big") > 2000:
        raw = (1000).to_bytes(4, "big") + raw[4:]
    written = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    changed = rng.choice(
        [f"{{MAPPING:enc1:{written}}}", f"{{CITY:enc1:{written}}}", token, token[: rng.randrange(len(token))], ""]
    )
    for work in (import_mapping(changed, "p"), decrypt_text(f"a {changed} b", "p", partial=rng.random() < 0.5)):
        with suppress(TabsideError):
            await work


def read_corpus(rng: random.Random) -> None:
    corpus = Corpus.from_buffers(text_of(rng, mutated(rng, META)), bytes(rng.choice((16, 16, 16, 0, 4))))
    corpus.search(np.ones((1, corpus.meta.dim), np.float32), top_k=1)


def read_hub(rng: random.Random) -> None:
    def entry(path: str, body: bytes) -> dict[str, Any]:
        from hashlib import sha1

        return {
            "type": "file",
            "path": path,
            "size": len(body),
            "oid": sha1(b"blob %d\0" % len(body) + body).hexdigest(),
        }

    bodies = {"config.json": CONFIG, "tokenizer_config.json": TOKENIZER_CONFIG, "tokenizer.json": TOKENIZERS[0],
              "modules.json": [{"type": "a.Normalize"}], "1_Pooling/config.json": {"pooling_mode_cls_token": True}}  # fmt: skip
    name = rng.choice([*bodies, "", ""])
    texts = {path: (text_of(rng, mutated(rng, data)) if path == name else json.dumps(data)).encode("utf-8", "surrogatepass")
             for path, data in bodies.items()}  # fmt: skip
    listing: Any = [*(entry(path, body) for path, body in texts.items()),
                    {"type": "file", "path": "onnx/model.onnx", "size": 9, "oid": "x", "lfs": {"oid": "0" * 64, "size": 9}}]  # fmt: skip
    listing = mutated(rng, listing) if not name and rng.random() < 0.5 else listing
    facts = mutated(rng, FACTS) if not name else FACTS
    questions = inquire("a/b")
    address = next(questions)
    while True:
        if "/tree/" in address:
            answer = Answer(200, text_of(rng, listing).encode("utf-8", "surrogatepass") if not name else json.dumps(listing).encode(),
                            {"link": rng.choice(["", "", f"<{address}>; rel=next", "<ftp://x>; rel=next"])})  # fmt: skip
        elif "/revision/" in address:
            answer = Answer(rng.choice((200, 200, 200, 404, 500)), json.dumps(facts).encode())
        else:
            answer = Answer(200, texts.get(address.rpartition("1" * 40 + "/")[2], b""))
        try:
            address = questions.send(answer)
        except StopIteration as end:
            manifest_of(end.value)
            return


def read_manifest(rng: random.Random) -> None:
    from pathlib import Path

    path = rng.choice(sorted((Path(__file__).parents[3] / "models" / "manifests").rglob("*.json")))
    data = mutated(rng, json.loads(path.read_text(encoding="utf-8")))
    manifest = parse_manifest(data)
    for file in manifest.files:
        assert not file.path.startswith("/")
        assert ".." not in file.path


def read_tokenizer_json(rng: random.Random) -> None:
    seed = rng.choice(TOKENIZERS)
    file = ModelFile("a/b", "tokenizer.json", 1, "0" * 64, "tokenizer")
    text = text_of(rng, mutated(rng, seed))
    for tokenizer in (Tokenizer.from_str(text), read_tokenizer(file, text, {})):
        for one in TEXTS:
            encoding = tokenizer.encode(one, TEXTS[0] if rng.random() < 0.2 else None)
            tokenizer.decode(encoding.ids)


def read_json(rng: random.Random) -> None:
    from tabside.json_scan import JsonSyntaxError

    with suppress(JsonSyntaxError):
        list(scan_json(text_of(rng, mutated(rng, rng.choice((POLICY, META, CONFIG))))))


def read_onnx(rng: random.Random) -> None:
    check_onnx(bytes_of(rng, ONNX))


def read_record(rng: random.Random) -> None:
    from tabside.batch.plan.partitions import Partition

    class OneFile:
        """A folder with one record, and no part."""

        def read(self, _name: str) -> bytes:
            return text_of(rng, mutated(rng, RECORD)).encode("utf-8", "surrogatepass")

        def size(self, _name: str) -> int:
            return 1

        def digest(self, _name: str) -> str:
            return "0" * 64

    done = Ledger(OneFile(), "r").is_done(Partition(0, "/a.txt", "text", 0, 1, 0))  # type: ignore[arg-type]
    assert done is None or "/" not in done.part


SEALED: list[str] = []
ONNX = onnx_model()
READERS: dict[str, tuple[Callable[[random.Random], Any], int]] = {
    "policies": (read_policy, 20_000), "operators": (read_operator, 10_000), "mappings": (read_mapping, 20_000),
    "tokens": (read_token, 6_000), "corpora": (read_corpus, 10_000), "hub answers": (read_hub, 20_000),
    "manifests": (read_manifest, 10_000), "tokenizers": (read_tokenizer_json, 24_000), "JSON": (read_json, 10_000),
    "ONNX": (read_onnx, 20_000), "batch records": (read_record, 10_000), "mail": (read_mail, 20_000),
    "Office": (read_office, 20_000),
}  # fmt: skip


async def faults(name: str, rounds: int) -> Counter[str]:
    read, _ = READERS[name]
    if name == "tokens" and not SEALED:
        SEALED.append(await export_mapping(PlaceholderMap.from_dict(MAPPING), "p", iterations=1000))
    found: Counter[str] = Counter()
    for number in range(rounds):
        rng = random.Random(f"{name} {number}")
        try:
            result = read(rng)
            if asyncio.iscoroutine(result):
                await result
        except TabsideError as error:
            cause = error.__cause__
            if isinstance(cause, UnicodeError | json.JSONDecodeError):
                found[f"{name} {number}: chained {type(cause).__name__}"] += 1
        except Exception as error:
            import traceback

            last = traceback.extract_tb(error.__traceback__)[-1]
            found[f"{type(error).__name__} at {last.filename[-40:]}:{last.lineno}"] += 1
    return found


@pytest.mark.parametrize("name", READERS)
async def test_broken_data_is_a_typed_error(name: str) -> None:
    assert await faults(name, 60) == {}


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", READERS)
async def test_a_lot_of_broken_data_is_a_typed_error(name: str) -> None:
    assert await faults(name, ROUNDS or READERS[name][1]) == {}
