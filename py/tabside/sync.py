"""The blocking API, for scripts on CPython: `from tabside.sync import pipeline, Redactor`.

One event loop in its own thread serves all calls. A blocking call returns or yields exactly what the asynchronous call
would.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from .model_cache import ModelCache

if TYPE_CHECKING:
    from .auto import Config
    from .files import FileRedaction, FileRestoration
    from .pretrained import PretrainedTokenizer
    from .redaction.operators.placeholders import PlaceholderMap

__all__ = [
    "AutoConfig", "AutoModel", "AutoModelForMaskedLM", "AutoModelForQuestionAnswering",
    "AutoModelForSequenceClassification", "AutoModelForTokenClassification", "AutoTokenizer", "Blocking",
    "Classifier", "CrossEncoder", "InferenceSession", "Redactor", "SentenceTransformer", "decrypt_file", "models",
    "pipeline", "redact_file", "restore_file", "run",
]  # fmt: skip

T = TypeVar("T")


class _Loop:
    """An event loop in a daemon thread, started by the first call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end and return the result. Ctrl-C cancels it."""
        future = asyncio.run_coroutine_threadsafe(coroutine, self._running())
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def forget(self) -> None:
        """Start again in a forked process, where the thread does not exist."""
        self.__init__()  # type: ignore[misc]

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="tabside", daemon=True).start()
            return self._loop


_loop = _Loop()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_loop.forget)


class Blocking:
    """Wraps an object with asynchronous methods and makes each of them blocking."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def __call__(self, *args: Any, **options: Any) -> Any:
        return _settle(self._target(*args, **options))

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if not callable(value):
            return value

        @wraps(value)
        def call(*args: Any, **options: Any) -> Any:
            return _settle(value(*args, **options))

        return call


def pipeline(task: str, model: str | None = None, **options: Any) -> Blocking:
    """Load a pipeline, as `tabside.pipeline` does, with blocking calls."""
    from .pipelines import pipeline as load

    return Blocking(_loop.run(load(task, model, **options)))


class Redactor:
    """`tabside.Redactor`, blocking."""

    @staticmethod
    def create(**options: Any) -> Blocking:
        """Create a redactor, as `tabside.Redactor.create` does, with blocking calls."""
        from .redaction.redactor import Redactor as AsyncRedactor

        return Blocking(_loop.run(AsyncRedactor.create(**options)))


class Classifier:
    """`tabside.Classifier`, blocking."""

    @staticmethod
    def from_descriptions(labels: Any, **options: Any) -> Blocking:
        """Make a classifier from descriptions, as `tabside.Classifier.from_descriptions` does."""
        from .classifiers import Classifier as Async

        return Blocking(_loop.run(Async.from_descriptions(labels, **_unblocked(options))))

    @staticmethod
    def from_examples(texts: Any, labels: Any, **options: Any) -> Blocking:
        """Learn a classifier from examples, as `tabside.Classifier.from_examples` does."""
        from .classifiers import Classifier as Async

        return Blocking(_loop.run(Async.from_examples(texts, labels, **_unblocked(options))))

    @staticmethod
    def load(source: Any, **options: Any) -> Blocking:
        """Load a classifier from its file, as `tabside.Classifier.load` does."""
        from .classifiers import Classifier as Async

        return Blocking(_loop.run(Async.load(source, **_unblocked(options))))


def redact_file(data: bytes, name: str, redactor: Any, **options: Any) -> FileRedaction:
    """Redact a file, as `tabside.files.redact_file` does; `redactor` may be a blocking one or an asynchronous one."""
    from .files import redact_file as work

    return _loop.run(work(data, name, unblocked(redactor), **options))


def restore_file(data: bytes, name: str, mapping: PlaceholderMap, **options: Any) -> FileRestoration:
    """Restore the originals in a redacted file, as `tabside.files.restore_file` does."""
    from .files import restore_file as work

    return work(data, name, mapping, **options)


def decrypt_file(data: bytes, name: str, passphrase: str, **options: Any) -> FileRestoration:
    """Decrypt the output of the operator encrypt in a file, as `tabside.files.decrypt_file` does."""
    from .files import decrypt_file as work

    return _loop.run(work(data, name, passphrase, **options))


def unblocked(target: Any) -> Any:
    """Return the asynchronous object behind a blocking one."""
    return target._target if isinstance(target, Blocking) else target


def _unblocked(options: dict[str, Any]) -> dict[str, Any]:
    return {name: unblocked(value) for name, value in options.items()}


class AutoConfig:
    """`tabside.AutoConfig`, blocking."""

    @staticmethod
    def from_pretrained(model: str, **options: Any) -> Config:
        """Load a model's config, as `tabside.AutoConfig.from_pretrained` does."""
        from .auto import AutoConfig as Async

        return _loop.run(Async.from_pretrained(model, **options))


class AutoTokenizer:
    """`tabside.AutoTokenizer`, blocking."""

    @staticmethod
    def from_pretrained(model: str, **options: Any) -> PretrainedTokenizer:
        """Load a model's tokenizer, as `tabside.AutoTokenizer.from_pretrained` does."""
        from .auto import AutoTokenizer as Async

        return _loop.run(Async.from_pretrained(model, **options))


class _BlockingAutoModel:
    """Loads a model of one of the Auto classes, with blocking calls."""

    _kind: str

    @classmethod
    def from_pretrained(cls, model: str, **options: Any) -> Blocking:
        """Load a model, as the class of that name in `tabside` does, with blocking calls."""
        from . import auto_model

        return Blocking(_loop.run(getattr(auto_model, cls._kind).from_pretrained(model, **options)))


class AutoModel(_BlockingAutoModel):
    """`tabside.AutoModel`, blocking."""

    _kind = "AutoModel"


class AutoModelForMaskedLM(_BlockingAutoModel):
    """`tabside.AutoModelForMaskedLM`, blocking."""

    _kind = "AutoModelForMaskedLM"


class AutoModelForQuestionAnswering(_BlockingAutoModel):
    """`tabside.AutoModelForQuestionAnswering`, blocking."""

    _kind = "AutoModelForQuestionAnswering"


class AutoModelForSequenceClassification(_BlockingAutoModel):
    """`tabside.AutoModelForSequenceClassification`, blocking."""

    _kind = "AutoModelForSequenceClassification"


class AutoModelForTokenClassification(_BlockingAutoModel):
    """`tabside.AutoModelForTokenClassification`, blocking."""

    _kind = "AutoModelForTokenClassification"


class InferenceSession:
    """Replacement for `onnxruntime.InferenceSession`: same constructor, `run`, `get_inputs` and `get_outputs`."""

    def __init__(self, path_or_bytes: Any, sess_options: Any = None, providers: Any = None) -> None:
        from .inference_session import InferenceSession as Async

        self._target = _loop.run(Async.create(path_or_bytes, sess_options, providers))

    @classmethod
    def from_pretrained(cls, model: str, **options: Any) -> InferenceSession:
        """Load a model's weights by id, as `tabside.InferenceSession.from_pretrained` does."""
        from .inference_session import InferenceSession as Async

        made = cls.__new__(cls)
        made._target = _loop.run(Async.from_pretrained(model, **options))
        return made

    def run(self, output_names: Any, input_feed: Any, run_options: None = None) -> list[Any]:
        """Run once, as `tabside.InferenceSession.run` does."""
        return _loop.run(self._target.run(output_names, input_feed, run_options))

    def __getattr__(self, name: str) -> Any:
        return getattr(Blocking(self._target), name)


class _BlockingModel(Blocking):
    """A model of sentence-transformers' kind: loaded by its constructor, with attributes that can be set."""

    _kind: str

    def __init__(self, model_name_or_path: str, **options: Any) -> None:
        from . import sentence_transformers

        kind = getattr(sentence_transformers, self._kind)
        super().__init__(_loop.run(kind.create(model_name_or_path, **options)))

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            setattr(self._target, name, value)


class SentenceTransformer(_BlockingModel):
    """`tabside.SentenceTransformer`, blocking: `SentenceTransformer(id).encode(texts)`."""

    _kind = "SentenceTransformer"


class CrossEncoder(_BlockingModel):
    """`tabside.CrossEncoder`, blocking: `CrossEncoder(id).predict(pairs)`."""

    _kind = "CrossEncoder"


models = Blocking(ModelCache())


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run any asynchronous call of tabside to its end, on the event loop of all blocking calls."""
    return _loop.run(coroutine)


def _settle(value: Any) -> Any:
    if inspect.iscoroutine(value):
        return _loop.run(value)
    if isinstance(value, AsyncIterator):
        return _each(value)
    return value


def _each(items: AsyncIterator[T]) -> Iterator[T]:
    async def following() -> tuple[bool, Any]:
        try:
            return True, await anext(items)
        except StopAsyncIteration:
            return False, None

    try:
        while True:
            there, item = _loop.run(following())
            if not there:
                return
            yield item
    finally:
        close = getattr(items, "aclose", None)
        if close is not None:
            _loop.run(close())
