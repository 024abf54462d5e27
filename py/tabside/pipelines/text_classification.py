"""Text classification as in transformers; a long text is read in windows, not cut off silently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import InputError, SessionError
from .base import ModelInput, Parts, Pipeline
from .sequence import activation, default_activation, encode_pair
from .token_windows import frame_of, split

__all__ = ["TextClassificationPipeline"]

Input = str | Mapping[str, str]
LongText = Literal["mean", "max"]


@dataclass(frozen=True, slots=True)
class _Place:
    """Which input a sequence belongs to, and whether it is the last of that input's windows."""

    number: int
    is_last: bool


class TextClassificationPipeline(Pipeline):
    """Labels whole texts: sentiment, topic, prompt injection."""

    task = "text-classification"

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.labels = parts.label_names()
        self._temperature = float(parts.options.get("temperature", 1.0))
        self._long_text: LongText = parts.options.get("long_text", "mean")
        self._default_activation = default_activation({**parts.config, **parts.options}, len(self.labels))

    async def __call__(
        self,
        inputs: Input | Iterable[Input],
        *,
        top_k: int | None = 1,
        function_to_apply: str | None = None,
        long_text: LongText | None = None,
    ) -> list[Any]:
        """Classify a text, or each of many; a pair is given as `{"text": …, "text_pair": …}`.

        Returns `[{label, score}, …]`, best first, for one text, and a list of such lists for many; with the default
        `top_k=1` many texts give one `{label, score}` each, as in transformers. `top_k=None` means all labels.

        - `function_to_apply`: `none | sigmoid | softmax | default`.
        - `long_text`: how the windows of a text over the model's limit are joined, label by label: the `mean` of their
          scores, or the `max` where one bad passage decides. Pairs are cut at the end of the second text instead.

        Raises:
            InputError: a parameter is out of its range, or an input is not a text.
            SessionError: the model failed.
        """
        if top_k is not None and (isinstance(top_k, bool) or not isinstance(top_k, int) or top_k < 1):
            raise InputError("top_k must be a number of at least 1, or None for all.")
        join = long_text or self._long_text
        if join not in ("mean", "max"):
            raise InputError("long_text must be mean or max.")
        name = self._default_activation if function_to_apply in (None, "default") else str(function_to_apply)
        apply = activation(name)
        is_one = isinstance(inputs, str | Mapping)
        results: list[Any] = []
        windows: list[list[float]] = []
        async for output in self.forward(self._inputs([inputs] if is_one else inputs)):  # type: ignore[list-item]
            if len(output.data) != len(self.labels):
                raise SessionError(f"The model gave {len(output.data)} logits for {len(self.labels)} labels.")
            windows.append(apply([logit / self._temperature for logit in output.data]))
            if output.tag.is_last:
                results.append(self._best(_joined(windows, join), top_k))
                windows = []
        if is_one:
            return list(results[0])
        return [result[0] for result in results] if top_k == 1 else results

    def _best(self, scores: Sequence[float], top_k: int | None) -> list[dict[str, Any]]:
        order = sorted(range(len(scores)), key=lambda index: -scores[index])[:top_k]
        return [{"label": self.labels[index], "score": scores[index]} for index in order]

    def _inputs(self, inputs: Iterable[Input]) -> Iterator[ModelInput[_Place]]:
        for number, item in enumerate(inputs):
            text, pair = (item, None) if isinstance(item, str) else _text_and_pair(item, number)
            if pair is not None:
                yield encode_pair(self.tokenizer, text, pair, self.max_length, _Place(number, True))
                continue
            encoding = self.tokenizer.encode(text)
            frame = frame_of(encoding)
            for window in split(frame, encoding.word_ids, self.max_length, self.max_length // 8):
                ids, type_ids = (
                    [*values[: frame.start], *values[window.start : window.end], *values[frame.end :]]
                    for values in (encoding.ids, encoding.type_ids)
                )
                yield ModelInput(ids, type_ids, _Place(number, window.own_end == frame.end))


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
