"""A LangChain model behind tabside: langchain-core's own fake models, the real redaction model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnableLambda

from tabside import Redactor
from tabside.errors import UnsupportedRequestError
from tabside.integrations.langchain import TabsideRunnable

TEXT = "I am Annabel Lindqvist, annabel@example.org."


def recording(seen: list[Any], answer: Callable[[Any], Any]) -> Runnable[Any, Any]:
    """A model that answers by a function and keeps what it was asked."""

    def model(value: Any) -> Any:
        seen.append(value)
        return answer(value)

    return RunnableLambda(model)


@pytest.fixture
async def redactor() -> Redactor:
    return await Redactor.create()


async def test_a_chain_restores_what_its_model_answers(redactor: Redactor) -> None:
    seen: list[Any] = []
    model = GenericFakeChatModel(messages=iter([AIMessage("Dear {given_name_1}, [EMAIL_1] works")]))
    watched = recording(seen, lambda value: value) | model
    chain = ChatPromptTemplate.from_messages([("system", "Help."), ("user", "{text}")])
    answer = await (chain | TabsideRunnable(watched, redactor) | StrOutputParser()).ainvoke({"text": TEXT})

    assert answer == "Dear Annabel, annabel@example.org works"
    assert [message.content for message in seen[0]] == ["Help.", "I am [GIVEN_NAME_1] [SURNAME_1], [EMAIL_1]."]


async def test_a_stream_is_restored_across_its_pieces(redactor: Redactor) -> None:
    model = GenericFakeChatModel(messages=iter([AIMessage("Dear [Given Name 1], hello [CITY_9]")]))
    pieces = [piece.content async for piece in TabsideRunnable(model, redactor).astream(TEXT)]

    assert "".join(pieces) == "Dear Annabel, hello [CITY_9]"
    assert len(pieces) > 3


async def test_tool_calls_and_results_are_read(redactor: Redactor) -> None:
    seen: list[Any] = []
    call = {"name": "send", "args": {"to": "[EMAIL_1]"}, "id": "1", "type": "tool_call"}
    model = recording(seen, lambda value: AIMessage("", tool_calls=[call]))
    asked = [
        SystemMessage("Help Annabel."),
        HumanMessage([{"type": "text", "text": TEXT}]),
        AIMessage("", tool_calls=[{**call, "args": {"who": "Annabel Lindqvist"}}]),
        ToolMessage("annabel@example.org", tool_call_id="1"),
    ]
    answer = await TabsideRunnable(model, redactor).ainvoke(asked)

    assert answer.tool_calls[0]["args"] == {"to": "annabel@example.org"}
    assert seen[0][2].tool_calls[0]["args"] == {"who": "[GIVEN_NAME_1] [SURNAME_1]"}
    assert seen[0][3].content == "[EMAIL_1]"
    assert "Annabel" not in repr(seen)


async def test_pictures_are_refused_and_nothing_is_sent(redactor: Redactor) -> None:
    seen: list[Any] = []
    model = recording(seen, lambda value: AIMessage("x"))
    picture = HumanMessage([{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}])

    with pytest.raises(UnsupportedRequestError):
        await TabsideRunnable(model, redactor).ainvoke([picture])
    assert seen == []


def test_blocking_calls_work_too() -> None:
    model = GenericFakeChatModel(messages=iter([AIMessage("Dear [GIVEN_NAME_1]"), AIMessage("Bye GIVEN_NAME_1.")]))
    runnable = TabsideRunnable(model)

    assert runnable.invoke("I am Annabel.").content == "Dear Annabel"
    assert "".join(piece.content for piece in runnable.stream("I am Annabel.")) == "Bye Annabel."
