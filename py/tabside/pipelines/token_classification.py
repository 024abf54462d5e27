"""Token classification: `await pipe(text)` as in transformers, and `predict_tokens` for texts of any length."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from ..errors import InputError
from ..types import TokenPrediction
from .aggregation import STRATEGIES, AggregationStrategy, TokenEntity, aggregate
from .base import Encoding, Forward, ModelInput, Parts, Pipeline
from .items import Items, OnError, Results
from .token_windows import Frame, TokenWindow, frame_of, split
from .windows import Window, cut

__all__ = ["DEFAULT_STRIDE", "TokenClassificationPipeline"]

DEFAULT_STRIDE = 64
"""Tokens that windows of one over-long text share."""


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of a call, fully encoded."""

    text: str
    encoding: Encoding
    frame: Frame


@dataclass(frozen=True, slots=True)
class _Piece:
    """One window of a long text, encoded."""

    window: Window
    encoding: Encoding
    frame: Frame


class TokenClassificationPipeline(Pipeline):
    """Labels the tokens of a text: named entities, personal data, parts of speech."""

    task = "token-classification"
    reads_probabilities = True
    # Four megabytes: about 700 windows of 20 tokens and 35 labels, or 60,000 characters.
    remembered_numbers = 1 << 20

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.labels = parts.label_names()
        self._join = _joiner(parts.tokenizer.decoder)
        model = parts.tokenizer.model
        self._has_subword_prefix = bool(getattr(model, "continuing_subword_prefix", None))
        unknown = getattr(model, "unk_token", None)
        # WordPiece, WordLevel and BPE name their unknown token; Unigram has its id.
        self._unknown_id: int | None = (
            parts.tokenizer.token_to_id(unknown) if isinstance(unknown, str) else getattr(model, "unk_id", None)
        )

    @overload
    async def __call__(  # type: ignore[overload-overlap]  # a text is an iterable of texts, and the first one wins
        self,
        inputs: str,
        *,
        aggregation_strategy: AggregationStrategy = ...,
        ignore_labels: Sequence[str] | None = ...,
        stride: int | None = ...,
        batch_size: int | None = ...,
        on_error: OnError | None = ...,
    ) -> list[dict[str, Any]]: ...
    @overload
    async def __call__(
        self,
        inputs: Items[str],
        *,
        aggregation_strategy: AggregationStrategy = ...,
        ignore_labels: Sequence[str] | None = ...,
        stride: int | None = ...,
        batch_size: int | None = ...,
        on_error: OnError | None = ...,
    ) -> list[list[dict[str, Any]]]: ...
    async def __call__(
        self,
        inputs: str | Items[str],
        *,
        aggregation_strategy: AggregationStrategy = "none",
        ignore_labels: Sequence[str] | None = None,
        stride: int | None = None,
        batch_size: int | None = None,
        on_error: OnError | None = None,
    ) -> list[dict[str, Any]] | list[list[dict[str, Any]]]:
        """Find the entities of a text, or of each of many texts.

        Returns, per text, `{entity, score, index, word, start, end}` for `none` and `{entity_group, score, word, start,
        end}` for the other strategies, as transformers does. `start` and `end` count code points. `ignore_labels`
        defaults to `["O"]`.

        A text over the model's limit is read in windows that overlap by `stride` tokens (default 64). It is never
        truncated, and each token counts once, so `index` counts the tokens of the whole text.

        `batch_size` is the most inputs of the model in one batch; results do not depend on it.

        `on_error(number, error)` is called for inputs that failed; their result is None.

        Raises:
            InputError: a parameter is out of range, or an input is not a string.
            BatchError: some inputs failed and there is no `on_error`.
            SessionError: the model failed.
        """
        overlap = self._check(aggregation_strategy, stride)
        ignored = ["O"] if ignore_labels is None else list(ignore_labels)

        def encode(number: int, text: str) -> Iterator[ModelInput[tuple[_Text, TokenWindow]]]:
            return self._whole(number, text, overlap)

        def keep(output: Forward[tuple[_Text, TokenWindow]]) -> list[TokenEntity]:
            return list(self._token_entities(*output.tag, output))

        def joined(outcome: list[list[TokenEntity]]) -> list[dict[str, Any]]:
            tokens = [token for window in outcome for token in window]
            return aggregate(tokens, aggregation_strategy, self.labels, self._join, ignored)

        texts: Items[str] = [inputs] if isinstance(inputs, str) else inputs
        results: Results[list[dict[str, Any]]] = Results(on_error)
        await results.collect(self.attempt(texts, encode, keep, batch_size=batch_size), joined)
        found = results.finish()
        return found[0] if isinstance(inputs, str) else found

    async def predict_tokens(
        self,
        text: str,
        *,
        windows: Iterable[Window] | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> AsyncIterator[TokenPrediction]:
        """Yield the model's prediction for each token of a text of any length, in text order, each token once.

        The text is read in `windows`, by default cut at the ends of paragraphs and sentences. Memory does not grow with
        the text. `on_progress` is called with (characters done, total characters) after each batch. To stop, cancel the
        task.

        Raises:
            InputError: `text` is not a string.
            SessionError: the model failed.
        """
        if not isinstance(text, str):
            raise InputError("predict_tokens takes one text.")
        done = 0

        def on_batch(tags: list[tuple[_Piece, TokenWindow]]) -> None:
            nonlocal done
            done += sum(_owned_chars(piece, window) for piece, window in tags)
            if on_progress is not None:
                on_progress(done, len(text))

        async for output in self.forward(self._pieces(text, windows or cut(text)), on_batch=on_batch):
            piece, window = output.tag
            for prediction in _predictions(piece, window, output):
                yield prediction
        if on_progress is not None and done < len(text):
            on_progress(len(text), len(text))

    async def predict_many(self, texts: Iterable[str]) -> AsyncIterator[tuple[int, TokenPrediction]]:
        """Yield (number of the text, prediction) for all texts; windows of different texts share batches.

        Raises:
            SessionError: the model failed; the text it failed on is not known.
        """
        inputs = (
            ModelInput(one.ids, one.type_ids, (number, *one.tag))
            for number, text in enumerate(texts)
            for one in self._pieces(text, cut(text))
        )
        async for output in self.forward(inputs):
            number, piece, window = output.tag
            for prediction in _predictions(piece, window, output):
                yield number, prediction

    def _check(self, strategy: str, stride: int | None) -> int:
        if strategy not in STRATEGIES:
            raise InputError(f"aggregation_strategy must be one of {', '.join(STRATEGIES)}.")
        limit = self.max_length // 2
        if stride is None:
            return min(DEFAULT_STRIDE, limit // 2)
        if isinstance(stride, bool) or not isinstance(stride, int) or not 0 <= stride < limit:
            raise InputError(f"stride must be a number of tokens from 0 to {limit - 1}: half of the model's limit.")
        return stride

    def _whole(self, number: int, text: str, stride: int) -> Iterator[ModelInput[tuple[_Text, TokenWindow]]]:
        if not isinstance(text, str):
            raise InputError(f"Input {number} is not a text.")
        encoding = self.tokenizer.encode(text)
        whole = _Text(text, encoding, frame_of(encoding))
        for window in split(whole.frame, encoding.word_ids, self.max_length, stride):
            yield _model_input(encoding, whole.frame, window, (whole, window))

    def _pieces(self, text: str, windows: Iterable[Window]) -> Iterator[ModelInput[tuple[_Piece, TokenWindow]]]:
        stride = self._check("none", None)
        for window in windows:
            encoding = self.tokenizer.encode(text[window.start : window.end])
            piece = _Piece(window, encoding, frame_of(encoding))
            if piece.frame.start == piece.frame.end:
                continue
            for part in split(piece.frame, encoding.word_ids, self.max_length, stride):
                yield _model_input(encoding, piece.frame, part, (piece, part))

    def _token_entities(
        self, text: _Text, window: TokenWindow, output: Forward[tuple[_Text, TokenWindow]]
    ) -> Iterator[TokenEntity]:
        encoding = text.encoding
        for index, scores in _owned_scores(text.frame, window, output):
            if encoding.special_tokens_mask[index]:
                continue
            start, end = encoding.offsets[index]
            word, is_subword = encoding.tokens[index], False
            if encoding.ids[index] == self._unknown_id:
                word = text.text[start:end]
            elif self._has_subword_prefix:
                is_subword = len(word) != end - start
            else:
                is_subword = start > 0 and " " not in text.text[start - 1 : start + 1]
            yield TokenEntity(word, scores, start, end, index, is_subword)


def _joiner(decoder: Any) -> Callable[[list[str]], str]:
    """Return the function that turns tokens into text: the decoder of our tokenizer or of Hugging Face's."""
    if decoder is None:
        return " ".join
    if hasattr(decoder, "decode"):
        decode: Callable[[list[str]], str] = decoder.decode
        return decode
    return lambda tokens: "".join(decoder.decode_chain(tokens))


def _model_input(encoding: Encoding, frame: Frame, window: TokenWindow, tag: Any) -> ModelInput[Any]:
    def around(values: Sequence[int]) -> list[int]:
        return [*values[: frame.start], *values[window.start : window.end], *values[frame.end :]]

    return ModelInput(around(encoding.ids), around(encoding.type_ids), tag)


def _owned_scores(frame: Frame, window: TokenWindow, output: Forward[Any]) -> Iterator[tuple[int, list[float]]]:
    """Yield (index of the token in its encoding, softmax over the labels) for the tokens that the window owns."""
    labels = output.shape[-1]
    first = window.own_start - window.start + frame.start
    owned = output.data[first * labels : (first + window.own_end - window.own_start) * labels]
    rows = owned.tolist()
    return enumerate((rows[at : at + labels] for at in range(0, len(rows), labels)), window.own_start)


def _predictions(piece: _Piece, part: TokenWindow, output: Forward[Any]) -> Iterator[TokenPrediction]:
    """Yield the tokens that the window owns, with offsets of the whole text.

    A token can cross the border of the owned part, as in a single word of a megabyte. It is clipped there; the
    next window has the rest.
    """
    window, encoding = piece.window, piece.encoding
    offsets, word_ids, special = encoding.offsets, encoding.word_ids, encoding.special_tokens_mask
    for index, scores in _owned_scores(piece.frame, part, output):
        if special[index]:
            continue
        start = max(offsets[index][0] + window.start, window.own_start)
        end = min(offsets[index][1] + window.start, window.own_end)
        if start < end:
            starts_word = index == 0 or word_ids[index] != word_ids[index - 1]
            yield TokenPrediction(start, end, window.number, starts_word, scores)


def _owned_chars(piece: _Piece, part: TokenWindow) -> int:
    """Count the characters completed by this part. The parts of a piece add up to what its window owns."""
    window, offsets = piece.window, piece.encoding.offsets
    first, last = part.own_start == piece.frame.start, part.own_end == piece.frame.end
    start = 0 if first else offsets[part.own_start][0]
    end = window.end - window.start if last else offsets[part.own_end][0]
    start = max(start + window.start, window.own_start)
    return max(0, min(end + window.start, window.own_end) - start)
