"""A model without a task: NumPy arrays in, the model's outputs by name, like transformers' Auto classes. Uses NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from . import hub
from .auto import AutoConfig, Config
from .env import Token
from .errors import InputError
from .inference_session import InferenceSession
from .types import Device

__all__ = [
    "AutoModel",
    "AutoModelForMaskedLM",
    "AutoModelForQuestionAnswering",
    "AutoModelForSequenceClassification",
    "AutoModelForTokenClassification",
    "ModelOutput",
]

# Inputs that a tokenizer gives and a model may do without.
_OPTIONAL = ("attention_mask", "token_type_ids")


class ModelOutput(dict[str, Any]):
    """A model's outputs: `output.logits`, `output["logits"]`, or `output[0]`, the first."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"the model has no output {name}; it has {', '.join(self)}") from None

    def __getitem__(self, key: Any) -> Any:
        return self.to_tuple()[key] if isinstance(key, int | slice) else super().__getitem__(key)

    def to_tuple(self) -> tuple[Any, ...]:
        """Return the outputs in the model's order."""
        return tuple(self.values())


class AutoModel:
    """A model of any kind: `output = await model(**tokenizer(texts, padding=True, return_tensors="np"))`."""

    outputs: ClassVar[tuple[str, ...]] = ()
    """The outputs that a model of this class has."""

    def __init__(self, session: InferenceSession, config: Config) -> None:
        self.session = session
        self.config = config

    @classmethod
    async def from_pretrained(
        cls,
        model: str,
        *,
        dtype: str | None = None,
        device: Device = "auto",
        subfolder: str | None = None,
        revision: str | None = None,
        local_files_only: bool = False,
        progress_callback: hub.ProgressCallback | None = None,
        session_options: Mapping[str, Any] | None = None,
        model_file_name: str | None = None,
        token: Token = None,
    ) -> Self:
        """Load a model's weights and config. Parameters and errors are those of `tabside.pipeline`.

        Also raises InputError if the model has not the outputs of this class.
        """
        config = await AutoConfig.from_pretrained(
            model, revision=revision, local_files_only=local_files_only, token=token
        )
        session = await InferenceSession.from_pretrained(
            model,
            dtype=dtype,
            device=device,
            subfolder=subfolder,
            revision=revision,
            local_files_only=local_files_only,
            progress_callback=progress_callback,
            session_options=session_options,
            model_file_name=model_file_name,
            token=token,
        )
        known = [output.name for output in session.get_outputs()]
        missing = [name for name in cls.outputs if name not in known]
        if missing:
            await session.dispose()
            raise InputError(f"{cls.__name__} needs a model with {missing[0]}; this one has {', '.join(known)}.")
        return cls(session, config)

    async def __call__(
        self, *, output_attentions: bool = False, output_hidden_states: bool = False, return_dict: bool = True,
        **inputs: Any,
    ) -> Any:  # fmt: skip
        """Run once on arrays [batch, tokens] of integers. Returns all outputs as arrays that the caller owns.

        A missing `attention_mask` is all ones, missing `token_type_ids` are zeros. `return_dict=False` gives a tuple.

        Raises:
            InputError: an input is missing or unknown to the model, or other outputs than the model's are asked for.
            SessionError: onnxruntime failed.
        """
        import numpy

        if output_attentions or output_hidden_states:
            raise InputError("An ONNX model gives the outputs that it was exported with; there is no choice here.")
        wanted = {node.name: node.type for node in self.session.get_inputs()}
        unknown = [name for name in inputs if name not in wanted and name not in _OPTIONAL]
        if unknown:
            raise InputError(f"The model takes no {unknown[0]}; it takes {', '.join(wanted)}.")
        if inputs.get("input_ids") is None:
            raise InputError("The model needs input_ids.")
        ids = numpy.asarray(inputs["input_ids"])
        defaults = {"attention_mask": numpy.ones_like(ids), "token_type_ids": numpy.zeros_like(ids)}
        feeds = {}
        for name, kind in wanted.items():
            value = inputs.get(name)
            value = defaults.get(name) if value is None else numpy.asarray(value)
            if value is None:
                raise InputError(f"The model needs {name}.")
            is_integer = kind in ("tensor(int64)", "tensor(int32)")
            feeds[name] = value.astype(kind[len("tensor(") : -1]) if is_integer else value
        values = await self.session.run(None, feeds)
        output = ModelOutput(zip((node.name for node in self.session.get_outputs()), values, strict=True))
        return output if return_dict else output.to_tuple()

    @property
    def device(self) -> str:
        """The device that runs the model."""
        return {"CUDAExecutionProvider": "cuda", "WebGpuExecutionProvider": "webgpu"}.get(
            self.session.get_providers()[0], "cpu"
        )

    def eval(self) -> Self:
        """Return self: models are never trained here."""
        return self

    def to(self, device: Any) -> Self:
        """Return self for the device that the model is on. Raises InputError for another one."""
        if str(device) != self.device:
            raise InputError(f"The model runs on {self.device}; choose the device when it is loaded.")
        return self

    async def dispose(self) -> None:
        """Free the model's memory."""
        await self.session.dispose()


class AutoModelForSequenceClassification(AutoModel):
    """A model with `logits` [batch, labels]."""

    outputs = ("logits",)


class AutoModelForTokenClassification(AutoModel):
    """A model with `logits` [batch, tokens, labels]."""

    outputs = ("logits",)


class AutoModelForMaskedLM(AutoModel):
    """A model with `logits` [batch, tokens, vocabulary]."""

    outputs = ("logits",)


class AutoModelForQuestionAnswering(AutoModel):
    """A model with `start_logits` and `end_logits` [batch, tokens]."""

    outputs = ("start_logits", "end_logits")
