"""Post-processors: add the special tokens that the model was trained with."""

from __future__ import annotations

from typing import Protocol

from ..config import Config, build
from ..encoding import Encoding

__all__ = ["PostProcessor", "default_process", "post_process", "processor_from"]


class PostProcessor(Protocol):
    """Joins the encodings of a sequence, or a pair, with special tokens."""

    def added_tokens(self, is_pair: bool) -> int:
        """Return how many tokens it adds."""

    def process_encodings(self, encodings: list[Encoding], add_special_tokens: bool) -> list[Encoding]:
        """Return encodings that only need to be joined. Those given may be changed."""


def post_process(processor: PostProcessor, encodings: list[Encoding], add_special_tokens: bool) -> Encoding:
    """Number the sequences and let `processor` have them."""
    for index, encoding in enumerate(encodings):
        encoding.set_sequence_id(index)
        for part in encoding.overflowing:
            part.set_sequence_id(index)
        encoding.type_ids = [index] * len(encoding)
    return Encoding.merge(processor.process_encodings(encodings, add_special_tokens), growing_offsets=False)


def default_process(encodings: list[Encoding]) -> Encoding:
    """Join what no post-processor asks for; a single sequence stays as it is."""
    if len(encodings) == 1:
        return encodings[0]
    for index, encoding in enumerate(encodings):
        encoding.set_sequence_id(index)
    return Encoding.merge(encodings, growing_offsets=False)


def _template(config: Config) -> PostProcessor:
    from .template import TemplateProcessing

    return TemplateProcessing.from_config(config)


_BUILDERS = {"TemplateProcessing": _template}


def processor_from(config: object) -> PostProcessor:
    """Build the post-processor that a tokenizer.json describes."""
    return build(config, _BUILDERS, "post-processor")
