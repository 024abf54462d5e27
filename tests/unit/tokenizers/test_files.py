"""Invalid tokenizer files and unknown parts; and lazy loading."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tabside.errors import TokenizerError
from tabside.tokenizers import Tokenizer

WORD_LEVEL: dict[str, Any] = {"type": "WordLevel", "vocab": {"a": 0, "<unk>": 1}, "unk_token": "<unk>"}
WORDPIECE = {"type": "WordPiece", "vocab": {"a": 0}, "unk_token": "[UNK]", "continuing_subword_prefix": "##"}

SPLIT = {"type": "Split", "pattern": {"String": "a"}, "behavior": "Removed", "invert": False}
TEMPLATE = {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "X", "type_id": 0}}], "pair": []}


def file(**parts: Any) -> str:
    return json.dumps({"version": "1.0", "added_tokens": [], "model": WORD_LEVEL} | parts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"model": 3}',
        file(version="2.0"),
        file(model={"type": "Perceptron"}),
        file(model={"vocab": {}}),
        file(model={"type": "WordLevel", "vocab": {"a": "0"}, "unk_token": "a"}),
        file(model={"type": "WordLevel", "vocab": []}),
        file(model=WORDPIECE),
        file(model={"type": "BPE", "vocab": {"a": 0}, "merges": [["a", "b"]]}),
        file(model={"type": "BPE", "vocab": {"a": 0}, "merges": ["a"]}),
        file(model={"type": "BPE", "vocab": {"a": 0}, "merges": [], "dropout": 0.1}),
        file(model={"type": "Unigram", "vocab": [["a", 0.0]], "unk_id": 3}),
        file(model={"type": "Unigram", "vocab": ["a"], "unk_id": 0}),
        file(normalizer={"type": "NFX"}),
        file(normalizer=3),
        file(normalizer={"type": "Strip"}),
        file(normalizer={"type": "Precompiled", "precompiled_charsmap": "!"}),
        file(normalizer={"type": "Precompiled", "precompiled_charsmap": base64.b64encode(b"\xff\0\0\0a").decode()}),
        file(normalizer={"type": "Replace", "pattern": {"Glob": "*"}, "content": ""}),
        file(normalizer={"type": "Replace", "pattern": {"Regex": "("}, "content": ""}),
        file(pre_tokenizer=SPLIT | {"behavior": "Gone"}),
        file(pre_tokenizer=SPLIT | {"pattern": {"Regex": r"\p{Elvish}"}}),
        file(pre_tokenizer={"type": "Metaspace", "replacement": "__"}),
        file(post_processor=TEMPLATE | {"special_tokens": {}}),
        file(post_processor={"type": "BertProcessing", "sep": ["a"], "cls": ["b", 1]}),
        file(decoder={"type": "WordPiece"}),
        file(added_tokens=[{"id": 0}]),
        file(truncation={"max_length": 8, "stride": 0, "strategy": "Sideways", "direction": "Right"}),
    ],
)  # fmt: skip
def test_broken_files(text: str) -> None:
    with pytest.raises(TokenizerError):
        Tokenizer.from_str(text)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(TokenizerError, match=r"nothing\.json"):
        Tokenizer.from_file(tmp_path / "nothing.json")


@pytest.mark.parametrize(
    "model",
    [
        WORDPIECE | {"max_input_chars_per_word": 100},
        {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "<unk>"},
        {"type": "Unigram", "vocab": [["a", -1.0]], "unk_id": None},
        {"type": "BPE", "vocab": {"a": 0}, "merges": [], "unk_token": "<unk>"},
    ],
)
def test_an_unknown_word_with_no_token_for_it(model: dict[str, Any]) -> None:
    tokenizer = Tokenizer.from_str(file(model=model))
    assert tokenizer.encode("a").ids == [0]
    with pytest.raises(TokenizerError) as raised:
        tokenizer.encode("secret")
    assert "secret" not in str(raised.value)


def test_lone_surrogates_elsewhere() -> None:
    """If no normalizer cleans the text they are U+FFFD: its bytes, or an unknown character."""
    bytes_ = {f"<0x{byte:02X}>": byte + 1 for byte in range(256)}
    bpe = Tokenizer.from_str(
        file(model={"type": "BPE", "vocab": {"<unk>": 0, **bytes_}, "merges": [], "byte_fallback": True})
    )
    encoding = bpe.encode("\ud800")
    assert (encoding.tokens, encoding.offsets) == (["<0xEF>", "<0xBF>", "<0xBD>"], [(0, 1)] * 3)
    word_level = Tokenizer.from_str(file(pre_tokenizer={"type": "WhitespaceSplit"}, normalizer={"type": "NFKC"}))
    assert word_level.encode("a \udfff é").offsets == [(0, 1), (2, 3), (4, 5)]


def test_old_files_name_no_model_type() -> None:
    model = {name: value for name, value in (WORDPIECE | {"max_input_chars_per_word": 9}).items() if name != "type"}
    assert Tokenizer.from_str(file(model=model)).encode("a").tokens == ["a"]


def test_importing_loads_no_table() -> None:
    code = "import sys, tabside.tokenizers; print(sorted(m for m in sys.modules if 'tables' in m or m == 'numpy'))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3] / "py"
    )
    assert done.stdout.strip() == "[]"
