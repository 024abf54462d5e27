"""Every part of the tokenizer.json format by itself, compared with Hugging Face `tokenizers`."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import decoders, normalizers

from tabside.tokenizers.decoders import decoder_from
from tests.parity.conftest import examples, real_tokenizer
from tests.parity.tokenizers_compared import Pair
from tests.parity.tokenizers_texts import SNIPPETS, TEXTS

CHARSMAP = json.loads(real_tokenizer("traceforge").read_text(encoding="utf-8"))["normalizer"]["normalizers"][0]
BERT = {
    "type": "BertNormalizer",
    "clean_text": True,
    "handle_chinese_chars": True,
    "strip_accents": None,
    "lowercase": True,
}


def replace(pattern: dict[str, str], content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": pattern, "content": content}


NORMALIZERS: dict[str, dict[str, Any]] = {
    "bert": BERT,
    "bert cased": BERT | {"lowercase": False},
    "bert cased, accents stripped": BERT | {"lowercase": False, "strip_accents": True},
    "bert uncased, accents kept": BERT | {"strip_accents": False},
    "bert not cleaned": BERT | {"clean_text": False},
    "bert ideographs kept": BERT | {"handle_chinese_chars": False},
    **{
        form: {"type": form} for form in ("NFC", "NFD", "NFKC", "NFKD", "Nmt", "Lowercase", "StripAccents", "ByteLevel")
    },
    "strip": {"type": "Strip", "strip_left": True, "strip_right": True},
    "strip left": {"type": "Strip", "strip_left": True, "strip_right": False},
    "strip right": {"type": "Strip", "strip_left": False, "strip_right": True},
    "prepend": {"type": "Prepend", "prepend": "▁x"},
    "replace blank": replace({"String": " "}, "▁"),
    "replace by nothing": replace({"String": "e"}, ""),
    "replace by more": replace({"String": "the"}, "<<the>>"),
    "replace runs": replace({"Regex": r"\s+"}, " "),
    "replace class": replace({"Regex": r"[\p{L}&&[^a-z]]"}, "L"),
    "precompiled": CHARSMAP,
    "sequence": {"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "StripAccents"}, {"type": "Lowercase"}]},
    "albert": {
        "type": "Sequence",
        "normalizers": [
            replace({"String": "``"}, '"'),
            {"type": "NFKD"},
            {"type": "StripAccents"},
            {"type": "Lowercase"},
            CHARSMAP,
            replace({"Regex": " {2,}"}, " "),
        ],
    },
    "llama": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"}, replace({"String": " "}, "▁")]},
    "nothing": {"type": "Sequence", "normalizers": []},
}


def split(pattern: dict[str, str], behavior: str, invert: bool = False) -> dict[str, Any]:
    return {"type": "Split", "pattern": pattern, "behavior": behavior, "invert": invert}


BEHAVIORS = ("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous")
PRE_TOKENIZERS: dict[str, dict[str, Any]] = {
    **{name: {"type": name} for name in ("BertPreTokenizer", "Whitespace", "WhitespaceSplit", "UnicodeScripts")},
    **{
        f"metaspace {scheme} {cuts}": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": cuts}
        for scheme in ("always", "first", "never")
        for cuts in (True, False)
    },
    **{
        f"byte level {prefix} {regex}": {
            "type": "ByteLevel",
            "add_prefix_space": prefix,
            "trim_offsets": True,
            "use_regex": regex,
        }
        for prefix in (True, False)
        for regex in (True, False)
    },
    **{f"punctuation {behavior}": {"type": "Punctuation", "behavior": behavior} for behavior in BEHAVIORS},
    **{f"split string {behavior}": split({"String": "e"}, behavior) for behavior in BEHAVIORS},
    **{f"split regex {behavior}": split({"Regex": r"\p{P}+|\s"}, behavior) for behavior in BEHAVIORS},
    **{f"split inverted {behavior}": split({"Regex": r"\w+|[^\w\s]+"}, behavior, True) for behavior in BEHAVIORS},
    "digits": {"type": "Digits", "individual_digits": False},
    "single digits": {"type": "Digits", "individual_digits": True},
    "delimiter": {"type": "CharDelimiterSplit", "delimiter": "e"},
    "fixed length": {"type": "FixedLength", "length": 4},
    "sequence": {
        "type": "Sequence",
        "pretokenizers": [
            {"type": "WhitespaceSplit"},
            {"type": "Digits", "individual_digits": True},
            {"type": "Punctuation", "behavior": "Isolated"},
        ],
    },
    "scripts within words": {
        "type": "Sequence",
        "pretokenizers": [{"type": "WhitespaceSplit"}, {"type": "UnicodeScripts"}],
    },
}


@pytest.mark.parametrize("name", NORMALIZERS)
def test_normalizer_and_alignment(name: str) -> None:
    pair = Pair.of(normalizer=NORMALIZERS[name], pre_tokenizer={"type": "FixedLength", "length": 1})

    @settings(max_examples=examples(50))
    @given(TEXTS)
    def check(text: str) -> None:
        pair.check(text)

    check()


@pytest.mark.parametrize("name", PRE_TOKENIZERS)
def test_pre_tokenizer(name: str) -> None:
    pair = Pair.of(pre_tokenizer=PRE_TOKENIZERS[name])

    @settings(max_examples=examples(40))
    @given(TEXTS)
    def check(text: str) -> None:
        pair.check(text)

    check()


@settings(max_examples=examples(300))
@given(st.sampled_from(sorted(NORMALIZERS)), st.sampled_from(sorted(PRE_TOKENIZERS)), TEXTS)
def test_normalizer_then_pre_tokenizer(normalizer: str, pre_tokenizer: str, text: str) -> None:
    Pair.of(normalizer=NORMALIZERS[normalizer], pre_tokenizer=PRE_TOKENIZERS[pre_tokenizer]).check(text)


DECODERS: dict[str, tuple[dict[str, Any], Any]] = {
    "wordpiece": ({"type": "WordPiece", "prefix": "##", "cleanup": True}, decoders.WordPiece()),
    "wordpiece as is": ({"type": "WordPiece", "prefix": "@", "cleanup": False}, decoders.WordPiece("@", False)),
    "byte level": (
        {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        decoders.ByteLevel(),
    ),
    "byte fallback": ({"type": "ByteFallback"}, decoders.ByteFallback()),
    "fuse": ({"type": "Fuse"}, decoders.Fuse()),
    "bpe": ({"type": "BPEDecoder", "suffix": "</w>"}, decoders.BPEDecoder()),
    "ctc": ({"type": "CTC", "pad_token": "<pad>", "word_delimiter_token": "|", "cleanup": True}, decoders.CTC()),
    "replace": (replace({"String": "▁"}, " "), decoders.Replace("▁", " ")),
    "metaspace": ({"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"}, decoders.Metaspace()),
    "metaspace kept": (
        {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "never"},
        decoders.Metaspace(prepend_scheme="never"),
    ),
    "llama": (
        {
            "type": "Sequence",
            "decoders": [replace({"String": "▁"}, " "), {"type": "ByteFallback"}, {"type": "Fuse"}],
        },
        decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]),
    ),
}
TOKENS = st.one_of(
    st.sampled_from(SNIPPETS),
    st.sampled_from(
        ["▁the", "▁", "##s", "##", "@s", "ing</w>", "</w>", "<pad>", "|", "h", "h", "e", ".", "'", "do", " not"]
    ),
    st.sampled_from(
        ["<0xE4>", "<0xBD>", "<0xA0>", "<0x41>", "<0xFF>", "<0x4>", "<0xZZ>", "<0x+A>", "Ġthe", "Ċ", "Ã", "©"]
    ),
)


@pytest.mark.parametrize("name", DECODERS)
def test_decoder(name: str) -> None:
    config, theirs = DECODERS[name]
    ours = decoder_from(config)

    @settings(max_examples=examples(100))
    @given(st.lists(TOKENS, min_size=1, max_size=12))
    def check(tokens: list[str]) -> None:
        assert "".join(ours.decode_chain(tokens)) == theirs.decode(tokens)

    check()


@settings(max_examples=examples(100))
@given(
    st.lists(st.sampled_from(["  a  ", " ab", "a ", "xaa", "b", " a b"]), min_size=1, max_size=4),
    st.integers(0, 2),
    st.integers(0, 2),
)
def test_strip_decoder(tokens: list[str], start: int, stop: int) -> None:
    ours = decoder_from({"type": "Strip", "content": " ", "start": start, "stop": stop})
    assert "".join(ours.decode_chain(tokens)) == decoders.Strip(" ", start, stop).decode(tokens)


def test_every_normalizer_of_the_library_is_covered() -> None:
    covered = {config["type"] for config in NORMALIZERS.values()}
    library = {name for name in vars(normalizers) if isinstance(getattr(normalizers, name), type)} - {"Normalizer"}
    assert library <= covered, library - covered


@pytest.mark.parametrize("normalizer", sorted(NORMALIZERS))
@pytest.mark.parametrize("text", ["\x0ba", "  a", "\x00a", "\u0301a", "\x7fa", " \x0ba", "\u200da", "a\x0b b"])
def test_a_beginning_that_is_dropped(normalizer: str, text: str) -> None:
    for name, pre_tokenizer in PRE_TOKENIZERS.items():
        if "metaspace" in name:
            Pair.of(normalizer=NORMALIZERS[normalizer], pre_tokenizer=pre_tokenizer).check(text)
