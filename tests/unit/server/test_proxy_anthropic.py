"""The proxy between Anthropic's own client and an upstream on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.server.fake_upstream import FakeUpstream

TEXT = "I am Annabel Lindqvist, annabel@example.org."
RAW = ("Annabel", "Lindqvist", "annabel@example.org")
TOOL = {"name": "send", "description": "Ask Annabel.", "input_schema": {"type": "object"}}


Client = Any
"""The SDK's client. Its overloads want TypedDicts of its own; these tests send what programs send: plain dicts."""


@pytest.fixture
def client(proxy: str) -> Iterator[Client]:
    import anthropic  # takes a second, which collecting the tests should not

    with anthropic.Anthropic(base_url=proxy, api_key="sk-ant-secret", max_retries=0) as made:
        yield made


def ask(client: Client, content: Any = TEXT, **options: Any) -> Any:
    messages = [{"role": "user", "content": content}] if not isinstance(content, list) else content
    return client.messages.create(model="m", max_tokens=99, messages=messages, **options)


def assert_nothing_raw(upstream: FakeUpstream) -> None:
    assert upstream.raw
    for value in RAW:
        assert value not in "".join(upstream.raw)


def test_placeholders_go_out_and_names_come_back(client: Client, upstream: FakeUpstream) -> None:
    upstream.say = lambda body: f"You wrote: {body['messages'][0]['content']} Bye, {{{{Given Name 1}}}}!"

    answer = ask(client, system="Help Mr Lindqvist.")

    assert answer.content[0].text == f"You wrote: {TEXT} Bye, Annabel!"
    assert upstream.bodies[0]["system"] == "Help Mr [SURNAME_1]."
    assert upstream.headers[0]["authorization"] == "Bearer sk-ant-secret"
    assert_nothing_raw(upstream)


@pytest.mark.parametrize(("letters", "piece"), [(1, None), (5, 7), (1000, 1)])
def test_a_stream_is_restored_however_it_is_cut(
    client: Client, upstream: FakeUpstream, letters: int, piece: int | None
) -> None:
    upstream.say = lambda body: f"{body['messages'][0]['content']} given_name_1 📎 [CITY_9]"
    upstream.letters, upstream.piece = letters, piece

    with client.messages.stream(model="m", max_tokens=9, messages=[{"role": "user", "content": TEXT}]) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()

    assert text == final.content[0].text == f"{TEXT} Annabel 📎 [CITY_9]"
    assert final.stop_reason == "end_turn"
    assert_nothing_raw(upstream)


@pytest.mark.parametrize("is_stream", [False, True])
def test_tool_use_and_results_are_read_as_json(client: Client, upstream: FakeUpstream, is_stream: bool) -> None:
    upstream.arguments = lambda body: '{"to": "[EMAIL_1]", "quote": "\\"[GIVEN_NAME_1]\\""}'
    messages = [
        {"role": "user", "content": TEXT},
        {"role": "assistant", "content": [
            {"type": "tool_use", "id": "t1", "name": "find", "input": {"who": "Annabel"}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": [
            {"type": "text", "text": '{"email": "annabel@example.org", "n": 3}'}]}]},
    ]  # fmt: skip
    if is_stream:
        with client.messages.stream(model="m", max_tokens=9, messages=messages, tools=[TOOL]) as stream:
            answer = stream.get_final_message()
    else:
        answer = ask(client, messages, tools=[TOOL])

    assert answer.content[0].input == {"to": "annabel@example.org", "quote": '"Annabel"'}
    sent = upstream.bodies[0]
    assert sent["tools"] == [TOOL]
    assert sent["messages"][1]["content"][0]["input"] == {"who": "[GIVEN_NAME_1]"}
    assert sent["messages"][2]["content"][0]["tool_use_id"] == "t1"
    assert json.loads(sent["messages"][2]["content"][0]["content"][0]["text"]) == {"email": "[EMAIL_1]", "n": 3}


def test_thinking_passes_both_ways_as_upstream_wrote_it(client: Client, upstream: FakeUpstream) -> None:
    upstream.thinking = "The user [GIVEN_NAME_1] is like Marie Curie."
    with client.messages.stream(model="m", max_tokens=9, messages=[{"role": "user", "content": TEXT}]) as stream:
        thought = stream.get_final_message().content[0]

    assert thought.thinking == upstream.thinking
    again = [
        {"role": "user", "content": TEXT},
        {"role": "assistant", "content": [thought.to_dict(), {"type": "text", "text": "Hello."}]},
        {"role": "user", "content": "Go on."},
    ]
    ask(client, again)
    assert upstream.bodies[1]["messages"][1]["content"][0]["thinking"] == upstream.thinking


def test_thinking_that_did_not_pass_here_is_refused_where_it_holds_names(
    client: Client, upstream: FakeUpstream
) -> None:
    import anthropic

    forged = {"type": "thinking", "thinking": "Ask Annabel Lindqvist.", "signature": "c2ln"}
    with pytest.raises(anthropic.UnprocessableEntityError, match=r"server\.unsupported"):
        ask(client, [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": [forged]}])

    assert upstream.raw == []


@pytest.mark.parametrize(
    "block",
    [
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}},
        {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "AAAA"}},
        {"type": "document", "source": {"type": "url", "url": "https://example.org/x.pdf"}},
        {"type": "tool_result", "tool_use_id": "t", "content": [
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}}]},
    ],
)  # fmt: skip
def test_pictures_and_files_are_refused_and_nothing_is_sent(
    client: Client, upstream: FakeUpstream, block: dict[str, Any]
) -> None:
    import anthropic

    with pytest.raises(anthropic.UnprocessableEntityError):
        ask(client, [{"role": "user", "content": [{"type": "text", "text": "Look"}, block]}])

    assert upstream.raw == []


def test_documents_of_plain_text_are_read(client: Client, upstream: FakeUpstream) -> None:
    source = {"type": "text", "media_type": "text/plain", "data": "By Annabel Lindqvist."}
    ask(client, [{"role": "user", "content": [{"type": "document", "title": "For Annabel", "source": source}]}])

    sent = upstream.bodies[0]["messages"][0]["content"][0]
    assert sent["source"]["data"] == "By [GIVEN_NAME_1] [SURNAME_1]."
    assert_nothing_raw(upstream)


def test_tokens_are_counted_of_the_redacted_text(client: Client, upstream: FakeUpstream) -> None:
    assert client.messages.count_tokens(model="m", messages=[{"role": "user", "content": TEXT}]).input_tokens == 7
    assert_nothing_raw(upstream)
