"""`SentenceTransformer`, as in sentence-transformers 6, over the feature-extraction pipeline. Uses NumPy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from ..env import Token
from ..errors import InputError
from ..pipelines import pipeline
from ..pipelines.feature_extraction import FeatureExtractionPipeline
from ..pipelines.items import Items
from ..pipelines.precision import Precision
from ..pipelines.similarity import SIMILARITIES, similarity, similarity_pairwise
from ..pretrained import BatchEncoding, PretrainedTokenizer
from ..pretrained.settings import settings_from
from ..tokenizers import Tokenizer
from .arguments import load_options, model_id, refuse, refuse_torch, with_progress

__all__ = ["SentenceTransformer"]

_ORGANISATION = "sentence-transformers"
_DOCUMENT_PROMPTS = ("document", "passage", "corpus")


class SentenceTransformer:
    """An embedding model. Load one with `await SentenceTransformer.create(id)`.

    `tabside.sync.SentenceTransformer(id)` is the blocking version, with sentence-transformers' own constructor.
    """

    def __init__(self, pipe: FeatureExtractionPipeline) -> None:
        self._pipe = pipe
        self.prompts: dict[str, str] = dict(pipe.prompts)
        self.default_prompt_name = pipe.default_prompt_name
        self.truncate_dim: int | None = None
        self._similarity = pipe.similarity_fn_name
        self._max_seq_length = pipe.max_length

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
        similarity_fn_name: str | None = None,
        truncate_dim: int | None = None,
        **options: Any,
    ) -> SentenceTransformer:
        """Load a model. Arguments are sentence-transformers', and those of `tabside.pipeline`.

        `prompts` and `default_prompt_name` replace the model's own. `model_kwargs` takes `dtype`, `subfolder` and
        `session_options`.

        Raises:
            InputError: an argument is not supported; the message says what to use instead.
            The errors of `tabside.pipeline`.
        """
        refuse(
            modules=modules, cache_folder=cache_folder, trust_remote_code=trust_remote_code,
            processor_kwargs=processor_kwargs, tokenizer_kwargs=tokenizer_kwargs, config_kwargs=config_kwargs,
            model_card_data=model_card_data,
        )  # fmt: skip
        loading = load_options(
            device, backend, model_kwargs, revision=revision, local_files_only=local_files_only, token=token, **options
        )
        loaded = await pipeline("feature-extraction", model_id(model_name_or_path, _ORGANISATION), **loading)
        model = cls(cast(FeatureExtractionPipeline, loaded))
        if prompts is not None:
            model.prompts = dict(prompts)
        model.default_prompt_name = default_prompt_name or model.default_prompt_name
        if model.default_prompt_name is not None and model.default_prompt_name not in model.prompts:
            raise InputError(f"default_prompt_name must be one of {', '.join(model.prompts) or 'none'}.")
        model.truncate_dim = truncate_dim
        if similarity_fn_name is not None:
            model.similarity_fn_name = similarity_fn_name
        return model

    async def encode(
        self,
        inputs: str | Items[str] | None = None,
        prompt_name: str | None = None,
        prompt: str | None = None,
        batch_size: int = 32,
        show_progress_bar: bool | None = None,
        output_value: str = "sentence_embedding",
        precision: Precision = "float32",
        convert_to_numpy: bool = True,
        convert_to_tensor: bool = False,
        device: str | None = None,
        normalize_embeddings: bool = False,
        truncate_dim: int | None = None,
        pool: Any = None,
        chunk_size: int | None = None,
        *,
        sentences: str | Items[str] | None = None,
        task: str | None = None,
    ) -> Any:
        """Embed texts. Returns float32 [n, dim], or [dim] for one text; a list of rows if `convert_to_numpy` is False.

        `output_value="token_embeddings"` gives one array [tokens, dim] a text. A model that ends in a Normalize module
        gives vectors of length 1 in any case. `task` chooses an adapter (jina-embeddings-v3). `sentences` is
        the older name of `inputs`.

        Raises:
            InputError: an argument is out of range or not supported, or an input is not a text.
            BatchError, SessionError: as for the pipeline.
        """
        refuse_torch(convert_to_tensor, device, self.device)
        refuse(pool=pool, chunk_size=chunk_size)
        texts = sentences if inputs is None else inputs
        if texts is None:
            raise InputError("Give a text, or a list of texts.")
        before = self._prompt(prompt, prompt_name)
        one = isinstance(texts, str)
        items: Items[str] = [texts] if isinstance(texts, str) else with_progress(texts, show_progress_bar)
        if output_value == "token_embeddings":
            arrays = await self._pipe(
                (before + text for text in await _all(items)),
                max_length=self.max_seq_length,
                batch_size=batch_size,
                task=task,
            )
            return arrays[0] if one else arrays
        if output_value != "sentence_embedding":
            raise InputError("output_value must be sentence_embedding or token_embeddings.")
        vectors = await self._pipe.encode(
            items,
            prompt=before,
            normalize=self._pipe.normalizes or normalize_embeddings,
            truncate_dim=self.truncate_dim if truncate_dim is None else truncate_dim,
            precision=precision,
            max_length=self.max_seq_length,
            batch_size=batch_size,
            task=task,
        )
        if one:
            return vectors[0]
        return vectors if convert_to_numpy else list(vectors)

    async def encode_query(self, inputs: str | Items[str] | None = None, *args: Any, **options: Any) -> Any:
        """Embed queries: `encode` with the prompt `query`, if the model has one and no other is given."""
        return await self._encode_as(("query",), inputs, *args, **options)

    async def encode_document(self, inputs: str | Items[str] | None = None, *args: Any, **options: Any) -> Any:
        """Embed documents: `encode` with the prompt `document`, `passage` or `corpus`."""
        return await self._encode_as(_DOCUMENT_PROMPTS, inputs, *args, **options)

    async def _encode_as(self, names: tuple[str, ...], inputs: Any, *args: Any, **options: Any) -> Any:
        if not args and options.get("prompt_name") is None and options.get("prompt") is None:
            known = next((name for name in names if name in self.prompts), None)
            options = options if known is None else {**options, "prompt_name": known}
        return await self.encode(inputs, *args, **options)

    def similarity(self, embeddings1: Any, embeddings2: Any) -> Any:
        """Compare each of [n, dim] with each of [m, dim] by the model's measure. Returns float32 [n, m]."""
        return similarity(embeddings1, embeddings2, self._similarity)

    def similarity_pairwise(self, embeddings1: Any, embeddings2: Any) -> Any:
        """Compare the rows of [n, dim] with those of [n, dim], one by one. Returns float32 [n]."""
        return similarity_pairwise(embeddings1, embeddings2, self._similarity)

    def tokenize(self, texts: list[str]) -> BatchEncoding:
        """Return the model's inputs for texts, as arrays."""
        return self.tokenizer(texts, padding=True, truncation=True, max_length=self.max_seq_length, return_tensors="np")

    preprocess = tokenize

    def get_embedding_dimension(self) -> int | None:
        """Return the length of a vector, None if the model does not state it."""
        known = self._pipe.dim
        return known if self.truncate_dim is None or known is None else min(known, self.truncate_dim)

    get_sentence_embedding_dimension = get_embedding_dimension

    @contextmanager
    def truncate_embeddings(self, truncate_dim: int | None) -> Iterator[None]:
        """Set `truncate_dim` within a `with` block."""
        before, self.truncate_dim = self.truncate_dim, truncate_dim
        try:
            yield
        finally:
            self.truncate_dim = before

    truncate_sentence_embeddings = truncate_embeddings

    def get_max_seq_length(self) -> int:
        """Return the longest input in tokens, special tokens included."""
        return self._max_seq_length

    def get_backend(self) -> str:
        """Return `onnx`."""
        return "onnx"

    @property
    def max_seq_length(self) -> int:
        """The longest input in tokens. It can be lowered."""
        return self._max_seq_length

    @max_seq_length.setter
    def max_seq_length(self, value: int) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not 4 <= value <= self._pipe.max_length:
            raise InputError(f"max_seq_length must be a number from 4 to {self._pipe.max_length}, the model's limit.")
        self._max_seq_length = value

    @property
    def similarity_fn_name(self) -> str:
        """The measure of similarity: cosine, dot, euclidean or manhattan."""
        return self._similarity

    @similarity_fn_name.setter
    def similarity_fn_name(self, value: str) -> None:
        if value not in SIMILARITIES:
            raise InputError(f"similarity_fn_name must be one of {', '.join(SIMILARITIES)}.")
        self._similarity = value

    @property
    def device(self) -> str:
        """The device that runs the model."""
        return self._pipe.device

    @property
    def tokenizer(self) -> PretrainedTokenizer:
        """The model's tokenizer, callable as in transformers."""
        backend = cast(Tokenizer, self._pipe.tokenizer)
        special = [token.content for token in backend.get_added_tokens_decoder().values() if token.special]
        return PretrainedTokenizer(backend, settings_from({"model_max_length": self.max_seq_length}, {}, special))

    async def dispose(self) -> None:
        """Free the model's memory."""
        await self._pipe.dispose()

    def _prompt(self, prompt: str | None, name: str | None) -> str:
        if prompt is not None:
            return prompt
        chosen = self.default_prompt_name if name is None else name
        if chosen is None:
            return ""
        if chosen not in self.prompts:
            raise InputError(f"There is no prompt of that name; there are: {', '.join(self.prompts) or 'none'}.")
        return self.prompts[chosen]


async def _all(items: Items[str]) -> list[str]:
    from ..pipelines.items import Source

    source: Source[str] = Source(items)
    texts: list[str] = []
    while more := await source.take(1024):
        texts += more
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise InputError(f"Input {number} is not a text.")
    return texts
