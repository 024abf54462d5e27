"""Truncation, padding, pairs, pre-tokenized input, batches, post-processors and added tokens."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import tokenizers as rust
from hypothesis import given, settings
from hypothesis import strategies as st

from tabside.tokenizers import AddedToken
from tests.parity.conftest import examples, real_tokenizer
from tests.parity.tokenizers_compared import Pair, assert_same, assert_same_lookups, outcome
from tests.parity.tokenizers_texts import TEXTS

WORDS = ["the", "cat", "sat", "unbelievably", "on", "café's", "[MASK]", "mat,", "中国", "3.14", "ﬁnal", "x́", "Ġ"]
SHORT = st.lists(st.sampled_from(WORDS), max_size=11).map(" ".join)
VOCABULARY = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, **{word: index + 3 for index, word in enumerate(WORDS)}}
WORD_LEVEL = {"type": "WordLevel", "vocab": VOCABULARY, "unk_token": "[UNK]"}


def special(name: str, type_id: int = 0) -> dict[str, Any]:
    return {"SpecialToken": {"id": name, "type_id": type_id}}


def sequence(name: str, type_id: int = 0) -> dict[str, Any]:
    return {"Sequence": {"id": name, "type_id": type_id}}


TOKENS = {name: {"id": name, "ids": [number], "tokens": [name]} for name, number in (("[CLS]", 1), ("[SEP]", 2))}
TOKENS["two"] = {"id": "two", "ids": [1, 2], "tokens": ["[CLS]", "[SEP]"]}
BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
PROCESSORS: dict[str, Any] = {
    "none": None,
    "bert": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
    "roberta": {
        "type": "RobertaProcessing",
        "sep": ["[SEP]", 2],
        "cls": ["[CLS]", 1],
        "trim_offsets": True,
        "add_prefix_space": True,
    },
    "template": {
        "type": "TemplateProcessing",
        "single": [special("[CLS]"), sequence("A"), special("[SEP]")],
        "pair": [special("[CLS]"), sequence("A"), special("[SEP]"), sequence("B", 1), special("[SEP]", 1)],
        "special_tokens": TOKENS,
    },
    "odd template": {
        "type": "TemplateProcessing",
        "single": [sequence("A", 3), special("two", 2)],
        "pair": [sequence("B", 1), special("two", 2), sequence("A", 3)],
        "special_tokens": TOKENS,
    },
    "byte level": BYTE_LEVEL,
}
PROCESSORS["sequence"] = {"type": "Sequence", "processors": [BYTE_LEVEL, PROCESSORS["template"]]}
PAIRS = {
    name: Pair.of(
        model=WORD_LEVEL,
        pre_tokenizer={"type": "Metaspace", "replacement": " ", "prepend_scheme": "never"}
        if name in ("byte level", "roberta", "sequence")
        else {"type": "BertPreTokenizer"},
        post_processor=processor,
    )
    for name, processor in PROCESSORS.items()
}
PAIRS["rampart"] = Pair(real_tokenizer("rampart").read_text(encoding="utf-8"))
STRATEGIES = st.sampled_from(["longest_first", "only_first", "only_second"])
DIRECTIONS = st.sampled_from(["left", "right"])
# Less than the special tokens need is refused here; in Rust an unsigned number wraps and nothing is truncated.
TRUNCATION = st.fixed_dictionaries(
    {"max_length": st.integers(4, 16), "stride": st.integers(0, 5), "strategy": STRATEGIES, "direction": DIRECTIONS}
)
PADDING = st.fixed_dictionaries(
    {
        "direction": DIRECTIONS,
        "pad_id": st.integers(0, 9),
        "pad_type_id": st.integers(0, 1),
        "length": st.sampled_from([None, 5, 20]),
        "pad_to_multiple_of": st.sampled_from([None, 8]),
    }
)


@pytest.mark.parametrize("name", PAIRS)
def test_truncation_and_padding(name: str) -> None:
    pair = PAIRS[name].unlimited()
    words = st.lists(st.sampled_from(WORDS), max_size=5)
    inputs = st.one_of(
        st.tuples(SHORT, st.none() | SHORT, st.just(False), st.booleans()),
        st.tuples(words, st.none() | words, st.just(True), st.booleans()),
    )

    @settings(max_examples=examples(120))
    @given(st.none() | TRUNCATION, st.none() | PADDING, inputs, st.lists(SHORT | st.tuples(SHORT, SHORT), max_size=3))
    def check(truncation: Any, padding: Any, arguments: Any, batch: Any) -> None:
        pair.unlimited()
        for kind, options in (("truncation", truncation), ("padding", padding)):
            if options is not None:
                calls = [getattr(side, f"enable_{kind}") for side in (pair.ours, pair.theirs)]
                failures = [outcome(partial(call, **options))[1] for call in calls]
                assert failures[0] == failures[1]
                assert getattr(pair.ours, kind) == getattr(pair.theirs, kind)
        ours, theirs = (outcome(partial(side.encode, *arguments)) for side in (pair.ours, pair.theirs))
        assert ours[1] == theirs[1]
        if not ours[1]:
            assert_same(ours[0], theirs[0])
            assert_same_lookups(ours[0], theirs[0])
        ours, theirs = (outcome(partial(side.encode_batch, batch)) for side in (pair.ours, pair.theirs))
        assert ours[1] == theirs[1]
        for own, other in zip(ours[0] or (), theirs[0] or (), strict=True):
            assert_same(own, other)

    check()


CONTENTS = st.sampled_from(["cat", "the cat", "t", "[X]", "Sat", "é", " a", "中", "ﬁ", "ca", "<s>", "THE", "123"])
ADDED = st.lists(st.tuples(CONTENTS, *[st.booleans()] * 5), max_size=5)
AROUND = st.lists(
    st.sampled_from(["cat", "the", " ", "  ", "t", "[X]", "Sat", "sat", "é", "中", "ﬁ", "<s>", "s", "123", "\n", ","])
)


@settings(max_examples=examples(400))
@given(ADDED, AROUND.map("".join), st.sampled_from(["bert", "none", "lower"]), st.booleans())
def test_added_tokens(added: Any, text: str, kind: str, encode_special_tokens: bool) -> None:
    bert = {
        "type": "BertNormalizer",
        "clean_text": True,
        "handle_chinese_chars": True,
        "strip_accents": None,
        "lowercase": True,
    }
    pair = Pair.of(
        normalizer={"bert": bert, "none": None, "lower": {"type": "Lowercase"}}[kind],
        pre_tokenizer={"type": "BertPreTokenizer"} if kind == "bert" else None,
        **({"model": {**WORD_LEVEL}} if kind == "bert" else {}),
    )
    names = ("content", "single_word", "lstrip", "rstrip", "normalized", "special")
    tokens = [dict(zip(names, entry, strict=True)) for entry in added]
    # Two tokens that are the same once normalized are ambiguous: the Rust library refuses them or picks either.
    seen = {
        (token["content"].lower() if token["normalized"] else token["content"], token["normalized"]) for token in tokens
    }
    if len(seen) < len(tokens):
        return
    assert pair.ours.add_tokens([AddedToken(**token) for token in tokens]) == pair.theirs.add_tokens(
        [rust.AddedToken(**token) for token in tokens]
    )
    pair.ours.encode_special_tokens = pair.theirs.encode_special_tokens = encode_special_tokens
    assert pair.ours.get_vocab() == pair.theirs.get_vocab()
    assert pair.ours.get_vocab_size() == pair.theirs.get_vocab_size()
    pair.check(text)


@settings(max_examples=examples(200))
@given(TEXTS, TEXTS, st.booleans())
def test_pairs_of_any_texts(first: str, second: str, add_special_tokens: bool) -> None:
    pair = PAIRS["rampart"].unlimited()
    pair.check(first, pair=second, add_special_tokens=add_special_tokens)


def test_special_tokens_by_name() -> None:
    pair = Pair(real_tokenizer("rampart").read_text(encoding="utf-8"))
    assert pair.ours.add_special_tokens(["[NEW]"]) == pair.theirs.add_special_tokens(["[NEW]"]) == 1
    assert pair.ours.add_tokens(["[NEW]", "plain"]) == pair.theirs.add_tokens(["[NEW]", "plain"])
    pair.check("a [NEW] plain text, [new] and Plain")
