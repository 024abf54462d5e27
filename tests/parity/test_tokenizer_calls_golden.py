"""A callable tokenizer answers as transformers' does (golden/tokenizer_calls.json has its answers)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tabside import Tokenizer
from tabside.errors import InputError, TokenizerError
from tabside.pretrained import PretrainedTokenizer
from tabside.pretrained.settings import settings_from

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "golden" / "tokenizer_calls.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def tokenizer() -> PretrainedTokenizer:
    return PretrainedTokenizer(Tokenizer.from_str(GOLDEN["tokenizer"]), settings_from(GOLDEN["config"], {}, []))


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    return json.loads(json.dumps(value.tolist() if hasattr(value, "tolist") else value))


@pytest.mark.parametrize("case", GOLDEN["calls"], ids=lambda case: json.dumps(case["given"])[:80])
def test_a_call_gives_the_same(tokenizer: PretrainedTokenizer, case: dict[str, Any]) -> None:
    if case["answer"] is None:
        with pytest.raises((InputError, TokenizerError)):
            tokenizer(**case["given"])
        return

    answer = tokenizer(**case["given"])

    assert {name: plain(value) for name, value in answer.items()} == case["answer"]


@pytest.mark.parametrize("case", GOLDEN["chats"], ids=lambda case: case["text"][:40])
def test_a_chat_gives_the_same_text(tokenizer: PretrainedTokenizer, case: dict[str, Any]) -> None:
    assert tokenizer.apply_chat_template(case["messages"], tokenize=False, **case["given"]) == case["text"]
