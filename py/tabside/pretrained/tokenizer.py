"""A tokenizer with transformers' calls, over a `tabside.Tokenizer` or Hugging Face's Rust library."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ..errors import InputError
from ..tokenizers import Tokenizer
from .batch_encoding import BatchEncoding
from .chat_template import render
from .settings import NO_LIMIT, TokenizerSettings
from .token_calls import TokenCalls

__all__ = ["PretrainedTokenizer"]

_STRATEGIES = {True: "longest_first", "longest_first": "longest_first", "only_first": "only_first",
               "only_second": "only_second", False: None, "do_not_truncate": None}  # fmt: skip
_PADDINGS = {True: "longest", "longest": "longest", "max_length": "max_length", False: None, "do_not_pad": None}


@dataclass(frozen=True, slots=True)
class _Shape:
    """Options for truncating and padding encodings."""

    truncation: str | None
    padding: str | None
    max_length: int | None
    stride: int
    multiple: int | None
    padding_side: str


class PretrainedTokenizer(TokenCalls):
    """A callable tokenizer: `tokenizer(texts, padding=True, truncation=True, return_tensors="np")`.

    All calls of `tabside.Tokenizer` are there too: `encode` gives an `Encoding` as Hugging Face `tokenizers` does,
    and not a list of ids.
    """

    def __init__(self, backend: Tokenizer, settings: TokenizerSettings | None = None) -> None:
        settings = settings or TokenizerSettings()
        super().__init__(backend, settings)
        self.name_or_path = settings.name_or_path
        self.model_max_length = settings.model_max_length
        self.padding_side = settings.padding_side
        self.truncation_side = settings.truncation_side
        self.chat_template = settings.chat_template
        self._turn = threading.Lock()

    def __call__(
        self,
        text: Any,
        text_pair: Any = None,
        *,
        add_special_tokens: bool = True,
        padding: bool | str = False,
        truncation: bool | str | None = None,
        max_length: int | None = None,
        stride: int = 0,
        is_split_into_words: bool = False,
        pad_to_multiple_of: int | None = None,
        padding_side: str | None = None,
        return_tensors: str | None = None,
        return_token_type_ids: bool | None = None,
        return_attention_mask: bool | None = None,
        return_overflowing_tokens: bool = False,
        return_special_tokens_mask: bool = False,
        return_offsets_mapping: bool = False,
        return_length: bool = False,
        verbose: bool = True,
    ) -> BatchEncoding:
        """Encode a text or a list of texts, each with its pair. Parameters and results are those of transformers.

        One text gives lists of numbers, a list of texts lists of lists; `return_tensors="np"` int64 [n, tokens].
        With `is_split_into_words` a text is a list of words. `verbose` has no effect: nothing is printed.

        Raises:
            InputError: an input is not a text, a parameter is out of range, or the model has no padding token.
        """
        shape = self._shape(padding, truncation, max_length, stride, pad_to_multiple_of, padding_side)
        is_many = _is_many(text, is_split_into_words)
        inputs = _inputs(text, text_pair, is_many)
        with self._turn, self._set(shape):
            made = self.backend_tokenizer.encode_batch(inputs, is_split_into_words, add_special_tokens)
        owners = [(number, one) for number, whole in enumerate(made) for one in (whole, *whole.overflowing)]
        if not return_overflowing_tokens:
            owners = list(enumerate(made))
        encodings = [one for _, one in owners]
        names = self.model_input_names
        columns: dict[str, list[Any]] = {"input_ids": [one.ids for one in encodings]}
        if ("token_type_ids" in names) if return_token_type_ids is None else return_token_type_ids:
            columns["token_type_ids"] = [one.type_ids for one in encodings]
        if ("attention_mask" in names) if return_attention_mask is None else return_attention_mask:
            columns["attention_mask"] = [one.attention_mask for one in encodings]
        if return_special_tokens_mask:
            columns["special_tokens_mask"] = [one.special_tokens_mask for one in encodings]
        if return_offsets_mapping:
            columns["offset_mapping"] = [one.offsets for one in encodings]
        if return_length:
            columns["length"] = [len(one.ids) for one in encodings]
        if return_overflowing_tokens:
            columns["overflow_to_sample_mapping"] = [number for number, _ in owners]
        single = not is_many and return_tensors is None and not return_overflowing_tokens
        # As in transformers, `length` stays a list.
        values = (
            {n: rows[0] if isinstance(rows[0], list) else rows for n, rows in columns.items()} if single else columns
        )
        return BatchEncoding(values, encodings).convert_to_tensors(return_tensors)

    def _shape(
        self,
        padding: bool | str,
        truncation: bool | str | None,
        max_length: int | None,
        stride: int,
        multiple: int | None,
        padding_side: str | None,
    ) -> _Shape:
        if padding not in _PADDINGS:
            raise InputError("padding must be True, False, longest, max_length or do_not_pad.")
        # As in transformers: a max_length without more truncates, unless it is what to pad to.
        chosen = (max_length is not None and _PADDINGS[padding] is None) if truncation is None else truncation
        if chosen not in _STRATEGIES:
            raise InputError(
                "truncation must be True, False, longest_first, only_first, only_second or do_not_truncate."
            )
        side = padding_side or self.padding_side
        if side not in ("left", "right"):
            raise InputError("padding_side must be left or right.")
        if max_length is not None and (not isinstance(max_length, int) or max_length < 1):
            raise InputError("max_length must be a number of at least 1.")
        limit = self.model_max_length if max_length is None and self.model_max_length < NO_LIMIT else max_length
        if _PADDINGS[padding] == "max_length" and limit is None:
            raise InputError("This model names no longest input: give max_length to pad to.")
        return _Shape(_STRATEGIES[chosen], _PADDINGS[padding], limit, stride, multiple, side)

    @contextmanager
    def _set(self, shape: _Shape) -> Iterator[None]:
        """Set truncation and padding, and put back what was set before."""
        backend: Any = self.backend_tokenizer
        before = backend.truncation, backend.padding
        backend.no_truncation()
        backend.no_padding()
        try:
            if shape.truncation is not None and shape.max_length is not None:
                backend.enable_truncation(
                    shape.max_length, stride=shape.stride, strategy=shape.truncation, direction=self.truncation_side
                )
            if shape.padding is not None:
                length = shape.max_length if shape.padding == "max_length" else None
                backend.enable_padding(
                    direction=shape.padding_side,
                    pad_id=self.padding_id(),
                    pad_token=self.special_tokens_map["pad_token"],
                    length=length,
                    pad_to_multiple_of=shape.multiple,
                )
            yield
        finally:
            backend.no_truncation()
            backend.no_padding()
            if before[0] is not None:
                backend.enable_truncation(**before[0])
            if before[1] is not None:
                backend.enable_padding(**before[1])

    def pad(
        self,
        encoded_inputs: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        padding: bool | str = True,
        max_length: int | None = None,
        pad_to_multiple_of: int | None = None,
        padding_side: str | None = None,
        return_attention_mask: bool | None = None,
        return_tensors: str | None = None,
        verbose: bool = True,
    ) -> BatchEncoding:
        """Pad encoded inputs (one dict of lists, or a list of dicts) to one length, as transformers does."""
        shape = self._shape(padding, False, max_length, 0, pad_to_multiple_of, padding_side)
        rows = _rows(encoded_inputs)
        length = max((len(row["input_ids"]) for row in rows), default=0)
        if shape.padding == "max_length":
            length = shape.max_length or length
        length += -length % (shape.multiple or 1)
        mask = "attention_mask" in self.model_input_names if return_attention_mask is None else return_attention_mask
        columns: dict[str, list[Any]] = {}
        for row in rows:
            given = {"attention_mask": [1] * len(row["input_ids"]), **row} if mask else dict(row)
            for name, values in given.items():
                filler = self.padding_id() if name == "input_ids" else int(name == "special_tokens_mask")
                missing = [filler] * (length - len(values)) if shape.padding and len(values) < length else []
                padded = [*missing, *values] if shape.padding_side == "left" else [*values, *missing]
                columns.setdefault(name, []).append(padded)
        return BatchEncoding(columns).convert_to_tensors(return_tensors)

    def apply_chat_template(
        self,
        conversation: Sequence[Any],
        tools: Sequence[Mapping[str, Any]] | None = None,
        documents: Sequence[Mapping[str, Any]] | None = None,
        *,
        chat_template: str | None = None,
        add_generation_prompt: bool = False,
        continue_final_message: bool = False,
        tokenize: bool = True,
        padding: bool | str = False,
        truncation: bool | str | None = None,
        max_length: int | None = None,
        return_tensors: str | None = None,
        return_dict: bool = True,
        **variables: Any,
    ) -> Any:
        """Render a conversation, or many, with the model's chat template, and encode the text.

        Needs Jinja (`pip install "tabside[chat]"`). `tokenize=False` gives the text; `return_dict=False` the ids alone.
        Other keyword arguments are variables of the template (`enable_thinking=False`).

        Raises:
            InputError: the model has no template, or the template refuses the messages.
            RuntimeUnavailableError: Jinja is missing.
        """
        template = self.get_chat_template(chat_template, tools)
        is_many = bool(conversation) and isinstance(conversation[0], list | tuple)
        texts = [
            render(
                template,
                messages,
                tools=tools,
                documents=documents,
                add_generation_prompt=add_generation_prompt,
                continue_final_message=continue_final_message,
                **{**self.special_tokens_map, **variables},
            )
            for messages in (conversation if is_many else [conversation])
        ]
        if not tokenize:
            return texts if is_many else texts[0]
        encoded = self(
            texts if is_many else texts[0],
            add_special_tokens=False,  # the template wrote them
            padding=padding,
            truncation=truncation,
            max_length=max_length,
            return_tensors=return_tensors,
        )
        return encoded if return_dict else encoded["input_ids"]

    def get_chat_template(self, chat_template: str | None = None, tools: Any = None) -> str:
        """Return the template of that name, the model's own, or the given text. Raises InputError."""
        known = self.chat_template
        if isinstance(known, Mapping):
            name = chat_template or ("tool_use" if tools is not None and "tool_use" in known else "default")
            found = known.get(name, chat_template)
        else:
            found = chat_template or known
        if not found:
            raise InputError("This model has no chat template: pass chat_template, in Jinja.")
        return found


def _is_many(text: Any, is_split: bool) -> bool:
    if isinstance(text, str):
        if is_split:
            raise InputError("With is_split_into_words a text is a list of words.")
        return False
    if not isinstance(text, list | tuple):
        raise InputError("A tokenizer takes a text, or a list of texts.")
    return not is_split or (bool(text) and isinstance(text[0], list | tuple))


def _inputs(text: Any, text_pair: Any, is_many: bool) -> list[Any]:
    texts = list(text) if is_many else [text]
    if text_pair is None:
        return texts
    pairs = list(text_pair) if is_many and not isinstance(text_pair, str) else [text_pair]
    if len(pairs) != len(texts):
        raise InputError(f"There are {len(texts)} texts and {len(pairs)} pairs; each text has one.")
    return list(zip(texts, pairs, strict=True))


def _rows(given: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    if not isinstance(given, Mapping):
        return list(given)
    if given["input_ids"] and not isinstance(given["input_ids"][0], list | tuple):
        return [given]
    return [{name: values[at] for name, values in given.items()} for at in range(len(given["input_ids"]))]
