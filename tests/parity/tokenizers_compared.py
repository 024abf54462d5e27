"""The same tokenizer in both implementations, and their differences."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import tokenizers as rust

from tabside.tokenizers import Encoding, Tokenizer

LISTS = ("ids", "tokens", "offsets", "word_ids", "sequence_ids", "type_ids", "special_tokens_mask", "attention_mask")


class Pair:
    """One tokenizer.json in both implementations. `compared` counts the texts."""

    def __init__(self, text: str) -> None:
        self.ours = Tokenizer.from_str(text)
        self.theirs = rust.Tokenizer.from_str(text)
        self.compared = 0

    @classmethod
    def of(cls, **parts: Any) -> Pair:
        """Build from parts. By default each piece of text is one unknown token, which shows the parts' effect."""
        unknown = {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0]], "byte_fallback": False}
        names = ("normalizer", "pre_tokenizer", "post_processor", "decoder", "truncation", "padding")
        config = {"version": "1.0", "added_tokens": [], "model": unknown} | dict.fromkeys(names) | parts
        return cls(json.dumps(config))

    def unlimited(self) -> Pair:
        """Switch truncation and padding off."""
        for tokenizer in (self.ours, self.theirs):
            tokenizer.no_truncation()
            tokenizer.no_padding()
        return self

    def check(self, text: str, **options: Any) -> None:
        """Encode and decode a text in both and fail if they differ."""
        self.compared += 1
        ours, theirs = self.ours.encode(text, **options), self.theirs.encode(text, **options)
        assert_same(ours, theirs)
        for skip in (True, False):
            assert self.ours.decode(ours.ids, skip) == self.theirs.decode(theirs.ids, skip)


def assert_same(ours: Encoding, theirs: Any) -> None:
    """Fail if two encodings differ in any list, overflowing parts included."""
    for name in LISTS:
        assert getattr(ours, name) == getattr(theirs, name), name
    assert len(ours.overflowing) == len(theirs.overflowing)
    for own, other in zip(ours.overflowing, theirs.overflowing, strict=True):
        assert_same(own, other)


def assert_same_lookups(ours: Encoding, theirs: Any) -> None:
    """Fail if two encodings map tokens, words and characters differently."""
    assert ours.n_sequences == theirs.n_sequences
    assert len(ours) == len(theirs)
    for index in range(len(ours) + 2):
        for name in ("token_to_chars", "token_to_word", "token_to_sequence"):
            assert getattr(ours, name)(index) == getattr(theirs, name)(index), (name, index)
        for name in ("char_to_token", "char_to_word", "word_to_tokens", "word_to_chars"):
            for sequence in (0, 1):
                answers = (getattr(side, name)(index, sequence) for side in (ours, theirs))
                assert len(set(answers)) == 1, (name, index, sequence)


def outcome(action: Callable[[], Any]) -> tuple[Any, bool]:
    """Return the action's result and whether it failed. A Rust panic is no Exception."""
    try:
        return action(), False
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        return None, True
