"""Extractive question answering as in transformers 4: read the context in windows and merge their best spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from ..errors import InputError
from ..runtime.softmax import softmax
from .answers import Span, align, merge
from .base import Encoding, Forward, ModelInput, Pipeline
from .items import Items, OnError, Results
from .sequence import check_top_k

__all__ = ["QuestionAnsweringPipeline"]

MAX_SEQ_LEN = 384
DOC_STRIDE = 128
Question = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Window:
    """A window of the context. `indices` are positions of its tokens in the encoding of question and context."""

    context: str
    encoding: Encoding
    indices: Sequence[int]


class QuestionAnsweringPipeline(Pipeline):
    """Finds the passage of a context that answers a question."""

    task = "question-answering"
    main_outputs = ("start_logits",)
    more_outputs = ("end_logits",)
    scores_tokens = True

    async def __call__(
        self,
        questions: Question | Items[Question] | None = None,
        *,
        question: str | Sequence[str] | None = None,
        context: str | Sequence[str] | None = None,
        top_k: int = 1,
        doc_stride: int | None = None,
        max_answer_len: int = 15,
        max_seq_len: int | None = None,
        handle_impossible_answer: bool = False,
        align_to_words: bool = True,
        batch_size: int | None = None,
        on_error: OnError | None = None,
    ) -> Any:
        """Answer `question` from `context`, or each of many `{"question": …, "context": …}`.

        Returns `{score, start, end, answer}`, offsets in code points of the context. With `top_k` over 1 the result is
        a list of them, best first; for many questions it is a list of results. Answers with the same words are merged
        into one, whose score is the sum.

        - `max_seq_len`: tokens per model input (384, or the model's limit). A longer context is read in windows
          that share `doc_stride` tokens (128, or half of `max_seq_len`).
        - `max_answer_len`: maximum tokens of an answer.
        - `handle_impossible_answer`: let the empty answer (0, 0) compete.
        - `align_to_words`: widen answers to whole words.
        - `batch_size`: most inputs of the model in one batch; results do not depend on it.
        - `on_error(number, error)` is called for questions that failed; their result is None.

        Raises:
            InputError: a parameter is out of range, an input lacks one of the two texts, or a question leaves no room.
            BatchError: some questions failed and there is no `on_error`.
            SessionError: the model failed.
        """
        check_top_k(top_k)
        if max_answer_len < 1:
            raise InputError("max_answer_len must be at least 1.")
        length = min(self.max_length, max_seq_len or MAX_SEQ_LEN)
        stride = min(length // 2, DOC_STRIDE) if doc_stride is None else doc_stride
        one = _asked(question, context) if questions is None else questions
        is_one = isinstance(one, Mapping)
        items: Items[Any] = [one] if is_one else one
        # Widening to words can make two spans equal.
        candidates = top_k * 2 + 10 if align_to_words else top_k

        def encode(number: int, item: Question) -> Iterator[ModelInput[_Window]]:
            return _windows(self.tokenizer, number, item, length, stride)

        def keep(output: Forward[_Window]) -> tuple[_Window, float, list[Span]]:
            return output.tag, *_spans(output, candidates, max_answer_len)

        def best(outcome: list[tuple[_Window, float, list[Span]]]) -> Any:
            answers = _best_answers(outcome, top_k, align_to_words, handle_impossible_answer)
            return answers[0] if top_k == 1 else answers

        results: Results[Any] = Results(on_error)
        await results.collect(self.attempt(items, encode, keep, batch_size=batch_size), best)
        all_answers = results.finish()
        return all_answers[0] if is_one else all_answers


def _asked(question: Any, context: Any) -> Any:
    """Return one question with its context, or many: lists of equal length, or one context for all questions."""
    if not isinstance(question, list | tuple):
        return {"question": question, "context": context}
    contexts = context if isinstance(context, list | tuple) else [context] * len(question)
    if len(contexts) != len(question):
        raise InputError(f"There are {len(question)} questions and {len(contexts)} contexts.")
    return [{"question": one, "context": other} for one, other in zip(question, contexts, strict=True)]


def _best_answers(
    windows: Iterable[tuple[_Window, float, list[Span]]], top_k: int, align_to_words: bool, with_empty: bool
) -> list[dict[str, Any]]:
    """Merge the spans of all windows of a context; return the best answers, at least an empty one."""
    read = list(windows)
    answers = merge(
        (*align(window.encoding, span, align_to_words), span.score, window.context)
        for window, _, spans in read
        for span in spans
    )
    if with_empty:
        answers.append(_empty(min(null_score for _, null_score, _ in read)))
    return sorted(answers, key=lambda answer: -answer["score"])[:top_k] or [_empty(0.0)]


def _empty(score: float) -> dict[str, Any]:
    return {"score": score, "start": 0, "end": 0, "answer": ""}


def _windows(tokenizer: Any, number: int, item: Question, length: int, stride: int) -> Iterator[ModelInput[_Window]]:
    texts = (item.get("question"), item.get("context")) if isinstance(item, Mapping) else (None, None)
    if not all(isinstance(text, str) for text in texts):
        raise InputError(f'Input {number} is not {{"question": …, "context": …}}.')
    encoding = tokenizer.encode(*texts)
    owners = encoding.sequence_ids
    own = [index for index, owner in enumerate(owners) if owner == 1]
    start, end = (own[0], own[-1] + 1) if own else (len(owners), len(owners))
    room = length - (len(owners) - (end - start))
    if room <= stride and end - start > room:
        raise InputError(
            f"Input {number}: beside the question, {length} tokens leave room for {max(room, 0)} of the context, and "
            f"windows are to share {stride}. Shorten the question, or lower doc_stride."
        )
    while True:
        stop = min(start + room, end)
        indices = [*range(own[0] if own else start), *range(start, stop), *range(end, len(owners))]
        ids, type_ids = ([values[index] for index in indices] for values in (encoding.ids, encoding.type_ids))
        yield ModelInput(ids, type_ids, _Window(str(texts[1]), encoding, indices))
        if stop >= end:
            return
        start = stop - stride


def _spans(output: Forward[_Window], count: int, max_answer_len: int) -> tuple[float, list[Span]]:
    """Return the score of "no answer", and the best spans within the context as positions in the encoding."""
    window = output.tag
    owners = window.encoding.sequence_ids
    context = [place for place, index in enumerate(window.indices) if owners[index] == 1]
    # The first token stands for "no answer": it takes part in the softmax, but no span starts or ends there.
    places = [0, *context]
    starts, ends = (
        dict(zip(places, softmax([logits[place] for place in places]), strict=True))
        for logits in (output.data, output.more["end_logits"])
    )
    spans = (
        Span(starts[start] * ends[end], window.indices[start], window.indices[end])
        for start in context
        for end in range(start, min(start + max_answer_len, context[-1] + 1))
    )
    return starts[0] * ends[0], nlargest(count, spans, key=lambda span: span.score)
