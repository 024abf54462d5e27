"""Text classification as in transformers. Long texts are read in windows instead of being truncated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from ..errors import InputError, SessionError
from .base import Forward, ModelInput, Parts, Pipeline
from .items import Items, OnError, Results
from .sequence import activation, check_top_k, default_activation, encode_pair
from .token_windows import frame_of, split
from .truncation import Cut, cut_end

__all__ = ["TextClassificationPipeline"]

Input = str | Mapping[str, str]
LongText = Literal["mean", "max"]
Threshold = float | Mapping[str, float] | Literal["default"]


class TextClassificationPipeline(Pipeline):
    """Labels whole texts: sentiment, topic, prompt injection.

    `thresholds` maps labels to the score from which they count, if the manifest defines one.
    """

    task = "text-classification"

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.labels = parts.label_names()
        self.thresholds: Mapping[str, float] = dict(parts.options.get("thresholds", {}))
        self._temperature = float(parts.options.get("temperature", 1.0))
        self._long_text: LongText = parts.options.get("long_text", "mean")
        self._default_activation = default_activation({**parts.config, **parts.options}, len(self.labels))

    async def __call__(
        self,
        inputs: Input | Items[Input],
        *,
        top_k: int | None = 1,
        function_to_apply: str | None = None,
        long_text: LongText | None = None,
        threshold: Threshold | None = None,
        truncation: bool | str | None = None,
        max_length: int | None = None,
        padding: bool | str | None = None,
        batch_size: int | None = None,
        on_error: OnError | None = None,
    ) -> list[Any]:
        """Classify a text, or each of many; a pair is given as `{"text": …, "text_pair": …}`.

        Returns `[{label, score}, …]`, best first, for one text, and a list of such lists for many. With the default
        `top_k=1` many texts give one `{label, score}` each, as in transformers. `top_k=None` means all labels.

        - `function_to_apply`: `none | sigmoid | softmax | default`. The default is the manifest's or the config's:
          sigmoid for a single label or independent labels (`problem_type`), else softmax.
        - `long_text`: how to join the windows of a text over the model's limit, label by label: the `mean` of their
          scores, or the `max` if one passage should decide. Pairs are truncated at the end of the second text instead.
        - `threshold`: drop labels with a lower score. A number, a number per label, or `default` for the manifest's
          `thresholds` (labels without one are dropped). Every text then gives a list, which may be empty.
        - `truncation`: None reads all of a text; True reads its first `max_length` tokens (the model's limit by
          default), and cuts the longer text of a pair; False refuses what is too long.
        - `batch_size`: most inputs of the model in one batch. It and `padding` do not change results.
        - `on_error(number, error)` is called for inputs that failed; their result is None.

        Raises:
            InputError: a parameter is out of range, or an input is not a string.
            BatchError: some inputs failed and there is no `on_error`.
            SessionError: the model failed.
        """
        check_top_k(top_k)
        join = long_text or self._long_text
        if join not in ("mean", "max"):
            raise InputError("long_text must be mean or max.")
        least = self._least(threshold)
        apply = activation(self._default_activation if function_to_apply in (None, "default") else function_to_apply)
        cut = Cut.of(truncation, max_length, padding, self.max_length)

        def encode(number: int, item: Input) -> Iterator[ModelInput[None]]:
            return self._encode(number, item, cut)

        is_one = isinstance(inputs, str | Mapping)
        items: Items[Input] = [inputs] if is_one else inputs  # type: ignore[list-item]
        results: Results[list[dict[str, Any]]] = Results(on_error)
        await results.collect(
            self.attempt(items, encode, self._logits, batch_size=batch_size),
            lambda outcome: self._best(_joined([apply(logits) for logits in outcome], join), top_k, least),
        )
        found: list[Any] = results.values
        if top_k == 1 and threshold is None and not is_one:
            found = [best and best[0] for best in found]
        results.finish(found)
        return found[0] if is_one else found

    def _logits(self, output: Forward[None]) -> list[float]:
        if len(output.data) != len(self.labels):
            raise SessionError(f"The model gave {len(output.data)} logits for {len(self.labels)} labels.")
        return [logit / self._temperature for logit in output.data]

    def _least(self, threshold: Threshold | None) -> Sequence[float]:
        if threshold is None:
            return [float("-inf")] * len(self.labels)
        if isinstance(threshold, int | float):
            return [float(threshold)] * len(self.labels)
        chosen = self.thresholds if threshold == "default" else threshold
        if not isinstance(chosen, Mapping) or not set(chosen) <= set(self.labels):
            raise InputError("threshold must be a number, default, or a number a label of the model's.")
        return [chosen.get(label, float("inf")) for label in self.labels]

    def _best(self, scores: Sequence[float], top_k: int | None, least: Sequence[float]) -> list[dict[str, Any]]:
        order = sorted(range(len(scores)), key=lambda index: -scores[index])
        kept = [index for index in order if scores[index] >= least[index]][:top_k]
        return [{"label": self.labels[index], "score": scores[index]} for index in kept]

    def _encode(self, number: int, item: Input, cut: Cut | None = None) -> Iterator[ModelInput[None]]:
        cut = cut or Cut("", self.max_length)
        text, pair = (item, None) if isinstance(item, str) else _text_and_pair(item, number)
        if pair is not None:
            if cut.strategy == "refuse":
                cut.require(number, len(self.tokenizer.encode(text, pair).ids))
            yield encode_pair(self.tokenizer, text, pair, cut.limit, None, truncation=cut.strategy or "only_second")
            return
        encoding = self.tokenizer.encode(text)
        cut.require(number, len(encoding.ids))
        if cut.strategy:
            yield cut_end(encoding, cut.limit, None)
            return
        frame = frame_of(encoding)
        for window in split(frame, encoding.word_ids, cut.limit, cut.limit // 8):
            ids, type_ids = (
                [*values[: frame.start], *values[window.start : window.end], *values[frame.end :]]
                for values in (encoding.ids, encoding.type_ids)
            )
            yield ModelInput(ids, type_ids, None)


def _text_and_pair(item: object, number: int) -> tuple[str, str | None]:
    if isinstance(item, Mapping) and isinstance(item.get("text"), str):
        pair = item.get("text_pair")
        if pair is None or isinstance(pair, str):
            return item["text"], pair
    raise InputError(f'Input {number} is neither a text nor {{"text": …, "text_pair": …}}.')


def _joined(windows: Sequence[Sequence[float]], join: LongText) -> list[float]:
    if join == "max":
        return [max(column) for column in zip(*windows, strict=True)]
    return [sum(column) / len(windows) for column in zip(*windows, strict=True)]
