"""Find where tokenizer_config.json contradicts tokenizer.json. transformers obeys the first, tabside the second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["contradictions"]

# tokenizer_config.json -> the field of a part in tokenizer.json.
_FIELDS = {
    "do_lower_case": ("normalizer", "BertNormalizer", "lowercase"),
    "strip_accents": ("normalizer", "BertNormalizer", "strip_accents"),
    "tokenize_chinese_chars": ("normalizer", "BertNormalizer", "handle_chinese_chars"),
    "add_prefix_space": ("pre_tokenizer", "ByteLevel", "add_prefix_space"),
}


def contradictions(config: Mapping[str, Any], described: Mapping[str, Any]) -> list[str]:
    """Return the settings of tokenizer_config.json that tokenizer.json has otherwise.

    >>> contradictions({"do_lower_case": False}, {"normalizer": {"type": "BertNormalizer", "lowercase": True}})
    ['do_lower_case']
    """
    return [
        name
        for name, (part, kind, field) in _FIELDS.items()
        if config.get(name) is not None
        and any(one.get("type") == kind and one.get(field) != config[name] for one in _parts(described.get(part)))
    ]


def _parts(part: Any) -> Iterator[Mapping[str, Any]]:
    """Yield a part, and those that a sequence has."""
    if isinstance(part, Mapping):
        yield part
        for inner in (*(part.get("normalizers") or ()), *(part.get("pretokenizers") or ())):
            yield from _parts(inner)
