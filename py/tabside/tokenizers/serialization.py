"""Read tokenizer.json and vocab.txt."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import TokenizerError
from ..refusing import refusing
from .added_vocabulary import AddedToken, special
from .config import Config, flag, get, text
from .decoders import Decoder, decoder_from
from .limits import LARGEST_ID, LONGEST_PADDING, check_parts, token_id, whole_number
from .models import model_from
from .models.model import Model
from .normalizers import Normalizer, normalizer_from
from .pre_tokenizers import PreTokenizer, pre_tokenizer_from
from .processors import PostProcessor, processor_from
from .writing import without_bulk

__all__ = ["TokenizerParts", "parts_from_json", "parts_from_vocabulary"]

_STRATEGIES = {"LongestFirst": "longest_first", "OnlyFirst": "only_first", "OnlySecond": "only_second"}
_DIRECTIONS = {"Left": "left", "Right": "right"}


@dataclass(frozen=True, slots=True)
class TokenizerParts:
    """The parts of a tokenizer, as a file describes them; `truncation` and `padding` hold keyword arguments."""

    model: Model
    normalizer: Normalizer | None = None
    pre_tokenizer: PreTokenizer | None = None
    post_processor: PostProcessor | None = None
    decoder: Decoder | None = None
    added_tokens: Sequence[AddedToken] = ()
    truncation: Mapping[str, Any] | None = None
    padding: Mapping[str, Any] | None = None
    described: Mapping[str, Any] | None = None
    """The file without the model's vocabulary and merges, to write it again."""


def parts_from_json(json: str) -> TokenizerParts:
    """Read a tokenizer.json of version 1.0.

    Raises:
        TokenizerError: it is broken, or asks for unknown parts.
    """
    with refusing(lambda: TokenizerError("tokenizer.json is not JSON")):
        config = jsonlib.loads(json)
    with refusing(lambda: TokenizerError("tokenizer.json is broken")):
        return _parts(config)


def _parts(config: Any) -> TokenizerParts:
    if not isinstance(config, dict) or not isinstance(config.get("model"), dict):
        raise TokenizerError("tokenizer.json has no model")
    if config.get("version", "1.0") != "1.0":
        raise TokenizerError("tokenizer.json is of a version that is not known")

    def part(name: str, build: Any) -> Any:
        return None if config.get(name) is None else build(config[name])

    check_parts(config)
    return TokenizerParts(
        model_from(config["model"]),
        part("normalizer", normalizer_from),
        part("pre_tokenizer", pre_tokenizer_from),
        part("post_processor", processor_from),
        part("decoder", decoder_from),
        tuple(_added_token(token) for token in config.get("added_tokens") or []),
        part("truncation", _truncation),
        part("padding", _padding),
        without_bulk(config),
    )


def _added_token(config: Config) -> AddedToken:
    return AddedToken(
        text(config, "content"),
        flag(config, "single_word"),
        flag(config, "lstrip"),
        flag(config, "rstrip"),
        flag(config, "normalized"),
        flag(config, "special"),
    )


def _truncation(config: Config) -> dict[str, Any]:
    return {
        "max_length": whole_number(config.get("max_length"), "'max_length'", LARGEST_ID),
        "stride": whole_number(config.get("stride"), "'stride'", LARGEST_ID),
        "strategy": _STRATEGIES.get(text(config, "strategy")),
        "direction": _DIRECTIONS.get(text(config, "direction", "Right")),
    }


def _padding(config: Config) -> dict[str, Any]:
    strategy: Any = get(config, "strategy", (str, dict))
    fixed = strategy.get("Fixed") if isinstance(strategy, dict) else None
    multiple = config.get("pad_to_multiple_of")
    if isinstance(strategy, dict):
        fixed = whole_number(fixed, "the length of the padding", LONGEST_PADDING)
    if multiple is not None:
        multiple = whole_number(multiple, "'pad_to_multiple_of'", LONGEST_PADDING)
    return {
        "direction": _DIRECTIONS.get(text(config, "direction")),
        "pad_id": token_id(config.get("pad_id"), "'pad_id'"),
        "pad_type_id": token_id(config.get("pad_type_id"), "'pad_type_id'"),
        "pad_token": text(config, "pad_token"),
        "length": fixed,
        "pad_to_multiple_of": multiple,
    }


def parts_from_vocabulary(vocabulary: str, *, lowercase: bool) -> TokenizerParts:
    """Read BERT's vocab.txt: one token on each line, whose number is its id.

    Raises:
        TokenizerError: it lacks [UNK].
    """
    from .decoders.wordpiece import WordPiece as WordPieceDecoder
    from .models.wordpiece import WordPiece
    from .normalizers.bert import BertNormalizer
    from .pre_tokenizers.bert import BertPreTokenizer
    from .processors.template import Piece, SpecialToken, TemplateProcessing

    lines = vocabulary.removesuffix("\n").split("\n")
    vocab = {line.rstrip(): index for index, line in enumerate(lines)}
    if "[UNK]" not in vocab:
        raise TokenizerError("vocab.txt lacks [UNK]")
    cls, sep = Piece(0, name="[CLS]"), Piece(0, name="[SEP]")
    processor = None
    if "[CLS]" in vocab and "[SEP]" in vocab:
        processor = TemplateProcessing(
            [cls, Piece(0), sep],
            [cls, Piece(0), sep, Piece(1, sequence=1), Piece(1, name="[SEP]")],
            {name: SpecialToken((vocab[name],), (name,)) for name in ("[CLS]", "[SEP]")},
        )
    tokens = [special(name) for name in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]") if name in vocab]
    return TokenizerParts(
        WordPiece(vocab),
        BertNormalizer(lowercase=lowercase),
        BertPreTokenizer(),
        processor,
        WordPieceDecoder(),
        tuple(tokens),
        described=_bert(vocab, lowercase, has_template=processor is not None),
    )


def _bert(vocab: Mapping[str, int], lowercase: bool, *, has_template: bool) -> dict[str, Any]:
    """Return BERT's tokenizer.json without its vocabulary."""
    ends = {"type": "BertProcessing", "sep": ["[SEP]", vocab.get("[SEP]")], "cls": ["[CLS]", vocab.get("[CLS]")]}
    return {
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": lowercase,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": ends if has_template else None,
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
        },
    }
