# ruff: noqa: E501 - regexes are quoted as in tokenizer files
"""Translated regexes match the same as in Oniguruma."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Regex, pre_tokenizers

from tabside.errors import TokenizerError
from tabside.tokenizers.oniguruma import OnigurumaPattern
from tests.parity.conftest import LONG, examples
from tests.parity.tokenizers_texts import TEXTS

pytestmark = pytest.mark.both

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
PATTERNS = [
    GPT2,
    # Llama 3, Qwen 2, GPT-4o, DeepSeek 3, Bloom, and others in use.
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s+",
    r" ?[^(\s|[.,!?…。，、।۔،])]+",
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
    r"(?i)'(?:s|t|re)",
    "[一-龥぀-ゟ゠-ヿ]+",
    "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
    # Single elements.
    r"\w+|[^\w\s]+", r"\W", r"\d", r"\D+", r"\h+", r"\H", r"\s", r"\S+", r"\R", r"\N", r"\O", r".", "(?m:.)", "(?m).+",
    r"^a|^.", r".$", r"\A.", r".\z", r".\Z", r"\bt", r"\B.", r"\p{Han}", r"\p{^L}+", r"\P{L}+", r"\p{Letter}", r"\p{lu}",
    r"[[:alpha:]]+", r"[[:^alpha:]]+", r"[[:punct:]]", r"[[:word:]]+", r"[a-z&&[^aeiou]]+", r"[^a-z&&[^aeiou]]", r"[\w&&[^\d]]",
    r"[]a]", r"[a\-z]", r"[a-]", r"[\]\[]", r"[\x61-\x{7A}]", r"\u00e9", r"\t|\n|\x0b", r"[^\n]", r"(?<q>['\"]).*?\k<q>", r"(.)\1",
    "(?<=t)h", "(?<!t)h", "(?=the)t", "t(?!he)", "(?>a+)b?", "a*", "(?:a|b)??", "a{2}", "a{,2}b", "e{1,2}+", "(?x) t h # c\n e",
    "(?i)THE", "(?i:k)", "t(?i)HE|x", "(?i:[s-t])", "(?-i:a)", "{", "a{", "}", "]", "-", "é+", "🇩", "(?#none)a",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_pattern(pattern: str) -> None:
    ours = OnigurumaPattern(pattern)
    theirs = pre_tokenizers.Split(Regex(pattern), "removed")

    @settings(max_examples=examples(15))
    @given(TEXTS)
    def check(text: str) -> None:
        gaps, position = [], 0
        for start, end in [*ours.spans(text), (len(text), len(text))]:
            if position < start:
                gaps.append((position, start))
            position = end
        assert gaps == [offsets for _, offsets in theirs.pre_tokenize_str(text)]

    check()


CLASSES = (
    [
        rf"\p{{{name}}}"
        for name in [
            "L",
            "Lu",
            "Ll",
            "Lt",
            "Lm",
            "Lo",
            "M",
            "Mn",
            "Mc",
            "Me",
            "N",
            "Nd",
            "Nl",
            "No",
            "P",
            "Pc",
            "Pd",
            "Ps",
            "Pe",
            "Pi",
            "Pf",
            "Po",
            "S",
            "Sm",
            "Sc",
            "Sk",
            "So",
            "Z",
        ]
    ]
    + [
        rf"\p{{{name}}}"
        for name in [
            "Zs",
            "Zl",
            "Zp",
            "Cc",
            "Cf",
            "Co",
            "Cn",
            "Alphabetic",
            "Han",
            "Hiragana",
            "Katakana",
            "Hangul",
            "Thai",
            "Latin",
            "Punct",
        ]
    ]
    + [
        rf"[[:{name}:]]"
        for name in [
            "alpha",
            "digit",
            "alnum",
            "upper",
            "lower",
            "space",
            "punct",
            "cntrl",
            "graph",
            "print",
            "blank",
            "word",
            "xdigit",
        ]
    ]
    + [r"\w", r"[\w]", r"\s", r"\d", r"\W", r"[^\s\p{L}\p{N}]", r"[^\w\s]"]
)


USUAL_CLASSES = [r"\p{L}", r"\p{Lu}", r"\p{N}", r"\p{P}", r"\p{Han}", "[[:punct:]]", r"\w", r"[\w]", r"\s"]


@pytest.mark.parametrize("pattern", CLASSES if LONG else USUAL_CLASSES)
def test_class_over_all_code_points(pattern: str) -> None:
    ours = OnigurumaPattern(pattern)
    theirs = pre_tokenizers.Split(Regex(pattern), "removed")
    # All code points of Unicode in the long run; else the scripts that most text is written in, and a block of later planes.
    blocks = [*range(0, 0xD800, 0x2000), *range(0xE000, 0x110000, 0x8000)] if LONG else [0, 0x10000]
    for first in blocks:
        block = "".join(map(chr, range(first, min(first + (0x2000 if first < 0xE000 else 0x8000), 0x110000))))
        block = "".join(character for character in block if not "\ud800" <= character < "\ue000")
        left = set(block)
        for start, end in ours.spans(block):
            left -= set(block[start:end])
        assert left == {character for piece, _ in theirs.pre_tokenize_str(block) for character in piece}, hex(first)


@pytest.mark.parametrize("pattern", ["(", "[a", r"\p{Klingon}", "(?<=a+)b", r"\g<x>", r"(?~a)", r"\X", "[z-a]", "*"])
def test_what_cannot_be_translated_is_refused(pattern: str) -> None:
    with pytest.raises(TokenizerError):
        OnigurumaPattern(pattern).check()


@settings(max_examples=examples(100))
@given(st.text(max_size=5), TEXTS)
def test_literal(literal: str, text: str) -> None:
    found = OnigurumaPattern.literal(literal).spans(text)
    assert all(text[start:end] == literal for start, end in found)
    if literal:
        assert len(found) == text.count(literal)
