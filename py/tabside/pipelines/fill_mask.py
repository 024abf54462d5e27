"""Fill-mask as in transformers: predict the token at the position of the mask token."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from heapq import nlargest
from typing import Any

from ..errors import InputError, TokenizerError
from ..runtime.softmax import softmax
from .base import Forward, ModelInput, Parts, Pipeline
from .items import Items, OnError, Results
from .sequence import check_top_k

__all__ = ["FillMaskPipeline"]

_MASK_TOKENS = ("[MASK]", "<mask>")
# token id, probability
Choice = tuple[int, float]


class FillMaskPipeline(Pipeline):
    """Predicts the masked tokens of a text."""

    task = "fill-mask"
    # Each token has as many logits as the vocabulary has tokens.
    token_budget = 256

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        named = parts.options.get("mask_token")
        known = [
            token for token in ([named] if named else _MASK_TOKENS) if parts.tokenizer.token_to_id(token) is not None
        ]
        if not known:
            raise TokenizerError("The tokenizer has no mask token; name it in the manifest's options (mask_token).")
        self.mask_token: str = known[0]
        self.mask_token_id = parts.tokenizer.token_to_id(self.mask_token)

    async def __call__(
        self,
        inputs: str | Items[str],
        *,
        top_k: int = 5,
        targets: str | Sequence[str] | None = None,
        batch_size: int | None = None,
        on_error: OnError | None = None,
    ) -> Any:
        """Fill the masks of a text, or of each of many texts.

        Returns `[{score, token, token_str, sequence}, …]`, best first, for one text with one mask. A text with several
        masks gives a list of such lists, one per mask, each filled on its own. Many texts give a list of these results.
        `mask_token` is the model's mask.

        - `targets`: choose among these tokens only. A target missing from the vocabulary is replaced by its first
          piece.
        - `batch_size`: most inputs of the model in one batch; results do not depend on it.
        - `on_error(number, error)` is called for inputs that failed; their result is None.

        Raises:
            InputError: a parameter is out of range, or an input is not a string, has no mask, or exceeds the model's
            limit.
                Inputs are not truncated, since the mask might be cut off.
            BatchError: some inputs failed and there is no `on_error`.
            SessionError: the model failed.
        """
        check_top_k(top_k)
        chosen = None if targets is None else self._target_ids(targets)

        def encode(number: int, text: str) -> Iterator[ModelInput[list[int]]]:
            if not isinstance(text, str):
                raise InputError(f"Input {number} is not a text.")
            encoding = self.tokenizer.encode(text)
            if self.mask_token_id not in encoding.ids:
                raise InputError(f"Input {number} has no {self.mask_token} in it.")
            if len(encoding.ids) > self.max_length:
                raise InputError(
                    f"Input {number} has {len(encoding.ids)} tokens, and the model reads {self.max_length}. Shorten it."
                )
            yield ModelInput(encoding.ids, encoding.type_ids, encoding.ids)

        def keep(output: Forward[list[int]]) -> tuple[list[int], list[tuple[int, list[Choice]]]]:
            size = output.shape[-1]
            masks = [at for at, token in enumerate(output.tag) if token == self.mask_token_id]
            return output.tag, [(at, _best(output.data[at * size : (at + 1) * size], top_k, chosen)) for at in masks]

        items: Items[str] = [inputs] if isinstance(inputs, str) else inputs

        def fill(outcome: list[tuple[list[int], list[tuple[int, list[Choice]]]]]) -> Any:
            ids, masks = outcome[0]
            filled = [[self._filled(ids, at, choice, len(masks) == 1) for choice in choices] for at, choices in masks]
            return filled[0] if len(filled) == 1 else filled

        results: Results[Any] = Results(on_error)
        await results.collect(self.attempt(items, encode, keep, batch_size=batch_size), fill)
        found = results.finish()
        return found[0] if isinstance(inputs, str) else found

    def _filled(self, ids: Sequence[int], at: int, choice: Choice, is_only: bool) -> dict[str, Any]:
        token, score = choice
        filled = [*ids[:at], token, *ids[at + 1 :]]
        # Decoding would drop the other masks of a text along with the special tokens.
        sequence = self.tokenizer.decode([one for one in filled if one != self._pad_id], skip_special_tokens=is_only)
        word = self.tokenizer.decode([token], skip_special_tokens=False)
        return {"score": score, "token": token, "token_str": word, "sequence": sequence}

    def _target_ids(self, targets: str | Sequence[str]) -> list[int]:
        found: list[int] = []
        for number, target in enumerate([targets] if isinstance(targets, str) else targets):
            token = self.tokenizer.token_to_id(target)
            if token is None:
                encoding = self.tokenizer.encode(target)
                pieces = [
                    one for one, special in zip(encoding.ids, encoding.special_tokens_mask, strict=True) if not special
                ]
                if not pieces:
                    raise InputError(f"Target {number} has no tokens.")
                token = pieces[0]
                warnings.warn(
                    f"Target {number} is not a token of the vocabulary; its first piece counts for it.", stacklevel=3
                )
            if token not in found:
                found.append(token)
        if not found:
            raise InputError("targets must name at least one token.")
        return found


def _best(logits: Sequence[float], top_k: int, chosen: Sequence[int] | None) -> list[Choice]:
    scores = softmax(logits)
    among = range(len(scores)) if chosen is None else chosen
    best = nlargest(top_k, among, key=scores.__getitem__)
    return [(token, scores[token]) for token in best]
