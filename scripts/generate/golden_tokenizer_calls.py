"""Write tests/parity/golden/tokenizer_calls.json: what transformers' tokenizers answer to calls with many arguments.

    pip install transformers==5.24.0 jinja2 numpy
    python -m scripts.generate.golden_tokenizer_calls

PyTorch is not needed. Run by hand.
"""

from __future__ import annotations

import itertools
import json
import tempfile
from pathlib import Path
from typing import Any

import tokenizers
import transformers

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "tests" / "parity" / "golden" / "tokenizer_calls.json"
WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    *["the", "a", "cat", "sat", "on", "mat", "dog", "ran", "far", "away", "##s", "##ly", "quick", ",", "."],
]
TEXTS = ["The cat sat on the mat.", "dogs ran", "a quickly quick dog, far far away from the cats on a mat", ""]
TEMPLATES = {
    "chatml": "{% for m in messages %}<|{{ m.role }}|>{{ m.content | trim }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}",
    "system and tools": "{%- if tools %}{{ tools | tojson(indent=2) }}\n{% endif %}"
    "{%- for m in messages %}\n    {%- if loop.first and m.role != 'system' %}{{ bos_token }}{% endif %}\n"
    "    {%- if m.role == 'skip' %}{% continue %}{% endif %}\n[{{ m['role'] }}] {{ m['content'] }}{% endfor %}",
    "generation": "{% for m in messages %}{% if m.role == 'assistant' %}{% generation %}{{ m.content }}"
    "{% endgeneration %}{% else %}{{ m.content }}{% endif %}|{% endfor %}",
    "namespace": "{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{{ ns.n }}:"
    "{{ m.content }} {% endfor %}{{ dict(a=1)['a'] }}",
}
MESSAGES = [
    [{"role": "user", "content": " the cat "}],
    [{"role": "system", "content": "a"}, {"role": "user", "content": "dog"}, {"role": "assistant", "content": "ran ö"}],
    [{"role": "skip", "content": "x"}, {"role": "user", "content": "far"}],
]
TOOLS = [{"name": "look", "parameters": {"type": "object", "where": "ü"}}]


def main() -> None:
    """Write the file."""
    made = tokenizers.BertWordPieceTokenizer({word: number for number, word in enumerate(WORDS)})
    text = made.to_str()
    config = {"pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]", "unk_token": "[UNK]",
              "mask_token": "[MASK]", "bos_token": "[CLS]", "model_max_length": 12,
              "tokenizer_class": "PreTrainedTokenizerFast",
              "model_input_names": ["input_ids", "token_type_ids", "attention_mask"]}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "tokenizer.json").write_text(text, encoding="utf-8")
        Path(folder, "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
        theirs = transformers.PreTrainedTokenizerFast.from_pretrained(folder)
    golden = {
        "transformers": transformers.__version__,
        "tokenizer": text,
        "config": config,
        "calls": [case(theirs, given) for given in calls()],
        "chats": [chat(theirs, *given) for given in itertools.product(TEMPLATES, range(len(MESSAGES)), (True, False))],
    }
    TARGET.write_text(json.dumps(golden, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def calls() -> list[dict[str, Any]]:
    """Return the arguments of all calls."""
    inputs: list[dict[str, Any]] = [
        {"text": TEXTS[0]}, {"text": TEXTS}, {"text": TEXTS[0], "text_pair": TEXTS[2]},
        {"text": TEXTS[:3], "text_pair": [TEXTS[2], TEXTS[0], TEXTS[1]]},
        {"text": ["the", "cats", "ran"], "is_split_into_words": True},
        {"text": [["the", "cats"], ["a", "dog", "ran"]], "is_split_into_words": True},
    ]  # fmt: skip
    shapes: list[dict[str, Any]] = [
        {}, {"padding": True}, {"truncation": True}, {"padding": "max_length", "truncation": True},
        {"padding": "max_length", "max_length": 10, "truncation": True}, {"truncation": True, "max_length": 7},
        {"padding": True, "padding_side": "left"}, {"padding": True, "pad_to_multiple_of": 8},
        {"truncation": "only_first", "max_length": 9}, {"add_special_tokens": False, "padding": True},
        {"max_length": 6, "truncation": True, "stride": 2, "return_overflowing_tokens": True, "padding": True},
        {"return_offsets_mapping": True, "return_special_tokens_mask": True, "return_length": True},
        {"return_attention_mask": False, "return_token_type_ids": False},
        {"padding": True, "truncation": True, "return_tensors": "np"},
    ]  # fmt: skip
    return [{**one, **shape} for one in inputs for shape in shapes]


def case(tokenizer: Any, given: dict[str, Any]) -> dict[str, Any]:
    """Return a call's arguments and its answer; None where it raises."""
    try:
        answer = {
            name: value.tolist() if hasattr(value, "tolist") else value for name, value in tokenizer(**given).items()
        }
    except BaseException:  # the library in Rust panics, which is no Exception
        answer = None
    return {"given": given, "answer": answer}


def chat(tokenizer: Any, template: str, number: int, prompts: bool) -> dict[str, Any]:
    """Return a chat's arguments and text."""
    given: dict[str, Any] = {"chat_template": TEMPLATES[template], "add_generation_prompt": prompts}
    if "tools" in template:
        given["tools"] = TOOLS
    text = tokenizer.apply_chat_template(MESSAGES[number], tokenize=False, **given)
    return {"messages": MESSAGES[number], "given": given, "text": text}


if __name__ == "__main__":
    main()
