# ruff: noqa: E501  data as a file has it
"""What a tokenizer.json of a few bytes could ask for: all memory, or hours. It is refused by a typed error."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tabside.errors import TokenizerError
from tabside.tokenizers import Tokenizer

WORDS = {"type": "WordLevel", "vocab": {"[UNK]": 0, "a": 1}, "unk_token": "[UNK]"}
PADDING = {"strategy": "BatchLongest", "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"}  # fmt: skip
SPACE = {"type": "Split", "pattern": {"String": " "}, "behavior": "Isolated", "invert": False}


def tokenizer(**parts: Any) -> str:
    return json.dumps({"version": "1.0", "model": WORDS, **parts})


def added(*contents: str, **options: bool) -> list[dict[str, Any]]:
    usual = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": False, **options}
    return [{"id": index, "content": content, **usual} for index, content in enumerate(contents)]


def replacing(content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": {"String": "a"}, "content": content}


def template(piece: dict[str, Any], count: int, ids: list[Any]) -> dict[str, Any]:
    names = ["[CLS]"] * len(ids)
    return {"type": "TemplateProcessing", "single": [piece] * count, "pair": [], "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": ids, "tokens": names}}}  # fmt: skip


SEQUENCE = {"Sequence": {"id": "A", "type_id": 0}}
UNREADABLE = {
    "padding to 2 GB": tokenizer(padding={**PADDING, "strategy": {"Fixed": 2**31}}),
    "padding to a name": tokenizer(padding={**PADDING, "strategy": {"Fixed": "x"}}),
    "a multiple below 0": tokenizer(padding={**PADDING, "pad_to_multiple_of": -8}),
    "an id that is a name": tokenizer(padding={**PADDING, "pad_id": "x"}),
    "an id of 70 bits": tokenizer(model={**WORDS, "vocab": {"[UNK]": 2**70}}),
    "an id below 0": tokenizer(model={**WORDS, "vocab": {"[UNK]": -1}}),
    "a list as an id": tokenizer(post_processor=template(SEQUENCE, 1, [[0]])),
    "the text a thousand times": tokenizer(post_processor=template(SEQUENCE, 1000, [0])),
    "a hundred thousand special tokens": tokenizer(post_processor=template(SEQUENCE, 1, [0] * 100_000)),
    "a thousand splits": tokenizer(pre_tokenizer={"type": "Sequence", "pretokenizers": [SPACE] * 1000}),
    "a regex of 600 kB": tokenizer(normalizer={"type": "Replace", "pattern": {"Regex": "\\p{L}" * 100_000}, "content": ""}),
    "a long prefix": tokenizer(model={"type": "BPE", "vocab": {"a": 0}, "merges": [], "continuing_subword_prefix": "#" * 1000}),
    "tokens of many lengths": tokenizer(model={"type": "Unigram", "unk_id": 0, "vocab": [["a" * n, -1.0] for n in range(1, 500)]}),
    "words of many lengths": tokenizer(model={"type": "WordPiece", "vocab": {"[UNK]": 0, **{"a" * n: n for n in range(1, 500)}}, "unk_token": "[UNK]", "continuing_subword_prefix": "", "max_input_chars_per_word": 10**9}),
    "added tokens that begin alike": tokenizer(added_tokens=added(*("a" * n + "b" for n in range(1, 500)))),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_asks_for_too_much_is_refused(name: str) -> None:
    with pytest.raises(TokenizerError):
        Tokenizer.from_str(UNREADABLE[name])


COSTLY = {
    "a text that doubles 30 times": (tokenizer(normalizer={"type": "Sequence", "normalizers": [replacing("aa")] * 30}), "a" * 1000),
    "a megabyte for each letter": (tokenizer(normalizer=replacing("x" * 1_000_000)), "a" * 1000),
    "a megabyte before each piece": (tokenizer(normalizer={"type": "Prepend", "prepend": "x" * 1_000_000}), "a"),
    "windows of one token": (tokenizer(pre_tokenizer=SPACE, truncation={"max_length": 1, "stride": 0, "strategy": "LongestFirst", "direction": "Right"}), "a " * 10_000),
    "windows that share all but one token": (tokenizer(pre_tokenizer=SPACE, truncation={"max_length": 5000, "stride": 4999, "strategy": "LongestFirst", "direction": "Right"}), "a " * 10_000),
    "windows that are padded": (tokenizer(pre_tokenizer=SPACE, padding={**PADDING, "strategy": {"Fixed": 200_000}}, truncation={"max_length": 400, "stride": 0, "strategy": "LongestFirst", "direction": "Right"}), "a " * 10_000),
    "added blanks that take all blanks behind": (tokenizer(added_tokens=added(" ", rstrip=True)), " " * 200_000),
}  # fmt: skip


@pytest.mark.parametrize("name", COSTLY)
def test_a_text_of_which_it_makes_too_much_is_refused(name: str) -> None:
    file, text = COSTLY[name]
    with pytest.raises(TokenizerError):
        Tokenizer.from_str(file).encode(text)


def test_thousands_of_added_tokens_are_found() -> None:
    contents = [f"{chr(0x4E00 + index)}x" for index in range(10_000)]
    found = Tokenizer.from_str(tokenizer(added_tokens=added(*contents))).encode("".join(contents) + "\u4e00")
    assert found.tokens == [*contents, "[UNK]"]


def test_blanks_before_an_added_token_are_taken_along() -> None:
    read = Tokenizer.from_str(tokenizer(added_tokens=added("<x>", lstrip=True, rstrip=True)))
    assert read.encode("a" + "  <x>  a" * 3).offsets == [(0, 1), (1, 8), (8, 9), (9, 16), (16, 17), (17, 24), (24, 25)]


def test_long_marks_and_letters_that_normalize_to_many_pass() -> None:
    read = Tokenizer.from_str(tokenizer(normalizer={"type": "NFKD"}))
    assert read.encode("\ufdfa" * 1000).offsets == [(0, 1000)]
