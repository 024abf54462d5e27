"""`CrossEncoder`, as in sentence-transformers 6, over the text-ranking pipeline. Uses NumPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from .. import platform
from ..env import Token
from ..errors import InputError
from ..pipelines import pipeline
from ..pipelines.fitting import is_decoder
from ..pipelines.items import Items
from ..pipelines.text_ranking import TextRankingPipeline
from .arguments import load_options, model_id, refuse, refuse_torch, with_progress

__all__ = ["CrossEncoder"]

Activation = str | Callable[[Any], Any]
_ORGANISATION = "cross-encoder"


class CrossEncoder:
    """A model that reads two texts together: a reranker, or a classifier of pairs.

    Load one with `await CrossEncoder.create(id)`; `tabside.sync.CrossEncoder(id)` is the blocking version.
    """

    def __init__(self, pipe: TextRankingPipeline, activation_fn: Activation | None = None) -> None:
        self._pipe = pipe
        self._max_seq_length = pipe.max_length
        self.activation_fn: Activation = _default_activation(pipe) if activation_fn is None else activation_fn
        _named(self.activation_fn)

    @classmethod
    async def create(
        cls,
        model_name_or_path: str,
        *,
        modules: Any = None,
        device: str | None = None,
        prompts: Mapping[str, str] | None = None,
        default_prompt_name: str | None = None,
        cache_folder: str | None = None,
        trust_remote_code: bool = False,
        revision: str | None = None,
        local_files_only: bool = False,
        token: Token = None,
        model_kwargs: Mapping[str, Any] | None = None,
        processor_kwargs: Mapping[str, Any] | None = None,
        tokenizer_kwargs: Mapping[str, Any] | None = None,
        config_kwargs: Mapping[str, Any] | None = None,
        model_card_data: Any = None,
        backend: str = "onnx",
        num_labels: int | None = None,
        max_length: int | None = None,
        activation_fn: Activation | None = None,
        **options: Any,
    ) -> CrossEncoder:
        """Load a model. Arguments are sentence-transformers', and those of `tabside.pipeline`.

        `activation_fn` is `sigmoid`, `softmax`, `identity` or a function of an array of logits [n, labels]; PyTorch's
        modules of these names will do.

        Raises:
            InputError: an argument is not supported; the message says what to use instead.
            The errors of `tabside.pipeline`.
        """
        refuse(
            modules=modules, prompts=prompts, default_prompt_name=default_prompt_name, cache_folder=cache_folder,
            trust_remote_code=trust_remote_code, processor_kwargs=processor_kwargs, tokenizer_kwargs=tokenizer_kwargs,
            config_kwargs=config_kwargs, model_card_data=model_card_data,
        )  # fmt: skip
        loading = load_options(
            device, backend, model_kwargs, revision=revision, local_files_only=local_files_only, token=token, **options
        )
        loaded = await pipeline("text-ranking", model_id(model_name_or_path, _ORGANISATION), **loading)
        await platform.load_numpy()
        model = cls(cast(TextRankingPipeline, loaded), activation_fn)
        if num_labels not in (None, model.num_labels):
            raise InputError(f"The model has {model.num_labels} labels, and a head is not made anew here.")
        if max_length is not None:
            model.max_seq_length = max_length
        return model

    async def predict(
        self,
        inputs: Items[Sequence[str]] | Sequence[str] | None = None,
        prompt_name: str | None = None,
        prompt: str | None = None,
        batch_size: int = 32,
        show_progress_bar: bool | None = None,
        activation_fn: Activation | None = None,
        apply_softmax: bool | None = False,
        convert_to_numpy: bool = True,
        convert_to_tensor: bool = False,
        device: str | None = None,
        pool: Any = None,
        chunk_size: int | None = None,
        *,
        sentences: Items[Sequence[str]] | Sequence[str] | None = None,
    ) -> Any:
        """Score pairs of texts. Returns float32 [n] for a model of one label, else [n, labels]; one pair gives one row.

        The longer text of a pair is truncated, as in sentence-transformers. `sentences` is the older name of `inputs`.

        Raises:
            InputError: an argument is out of range or not supported, or an input is not a pair of texts.
            BatchError, SessionError: as for the pipeline.
        """
        import numpy

        refuse_torch(convert_to_tensor, device, self.device)
        refuse(prompt_name=prompt_name, prompt=prompt, pool=pool, chunk_size=chunk_size)
        pairs = sentences if inputs is None else inputs
        if pairs is None:
            raise InputError("Give pairs of texts.")
        is_one = isinstance(pairs, list | tuple) and len(pairs) == 2 and all(isinstance(one, str) for one in pairs)
        items = [pairs] if is_one else with_progress(cast(Items[Any], pairs), show_progress_bar)
        rows = await self._pipe.logits(
            cast(Items[Any], items),
            truncation="longest_first",
            max_length=self.max_seq_length,
            batch_size=batch_size,
        )
        logits = numpy.array(rows, dtype=numpy.float32).reshape(len(rows), -1)
        scores = _apply(self.activation_fn if activation_fn is None else activation_fn, logits)
        if apply_softmax and logits.shape[1] > 1:
            scores = _softmax(scores)
        scores = scores[:, 0] if scores.ndim == 2 and scores.shape[1] == 1 else scores
        if is_one:
            return scores[0]
        return scores if convert_to_numpy else list(scores)

    async def rank(
        self,
        query: str,
        documents: Items[str],
        top_k: int | None = None,
        return_documents: bool = False,
        prompt_name: str | None = None,
        prompt: str | None = None,
        batch_size: int = 32,
        show_progress_bar: bool | None = None,
        activation_fn: Activation | None = None,
        device: str | None = None,
        pool: Any = None,
        chunk_size: int | None = None,
    ) -> list[dict[str, Any]]:
        """Rank documents for a query: `{corpus_id, score}`, and `text` with `return_documents`, best first.

        Raises the errors of `predict`, and InputError for a model of several labels.
        """
        if not isinstance(query, str):
            raise InputError("The query is not a text.")
        if self.num_labels not in (None, 1):
            raise InputError(f"Ranking needs a model of one label; this one has {self.num_labels}. Use predict.")
        texts = list(cast(Any, documents))
        scores = await self.predict(
            [(query, text) for text in texts], prompt_name, prompt, batch_size, show_progress_bar, activation_fn,
            device=device, pool=pool, chunk_size=chunk_size,
        )  # fmt: skip
        order = sorted(range(len(texts)), key=lambda index: -float(scores[index]))[:top_k]
        return [
            {"corpus_id": index, "score": scores[index], **({"text": texts[index]} if return_documents else {})}
            for index in order
        ]

    @property
    def num_labels(self) -> int | None:
        """The number of labels, None if the model does not state it."""
        shape = next(spec.shape for spec in self._pipe.session.outputs if spec.name == self._pipe.main_output)
        if is_decoder(self._pipe.config):
            return 1
        declared = shape[-1] if shape else None
        if isinstance(declared, int):
            return declared
        labels = self._pipe.config.get("id2label")
        return len(labels) if labels else None

    @property
    def max_seq_length(self) -> int:
        """The longest pair in tokens. It can be lowered."""
        return self._max_seq_length

    @max_seq_length.setter
    def max_seq_length(self, value: int) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not 4 <= value <= self._pipe.max_length:
            raise InputError(f"max_length must be a number from 4 to {self._pipe.max_length}, the model's limit.")
        self._max_seq_length = value

    max_length = max_seq_length

    @property
    def config(self) -> Mapping[str, Any]:
        """The model's config.json."""
        return self._pipe.config

    @property
    def device(self) -> str:
        """The device that runs the model."""
        return self._pipe.device

    async def dispose(self) -> None:
        """Free the model's memory."""
        await self._pipe.dispose()


def _default_activation(pipe: TextRankingPipeline) -> str:
    """Return what the model's files say, else sigmoid for one label, as sentence-transformers does.

    A model without a config.json was not made for sentence-transformers: its logits stay as they are.
    """
    own = pipe.config.get("sentence_transformers")
    path = own.get("activation_fn") if isinstance(own, Mapping) else None
    path = path or pipe.config.get("sbert_ce_default_activation_function") or pipe.options.get("activation_fn")
    if path:
        return _named(str(path).rpartition(".")[2].lower()) or "identity"
    shape = next(spec.shape for spec in pipe.session.outputs if spec.name == pipe.main_output)
    labels = shape[-1] if shape and isinstance(shape[-1], int) else len(pipe.config.get("id2label") or ())
    return "sigmoid" if pipe.config and labels == 1 else "identity"


def _named(activation: Any) -> str | None:
    """Return the activation's name, None for a function of the caller's. Raises InputError."""
    name = activation if isinstance(activation, str) else type(activation).__name__
    name = {"none": "identity"}.get(name.lower(), name.lower())
    if name in ("sigmoid", "softmax", "identity"):
        return name
    if isinstance(activation, str) or not callable(activation):
        raise InputError("activation_fn must be sigmoid, softmax, identity, or a function of an array of logits.")
    return None


def _apply(activation: Activation, logits: Any) -> Any:
    import numpy

    name = _named(activation)
    if name is None:
        return numpy.asarray(cast(Callable[[Any], Any], activation)(logits), dtype=numpy.float32)
    if name == "softmax":
        return _softmax(logits)
    return logits if name == "identity" else (1 / (1 + numpy.exp(-logits.astype(numpy.float64)))).astype(numpy.float32)


def _softmax(logits: Any) -> Any:
    import numpy

    powers = numpy.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
