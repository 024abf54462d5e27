"""Read the tokenizer settings outside tokenizer.json: special tokens, limits, chat template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["NO_LIMIT", "SPECIAL_TOKENS", "TokenizerSettings", "settings_from"]

SPECIAL_TOKENS = ("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token")
NO_LIMIT = int(1e30)
"""transformers' `model_max_length` of a model without a limit."""
# Contents by which a special token is known where no file names it.
_USUAL: Mapping[str, Sequence[str]] = {
    "unk_token": ("[UNK]", "<unk>"),
    "sep_token": ("[SEP]", "</s>"),
    "pad_token": ("[PAD]", "<pad>"),
    "cls_token": ("[CLS]", "<s>"),
    "mask_token": ("[MASK]", "<mask>"),
}


@dataclass(frozen=True, slots=True)
class TokenizerSettings:
    """Settings of a tokenizer. `special_tokens` maps transformers' names (`pad_token`) to contents."""

    name_or_path: str = ""
    model_max_length: int = NO_LIMIT
    padding_side: str = "right"
    truncation_side: str = "right"
    special_tokens: Mapping[str, str] = field(default_factory=dict)
    extra_special_tokens: Sequence[str] = ()
    model_input_names: Sequence[str] | None = None
    chat_template: str | Mapping[str, str] | None = None


def settings_from(
    config: Mapping[str, Any],
    tokens_map: Mapping[str, Any],
    known: Sequence[str],
    *,
    name: str = "",
    chat_template: str | None = None,
) -> TokenizerSettings:
    """Return the settings of tokenizer_config.json and special_tokens_map.json; `known` are the special tokens.

    >>> settings_from({"pad_token": {"content": "<p>"}}, {}, ["[CLS]"]).special_tokens
    {'cls_token': '[CLS]', 'pad_token': '<p>'}
    """
    tokens = {role: content for role, usual in _USUAL.items() for content in reversed(usual) if content in known}
    for source in (tokens_map, config):
        tokens |= {role: _content(source[role]) for role in SPECIAL_TOKENS if source.get(role)}
    extra = config.get("extra_special_tokens") or config.get("additional_special_tokens") or ()
    extra = extra or tokens_map.get("additional_special_tokens") or ()
    values = extra.values() if isinstance(extra, Mapping) else extra
    limit = config.get("model_max_length")
    names = config.get("model_input_names")
    return TokenizerSettings(
        name_or_path=name,
        model_max_length=int(limit) if isinstance(limit, int | float) and limit > 0 else NO_LIMIT,
        padding_side=str(config.get("padding_side") or "right"),
        truncation_side=str(config.get("truncation_side") or "right"),
        special_tokens=tokens,
        extra_special_tokens=[_content(value) for value in values],
        model_input_names=[str(one) for one in names] if isinstance(names, list) else None,
        chat_template=chat_template or _templates(config.get("chat_template")),
    )


def _content(token: Any) -> str:
    return str(token.get("content", "")) if isinstance(token, Mapping) else str(token)


def _templates(value: Any) -> str | Mapping[str, str] | None:
    if isinstance(value, list):
        return {str(one["name"]): str(one["template"]) for one in value if isinstance(one, Mapping)}
    return value if isinstance(value, str) else None
