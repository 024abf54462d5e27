"""BERT's normalizer: clean the text, put spaces around CJK characters, strip accents, lowercase."""

from __future__ import annotations

import re
from functools import cache

from ..config import Config, flag
from ..normalized import NormalizedString
from ..unicode.sets import char_class, ranges
from .unicode import lowercase, strip_marks

__all__ = ["BertNormalizer"]

# CJK as BERT defines it: the ideograph blocks, without kana and Hangul.
_IDEOGRAPHS = re.compile(
    "[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002a6df\U0002a700-\U0002b73f\U0002b740-\U0002b81f\U0002b920-\U0002ceaf"
    "\uf900-\ufaff\U0002f800-\U0002fa1f]"
)
_BLANKS = dict.fromkeys((9, 10, 13, 160, 5760, *range(8192, 8203), 8232, 8233, 8239, 8287, 12288), " ")


@cache
def _control() -> re.Pattern[str]:
    # Lone surrogates cannot be passed to the Rust library. They count as "other", like control characters.
    return re.compile(f"[{char_class(ranges('BERT_CONTROL'))}\ud800-\udfff]")


class BertNormalizer:
    """BERT's normalizer. `strip_accents=None` follows `lowercase`."""

    def __init__(
        self,
        clean_text: bool = True,
        handle_chinese_chars: bool = True,
        strip_accents: bool | None = None,
        lowercase: bool = True,
    ) -> None:
        self.clean_text = clean_text
        self.handle_chinese_chars = handle_chinese_chars
        self.strip_accents = lowercase if strip_accents is None else strip_accents
        self.lowercase = lowercase

    @classmethod
    def from_config(cls, config: Config) -> BertNormalizer:
        """Build from the "normalizer" of a tokenizer.json."""
        accents = None if config.get("strip_accents") is None else flag(config, "strip_accents")
        return cls(flag(config, "clean_text"), flag(config, "handle_chinese_chars"), accents, flag(config, "lowercase"))

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        if self.clean_text:
            _clean(normalized)
        if self.handle_chinese_chars and not normalized.text.isascii():
            _set_ideographs_apart(normalized)
        if self.strip_accents:
            strip_marks(normalized)
        if self.lowercase:
            lowercase(normalized)


def _clean(normalized: NormalizedString) -> None:
    text = normalized.text
    control = _control()
    if control.search(text):
        normalized.keep([index for index, character in enumerate(text) if not control.match(character)])
    normalized.map(normalized.text.translate(_BLANKS))


def _set_ideographs_apart(normalized: NormalizedString) -> None:
    text = normalized.text
    if not _IDEOGRAPHS.search(text):
        return
    parts: list[str] = []
    sources: list[int] = []
    for index, character in enumerate(text):
        if _IDEOGRAPHS.match(character):
            parts.append(f" {character} ")
            sources += (index, index, index)
        else:
            parts.append(character)
            sources.append(index)
    normalized.gather("".join(parts), sources)
