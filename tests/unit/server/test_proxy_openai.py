"""The proxy between OpenAI's own client and an upstream on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest

from tests.unit.server.fake_upstream import FakeUpstream

TEXT = "I am Annabel Lindqvist, annabel@example.org. Please call 415-555-2671."
RAW = ("Annabel", "Lindqvist", "annabel@example.org", "415-555-2671")
REDACTED = "I am [GIVEN_NAME_1] [SURNAME_1], [EMAIL_1]. Please call [PHONE_1]."
TOOL = {"type": "function", "function": {"name": "send", "description": "Ask Annabel.", "parameters": {}}}


Client = Any
"""The SDK's client. Its overloads want TypedDicts of its own; these tests send what programs send: plain dicts."""


@pytest.fixture
def client(proxy: str) -> Iterator[Client]:
    with openai.OpenAI(base_url=f"{proxy}/v1", api_key="sk-secret", max_retries=0) as made:
        yield made


def chat(client: Client, content: Any = TEXT, **options: Any) -> Any:
    return client.chat.completions.create(model="m", messages=[{"role": "user", "content": content}], **options)


def assert_nothing_raw(upstream: FakeUpstream) -> None:
    assert upstream.raw
    for value in RAW:
        assert value not in "".join(upstream.raw)


def test_placeholders_go_out_and_names_come_back(client: Client, upstream: FakeUpstream) -> None:
    upstream.say = lambda body: f"You wrote: {body['messages'][0]['content']} Bye, given_name_1!"

    answer = chat(client)

    assert answer.choices[0].message.content == f"You wrote: {TEXT} Bye, Annabel!"
    assert (
        upstream.bodies[0]["messages"][0]["content"]
        == "I am [GIVEN_NAME_1] [SURNAME_1], [EMAIL_1]. Please call [PHONE_1]."
    )
    assert upstream.headers[0]["authorization"] == "Bearer sk-secret"
    assert_nothing_raw(upstream)


@pytest.mark.parametrize(("letters", "piece"), [(1, None), (2, None), (5, 7), (1000, 1), (1000, None)])
def test_a_stream_is_restored_however_it_is_cut(
    client: Client, upstream: FakeUpstream, letters: int, piece: int | None
) -> None:
    upstream.say = lambda body: f"{body['messages'][0]['content']} \\[GIVEN\\_NAME\\_1\\]'s 📎 {{surname_1}} [CITY_9]"
    upstream.letters, upstream.piece = letters, piece

    chunks = list(chat(client, stream=True))

    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == f"{TEXT} Annabel's 📎 Lindqvist [CITY_9]"
    assert [chunk.choices[0].finish_reason for chunk in chunks][-1] == "stop"
    assert_nothing_raw(upstream)


@pytest.mark.parametrize("is_stream", [False, True])
def test_tool_calls_and_results_are_read_as_json(client: Client, upstream: FakeUpstream, is_stream: bool) -> None:
    upstream.arguments = lambda body: '{"to": "[EMAIL_1]", "text": "Dear [GIVEN_NAME_1]\\n\\"hi\\""}'
    upstream.letters = 4
    arguments = json.dumps({"who": "Annabel Lindqvist", "phone": 4155552671})
    function = {"name": "find", "arguments": arguments}
    messages = [
        {"role": "user", "content": TEXT},
        {"role": "assistant", "tool_calls": [{"id": "call_0", "type": "function", "function": function}]},
        {"role": "tool", "tool_call_id": "call_0", "content": json.dumps([{"email": "annabel@example.org", "n": 3}])},
    ]  # fmt: skip

    answer = client.chat.completions.create(model="m", messages=messages, tools=[TOOL], stream=is_stream)

    if is_stream:
        deltas = [chunk.choices[0].delta for chunk in answer]
        got = "".join(call.function.arguments or "" for delta in deltas for call in delta.tool_calls or ())
    else:
        got = answer.choices[0].message.tool_calls[0].function.arguments
    assert json.loads(got) == {"to": "annabel@example.org", "text": 'Dear Annabel\n"hi"'}
    sent = upstream.bodies[0]
    assert sent["tools"] == [TOOL]
    call = sent["messages"][1]["tool_calls"][0]
    assert (call["id"], call["function"]["name"]) == ("call_0", "find")
    assert json.loads(call["function"]["arguments"])["who"] == "[GIVEN_NAME_1] [SURNAME_1]"
    assert json.loads(sent["messages"][2]["content"]) == [{"email": "[EMAIL_1]", "n": 3}]
    assert "annabel@example.org" not in json.dumps(sent["messages"])


def test_system_prompts_parts_and_unknown_fields_are_read_and_kept(client: Client, upstream: FakeUpstream) -> None:
    parts = [{"type": "text", "text": "I am Annabel Lindqvist."}, {"type": "text", "text": "2+2?", "x": 1.50}]
    client.chat.completions.create(
        model="m",
        messages=[{"role": "system", "content": "Help Annabel."}, {"role": "user", "content": parts}],
        temperature=0.25,
        extra_body={"new_setting": {"depth": 3, "note": "for annabel@example.org"}, "seed": 12},
    )

    sent = upstream.bodies[0]
    assert [part["text"] for part in sent["messages"][1]["content"]] == ["I am [GIVEN_NAME_1] [SURNAME_1].", "2+2?"]
    assert sent["messages"][0]["content"] == "Help [GIVEN_NAME_1]."
    assert sent["new_setting"] == {"depth": 3, "note": "for [EMAIL_1]"}
    assert (sent["temperature"], sent["seed"]) == (0.25, 12)


@pytest.mark.parametrize(
    "part",
    [
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
        {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}},
        {"type": "file", "file": {"file_id": "file-1"}},
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_sent(
    client: Client, upstream: FakeUpstream, part: dict[str, Any]
) -> None:
    with pytest.raises(openai.UnprocessableEntityError) as refused:
        chat(client, [{"type": "text", "text": "Look"}, part])

    assert refused.value.code == "server.unsupported"
    assert upstream.raw == []


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"not json", 400),
        (b'{"model": "m", "messages": [], "model": "Annabel"}', 400),
        (b'{"model": "m"}', 422),
        (b'{"model": "m", "messages": [], "Annabel Lindqvist": 1}', 422),
        (b'{"model": "m", "messages": ["\xff"]}', 400),
        (b"[" * 5000, 400),
    ],
)
def test_doubtful_requests_are_refused(proxy: str, upstream: FakeUpstream, data: bytes, status: int) -> None:
    answer = httpx.post(f"{proxy}/v1/chat/completions", content=data)

    assert answer.status_code == status
    assert "Annabel" not in answer.text
    assert upstream.raw == []


def test_other_paths_and_queries_are_not_passed_on(proxy: str, upstream: FakeUpstream) -> None:
    assert httpx.post(f"{proxy}/v1/files", content=b"x").json()["error"]["code"] == "server.unsupported"
    assert httpx.post(f"{proxy}/v1/chat/completions?q=Annabel%20L", json={"messages": []}).status_code == 422
    assert upstream.raw == []


def test_models_pass(client: Client, upstream: FakeUpstream) -> None:
    assert [model.id for model in client.models.list()] == ["m"]
    assert upstream.headers[0]["authorization"] == "Bearer sk-secret"


def test_embeddings_of_texts_pass_redacted_and_tokens_are_refused(client: Client, upstream: FakeUpstream) -> None:
    answer = client.embeddings.create(model="m", input=[TEXT, "weather"])

    assert [row.embedding for row in answer.data] == [[0.5, 1.0], [0.5, 1.0]]
    assert upstream.bodies[0]["input"][1] == "weather"
    assert_nothing_raw(upstream)
    with pytest.raises(openai.UnprocessableEntityError):
        client.embeddings.create(model="m", input=[[1, 2, 3]])


@pytest.mark.parametrize("is_stream", [False, True])
def test_responses_are_restored(client: Client, upstream: FakeUpstream, is_stream: bool) -> None:
    upstream.say = lambda body: f"Re: {body['input']} to EMAIL_1"
    answer = client.responses.create(model="m", input=TEXT, instructions="Mr Lindqvist asks.", stream=is_stream)

    expected = f"Re: {TEXT} to annabel@example.org"
    if is_stream:
        events = list(answer)
        deltas = "".join(event.delta for event in events if event.type == "response.output_text.delta")
        assert deltas == expected
        assert [event.sequence_number for event in events] == list(range(len(events)))
        answer = events[-1].response
    assert answer.output_text == expected
    assert answer.instructions == "Mr Lindqvist asks."
    assert_nothing_raw(upstream)


@pytest.mark.parametrize("is_stream", [False, True])
def test_function_calls_of_responses_are_restored_as_json(
    client: Client, upstream: FakeUpstream, is_stream: bool
) -> None:
    upstream.arguments = lambda body: '{"to": "[EMAIL_1]"}'
    answer = client.responses.create(model="m", input=[{"role": "user", "content": TEXT}], stream=is_stream)

    if is_stream:
        events = list(answer)
        deltas = "".join(event.delta for event in events if event.type == "response.function_call_arguments.delta")
        assert json.loads(deltas) == {"to": "annabel@example.org"}
        answer = events[-1].response
    assert json.loads(answer.output[0].arguments) == {"to": "annabel@example.org"}


def test_a_response_goes_on_under_the_mapping_of_the_one_before(client: Client, upstream: FakeUpstream) -> None:
    first = client.responses.create(model="m", input="I am Annabel.")
    upstream.say = lambda body: f"{body['input']} / [GIVEN_NAME_1]"
    second = client.responses.create(model="m", input="And I am Torsten.", previous_response_id=first.id)

    assert second.output_text == "And I am Torsten. / Annabel"
    assert upstream.bodies[1]["input"] == "And I am [GIVEN_NAME_2]."


def test_a_mapping_that_is_lost_is_an_error(client: Client, upstream: FakeUpstream) -> None:
    with pytest.raises(openai.UnprocessableEntityError) as lost:
        client.responses.create(model="m", input="And?", previous_response_id="resp_of_another")

    assert lost.value.code == "input.restore"
    assert upstream.raw == []


def test_numbers_are_told_and_no_text(proxy: str, client: Client, upstream: FakeUpstream) -> None:
    chat(client)
    metrics = httpx.get(f"{proxy}/metrics").text
    page = httpx.get(f"{proxy}/").text

    assert 'tabside_findings_total{entity="EMAIL"}' in metrics
    for value in (*RAW, "sk-secret"):
        assert value not in metrics + page
