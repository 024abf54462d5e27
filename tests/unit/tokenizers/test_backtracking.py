# ruff: noqa: E501  patterns as they were published
"""Patterns of strangers: those of real tokenizers pass, those that would run for ever do not."""

from __future__ import annotations

import pytest

from tabside.errors import TokenizerError
from tabside.tokenizers import Tokenizer
from tabside.tokenizers.oniguruma import OnigurumaPattern

# As published with GPT-2, Llama 3, Qwen 2, DeepSeek V3, CLIP, o200k (GPT-4o), Falcon, BLOOM and StarCoder.
REAL = [
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "[0-9][0-9][0-9]", " ?[^(\\s|[.,!?…。，、।۔،])]+", r"\d", " {2,}", r"\s+$", r"(?:\p{L}\p{M}*)+", r"(?:\p{L}|\p{N})+!",
    r"(?:'[a-z]+)*\s", r"\n+|[\u4e00-\u9fa5\u3040-ヿ]+",
]  # fmt: skip
ENDLESS = [
    "(a+)+$", "(a*)*$", "(a|a)*$", r"(\w+\s?)*!", r"([\u0400-\u04ff]+)+$", "(é+)+!", "(?:a+){2,}b", "(a{1,40})+b",
    r"(.*)*\z", "a*a*a*b", r"\s*\s*\s*x", "((a?){40}){40}b", "(?=(a+)+b)", r"(?>(a+)+b)", "([a-z]+)*[^a]", "(a+|b+)*c", r"(\p{L}+\p{L}+)+\d",
    "(?i:(?:ab|AB)+)!", r"(?:a(?=(?:b(?=c*d))*e))*f",
]  # fmt: skip


@pytest.mark.parametrize("pattern", REAL)
def test_patterns_of_real_tokenizers_pass(pattern: str) -> None:
    OnigurumaPattern(pattern).check()


@pytest.mark.parametrize("pattern", ENDLESS)
def test_a_pattern_without_end_is_refused(pattern: str) -> None:
    with pytest.raises(TokenizerError, match="too long"):
        OnigurumaPattern(pattern).check()


@pytest.mark.parametrize("part", ["pre_tokenizer", "normalizer"])
def test_a_tokenizer_with_such_a_pattern_is_refused(part: str) -> None:
    from json import dumps

    parts = {
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "(a+)+$"}, "behavior": "Isolated", "invert": False},
        "normalizer": {"type": "Replace", "pattern": {"Regex": "(a+)+$"}, "content": ""},
    }
    model = {"type": "WordLevel", "vocab": {"[UNK]": 0}, "unk_token": "[UNK]"}
    with pytest.raises(TokenizerError, match="too long"):
        Tokenizer.from_str(dumps({"version": "1.0", "model": model, part: parts[part]}))


# Each reads a run of characters again from each of its places, or in each round of a repeat.
QUADRATIC = [
    (r"\s+$", " "), (r"(?:\p{L}|\p{N})+!", "a"), (r"(?:'[a-z]+)*\s", "'a"), ("a*x?a*b", "a"), (r"(?:a(?=a*b))+", "a"),
    (r"\d+(?:'a*x?a*b)?", "1'a"), ("(?i:a+)b", "aA"), ("[ab]{40,}c", "ab"), (r"(a+)\1x", "a"), (r"(?>a+)b", "a"), ("a++b", "a"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "unit"), QUADRATIC)
def test_a_text_that_would_take_minutes_is_refused(pattern: str, unit: str) -> None:
    checked = OnigurumaPattern(pattern)
    checked.check()
    text = unit * 200_000 + "?"
    with pytest.raises(TokenizerError, match="too long on this text"):
        checked.spans(text)
    assert checked.spans(text[:100]) == OnigurumaPattern(pattern).spans(text[:100])


@pytest.mark.parametrize("pattern", REAL)
@pytest.mark.parametrize("unit", [" ", "a", "aB", "\u4e00", " \n", "'s", "1a ", "!\r\n"])
def test_patterns_of_real_tokenizers_pass_long_texts(pattern: str, unit: str) -> None:
    checked = OnigurumaPattern(pattern)
    checked.check()
    # `$` and `!` behind a repeat are quadratic on runs of their own.
    if (pattern, unit) not in {(r"\s+$", " "), (r"\s+$", " \n"), (r"(?:\p{L}|\p{N})+!", "a"), (r"(?:\p{L}|\p{N})+!", "aB"),
                               (r"(?:\p{L}|\p{N})+!", "\u4e00"), (r"(?:'[a-z]+)*\s", "'s")}:  # fmt: skip
        assert checked.spans(unit * 20_000 + "x") == OnigurumaPattern(pattern).spans(unit * 20_000 + "x")
