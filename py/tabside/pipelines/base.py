"""The base of all pipelines: tokenizer, session, batches within a token budget, results in the caller's order."""

from __future__ import annotations

import asyncio
from array import array
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from ..errors import InputError, SessionError, TabsideError
from ..runtime.base import Session, Tensor
from ..runtime.softmax import in_float32
from .feeds import make_feeds
from .items import Items, Source
from .output_memory import Output, OutputMemory

if TYPE_CHECKING:
    from ..model_files.manifest import ModelFile

__all__ = ["Encoding", "Forward", "ModelInput", "Parts", "Pipeline", "TokenizerLike"]

# Tokens per batch, padding included. Larger batches gain nothing on a CPU, and calls can be cancelled only between
# batches: in a tab this many tokens take about a second.
TOKEN_BUDGET = 1024
# Inputs sorted by length together. More would pad less, but use more memory and delay the first results.
LOOK_AHEAD = 64
# Concurrent batches: each of a tab's workers (at most four) has one, while Python encodes and decodes another.
UNDER_WAY = 5


class Encoding(Protocol):
    """The result of a tokenizer, shaped as in Hugging Face `tokenizers`."""

    @property
    def ids(self) -> list[int]: ...
    @property
    def type_ids(self) -> list[int]: ...
    @property
    def tokens(self) -> list[str]: ...
    @property
    def offsets(self) -> list[tuple[int, int]]: ...
    @property
    def word_ids(self) -> list[int | None]: ...
    @property
    def sequence_ids(self) -> list[int | None]: ...
    @property
    def special_tokens_mask(self) -> list[int]: ...


class TokenizerLike(Protocol):
    """`tabside.Tokenizer`, or Hugging Face's own."""

    def encode(self, sequence: Any, pair: Any = None) -> Encoding: ...
    def decode(self, ids: Sequence[int], skip_special_tokens: bool = True) -> str: ...
    def token_to_id(self, token: str) -> int | None: ...
    @property
    def model(self) -> Any: ...
    @property
    def decoder(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a pipeline.

    `config` is the model's config.json, `model` the verified file that the session runs, of `revision`. `one_at_a_time`
    is for weights whose activations are quantized as they come (q8, int8, uint8): one scale serves a whole batch there,
    so what a text gets would depend on its neighbors. With `remember_windows` their outputs are kept for windows that
    come again.
    """

    session: Session
    tokenizer: TokenizerLike
    max_length: int
    config: Mapping[str, Any] = field(default_factory=dict)
    labels: Sequence[str] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    one_at_a_time: bool = False
    remember_windows: bool = True
    model: ModelFile | None = None
    revision: str = ""

    def label_names(self) -> tuple[str, ...]:
        """Return the labels in the order of the logits: from the manifest, else from the config."""
        if self.labels is not None:
            return tuple(self.labels)
        names = self.config.get("id2label", {})
        return tuple(names[str(index)] for index in range(len(names)))


Tag = TypeVar("Tag")
Item = TypeVar("Item")
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class ModelInput(Generic[Tag]):
    """One sequence for the model, special tokens included. `tag` is returned unchanged with the output.

    `task_id` chooses an adapter of a model that has several.
    """

    ids: Sequence[int]
    type_ids: Sequence[int]
    tag: Tag
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class Forward(Generic[Tag]):
    """The model's output for one input. `shape` excludes the batch, and padding along the sequence.

    `data` is the pipeline's main output. `more` holds the outputs that its `more_outputs` names, cut the same way.
    """

    tag: Tag
    shape: tuple[int, ...]
    data: array[float]
    more: Mapping[str, array[float]] = field(default_factory=dict)


class Pipeline:
    """A tokenizer and a session; runs many sequences and returns as many outputs."""

    main_outputs: Sequence[str] = ("logits",)
    """Names of the output that counts, in order of preference; the model's first output if it has none of them."""
    more_outputs: Sequence[str] = ()
    scores_tokens = False
    # Whether the main output is read as probabilities: see `Session.run`.
    reads_probabilities = False
    """Whether an output of one number a token is that, and not one number a label."""
    token_budget = TOKEN_BUDGET
    remembered_numbers = 0
    """The number of output values that are cached, for weights that run one input at a time."""

    def __init__(self, parts: Parts) -> None:
        self.session = parts.session
        self.tokenizer = parts.tokenizer
        self.max_length = parts.max_length
        self.config = parts.config
        self.options = parts.options
        self.model = parts.model
        self.revision = parts.revision
        self.is_disposed = False
        self._token_budget = 1 if parts.one_at_a_time else self.token_budget
        self._pad_id = int(parts.config.get("pad_token_id") or 0)
        remembers = parts.one_at_a_time and parts.remember_windows
        self.memory = OutputMemory(self.remembered_numbers if remembers else 0)

    @property
    def device(self) -> str:
        """The device that really runs the model: `wasm`, `webgpu`, `cpu`, `cuda`."""
        return self.session.device

    async def dispose(self) -> None:
        """Free the model's memory. The pipeline cannot be used afterwards; `pipeline()` creates a new one."""
        self.is_disposed = True
        self.memory.clear()
        await self.session.dispose()

    async def forward(
        self, inputs: Iterable[ModelInput[Tag]], *, on_batch: Callable[[list[Tag]], None] | None = None
    ) -> AsyncIterator[Forward[Tag]]:
        """Run the model over `inputs` and yield its output for each, in order.

        Inputs are consumed as needed, `LOOK_AHEAD` at a time, sorted by length and cut into batches of at most
        `TOKEN_BUDGET` tokens (or of one input: see Parts). `on_batch` is called with the tags of each finished batch.
        `UNDER_WAY` batches run concurrently, so that one is computed while others are encoded and decoded.
        Control returns to the event loop after each batch, so that a cancellation takes effect.
        """
        remaining = iter(inputs)
        while ahead := list(islice(remaining, LOOK_AHEAD)):
            outputs: dict[int, Forward[Tag]] = {}
            batches = list(_batches([len(one.ids) for one in ahead], self._token_budget))
            runs = (partial(self._run, [ahead[index] for index in batch]) for batch in batches)
            async for batch, results in _overlapped(batches, runs):
                outputs.update(zip(batch, results, strict=True))
                if on_batch is not None:
                    on_batch([ahead[index].tag for index in batch])
            for index in range(len(ahead)):
                yield outputs.pop(index)

    async def attempt(
        self,
        items: Items[Item],
        encode: Callable[[int, Item], Iterable[ModelInput[Tag]]],
        keep: Callable[[Forward[Tag]], Kept],
        *,
        batch_size: int | None = None,
    ) -> AsyncIterator[list[Kept] | TabsideError]:
        """Run the model on `encode(number, item)` for each item and yield `keep` of each output, in order.

        An item that cannot be encoded, or on which the model fails, yields its error; the others continue. `items` may
        be any iterable or asynchronous iterable; it is consumed as needed, `LOOK_AHEAD` at a time. `keep` is
        called right after each batch, so that large outputs are not held in memory. `batch_size` is the most inputs of
        the model in one batch, which also stays within the budget of tokens.
        """
        if batch_size is not None and (
            isinstance(batch_size, bool) or not isinstance(batch_size, int) or batch_size < 1
        ):
            raise InputError("batch_size must be a number of at least 1.")
        source = Source(items)
        number = 0
        while ahead := await source.take(LOOK_AHEAD):
            outcomes: list[list[Kept] | TabsideError] = []
            inputs: list[ModelInput[Tag]] = []
            owners: list[int] = []
            for index, item in enumerate(ahead):
                try:
                    made = list(encode(number + index, item))
                except TabsideError as error:
                    outcomes.append(error)
                    continue
                outcomes.append([])
                inputs += made
                owners += [index] * len(made)
            results: dict[int, Kept | TabsideError] = {}
            batches = list(_batches([len(one.ids) for one in inputs], self._token_budget, batch_size))
            runs = (partial(self._try, [inputs[at] for at in batch], keep) for batch in batches)
            async for batch, kept in _overlapped(batches, runs):
                results.update(zip(batch, kept, strict=True))
            for at, owner in enumerate(owners):
                result, outcome = results[at], outcomes[owner]
                if isinstance(result, TabsideError):
                    outcomes[owner] = result
                elif isinstance(outcome, list):
                    outcome.append(result)
            number += len(ahead)
            for outcome in outcomes:
                yield outcome

    async def _try(
        self, members: Sequence[ModelInput[Tag]], keep: Callable[[Forward[Tag]], Kept]
    ) -> list[Kept | TabsideError]:
        """Run a batch. If it fails, run each member alone, so that only the faulty one is lost."""
        try:
            return [keep(output) for output in await self._run(members)]
        except SessionError as error:
            if len(members) == 1 or self.is_disposed:
                return [error for _ in members]
        return [result for member in members for result in await self._try([member], keep)]

    async def _run(self, members: Sequence[ModelInput[Tag]]) -> list[Forward[Tag]]:
        if not self.memory.most_numbers or len(members) != 1:
            return await self._compute(members)
        (member,) = members
        known = self.memory.get(member.ids, member.type_ids)
        if known is None:
            (computed,) = await self._compute(members)
            known = Output(computed.shape, computed.data, computed.more)
            self.memory.put(member.ids, member.type_ids, known)
        return [Forward(member.tag, known.shape, known.data, known.more)]

    async def _compute(self, members: Sequence[ModelInput[Tag]]) -> list[Forward[Tag]]:
        length = max(len(member.ids) for member in members)
        feeds = make_feeds(self.session.inputs, members, self._pad_id, self.config)
        results = await self.session.run(feeds, softmax_of=self.main_output if self.reads_probabilities else None)
        main, *more = (self._output(results, name) for name in (self.main_output, *self.more_outputs))
        for output in (main, *more):
            if output.shape[0] != len(members):
                raise SessionError(f"The model answered {output.shape[0]} rows for {len(members)} inputs.")
        rows = [list(_rows(members, output, length, self.scores_tokens)) for output in (main, *more)]
        return [
            Forward(member.tag, *rows[0][at], {name: rows[1 + k][at][1] for k, name in enumerate(self.more_outputs)})
            for at, member in enumerate(members)
        ]

    @property
    def main_output(self) -> str:
        """The name of the output that counts."""
        names = [spec.name for spec in self.session.outputs]
        return next((name for name in self.main_outputs if name in names), names[0])

    def _output(self, results: Mapping[str, Tensor], name: str) -> Tensor:
        if name not in results:
            raise SessionError(f"The model has no output {name}; it has: {', '.join(results)}.")
        is_read_as_given = self.reads_probabilities and name == self.main_output
        return results[name] if is_read_as_given else in_float32(name, results[name])


async def _overlapped(
    batches: Sequence[list[int]], runs: Iterable[Callable[[], Coroutine[Any, Any, Kept]]]
) -> AsyncIterator[tuple[list[int], Kept]]:
    """Yield each batch with its outputs, in order, while the next batch is already running."""
    upcoming = iter(runs)
    if len(batches) == 1:
        # Most texts are one window. A separate task would cost two more turns of the event loop.
        for run in upcoming:
            yield batches[0], await run()
        return
    running: deque[asyncio.Task[Kept]] = deque()
    try:
        running.extend(_begin(run) for run in islice(upcoming, UNDER_WAY - 1))
        for batch in batches:
            running.extend(_begin(run) for run in islice(upcoming, 1))
            yield batch, await running.popleft()
    finally:
        for task in running:
            task.cancel()


def _begin(run: Callable[[], Coroutine[Any, Any, Kept]]) -> asyncio.Task[Kept]:
    """Start a run whose result may be dropped.

    Pyodide's loop reports a cancelled or failed task as an uncaught error if nothing awaits it.
    """
    task = asyncio.ensure_future(run())
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


def _batches(lengths: Sequence[int], token_budget: int, most: int | None = None) -> Iterator[list[int]]:
    """Yield indices in batches within the budget, longest first. No input is padded to more than twice its length.

    `most` is the largest batch.

    >>> list(_batches([10, 300, 200, 12], 1024))
    [[1, 2], [3, 0]]
    """
    batch: list[int] = []
    longest = 0
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        is_full = longest * (len(batch) + 1) > token_budget or len(batch) == most
        if batch and (is_full or lengths[index] * 2 < longest):
            yield batch
            batch = []
        if not batch:
            longest = lengths[index]
        batch.append(index)
    if batch:
        yield batch


def _rows(
    members: Sequence[ModelInput[Any]], output: Tensor, length: int, scores_tokens: bool
) -> Iterator[tuple[tuple[int, ...], array[float]]]:
    inner = output.shape[1:]
    size = len(output.data) // len(members)
    per_token = inner[:1] == (length,) and (len(inner) > 1 or scores_tokens)
    for index, member in enumerate(members):
        shape = (len(member.ids), *inner[1:]) if per_token else inner
        kept = size // length * len(member.ids) if per_token else size
        yield shape, output.data[index * size : index * size + kept]
