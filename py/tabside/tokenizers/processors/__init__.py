"""Post-processors: add the special tokens that the model was trained with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..config import Config, build, get
from ..encoding import Encoding

__all__ = ["PostProcessor", "default_process", "post_process", "processor_from"]


class PostProcessor(Protocol):
    """Adds special tokens to the encodings of a sequence or a pair."""

    def added_tokens(self, is_pair: bool) -> int:
        """Return how many tokens it adds."""

    def process_encodings(self, encodings: list[Encoding], add_special_tokens: bool) -> list[Encoding]:
        """Return the encodings, ready to be joined. The encodings given may be changed."""


def post_process(processor: PostProcessor, encodings: list[Encoding], add_special_tokens: bool) -> Encoding:
    """Number the sequences and apply `processor`."""
    for index, encoding in enumerate(encodings):
        encoding.set_sequence_id(index)
        for part in encoding.overflowing:
            part.set_sequence_id(index)
        encoding.type_ids = [index] * len(encoding)
    return Encoding.merge(processor.process_encodings(encodings, add_special_tokens), growing_offsets=False)


def default_process(encodings: list[Encoding]) -> Encoding:
    """Join the encodings without a post-processor. A single sequence stays as it is."""
    if len(encodings) == 1:
        return encodings[0]
    for index, encoding in enumerate(encodings):
        encoding.set_sequence_id(index)
    return Encoding.merge(encodings, growing_offsets=False)


class Sequence:
    """Applies several post-processors in order."""

    def __init__(self, processors: list[PostProcessor]) -> None:
        self.processors = processors

    def added_tokens(self, is_pair: bool) -> int:
        """Return how many tokens they add."""
        return sum(processor.added_tokens(is_pair) for processor in self.processors)

    def process_encodings(self, encodings: list[Encoding], add_special_tokens: bool) -> list[Encoding]:
        """Pass the output of each post-processor to the next one."""
        for processor in self.processors:
            encodings = processor.process_encodings(encodings, add_special_tokens)
        return encodings


def _template(config: Config) -> PostProcessor:
    from .template import TemplateProcessing

    return TemplateProcessing.from_config(config)


def _bert(config: Config) -> PostProcessor:
    from .special_tokens import BertProcessing

    return BertProcessing.from_config(config)


def _roberta(config: Config) -> PostProcessor:
    from .special_tokens import RobertaProcessing

    return RobertaProcessing.from_config(config)


def _byte_level(config: Config) -> PostProcessor:
    from ..pre_tokenizers.byte_level import ByteLevel

    return ByteLevel.from_config(config)


def _sequence(config: Config) -> PostProcessor:
    return Sequence([processor_from(part) for part in get(config, "processors", list)])


_BUILDERS: dict[str, Callable[[Config], PostProcessor]] = {
    "TemplateProcessing": _template,
    "BertProcessing": _bert,
    "RobertaProcessing": _roberta,
    "ByteLevel": _byte_level,
    "Sequence": _sequence,
}


def processor_from(config: object) -> PostProcessor:
    """Build the post-processor that a tokenizer.json describes."""
    return build(config, _BUILDERS, "post-processor")
