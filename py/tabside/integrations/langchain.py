"""Wrap a LangChain model: send placeholders to it, and restore the originals in its answers, also in streams.

chain = prompt | TabsideRunnable(model)
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolCallChunk
from langchain_core.prompt_values import PromptValue
from langchain_core.runnables import Runnable, RunnableConfig

from ..errors import UnsupportedRequestError
from ..redaction.conversation import JsonText, Readings, Turn, redact_turn
from ..restoring import AutoRestoreStream, Known, restore_answer, restore_json
from ..sync import run

__all__ = ["TabsideRunnable"]

_TEXT_PARTS = frozenset(("text", "reasoning"))


class TabsideRunnable(Runnable[Any, Any]):
    """Redacts what goes to a model and restores what it answers; each call has a mapping of its own.

    Takes a text, a prompt value or messages, and gives what the model gives. Pictures, sound and files are refused.
    """

    def __init__(self, model: Runnable[Any, Any], redactor: Any = None, **options: Any) -> None:
        """Wrap a model. `redactor` may be one of `tabside` or `tabside.sync`; else `options` make one."""
        self._model = model
        self._redactor, self._options = getattr(redactor, "_target", redactor), options
        self._readings = Readings()

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Ask the model."""
        asked, known = run(self._redacted(input))
        return _restored(self._model.invoke(asked, config, **kwargs), known)

    async def ainvoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Ask the model."""
        asked, known = await self._redacted(input)
        return _restored(await self._model.ainvoke(asked, config, **kwargs), known)

    def stream(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Iterator[Any]:
        """Ask the model, and yield its answer restored, piece by piece."""
        asked, known = run(self._redacted(input))
        pieces = _Pieces(known)
        for chunk in self._model.stream(asked, config, **kwargs):
            yield pieces.restored(chunk)
        yield from pieces.rest()

    async def astream(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> AsyncIterator[Any]:
        """Ask the model, and yield its answer restored, piece by piece."""
        asked, known = await self._redacted(input)
        pieces = _Pieces(known)
        async for chunk in self._model.astream(asked, config, **kwargs):
            yield pieces.restored(chunk)
        for chunk in pieces.rest():
            yield chunk

    async def _redacted(self, given: Any) -> tuple[Any, Known]:
        if self._redactor is None:
            from ..redaction.redactor import Redactor

            self._redactor = await Redactor.create(**self._options)
        if isinstance(given, str):
            turn = await self._turn([given])
            return turn.texts[0], turn.known()
        messages = given.to_messages() if isinstance(given, PromptValue) else given
        if not isinstance(messages, Sequence) or not all(isinstance(one, BaseMessage) for one in messages):
            raise UnsupportedRequestError("Only texts, prompt values and messages can be read. Nothing was sent.")
        places = [place for message in messages for place in _texts(message)]
        turn = await self._turn(places)
        following = iter(turn.texts)
        return [_written(message, following) for message in messages], turn.known()

    async def _turn(self, texts: Sequence[str | JsonText]) -> Turn:
        return await redact_turn(texts, self._redactor, self._readings)


def _texts(message: BaseMessage) -> Iterator[str | JsonText]:
    """Yield the texts of a message in the order that `_written` takes them.

    Raises:
        UnsupportedRequestError: a part is no text.
    """
    if message.additional_kwargs:
        raise UnsupportedRequestError("Additional arguments of a message cannot be read. Nothing was sent.")
    if isinstance(message.content, str):
        yield message.content
    else:
        for part in message.content:
            if isinstance(part, dict) and part.get("type") not in _TEXT_PARTS:
                raise UnsupportedRequestError("Pictures, sound and files cannot be read here. Nothing was sent.")
            yield part if isinstance(part, str) else str(part.get("text", ""))
    for call in getattr(message, "tool_calls", ()):
        yield JsonText.parse(json.dumps(call["args"]))


def _written(message: BaseMessage, texts: Iterator[str]) -> BaseMessage:
    content: Any = next(texts) if isinstance(message.content, str) else []
    if not isinstance(message.content, str):
        content = [next(texts) if isinstance(part, str) else {**part, "text": next(texts)} for part in message.content]
    changed: dict[str, Any] = {"content": content, "response_metadata": {}}
    if isinstance(message, AIMessage):
        changed["tool_calls"] = [{**call, "args": json.loads(next(texts))} for call in message.tool_calls]
    return message.model_copy(update=changed)


def _restored(answer: Any, known: Known) -> Any:
    if isinstance(answer, str):
        return restore_answer(answer, known).text
    if not isinstance(answer, BaseMessage):
        return answer
    changed: dict[str, Any] = {"content": _content(answer.content, known)}
    if isinstance(answer, AIMessage):
        changed["tool_calls"] = [
            {**call, "args": json.loads(restore_json(json.dumps(call["args"]), known).text)}
            for call in answer.tool_calls
        ]
    return answer.model_copy(update=changed)


def _content(content: Any, known: Known) -> Any:
    if isinstance(content, str):
        return restore_answer(content, known).text
    return [
        restore_answer(part, known).text
        if isinstance(part, str)
        else {**part, "text": restore_answer(part["text"], known).text}
        if isinstance(part.get("text"), str)
        else part
        for part in content
    ]


class _Pieces:
    """Restores the pieces of one answer: its text, and the arguments of its tool calls."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._text = AutoRestoreStream(known)
        self._calls: dict[int, AutoRestoreStream] = {}
        self._last: Any = ""

    def restored(self, chunk: Any) -> Any:
        self._last = chunk
        if isinstance(chunk, str):
            return self._text.feed(chunk)
        if not isinstance(chunk, AIMessageChunk) or not isinstance(chunk.content, str):
            return _restored(chunk, self._known)
        calls: list[ToolCallChunk] = []
        for call in chunk.tool_call_chunks:
            stream = self._calls.setdefault(call.get("index") or 0, AutoRestoreStream(self._known))
            calls.append({**call, "args": stream.feed(call["args"]) if call["args"] else call["args"]})
        return AIMessageChunk(
            content=self._text.feed(chunk.content),
            tool_call_chunks=calls,
            id=chunk.id,
            response_metadata=chunk.response_metadata,
            usage_metadata=chunk.usage_metadata,
        )

    def rest(self) -> Iterator[Any]:
        text = self._text.finish()
        if isinstance(self._last, str):
            if text:
                yield text
            return
        calls = [
            ToolCallChunk(name=None, id=None, index=index, args=rest, type="tool_call_chunk")
            for index, stream in self._calls.items()
            if (rest := stream.finish())
        ]
        if text or calls:
            yield AIMessageChunk(content=text, tool_call_chunks=calls, id=getattr(self._last, "id", None))
