"""Models: turn a piece of text into tokens of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import TokenizerError
from ..config import Config, build
from .model import Model, Pieces

__all__ = ["Model", "Pieces", "model_from"]


def _wordpiece(config: Config) -> Model:
    from .wordpiece import WordPiece

    return WordPiece.from_config(config)


def _bpe(config: Config) -> Model:
    from .bpe import BPE

    return BPE.from_config(config)


def _unigram(config: Config) -> Model:
    from .unigram import Unigram

    return Unigram.from_config(config)


def _word_level(config: Config) -> Model:
    from .wordlevel import WordLevel

    return WordLevel.from_config(config)


_BUILDERS = {"BPE": _bpe, "WordPiece": _wordpiece, "WordLevel": _word_level, "Unigram": _unigram}


def model_from(config: object) -> Model:
    """Build the model that a tokenizer.json describes. Old files name no type."""
    if isinstance(config, Mapping) and "type" not in config:
        for field, kind in (("merges", "BPE"), ("continuing_subword_prefix", "WordPiece"), ("unk_id", "Unigram")):
            if field in config:
                return _BUILDERS[kind](config)
        if "unk_token" in config:
            return _word_level(config)
        raise TokenizerError("tokenizer.json: the model names no type")
    return build(config, _BUILDERS, "model")
