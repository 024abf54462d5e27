"""Embeddings, with the interfaces of transformers.js (`await pipe(texts)`) and sentence-transformers (`encode`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..errors import InputError, ManifestError, SessionError, TabsideError
from .base import Forward, ModelInput, Parts, Pipeline
from .items import Items, OnError, Results
from .precision import PRECISIONS, Precision, quantize_embeddings
from .similarity import similarity
from .truncation import OnTruncated, Truncations, cut_end
from .vectors import POOLINGS, Pooling, normalize_rows, pool

__all__ = ["FeatureExtractionPipeline"]

_WITH_DENSE = "then a dense layer"
# Prompt names of sentence-transformers, tried in this order.
_DOCUMENT_PROMPTS = ("document", "passage")


class FeatureExtractionPipeline(Pipeline):
    """Turns texts into vectors whose similarity reflects the similarity of meaning.

    `pooling` and `normalizes` are the model's training settings, from its manifest; `encode` uses them.
    """

    task = "feature-extraction"
    # As in sentence-transformers and Transformers.js: not whatever output comes first.
    main_outputs: Sequence[str] = ("last_hidden_state", "token_embeddings", "sentence_embedding")

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        options = parts.options
        self.pooling: Pooling = options.get("pooling", "mean")
        if _WITH_DENSE in self.pooling and any(spec.name == "sentence_embedding" for spec in parts.session.outputs):
            # The graph holds pooling and dense layers (EmbeddingGemma); its output is the sentence's vector.
            self.main_outputs, self.pooling = ("sentence_embedding",), "mean"
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
        on_truncated: OnTruncated | None = None,
        on_error: OnError | None = None,
    ) -> Any:
        """Embed texts. As in transformers, vectors are neither pooled nor normalized by default; `encode` does both.

        Returns float32 [n, dim], owned by the caller; one text gives n = 1. With `pooling="none"` the result is a list
        of arrays [tokens, dim], special tokens included, without padding.

        - `pooling`: `mean | cls | max | last_token | none`.
        - `normalize`: scale vectors to length 1, after `truncate_dim` has shortened them.
        - `precision`: `float32 | int8 | uint8 | binary | ubinary`, see `quantize_embeddings`.
        - `on_truncated(number, tokens, limit)` is called for texts longer than the model's limit, whose rest is
          ignored.
          Without it a TruncationWarning is issued.
        - `on_error(number, error)` is called for inputs that failed; their vectors are NaN (zero in other precisions).

        Raises:
            InputError: a parameter is out of range, or an input is not a string.
            BatchError: some inputs failed and there is no `on_error`.
            SessionError: the model failed.
        """
        items: Items[str] = [inputs] if isinstance(inputs, str) else inputs
        return await self._embed(items, pooling, normalize, truncate_dim, precision, on_truncated, on_error)

    async def _embed(
        self,
        items: Items[str],
        pooling: Pooling,
        normalize: bool,
        truncate_dim: int | None,
        precision: Precision,
        on_truncated: OnTruncated | None,
        on_error: OnError | None,
        prompt_tokens: int = 0,
    ) -> Any:
        self._check(pooling, truncate_dim, precision)
        truncations = Truncations(on_truncated)

        def encode(number: int, text: str) -> Iterator[ModelInput[None]]:
            if not isinstance(text, str):
                raise InputError(f"Input {number} is not a text.")
            encoding = self.tokenizer.encode(text.lower() if self._lowercases else text)
            truncations.note(number, len(encoding.ids), self.max_length)
            yield cut_end(encoding, self.max_length, None)

        def keep(output: Forward[None]) -> Any:
            return _vector(output, pooling, normalize, truncate_dim, prompt_tokens)

        results: Results[Any] = Results(on_error)
        async for outcome in self.attempt(items, encode, keep):
            if isinstance(outcome, TabsideError):
                results.fail(outcome)
            else:
                results.add(outcome[0])
        truncations.finish(self.max_length)
        vectors = results.finish()
        if pooling == "none":
            return vectors
        dim = next((len(vector) for vector in vectors if vector is not None), self._dim(truncate_dim))
        return _stacked(vectors, dim, precision)

    async def encode(
        self,
        sentences: str | Items[str],
        *,
        prompt: str | None = None,
        prompt_name: str | None = None,
        normalize: bool | None = None,
        truncate_dim: int | None = None,
        precision: Precision = "float32",
        on_truncated: OnTruncated | None = None,
        on_error: OnError | None = None,
    ) -> Any:
        """Embed texts as the model was trained to: with its own pooling, normalized if its manifest says so.

        Returns float32 [n, dim], or [dim] for one text, as `SentenceTransformer.encode` does. `prompt` is prepended to
        every text; without it, the manifest's prompt `prompt_name`, or its default prompt. Everything else is as in a
        call.
        Also raises ManifestError if the model's pooling is not supported.
        """
        if self.pooling not in POOLINGS:
            raise ManifestError(
                f"The model pools by {self.pooling}, which encode cannot do. Call the pipeline with another pooling."
            )
        before = self._prompt(prompt, self.default_prompt_name if prompt_name is None else prompt_name)
        items: Items[str] = [sentences] if isinstance(sentences, str) else sentences
        normalizes = self.normalizes if normalize is None else normalize
        vectors = await self._embed(
            _prefixed(before, items),
            self.pooling,
            normalizes,
            truncate_dim,
            precision,
            on_truncated,
            on_error,
            0 if self._pools_prompt else self._prompt_tokens(before),
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

    def _check(self, pooling: str, truncate_dim: int | None, precision: str) -> None:
        if pooling not in POOLINGS:
            raise InputError(f"pooling must be one of {', '.join(POOLINGS)}.")
        if precision not in PRECISIONS:
            raise InputError(f"precision must be one of {', '.join(PRECISIONS)}.")
        if precision != "float32" and pooling == "none":
            raise InputError(f"precision {precision} needs a pooling: it is for one vector a text.")
        if truncate_dim is not None and (not isinstance(truncate_dim, int) or truncate_dim < 1):
            raise InputError("truncate_dim must be a number of at least 1.")

    def _dim(self, truncate_dim: int | None) -> int:
        """Return the vectors' dimension if the model states it, so that an empty result has a shape too."""
        shape = next(spec.shape for spec in self.session.outputs if spec.name == self.main_output)
        declared = shape[-1] if shape else None
        dim = declared if isinstance(declared, int) else 0
        return dim if truncate_dim is None else min(dim, truncate_dim)

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


def _vector(output: Forward[None], pooling: str, normalize: bool, truncate_dim: int | None, prompt_tokens: int) -> Any:
    import numpy

    if len(output.shape) > 2:
        raise SessionError(
            f"An embedding model gives one vector a token, or one a text; this one gives {output.shape}."
        )
    tokens = numpy.frombuffer(output.data, dtype=numpy.float32).reshape(output.shape)
    # Some models pool their output themselves.
    if prompt_tokens and pooling in ("mean", "max") and len(output.shape) == 2:
        tokens = tokens[min(prompt_tokens, len(tokens) - 1) :]
    vector = pool(tokens, pooling) if len(output.shape) == 2 else tokens
    if truncate_dim is not None:
        vector = vector[..., :truncate_dim]
    return normalize_rows(vector) if normalize else vector.copy()


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
