"""Embeddings, with the interfaces of transformers.js (`await pipe(texts)`) and sentence-transformers (`encode`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from ..errors import InputError, ManifestError, SessionError
from .base import Forward, ModelInput, Parts, Pipeline
from .feeds import is_static
from .items import Items, OnError, Results
from .precision import PRECISIONS, Precision, quantize_embeddings
from .similarity import similarity
from .truncation import Cut, OnTruncated, Truncations, cut_end
from .vectors import POOLINGS, Pooling, is_pooling, normalize_rows, pool

__all__ = ["FeatureExtractionPipeline"]

_WITH_DENSE = "then a dense layer"
# Prompt names of sentence-transformers, tried in this order.
_DOCUMENT_PROMPTS = ("document", "passage")


@dataclass(frozen=True, slots=True)
class Result:
    """The result that a call computes from the model's output."""

    pooling: Pooling
    normalize: bool
    truncate_dim: int | None
    precision: Precision

    def check(self) -> None:
        """Raise InputError for a parameter out of range."""
        if not is_pooling(self.pooling):
            raise InputError(f"pooling must be one of {', '.join(POOLINGS)}, or several with a + between them.")
        if self.precision not in PRECISIONS:
            raise InputError(f"precision must be one of {', '.join(PRECISIONS)}.")
        if self.precision != "float32" and self.pooling == "none":
            raise InputError(f"precision {self.precision} needs a pooling: it is for one vector a text.")
        if self.truncate_dim is not None and (not isinstance(self.truncate_dim, int) or self.truncate_dim < 1):
            raise InputError("truncate_dim must be a number of at least 1.")


class FeatureExtractionPipeline(Pipeline):
    """Turns texts into vectors whose similarity reflects the similarity of meaning.

    `pooling` and `normalizes` are the model's training settings, from its manifest; `encode` uses them.
    """

    task = "feature-extraction"
    # As in sentence-transformers and Transformers.js: not whatever output comes first.
    main_outputs: Sequence[str] = ("last_hidden_state", "token_embeddings", "sentence_embedding", "embeddings")

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        options = parts.options
        self.pooling: Pooling = options.get("pooling", "mean")
        if _WITH_DENSE in self.pooling and any(spec.name == "sentence_embedding" for spec in parts.session.outputs):
            # The graph holds pooling and dense layers (EmbeddingGemma); its output is the sentence's vector.
            self.main_outputs, self.pooling = ("sentence_embedding",), "mean"
        self._is_static = is_static(parts.session.inputs)
        self._tasks: Sequence[str] = parts.config.get("lora_adaptations") or ()
        self._lowercases = bool(options.get("do_lower_case", False))
        self._pools_prompt = bool(options.get("include_prompt", True))
        self.normalizes = bool(options.get("normalize", False))
        self.prompts: Mapping[str, str] = options.get("prompts", {})
        self.default_prompt_name: str | None = options.get("default_prompt_name")
        self.similarity_fn_name: str = options.get("similarity", "cosine")

    async def __call__(
        self,
        inputs: str | Items[str],
        *,
        pooling: Pooling = "none",
        normalize: bool = False,
        truncate_dim: int | None = None,
        precision: Precision = "float32",
        truncation: bool | str | None = None,
        max_length: int | None = None,
        padding: bool | str | None = None,
        batch_size: int | None = None,
        return_tensors: str | None = None,
        tokenize_kwargs: Mapping[str, Any] | None = None,
        task: str | None = None,
        on_truncated: OnTruncated | None = None,
        on_error: OnError | None = None,
    ) -> Any:
        """Embed texts. As in transformers, vectors are neither pooled nor normalized by default; `encode` does both.

        Returns float32 [n, dim], owned by the caller; one text gives n = 1. With `pooling="none"` the result is a list
        of arrays [tokens, dim], special tokens included, without padding.

        - `pooling`: `mean | cls | max | last_token | none`.
        - `normalize`: scale vectors to length 1, after `truncate_dim` has shortened them.
        - `precision`: `float32 | int8 | uint8 | binary | ubinary`, see `quantize_embeddings`.
        - `truncation`: True ignores what is over `max_length` tokens (the model's limit by default) without a word;
          False refuses such a text. `tokenize_kwargs` may hold both, as in transformers.
        - `on_truncated(number, tokens, limit)` is called for texts longer than the limit, whose rest is ignored.
          Without it, and without `truncation=True`, a TruncationWarning is issued.
        - `task`: the adapter to use, for models that have several (`retrieval.query` in jina-embeddings-v3).
        - `batch_size`: most texts in one batch. It and `padding` do not change results; `return_tensors` is `np`.
        - `on_error(number, error)` is called for inputs that failed; their vectors are NaN (zero in other precisions).

        Raises:
            InputError: a parameter is out of range, or an input is not a string.
            BatchError: some inputs failed and there is no `on_error`.
            SessionError: the model failed.
        """
        if return_tensors not in (None, True, False, "np"):
            raise InputError('return_tensors must be "np": tabside has NumPy arrays, and no other tensors.')
        given = {"truncation": truncation, "max_length": max_length, "padding": padding, **(tokenize_kwargs or {})}
        if len(given) > 3:
            raise InputError("tokenize_kwargs takes truncation, max_length and padding.")
        cut = Cut.of(**given, limit=self.max_length)
        items: Items[str] = [inputs] if isinstance(inputs, str) else inputs
        result = Result(pooling, normalize, truncate_dim, precision)
        task_id = self._task_id(task)
        return await self._embed(items, result, cut, batch_size, on_truncated, on_error, task_id=task_id)

    async def _embed(
        self,
        items: Items[str],
        result: Result,
        cut: Cut,
        batch_size: int | None,
        on_truncated: OnTruncated | None,
        on_error: OnError | None,
        prompt_tokens: int = 0,
        task_id: int | None = None,
    ) -> Any:
        result.check()
        truncations = Truncations(on_truncated)

        def encode(number: int, text: str) -> Iterator[ModelInput[None]]:
            if not isinstance(text, str):
                raise InputError(f"Input {number} is not a text.")
            encoding = None if self._is_static else self.tokenizer.encode(text.lower() if self._lowercases else text)
            ids = self._words(text) if encoding is None else encoding.ids
            cut.require(number, len(ids))
            if not cut.strategy or on_truncated is not None:
                truncations.note(number, len(ids), cut.limit)
            if encoding is None:
                yield ModelInput(ids[: cut.limit], [0] * len(ids[: cut.limit]), None)
                return
            yield replace(cut_end(encoding, cut.limit, None), task_id=task_id)

        def keep(output: Forward[None]) -> Any:
            return _vector(output, result, prompt_tokens)

        results: Results[Any] = Results(on_error)
        await results.collect(self.attempt(items, encode, keep, batch_size=batch_size), lambda outcome: outcome[0])
        truncations.finish(cut.limit)
        vectors = results.finish()
        if result.pooling == "none":
            return vectors
        dim = next((len(vector) for vector in vectors if vector is not None), self._dim(result.truncate_dim))
        return _stacked(vectors, dim, result.precision)

    async def encode(
        self,
        sentences: str | Items[str],
        *,
        prompt: str | None = None,
        prompt_name: str | None = None,
        normalize: bool | None = None,
        truncate_dim: int | None = None,
        precision: Precision = "float32",
        truncation: bool | str | None = None,
        max_length: int | None = None,
        batch_size: int | None = None,
        task: str | None = None,
        on_truncated: OnTruncated | None = None,
        on_error: OnError | None = None,
    ) -> Any:
        """Embed texts as the model was trained to: with its own pooling, normalized if its manifest says so.

        Returns float32 [n, dim], or [dim] for one text, as `SentenceTransformer.encode` does. `prompt` is prepended to
        every text; without it, the manifest's prompt `prompt_name`, or its default prompt. Everything else is as in a
        call.
        Also raises ManifestError if the model's pooling is not supported.
        """
        if not is_pooling(self.pooling):
            raise ManifestError(
                f"The model pools by {self.pooling}, which encode cannot do. Call the pipeline with another pooling."
            )
        before = self._prompt(prompt, self.default_prompt_name if prompt_name is None else prompt_name)
        items: Items[str] = [sentences] if isinstance(sentences, str) else sentences
        result = Result(self.pooling, self.normalizes if normalize is None else normalize, truncate_dim, precision)
        cut = Cut.of(truncation, max_length, None, self.max_length)
        skipped = 0 if self._pools_prompt else self._prompt_tokens(before)
        vectors = await self._embed(
            _prefixed(before, items), result, cut, batch_size, on_truncated, on_error, skipped, self._task_id(task)
        )
        return vectors[0] if isinstance(sentences, str) else vectors

    async def encode_query(self, sentences: str | Items[str], **options: Any) -> Any:
        """Embed queries: `encode` with the manifest's `query` prompt, if it has one."""
        return await self.encode(sentences, **{**self._named("query"), **options})

    async def encode_document(self, sentences: str | Items[str], **options: Any) -> Any:
        """Embed documents: `encode` with the manifest's `document` or `passage` prompt, if it has one."""
        return await self.encode(sentences, **{**self._named(*_DOCUMENT_PROMPTS), **options})

    def similarity(self, embeddings1: Any, embeddings2: Any) -> Any:
        """Compare each of [n, dim] with each of [m, dim] by the model's measure (default: cosine). Returns float32 [n,
        m]."""
        return similarity(embeddings1, embeddings2, self.similarity_fn_name)

    @property
    def dim(self) -> int | None:
        """The vectors' dimension, None if the model does not state it."""
        shape = next(spec.shape for spec in self.session.outputs if spec.name == self.main_output)
        declared = shape[-1] if shape else None
        return declared if isinstance(declared, int) else None

    def _dim(self, truncate_dim: int | None) -> int:
        """Return the dimension of an empty result."""
        dim = self.dim or 0
        return dim if truncate_dim is None else min(dim, truncate_dim)

    def _task_id(self, task: str | None) -> int | None:
        """Return the number of an adapter. Raises InputError for one that the model has not."""
        if task is None:
            return None
        if task not in self._tasks:
            raise InputError(f"The model has no task of that name; it has: {', '.join(self._tasks) or 'none'}.")
        return list(self._tasks).index(task)

    def _words(self, text: str) -> list[int]:
        """Return the ids of a text for a static model: no special and no unknown tokens, as in model2vec."""
        ids: list[int] = cast(Any, self.tokenizer).encode(text, add_special_tokens=False).ids
        model = self.tokenizer.model
        name = getattr(model, "unk_token", None)
        unknown = self.tokenizer.token_to_id(name) if name else getattr(model, "unk_id", None)
        return [one for one in ids if one != unknown]

    def _prompt_tokens(self, prompt: str) -> int:
        """Return how many tokens at the start of a text belong to the prompt, the leading special token included."""
        if not prompt:
            return 0
        encoding = self.tokenizer.encode(prompt.lower() if self._lowercases else prompt)
        # As in sentence-transformers: a closing special token is not part of it.
        return len(encoding.ids) - int(len(encoding.ids) > 1 and bool(encoding.special_tokens_mask[-1]))

    def _named(self, *names: str) -> dict[str, str]:
        return next(({"prompt_name": name} for name in names if name in self.prompts), {})

    def _prompt(self, prompt: str | None, name: str | None) -> str:
        if prompt is not None:
            return prompt
        if name is None:
            return ""
        if name not in self.prompts:
            raise InputError(f"The model has no prompt of that name; it has: {', '.join(self.prompts) or 'none'}.")
        return self.prompts[name]


def _prefixed(before: str, sentences: Items[str]) -> Items[Any]:
    if not before:
        return sentences
    # An input that is not a string is passed on and reported where all inputs are checked.
    if hasattr(sentences, "__aiter__"):
        return (before + text if isinstance(text, str) else text async for text in sentences)
    return (before + text if isinstance(text, str) else text for text in sentences)


def _vector(output: Forward[None], result: Result, prompt_tokens: int) -> Any:
    import numpy

    if len(output.shape) > 2:
        raise SessionError(
            f"An embedding model gives one vector a token, or one a text; this one gives {output.shape}."
        )
    tokens = numpy.frombuffer(output.data, dtype=numpy.float32).reshape(output.shape)
    # Some models pool their output themselves.
    vector = pool(tokens, result.pooling, prompt_tokens) if len(output.shape) == 2 else tokens
    if result.truncate_dim is not None:
        vector = vector[..., : result.truncate_dim]
    return normalize_rows(vector) if result.normalize else vector.copy()


def _stacked(vectors: list[Any], dim: int, precision: Precision) -> Any:
    import numpy

    stacked = numpy.full((len(vectors), dim), numpy.nan, dtype=numpy.float32)
    for row, vector in enumerate(vectors):
        if vector is not None:
            stacked[row] = vector
    if precision == "float32":
        return stacked
    there = ~numpy.isnan(stacked).all(axis=1)
    kept = quantize_embeddings(stacked[there], precision)
    quantized = numpy.zeros((len(stacked), kept.shape[1]), dtype=kept.dtype)
    quantized[there] = kept
    return quantized
