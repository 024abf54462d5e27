"""Rank with a decoder that answers yes or no (Qwen3-Reranker): the prompt of its authors, and two of its logits."""

from __future__ import annotations

from array import array

from ..errors import ManifestError
from .base import ModelInput, TokenizerLike

__all__ = ["INSTRUCTION", "YesNo"]

INSTRUCTION = "Given a web search query, retrieve relevant passages that answer the query"
# https://huggingface.co/Qwen/Qwen3-Reranker-0.6B
_BEFORE = (
    "<|im_start|>system\nJudge whether the Document meets the requirements based on the Query and the Instruct "
    'provided. Note that the answer can only be "yes" or "no".<|im_end|>\n<|im_start|>user\n'
)
_AFTER = "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n"


class YesNo:
    """Asks whether a document answers a query. The score is the logit of yes less that of no."""

    def __init__(self, tokenizer: TokenizerLike) -> None:
        yes, no = tokenizer.token_to_id("yes"), tokenizer.token_to_id("no")
        if yes is None or no is None:
            raise ManifestError("A decoder that ranks needs the tokens yes and no; this tokenizer has not both.")
        self._tokenizer = tokenizer
        self._ids = yes, no
        self._before, self._after = self._encoded(_BEFORE), self._encoded(_AFTER)

    def encode(self, query: str, document: str, instruction: str, max_length: int) -> ModelInput[None]:
        """Return the model's input. A document that is too long is cut at its end."""
        body = self._encoded(f"<Instruct>: {instruction}\n<Query>: {query}\n<Document>: {document}")
        room = max(max_length - len(self._before) - len(self._after), 1)
        ids = [*self._before, *body[:room], *self._after]
        return ModelInput(ids, [0] * len(ids), None)

    def score(self, logits: array[float], vocabulary: int) -> list[float]:
        """Return one logit from those of the last token, whose sigmoid is the probability of yes."""
        start = len(logits) - vocabulary
        return [logits[start + self._ids[0]] - logits[start + self._ids[1]]]

    def _encoded(self, text: str) -> list[int]:
        encoding = self._tokenizer.encode(text)
        return [one for one, special in zip(encoding.ids, encoding.special_tokens_mask, strict=True) if not special]
