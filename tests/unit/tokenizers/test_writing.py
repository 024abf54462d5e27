"""A tokenizer is written as it was read: the Rust library reads and writes the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
import tokenizers as rust

from tabside import Tokenizer
from tabside.errors import InputError, TokenizerError

TEXTS = ["the quick brown fox", "a lazy dog, the fox", "Ünïcode and 12 numbers"] * 4


def trained(kind: str) -> rust.Tokenizer:
    trainer: Any
    special = ["<unk>", "<s>", "</s>"]
    if kind == "unigram":
        made = rust.Tokenizer(rust.models.Unigram())
        made.pre_tokenizer = rust.pre_tokenizers.Metaspace()
        trainer = rust.trainers.UnigramTrainer(vocab_size=60, special_tokens=special, unk_token="<unk>")
    elif kind == "bpe":
        made = rust.Tokenizer(rust.models.BPE(unk_token="<unk>"))
        made.pre_tokenizer = rust.pre_tokenizers.ByteLevel()
        made.decoder = rust.decoders.ByteLevel()
        trainer = rust.trainers.BpeTrainer(vocab_size=300, special_tokens=special)
    else:
        made = rust.Tokenizer(rust.models.WordLevel(unk_token="<unk>"))
        made.pre_tokenizer = rust.pre_tokenizers.Whitespace()
        trainer = rust.trainers.WordLevelTrainer(special_tokens=special)
    made.train_from_iterator(TEXTS, trainer)
    made.post_processor = rust.processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 1), ("</s>", 2)]
    )
    made.enable_truncation(6, stride=1, strategy="only_first", direction="left")
    made.enable_padding(direction="left", pad_id=2, pad_token="</s>", length=8)
    return made


@pytest.mark.parametrize("kind", ["unigram", "bpe", "wordlevel"])
def test_what_is_written_is_what_was_read(kind: Any, tmp_path: Any) -> None:
    reference = trained(kind)

    ours = Tokenizer.from_buffer(reference.to_str().encode())
    ours.save(tmp_path / "tokenizer.json")

    assert json.loads(ours.to_str()) == json.loads(reference.to_str())
    again = rust.Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    assert [one.ids for one in again.encode_batch(TEXTS)] == [one.ids for one in ours.encode_batch_fast(TEXTS)]


def test_a_vocabulary_is_written_as_a_tokenizer_of_bert() -> None:
    ours = Tokenizer.from_vocab("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nfox\n##es\n")
    ours.add_tokens(["dog"])

    theirs = rust.Tokenizer.from_str(ours.to_str())

    for text in ("Foxes", "fox dog [MASK]", "cat"):
        assert theirs.encode(text, "fox").ids == ours.encode(text, "fox").ids
        assert theirs.decode(ours.encode(text).ids) == ours.decode(ours.encode(text).ids)


@pytest.mark.parametrize("pair", [None, "a lazy dog"])
def test_post_process_is_the_librarys(pair: Any) -> None:
    reference = trained("wordlevel")
    reference.enable_truncation(7)
    ours = Tokenizer.from_str(reference.to_str())
    first = "the quick brown fox the fox"

    second = None if pair is None else rust_plain(reference, pair)
    expected = reference.post_process(rust_plain(reference, first), second)
    ours_without = Tokenizer.from_str(reference.to_str())
    ours_without.no_truncation()
    ours_without.no_padding()
    plain = [ours_without.encode(text, add_special_tokens=False) for text in (first, pair) if text is not None]
    found = ours.post_process(plain[0], plain[1] if pair else None)

    assert (found.ids, found.type_ids, found.offsets) == (expected.ids, expected.type_ids, expected.offsets)


def rust_plain(reference: rust.Tokenizer, text: str) -> rust.Encoding:
    plain = rust.Tokenizer.from_str(reference.to_str())
    plain.no_truncation()
    plain.no_padding()
    return plain.encode(text, add_special_tokens=False)


def test_what_cannot_be_written_or_loaded() -> None:
    ours = Tokenizer.from_str(trained("bpe").to_str())
    ours.normalizer = Tokenizer.from_vocab("[UNK]\na\n").normalizer

    with pytest.raises(TokenizerError, match="from a file"):
        ours.to_str()
    with pytest.raises(InputError, match="AutoTokenizer"):
        Tokenizer.from_pretrained("org/name")
    with pytest.raises(TokenizerError, match="UTF-8"):
        Tokenizer.from_buffer(b"\xff{}")
